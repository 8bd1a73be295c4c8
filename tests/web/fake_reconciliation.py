"""The reconciliation of the play: the archive's own use cases over two months of a small ministry."""

from typing import Any

from fake_work import Refused, Text

from chalicelib.model.errors import ConflictError, ReaderError
from chalicelib.model.reader import Reader
from chalicelib.reconciliation.decisions import decide_discrepancy, undo_decision
from chalicelib.reconciliation.listing import discrepancies_csv, filter_of, read_reconciliation
from functions.representations.reconciliation import discrepancy_json, reconciliation_json
from tests.unit.reconciliation.office import Office, born, servant

READERS = {
    "directeur": Reader(name="directeur", roles=frozenset({"director"})),
    "archiviste": Reader(name="archiviste", roles=frozenset({"archivist"})),
}
MISSING = [
    servant(f"{410_000 + 37 * number}", f"{name} {first}", ministry=ministry, province=province)
    for number, (name, first, ministry, province) in enumerate(
        [
            ("NDAYIZEYE", "Élie", "Éducation nationale", "Gitega"),
            ("NIYONKURU", "Marie Claire", "Éducation nationale", "Gitega"),
            ("HAKIZIMANA", "Jean-Bosco", "Justice", "Bujumbura"),
            ("BUKURU", "Aline", "Santé publique et lutte contre le sida", "Ngozi"),
        ]
        * 6
    )
]
TWICE = [servant(number, "NSHIMIRIMANA Espérance", **born("1978-04-17")) for number in ("500011", "734512")]
OLD = servant("500022", "NTIRAMPEBA Gaspard", ministry="Justice", province="Rutana", **born("1964-08-02"))
LEFT = servant("500033", "KANYANA Odette", ministry="Justice", province="Rutana", **born("1990-10-21"))
FORMER = servant("500044", "MUGABO Salvator", **born("1981-03-09"))
CHANGED = (servant("500055", "IRAKOZE Divine", **born("1985-12-12")), servant("500056", "IRAKOZE Divine", **born("1985-12-12")))


def reconciled_office() -> Office:
    """A ministry after two rounds: some discrepancies are new, some still there, some gone."""
    office = Office(*MISSING[:-2], *TWICE, OLD, LEFT, FORMER, CHANGED[0])
    for each in (*TWICE, OLD, LEFT, FORMER, CHANGED[0]):
        office.file(each.matricule, "02.1", "2011-09-01")
    office.file(LEFT.matricule, "11.1", "2025-06-30")
    office.reconcile()
    office.months_later()
    office.file(MISSING[0].matricule)
    office.file(MISSING[1].matricule, status="to_review", matricule=None, reason="unreadable")
    office.load(*MISSING, *TWICE, OLD, LEFT, CHANGED[1])
    office.reconcile()
    return office


def asked_of_the_reconciliation(office: Office, username: str, words: list[str], query: dict[str, str], body: dict[str, Any]) -> Any:
    """Answer a question of the page, its method and the words of its path; the list as CSV is a text."""
    archive, reader = office.archive, READERS[username]
    try:
        match words:
            case ["GET", "reconciliation"]:
                limit = int(query.get("limit", 20))
                found = read_reconciliation(reader, filter_of(query), archive, cursor=query.get("cursor"), limit=limit)
                return reconciliation_json(found, archive.nomenclature)
            case ["GET", "reconciliation.csv"]:
                page = discrepancies_csv(reader, filter_of(query), archive, cursor=query.get("cursor"))
                return Text(text=page.text, name=page.name, next=page.next)
            case ["POST", _, name]:
                note = body.get("note", "")
                after = decide_discrepancy(reader, name, body["state"], note, archive, seen=body["edition"])
            case ["POST", _, name, "undo"]:
                after = undo_decision(reader, name, archive, seen=body["edition"])
            case _:
                raise Refused(404, "not_found")
    except ReaderError as error:
        raise Refused(400, error.code) from error
    except ConflictError as error:
        raise Refused(409, "conflict") from error
    return discrepancy_json(after, after.month, archive.nomenclature)
