"""`python -m infra.local.sample OUT`: writes the sample, many small files, or one huge file."""

import argparse
import json
from collections import Counter
from pathlib import Path

from infra.local.sample.batch import make_sample
from infra.local.sample.bulk import make_large, make_pile


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.local.sample", description=__doc__)
    parser.add_argument("out", type=Path, help="folder to write to")
    parser.add_argument("--dossiers", type=int, default=50, help="case files in the sample (default: 50, at least 2)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same papers (default: 1)")
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--pile", "--one-page", action="store_true", help="instead: many files of a page or so, for measuring speed")
    kind.add_argument("--large", action="store_true", help="instead: one PDF of many pages, for measuring memory")
    parser.add_argument("--files", type=int, default=1000, help="with --pile: how many (default: 1000)")
    parser.add_argument("--pages", type=int, help="with --pile: of each file (default: 1); with --large: of the PDF (default: 500)")
    parser.add_argument("--megabytes", type=int, default=300, help="with --large: how heavy (default: 300)")
    return parser


def main() -> None:
    """Write the requested files and print a summary."""
    asked = _parser().parse_args()
    if asked.large:
        pages = asked.pages or 500
        path = make_large(asked.out, pages=pages, megabytes=asked.megabytes, seed=asked.seed)
        print(f"{path}: {pages} pages, {path.stat().st_size / 1e6:.0f} MB")
        return
    if asked.pile:
        sample = make_pile(asked.out, files=asked.files, pages=asked.pages or 1, seed=asked.seed)
    else:
        sample = make_sample(asked.out, dossiers=asked.dossiers, seed=asked.seed)
    expected = json.loads(sample.expected.read_text("utf-8"))
    reasons = Counter(file["reason"] for file in expected["files"] if file["reason"])
    print(
        f"batch     {sample.batch}: {expected['counts']['announced']} files, {expected['pages']} pages in {expected['dossiers']} dossiers"
    )
    print(f"roster    {sample.roster}")
    print(f"expected  {sample.expected}: {expected['counts']} {dict(reasons)}")


if __name__ == "__main__":
    main()
