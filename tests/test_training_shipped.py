"""Training on from the weights that are shipped, where no checkpoint was kept."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="only training needs PyTorch: pip install '.[train]'")
pytest.importorskip("onnxscript", reason="only training needs onnxscript: pip install '.[train]'")

from onrecord.annotate.encoding import encoded  # noqa: E402
from onrecord.annotate.onnx import OnnxModel  # noqa: E402
from onrecord.annotate.words import words  # noqa: E402
from training import vocabulary  # noqa: E402
from training.data import prepared  # noqa: E402
from training.evaluate import TorchModel  # noqa: E402
from training.examples import Example, respaced  # noqa: E402
from training.export import export  # noqa: E402
from training.network import Encoder, Network, Shape  # noqa: E402
from training.shipped import restore  # noqa: E402

SHAPE = Shape(vocabulary=400, hidden=16, layers=2, heads=2, inner=32, buckets=32)


def _network(seed):
    torch.manual_seed(seed)
    network = Network(Encoder(SHAPE))
    for name, value in network.named_parameters():
        # as training leaves them: no two alike, which a graph would keep once
        torch.nn.init.normal_(value, mean=float(name.endswith("norm.weight")), std=0.3)
    return network.eval()


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    folder = tmp_path_factory.mktemp("weights")
    pieces = [f"w{i}" for i in range(SHAPE.vocabulary)]
    pieces[100:104] = ["[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    network = _network(1)
    export(network, folder, vocabulary.tokenizer(pieces))
    return network, folder


def test_a_network_comes_back_from_its_graphs(exported):
    network, folder = exported
    again = _network(2)
    restore(again, folder)
    held = network.state_dict()
    for name, value in again.state_dict().items():
        if name.startswith(("meaning.", "pair.features.", "deed.", "ends.", "projected.deed")):
            continue
        # int8 has 255 steps from the least to the most of a column
        step = float(held[name].max() - held[name].min()) / 200
        assert torch.allclose(value, held[name], atol=step + 1e-6), name
    # of tables that were put together only the sums come back
    rows = [tuple(int(i) for i in np.random.default_rng(k).integers(0, (7, 9, 5, 6))) for k in range(20)]
    sums = [
        torch.stack([sum(t.weight[i] for t, i in zip(n.pair.features[1:], row, strict=True)) for row in rows])
        for n in (network, again)
    ]
    assert torch.allclose(*sums, atol=0.01)


def test_graphs_that_lack_a_weight_are_refused(exported):
    _, folder = exported
    larger = Network(Encoder(Shape(vocabulary=400, hidden=16, layers=3, heads=2, inner=32, buckets=32)))
    with pytest.raises(ValueError, match=r"no weights for encoder\.layers\.2"):
        restore(larger, folder)


def test_the_shipped_weights_come_back_as_they_read(weights):
    model = OnnxModel(weights)
    shape = Shape(vocabulary=15000, hidden=768, layers=6, heads=12, inner=3072, buckets=32)
    network = Network(Encoder(shape))
    restore(network, weights)
    forms = words("The minister of Norland, Ida Brandvik, said on Friday that talks with Sudmark would go on.").form
    document = prepared(Example(id="x", corpus="made", forms=forms, gap=respaced(forms)), model.lookup)
    now, then = (encoded(m, document.pieces, document.example.gap).columns for m in (TorchModel(network), model))
    now, then = now.astype(np.float32), then.astype(np.float32)
    cosine = (now * then).sum(1) / (np.linalg.norm(now, axis=1) * np.linalg.norm(then, axis=1))
    # the sums of int8 are rounded too, those of the network are not
    assert cosine.min() > 0.98
