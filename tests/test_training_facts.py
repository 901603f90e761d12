"""How far words present what they tell of as a fact: a head that learns it while all else stays."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="only training needs PyTorch: pip install '.[train]'")

from onrecord.annotate.encoding import encoded  # noqa: E402
from onrecord.annotate.pieces import BREAK, SPACE  # noqa: E402
from training import facts, vocabulary  # noqa: E402
from training.data import prepared  # noqa: E402
from training.evaluate import TorchModel  # noqa: E402
from training.examples import Example  # noqa: E402
from training.network import Encoder, Network, Shape  # noqa: E402

PIECES = [f"w{i}" for i in range(400)]
PIECES[100:104] = ["[UNK]", "[CLS]", "[SEP]", "[MASK]"]
WORDS = vocabulary.lookup_of(PIECES)


def _text(factuality, length=12):
    gap = np.full(length, SPACE, np.int64)
    gap[0] = BREAK
    forms = [f"w{200 + i % 12}" for i in range(length)]
    return prepared(Example(id="x", corpus="made", forms=forms, gap=gap, factuality=factuality), WORDS)


def test_only_the_head_learns():
    torch.manual_seed(1)
    network = Network(Encoder(Shape(vocabulary=400, hidden=16, layers=2, heads=2, inner=32, buckets=32)))
    before = {k: v.clone() for k, v in network.state_dict().items()}
    # longer than a window, so that some words are seen twice and kept once
    told = _text({i: {3: 3.0, 7: -3.0, 8: 0.0}[i % 12] for i in range(600) if i % 12 in (3, 7, 8)}, 600)
    facts.learn(network, [told, _text(None)], epochs=150, rate=1e-2, batch=64)
    found = encoded(TorchModel(network), told.pieces, told.example.gap).scores("fact")[:, 0]
    for place, fact in ((3, 1), (7, -1), (8, 0)):
        assert np.abs(found[place::12] - fact).mean() < 0.3
    changed = {k for k, v in network.state_dict().items() if not torch.equal(v, before[k])}
    assert changed and all(k.startswith("fact.") for k in changed)
