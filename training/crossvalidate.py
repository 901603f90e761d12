"""python -m training.crossvalidate: events of the coded sentences, each read by a network that never saw it.

The network of the phases before those with events, which knows none, is trained on all other sentences with events, then on
four fifths of the coded ones, with a little of the other corpora so that it forgets nothing; then the heads for the parties of
events and the types between them are taught with the same sentences; and it reads the other fifth as the package reads
documents. Scored twice: by the types on record, and by those of PLOVER's codebook, as exports for it have them.
"""

import argparse
import json
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import torch

from benchmarks import shortfalls
from onrecord.acquire.files import documents
from onrecord.keep.export.coded import plover_type
from onrecord.keep.lines import line
from onrecord.run.reading import read_document
from onrecord.schema import Document
from training import deeds, events
from training.__main__ import PHASES, event_cases, event_sets, ground, told_in, training_sets, with_events
from training.augment import Names, varied
from training.data import Prepared, prepared
from training.evaluate import TorchModel
from training.examples import Example
from training.export import compiled
from training.fit import Schedule, fit
from training.losses import WEIGHTS

FOLDS = 5
STARTED = {"polnear": 0.6, "litbank": 0.25}
"""how often an epoch of a short start shows what events need less than the other corpora; those it shows as training does"""
REPLAYED = {"polnear": 0.05, "ewt": 0.05, "gum": 0.1, "crossner": 0.2, "redocred": 0.1}
"""how often an epoch shows a corpus beside the events"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.crossvalidate", description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the corpora")
    parser.add_argument("base", type=Path, help="folder of the pretrained encoder")
    parser.add_argument("start", type=Path, help="checkpoint of the phases before; made, short, where there is none")
    parser.add_argument("scorer", type=Path, help="score/system.py")
    parser.add_argument("out", type=Path, help="folder for readings; a fold whose checkpoint is there is only read again")
    parser.add_argument("--folds", type=int, default=FOLDS, help=f"how many of the {FOLDS} folds to read")
    parser.add_argument("--errors", type=int, default=0, help="of how many folds to show what is wrong, by the codebook")
    options = parser.parse_args()
    torch.set_num_threads(2)
    options.out.mkdir(parents=True, exist_ok=True)
    sets = training_sets(options.data)
    names = Names(options.data / "gazetteers", [e for examples, _ in sets.values() for e in examples if e.names])
    start = ground(options.base, sets, names)
    network, words = start.network, start.words
    gold = [json.loads(x) for x in (options.data / "events/plv_train.jsonl").read_text(encoding="utf8").splitlines()]
    order = list(range(len(gold)))
    random.Random(0).shuffle(order)

    def shown(example: Example, rng: random.Random) -> Prepared:
        return prepared(varied(example, names, rng), words)

    def teach(checkpoint: Path, told: list[tuple[list[Example], float]], seed: int) -> None:
        """Trains the network as it is on sentences with events."""
        phase = PHASES[-1]
        schedule = Schedule(epochs=1, rate=phase.rate, head_rate=phase.head_rate, seed=seed, smoothing=phase.smoothing)
        fit(network, [*replayed, *told], shown, schedule, checkpoint, weights=WEIGHTS)

    if not options.start.exists():
        mixture = [(examples, STARTED.get(name, share)) for name, (examples, share) in sets.items()]
        first = PHASES[0]
        schedule = Schedule(epochs=3, rate=first.rate, head_rate=first.head_rate, seed=first.seed, smoothing=first.smoothing)
        fit(network, mixture, shown, schedule, options.start, weights=WEIGHTS)
    replayed = [(sets[name][0], share) for name, share in REPLAYED.items()]
    network.load_state_dict(torch.load(options.start))
    model = compiled(network, start.tokenizer)
    coded = events.placed(model, event_cases(options.data), words)
    ids = {g["id"] for g in gold}
    rest = [example for example in coded if example.id not in ids]
    common = options.out / "common.pt"
    others = event_sets(options.data, names, model, words, rest)
    trees = [prepared(e, words) for e in told_in(sets)]
    if not common.exists():
        teach(common, others, 0)

    readings, recoded, read = (options.out / f"{name}.jsonl" for name in ("readings", "recoded", "gold"))
    for path in (readings, recoded, read):
        path.unlink(missing_ok=True)
    wrong: list[str] = []
    for fold in range(options.folds):
        held = [gold[i] for i in order[fold::FOLDS]]
        without = {g["id"] for g in held}
        checkpoint = options.out / f"fold-{fold}.pt"
        if not checkpoint.exists():
            known = events.documents([e for e in coded if e.id not in without], random.Random(fold), 3)
            network.load_state_dict(torch.load(common))
            body = checkpoint.with_suffix(".body.pt")
            teach(body, [(known, 1)], fold)
            network.load_state_dict(torch.load(body))
            rng = random.Random(fold)
            deeds.learn(network, [shown(e, rng) for e in with_events([*others, (known, 1)], rng)], trees)
            torch.save(network.state_dict(), checkpoint)
            body.unlink()
        network.load_state_dict(torch.load(checkpoint))
        model = TorchModel(network)
        model.lookup, model.hash = words, f"fold {fold}"
        texts = options.out / "texts.jsonl"
        texts.write_text("\n".join(json.dumps({"text": g["text"]}) for g in held), encoding="utf8")
        with read.open("a", encoding="utf8") as file:
            file.writelines(json.dumps(g) + "\n" for g in held)
        with readings.open("a", encoding="utf8") as file, recoded.open("a", encoding="utf8") as other:
            for one, document in zip(held, documents(str(texts)), strict=True):
                assert isinstance(document, Document)
                found = read_document(document, model)
                file.write(line(found) + "\n")
                coded_as = line(replace(found, events=tuple(replace(e, type=plover_type(e)) for e in found.events)))
                other.write(coded_as + "\n")
                if fold < options.errors:
                    wrong += shortfalls.events(one, json.loads(coded_as))
    for what, path in (("types on record", readings), ("types of PLOVER's codebook", recoded)):
        scored = [sys.executable, str(options.scorer), "events", str(read), str(path)]
        print(f"{what}\n{subprocess.run(scored, capture_output=True, text=True, check=False).stdout}")
    print("\n".join(sorted(wrong)))


if __name__ == "__main__":
    main()
