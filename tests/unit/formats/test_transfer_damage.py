"""Files that a text-mode transfer has rewritten: never filed, whatever their kind, and no whole file is taken for one."""

import io
import random
import re
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from chalicelib.formats.validation import inspect
from chalicelib.model.errors import Refusal
from tests.unit.files import ACT, act_pdf, image_bytes, image_in_pdf, named, one_page, picture, stream, tiff_bytes

Damage = Callable[[bytes], bytes]


def as_pdf(kind: str, **options: object) -> bytes:
    """Put a scan into a PDF, as scanners do, its data first so that the table comes last."""
    data = image_bytes(kind, mode="L", size=(500, 700), **options)
    out = io.BytesIO()
    Image.open(io.BytesIO(data)).save(out, "PDF")
    return out.getvalue()


def fax_pdf() -> bytes:
    """Put a fax into a PDF: CCITT data."""
    out = io.BytesIO()
    picture("1", (800, 1000)).save(out, "PDF")
    return out.getvalue()


WHOLE = {
    "pdf of a photo": as_pdf("JPEG"),
    "pdf of a fax": fax_pdf(),
    "pdf of an office": act_pdf(ACT, ACT),
    "jpeg": image_bytes("JPEG", size=(600, 800)),
    "progressive jpeg": image_bytes("JPEG", size=(600, 800), progressive=True),
    "png": image_bytes("PNG"),
    "lzw tiff": tiff_bytes(2, mode="L", compression="tiff_lzw"),
    "fax tiff": tiff_bytes(3),
    "jpeg tiff": tiff_bytes(1, mode="RGB", compression="jpeg"),
}

DAMAGES: dict[str, Damage] = {
    "text mode, to Windows": lambda data: data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
    "text mode, twice": lambda data: data.replace(b"\n", b"\r\n").replace(b"\n", b"\r\n"),
    "text mode, to old Macintosh": lambda data: data.replace(b"\n", b"\r"),
    "7 bits": lambda data: bytes(value & 0x7F for value in data),
    "no carriage returns": lambda data: data.replace(b"\r", b""),
    "saved as UTF-8": lambda data: data.decode("latin-1").encode(),
    "saved as UTF-8, with replacements": lambda data: data.decode(errors="replace").encode(),
    "question marks": lambda data: data.decode("ascii", errors="replace").encode("ascii", errors="replace"),
}


@pytest.mark.parametrize("name", WHOLE)
def test_whole_files_are_taken(tmp_path: Path, name: str) -> None:
    assert inspect(named(tmp_path, "scan", WHOLE[name])).pages >= 1


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        (name, damage)
        for name in WHOLE
        for damage in DAMAGES
        # Nothing proves the second for a fax, whose codes are not evenly spread.
        if name != "pdf of an office" and ("fax" not in name or "Macintosh" not in damage)
    ],
)
def test_a_scan_that_was_rewritten_as_a_text_is_refused_as_corrupt(tmp_path: Path, name: str, damage: str) -> None:
    rewritten = DAMAGES[damage](WHOLE[name])

    assert rewritten != WHOLE[name]
    with pytest.raises(Refusal) as refused:
        inspect(named(tmp_path, "scan", rewritten))
    assert refused.value.code == "corrupt"


def test_a_pdf_that_lost_the_carriage_returns_before_its_line_feeds_is_refused(tmp_path: Path) -> None:
    noise = random.Random(7).randbytes(40_000)  # noqa: S311 - no secret
    data = zlib.compress(noise + b"\r\n" * 5 + bytes(50_000), 0)
    page = one_page(b"/MediaBox[0 0 595 842]/Contents 4 0 R", stream(b"", b"0 0 595 842 re f"), stream(b"/Filter/FlateDecode", data))

    assert inspect(named(tmp_path, "scan", page)).pages == 1
    with pytest.raises(Refusal, match="stream of"):
        inspect(named(tmp_path, "scan", page.replace(b"\r\n", b"\n")))


@pytest.mark.parametrize("newline", [b"\r\n", b"\r", b"\n"])
def test_a_pdf_of_plain_texts_is_taken_with_any_line_ends(tmp_path: Path, newline: bytes) -> None:
    words = "BT /F1 12 Tf (Arrêté portant nomination) Tj ET ".encode("latin-1") * 40
    page = one_page(b"/MediaBox[0 0 595 842]/Contents 4 0 R", stream(b"", words.replace(b"ET ", b"ET\n")))

    assert inspect(named(tmp_path, "scan", page.replace(b"\n", newline))).pages == 1


def test_a_pdf_written_with_line_ends_of_windows_around_untouched_data_is_taken(tmp_path: Path) -> None:
    page = image_in_pdf(200, 200)
    head, body, tail = re.split(rb"(?<=stream\n)(x.+?)(?=\nendstream)", page, maxsplit=1, flags=re.DOTALL)

    assert inspect(named(tmp_path, "scan", head.replace(b"\n", b"\r\n") + body + tail.replace(b"\n", b"\r\n"))).pages == 1


def test_a_small_pdf_of_binary_streams_is_taken(tmp_path: Path) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(act_pdf(ACT))) as pdf:
        pdf.save(out, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)

    assert inspect(named(tmp_path, "scan", out.getvalue())).pages == 1
