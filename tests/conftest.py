import json
import os
from importlib.resources import files
from pathlib import Path

import pytest

CASES = Path(__file__).parent / "cases"
SHARED = Path(__file__).parent.parent.parent / "shared"


def cases(name: str) -> list:
    """The cases of a file as parameters; a case with "xfail" is a known failure with its reason."""
    found = []
    for line in (CASES / name).read_text(encoding="utf8").splitlines():
        case = json.loads(line)
        marks = [pytest.mark.xfail(reason=case["xfail"])] if "xfail" in case else []
        found.append(pytest.param(case, id=case.get("text", case.get("why", ""))[:40].replace("\n", " "), marks=marks))
    return found


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of texts and corpora that are not part of the project."""
    if not SHARED.is_dir():
        pytest.skip("needs the corpora and seed documents beside the project")
    return SHARED


@pytest.fixture(scope="session")
def weights() -> Path:
    """The folder of the network: the one that comes with the package, else the one that ONRECORD_MODEL names."""
    shipped = Path(str(files("onrecord.annotate") / "weights"))
    if (shipped / "model.json").is_file():
        os.environ.pop("ONRECORD_MODEL", None)
        return shipped
    chosen = os.environ.get("ONRECORD_MODEL")
    if not chosen or not (Path(chosen) / "model.json").is_file():
        pytest.skip(f"no weights in {shipped}; put them there or set ONRECORD_MODEL to their folder")
    return Path(chosen)


@pytest.fixture(scope="session")
def model(weights):
    from onrecord.annotate.onnx import shipped

    return shipped()
