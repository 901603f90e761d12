"""Draws docs/interview.svg: the example interview as `onrecord read` shows it. Run from the root: python docs/picture.py"""

from pathlib import Path

from rich.console import Console

import onrecord
from onrecord.serve import terminal

console = Console(record=True, width=112, force_terminal=True, color_system="truecolor", highlight=False, file=open("/dev/null", "w"))
terminal._console = lambda: console
for reading in onrecord.readings("examples/envoy-interview.txt"):
    terminal.print_reading(reading)
Path("docs/interview.svg").write_text(console.export_svg(title="onrecord read examples/envoy-interview.txt"), encoding="utf8")
