"""What training adds to the encoder: vectors of meaning and the loss by which the network learns them."""

import json
import math
import random
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

torch = pytest.importorskip("torch", reason="only training needs PyTorch: pip install '.[train]'")
safetensors = pytest.importorskip("safetensors.torch", reason="only training needs safetensors: pip install '.[train]'")

from onrecord.annotate.pieces import BREAK, NO_GAP, SPACE  # noqa: E402
from onrecord.schema import MEANING  # noqa: E402
from training import meaning  # noqa: E402
from training.data import cuts, prepared  # noqa: E402
from training.examples import Example, Meaning  # noqa: E402
from training.losses import WEIGHTS, _meaning, losses  # noqa: E402
from training.network import Encoder, Network, Shape, mixed, pretrained  # noqa: E402
from training.vocabulary import FIRST, UNKNOWN_PIECE, lookup_of  # noqa: E402

HIDDEN = 16
SHAPE = Shape(vocabulary=400, hidden=HIDDEN, layers=1, heads=2, inner=32, buckets=32, positions=256)
LETTERS = "abcdefghijklmnopqrstuvwxyz.?!,“”"
ENDS = {0: "[PAD]", UNKNOWN_PIECE: "[UNK]", 101: "[CLS]", 102: "[SEP]", 103: "[MASK]"}
PIECES = [ENDS.get(i, f"[unused{i}]") for i in range(FIRST)] + [*LETTERS, *(f"##{x}" for x in LETTERS)]
WORDS = lookup_of(PIECES)


def _example(text, name="x"):
    """A text whose words stand between blanks; "_" before a word says that nothing stands between it and the last."""
    forms = text.split()
    gap = np.array([BREAK if i == 0 else NO_GAP if f[0] == "_" else SPACE for i, f in enumerate(forms)], np.int64)
    return Example(id=name, corpus="made", forms=[f.removeprefix("_") for f in forms], gap=gap)


# --- sentences and stretches of them ---------------------------------------------------------------------------------


def test_a_stop_before_a_blank_and_a_new_paragraph_end_a_sentence():
    example = _example("We sail at dawn _. “ Will it rain _? _” asked Mara _. No _.")
    found = [" ".join(example.forms[a:b]) for a, b in meaning._sentences(example)]
    # a stop that a closing mark follows does not: who said it belongs to it
    assert found == ["We sail at dawn .", "“ Will it rain ? ” asked Mara .", "No ."]
    example.gap[example.forms.index("Mara")] = BREAK
    assert [example.forms[a] for a, _ in meaning._sentences(example)] == ["We", "“", "Mara", "No"]


@given(st.lists(st.integers(1, 90), min_size=1, max_size=12), st.integers(0, 1000))
def test_stretches_hold_each_sentence_of_a_fit_length_once_in_a_row(lengths, seed):
    example = _example(" ".join("w " * (n - 1) + ("_. " if n > 1 else ". ") for n in lengths))
    sentences = list(meaning._sentences(example))
    assert [b - a for a, b in sentences] == lengths
    whole = [s for s in meaning._stretches(example, random.Random(seed)) if s.spans[0] in sentences or len(s.spans) > 1]
    parts = [s for s in meaning._stretches(example, random.Random(seed)) if s.spans[0] not in sentences]
    assert [span for s in whole for span in s.spans] == [(a, b) for a, b in sentences if 3 <= b - a <= 80]
    for s in whole:
        assert len(s.spans) <= 4 and all(x[1] == y[0] for x, y in zip(s.spans, s.spans[1:], strict=False))
    for s in parts:
        ((a, b),) = s.spans
        assert 1 <= b - a <= 6 and any(x <= a and b <= y for x, y in sentences)


# --- vectors ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """A folder as Hugging Face gives a pretrained MPNet, of a few random weights."""
    folder = tmp_path_factory.mktemp("base")
    config = {
        "hidden_size": HIDDEN, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 32,
        "relative_attention_num_buckets": 32, "layer_norm_eps": 1e-5,
    }  # fmt: skip
    (folder / "config.json").write_text(json.dumps(config), encoding="utf8")
    made = torch.Generator().manual_seed(5)

    def drawn(*size):
        return torch.randn(*size, generator=made) * 0.3

    held = {
        "mpnet.embeddings.word_embeddings.weight": drawn(30527, HIDDEN),
        "mpnet.embeddings.position_embeddings.weight": drawn(514, HIDDEN),
        "mpnet.embeddings.LayerNorm.weight": torch.ones(HIDDEN),
        "mpnet.embeddings.LayerNorm.bias": torch.zeros(HIDDEN),
        "mpnet.encoder.relative_attention_bias.weight": drawn(32, 2),
    }
    sizes = {
        **{f"attention.attn.{n}": (HIDDEN, HIDDEN) for n in "qkvo"},
        "intermediate.dense": (32, HIDDEN), "output.dense": (HIDDEN, 32),
    }  # fmt: skip
    for layer in range(2):
        for name, size in sizes.items():
            held[f"mpnet.encoder.layer.{layer}.{name}.weight"] = drawn(*size)
            held[f"mpnet.encoder.layer.{layer}.{name}.bias"] = drawn(size[0])
        for name in ("attention.LayerNorm", "output.LayerNorm"):
            held[f"mpnet.encoder.layer.{layer}.{name}.weight"] = torch.ones(HIDDEN)
            held[f"mpnet.encoder.layer.{layer}.{name}.bias"] = torch.zeros(HIDDEN)
    safetensors.save_file(held, str(folder / "model.safetensors"))
    return folder


def test_pieces_take_the_weights_that_mpnet_has_under_ids_of_its_own(base):
    held = safetensors.load_file(str(base / "model.safetensors"))["mpnet.embeddings.word_embeddings.weight"]
    kept = [0, 101, 102, 103, 104, 30521]
    encoder = pretrained(base, Shape.of(base, vocabulary=len(kept), layers=1), kept)
    assert torch.equal(encoder.words.weight, held[[1, 0, 2, 30526, 108, 30525]])
    assert len(encoder.layers) == 1 and not any(
        w.any() for w in (encoder.case.weight, encoder.gap.weight, encoder.quote.weight)
    )


def test_vectors_of_sentences_have_length_one_and_do_not_depend_on_what_is_beside_them(base):
    texts = [["we", "sail"], ["no"], ["a", "long", "one", *(["x"] * 300)], ["sail", "we"]]
    together = meaning.sentence_vectors(base, texts, WORDS)
    assert together.shape == (4, HIDDEN) and np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-3)
    for text, vector in zip(texts, together, strict=True):
        (alone,) = meaning.sentence_vectors(base, [text], WORDS)
        assert float(alone @ vector) > 0.999
    # the order of words counts, and what is past the longest text does not
    assert float(together[0] @ together[3]) < 0.9999
    (longer,) = meaning.sentence_vectors(base, [[*texts[2], "y"]], WORDS)
    assert float(longer @ together[2]) > 0.9999


def test_fewer_numbers_keep_how_near_vectors_are():
    rng = np.random.default_rng(3)
    size = MEANING
    wide = (rng.standard_normal((200, size // 2)) @ rng.standard_normal((size // 2, 3 * size))).astype(np.float32)
    wide /= np.linalg.norm(wide, axis=1, keepdims=True)
    small = meaning._small(wide)
    assert small.shape == (200, size) and small.dtype == np.float16
    assert np.abs(small.astype(np.float32) @ small.T.astype(np.float32) - wide @ wide.T).max() < 0.01


def test_texts_with_the_vectors_of_their_sentences_are_made_once_and_kept(base, tmp_path):
    said = [_example("we sail at dawn _. will it rain now _? no it will not", "a"), _example("the pier is shut _.", "b")]
    kept = tmp_path / "kept.npy"
    first = meaning.examples([said], base, WORDS, kept, random.Random(4))
    stored = np.load(kept)
    assert [m.vector.tolist() for e in first for m in e.meaning] == stored.tolist()
    for example in first:
        assert example.corpus == "meaning" and example.gap[0] == BREAK and len(example.gap) == len(example.forms)
        assert example.meaning[0].start == 0 and example.meaning[-1].end == len(example.forms)
    texts = [e.forms[m.start : m.end] for e in first for m in e.meaning]
    assert {" ".join(t) for t in texts} >= {"we sail at dawn .", "will it rain now ?", "no it will not", "the pier is shut ."}
    assert np.allclose(meaning._small(meaning.sentence_vectors(base, texts, WORDS)), stored, atol=0.02)
    # the encoder is not asked again
    again = meaning.examples([said], tmp_path / "nowhere", WORDS, kept, random.Random(4))
    assert [(e.forms, [m.vector.tolist() for m in e.meaning]) for e in again] == [
        (e.forms, [m.vector.tolist() for m in e.meaning]) for e in first
    ]
    assert all(said[0].gap[: len(said[0].forms)] == _example("we sail at dawn _. will it rain now _? no it will not").gap)


# --- the loss --------------------------------------------------------------------------------------------------------


def _cut(start, end, *spans):
    """A window of a document with stretches and their vectors."""
    held = [Meaning(start=a, end=b, vector=np.array(v, np.float16)) for a, b, v in spans]
    return SimpleNamespace(
        window=SimpleNamespace(start=start, end=end), of=SimpleNamespace(example=SimpleNamespace(meaning=held))
    )


PLAIN = SimpleNamespace(meaning=lambda vectors: vectors)
EAST, NORTH = [1.0, 0.0], [0.0, 1.0]


def test_who_says_what_was_meant_loses_nothing():
    words = torch.tensor([[EAST, EAST, NORTH, [0.0, 5.0]]])
    assert float(_meaning(PLAIN, [_cut(0, 4, (0, 2, EAST), (2, 4, NORTH))], words)) == pytest.approx(0, abs=1e-6)


def test_vectors_that_are_wrong_and_alike_where_they_should_not_be_cost_both():
    # both said east, one of them meant north: half of the vectors are off by 1, and two of four likenesses by 1
    words = torch.tensor([[EAST, EAST]])
    assert float(_meaning(PLAIN, [_cut(0, 2, (0, 1, EAST), (1, 2, NORTH))], words)) == pytest.approx(0.5 + 0.5)
    # the mean of the words is what counts
    words = torch.tensor([[EAST, NORTH]])
    assert float(_meaning(PLAIN, [_cut(0, 2, (0, 2, EAST))], words)) == pytest.approx(1 - math.sqrt(0.5))


def test_only_stretches_that_a_window_holds_whole_are_asked_for():
    words = torch.tensor([[EAST, EAST, EAST], [NORTH, NORTH, NORTH]])
    crossing = [(0, 4, NORTH), (5, 7, NORTH)]
    assert _meaning(PLAIN, [_cut(3, 6, *crossing), _cut(3, 6)], words) is None
    # places count from the start of the window
    assert float(_meaning(PLAIN, [_cut(3, 6, *crossing), _cut(10, 13, (11, 13, NORTH))], words)) == pytest.approx(0, abs=1e-6)


def test_the_network_learns_vectors_by_a_loss_of_their_own():
    torch.manual_seed(1)
    network = Network(Encoder(SHAPE), dropout=0.0).train()
    rng = np.random.default_rng(2)
    texts = ["we sail at dawn _.", "the pier is shut _.", "no it will not _.", "who pays for it _?"]
    said = []
    for text in texts:
        example = _example(text)
        vector = rng.standard_normal(MEANING)
        example.meaning = [
            Meaning(start=0, end=len(example.forms), vector=(vector / np.linalg.norm(vector)).astype(np.float16))
        ]
        said.append(example)
    batch = [cut for e in said for cut in cuts(prepared(e, WORDS), size=64, context=16)]
    assert set(losses(network, batch)) == {"meaning"} and WEIGHTS["meaning"] > 0
    assert "meaning" not in losses(network, [c for e in texts for c in cuts(prepared(_example(e), WORDS), size=64, context=16)])
    steps = torch.optim.Adam(network.parameters(), lr=0.02)
    course = []
    for _ in range(40):
        loss = losses(network, batch)["meaning"]
        steps.zero_grad()
        loss.backward()
        steps.step()
        course.append(loss.item())
    assert course[0] > 0.8 and course[-1] < course[0] / 3


@pytest.mark.parametrize("supported", [True, False])
def test_half_precision_is_for_processors_that_multiply_in_it(supported, monkeypatch):
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: supported)
    with mixed():
        assert (torch.ones(2, 2) @ torch.ones(2, 2)).dtype == (torch.bfloat16 if supported else torch.float32)
