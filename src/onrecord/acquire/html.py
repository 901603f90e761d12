"""News pages: the article's text and metadata without the page around it. The only door to lxml and trafilatura."""

import warnings
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from onrecord.acquire.decoding import mostly_utf8
from onrecord.acquire.paragraphs import Paragraph, paragraphs
from onrecord.acquire.source import Source
from onrecord.errors import UnreadableError

_BLOCKS = frozenset({"p", "head", "item", "fw", "cell", "quote", "ab", "code"})
_DEEPEST = 1000
"""levels of nesting: real pages have some 40, and deeper ones exhaust the stack of the parsers"""
_OPAQUE = ((b"!--", b"-->"), (b"script", b"</script"), (b"style", b"</style"))
_UNCLOSED = (b"p>", b"p ", *b"br hr img inp lin met wbr sou col are bas emb li td tr pat use".split())
"""how tags start that may stand without their end"""


def read(data: bytes) -> Source:
    """The article of a page; raises UnreadableError where the page holds none."""
    import trafilatura

    _refuse_depth(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            page: Any = trafilatura.bare_extraction(
                data if not mostly_utf8(data) else data.decode("utf8", "replace"),
                favor_precision=True,
                include_comments=False,
                include_formatting=True,
                with_metadata=True,
                date_extraction_params={"original_date": True, "extensive_search": False},
            )
        text, found = _text(page.body) if page is not None and page.body is not None else ("", [])
    except Exception as error:  # whatever a page makes of the parsers is a matter of this page
        raise UnreadableError("broken", f"the page cannot be parsed ({type(error).__name__}); save it as text") from None
    if not text.strip():
        raise UnreadableError("empty", "no article found in the page; save its text, or the page after it has loaded")
    return Source(
        text=text,
        paragraphs=tuple(found),
        extractor=f"trafilatura {version('trafilatura')}",
        title=_line(page.title),
        published=page.date or None,
        publisher=_line(page.sitename),
        byline=_line(page.author),
        meta={"url": page.url} if page.url else {},
    )


def _refuse_depth(data: bytes) -> None:
    depth = deepest = 0
    lowered = data.lower()
    position = lowered.find(b"<")
    while position >= 0 and deepest <= _DEEPEST:
        tag = lowered[position + 1 : position + 8]
        # a script compares numbers with "<"
        closing = next((end for start, end in _OPAQUE if tag.startswith(start)), None)
        if closing:
            position = lowered.find(closing, position)
            if position < 0:
                break
        elif tag[:1] == b"/":
            depth = max(0, depth - 1)
        elif tag[:1].isalpha() and not tag.startswith(_UNCLOSED):
            depth += 1
            deepest = max(deepest, depth)
        position = lowered.find(b"<", position + 1)
    if deepest > _DEEPEST:
        raise UnreadableError("broken", f"the page nests its tags over {_DEEPEST:,} deep; save it as text")


def _line(value: str | None) -> str | None:
    return " ".join(value.split()) or None if value else None


def _text(body: Any) -> tuple[str, list[Paragraph]]:
    """The blocks of an article parted by empty lines, repeated ones left out, with where their paragraphs are."""
    parts: list[str] = []
    found: list[Paragraph] = []
    seen: set[str] = set()
    length = 0
    for block, heading, bold, asked in _blocks(body):
        key = " ".join(block.split())
        if not key or key in seen:
            continue
        # short lines ("No.", a name before each turn) repeat for good reasons
        if len(key) > 40:
            seen.add(key)
        if parts:
            length += 2
        for p in paragraphs(block):
            start, end = p.start + length, p.end + length
            if p.start < asked < p.end:
                # the answer goes on in the block of its question
                found.append(Paragraph(start=start, end=length + asked, bold=True))
                start = end - len(block[asked : p.end].lstrip())
            found.append(Paragraph(start=start, end=end, bold=bold or p.end == asked, heading=heading))
        parts.append(block)
        length += len(block)
    return "\n\n".join(parts), found


def _blocks(node: Any) -> Iterator[tuple[str, bool, bool, int]]:
    """(text, heading, bold, length of a bold question at its start) of each block without blocks inside, in order."""
    inner = [
        child
        for child in node
        if isinstance(child.tag, str)
        and (child.tag in _BLOCKS or (len(child) and any(d.tag in _BLOCKS for d in child.iterdescendants())))
    ]
    if (node.tag in _BLOCKS and not inner) or (not inner and node.tag != "body" and node.tag not in ("list", "table", "row")):
        words = _content(node)
        yield words, node.tag == "head", _is_bold(node), _asked(node, words)
        return
    loose = node.text or ""
    for child in node:
        if child in inner or child.tag in ("list", "table", "row"):
            if loose.strip():
                yield loose.strip(), False, False, 0
            loose = ""
            yield from _blocks(child)
        elif isinstance(child.tag, str):
            loose += "\n" if child.tag == "lb" else _content(child)
        loose += child.tail or ""
    if loose.strip():
        yield loose.strip(), False, False, 0


def _content(node: Any) -> str:
    parts = [" ".join((node.text or "").split(" "))]
    for child in node:
        if child.tag == "lb":
            parts.append("\n")
        elif isinstance(child.tag, str):
            parts.append(_content(child))
        parts.append(child.tail or "")
    return "".join(parts).strip() if node.tag in _BLOCKS else "".join(parts)


def _asked(node: Any, words: str) -> int:
    """How long the bold question is with which a block starts, 0 where it starts otherwise."""
    first = node[0] if len(node) and not (node.text or "").strip() else None
    if first is None or first.tag != "hi" or first.get("rend") != "#b":
        return 0
    question = _content(first).strip()
    return len(question) if question.endswith(("?", "?”", '?"')) and words.startswith(question) else 0


def _is_bold(node: Any) -> bool:
    """Whether all text of a block is bold."""
    if (node.text or "").strip() or any((c.tail or "").strip() for c in node):
        return False
    children = [c for c in node if isinstance(c.tag, str) and c.tag != "lb"]
    return (
        bool(children)
        and all(c.tag == "hi" and c.get("rend") in ("#b", "#i", "#u") for c in children)
        and any(c.get("rend") == "#b" for c in children)
    )
