"""A vocabulary cut to the pieces that the language of news needs: a third of the encoder's weights are rare ones."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from onrecord.annotate.pieces import WordPieces

SIZE = 15_000
UNKNOWN_PIECE = 100
FIRST = 104
"""ids below this one (padding, the unknown, the ends, the mask) stay as they are"""


def pieces_of(base: Path) -> list[str]:
    """The pieces of an uncased BERT vocabulary in their order; MPNet's is the same behind four of its own."""
    found = (base / "vocab.txt").read_text(encoding="utf8").split("\n")
    return found[4:30526] if found[0] == "<s>" else found[:30522]


def cut(pieces: list[str], forms: Iterable[str], size: int = SIZE) -> list[int]:
    """Ids of the pieces to keep, in their order: those of the given words, most frequent first, then the commonest others.

    Single letters and signs are always kept, so that no word of the kept scripts becomes unknown.
    """
    whole = lookup_of(pieces)
    counts: Counter[int] = Counter()
    for form, times in Counter(forms).items():
        for piece in whole([form])[0]:
            counts[piece] += times
    plain = [i for i, p in enumerate(pieces) if len(p.removeprefix("##")) == 1 and ord(p[-1]) < 0x250]
    # the vocabulary's own order is that of frequency in a large corpus
    common = [i for i, p in enumerate(pieces) if not p.startswith("[unused") and all(ord(c) < 0x250 for c in p)]
    kept: dict[int, None] = dict.fromkeys([*range(FIRST), *plain])
    for i in [*(i for i, n in counts.most_common() if n > 1), *common]:
        if len(kept) == size:
            break
        kept[i] = None
    return sorted(kept)


def tokenizer(pieces: list[str]) -> Tokenizer:
    """What cuts words into these pieces."""
    made = Tokenizer(WordPiece({p: i for i, p in enumerate(pieces)}, unk_token=pieces[UNKNOWN_PIECE]))  # type: ignore[arg-type]
    made.normalizer = BertNormalizer(lowercase=True)  # type: ignore[assignment]
    made.pre_tokenizer = BertPreTokenizer()  # type: ignore[assignment]
    return made


def lookup_of(pieces: list[str]) -> WordPieces:
    return WordPieces(tokenizer(pieces), unknown=UNKNOWN_PIECE)
