"""Finding statements by what they mean: those whose vectors lie nearest to that of a query.

The signs of all vectors are held in memory, a bit a number; those nearest by them are compared exactly.
"""

import json
import os
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import InputError
from onrecord.keep.store import Store
from onrecord.query.columns import columns, fitting
from onrecord.query.filters import CURRENT, Filter
from onrecord.query.search import Results, found
from onrecord.schema import MEANING

COMPARED = 1_000
"""statements whose signs are nearest that are compared exactly; no more are found"""
_BITS = np.array([n.bit_count() for n in range(1 << 16)], np.uint8)
"""how many bits are set in each number of 16 bits"""


@dataclass(slots=True)
class _Signs:
    """Of the vectors of one record that one table of words made: their signs, and where they are in the store."""

    rows: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    """numbers in `meanings`, growing"""
    statements: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    signs: NDArray[np.uint16] = field(default_factory=lambda: np.zeros((0, MEANING // 16), np.uint16))
    """[vectors, MEANING / 16]"""
    last: int = 0
    """the highest number seen, of any table's"""

    def update(self, store: Store, model: str) -> None:
        """Takes in what was written since; what was taken out stays, until it is looked for and not found."""
        ((last,),) = store.rows("SELECT coalesce(max(number), 0) FROM meanings")
        if last < self.last:
            self.rows, self.statements, self.signs, self.last = self.rows[:0], self.statements[:0], self.signs[:0], 0
        if last == self.last:
            return
        sql = "SELECT number, statement, vector FROM meanings WHERE number > ? AND number <= ? AND model = ? ORDER BY number"
        new = list(store.rows(sql, (self.last, last, model)))
        self.last = last
        if new:
            self.rows = np.concatenate([self.rows, np.array([n for n, _, _ in new], np.int64)])
            self.statements = np.concatenate([self.statements, np.array([s or -1 for _, s, _ in new], np.int64)])
            self.signs = np.concatenate([self.signs, _signs(_numbers(v for _, _, v in new))])


def _numbers(vectors: Iterable[bytes]) -> NDArray[np.float32]:
    """[vectors, MEANING] from how the record keeps them."""
    return np.frombuffer(b"".join(vectors), "<f2").reshape(-1, MEANING).astype(np.float32)


Vectors = Mapping[int, NDArray[np.float32]]
"""[MEANING] of length 1 each, by the numbers of statements"""


def vectors_of(store: Store, statements: Sequence[int], model: str) -> Vectors:
    """What the record holds of some statements, by the table of words whose hash is `model`."""
    # by their documents, which there is an index for
    sql = """SELECT statement, vector FROM meanings WHERE model = ?1 AND statement IN (SELECT value FROM json_each(?2))
              AND document IN (SELECT document FROM statements WHERE number IN (SELECT value FROM json_each(?2)))"""
    held = list(store.rows(sql, (model, json.dumps(list(statements)))))
    return dict(zip((statement for statement, _ in held), _numbers(v for _, v in held), strict=True))


def _signs(vectors: NDArray[np.float32]) -> NDArray[np.uint16]:
    return np.packbits(vectors > 0, axis=1).view(np.uint16)


_KNOWN: dict[tuple[Any, ...], _Signs] = {}
_LOCK = threading.Lock()


def _of(store: Store, model: str) -> _Signs:
    """The signs of a record, kept in memory from one search to the next."""
    about = Path(store.path).stat()
    key = (os.path.realpath(store.path), about.st_dev, about.st_ino, model)
    with _LOCK:
        signs = _KNOWN.setdefault(key, _Signs())
        signs.update(store, model)
        return replace(signs)


def nearest(
    store: Store, meaning: NDArray[np.float32], model: str, wanted: Filter, *, limit: int = 50, offset: int = 0
) -> Results:
    """A page of the statements that fit a filter, nearest in meaning first; `COMPARED` in all at most.

    `meaning` is [MEANING] numbers of length 1 together, made by the table of words whose hash is `model`. Words in the
    filter must stand in the statements too. Raises InputError where the record has no vectors by that table, and as
    `numbers.numbers` does.
    """
    signs = _of(store, model)
    if not len(signs.rows):
        raise InputError(_why_none(store, model))
    near = np.arange(len(signs.rows))
    if replace(wanted, typing=False) != Filter():
        held = columns(store)
        near = near[held.fit(held.all_of(fitting(store, held, wanted)), signs.statements)]
    ranked = _ranked(store, signs, near, meaning)
    page = ranked[offset : offset + limit]
    hits = found(store, [number for _, number in page], wanted)
    likeness = {number: like for like, number in page}
    return Results(
        found=tuple(replace(hit, likeness=likeness[hit.number]) for hit in hits), total=len(ranked), more=False, ranked=True
    )  # fmt: skip


def _ranked(store: Store, signs: _Signs, near: NDArray[np.int64], meaning: NDArray[np.float32]) -> list[tuple[float, int]]:
    """How near each of those nearest is, as a cosine, and its number; of some vectors by their places in `signs`."""
    bits = _BITS[signs.signs[near] ^ _signs(meaning[None])].sum(1, dtype=np.int16)
    if len(near) > COMPARED:
        # all that are as near as the last one, so that it does not depend on the order in which they were read
        bound = np.partition(bits, COMPARED - 1)[COMPARED - 1]
        near = near[bits <= bound]
    rows = json.dumps(signs.rows[near].tolist())
    # what was taken out since, or is of a version that is no more, is not there
    there = f"""SELECT m.statement, m.vector FROM meanings m WHERE m.number IN (SELECT value FROM json_each(?))
                AND m.statement IS NOT NULL AND {CURRENT.format("m")}"""
    held = list(store.rows(there, (rows,)))
    if not held:
        return []
    likeness = _numbers(vector for _, vector in held) @ meaning
    pairs = zip(likeness.round(4).tolist(), (statement for statement, _ in held), strict=True)
    return sorted(pairs, key=lambda x: (-x[0], x[1]))[:COMPARED]


def _why_none(store: Store, model: str) -> str:
    ((others,),) = store.rows("SELECT count(*) FROM (SELECT 1 FROM meanings WHERE model != ? LIMIT 1)", (model,))
    step = f"read its documents again: onrecord read DOCUMENTS --into {store.path}"
    if others:
        return f"{store.path}: what its statements mean was noted by another version of onrecord; {step}"
    return f"{store.path}: does not hold what its statements mean; {step}"
