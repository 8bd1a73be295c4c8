"""The first batch of `make run`: five dossiers of fifteen pages, whose receipt comes within two minutes.

They belong to servants of the sample's roster of whom the sample's own batch holds nothing: neither batch changes the other's receipt.
Each outcome that a receipt counts is in it.
"""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Final

from infra.local.sample.bad_files import sealed_sheet
from infra.local.sample.batch import NAMESAKES, Sample, clear, invent_servants, locate, plan_piece, recipe
from infra.local.sample.expectations import Expectation, write_expectations
from infra.local.sample.people import Person
from infra.local.sample.plan import Made, Sheet, make_all, plan
from infra.local.sample.wording import acts, forbidden, papers
from infra.local.sample.wording.careers import TODAY, Wording, typewritten

_PAPERS: Final[tuple[tuple[Wording, ...], ...]] = (
    (acts.titularisation, papers.praise),
    (acts.nomination, papers.leave),
    (papers.diploma,),
    (papers.birth, papers.pay),
    (acts.secondment, papers.training),
)
"""What each dossier holds: papers of one page or two."""
DOSSIERS: Final = len(_PAPERS)
_DAYS_BETWEEN: Final = 400
_DAY: Final = date(2020, 2, 14)


def locate_first(out: Path) -> Sample:
    """Return the folder of a sample's first batch; the roster is the sample's."""
    return replace(locate(out / "first"), roster=locate(out).roster)


def make_first_batch(out: Path, *, dossiers: int = 50, seed: int = 1) -> Sample:
    """Make the first batch, unless the very same one is there already.

    Args:
        out: the sample's folder.
        dossiers: of the sample.
        seed: of the sample.
    """
    first = locate_first(out)
    made_with = recipe(dossiers, seed)
    if first.expected.exists() and json.loads(first.expected.read_text("utf-8")).get("recipe") == made_with:
        return first
    clear(first)
    known, _ = invent_servants(dossiers, seed)
    people = known[dossiers + NAMESAKES :][:DOSSIERS]
    made = make_all(_plan_sheets(people, seed), first.batch)
    files = [*(each.expected for each in made), *_write_bad_files(people, made, first.batch)]
    texts = {each.expected.path: each.texts for each in made}
    texts |= {file.path: texts[file.duplicate_of] for file in files if file.duplicate_of}
    first.texts.write_text(json.dumps(texts, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    write_expectations(first.expected, files, {"recipe": made_with, "seed": seed, "dossiers": DOSSIERS})
    return first


def _plan_sheets(people: list[Person], seed: int) -> list[Sheet]:
    """Plan each dossier, a paper laid in a colleague's folder, and one that nobody may read."""
    sheets = []
    for person, wordings in zip(people, _PAPERS, strict=True):
        rng, taken = Random(f"first {seed} {person.matricule}"), set[str]()  # noqa: S311 - no secret
        for number, wording in enumerate(wordings):
            day = min(person.entered + timedelta(days=number * _DAYS_BETWEEN), TODAY)
            sheets.append(plan_piece(rng, person, typewritten(wording(rng, person, day)), taken))
    one, two, three, *_ = people
    arrival = papers.arrival(Random("first laid"), two, _DAY)  # noqa: S311 - no secret
    laid = plan(f"{one.matricule}/Prise de service.pdf", arrival, "pdf-grey", "first laid", matricule=None)
    certificate = forbidden.certificate(Random("first sealed"), three, _DAY)  # noqa: S311 - no secret
    return [
        *sheets,
        replace(laid, expected=replace(laid.expected, status="to_review", reason="conflicting_text")),
        sealed_sheet(f"{three.matricule}/Certificat.jpg", certificate, "jpeg"),
    ]


def _write_bad_files(people: list[Person], made: list[Made], batch: Path) -> list[Expectation]:
    """Write a PDF of which half is missing, and a second copy of a filed paper."""
    whole = next(each.expected for each in made if (each.expected.form or "").startswith("pdf") and each.expected.status == "filed")
    content = (batch / whole.path).read_bytes()
    cut, copy = f"{people[-1].matricule}/Diplôme (envoi coupé).pdf", f"{whole.matricule}/Copie de {Path(whole.path).name}"
    (batch / cut).write_bytes(content[: len(content) // 2])
    (batch / copy).write_bytes(content)
    return [
        Expectation(path=cut, status="refused", reason="corrupt"),
        replace(whole, path=copy, status="duplicate", duplicate_of=whole.path),
    ]
