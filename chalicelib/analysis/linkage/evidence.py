"""What a text says about whom: the numbers printed in it, the days of birth, the people it presents, and where."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import IntEnum
from functools import cached_property

from chalicelib.analysis.linkage.line_roles import Row, Token, is_aside, is_kin
from chalicelib.text.names import MARRIAGE, PARTICLES, alike

NO_NAMES = PARTICLES | {
    *("MINISTRE", "MINISTERE", "DIRECTEUR", "DIRECTRICE", "DIRECTION", "PRESIDENT", "PRESIDENTE", "SECRETAIRE", "CHEF", "GOUVERNEUR"),
    *("ADMINISTRATEUR", "COMMISSAIRE", "INSPECTEUR", "REPUBLIQUE", "BURUNDI", "CABINET", "PROVINCE", "COMMUNE", "ORDONNANCE", "DECRET"),
    *("ARTICLE", "LOI", "VU", "ARRETE", "PORTANT", "MATRICULE", "GRADE", "ECHELON", "FONCTION", "PUBLIQUE", "ETAT", "SERVICE", "NOM"),
    *("PRENOM", "PRENOMS", "NOMS", "NOMINATION", "AFFECTATION", "AVANCEMENT", "TITRE", "DATE", "LIEU", "EMPLOI", "BULLETIN", "NOTATION"),
    *("SOCIETE", "SARL", "SAS", "ENTREPRISE", "ETABLISSEMENT", "BANQUE", "LYCEE", "ECOLE", "HOPITAL", "UNIVERSITE", "INSTITUT", "CENTRE"),
    *("SON", "EXCELLENCE", "AU", "AUX", "EN", "ET", "SES", "SA", "UN", "UNE", "PAR", "POUR", "SUR", "DANS", "MON", "MA", "OBJET"),
    *("MONSIEUR", "MADAME", "MADEMOISELLE", "MESDAMES", "MESSIEURS", "DOCTEUR", "ABBE", "SIEUR", "DAME", "AGENT", "EVALUATEUR", "NOTATEUR"),
}
"""Words that stand where names do and are none."""

_CAREER = (
    *("MATRICULE", "FONCTIONNAIRE", "TITULARISATION", "NOTATION", "ECHELON", "STAGIAIRE", "DETACHEMENT", "AVANCEMENT", "AFFECTATION"),
    *("NOMINATION", "DIPLOME", "RETRAITE", "CARRIERE", "NAISSANCE", "NATIONALITE", "PRENOM", "PRENOMS"),
)
_BEGUN = 400
"""Words of a text's beginning: further on, an order about a dam may speak of its staff."""


class Part(IntEnum):
    """In which part a text presents somebody; whoever has the greatest is whom it is about."""

    NAMED = 0
    """By the look of a name, or in a citation."""
    TITLED = 1
    """« Monsieur », « Madame »."""
    ENTERED = 2
    """« Nom et prénom : »."""
    HEADED = 3
    """In the title or the subject: « portant nomination de … », « Objet : … »."""


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
    token: int = 0
    """The first word of the name, or of the title or label before it."""
    length: int = 0
    """Words, title and label included."""
    part: Part = Part.NAMED
    aside: bool = False
    """Signs, attests, rates, witnesses: not whom the text is about."""
    kin: bool = False
    """Somebody's father, wife, child."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """Where a text names a servant."""

    row: int
    token: int = 0
    whole: bool
    """Every word of the name stands there."""
    aside: bool
    """As who signs, attests, rates or witnesses."""
    kin: bool = False
    """As somebody's father, wife, child."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Birth:
    """A day of birth."""

    day: date
    row: int
    token: int
    """Its first word."""


@dataclass(frozen=True, kw_only=True)
class TextEvidence:
    """What one text says about people."""

    rows: Sequence[Row] = ()
    tokens: Sequence[Token] = ()
    numbers: Sequence[Printed] = ()
    days: dict[date, int] = field(default_factory=dict)
    """Every day, and the row where it stands first."""
    births: Sequence[Birth] = ()
    """Those that follow « né le », « date de naissance »."""
    people: Sequence[Presented] = ()
    capitals: Sequence[Presented] = ()
    """What may be names, and is presented by nothing."""
    of_career: bool = True
    """It is an act of somebody's career: a person it presents is whom it is about, even one that no roster knows."""

    @cached_property
    def subjects(self) -> Sequence[Presented]:
        """Whom the text may be about: neither who signs or rates, nor kin."""
        return [each for each in self.people if not each.aside and not each.kin]

    @cached_property
    def tells_career(self) -> bool:
        """Whether its first words are those of a career, whatever its type."""
        begun = {token.word for token in self.tokens[:_BEGUN]}
        return sum(any(alike(word, each) for each in begun) for word in _CAREER) > 1

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each word stands."""
        places: dict[str, list[int]] = {}
        for position, token in enumerate(self.tokens):
            places.setdefault(token.word, []).append(position)
        return places

    def on_sheet(self, sheet: int) -> "TextEvidence":
        """What one sheet says, as if it were alone."""
        here = {number for number, row in enumerate(self.rows) if row.sheet == sheet}
        shift = next((place for place, token in enumerate(self.tokens) if token.row in here), 0)
        tokens = [each for each in self.tokens if each.row in here]
        return TextEvidence(
            rows=self.rows,
            tokens=tokens,
            numbers=[replace(each, token=each.token - shift) for each in self.numbers if each.row in here],
            days={day: row for day, row in self.days.items() if row in here},
            births=[replace(each, token=each.token - shift) for each in self.births if each.row in here],
            people=[replace(each, token=each.token - shift) for each in self.people if each.row in here],
            capitals=[replace(each, token=each.token - shift) for each in self.capitals if each.row in here],
            of_career=self.of_career,
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
                found.append(self._naming(place, whole=bool(first_names) and there == set(wanted)))
        return found

    def _naming(self, place: int, *, whole: bool) -> Naming:
        person = next((each for each in self.people if each.token <= place < each.token + each.length), None)
        row = self.tokens[place].row
        if person is not None:
            return Naming(row=row, token=place, whole=whole, aside=person.aside, kin=person.kin)
        return Naming(row=row, token=place, whole=whole, aside=is_aside(self.rows, self.tokens, place), kin=is_kin(self.tokens, place))

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
