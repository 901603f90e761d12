"""Takes docs/workspace-*.png: pages on the examples. Run from the root, with chromium: python docs/screenshots.py"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import onrecord
from onrecord.keep.store import Store

_SIZE = {"width": 1280, "height": 800}


def _pages(record: str) -> dict[str, tuple[str, str]]:
    """Names of pictures, each with an address and a colour scheme."""
    with Store(record, read_only=True) as store:
        ((interview,),) = store.rows("SELECT id FROM documents WHERE kind = 'interview'")
        ((speaker,),) = store.rows("SELECT identity FROM known_as WHERE name = 'Teresa Valdemar'")
    return {
        "search": ("/?q=terminal", "light"),
        "document": (f"/documents/{interview}", "light"),
        "actor": (f"/actors/{speaker}", "light"),
        "network": ("/network", "dark"),
    }


with tempfile.TemporaryDirectory() as folder:
    record = f"{folder}/examples.db"
    onrecord.read("examples", into=record, jobs=1)
    code = "from onrecord.serve.cli import main; main()"
    command = [sys.executable, "-c", code, "open", record, "--port", "0", "--no-browser"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as served, sync_playwright() as play:
        assert served.stderr
        told = re.search(r"http://[\w.:]+", served.stderr.readline())
        assert told
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        for name, (path, scheme) in _pages(record).items():
            page = browser.new_page(viewport=_SIZE, color_scheme=scheme, reduced_motion="reduce")
            page.goto(told[0] + path, wait_until="networkidle")
            page.screenshot(path=Path("docs") / f"workspace-{name}.png")
        browser.close()
        served.terminate()
