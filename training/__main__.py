"""python -m training: from the corpora to the weights that the package ships, in one command."""

import argparse
import itertools
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer

from onrecord.annotate.encoding import Model
from onrecord.annotate.pieces import WordPieces
from training import corpora, deeds, doers, evaluate, events, facts, meaning, treebanks, vocabulary
from training.augment import Names, varied
from training.cameo import patterns, petrarch
from training.cases import Case, coded, written
from training.data import Prepared, prepared
from training.evaluate import TorchModel
from training.examples import Example
from training.export import agreement, compiled, export
from training.fit import Schedule, fit
from training.losses import WEIGHTS
from training.network import LAYERS, Network, Shape, pretrained
from training.shipped import restore

MEANT = ("polnear", "ewt", "gum", "crossner", "redocred")
"""corpora whose sentences have vectors of meaning"""


@dataclass(kw_only=True)
class Ground:
    """What training starts from: the pretrained network with its vocabulary cut, and what cuts words into its pieces."""

    network: Network
    tokenizer: Tokenizer
    words: WordPieces


def ground(base: Path, sets: dict[str, tuple[list[Example], float]], names: Names) -> Ground:
    pieces = vocabulary.pieces_of(base)
    forms = (form for examples, _ in sets.values() for e in examples for form in e.forms)
    known = (word for name in [*names.places, *(first + last for first, last in names.people)] for word in name)
    kept = vocabulary.cut(pieces, itertools.chain(forms, known))
    own = [pieces[i] for i in kept]
    shape = Shape.of(base, vocabulary=len(own), layers=LAYERS)
    return Ground(
        network=Network(pretrained(base, shape, kept)),
        tokenizer=vocabulary.tokenizer(own),
        words=vocabulary.lookup_of(own),
    )


def training_sets(data: Path) -> dict[str, tuple[list[Example], float]]:
    """The corpora to train on, each with how often an epoch shows it."""
    held = set((data / "gum/dev.list").read_text().split())
    gum = list(treebanks.treebank([p for p in sorted((data / "gum").glob("*.conllu")) if p.stem not in held], "gum"))
    ewt = corpora.with_factuality(
        list(treebanks.treebank([data / "ewt/train.conllu"], "ewt")),
        corpora.factuality(data / "factuality/UDS_IH2_train.jsonl"),
    )
    events.uneventful([*gum, *ewt], events.coded_verbs(data / "gazetteers/CAMEO.verbpatterns.txt"))
    return {
        "polnear": (list(corpora.polnear(data / "polnear/train.jsonl")), 1),
        "ewt": (ewt, 1),
        "gum": (gum, 1),
        "litbank": (list(corpora.litbank(sorted((data / "litbank").glob("*.conll")))), 0.5),
        "crossner": (
            list(corpora.crossner([data / "crossner/politics.train.txt", data / "crossner/politics.dev.txt"])),
            1,
        ),
        "redocred": (list(corpora.redocred(data / "redocred/dev_revised.json")), 1),
        "meantime": (list(corpora.factuality(data / "factuality/MEANTIME_train.jsonl")), 1),
    }


def event_cases(data: Path) -> list[Case]:
    """The coded sentences, from older names of types to those of `labels.EVENTS`."""
    return [c for name in ("plv_train", "plover_gsr_cameo") for c in coded(data / f"events/{name}.jsonl")]


def event_sets(
    data: Path, names: Names, model: Model, words: WordPieces, known: Sequence[Example]
) -> list[tuple[list[Example], float]]:
    """Texts of sentences with events, as often as an epoch shows them; `known` are those of the corpora."""
    actors = [" ".join(place) for place in names.places] + [" ".join([*first, *last]) for first, last in names.people]
    rng = random.Random(6)
    own = [
        *written(Path(__file__).with_name("events.txt"), actors, random.Random(5), 2),
        *petrarch(data / "events/petrarch_unittest.jsonl"),
    ]
    listed = list(patterns(data / "gazetteers/CAMEO.2.0.txt", actors, rng))
    return [
        (events.documents(known, rng, 3), 1),
        (events.documents(events.placed(model, own, words), rng, 1), 1),
        # short and stiff: they teach what verb and object mean together, not how sentences go
        (events.documents(events.placed(model, listed, words), rng, 1), 0.3),
    ]


def with_events(sets: Sequence[tuple[list[Example], float]], rng: random.Random) -> Iterator[Example]:
    """The texts of `event_sets`, as often as an epoch shows them."""
    for texts, share in sets:
        yield from rng.sample(texts, round(share * len(texts)))


def told_in(sets: dict[str, tuple[list[Example], float]]) -> list[Example]:
    """The sentences of treebanks by whose trees it is learnt who does what."""
    gum = [e for e in sets["gum"][0] if e.id.split("_")[1] in ("news", "interview", "speech")]
    return list(doers.sentences([*gum, *sets["ewt"][0][::4]]))


def development_sets(data: Path) -> dict[str, list[Example]]:
    held = (data / "gum/dev.list").read_text().split()
    gum = [p for name in held if (p := data / f"gum/{name}.conllu").exists()]
    return {
        "polnear": list(corpora.polnear(data / "polnear/dev.jsonl")),
        "ewt": list(treebanks.treebank([data / "ewt/dev.conllu"], "ewt")),
        "gum": list(treebanks.treebank(gum, "gum")),
        "uner": list(corpora.uner(data / "uner/dev.iob2")),
        "uds": list(corpora.factuality(data / "factuality/UDS_IH2_dev.jsonl")),
    }


@dataclass(frozen=True, kw_only=True)
class Phase:
    """A stretch of training with its own learning rates and mix of corpora."""

    epochs: float
    rate: float
    head_rate: float
    shares: dict[str, float]
    """how often an epoch shows a corpus, where that is not its share in `training_sets`"""
    seed: int
    emphasis: float = 1.0
    """how much more attribution counts than it does in `losses.WEIGHTS`"""
    events: bool = False
    """whether sentences with events are shown, in which syntax learnt before finds the words that tell of them"""
    smoothing: float = 0.999


PHASES = (
    Phase(epochs=3.3, rate=8e-5, head_rate=7e-4, shares={}, seed=1),
    # from the average of the first, with more of what sentences mean
    Phase(epochs=2.5, rate=6e-5, head_rate=5e-4, shares={"meaning": 0.35}, seed=2, emphasis=1.3),
    # the head for events is new: the running average forgets soon what it was before
    Phase(
        epochs=1.5,
        rate=4e-5,
        head_rate=8e-4,
        shares={
            "polnear": 0.4,
            "ewt": 0.25,
            "gum": 0.25,
            "litbank": 0.05,
            "crossner": 0.3,
            "redocred": 0.2,
            "meantime": 0.3,
            "meaning": 0.08,
        },
        seed=4,
        emphasis=1.5,
        events=True,
        smoothing=0.99,
    ),
)
HEADS = len(PHASES) + 1
"""the last phase, in which heads are taught anew on an encoder that stays: types of events between parties, factuality"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the corpora")
    parser.add_argument("base", type=Path, help="folder of the pretrained encoder (config.json, model.safetensors)")
    parser.add_argument("out", type=Path, help="folder for the weights; checkpoints are kept beside it")
    parser.add_argument("--start", type=Path, help="checkpoint to start from, or a folder of exported weights")
    parser.add_argument("--phases", type=int, nargs="*", default=range(1, HEADS + 1), help="which; none only exports")
    options = parser.parse_args()
    torch.set_num_threads(2)
    sets = training_sets(options.data)
    names = Names(options.data / "gazetteers", [e for examples, _ in sets.values() for e in examples if e.names])
    start = ground(options.base, sets, names)
    network, words = start.network, start.words
    if options.start and options.start.is_dir():
        restore(network, options.start)
    elif options.start:
        network.load_state_dict(torch.load(options.start))
    dev = {name: [prepared(e, words) for e in examples] for name, examples in development_sets(options.data).items()}
    if any(phase.shares.get("meaning", 1) for number, phase in enumerate(PHASES, 1) if number in options.phases):
        texts = [sets[name][0] for name in MEANT]
        kept = options.out.with_name(f"{options.out.name}-meaning.npy")
        whole = vocabulary.lookup_of(vocabulary.pieces_of(options.base))
        sets["meaning"] = (meaning.examples(texts, options.base, whole, kept, random.Random(3)), 0.15)

    def shown(example: Example, rng: random.Random) -> Prepared:
        # the vectors are those of the words as they stand
        return prepared(example if example.meaning else varied(example, names, rng), words)

    def checked(network: Network) -> dict[str, float]:
        return {k: round(v, 1) for k, v in scores(network, dev)}

    rng = random.Random(7)
    for number in options.phases:
        if number == HEADS:
            model = compiled(network, start.tokenizer)
            known = events.placed(model, event_cases(options.data), words)
            own = event_sets(options.data, names, model, words, known)
            deeds.learn(network, [shown(e, rng) for e in with_events(own, rng)], [prepared(e, words) for e in told_in(sets)])
            alone = corpora.factuality(options.data / "factuality/UDS_IH2_train.jsonl")
            facts.learn(network, [prepared(e, words) for e in [*alone, *sets["ewt"][0], *sets["meantime"][0]]])
            continue
        phase = PHASES[number - 1]
        schedule = Schedule(
            epochs=phase.epochs, seed=phase.seed, rate=phase.rate, head_rate=phase.head_rate, smoothing=phase.smoothing
        )
        corpora_shown = [(examples, phase.shares.get(name, share)) for name, (examples, share) in sets.items()]
        if phase.events:
            model = compiled(network, start.tokenizer)
            known = events.placed(model, event_cases(options.data), words)
            corpora_shown += event_sets(options.data, names, model, words, known)
        weights = {k: w * (phase.emphasis if k in ("cue", "role", "pair") else 1) for k, w in WEIGHTS.items()}
        checkpoint = options.out.with_name(f"{options.out.name}-{number}.pt")
        fit(network, corpora_shown, shown, schedule, checkpoint, checked=checked, weights=weights)
        network.load_state_dict(torch.load(checkpoint))
    network.eval()
    export(network, options.out, start.tokenizer)
    print(json.dumps(agreement(network, options.out, dev["polnear"][:12])))


def scores(network: Network, dev: dict[str, list[Prepared]]) -> Iterator[tuple[str, float]]:
    model = TorchModel(network)
    yield from evaluate.attribution_f1(model, dev["polnear"]).items()
    for name in ("ewt", "gum"):
        yield from evaluate.syntax_scores(model, dev[name][::3], name).items()
    yield "uner", evaluate.name_f1(model, dev["uner"], ("PER", "ORG", "LOC"))
    yield from evaluate.factuality_scores(model, dev["uds"]).items()
    yield (
        "chains",
        evaluate.chains_on_gold(
            model, [d for d in dev["gum"] if d.example.id.split("_")[1] in ("news", "interview", "speech")]
        ),
    )


if __name__ == "__main__":
    main()
