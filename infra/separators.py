"""Command that prints separator sheets for the scanning room: `make separators`."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from chalicelib.model.identifiers import normalise
from chalicelib.model.nomenclature import FORBIDDEN
from chalicelib.model.separator import SeparatorSheet
from chalicelib.text.checked_yaml import MinistryFileError
from chalicelib.text.nomenclature_file import read_nomenclature, shipped
from infra.asking import told
from infra.command_line import FrenchParser
from infra.terminal import CommandError, Terminal
from web.separator_sheets import print_sheets


def main(arguments: list[str] | None = None) -> int:
    """Write the sheets from the command line."""
    parser = FrenchParser(
        prog="make separators", description="Écrit en PDF les intercalaires à poser entre les pièces d'un dossier à numériser."
    )
    parser.add_argument("--out", type=Path, default=Path("build/intercalaires.pdf"), help="le PDF à écrire (build/intercalaires.pdf)")
    parser.add_argument("--copies", type=int, default=1, metavar="N", help="combien de feuilles de chaque sorte (1)")
    parser.add_argument(
        "--type", action="append", default=[], metavar="CODE", help="le type de la pièce qui suit, par exemple 04.1 ; répétable"
    )
    parser.add_argument("--each-type", action="store_true", help="une sorte pour chaque type de la nomenclature")
    parser.add_argument("--matricule", action="append", default=[], help="l'agent dont les pièces suivent ; répétable")
    parser.add_argument("--nomenclature", type=Path, metavar="YAML", help="celle du ministère, au lieu du projet livré")
    asked, terminal = parser.parse_args(arguments), Terminal()
    return told(lambda: _write(asked, terminal), terminal)


def _write(asked: Namespace, terminal: Terminal) -> None:
    """Read the nomenclature, check what was asked for, write the PDF."""
    try:
        nomenclature = read_nomenclature(asked.nomenclature.read_bytes()) if asked.nomenclature else shipped()
    except (OSError, MinistryFileError) as error:
        raise CommandError(f"La nomenclature ne se lit pas : {error}") from error
    known = [kind.code for kind in nomenclature.types if kind.code != FORBIDDEN]
    types = known if asked.each_type else asked.type
    unknown = [code for code in types if code not in known]
    if unknown:
        raise CommandError(f"La nomenclature n'a pas de type {unknown[0]}.", advice=f"Les types : {' '.join(known)}")
    sheets = [sheet for sheet in sheets_for(types, asked.matricule) for _ in range(asked.copies)]
    try:
        asked.out.parent.mkdir(parents=True, exist_ok=True)
        print_sheets(sheets, nomenclature, asked.out)
    except OSError as error:
        raise CommandError(f"{asked.out} ne peut pas être écrit : {error.strerror}", advice="--out avec un autre chemin") from error
    terminal.say(f"{asked.out} : {len(sheets)} intercalaire{'s' if len(sheets) > 1 else ''}, à imprimer en A4 à 100 %.")


def sheets_for(types: Sequence[str], matricules: Sequence[str]) -> list[SeparatorSheet]:
    """Give the kinds of sheet for some types and servants: one that says nothing where none is given.

    >>> [sheet.code for sheet in sheets_for(["04.1"], ["12-345"])]
    ['UBUBIKO:1:T04.1:M12345']
    """
    owners = [normalise(each) for each in matricules]
    return [SeparatorSheet(type=code, matricule=owner) for owner in owners or (None,) for code in types or (None,)]


if __name__ == "__main__":
    sys.exit(main())
