"""Makes small real files, and breaks them in the ways that scanners, networks and mischief do."""

import io
import struct
import zlib
from pathlib import Path

import pikepdf
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

ACT = (
    "RÉPUBLIQUE DU BURUNDI",
    "Ministère de la fonction publique, du travail et de l'emploi",
    "Arrêté n° 570/1234 du 3 mars 2010 portant nomination",
    "Article premier. Madame Ndayizeye Espérance, matricule 12345,",
    "est nommée inspectrice de l'enseignement primaire à Gitega.",
)
"""The words of a small act."""


def picture(mode: str = "RGB", size: tuple[int, int] = (320, 240)) -> Image.Image:
    """Draw something light, as paper is, that does not compress to nothing."""
    return Image.effect_noise(size, 60).point(lambda value: 150 + value // 3).convert(mode)


def image_bytes(kind: str, *, mode: str = "RGB", size: tuple[int, int] = (320, 240), **options: object) -> bytes:
    """Write a picture as Pillow writes it."""
    out = io.BytesIO()
    picture(mode, size).save(out, format=kind, **options)
    return out.getvalue()


def without_end_marker(*, zero: bool, mode: str = "RGB", progressive: bool = False) -> bytes:
    """Write a JPEG whose data end with a zero, as one in nine does, or not, and leave its end marker out."""
    written = iter(lambda: image_bytes("JPEG", mode=mode, progressive=progressive)[:-2], b"")
    return next(data for data in written if data.endswith(b"\x00") == zero)


def tiff_bytes(pages: int = 1, *, mode: str = "1", compression: str = "group4") -> bytes:
    """Write a TIFF of several pages."""
    more = [picture(mode) for _ in range(pages - 1)]
    return image_bytes("TIFF", mode=mode, compression=compression, save_all=True, append_images=more)


def mpo_bytes() -> bytes:
    """Write a photograph as telephones do: a second, smaller image follows the first (MPO)."""
    return image_bytes("MPO", save_all=True, append_images=[picture(size=(160, 120))])


def old_jpeg_tiff(*images: bytes, size: tuple[int, int] = (320, 240), compression: int = 6, tag: int = 513) -> bytes:
    """Write a TIFF whose pages are whole JPEGs of one size, in the manner of before 1995."""
    out = bytearray(b"II*\x00\x00\x00\x00\x00")
    link = 4
    for image in images:
        start = len(out)
        out += image + bytes(len(image) % 2)
        tags = ((256, size[0]), (257, size[1]), (258, 8), (259, compression), (262, 6), (273, start), (277, 3), (278, size[1]))
        tags += ((279, len(image)), (tag, start), (tag + 1, len(image)))
        out[link : link + 4] = struct.pack("<I", len(out))
        out += struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", number, 4, 1, value) for number, value in tags)
        link = len(out)
        out += bytes(4)
    return bytes(out)


def plain_tiff(width: int, height: int, *, data: bytes, next_directory: int = 0, magic: bytes = b"II*\x00") -> bytes:
    """Write a bilevel TIFF of one strip by hand, so that it can lie."""
    tags = ((256, width), (257, height), (258, 1), (259, 1), (262, 1), (273, 8 + len(data)), (277, 1), (278, height), (279, len(data)))
    tags = tuple((tag, 8) if tag == 273 else (tag, value) for tag, value in tags)
    directory = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return magic + struct.pack("<I", 8 + len(data)) + data + directory + struct.pack("<I", next_directory)


def png_chunk(name: bytes, data: bytes) -> bytes:
    """Frame a chunk with its length and its sum."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_bytes(width: int, height: int, data: bytes, *more: bytes, interlace: int = 0) -> bytes:
    """Write a grey PNG by hand, with any data and further chunks."""
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, interlace))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(more) + png_chunk(b"IDAT", data) + png_chunk(b"IEND", b"")


def pdf_bytes(*objects: bytes) -> bytes:
    """Write a PDF of these objects, the first of which is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, table))


CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"


def stream(words: bytes, data: bytes) -> bytes:
    """Write a PDF stream."""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (words, len(data), data)


def one_page(page: bytes, *objects: bytes) -> bytes:
    """Write a PDF of one page; further objects are numbered from 4."""
    return pdf_bytes(CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R" + page + b">>", *objects)


def pages_of(count: int) -> bytes:
    """Write a PDF of so many blank pages."""
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count + 3))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    return pdf_bytes(CATALOGUE, b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count), *[page] * count)


def flate_bomb(megabytes: int) -> bytes:
    """Pack a page's drawing that unpacks to so many megabytes."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"0 0 m 9 9 l S\n" * 74_899) for _ in range(megabytes)) + packer.flush()
    return one_page(b"/MediaBox[0 0 595 842]/Contents 4 0 R", stream(b"/Filter/FlateDecode", packed))


def image_in_pdf(width: int, height: int, *, further: bytes = b"", mask: bytes | None = None) -> bytes:
    """Draw one grey image over a whole page; what it says of its size need not be true."""
    words = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/FlateDecode" % (width, height)
    page = b"/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>"
    masks = () if mask is None else (mask,)
    return one_page(page, stream(b"", b"595 0 0 842 0 0 cm /I Do"), stream(words + further, zlib.compress(bytes(1000))), *masks)


def act_pdf(*pages: tuple[str, ...], turned: int = 0, invisible: bool = False, scan: bool = False) -> bytes:
    """Print acts as an office program does, one a page: lines of text, 20 points apart."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for lines in pages:
        if scan:
            canvas.drawInlineImage(picture("L", (300, 420)), 0, 0, width=A4[0], height=A4[1])
        text = canvas.beginText(72, 770)
        text.setTextRenderMode(3 if invisible else 0)
        text.setFont("Helvetica", 12, leading=20)
        text.textLines(list(lines))
        canvas.drawText(text)
        if turned:
            canvas.setPageRotation(turned)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding%s>>"
CID_MAP = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /C def /CMapType 2 def\n1 begincodespacerange <00> <FF> "
    b"endcodespacerange\n%d beginbfchar\n%s\nendbfchar\nendcmap CMapName currentdict /CMap defineresource pop end end"
)


def drawn_pdf(drawing: bytes, resources: bytes = b"", *objects: bytes, font: bytes = HELVETICA % b"", page: bytes = b"") -> bytes:
    """Write a PDF of one A4 page by hand: its drawing, with /F1 as its font; further objects are numbered from 6."""
    words = b"/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>%s>>%s" % (resources, page)
    return one_page(words, stream(b"", drawing), font, *objects)


def typed(*lines: str, left: float = 60, top: float = 770, size: float = 12) -> bytes:
    """Draw lines of text, 24 points apart, in WinAnsi letters."""
    shown = b" T* ".join(b"(%s) Tj" % line.encode("cp1252") for line in lines)
    return b"BT /F1 %g Tf 24 TL %g %g Td %s ET\n" % (size, left, top, shown)


def mapped(**characters: str) -> bytes:
    """Write the table by which a font says which characters its codes are; the others are those of WinAnsi."""
    codes = {code: bytes([code]).decode("cp1252", "replace") for code in range(32, 256)}
    codes |= {int(code.removeprefix("x"), 16): character for code, character in characters.items()}
    pairs = b"\n".join(
        b"<%02X> <%s>" % (code, character.encode("utf-16-be").hex().encode()) for code, character in codes.items() if character
    )
    return stream(b"", CID_MAP % (sum(map(bool, codes.values())), pairs))


def locked(data: bytes, *, user: str, revision: int = 6) -> bytes:
    """Protect a PDF: with a password to open it, or only against changes."""
    out = io.BytesIO()
    strong = revision > 3  # AES, and the metadata hidden too
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="archives", user=user, R=revision, aes=strong, metadata=strong))
    return out.getvalue()


def with_attachments(data: bytes, count: int) -> bytes:
    """Attach a PDF to another, some times."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for number in range(count):
            pdf.attachments[f"decision-{number}.pdf"] = pikepdf.AttachedFileSpec(pdf, act_pdf(ACT), mime_type="application/pdf")
        pdf.save(out)
    return out.getvalue()


def named(folder: Path, name: str, data: bytes) -> Path:
    """Put bytes in a file."""
    path = folder / name
    path.write_bytes(data)
    return path
