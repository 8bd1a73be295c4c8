"""What a text says about whom: the numbers printed in it, the days of birth, the people it presents, and where."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from chalicelib.names import MARRIAGE, PARTICLES, alike
from chalicelib.transcript import Box

NO_NAMES = PARTICLES | {
    *("MINISTRE", "MINISTERE", "DIRECTEUR", "DIRECTRICE", "DIRECTION", "PRESIDENT", "PRESIDENTE", "SECRETAIRE", "CHEF", "GOUVERNEUR"),
    *("ADMINISTRATEUR", "COMMISSAIRE", "INSPECTEUR", "REPUBLIQUE", "BURUNDI", "CABINET", "PROVINCE", "COMMUNE", "ORDONNANCE", "DECRET"),
    *("ARTICLE", "LOI", "VU", "ARRETE", "PORTANT", "MATRICULE", "GRADE", "ECHELON", "FONCTION", "PUBLIQUE", "ETAT", "SERVICE", "NOM"),
    *("PRENOM", "PRENOMS", "NOMS", "NOMINATION", "AFFECTATION", "AVANCEMENT", "TITRE", "DATE", "LIEU", "EMPLOI", "BULLETIN", "NOTATION"),
    *("SOCIETE", "SARL", "SAS", "ENTREPRISE", "ETABLISSEMENT", "BANQUE", "LYCEE", "ECOLE", "HOPITAL", "UNIVERSITE", "INSTITUT", "CENTRE"),
    *("SON", "EXCELLENCE", "AU", "AUX", "EN", "ET", "SES", "SA", "UN", "UNE", "PAR", "POUR", "SUR", "DANS", "MON", "MA", "OBJET"),
}
_SPEAKS = frozenset({"QUE", "ATTESTE", "CERTIFIE", "DECLARE", "CONFIRME", "RECONNAIS"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One word of the stream."""

    word: str
    """In capitals, without accents."""
    raw: str
    row: int
    """Its line, in `TextEvidence.rows`."""
    stops: bool = False
    """A comma or another stop follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the text."""

    page: int
    box: Box
    signing: bool = False
    """Below « Fait à … »: who signs, and who gets a copy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A number of the form of a matricule."""

    matricule: str
    """Normalised."""
    row: int
    token: int
    labelled: bool = False
    """« matricule », « N° mle » stands before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Presented:
    """Somebody whom the text names as a person."""

    names: tuple[str, ...]
    row: int
    titled: bool = False
    """« Monsieur », « Nom et prénom : » stands before; else only the look of a name tells."""
    signing: bool = False
    """Signs, or is « je soussigné »."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """Where a text names a servant."""

    row: int
    whole: bool
    """Every word of the name stands there."""
    signing: bool
    """As who signs."""


@dataclass(frozen=True, kw_only=True)
class TextEvidence:
    """What one text says about people."""

    rows: Sequence[Row] = ()
    tokens: Sequence[Token] = ()
    numbers: Sequence[Printed] = ()
    days: dict[date, int] = field(default_factory=dict)
    """Every day written in figures, and the row where it stands first."""
    births: dict[date, int] = field(default_factory=dict)
    """Those that follow « né le », « date de naissance »."""
    people: Sequence[Presented] = ()
    of_career: bool = True
    """It is an act of somebody's career: a person it presents is whom it is about, even one that no roster knows."""

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each word stands."""
        places: dict[str, list[int]] = {}
        for position, token in enumerate(self.tokens):
            places.setdefault(token.word, []).append(position)
        return places

    def on_page(self, page: int) -> "TextEvidence":
        """What one page says, as if it were alone."""
        here = {number for number, row in enumerate(self.rows) if row.page == page}
        return TextEvidence(
            rows=self.rows,
            tokens=[each for each in self.tokens if each.row in here],
            numbers=[each for each in self.numbers if each.row in here],
            days={day: row for day, row in self.days.items() if row in here},
            births={day: row for day, row in self.births.items() if row in here},
            people=[each for each in self.people if each.row in here],
        )

    def standing(self, word: str) -> list[int]:
        """Find where a word, or something that may be it misread, stands."""
        return sorted(place for other, places in self.places.items() if alike(word, other) for place in places)

    def naming(self, surname: tuple[str, ...], first_names: tuple[str, ...]) -> list[Naming]:
        """Find where a person is named: a surname and a first name within reach of each other, in either order."""
        wanted = [*surname, *first_names]
        standing = {word: set(self.standing(word)) for word in wanted}
        found = []
        for place in sorted(set().union(*(standing[word] for word in surname))):
            near = self._reach(place, wanted)
            there = {word for word in wanted if standing[word] & near}
            enough = there & set(first_names) if first_names else set(surname) <= there
            if enough and there & set(surname):
                row = self.tokens[place].row
                signing = self.rows[row].signing or pledges(self.tokens, place)
                found.append(Naming(row=row, whole=bool(first_names) and there == set(wanted), signing=signing))
        return found

    def _reach(self, place: int, wanted: Sequence[str]) -> set[int]:
        """The words that may be of the same name as a surname: nothing but a label, a marriage or one stray word between.

        First names before it stand in its line, and then no other name follows it: in « NIYO Jean, NDAYI Ève » nobody is NDAYI Jean.
        """
        tokens, row = self.tokens, self.tokens[place].row
        married = any(token.word in MARRIAGE for token in tokens[max(0, place - 3) : place + 4])
        room = len(wanted) + (2 if married else 0)
        after = {at for at in range(place, min(place + room + 1, len(tokens))) if tokens[at].row <= row + 1}
        if place + 1 in after and tokens[place + 1].row == row and self._is_another_name(tokens[place + 1], wanted):
            return after
        return after | {at for at in range(max(0, place - room), place) if tokens[at].row == row}

    def _is_another_name(self, token: Token, wanted: Sequence[str]) -> bool:
        return token.raw[0].isupper() and token.word not in NO_NAMES and not any(alike(token.word, each) for each in wanted)


def pledges(tokens: Sequence[Token], place: int) -> bool:
    """Say whether it is « je soussigné NIYO », not « je soussigné atteste que NIYO »."""
    for token in reversed(tokens[max(0, place - 6) : place]):
        if token.word in _SPEAKS:
            return False
        if token.word.startswith("SOUSSIGN"):
            return True
    return False
