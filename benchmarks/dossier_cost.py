"""Cost of whole dossiers: requests to AWS for a scan of forty pages that is cut into its pieces, and for what each month adds to it.

Run it as `python -m benchmarks.dossier_cost`; it takes a minute or two and sends nothing to AWS. `--write` puts the table into
docs/echelle.md. Requests are counted on the real handlers, as in benchmarks/cost.py: from the upload to the receipt, then a sweep that
has nothing to do, then a second reading of the kept texts. What a dossier adds to the latter, and to the register, is the difference
between two archives of other sizes. Durations are reckoned.
"""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cost import (
    LAMBDA_GB_SECOND,
    LAMBDA_REQUEST,
    LATENCY,
    READS,
    S3_READ,
    S3_WRITE,
    SQS_REQUEST,
    TABLE_READ,
    TABLE_WRITE,
    Play,
    bill_of,
    memory_of_queues,
    table_units,
)
from benchmarks.options import parser_of
from benchmarks.simulation.cases import textract_dollars
from benchmarks.simulation.page import put
from benchmarks.stack import FOLDER
from chalicelib.model.prices import S3_GB_MONTH
from functions.sweep import sweep
from infra.local.sample.bulk import make_dossiers
from tests.stage import TABLE
from tests.stage.lambdas import SCHEDULED, Lambdas, lambdas
from tests.stage.wire import Call

PAGES = 40
CASEFILES = 115_000
"""Of the ministry's plan; one scan and one servant each."""
SHEETS = 3
"""Pages from one separator sheet to the next (`make_dossiers`)."""
SIZES = (1, 2)
"""Dossiers of the two archives that are compared."""
MINUTES = 60 * 24 * 365 / 12
"""Of a month: as many sweeps."""
POLLS = 5 * 3 * MINUTES
"""Requests of a month to a queue that is empty: five long polls of twenty seconds (Lambda developer guide, SQS)."""
QUEUES = 8
TABLE_GB_MONTH = 0.283
"""Of a table on demand, eu-west-1."""
_ITEM_SHARE = 0.6
"""Bytes of an item for each byte of its JSON, which names the type of each value and escapes accents: measured on items of pieces."""
INDEXED = 100
"""Bytes that DynamoDB adds to each item and each entry of an index."""
KILOBYTES_A_PAGE = 18
"""Black and white at 200 dpi (simulation/parameters.toml)."""
_ROUND = 100
"""Dollars above which cents are not told."""
ROUNDS = {"completeness": 0.25, "due lists": 0.45, "reconciliation": 0.20}
"""Dollars of a month's rounds over all case files: docs/decisions/completeness.md and docs/mesures.md; the last from its requests."""
BEGIN, END = "<!-- python -m benchmarks.dossier_cost --write -->", "<!-- fin du coût des dossiers -->"
ACT = """REPUBLIQUE DU BURUNDI
MINISTERE DE LA FONCTION PUBLIQUE
ORDONNANCE MINISTERIELLE N° 610/{page}58 DU 12/03/2010
PORTANT NOMINATION DE CERTAINS CADRES
Monsieur {name}, matricule {matricule}, est nommé au grade {page} par la décision {page}31"""
"""What the first page of each piece says; its figures are its own, else all pieces would be one act."""
FURTHER = """Article {page}. Le Directeur général est chargé de l'exécution de la présente ordonnance
qui entre en vigueur le jour de sa signature
Fait à Bujumbura, le 12/03/2010
LE MINISTRE
Jean NDAYISENGA"""
"""What its other page says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What an archive of some dossiers asked of AWS."""

    intake: Play
    """From the uploads to the receipt."""
    pieces: int
    idle: Sequence[Call]
    """One sweep with nothing to do."""
    reread: Sequence[Call]
    stored: int
    """Bytes of the register, with its indexes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the table."""

    what: str
    """In French."""
    each: str
    """What is counted."""
    dollars: float


def main() -> None:
    """Play two archives, and print what the whole one costs."""
    parser = parser_of(__doc__)
    parser.add_argument("--write", action="store_true", help="into docs/echelle.md")
    asked = parser.parse_args()
    few, many = (play_dossiers(each, pages=6 if asked.smoke else PAGES) for each in ((1, 2) if asked.smoke else SIZES))
    table = "\n".join(_table(list(rows_of(few, many))))
    print(table)
    if asked.write and not asked.smoke:
        put(table, BEGIN, END)


def play_dossiers(count: int, *, pages: int) -> Counts:
    """Play some dossiers, each one scan with separator sheets, and count."""
    sample = make_dossiers(FOLDER / "cost-dossiers", dossiers=count, pages=pages)
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere), lambdas() as stage:
        stage.sync({"_roster/agents.csv": sample.roster.read_bytes()})
        stage.run()
        before = len(stage.wire.calls), Counter(stage.invoked)
        for path in sorted(sample.batch.rglob("*.pdf")):
            _send(path, stage)
        stage.run()
        calls, invoked = tuple(stage.wire.calls[before[0] :]), Counter(stage.invoked) - before[1]
        intake = Play(pieces=count, calls=calls, invoked=invoked, logged=len(stage.log.getvalue().encode()))
        counts = stage.receipts("lot-1")[0]["counts"]
        assert counts["filed"] == count, counts  # noqa: S101 - a bill of something else is worth nothing
        pieces = sum(len(each["pieces"]) for each in stage.receipts("lot-1")[0]["files"])
        before = len(stage.wire.calls)
        stage.invoke("sweep", sweep, SCHEDULED, [])
        idle = tuple(stage.wire.calls[before:])
        reread = _reread_older(stage)
        return Counts(intake=intake, pieces=pieces, idle=idle, reread=reread, stored=_stored(stage))


def _send(path: Path, stage: Lambdas) -> None:
    """Send a dossier, each of whose pages is an act of its servant."""
    body, matricule = path.read_bytes(), path.parent.name
    pointer = stage.known.register.roster_pointer()
    found = stage.known.register.servants_by_matricule(pointer.generation, [matricule]) if pointer else {}
    name = f"{found[matricule].name} {found[matricule].first_names}"

    def text(page: int) -> str:
        return (ACT if page % SHEETS == 1 else FURTHER).format(page=page, name=name, matricule=matricule)

    stage.textract.texts[hashlib.sha256(body).hexdigest()] = text
    stage.sync({f"lot-1/{matricule}/dossier.pdf": body})


def _reread_older(stage: Lambdas) -> tuple[Call, ...]:
    """Read again pieces of which an earlier release knew less: each of them changes."""
    table, name = stage.tools["dynamodb"], TABLE
    for item in _items(stage):
        if "fingerprint" in item and item["pk"]["S"].startswith("ORIGINAL#"):
            key = {each: item[each] for each in ("pk", "sk")}
            table.update_item(TableName=name, Key=key, UpdateExpression="REMOVE fingerprint")
    before = len(stage.wire.calls)
    answer = stage.administer(action="reread", all=True)
    while answer["next"]:
        answer = stage.administer(action="reread", all=True, cursor=answer["next"])
    return tuple(stage.wire.calls[before:])


def _items(stage: Lambdas) -> Iterator[dict[str, dict[str, str]]]:
    for page in stage.tools["dynamodb"].get_paginator("scan").paginate(TableName=TABLE):
        yield from page["Items"]


def _stored(stage: Lambdas) -> int:
    """Bytes of all items, and of their entries in indexes, which hold the whole item."""
    total = 0
    for item in _items(stage):
        copies = 1 + sum(f"gsi{number}pk" in item for number in (1, 2, 3))
        total += copies * (len(json.dumps(item)) * _ITEM_SHARE + INDEXED)
    return round(total)


def rows_of(few: Counts, many: Counts) -> Iterator[Row]:
    """Price two archives as one of all case files."""
    count, more = many.intake.pieces, many.intake.pieces - few.intake.pieces
    pieces = many.pieces / count
    pages = CASEFILES * PAGES
    memory = memory_of_queues()["sweep"]
    beside = CASEFILES * sum(entry.count * entry.price for entry in bill_of(many.intake, pages=PAGES))
    idle = _dollars(many.idle, memory) + LAMBDA_REQUEST
    reread = (_dollars(many.reread, 1.0) - _dollars(few.reread, 1.0)) / more
    yield Row(
        what="Textract", each=_spaced(f"{CASEFILES:,} lectures commencées, {pages:,} pages, en un mois"), dollars=textract_dollars(pages)
    )
    yield Row(what="prise en charge, découpage, classement", each=f"{pieces:.0f} pièces par dossier", dollars=beside)
    yield Row(
        what="relire les textes conservés, si chaque pièce change", each="une fois, après une mise à jour", dollars=CASEFILES * reread
    )
    yield Row(what="complétude, échéances, rapprochement", each="chaque mois, mesurés à part", dollars=sum(ROUNDS.values()))
    yield Row(what="contrôle de chaque minute, sans rien à faire", each="chaque mois", dollars=MINUTES * idle)
    yield Row(what="files vides, interrogées sans cesse", each=f"chaque mois, {QUEUES} files", dollars=QUEUES * POLLS * SQS_REQUEST)
    yield Row(what="originaux gardés, noir et blanc", each="chaque mois", dollars=pages * KILOBYTES_A_PAGE / 1e6 * S3_GB_MONTH)
    stored = (many.stored - few.stored) / more * CASEFILES / 1e9
    yield Row(what="registre gardé", each=f"chaque mois, {stored:.0f} Go", dollars=stored * TABLE_GB_MONTH)


def _spaced(words: str) -> str:
    return words.replace(",", "\u202f").replace("\u202f ", ", ")


def _dollars(calls: Sequence[Call], memory: float) -> float:
    """Dollars of some requests, and of the Lambda that waits for them."""
    asked = Counter(call.operation for call in calls if call.service == "s3")
    reads, writes = table_units(calls)
    read = sum(count for name, count in asked.items() if name in READS)
    requests = (asked.total() - read) * S3_WRITE + read * S3_READ + sum(call.service == "sqs" for call in calls) * SQS_REQUEST
    return requests + reads * TABLE_READ + writes * TABLE_WRITE + len(calls) * LATENCY * memory * LAMBDA_GB_SECOND


def _table(rows: Sequence[Row]) -> Iterator[str]:
    yield "| quoi | combien | 115 000 dossiers, dollars |"
    yield "| --- | --- | --- |"
    for row in rows:
        dollars = _spaced(f"{row.dollars:,.{0 if row.dollars > _ROUND else 2}f}").replace(".", ",")
        yield f"| {row.what} | {row.each} | {dollars} |"


if __name__ == "__main__":
    main()
