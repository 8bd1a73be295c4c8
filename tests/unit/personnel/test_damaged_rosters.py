"""One invented ministry, its roster damaged in the ways of spreadsheets: each servant is read right, or a line or column is named."""

import csv
import io
import random
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from chalicelib.model.identifiers import fold, shape
from chalicelib.personnel.roster import COLUMNS, Roster, read_roster

Rows = list[list[str]]

NAMES = ("NIYONZIMA", "HAKIZIMANA", "NDAYISENGA", "NDUWIMANA", "N'KURUNZIZA", "NTAHOMVUKIYE", "BARANYIZIGIYE", "NSENGIYUMVA")
FIRST_NAMES = ("Jeanne", "Pascal", "Élie", "Déogratias", "Claudine", "Thérèse", "Jean-Marie", "Désiré", "Espérance", "Noël")
MINISTRIES = ("Santé publique", "Éducation nationale", "Justice", "Intérieur", "Finances")
PROVINCES = ("Gitega", "Ngozi", "Kayanza", "Bururi", "Bujumbura")
STATUSES = ("actif", "actif", "actif", "retraité", "décédé", "en disponibilité")


def people(count: int, seed: int) -> Rows:
    """Write a clean roster, line by line; matricules have six or seven figures."""
    rng = random.Random(seed)  # noqa: S311 - repeats
    rows = []
    for number in rng.sample(range(100_000, 1_900_000), count):
        born = date(1955, 1, 1) + timedelta(days=rng.randrange(16_000))
        entered = born + timedelta(days=rng.randrange(7_500, 12_000))
        rows.append(
            [
                f"{number:,}".replace(",", "."),
                rng.choice(NAMES),
                rng.choice(FIRST_NAMES),
                f"{born:%d/%m/%Y}",
                rng.choice(MINISTRIES),
                rng.choice(PROVINCES),
                f"{entered:%d/%m/%Y}",
                rng.choice(STATUSES),
            ]
        )
    return rows


def written(rows: Rows, header: list[str] | None = None, delimiter: str = ";", end: str = "\r\n") -> str:
    """Write rows as a spreadsheet does."""
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter, lineterminator=end).writerows([header or list(COLUMNS), *rows])
    return target.getvalue()


def plain(rows: Rows) -> Rows:
    """Write matricules without points."""
    return [[row[0].replace(".", ""), *row[1:]] for row in rows]


def with_cells(column: int, change: Callable[[str], str]) -> Callable[[Rows], bytes]:
    return lambda rows: written([[*row[:column], change(row[column]), *row[column + 1 :]] for row in rows]).encode()


def with_plain_cells(column: int, change: Callable[[str], str]) -> Callable[[Rows], bytes]:
    return lambda rows: with_cells(column, change)(plain(rows))


def american(day: str) -> str:
    return f"{day[3:5]}/{day[:2]}/{day[6:]}"


def serial(day: str) -> str:
    return str((date(int(day[6:]), int(day[3:5]), int(day[:2])) - date(1899, 12, 30)).days)


def exchanged(one: int, other: int) -> Callable[[Rows], bytes]:
    """Exchange two columns of the lines, and leave the header."""

    def change(rows: Rows) -> bytes:
        order = list(range(8))
        order[one], order[other] = other, one
        return written([[row[place] for place in order] for row in rows]).encode()

    return change


def with_header_again(rows: Rows) -> bytes:
    """Glue two exports together, the second with its columns in another order."""
    half = len(rows) // 2
    order = [7, 3, 2, 1, 0, 4, 5, 6]
    second = written([[row[place] for place in order] for row in rows[half:]], [COLUMNS[place] for place in order])
    return (written(rows[:half]) + second).encode()


def mixed(rows: Rows, *encodings: str) -> bytes:
    lines = written(rows).splitlines(keepends=True)
    half = len(lines) // 2
    return "".join(lines[:half]).encode(encodings[0]) + "".join(lines[half:]).encode(encodings[1])


def two_hands(rows: Rows) -> bytes:
    """Half of the days are American."""
    return written([[*row[:3], american(row[3]) if place % 2 else row[3], *row[4:]] for place, row in enumerate(rows)]).encode()


BREAKS = ["Matricule\n", "Nom", "Prénom", "Date de\nnaissance", "Ministère", "Province", "Date\nd'entrée", "Statut"]
FOOTERS = (
    "Total 6",
    "Page 1/2",
    "Page 2 sur 5",
    "Imprimé le 12/03/2024",
    "6 agents",
    "Total : 6 agents",
    "Fin du fichier",
    "1/2",
    "6",
    "- 3 -",
    "12/03/2024",
)
FOOTERS += (
    "Édité le 12 mars 2024 à 10 h 15",
    "(6 rows affected)",
    "Sous-total 3;2",
    "6;agents",
    "p. 4",
    "Exercice 2024",
    "N° 6",
    "Arrêté au 31 12 2023",
)

FORMS: dict[str, Callable[[Rows], bytes]] = {
    "clean": lambda rows: written(rows).encode(),
    "decimals .00": with_plain_cells(0, lambda cell: f"{cell}.00"),
    "decimals ,0": with_plain_cells(0, lambda cell: f"{cell},0"),
    "decimals .000": with_plain_cells(0, lambda cell: f"{cell}.000"),
    "decimals and groups": with_cells(0, lambda cell: f"{cell},00"),
    "scientific": with_plain_cells(0, lambda cell: f"{int(cell):.5E}"),
    "scientific with a comma": with_plain_cells(0, lambda cell: f"{int(cell):.2E}".replace(".", ",")),
    "error": with_plain_cells(0, lambda cell: "#REF!" if cell[-1] in "13579" else cell),
    "formula in the matricule": with_plain_cells(0, lambda cell: f"=A{cell}"),
    "serial days": with_cells(3, serial),
    "serial days with decimals": with_cells(3, lambda day: f"{serial(day)}.0"),
    "days with midnight": with_cells(3, lambda day: f"{day[6:]}-{day[3:5]}-{day[:2]} 00:00:00"),
    "days of two figures": with_cells(3, lambda day: day[:6] + day[8:]),
    "days with hours": with_cells(3, lambda day: f"{day} 12:30:00"),
    "american days": with_cells(3, american),
    "american days with dashes": with_cells(3, lambda day: american(day).replace("/", "-")),
    "american entry": with_cells(6, american),
    "american days with two figures": with_cells(3, lambda day: american(day)[:6] + day[8:]),
    "american days of one hand": two_hands,
    "every cell a formula": lambda rows: written(
        [[f'="{cell}"' for cell in row] for row in rows], [f'="{name}"' for name in COLUMNS]
    ).encode(),
    "every cell =T()": lambda rows: written([[f'=T("{cell}")' for cell in row] for row in rows]).encode(),
    "every cell with an apostrophe": lambda rows: written([[f"'{cell}" for cell in row] for row in rows]).encode(),
    "no-break spaces": lambda rows: written(
        [[f"\u00a0{cell}\u202f" for cell in row] for row in rows], [f"{each}\u00a0" for each in COLUMNS]
    ).encode(),
    "zero-width signs": lambda rows: written([["\u200b".join(cell) for cell in row] for row in rows]).encode(),
    "names as formulas": with_cells(1, lambda name: f"=B{len(name)}&C{len(name)}"),
    "names lost": with_cells(1, lambda name: "#N/A"),
    "header with line breaks": lambda rows: written(rows, BREAKS).encode(),
    "header with line breaks and no quotation marks": lambda rows: (";".join(BREAKS) + "\n" + written(rows).partition("\r\n")[2]).encode(),
    "title and sep=": lambda rows: ("sep=;\r\nMinistère;;;\r\nListe par matricule\r\n\r\n" + written(rows)).encode("utf-8-sig"),
    "header again": with_header_again,
    "header on each page": lambda rows: written([line for row in rows for line in (row, list(COLUMNS))]).encode(),
    "footers": lambda rows: (written(rows) + "\r\n".join(f"{footer};;;;;;" for footer in FOOTERS)).encode(),
    "footers on each page": lambda rows: written(
        [line for number, row in enumerate(rows) for line in (row, [f"Page {number}/{len(rows)}"])]
    ).encode(),
    "names exchanged": exchanged(1, 2),
    "birth in the matricule": exchanged(0, 3),
    "serial birth in the matricule": lambda rows: exchanged(0, 3)(
        [[row[0].replace(".", ""), *row[1:3], serial(row[3]), *row[4:]] for row in rows]
    ),
    "birth and entry exchanged": exchanged(3, 6),
    "ministry and birth exchanged": exchanged(3, 4),
    "province and ministry exchanged": exchanged(4, 5),
    "status and province exchanged": exchanged(5, 7),
    "name and status exchanged": exchanged(1, 7),
    "cells shifted to the left": lambda rows: written(
        [[*row[:2], *row[3:]] if place % 2 else row for place, row in enumerate(rows)]
    ).encode(),
    "commas": lambda rows: written(rows, delimiter=",").encode(),
    "bars": lambda rows: written(rows, delimiter="|").encode(),
    **{
        encoding: lambda rows, encoding=encoding: written(rows).encode(encoding)
        for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman", "cp850", "latin-1")
    },
    "macintosh": lambda rows: written(rows, end="\r").encode("mac_roman"),
    "twice": lambda rows: written(rows).encode().decode("latin-1").encode(),
    "three times": lambda rows: written(rows).encode().decode("latin-1").encode().decode("latin-1").encode(),
    "twice by a macintosh": lambda rows: written(rows).encode().decode("mac_roman").encode(),
    "windows and dos": lambda rows: mixed(rows, "cp1252", "cp850"),
    "macintosh and utf-8": lambda rows: mixed(rows, "mac_roman", "utf-8"),
    "letters lost": lambda rows: written(rows).encode("ascii", errors="replace"),
}
RIGHT = {
    *("clean", "days with midnight", "every cell a formula", "every cell =T()", "every cell with an apostrophe", "no-break spaces"),
    *("zero-width signs", "header with line breaks", "header with line breaks and no quotation marks", "title and sep=", "header again"),
    *(
        "header on each page",
        "footers",
        "footers on each page",
        "commas",
        "bars",
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "latin-1",
    ),
    *("twice", "three times", "twice by a macintosh"),
}
"""Forms that say all that the clean roster says."""


def silent(clean: Roster, damaged: Roster, lines: dict[str, int]) -> list[str]:
    """Name the servants that the damaged roster has wrong, or lacks, without a word about their line or their column.

    Args:
        clean: the roster as it was.
        damaged: as it was read.
        lines: line of each servant; forms that move lines are in `RIGHT`.
    """
    named = {problem.line for problem in damaged.problems}
    of_columns = {problem.column for problem in damaged.problems if problem.reason == "column"}
    fields = {"nom": "name", "prenom": "first_names", "date_naissance": "birth_date", "ministere": "ministry", "province": "province"}
    fields |= {"date_entree": "entry_date", "statut": "status"}
    wrong = [matricule for matricule in damaged.servants if matricule not in clean.servants]
    for matricule, servant in clean.servants.items():
        found = damaged.servants.get(matricule)
        if lines[matricule] in named or found == servant:
            continue
        differing = {column for column, field in fields.items() if found and getattr(found, field) != getattr(servant, field)}
        if found is None or not differing <= of_columns:
            wrong.append(matricule)
    return wrong


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("count", "seed"), [(3, 1), (6, 2), (6, 7), (60, 4)])
def test_a_damaged_roster_says_what_the_clean_one_says_or_names_the_line_or_the_column(form: str, count: int, seed: int) -> None:
    rows = people(count, seed)
    clean = read_roster(written(rows).encode())
    data = FORMS[form](rows)
    damaged = read_roster(data)

    assert len(clean.servants) == count
    assert {shape(fold(each)) for each in damaged.servants} <= {shape(fold(each)) for each in clean.servants}
    assert silent(clean, damaged, {row[0].replace(".", ""): number for number, row in enumerate(rows, 2)}) == []
    if form in RIGHT:
        assert damaged.servants == clean.servants


def test_a_swapped_day_never_comes_out_of_american_days() -> None:
    for seed in range(20):
        rows = people(8, seed)
        clean = read_roster(written(rows).encode()).servants
        for matricule, servant in read_roster(FORMS["american days"](rows)).servants.items():
            true = clean[matricule].birth_date
            if any(int(row[3][:2]) > 12 for row in rows):
                assert servant.birth_date in (None, true)
