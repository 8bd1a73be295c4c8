"""Command that reprocesses pieces: `python -m infra.reread --stage prod --batch 2026-03-gitega-01` repeats rounds until all are done."""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from infra.asking import Ask, reach, told
from infra.command_line import FrenchParser
from infra.terminal import Terminal

SUMS = ("seen", "changed", "to_review", "sealed", "reading", "pages")
_BREATH = 5
"""Seconds of pause after a service has throttled a round."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; the number is the exit status."""
    chosen, terminal = _parser().parse_args(arguments), Terminal()

    def run() -> None:
        ask, _ = reach(chosen)
        reread_all(wish_of(chosen), ask, terminal, chosen.cursor)

    return told(run, terminal)


def reread_all(wish: Mapping[str, Any], ask: Ask, terminal: Terminal, cursor: str | None = None) -> Counter[str]:
    """Repeat rounds until nothing is left, and print the sums after each."""
    sums: Counter[str] = Counter()
    while True:
        with terminal.waiting("Les pièces sont relues"):
            answer = ask({"action": "reread", **wish, "cursor": cursor})
        sums.update({name: answer[name] for name in SUMS})
        cursor = answer["next"]
        terminal.say(describe(sums, dry=bool(wish.get("dry"))))
        if cursor is None:
            return sums
        terminal.copyable(f"  (interrompu ? reprendre avec --cursor {cursor})")
        if answer["busy"]:
            time.sleep(_BREATH)


def describe(sums: Mapping[str, int], *, dry: bool) -> str:
    """Tell the sums in one line.

    >>> describe({"seen": 40, "changed": 3, "to_review": 1, "sealed": 0, "reading": 0, "pages": 0}, dry=True)
    '40 vues, 3 changeraient (1 à vérifier, 0 scellée)'
    """
    verb = "changeraient" if dry else "changées"
    sealed = f"{sums['sealed']} scellée{'s' if sums['sealed'] > 1 else ''}"
    told = f"{sums['seen']} vues, {sums['changed']} {verb} ({sums['to_review']} à vérifier, {sealed})"
    if sums["reading"]:
        told += f" ; {sums['reading']} {'à lire' if dry else 'en lecture'} par Textract, {sums['pages']} pages"
    return told


def wish_of(chosen: argparse.Namespace) -> dict[str, Any]:
    """Write what the action is given."""
    said = {name: getattr(chosen, name) for name in ("piece", "batch", "type", "reader")}
    return {name: value for name, value in said.items() if value} | {name: getattr(chosen, name) for name in ("all", "ocr", "dry")}


def _parser() -> argparse.ArgumentParser:
    parser = FrenchParser(prog="python -m infra.reread", description="Relire des pièces (docs/relecture.md).")
    parser.add_argument("--stage", required=True, help="nom de l'installation, par exemple prod")
    parser.add_argument("--stack", help="nom de la pile CloudFormation (ububiko-<stage> sinon)")
    parser.add_argument("--piece", help="une pièce, par son identifiant")
    parser.add_argument("--batch", help="les pièces d'un lot")
    parser.add_argument("--type", help="les pièces d'un type (03.1), ou celles qui n'en ont pas (none)")
    parser.add_argument("--reader", help="les pièces lues par ce lecteur, par exemple textract/ ou layer/")
    parser.add_argument("--all", action="store_true", help="toute l'archive")
    parser.add_argument("--ocr", action="store_true", help="faire lire de nouveau par Textract, ce qui se paie à la page")
    parser.add_argument("--dry", action="store_true", help="seulement dire ce qui changerait")
    parser.add_argument("--cursor", help="reprendre où une commande précédente s'est arrêtée")
    return parser


if __name__ == "__main__":
    sys.exit(main())
