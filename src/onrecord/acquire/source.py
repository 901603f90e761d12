"""What a format's reader hands on: a final text, and what the file itself says about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from onrecord.acquire.paragraphs import Paragraph

ARCHIVE = "an archive, not a document; unpack it and read the folder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The text of one document as its format's reader gives it."""

    text: str
    extractor: str
    paragraphs: tuple[Paragraph, ...] | None = None
    """where the format marks them; None where they are to be found in the text"""
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    byline: str | None = None
    pages: tuple[int, ...] = ()
    record: str = ""
    """which record of its file this is, where a file holds several"""
    meta: Mapping[str, object] = field(default_factory=dict)
