"""Documents as references, their statements as notes: RIS, BibTeX, CSL-JSON."""

from collections.abc import Callable, Iterable, Iterator
from typing import IO

from onrecord.keep.citation import Reference, bibtex, citations, csl, note_of, reference, ris
from onrecord.keep.export.source import Source, write_array


def _references(source: Source) -> Iterator[tuple[Reference, list[str]]]:
    for reading in source.readings():
        yield reference(reading.document), [note_of(c) for c in citations(reading, reading.statements)]


def _writer(entry: Callable[[Reference, Iterable[str]], str]) -> Callable[[Source, IO[str]], int]:
    def write(source: Source, out: IO[str]) -> int:
        count = 0
        for cited, notes in _references(source):
            out.write(entry(cited, notes))
            count += 1
        return count

    return write


write_ris = _writer(ris)
write_bibtex = _writer(bibtex)


def write_csl(source: Source, out: IO[str]) -> int:
    """Writes an array of CSL-JSON items; returns their number."""
    return write_array((csl(*found) for found in _references(source)), out)
