"""Letter to a servant: what is not in their case file yet, and where to bring it; one A4 page in French where it can be (letter.html).

It names types and years, never a piece, and reproaches nothing. What may be theirs and waits for an archivist need not be brought.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from chalicelib.access.completeness import Completeness, TypeCompleteness, read_completeness
from chalicelib.career.states import ANY, is_dead
from chalicelib.model.completeness import CaseFileFinding, Lacking, spans_of
from chalicelib.model.nomenclature import Nomenclature, PieceType
from chalicelib.model.reader import Reader
from chalicelib.model.settings import Settings
from chalicelib.ports.archive import Archive
from chalicelib.text.calendar import day_in_words, zone_of
from chalicelib.text.print_page import render

_MAYBE: Final = frozenset({"declared", "career"})
"""Doubts that the servant can resolve: the piece is theirs to bring if it concerns them."""
_ROOMY: Final = 6
"""Entries up to which each has its explanation; with more of them, the page would not hold the letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterEntry:
    """A piece to bring."""

    name: str
    about: str = ""
    """A sentence on what it is for; empty where the nomenclature has none."""
    years: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The values of one servant's letter."""

    finding: CaseFileFinding
    entries: tuple[LetterEntry, ...]
    maybe: tuple[str, ...]
    """Names of pieces to bring if they concern the servant."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to bring for sure: no letter is sent."""
        return not self.entries

    @property
    def is_roomy(self) -> bool:
        """Whether each entry has its explanation."""
        return len(self.entries) <= _ROOMY


def print_letter(reader: Reader, matricule: str, archive: Archive) -> str:
    """Render the letter to the servant of a case file; one to whom nothing is asked says so.

    Raises:
        ReaderError: `not_found`.
        TransientError: the consultation could not be recorded.
    """
    finding = finding_of(read_completeness(reader, matricule, archive))
    return letters_html([letter_of(finding, archive.nomenclature)], archive.settings, archive.nomenclature, at=archive.clock.now())


def finding_of(found: Completeness) -> CaseFileFinding:
    """Sum up a comparison, without its pieces."""
    servant, career = found.servant, found.career
    return CaseFileFinding(
        matricule=found.matricule,
        written=(servant.written if servant else "") or found.matricule,
        name=servant.name if servant else "",
        first_names=servant.first_names if servant else "",
        ministry=servant.ministry if servant else "",
        province=servant.province if servant else "",
        state=career.state or "",
        writable=not is_dead(servant) and (career.states == ANY or "left" not in career.states),
        pieces=sum(each.pieces for each in found.types) + found.untyped,
        present=found.counts["present"],
        untyped=found.untyped,
        missing=tuple(_lacking(each, each.presence.years) for each in found.types if each.presence.state == "missing"),
        unsure=tuple(
            _lacking(each, each.presence.unsure, each.presence.why)
            for each in found.types
            if each.presence.state == "unknown" or each.presence.unsure
        ),
    )


def letter_of(finding: CaseFileFinding, nomenclature: Nomenclature) -> Letter:
    """Write what a finding asks the servant to bring, in the nomenclature's words."""
    types = {each.code: each for each in nomenclature.types}
    return Letter(
        finding=finding,
        entries=tuple(_entry(types[each.type], each) for each in finding.missing if each.type in types),
        maybe=tuple(types[each.type].fr for each in finding.unsure if each.type in types and _may_concern(types[each.type], each)),
    )


def letters_html(letters: Sequence[Letter], settings: Settings, nomenclature: Nomenclature, *, at: datetime) -> str:
    """Render letters for printing, each on a page of its own."""
    zone = zone_of(settings.time_zone)
    return render(
        "access/letter.html",
        letters=letters,
        letterhead=settings.letterhead,
        counter=settings.counter,
        version=nomenclature.version,
        day=day_in_words(at.astimezone(zone)),
    )


def _lacking(each: TypeCompleteness, years: tuple[int, ...], why: str = "") -> Lacking:
    return Lacking(type=each.type.code, years=years, why=why)


def _entry(type_: PieceType, lacking: Lacking) -> LetterEntry:
    return LetterEntry(name=type_.fr, about=type_.about.fr if type_.about else "", years=spans_of(lacking.years))


def _may_concern(type_: PieceType, lacking: Lacking) -> bool:
    """Whether a type is named as one that may concern the servant: never an exit, which nobody is told to expect."""
    return lacking.why in _MAYBE and not lacking.years and type_.mandatory != "on_exit"
