"""python -m benchmarks: how well and how fast onrecord reads."""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import quality, speed

SHARED = Path(__file__).parent.parent.parent / "shared"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--data", type=Path, default=SHARED, help="folder with data/, seeds/ and score/ (%(default)s)")
    commands = parser.add_subparsers(dest="command", required=True)
    well = commands.add_parser("quality", help="how much of what is there is found, measure by measure")
    well.add_argument("--only", nargs="+", choices=quality.MEASURES, default=list(quality.MEASURES))
    well.add_argument("--limit", type=int, help="documents of each set at most")
    well.add_argument("--errors", action="store_true", help="show what fell short, example by example")
    fast = commands.add_parser("speed", help="words a second, cores, memory, start")
    fast.add_argument("--only", nargs="+", choices=speed.PARTS, default=list(speed.PARTS))
    fast.add_argument("--limit", type=int, help="documents at most")
    commands.add_parser("memory-of", help="reads one file and prints the memory it took").add_argument("file", type=Path)
    killing = commands.add_parser("kills", help="corrections while reader and server are killed: is each kept?")
    killing.add_argument("--count", type=int, default=200, help="processes to kill (%(default)s)")
    killing.add_argument("--seed", type=int, default=0)
    answers = commands.add_parser("workspace", help="how fast a record answers, alone and beside a reading")
    answers.add_argument("--record", type=Path, help="the record, made where there is none (a temporary one)")
    answers.add_argument("--statements", type=int, default=100_000, help="of the record that is made (%(default)s)")
    answers.add_argument("--each", type=int, default=20, help="times that each kind of question is asked (%(default)s)")
    answers.add_argument(
        "--only", nargs="+", choices=("alone", "beside", "pages", "joining"), default=["alone", "pages", "beside"]
    )
    options = parser.parse_args()
    if options.command == "workspace":
        with TemporaryDirectory() as folder:
            _workspace(options, Path(folder))
        return
    if options.command == "kills":
        from benchmarks.kills import kills

        with TemporaryDirectory() as folder:
            print(found := kills(Path(folder) / "record.db", options.count, seed=options.seed))
        sys.exit(bool(found.lost))
    if options.command == "memory-of":
        speed.memory_of(options.file)
        return
    if not options.data.is_dir():
        parser.error(f"{options.data}: no such folder; --data names the folder of the corpora")
    if options.command == "speed":
        for name in options.only:
            for row in speed.PARTS[name](options.data, options.limit):
                print(row, flush=True)
        return
    from onrecord.annotate.onnx import shipped

    model = shipped()
    print(f"{'measure':<56}{'on':<36}{'value':>6}{'aim':>7}")
    for name in options.only:
        for f in quality.MEASURES[name](options.data, model, options.limit):
            aim = "" if f.aim is None else f"{f.aim:.1f}"
            print(f"{f.what:<56}{f.on:<36}{f.value:>6.1f}{aim:>7}  {f.detail}".rstrip(), flush=True)
            if options.errors:
                for example in f.errors:
                    print(f"    {example}", flush=True)


def _workspace(options: argparse.Namespace, folder: Path) -> None:
    from benchmarks import workspace

    record = options.record or folder / "record.db"
    workspace.made(record, options.statements, print)
    print(workspace.HEADER)
    if "alone" in options.only:
        for row in workspace.asked(record, each=options.each):
            print(row, flush=True)
    if "pages" in options.only:
        for row in workspace.paged(record, each=options.each):
            print(row, flush=True)
    if "joining" in options.only:
        for told in workspace.joined(record, folder):
            print(told, flush=True)
    if "beside" in options.only:
        with workspace.reading_beside(record, folder / "texts"):
            for row in workspace.asked(record, each=options.each, suffix=", beside a reading", slow=100):
                print(row, flush=True)
            for row in workspace.paged(record, each=max(1, options.each // 4), suffix=", beside"):
                print(row, flush=True)


if __name__ == "__main__":
    main()
