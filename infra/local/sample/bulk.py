"""Bulk files for measurements: many short PDFs for speed, one huge PDF for memory."""

import json
from datetime import date
from io import BytesIO
from pathlib import Path
from random import Random
from shutil import rmtree
from typing import BinaryIO, Final

from PIL import Image

from infra.local.sample.batch import Sample, locate
from infra.local.sample.expectations import Expectation, write_expectations
from infra.local.sample.people import Person, invent_people, write_roster
from infra.local.sample.typesetting.scanner import digitise, fax, render, save_pdf, scan
from infra.local.sample.typesetting.setting import set_act
from infra.local.sample.whole_files import separator_sheet
from infra.local.sample.wording import papers

_PER_DOSSIER: Final = 20
_TEMPLATES: Final = 8
_PARTED: Final = 3
"""Every third page of such a dossier is a separator sheet."""
_COMMENT_HEAD: Final = 4
_COMMENT_MOST: Final = 65_533
"""Bytes of a JPEG comment segment: header and largest content."""


def _templates(people: list[Person], pages: int, seed: int) -> list[bytes]:
    """Scanned papers to copy: black and white, about 15 kB a page."""
    sheets = _sheets(people, seed)
    return [save_pdf([sheets[(first + page) % _TEMPLATES] for page in range(pages)]) for first in range(_TEMPLATES)]


def _sheets(people: list[Person], seed: int) -> list[Image.Image]:
    sheets: list[Image.Image] = []
    for number, person in zip(range(_TEMPLATES), people * _TEMPLATES, strict=False):
        rng = Random(f"{seed} {number}")  # noqa: S311 - no secret
        act = papers.leave(rng, person, date(2018, 3, 1 + number))
        sheets += (fax(scan(sheet, rng), rng) for sheet in render(set_act(act, rng, scanned=True)))
    return sheets


def make_dossiers(out: Path, *, dossiers: int, pages: int = 40, seed: int = 1) -> Sample:
    """Write whole dossiers with a separator sheet before every second paper, each a PDF of so many pages; fit for timing alone."""
    sample = locate(out)
    if sample.batch.exists():
        rmtree(sample.batch)
    people = invent_people(Random(seed), dossiers)  # noqa: S311 - no secret
    sheets, rng = _sheets(people, seed), Random(f"{seed} sheet")  # noqa: S311 - no secret
    between = fax(scan(render(separator_sheet())[0], rng), rng)
    images = [between if page % _PARTED == _PARTED - 1 else sheets[page % _TEMPLATES] for page in range(pages)]
    body = save_pdf(images)
    for person in people:
        (sample.batch / person.matricule).mkdir(parents=True, exist_ok=True)
        (sample.batch / person.matricule / "Dossier.pdf").write_bytes(body + f"% {seed} {person.matricule}\n".encode())
    write_roster(people, sample.roster)
    return sample


def make_pile(out: Path, *, files: int, pages: int = 1, seed: int = 1) -> Sample:
    """Write many scanned PDFs, each with different bytes; 1,000 of one page take about a second.

    They are the same few pictures: fit for counting and timing, not for judging a reader.
    """
    sample = locate(out)
    if sample.batch.exists():
        rmtree(sample.batch)
    people = invent_people(Random(seed), -(-files // _PER_DOSSIER))  # noqa: S311 - no secret
    templates = _templates(people, pages, seed)
    expectations = []
    for number in range(files):
        person = people[number // _PER_DOSSIER]
        path = f"{person.matricule}/Titre de congé {number:06}.pdf"
        (sample.batch / person.matricule).mkdir(parents=True, exist_ok=True)
        (sample.batch / path).write_bytes(templates[number % len(templates)] + f"% {seed} {number:06}\n".encode())
        expectations.append(Expectation(path=path, status="filed", matricule=person.matricule, pages=pages, type="06.1", form="pdf-fax"))
    write_roster(people, sample.roster)
    sample.texts.write_text(json.dumps({}) + "\n", encoding="utf-8")
    write_expectations(sample.expected, expectations, {"seed": seed, "dossiers": len(people)})
    return sample


def make_large(path: Path, *, pages: int = 500, megabytes: int = 300, seed: int = 1) -> Path:
    """Write one PDF of many colour pages.

    Each page is a JPEG, padded to its share of the weight by comments that readers skip. It is written
    page by page: it never stands in memory.
    """
    rng = Random(seed)  # noqa: S311 - no secret
    act = papers.leave(rng, invent_people(rng, 1)[0], date(2018, 3, 1))
    picture = digitise(set_act(act, rng, scanned=True), "jpeg-colour", rng)
    with Image.open(BytesIO(picture)) as image:
        width, height = image.size
    share = megabytes * 1_000_000 // pages
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        writer = _PdfWriter(stream)
        for number in range(pages):
            writer.add_picture(number, _padded(picture, share, rng), width, height)
        writer.finish(pages)
    return path


def _padded(jpeg: bytes, size: int, rng: Random) -> bytes:
    """The JPEG padded with comments to a size."""
    comments = []
    missing = size - len(jpeg)
    while missing > _COMMENT_HEAD:
        length = min(missing - _COMMENT_HEAD, _COMMENT_MOST)
        comments.append(b"\xff\xfe" + (length + 2).to_bytes(2, "big") + rng.randbytes(length))
        missing -= length + _COMMENT_HEAD
    return jpeg[:2] + b"".join(comments) + jpeg[2:]


class _PdfWriter:
    """Streaming writer of a PDF of images: three objects a page, then catalogue and page tree."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.offsets: dict[int, int] = {}
        stream.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")

    def add(self, number: int, head: str, body: bytes | None = None) -> None:
        """Write an object."""
        self.offsets[number] = self.stream.tell()
        self.stream.write(f"{number} 0 obj\n{head}\n".encode())
        if body is not None:
            self.stream.write(b"stream\n" + body + b"\nendstream\n")
        self.stream.write(b"endobj\n")

    def add_picture(self, page: int, jpeg: bytes, width: int, height: int) -> None:
        """Write a page with one image."""
        own = 3 + 3 * page
        drawing = b"595 0 0 842 0 0 cm /Im Do"
        box = "/Parent 2 0 R /MediaBox [0 0 595 842]"
        self.add(own, f"<< /Type /Page {box} /Contents {own + 1} 0 R /Resources << /XObject << /Im {own + 2} 0 R >> >> >>")
        self.add(own + 1, f"<< /Length {len(drawing)} >>", drawing)
        kind = f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceRGB /BitsPerComponent 8"
        self.add(own + 2, f"<< {kind} /Filter /DCTDecode /Length {len(jpeg)} >>", jpeg)

    def finish(self, pages: int) -> None:
        """Write catalogue, page tree and cross-reference table."""
        self.add(1, "<< /Type /Catalog /Pages 2 0 R >>")
        kids = " ".join(f"{3 + 3 * page} 0 R" for page in range(pages))
        self.add(2, f"<< /Type /Pages /Count {pages} /Kids [{kids}] >>")
        start = self.stream.tell()
        lines = "".join(f"{offset:010} 00000 n \n" for _, offset in sorted(self.offsets.items()))
        count = len(self.offsets) + 1
        self.stream.write(f"xref\n0 {count}\n0000000000 65535 f \n{lines}".encode())
        self.stream.write(f"trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())
