"""Joining the actors of a record: after a reading, and after a person's judgement while pages are served."""

import threading
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from onrecord.identify.merge import merged
from onrecord.identify.profiles import VERSION, Profile, as_text, of_text, profiles
from onrecord.identify.separate import mark, separate
from onrecord.ids import digest
from onrecord.keep.store import Store
from onrecord.schema import Judgement, Unit


def join(store: Store) -> None:
    """Joins the actors of all documents on record, with what persons decided about them replayed.

    What is known of the actors of a document is kept: only what is new or was corrected is looked at as a reading again. Actors
    are compared anew where something was read, corrected or judged that they have to do with.
    """
    while store.profile(lambda reading: as_text(profiles(reading)), version=VERSION):
        pass
    found: list[Profile] = []
    texts: dict[str, str] = {}
    for text in store.profiles():
        of_one = list(of_text(text))
        found += of_one
        texts |= dict.fromkeys({p.unit[0] for p in of_one}, digest(text))
    # one that is made by another process meanwhile is heeded too
    while not _joined(store, found, texts, list(store.judgements())):
        pass


def _joined(store: Store, found: Sequence[Profile], texts: Mapping[str, str], judgements: Sequence[Judgement]) -> bool:
    before, marks = store.identities(), store.joined()
    decided: defaultdict[Unit, list[str]] = defaultdict(list)
    for j in judgements:
        for unit in (j.a, j.b):
            decided[unit].append(" ".join((*j.a, *j.b, j.verdict)))
    groups = separate(found, judgements)

    def marked(group: Sequence[Profile], identity: Mapping[Unit, str]) -> str:
        return mark(group, texts=texts, identity=identity, judgements=decided)

    stale = [group for group in groups if marked(group, before) not in marks]
    made = merged([p for group in stale for p in group], judgements)
    now = before | dict(made.identity)
    return store.identify(
        made,
        judged=len(judgements),
        others={p.unit for p in found} - made.identity.keys(),
        marks=[marked(group, now) for group in groups],
    )


_waiting: set[str] = set()
_one_at_a_time = threading.Lock()


def join_soon(record: str | Path) -> None:
    """Joins the actors of a record file; calls that come while another waits to begin are done by that one."""
    path = str(Path(record).absolute())
    if path in _waiting:
        return
    _waiting.add(path)
    with _one_at_a_time:
        _waiting.discard(path)
        with closing(Store(path)) as store:
            join(store)
