"""Defective files of the sample: truncated, locked, empty and misnamed files, duplicates, and litter."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pikepdf

from infra.local.sample.expectations import Expectation
from infra.local.sample.people import Person
from infra.local.sample.plan import Made, Sheet, plan
from infra.local.sample.typesetting.page import Act
from infra.local.sample.typesetting.scanner import Format
from infra.local.sample.wording import acts, forbidden, minutes, papers

_DAY: Final = date(2019, 10, 7)


def _rng(seed: str) -> Random:
    return Random(seed)  # noqa: S311 - no secret


def sealed_sheet(path: str, act: Act, form: Format) -> Sheet:
    """Plan a paper with a forbidden mention, which is sealed and counted as `to_review`."""
    sheet = plan(path, act, form, path, matricule=None)
    return replace(sheet, expected=replace(sheet.expected, status="to_review", reason="sealed_off"))


def plan_odd_sheets(people: list[Person], stranger: Person) -> list[Sheet]:
    """Plan valid papers under unusual paths.

    One circular in two dossiers; a piece beside the dossiers whose name says its matricule; one whose name says nothing and
    whose text says all; a piece under a matricule that no roster knows; two that nobody may read; a page upside down, an empty
    back, a photograph on its side, a PNG called PDF.
    """
    one, two, three, four, five = (people * 5)[:5]
    circular = minutes.circular(_rng("circular"), _DAY)
    loose = papers.arrival(_rng("loose"), three, _DAY)
    silent = plan("Scan sans nom.pdf", papers.request(_rng("silent"), four, _DAY), "pdf-grey", "silent", matricule=four.matricule)
    foreign_path = f"{stranger.matricule}/Ordonnance.pdf"
    foreign = plan(foreign_path, acts.posting(_rng("foreign"), stranger, _DAY), "pdf-grey", "foreign", matricule=None)
    return [
        *(plan(f"{each.matricule}/Circulaire.pdf", circular, "pdf-fax", "circular", matricule=each.matricule) for each in (one, two)),
        plan(f"{three.matricule} Attestation.pdf", loose, "pdf-grey", "loose", matricule=three.matricule),
        silent,
        replace(foreign, expected=replace(foreign.expected, status="to_review", reason="unknown_matricule")),
        sealed_sheet(f"{three.matricule}/Fiche de renseignements.pdf", forbidden.information(_rng("information"), three, _DAY), "pdf-grey"),
        sealed_sheet(f"{four.matricule}/Certificat.jpg", forbidden.certificate(_rng("certificate"), four, _DAY), "jpeg"),
        plan(
            f"{four.matricule}/Notation à l'envers.pdf",
            acts.rating(_rng("inverted"), four, _DAY),
            "pdf-grey",
            "inverted",
            matricule=four.matricule,
            twist="upside-down",
        ),
        plan(
            f"{five.matricule}/Titre recto verso.tif",
            papers.leave(_rng("verso"), five, _DAY),
            "tiff",
            "verso",
            matricule=five.matricule,
            twist="blank-verso",
        ),
        plan(
            f"{one.matricule}/IMG-20260112-WA0007.jpg",
            papers.praise(_rng("side"), one, _DAY),
            "jpeg-colour",
            "side",
            matricule=one.matricule,
            twist="on-its-side",
        ),
        plan(f"{two.matricule}/Attestation (image).pdf", papers.training(_rng("png"), two, _DAY), "png", "png", matricule=two.matricule),
    ]


def plan_doubtful_sheets(people: list[Person], namesake: Person) -> list[Sheet]:
    """Plan valid papers whose owner, or identity, a person must decide.

    A certificate laid in a colleague's folder; a leave form without a matricule, whose servant has a namesake; a certificate that
    was scanned twice, which is filed and asks to be told apart.
    """
    one, two = people[:2]
    laid = plan(f"{one.matricule}/Prise de service.pdf", papers.arrival(_rng("laid"), two, _DAY), "pdf-grey", "laid", matricule=None)
    unnumbered = without_matricule(papers.leave(_rng("unnumbered"), namesake, _DAY))
    nameless = plan(f"{namesake.matricule}/Titre de congé 2019.jpg", unnumbered, "jpeg", "unnumbered", matricule=None)
    twice = papers.training(_rng("png"), two, _DAY)
    return [
        replace(laid, expected=replace(laid.expected, status="to_review", reason="conflicting_text")),
        replace(nameless, expected=replace(nameless.expected, status="to_review", reason="homonyms")),
        plan(f"{two.matricule}/Certificat de participation.pdf", twice, "pdf-fax", "again", matricule=two.matricule),
    ]


def without_matricule(act: Act) -> Act:
    """The paper without the line of the matricule."""
    return replace(act, blocks=tuple(each for each in act.blocks if "Matricule" not in f"{each.text} {each.cells}"))


def _first(made: list[Made], batch: Path, form: str) -> bytes:
    """Bytes of the first file of a format."""
    return next((batch / each.expected.path).read_bytes() for each in made if each.expected.form == form)


def _locked(pdf: bytes) -> bytes:
    """The PDF with a password."""
    stream = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.save(stream, encryption=pikepdf.Encryption(user="secret", owner="secret", R=6))
    return stream.getvalue()


def _word_document() -> bytes:
    """A minimal .docx."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", "word/document.xml"):
            archive.writestr(ZipInfo(name, (2026, 1, 1, 0, 0, 0)), "<?xml version='1.0'?><document>Contrat</document>")
    return stream.getvalue()


def write_bad_files(people: list[Person], made: list[Made], batch: Path) -> list[Expectation]:
    """Write refused files, a duplicate, and litter of file managers."""
    one, two, three, four, five = (people * 5)[:5]
    pdf, jpeg = _first(made, batch, "pdf-grey"), _first(made, batch, "jpeg-colour")
    twin = next(each.expected for each in made if (each.expected.matricule, each.expected.status) == (two.matricule, "filed"))
    twin_path = f"{two.matricule}/Copie de {Path(twin.path).name}"
    files = {
        f"{one.matricule}/Numérisation vide.pdf": (b"", "empty"),
        f"{two.matricule}/Diplôme (envoi coupé).pdf": (pdf[: len(pdf) // 2], "corrupt"),
        f"{three.matricule}/Photo coupée.jpg": (jpeg[: len(jpeg) // 2], "corrupt"),
        f"{four.matricule}/Relevé protégé.pdf": (_locked(pdf), "encrypted"),
        f"{five.matricule}/Contrat signé.pdf": (_word_document(), "type"),
        f"{five.matricule}/Lisez-moi.txt": (b"Scans du bureau 12.\n", "type"),
    }
    litter = {f"{one.matricule}/Thumbs.db": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".DS_Store": b"\0\0\0\1Bud1"}
    for path, content in [(path, content) for path, (content, _) in files.items()] + list(litter.items()):
        (batch / path).write_bytes(content)
    (batch / twin_path).write_bytes((batch / twin.path).read_bytes())
    return [
        *(Expectation(path=path, status="refused", reason=reason) for path, (_, reason) in files.items()),
        *(Expectation(path=path, status="ignored") for path in litter),
        replace(twin, path=twin_path, status="duplicate", duplicate_of=twin.path),
    ]
