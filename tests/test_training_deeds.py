"""Of which type an event between parties is: what training is shown, what it asks, and what the package runs."""

import random

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="only training needs PyTorch: pip install '.[train]'")
pytest.importorskip("onnxscript", reason="only training needs onnxscript: pip install '.[train]'")

from onrecord.annotate import labels  # noqa: E402
from onrecord.annotate.encoding import encoded  # noqa: E402
from onrecord.annotate.pieces import BREAK, SPACE  # noqa: E402
from training import deeds, events, vocabulary  # noqa: E402
from training.cases import coded, filled  # noqa: E402
from training.data import prepared  # noqa: E402
from training.evaluate import TorchModel  # noqa: E402
from training.examples import Deed, Example  # noqa: E402
from training.export import compiled  # noqa: E402
from training.network import Encoder, Network, Shape  # noqa: E402

PIECES = [f"w{i}" for i in range(400)]
PIECES[100:104] = ["[UNK]", "[CLS]", "[SEP]", "[MASK]"]
WORDS = vocabulary.lookup_of(PIECES)
SHAPE = Shape(vocabulary=400, hidden=16, layers=2, heads=2, inner=32, buckets=32)


@pytest.fixture(scope="module")
def network():
    torch.manual_seed(1)
    made = Network(Encoder(SHAPE))
    for name, value in made.named_parameters():
        torch.nn.init.normal_(value, mean=float(name.endswith("norm.weight")), std=0.3)
    return made.eval()


def _told(*types, at=2):
    """A text of sentences of six words, in each of which the first does something to the last."""
    count = 6 * len(types)
    gap = np.full(count, SPACE, np.int64)
    gap[0] = BREAK
    deeds = [Deed(sentence=(6 * k, 6 * k + 6), word=6 * k + at, ends=([(6 * k, 6 * k + 1)], [(6 * k + 5, 6 * k + 6)]), type=t)
             for k, t in enumerate(types)]  # fmt: skip
    forms = [f"w{200 + i}" for i in range(count)]
    return Example(id="x", corpus="made", forms=forms, gap=gap, head=np.arange(count), deeds=deeds)


def test_sources_and_targets_of_coded_sentences_are_told_apart(tmp_path):
    path = tmp_path / "coded.jsonl"
    path.write_text(
        '{"id": "1", "text": "Norland was warned by Sudmark.", "expected": [{"event": "THREATEN"}], "spans": ['
        '{"role": "target", "b": 0, "e": 7}, {"role": "source", "b": 22, "e": 29}]}\n',
        encoding="utf8",
    )
    (case,) = coded(path)
    assert case.parties == [(4, 5), (0, 1)] and case.sources == 1
    own = filled("{b} was [warned] by {a}.", ("Sudmark", "Norland"), "THREATEN", "x")
    assert own.parties == [(4, 5), (0, 1)] and own.sources == 1


def test_texts_of_sentences_keep_their_deeds():
    (text,) = events.documents([_told("AID"), _told("ACCUSE")], random.Random(3), 1)
    for deed in text.deeds:
        start, end = deed.sentence
        assert end - start == 6 and deed.word == start + 2 and deed.ends == ([(start, start + 1)], [(end - 1, end)])
    assert sorted(d.type for d in text.deeds) == ["ACCUSE", "AID"]


def test_neither_padding_nor_an_end_that_is_not_there_matters(network):
    size = labels.PROJECTED["deed"]
    words, ends = torch.randn(1, 5, size), torch.randn(1, 2, size)
    told, there = torch.tensor([1]), torch.tensor([[1.0, 0.0]])
    plain = network.deed(words, torch.ones(1, 5), told, ends, there)
    padded = torch.cat([words, torch.randn(1, 3, size)], 1)
    other = torch.stack([ends[:, 0], torch.randn(1, size)], 1)
    mask = torch.tensor([[1.0] * 5 + [0.0] * 3])
    assert torch.allclose(plain, network.deed(padded, mask, told, other, there), atol=1e-5)
    assert not torch.allclose(plain, network.deed(words, torch.ones(1, 5), told, ends, torch.ones(1, 2)), atol=1e-3)


def test_what_is_no_word_is_no_end(network):
    size = labels.PROJECTED["deed_end"]
    words, by, told = torch.randn(1, 5, size), torch.randn(1, size), torch.tensor([1])
    plain = network.ends(words, torch.ones(1, 5), told, by)
    padded = torch.cat([words, torch.randn(1, 3, size)], 1)
    longer = network.ends(padded, torch.tensor([[1.0] * 5 + [0.0] * 3]), told, by)
    assert plain.shape == (1, 2, 6) and torch.allclose(longer[..., :6], plain, atol=1e-5) and longer[..., 6:].max() < -1e3


def test_types_and_ends_are_learnt_and_all_else_stays():
    torch.manual_seed(2)
    network = Network(Encoder(SHAPE))
    before = {k: v.clone() for k, v in network.state_dict().items()}
    kinds = ["AID", "ACCUSE", "ASSAULT"]
    text = _told(*(kinds[i // 4] for i in range(12)))
    # nobody is named to whom the last three are done
    text.deeds[-3:] = [Deed(sentence=d.sentence, word=d.word, ends=(d.ends[0], []), type=d.type) for d in text.deeds[-3:]]
    deeds.learn(network, [prepared(text, WORDS)], epochs=150, rate=1e-2, batch=6)
    # what each sentence is told of by its own words
    model = TorchModel(network)
    said = encoded(model, prepared(text, WORDS).pieces, text.gap)
    found, ends = [], []
    for deed in text.deeds:
        start, end = deed.sentence
        words, party = (said.projection(name, slice(start, end)) for name in ("deed", "deed_end"))
        scores = model.deed(words, np.array([2]), np.stack([party[0], party[5]]), np.ones(2, np.float32))
        found.append(labels.EVENTS[int(scores.argmax())])
        ends.append(model.ends(party, np.array([2]), words[2:3])[0].argmax(-1).tolist())
    assert found == [d.type for d in text.deeds]
    # counted from 1: nobody stands before the words
    assert ends == [[1, 6 if d.ends[1] else 0] for d in text.deeds]
    changed = {k for k, v in network.state_dict().items() if not torch.equal(v, before[k])}
    assert changed and all(k.startswith(("deed.", "ends.", "projected.deed")) for k in changed)


def test_who_does_nothing_is_learnt_from_trees_beside():
    torch.manual_seed(2)
    network = Network(Encoder(SHAPE))
    tree = Example(
        id="y",
        corpus="made",
        forms=["w300", "attacked", "w301"],
        gap=np.array([BREAK, SPACE, SPACE], np.int64),
        head=np.array([1, 1, 1], np.int64),
        relation=["nsubj:pass", "root", "advmod"],
        upos=["PROPN", "VERB", "ADV"],
        xpos=["NNP", "VBN", "RB"],
        sentence=np.zeros(3, np.int64),
    )
    own = [prepared(_told(*["AID"] * 12), WORDS)], [prepared(tree, WORDS)]
    deeds.learn(network, *own, epochs=150, rate=1e-2, batch=6)
    model = TorchModel(network)
    said = encoded(model, own[1][0].pieces, tree.gap)
    words, party = (said.projection(name, slice(0, 3)) for name in ("deed", "deed_end"))
    assert model.ends(party, np.array([1]), words[1:2])[0].argmax(-1).tolist() == [0, 1]


def test_the_exported_head_says_what_the_network_says(network):
    model = compiled(network, vocabulary.tokenizer(PIECES))
    rng = np.random.default_rng(0)
    size = labels.PROJECTED["deed"]
    for count in (1, 7):
        words, ends = (rng.standard_normal((n, size)).astype(np.float32) for n in (count, 2))
        given = words, np.array([count - 1]), ends, np.ones(2, np.float32)
        now, then = model.deed(*given), TorchModel(network).deed(*given)
        assert now.shape == (len(labels.EVENTS),) and np.corrcoef(now, then)[0, 1] > 0.99
        by = rng.standard_normal((2, size)).astype(np.float32)
        pointed = words, np.array([0, count - 1]), by
        now, then = model.ends(*pointed), TorchModel(network).ends(*pointed)
        assert now.shape == (2, 2, 1 + count) and np.corrcoef(now.ravel(), then.ravel())[0, 1] > 0.99
