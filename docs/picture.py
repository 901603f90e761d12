"""Draws docs/interview.svg: the example interview as `onrecord read` shows it. Run from the root: python docs/picture.py"""

import io
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI

import onrecord
from onrecord.serve import terminal

console = Console(
    record=True, width=112, force_terminal=True, color_system="truecolor", highlight=False, file=io.StringIO()
)  # fmt: skip
terminal._console = lambda: console
for reading in onrecord.readings("examples/envoy-interview.txt"):
    terminal.print_reading(reading)
svg = console.export_svg(title="onrecord read examples/envoy-interview.txt", theme=MONOKAI, unique_id="onrecord")
Path("docs/interview.svg").write_text(svg, encoding="utf8")
