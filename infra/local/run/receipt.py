"""Printed receipt of a batch, and the check of its sums."""

from typing import Any, Final

from infra.local.run.progress import counted
from infra.local.run.sync import Intake
from infra.terminal import Terminal

OUTCOMES: Final = ("filed", "to_review", "duplicate", "refused", "failed", "missing")
_WORDS: Final = ("classé", "à vérifier", "doublon", "refusé", "échec", "manquant")


def tell_receipt(intake: Intake, terminal: Terminal) -> None:
    """Write the receipt's sums, and the files that were announced and never came."""
    receipt, counts = intake.receipt, intake.receipt["counts"]
    title = f"Récépissé {receipt['batch']}, révision {receipt['revision']}"
    terminal.say()
    if terminal.moves:
        terminal.say(title, style="bold")
        heads = ["annoncés", *map(_plural, _WORDS)]
        terminal.table(heads, [[str(counts[name]) for name in ("announced", *OUTCOMES)]], right=range(len(heads)))
    else:
        terminal.say(f"{title} : {_sentence(counts)}")
    terminal.table(("", ""), [("manquant", file["key"]) for file in receipt["files"] if file["status"] == "missing"])
    first = f", première pièce en {intake.first_filed:.0f} s" if intake.first_filed is not None and intake.uploaded else ""
    terminal.say(f"{counted(intake.uploaded, 'envoi')}, {intake.seconds:.0f} s du premier au récépissé{first}")


def is_good(receipt: dict[str, Any]) -> bool:
    """Whether the sums close and nothing failed or is missing.

    >>> is_good({"counts": {"announced": 1, "filed": 0, "refused": 1}, "files": [{"status": "refused"}]})
    True
    """
    counts = receipt["counts"]
    closes = counts["announced"] == sum(counts.get(name, 0) for name in OUTCOMES) == len(receipt["files"])
    return closes and not counts.get("failed") and not counts.get("missing")


def _sentence(counts: dict[str, int]) -> str:
    parts = ", ".join(counted(counts[name], word) for name, word in zip(OUTCOMES, _WORDS, strict=True))
    return f"{counted(counts['announced'], 'fichier')} = {parts}"


def _plural(word: str) -> str:
    return counted(2, word).partition(" ")[2]
