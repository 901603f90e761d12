"""One door for each heavy library, and no way in for those that only make the network."""

import ast
from functools import cache
from pathlib import Path

import pytest

SOURCES = Path(__file__).parent.parent / "src" / "onrecord"

DOORS = {
    "apsw": {"keep/file.py"},
    # read by the stage that knows documents, written by the one that shows briefs: neither may import the other
    "docx": {"acquire/docx.py", "serve/paper.py"},
    "jinja2": {"serve/web/parts.py"},
    "lxml": {"acquire/html.py"},
    "onnxruntime": {"annotate/onnx.py"},
    "pyarrow": {"keep/export/tables.py"},
    "pypdf": {"acquire/pdf.py"},
    "pypdfium2": {"acquire/pdf.py"},
    "rich": {"serve/terminal.py"},
    "tokenizers": {"annotate/onnx.py"},
    "trafilatura": {"acquire/html.py"},
    "uvicorn": {"serve/web/server.py"},
}
FOLDERS = {"fastapi": "serve/web/", "starlette": "serve/web/", "typer": "serve/cli/"}
NOWHERE = ("torch", "transformers", "safetensors", "onnx", "sqlite3", "pandas", "requests", "training", "benchmarks", "tests")


def _names(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports say the whole name"
            yield node.module
        elif isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in (
            "import_module",
            "__import__",
        ):
            # by a name that is made while running: only of the package itself
            name = node.args[0]
            first = name.values[0] if isinstance(name, ast.JoinedStr) else name
            assert isinstance(first, ast.Constant) and str(first.value).startswith("onrecord."), ast.unparse(node)


@cache
def _imports():
    """Top-level libraries, each with the modules that import it."""
    found = {}
    for path in sorted(SOURCES.rglob("*.py")):
        for name in _names(ast.parse(path.read_text(encoding="utf8"))):
            found.setdefault(name.split(".")[0], set()).add(path.relative_to(SOURCES).as_posix())
    return found


@pytest.mark.parametrize("library", DOORS)
def test_a_heavy_library_has_one_door(library):
    assert _imports().get(library, set()) <= DOORS[library]


@pytest.mark.parametrize("library", NOWHERE)
def test_some_libraries_are_imported_nowhere(library):
    assert library not in _imports()


@pytest.mark.parametrize("library", FOLDERS)
def test_only_the_pages_know_the_web_and_only_commands_the_command_line(library):
    assert all(path.startswith(FOLDERS[library]) for path in _imports()[library])
