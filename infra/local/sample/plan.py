"""Plans of the sample's files, and their execution in parallel processes."""

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path
from random import Random

import pypdfium2

from infra.local.sample.expectations import Expectation
from infra.local.sample.typesetting.page import Act
from infra.local.sample.typesetting.scanner import Format, Twist, digitise, with_backs
from infra.local.sample.typesetting.setting import set_act


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A planned file."""

    path: str
    """Path below the batch."""
    act: Act
    form: Format
    seed: str
    """Seed of its noise."""
    expected: Expectation
    twist: Twist = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A written file."""

    expected: Expectation
    texts: tuple[str, ...]
    """Text of each page."""


def plan(  # noqa: PLR0913 - a file's facts
    path: str, act: Act, form: Format, seed: str, *, matricule: str | None, twist: Twist = ""
) -> Sheet:
    """Plan a file with the outcome `filed`."""
    expected = Expectation(
        path=path,
        status="filed",
        matricule=matricule,
        type=act.type,
        number=act.number or None,
        day=act.day.isoformat(),
        form=form,
    )
    return Sheet(path=path, act=act, form=form, seed=seed, expected=expected, twist=twist)


def page_texts(pdf: bytes) -> list[str]:
    """Text of each page of a typeset act."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def make(sheet: Sheet, batch: Path) -> Made:
    """Typeset, scan and write one file."""
    rng = Random(sheet.seed)  # noqa: S311 - no secret
    pdf = set_act(sheet.act, rng, scanned=sheet.form != "pdf-born")
    texts = page_texts(pdf)
    if sheet.form in {"jpeg", "jpeg-colour", "png"} and len(texts) > 1:
        raise ValueError(f"{sheet.path}: {len(texts)} pages do not fit one picture")
    texts = with_backs(texts, "", sheet.twist)
    path = batch / sheet.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(digitise(pdf, sheet.form, rng, twist=sheet.twist))
    return Made(expected=replace(sheet.expected, pages=len(texts)), texts=tuple(texts))


def make_all(sheets: list[Sheet], batch: Path) -> list[Made]:
    """Write many files, in parallel where it saves time."""
    if len(sheets) < 20:  # noqa: PLR2004 - what the start of other processes costs
        return [make(sheet, batch) for sheet in sheets]
    with ProcessPoolExecutor(cpu_count(), mp_context=get_context("spawn")) as pool:
        return list(pool.map(make, sheets, [batch] * len(sheets), chunksize=4))
