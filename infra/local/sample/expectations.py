"""Expected outcomes of the sample's files, and their comparison with a receipt."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

OUTCOMES: Final = ("filed", "to_review", "duplicate", "refused", "failed", "missing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """Expected outcome of a file."""

    path: str
    """Path below the batch."""
    status: str
    """Status on the receipt; `ignored` files have no line."""
    reason: str | None = None
    matricule: str | None = None
    """Matricule of the case file."""
    pages: int | None = None
    """None where they cannot be counted."""
    duplicate_of: str | None = None
    """Path of the same bytes in the same case file; either of the two may arrive first."""
    type: str | None = None
    """Code of the nomenclature."""
    number: str | None = None
    """Number of the act."""
    day: str | None = None
    """Day of signature, ISO 8601."""
    form: str | None = None
    """Format: `pdf-grey`, `tiff` ..."""


def write_expectations(path: Path, files: list[Expectation], facts: Mapping[str, object]) -> None:
    """Write `expected.json`."""
    listed = sorted((file for file in files if file.status != "ignored"), key=lambda file: file.path)
    counts = Counter(file.status for file in listed)
    content = {
        **facts,
        "counts": {"announced": len(listed)} | {outcome: counts[outcome] for outcome in OUTCOMES},
        "pages": sum(file.pages or 0 for file in listed),
        "files": [asdict(file) for file in listed],
        "ignored": sorted(file.path for file in files if file.status == "ignored"),
    }
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def differences(expected: Mapping[str, Any], receipt: Mapping[str, Any]) -> list[str]:
    """Differences between a receipt and the expectations; empty without any.

    Args:
        expected: `expected.json`, read.
        receipt: a receipt's JSON, read; its keys begin with the batch's name.
    """
    prefix = f"{receipt['batch']}/"
    lines = {line["key"].removeprefix(prefix): line for line in receipt["files"]}
    wanted = {file["path"]: file for file in expected["files"]}
    told = [f"{path}: no line" for path in wanted.keys() - lines.keys()]
    told += [f"{path}: a line nobody expected" for path in lines.keys() - wanted.keys()]
    for path in _trade(wanted, lines):
        for fact in ("status", "reason", "matricule", "pages"):
            want, got = wanted[path][fact], lines[path].get(fact)
            if want != got and not (want is None and fact in {"pages", "matricule"}):
                told.append(f"{path}: {fact} is {got!r}, expected {want!r}")
    return sorted(told)


def _trade(wanted: dict[str, Any], lines: Mapping[str, Any]) -> Iterable[str]:
    """Swap a duplicate and its original where the duplicate arrived first."""
    for path, file in list(wanted.items()):
        first = file["duplicate_of"]
        if first in lines and path in lines and (lines[first]["status"], lines[path]["status"]) == ("duplicate", "filed"):
            wanted[first], wanted[path] = file, wanted[first]
    return wanted.keys() & lines.keys()
