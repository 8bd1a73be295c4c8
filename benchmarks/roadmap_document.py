"""The ministry's five-year roadmap: every figure of docs/feuille-de-route.md, printed and written into it: `make roadmap`.

Figures stand in the document between marks, `<!--=name-->…<!--/-->`, and nowhere else. They come from the plan, from the assumptions in
roadmap_assumptions.toml, from the cost module, and from the stored results of the simulation: nothing is sent to AWS.
"""

import re
import sys
import tomllib
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from benchmarks.options import ROOT, parser_of
from benchmarks.roadmap_figures import Assumptions, figures_of
from chalicelib.text.roadmap_file import PlanError, read_plan

DOCUMENT: Final = ROOT / "docs" / "feuille-de-route.md"
PLAN: Final = ROOT / "chalicelib" / "text" / "roadmap.yaml"
ASSUMPTIONS: Final = Path(__file__).with_name("roadmap_assumptions.toml")
MARKED: Final = re.compile(r"<!--=([a-z0-9_.]+)-->(.*?)<!--/-->", re.DOTALL)


def main() -> int:
    """Print every figure and rebuild the document; with `--check` change nothing, and fail where it is not up to date."""
    asked = _asked()
    try:
        figures = figures_of(read_plan(asked.plan.read_bytes()), assumptions_in(asked.assumptions))
    except PlanError as error:
        for problem in error.problems:
            print(f"{asked.plan}, ligne {problem.line} : {problem.tell()}", file=sys.stderr)
        return 2
    for name, value in figures.items():
        print(f"{name}:\n{value}\n" if "\n" in value else f"{name}: {value}")
    before = asked.document.read_text("utf-8")
    after = filled(before, figures)
    if asked.smoke or asked.check:
        print("\nup to date" if after == before else "\nnot up to date: make roadmap")
        return int(asked.check and after != before)
    target = asked.to or asked.document
    target.write_text(after, "utf-8")
    print(f"\nwritten: {target}")
    return 0


def _asked() -> Namespace:
    parser = parser_of(__doc__)
    parser.add_argument("--plan", type=Path, default=PLAN, help="the plan (default: the one that ships)")
    parser.add_argument("--assumptions", type=Path, default=ASSUMPTIONS, help="prices and numbers from outside (default: those that ship)")
    parser.add_argument("--document", type=Path, default=DOCUMENT, help="the text with its marks (default: docs/feuille-de-route.md)")
    parser.add_argument("--to", type=Path, help="write a copy there instead")
    parser.add_argument("--check", action="store_true", help="write nothing; fail where the document is not up to date")
    return parser.parse_args()


def assumptions_in(path: Path) -> Assumptions:
    """Read the assumptions; each has a source."""
    read: Mapping[str, Mapping[str, Any]] = tomllib.loads(path.read_text("utf-8"))
    found = {f"{section}.{name}": entry for section, entries in read.items() for name, entry in entries.items()}
    bare = [name for name, entry in found.items() if not entry.get("source")]
    if bare:
        raise ValueError(f"without a source: {', '.join(bare)}")
    return Assumptions(found)


def filled(text: str, figures: Mapping[str, str]) -> str:
    """Write the figures between the marks of a text.

    >>> filled("<!--=a-->old<!--/--> and <!--=b--><!--/-->", {"a": "1", "b": "2"})
    '<!--=a-->1<!--/--> and <!--=b-->2<!--/-->'

    Raises:
        ValueError: a mark names no figure.
    """
    unknown = sorted({found[1] for found in MARKED.finditer(text)} - figures.keys())
    if unknown:
        raise ValueError(f"no such figure: {', '.join(unknown)}")
    return MARKED.sub(lambda found: f"<!--={found[1]}-->{_set(figures[found[1]])}<!--/-->", text)


def _set(value: str) -> str:
    """Set a table on lines of its own."""
    return f"\n\n{value}\n\n" if "\n" in value else value


if __name__ == "__main__":
    sys.exit(main())
