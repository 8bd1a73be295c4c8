"""The house keeps its order: one name for one class, no long module, no room that swallows the others."""

import ast
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*(ROOT / "chalicelib").rglob("*.py"), *(ROOT / "functions").rglob("*.py"), *(ROOT / "infra").rglob("*.py")])
SHIPPED = [path for path in SOURCES if "infra" not in path.relative_to(ROOT).parts]


def type_names(path):
    """Name the classes of a module, and its type aliases."""
    for node in ast.parse(path.read_text("utf-8")).body:
        name = node.name if isinstance(node, ast.ClassDef) else ast.unparse(node.targets[0]) if isinstance(node, ast.Assign) else ""
        if re.fullmatch(r"[A-Z]\w*[a-z]\w*", name):
            yield name


def test_a_name_belongs_to_one_class():
    bearers = defaultdict(list)
    for path in SHIPPED:
        for name in type_names(path):
            bearers[name].append(path.relative_to(ROOT).as_posix())

    assert {name: paths for name, paths in bearers.items() if len(paths) > 1} == {}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_has_at_most_400_lines_and_says_what_it_is(path):
    text = path.read_text("utf-8")

    assert len(text.splitlines()) <= 400
    assert (ast.get_docstring(ast.parse(text)) or "").strip()


def test_a_bucket_and_the_sweep_have_one_french_name():
    french = [*(ROOT / "docs").glob("*.md"), *(ROOT / "infra").glob("*.yaml"), ROOT / "web" / "src" / "words" / "fr.json"]
    other = re.compile(r"\bla ronde\b|corbeille de sortie|boîte d'entrée|seau de (?:sortie|dépôt|travail|conservation)\b", re.IGNORECASE)

    assert {path.name: other.findall(text) for path in french if other.search(text := path.read_text("utf-8"))} == {}


def test_no_room_holds_more_than_a_fifth_of_the_archive():
    lines = Counter()
    for path in (ROOT / "chalicelib").rglob("*.py"):
        lines[path.relative_to(ROOT / "chalicelib").parts[0]] += len(path.read_text("utf-8").splitlines())

    assert {room: count for room, count in lines.items() if count > lines.total() / 5} == {}
