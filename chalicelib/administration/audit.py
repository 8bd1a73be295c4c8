"""The auditor's question: who opened, decided or changed what, and who came in; never what a piece says.

Whoever reads the journal stands in it too: each page is written down with what was asked, before it leaves.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from heapq import merge
from itertools import chain
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.access.consultations import Subject, record_consultation
from chalicelib.analysis.sensitivity.screening import check_words
from chalicelib.model.audit import AuditEntry
from chalicelib.model.codec import stamp
from chalicelib.model.cursor import cursor_of, place_of
from chalicelib.model.errors import ReaderError
from chalicelib.model.identifiers import normalise
from chalicelib.model.reader import Reader
from chalicelib.ports.archive import Archive
from chalicelib.text.spreadsheet import to_spreadsheet

Answer = dict[str, Any]

LONGEST = 31
"""Days of one question."""
ROWS = 1_000
"""Of one page of a list for spreadsheets: less than a megabyte, however long its words are."""
_LOOKED_AT = 2_000
"""Traces looked through for one page: a filter that finds little answers early, and says where to go on."""
_NAME = 128
"""Letters of a user name."""
_DETAIL = 200
_KINDS_OF_A_CASE_FILE = ("consultation", "account", "report")
_KINDS = ("consultation", "sign_in", "account", "decision", "report")

KINDS = {"consultation": "consultation", "sign_in": "connexion", "account": "compte", "decision": "décision", "report": "signalement"}
ROLES = {"servant": "agent", "archivist": "archiviste", "guardian": "gardien", "auditor": "auditeur", "director": "direction"}
ACTIONS: dict[str, str] = {
    "casefile": "dossier ouvert",
    "search": "recherche dans le dossier",
    "piece": "pièce ouverte",
    "text": "texte lu",
    "image": "image de page vue",
    "download": "original téléchargé",
    "receipt": "récépissé lu",
    "deposit": "fichiers déposés",
    "journal": "journal lu",
    "export": "journal exporté",
    "signed_in": "connecté",
    "challenged": "étape demandée",
    "refused": "mot de passe refusé",
    "code_refused": "code refusé",
    "throttled": "trop d'essais",
    "signed_out": "déconnecté",
    "signed_out_everywhere": "déconnecté partout",
    "password_changed": "mot de passe changé",
    "password_refused": "mot de passe actuel refusé",
    "password_reset": "mot de passe retrouvé",
    "reset_asked": "mot de passe oublié",
    "totp_on": "code à usage unique activé",
    "totp_off": "code à usage unique désactivé",
    "opened": "compte ouvert",
    "reset": "premier mot de passe renouvelé",
    "closed": "clos",
    "reopened": "compte rouvert",
    "reported": "signalement fait",
    "answered": "réponse donnée",
    "file": "classée",
    "refuse": "refusée",
    "duplicate": "doublon",
    "undo": "décision annulée",
    "release": "scellé levé",
    "withdraw": "retirée",
    "redact": "copie caviardée demandée",
    "seal": "scellée",
}
"""In French; a word that is not here stands as it is."""
HEADINGS = ("date et heure", "nature", "action", "lecteur", "rôle", "matricule", "pièce", "détail")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What of the journal is asked for."""

    first: date | None = None
    last: date | None = None
    """Both, or neither: days in the archive's own zone."""
    reader: str | None = None
    """A user name, in small letters."""
    written: str | None = None
    """The same as it was asked."""
    matricule: str | None = None
    """Normalised."""
    action: str | None = None
    """An action, or a kind."""

    @property
    def words(self) -> str:
        """Tell it, for the journal and for a cursor's scope."""
        said = (("from", self.first), ("to", self.last), ("reader", self.reader), ("matricule", self.matricule), ("action", self.action))
        return " ".join(f"{name}={value}" for name, value in said if value)

    @property
    def kinds(self) -> tuple[str, ...]:
        """Tell what is looked through: of one case file over all days, decisions about its pieces are not."""
        return _KINDS_OF_A_CASE_FILE if self.matricule and not self.reader and not self.first else _KINDS

    def wants(self, trace: AuditEntry) -> bool:
        """Say whether a trace is asked for."""
        return (
            self.reader in (None, trace.reader.casefold())
            and self.matricule in (None, trace.matricule)
            and self.action in (None, trace.action, trace.kind)
        )


def ask(query: dict[str, str], archive: Archive) -> Question:
    """Read a question: today, where nothing narrows it.

    Raises:
        ReaderError: `invalid`: no such days, more than 31 of them, or a name that nobody can have; `forbidden_word`: what is asked is kept.
    """
    given = {name: value.strip() for name, value in query.items() if value.strip()}
    reader, matricule, action = (given.get(name) for name in ("reader", "matricule", "action"))
    if len(reader or "") > _NAME or len(action or "") > _NAME or (matricule is not None and not 0 < len(normalise(matricule)) <= _NAME):
        raise ReaderError("invalid", "name")
    check_words(" ".join((reader or "", matricule or "", action or "")), "journal")
    first, last = (_day(given.get(name)) for name in ("from", "to"))
    if first is None and last is None and not reader and not matricule:
        first = archive.clock.now().astimezone(ZoneInfo(archive.settings.time_zone)).date()
    first, last = first or last, last or first
    if first and last and not timedelta() <= last - first < timedelta(days=LONGEST):
        raise ReaderError("invalid", "days")
    said = {"reader": reader.casefold() if reader else None, "matricule": normalise(matricule) if matricule else None}
    return Question(first=first, last=last, action=action, written=reader, **said)


def read_journal(reader: Reader, question: Question, archive: Archive, *, cursor: str | None = None, limit: int = 50) -> Answer:
    """Read a page of the journal, the latest first.

    Where the filter finds little, a page may be short, or empty, and still have a `next`: no more is looked through at once.

    Raises:
        ReaderError: `invalid`: a cursor of another question.
        TransientError: it could not be journalled.
    """
    found, following = _page(question, archive, cursor, limit)
    record_consultation("journal", reader, Subject(asked=question.words or "all"), archive, role="auditor")
    return {"journal": [_told(trace) for trace in found], "kinds": list(question.kinds), "next": following}


def export_journal(reader: Reader, question: Question, archive: Archive, *, cursor: str | None = None) -> tuple[str, str | None]:
    """Write a page of the journal for spreadsheets, and say where the next begins; one that goes on has no headings again.

    Raises:
        ReaderError: `invalid`: a cursor of another question.
        TransientError: it could not be journalled.
    """
    found, following = _page(question, archive, cursor, ROWS)
    record_consultation("export", reader, Subject(asked=question.words or "all"), archive, role="auditor")
    zone = ZoneInfo(archive.settings.time_zone)
    return to_spreadsheet(HEADINGS if cursor is None else None, (_row(trace, zone) for trace in found)), following


def _day(said: str | None) -> date | None:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError as error:
        raise ReaderError("invalid", "day") from error


def _page(question: Question, archive: Archive, cursor: str | None, limit: int) -> tuple[list[AuditEntry], str | None]:
    """Look through the journal from a cursor on; what shares its place with the last trace still stands on the same page."""
    before = place_of(cursor, "journal", question.words)
    found: list[AuditEntry] = []
    looked, last = 0, ""
    for trace in _traces(question, before, archive):
        if (len(found) >= limit or looked >= _LOOKED_AT) and trace.place != last:
            return found, cursor_of(last, "journal", question.words)
        looked, last = looked + 1, trace.place
        if question.wants(trace):
            found.append(trace)
    return found, None


def _traces(question: Question, before: str | None, archive: Archive) -> Iterator[AuditEntry]:
    """Go straight to a reader's list or to a case file's, else day by day."""
    zone = ZoneInfo(archive.settings.time_zone)
    if question.first is None or question.last is None:
        since, until = "", before or "~"
    else:
        since = _midnight(question.first, zone).isoformat()
        until = before or _midnight(question.last + timedelta(days=1), zone).isoformat()
    if question.reader:
        # A name stands in the journal as the pool writes it: as it was asked, in small letters, or with one capital.
        spellings = dict.fromkeys((question.written, question.reader, question.reader.capitalize()))
        lists = (archive.audit_trail.entries_of_reader(each, since=since, before=until) for each in spellings if each)
        return merge(*lists, key=attrgetter("place"), reverse=True)
    if not since:
        return archive.audit_trail.entries_of_casefile(question.matricule or "", before=until)
    first, last = (datetime.fromisoformat(place.partition("#")[0]).date() for place in (since, until))
    days = (last - timedelta(days=back) for back in range((last - first).days + 1))
    return chain.from_iterable(archive.audit_trail.entries_on(day, since=since, before=until) for day in days)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _told(trace: AuditEntry) -> Answer:
    facts = {name: getattr(trace, name) for name in ("kind", "action", "reader", "role", "matricule", "piece")}
    return {"at": stamp(trace.at)} | facts | {"detail": trace.detail[:_DETAIL]}


def _row(trace: AuditEntry, zone: ZoneInfo) -> tuple[object, ...]:
    at = trace.at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
    action, role = ACTIONS.get(trace.action, trace.action), ROLES.get(trace.role or "", trace.role)
    return (at, KINDS[trace.kind], action, trace.reader, role, trace.matricule, trace.piece, trace.detail[:_DETAIL])
