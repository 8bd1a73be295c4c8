"""File names as people write them: accents, spaces, punctuation, meaningless names."""

from random import Random
from typing import Final
from unicodedata import combining, normalize

from infra.local.sample.typesetting.page import Act

LONGEST: Final = 200
"""Characters of the longest name, with its extension."""

ODD: Final = (
    "100% validé + signé",
    "Diplôme & équivalence (copie n° 2)",
    "Acte=naissance;père,mère",
    "L\N{RIGHT SINGLE QUOTATION MARK}attestation d'origine",
    "550-590 pièce",
    "A+B  deux  blancs",
    "çà et là \N{EN DASH} numérisé @ Gitega #3",
)
"""Names that are known to break programs."""


def _plain(text: str) -> str:
    """The text without accents."""
    return "".join(character for character in normalize("NFD", text) if not combining(character))


def name_file(rng: Random, act: Act, suffix: str) -> str:
    """File name of a piece.

    Half of the names are composed, a Mac's are decomposed, a copier's are a number.
    """
    number = act.number.replace("/", "-")
    year = "" if str(act.day.year) in act.name else f" {act.day.year}"
    plain = _plain(act.name).lower().replace(" ", "_").replace("'", "_")
    manners = (
        normalize("NFD", f"{act.name}{suffix}"),
        normalize("NFD", f"{act.name}{year}{suffix}"),
        f"{plain}_{number}{suffix}" if number else f"{plain}{suffix}",
        f"{plain}{year.replace(' ', '_')}{suffix}",
        f"SCAN_{rng.randint(1, 9999):04}{suffix.upper()}",
        f"{act.name} ({rng.randint(2, 4)}){suffix}",
        f"{act.day.isoformat()} {act.name}{suffix}",
        f"{act.name} n° {number}{suffix}" if number else f"{act.name}{suffix}",
        f"{act.name}{suffix}",
    )
    return rng.choices(manners, (2, 1, 1, 1, 1, 1, 1, 2, 3))[0]


def odd_name(position: int, act: Act, suffix: str) -> str:
    """A name that is known to break programs, or one of the largest length."""
    if position < len(ODD):
        return f"{ODD[position]} {act.name}{suffix}"
    words = f"{act.name} de l'agent concerné, copie conforme à l'original conservé au secrétariat, "
    return (words * LONGEST)[: LONGEST - len(suffix)].rstrip(" ,").ljust(LONGEST - len(suffix), "x") + suffix


def free_name(wanted: str, taken: set[str]) -> str:
    """The name, numbered where it is taken."""
    stem, dot, ending = wanted.rpartition(".")
    name, count = wanted, 1
    while normalize("NFC", name).casefold() in taken:
        count += 1
        name = f"{stem}-{count}{dot}{ending}"
    taken.add(normalize("NFC", name).casefold())
    return name
