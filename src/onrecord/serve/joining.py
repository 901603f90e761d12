"""Joining the actors of a record: after a reading, and after a person's judgement while pages are served."""

import threading
from contextlib import closing
from pathlib import Path

from onrecord.identify.merge import merged
from onrecord.identify.profiles import VERSION, as_text, of_text, profiles
from onrecord.keep.store import Store


def join(store: Store) -> None:
    """Joins the actors of all documents on record, with what persons decided about them replayed.

    What is known of the actors of a document is kept: only what is new or was corrected is looked at as a reading again.
    """
    while store.profile(lambda reading: as_text(profiles(reading)), version=VERSION):
        pass
    found = [profile for text in store.profiles() for profile in of_text(text)]
    while True:
        # one that is made by another process meanwhile is heeded too
        judgements = list(store.judgements())
        if store.identify(merged(found, judgements), judged=len(judgements)):
            return


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
