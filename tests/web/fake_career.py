"""A career of the play: the archive's own use cases over the acts of one servant, who has two recruitments and an open position."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from fake_work import Refused

from chalicelib.access.statement import print_statement
from chalicelib.access.timelines import read_career
from chalicelib.model.errors import ConflictError, ReaderError
from chalicelib.model.identifiers import Claim
from chalicelib.model.piece import Field, Original, Piece
from chalicelib.model.reader import Reader
from chalicelib.model.register import RosterPointer
from chalicelib.model.servant import Servant
from chalicelib.review.career_decisions import EventDecisionRequest, decide_event
from functions.representations.careers import career_json
from tests.fakes import FakeArchive

MATRICULE = "12345"
SCANNED = datetime(2026, 11, 2, 8, tzinfo=UTC)
SERVANT = Reader(name=MATRICULE, roles=frozenset({"servant"}), matricule=MATRICULE)
ARCHIVIST = Reader(name="archiviste", roles=frozenset({"archivist"}))
ACTS: tuple[tuple[str, dict[str, str]], ...] = (
    ("03.1", {"act_number": "550/590", "act_date": "2010-03-03", "effective_date": "2009-10-01", "grade": "Instituteur"}),
    ("03.1", {"act_date": "2011-03-03"}),
    ("03.2", {"act_date": "2009-10-01", "effective_date": "2009-10-01"}),
    ("03.3", {"act_number": "550/77", "act_date": "2010-12-03", "effective_date": "2010-10-01", "echelon": "2"}),
    ("04.1", {"act_date": "2014-12-19", "rating": "Très bon", "rating_year": "2014"}),
    ("04.2", {"act_number": "550/1200", "act_date": "2015-04-02", "effective_date": "2015-01-01", "echelon": "3"}),
    ("05.1", {"act_date": "2016-09-01", "posting": "Lycée communal de Ngozi"}),
    ("05.3", {"act_date": "2018-01-15", "position": "détachement", "duration": "P3Y", "posting": "Administration communale de Gitega"}),
    ("05.1", {"posting": "Direction provinciale de l'enseignement"}),
    ("08.1", {"act_date": "2021-02-03", "sanction": "blâme"}),
)


def career_archive(names: list[str]) -> FakeArchive:
    """An archive with the acts of one case file; the ids of its pieces are those of the play, so that a citation opens one."""
    archive = FakeArchive()
    archive.register.put_servants(
        "g1",
        [Servant(matricule=MATRICULE, written="12.345", name="NDAYISHIMIYE", first_names="Espérance", birth_date=date(1985, 5, 4))],
    )
    pointer = RosterPointer(generation="g1", count=1, shapes=frozenset(), uploaded_at=SCANNED)
    archive.register.put_roster_in_force(pointer, seen=None)
    for number, ((code, said), piece) in enumerate(zip(ACTS, names, strict=False)):
        archive.register.restore(_filed(number, code, said, piece))
    return archive


def _filed(number: int, code: str, said: dict[str, str], name: str) -> tuple[Original, Piece]:
    registered = SCANNED + timedelta(minutes=number)
    digest = name.partition("-")[0]
    original = Original(
        digest=digest,
        size=9_000,
        media_type="application/pdf",
        extension="pdf",
        pages=2,
        route="textract",
        batch="lot",
        registered_at=registered,
        status="transcribed",
    )
    fields = (
        Field(name=each, value=value, raw=value, confidence=0.9, page=1, box=(0.1, 0.1 + 0.07 * place, 0.5, 0.03))
        for place, (each, value) in enumerate(said.items())
    )
    piece = Piece(
        piece=name,
        digest=digest,
        name=f"acte {number + 1}.pdf",
        claim=Claim(name=MATRICULE),
        batch="lot",
        line="0" * 16,
        registered_at=registered,
        filed_at=registered,
        status="filed",
        matricule=MATRICULE,
        type=code,
        type_confidence=0.95,
        fields=tuple(fields),
    )
    return original, piece


def asked_of_the_career(archive: FakeArchive, path: str, body: dict[str, Any], reader: str) -> Any:
    """Answer a question of a career, as the service would."""
    who = ARCHIVIST if reader == ARCHIVIST.name else SERVANT
    matricule, _, event = path.strip("/").removeprefix("casefiles/").partition("/career")
    of = MATRICULE if matricule == "me" else matricule
    try:
        if event == "/statement":
            return {"statement": print_statement(who, of, archive)}
        if not event:
            return career_json(read_career(who, of, archive))
        archive.clock.pause(60)
        wanted = EventDecisionRequest(**{"details": {}, **body})
        return career_json(decide_event(who, of, event.strip("/"), wanted, archive))
    except ReaderError as error:
        raise Refused(400, error.code) from error
    except ConflictError as error:
        raise Refused(409, "conflict") from error
