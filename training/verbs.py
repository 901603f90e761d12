"""python -m training.verbs TABLE: forms of verbs for `onrecord.lemmas`, where simplemma takes them for other words.

simplemma knows no parts of speech: "cancelled" is "cancell" to it, "bombing" always the noun. TABLE is the `lemma_lu.csv.gz` of
LemmInflect (MIT), made from the SPECIALIST lexicon of the National Library of Medicine; reading it at run time takes 100 MB.
"""

import gzip
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import simplemma

OUT = Path(__file__).parent.parent / "src/onrecord/verbs.tsv"


def differing(rows: Iterable[str]) -> Iterator[str]:
    """Lines of form and base forms, the likeliest first, of verbs whose base form is another or may be the form itself."""
    for row in rows:
        form, kind, bases = row.rstrip("\n").split(",")
        found = bases.split("/")
        if kind != "verb" or not re.fullmatch(r"[a-z]+", form):
            continue
        itself = form in found[1:]
        if itself or simplemma.lemmatize(form, lang="en").lower() != found[0]:
            yield "\t".join([form, found[0], *([form] if itself else [])])


def main() -> None:
    with gzip.open(sys.argv[1], "rt", encoding="utf8") as rows:
        lines = sorted(differing(rows))
    OUT.write_text("\n".join(lines) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
