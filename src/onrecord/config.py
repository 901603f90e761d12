"""What is where, and what a user may set."""

import json
import os
from functools import cache
from importlib.resources import files
from pathlib import Path

from onrecord.errors import InputError


def model_folder() -> Path:
    """Where the network's files are: those of the package, or those that ONRECORD_MODEL names."""
    chosen = os.environ.get("ONRECORD_MODEL")
    return Path(chosen) if chosen else Path(str(files("onrecord.annotate") / "weights"))


@cache
def model_hash() -> str:
    """The hash of the network's weights, without loading them; raises InputError where there are none."""
    folder = model_folder()
    try:
        about: dict[str, str] = json.loads((folder / "model.json").read_text(encoding="utf8"))
    except OSError:
        step = "set ONRECORD_MODEL to another folder" if "ONRECORD_MODEL" in os.environ else "install onrecord again"
        raise InputError(f"{folder}: no network's files there; {step}") from None
    return about["hash"]


def default_record() -> str:
    """The record file that commands use where none is named: that of ONRECORD_FILE, else record.db here."""
    return os.environ.get("ONRECORD_FILE", "record.db")
