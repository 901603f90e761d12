"""Texts of a sentence or two, read as documents, and what was read in words."""

import json

from onrecord.acquire.files import documents
from onrecord.annotate.onnx import shipped
from onrecord.run.reading import read_document


def read(folder, text, **meta):
    """The reading of a text, with what is known of it beside; `folder` is for the file that it is read from."""
    path = folder / "text.jsonl"
    path.write_text(json.dumps({"text": text, **meta}), encoding="utf8")
    return read_document(next(documents(str(path))), shipped())


def events_in(reading):
    """Each event as its type, "no" where it is negated, its status, and who had which part."""
    name = {a.id: a.name for a in reading.actors}
    return [
        f"{e.type} {'no ' * e.negated}{e.status} " + ", ".join(f"{name[p.actor]} {p.role}" for p in e.parties)
        for e in reading.events
    ]
