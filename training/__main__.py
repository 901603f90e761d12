"""python -m training: from the corpora to the weights that the package ships, in one command."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import torch
from tokenizers import Tokenizer

from onrecord.annotate.pieces import WordPieces
from training import corpora, evaluate
from training.augment import Names, varied
from training.corpora import Example
from training.data import Prepared, prepared
from training.export import agreement, export
from training.fit import Schedule, fit
from training.network import Network, Shape, pretrained


def lookup(base: Path) -> WordPieces:
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return WordPieces(tokenizer, unknown=100)


def training_sets(data: Path) -> dict[str, tuple[list[Example], float]]:
    """The corpora to train on, each with how often an epoch shows it."""
    held = set((data / "gum/dev.list").read_text().split())
    gum = [p for p in sorted((data / "gum").glob("*.conllu")) if p.stem not in held]
    return {
        "polnear": (list(corpora.polnear(data / "polnear/train.jsonl")), 1),
        "ewt": (list(corpora.treebank([data / "ewt/train.conllu"], "ewt")), 1),
        "gum": (list(corpora.treebank(gum, "gum")), 1),
        "litbank": (list(corpora.litbank(sorted((data / "litbank").glob("*.conll")))), 0.5),
        "crossner": (
            list(corpora.crossner([data / "crossner/politics.train.txt", data / "crossner/politics.dev.txt"])),
            1,
        ),
        "redocred": (list(corpora.redocred(data / "redocred/dev_revised.json")), 1),
    }


def development_sets(data: Path) -> dict[str, list[Example]]:
    held = (data / "gum/dev.list").read_text().split()
    gum = [p for name in held if (p := data / f"gum/{name}.conllu").exists()]
    return {
        "polnear": list(corpora.polnear(data / "polnear/dev.jsonl")),
        "ewt": list(corpora.treebank([data / "ewt/dev.conllu"], "ewt")),
        "gum": list(corpora.treebank(gum, "gum")),
        "uner": list(corpora.uner(data / "uner/dev.iob2")),
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the corpora")
    parser.add_argument("base", type=Path, help="folder of the pretrained encoder (config.json, model.safetensors)")
    parser.add_argument("out", type=Path, help="folder for the weights; a checkpoint is kept beside it")
    parser.add_argument("--epochs", type=float, default=Schedule.epochs)
    parser.add_argument("--only", nargs="*", help="corpora to train on; by default all")
    parser.add_argument("--seed", type=int, default=Schedule.seed)
    parser.add_argument("--rate", type=float, default=Schedule.rate)
    parser.add_argument("--start", type=Path, help="checkpoint to start from")
    parser.add_argument("--export-only", action="store_true", help="write the weights of the checkpoint given with --start")
    options = parser.parse_args()
    torch.set_num_threads(2)
    words = lookup(options.base)
    network = Network(pretrained(options.base, Shape()))
    if options.start:
        network.load_state_dict(torch.load(options.start))
    dev = {name: [prepared(e, words) for e in examples] for name, examples in development_sets(options.data).items()}
    if not options.export_only:
        _trained(network, words, dev, options)
    network.eval()
    export(network, options.out, options.base)
    print(json.dumps(agreement(network, options.out, dev["polnear"][:12])))


def _trained(network: Network, words: WordPieces, dev: dict[str, list[Prepared]], options: argparse.Namespace) -> None:
    """Trains a network, which then holds the averaged weights."""
    sets = training_sets(options.data)
    names = Names(options.data / "gazetteers", [e for examples, _ in sets.values() for e in examples if e.names])
    shown = [pair for name, pair in sets.items() if not options.only or name in options.only]

    def checked(network: Network) -> dict[str, float]:
        return {k: round(v, 1) for k, v in scores(network, dev)}

    schedule = Schedule(epochs=options.epochs, seed=options.seed, rate=options.rate)
    checkpoint = options.out.with_suffix(".pt")
    fit(network, shown, lambda e, rng: prepared(varied(e, names, rng), words), schedule, checkpoint, checked=checked)
    network.load_state_dict(torch.load(checkpoint))


def scores(network: Network, dev: dict[str, list[Prepared]]) -> Iterator[tuple[str, float]]:
    model = evaluate.TorchModel(network)
    for least in (0.3, 0.4, 0.5):
        found = evaluate.attribution_f1(model, dev["polnear"], least)
        yield f"attribution@{least}", found["attribution"]
    yield from found.items()
    for name in ("ewt", "gum"):
        yield from evaluate.syntax_scores(model, dev[name], name).items()
    yield "uner", evaluate.name_f1(model, dev["uner"], ("PER", "ORG", "LOC"))
    yield (
        "chains",
        evaluate.chains_on_gold(
            model, [d for d in dev["gum"] if d.example.id.split("_")[1] in ("news", "interview", "speech")]
        ),
    )


if __name__ == "__main__":
    main()
