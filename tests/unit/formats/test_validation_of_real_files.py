"""Validation of other people's files: scans of offices, and the defective files of other projects' collections."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib.formats.sandbox import Sandbox, worker_environment
from chalicelib.formats.validation import inspect
from chalicelib.model.errors import Refusal
from chalicelib.model.file_format import Limits
from tests.shared_data import FOLDER, HOSTILE, needs

pytestmark = needs(HOSTILE)

REFUSED = {
    "gen_html_named.pdf": "type",
    "gen_image_bomb_40000x40000.pdf": "bomb",
    "gen_lying_header_9000x9000_no_data.png": "corrupt",
    "gen_mediabox_zero.pdf": "dimensions",
    "gen_one_pixel.png": "dimensions",
    "gen_pages_zero.pdf": "corrupt",
    "gen_pdf_header_only.pdf": "corrupt",
    "gen_svg_script.svg": "type",
    "gen_truncated_half.jpg": "corrupt",
    "gen_truncated_half.pdf": "corrupt",
    "gen_truncated_tail_64B.pdf": "corrupt",
    "gen_zip_bomb_100MiB.zip": "type",
    "ocrmypdf_invalid.pdf": "corrupt",
    "paperless_simple.gif": "type",
    "paperless_simple.heic": "type",
    "pdfjs_GHOSTSCRIPT-698804-1-fuzzed.pdf": "corrupt",
    "pdfjs_PDFBOX-4352-0.pdf": "corrupt",
    "pdfjs_REDHAT-1531897-0.pdf": "corrupt",
    "pdfjs_poppler-395-0-fuzzed.pdf": "corrupt",
    "pdfjs_poppler-742-0-fuzzed.pdf": "corrupt",
    "pdfjs_saslprep-r6.pdf": "encrypted",
    "pdfjs_xfa_issue14315.pdf": "variant",
}
PAGES = {
    "arrete_ppr.pdf": 4,
    "arretes_icpe_0003013459_2021-09-24_AP.pdf": 58,
    "arretes_icpe_0005302394_2008-12-10_AP.pdf": 52,
    "arretes_icpe_0005302394_2010-12-24_AP.pdf": 42,
    "arretes_icpe_0005302394_2012-12-07_AP.pdf": 6,
    "arretes_icpe_0005800425_2005-11-08_AP.pdf": 20,
    "arretes_icpe_0005800425_2010-03-29_AP.pdf": 33,
    "arretes_icpe_0005800425_2012-09-03_AP.pdf": 15,
    "arretes_icpe_0005801105_2012-07-13_AP.pdf": 3,
    "ocrmypdf_3small.pdf": 3,
    "ocrmypdf_multipage.pdf": 6,
    "paperless_barcode-fax-image.pdf": 3,
    "paperless_invalid_pdf.pdf": 2,
    "paperless_multi-page-digital.pdf": 3,
    "paperless_multi-page-images-alpha-rgb.tiff": 3,
    "paperless_multi-page-images.pdf": 3,
    "paperless_multi-page-images.tiff": 3,
    "paperless_rotated.pdf": 4,
    "paperless_test_with_bom.pdf": 2,
    "pdfjs_poppler-90-0-fuzzed.pdf": 16,
}
"""One page where nothing is said."""


def real_files() -> list[Path]:
    """List the scans and the hostile files; texts beside them are no scans."""
    folders = (FOLDER / "hostile", FOLDER / "misc_scans", FOLDER / "arretes_scans" / "pdf", FOLDER / "typed_french_gt")
    return sorted(path for folder in folders for path in folder.glob("*") if path.suffix not in {".txt", ".xml", ".md"})


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One child for all of them."""
    with Sandbox(environment=worker_environment(os.environ)) as sandbox:
        yield sandbox


@pytest.mark.parametrize("path", real_files(), ids=lambda path: path.name)
def test_every_real_file_has_the_expected_outcome(sandbox: Sandbox, path: Path) -> None:
    try:
        outcome: str | int = sandbox.inspect(path).pages
    except Refusal as refusal:
        outcome = refusal.code

    assert outcome == REFUSED.get(path.name, PAGES.get(path.name, 1))


def test_a_real_act_of_58_pages_is_read_from_its_own_text() -> None:
    unhurried = Limits(look_seconds=60, layer_seconds=60)
    transcript = inspect(FOLDER / "arretes_scans" / "pdf" / "arretes_icpe_0003013459_2021-09-24_AP.pdf", limits=unhurried).transcript

    assert transcript is not None
    assert "Arrêté du 24 septembre 2021" in [line.text for line in transcript.pages[0].lines]
