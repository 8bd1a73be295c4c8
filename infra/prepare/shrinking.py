"""Shrinking of wasteful scans: text becomes black on white (CCITT group 4), what has colour or shades stays a picture, pixel for pixel.

1. Take each page that is one picture and nothing else; a page with text, drawings or several pictures stays as it is.
2. Tell ink from paper, each place against its own surroundings.
3. Keep as pictures the places where the page has colour, or where black and white would show it lighter or darker.
4. Write the page anew where that takes at most half of its bytes; a file that would not become a third smaller stays as it is.
"""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pikepdf
from PIL import Image, ImageOps
from PIL.TiffImagePlugin import TiffImageFile

from infra.prepare.scans import resolution_of

RESOLUTION = 300
"""Dots per inch of the text; finer scans are brought down to it."""
_LEAST_RESOLUTION = 150
"""Coarser pages would lose strokes."""
_WORTH_A_PAGE = 0.5
_WORTH_A_FILE = 0.67
_CELL = 10
"""Cells an inch: the places that are kept as pictures are made of whole cells."""
_COLOURFUL = 40
"""Distance of a pixel's strongest and weakest colour from which it is coloured; yellowed paper has less once its own tone is taken off."""
_COLOURED_SHARE = 0.02
_SHADE = 0.14
"""Difference of a cell's darkness, 0 white to 1 black, which the eye sees as a shade."""
_MOST_PICTURE = 0.35
"""Share of a page above which it stays a picture as a whole."""
_WINDOW = 0.12
"""Inches around a pixel that tell its paper (Sauvola and Pietikäinen, 2000)."""
_SAUVOLA = 0.25
_QUALITY = 92
"""Of the JPEG of a kept place, its colours at full resolution."""

Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPicture:
    """A place of a page that stays a picture."""

    box: tuple[int, int, int, int]
    """Left, top, right, bottom, in pixels of the page."""
    jpeg: bytes
    grey: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShrunkPage:
    """A page in two layers: its text, and above it the places that stay pictures."""

    width: int
    """Pixels."""
    height: int
    dots_per_inch: int
    text: bytes
    """CCITT group 4; ink is 1, as Pillow writes it."""
    pictures: tuple[KeptPicture, ...]

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.text) + sum(len(picture.jpeg) for picture in self.pictures)


def shrink_page(image: Image.Image, dots_per_inch: int) -> ShrunkPage | None:
    """Shrink a page of greys or colours; None where it must stay a picture."""
    if dots_per_inch < _LEAST_RESOLUTION or image.mode == "1":
        return None
    if dots_per_inch > RESOLUTION:
        share = RESOLUTION / dots_per_inch
        image = image.resize([max(1, round(side * share)) for side in image.size], Image.Resampling.LANCZOS)
        dots_per_inch = RESOLUTION
    grey = np.asarray(image.convert("L"), np.float32)
    text = _ink_of(grey, dots_per_inch)
    cell = max(8, dots_per_inch // _CELL)
    kept = _grown(_coloured_cells(image, cell) | _shaded_cells(grey, text, cell))
    if kept.mean() > _MOST_PICTURE:
        return None
    boxes = [tuple(min(edge * cell, side) for edge, side in zip(box, image.size * 2, strict=True)) for box in _boxes(kept)]
    pictures = tuple(_kept_picture(image, box) for box in boxes)
    for left, top, right, bottom in boxes:
        text[top:bottom, left:right] = False
    return ShrunkPage(width=image.width, height=image.height, dots_per_inch=dots_per_inch, text=_group_4(text), pictures=pictures)


def shrink_file(path: Path) -> bytes | None:
    """Write a file anew as a PDF, if that is worth it.

    Returns:
        The PDF; None where the file stays as it is: not worth it, or of a kind whose pages are not pictures alone.
    """
    with path.open("rb") as file:
        is_pdf = b"%PDF-" in file.read(1024)
    made = _shrink_pdf(path) if is_pdf else _shrink_image(path)
    return made if made and len(made) <= _WORTH_A_FILE * path.stat().st_size else None


def _shrink_pdf(path: Path) -> bytes | None:
    changed = False
    with pikepdf.open(path) as document:
        if document.is_encrypted or "/AcroForm" in document.Root or document.attachments:
            return None
        for page in document.pages:
            scan = _single_picture(page)
            if scan is None:
                continue
            image, size, box = scan
            shrunk = shrink_page(image, round(72 * image.width / box[0]))
            if shrunk and shrunk.size <= _WORTH_A_PAGE * size:
                _replace(document, page, shrunk, box)
                changed = True
        return _saved(document) if changed else None


def _shrink_image(path: Path) -> bytes | None:
    with Image.open(path, formats=("JPEG", "PNG", "TIFF")) as image, pikepdf.new() as document:
        for index in range(image.n_frames if isinstance(image, TiffImageFile) else 1):
            image.seek(index)
            if image.mode not in {"L", "RGB"}:
                return None
            shrunk = shrink_page(ImageOps.exif_transpose(image), resolution_of(image))
            if shrunk is None:
                return None
            box = (72 * shrunk.width / shrunk.dots_per_inch, 72 * shrunk.height / shrunk.dots_per_inch, 0.0, 0.0)
            _replace(document, document.add_blank_page(page_size=box[:2]), shrunk, box)
        return _saved(document)


def _saved(document: pikepdf.Pdf) -> bytes:
    document.remove_unreferenced_resources()
    out = BytesIO()
    document.save(out, deterministic_id=True, compress_streams=True)
    return out.getvalue()


def _single_picture(page: pikepdf.Page) -> tuple[Image.Image, int, tuple[float, float, float, float]] | None:
    """Picture of a page that is nothing else, its bytes, and its place in points: width, height, left, bottom."""
    if "/Annots" in page.obj:
        return None
    try:
        steps = [(str(step.operator), step.operands) for step in pikepdf.parse_content_stream(page)]
        drawn = [(name, operands) for name, operands in steps if name not in {"q", "Q", "gs"}]
        *places, (last, named) = drawn
        if last != "Do" or not places or any(name != "cm" for name, _ in places):
            return None
        place = pikepdf.Matrix()
        for _, operands in places:
            place = pikepdf.Matrix(operands) @ place
        stream: Any = page.Resources.XObject[str(named[0])]
        straight = not place.b and not place.c and place.a > 0 and place.d > 0
        if not straight or stream.get("/SMask") is not None or stream.get("/Mask") is not None:
            return None
        image: Any = pikepdf.PdfImage(stream).as_pil_image()
    except (pikepdf.PdfError, AttributeError, KeyError, ValueError, NotImplementedError, OSError):
        return None
    if image.mode not in {"L", "RGB"}:
        return None
    return image, len(stream.read_raw_bytes()), (place.a, place.d, place.e, place.f)


def _replace(document: pikepdf.Pdf, page: pikepdf.Page, shrunk: ShrunkPage, box: tuple[float, float, float, float]) -> None:
    """Draw a page anew: its text, then the kept pictures in their places."""
    width, height, left, bottom = box
    text = document.make_stream(
        shrunk.text,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=shrunk.width,
        Height=shrunk.height,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=1,
        Filter=pikepdf.Name.CCITTFaxDecode,
        DecodeParms=pikepdf.Dictionary(K=-1, Columns=shrunk.width, Rows=shrunk.height, BlackIs1=True),
    )
    images = {"/T": text}
    drawing = [f"q {width:.4f} 0 0 {height:.4f} {left:.4f} {bottom:.4f} cm /T Do Q"]
    for number, picture in enumerate(shrunk.pictures):
        x0, y0, x1, y1 = picture.box
        images[f"/P{number}"] = document.make_stream(
            picture.jpeg,
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=x1 - x0,
            Height=y1 - y0,
            ColorSpace=pikepdf.Name.DeviceGray if picture.grey else pikepdf.Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=pikepdf.Name.DCTDecode,
        )
        across, up = width / shrunk.width, height / shrunk.height
        place = f"{(x1 - x0) * across:.4f} 0 0 {(y1 - y0) * up:.4f} {left + x0 * across:.4f} {bottom + (shrunk.height - y1) * up:.4f}"
        drawing.append(f"q {place} cm /P{number} Do Q")
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(images))
    page.obj.Contents = document.make_stream("\n".join(drawing).encode())


def _ink_of(grey: Floats, dots_per_inch: int) -> Mask:
    """Ink: pixels darker than their surroundings allow paper to be."""
    reach = max(4, round(dots_per_inch * _WINDOW / 2))
    mean = _mean_around(grey, reach)
    deviation = np.sqrt(np.maximum(_mean_around(np.square(grey), reach) - np.square(mean), 0))
    ink: Mask = grey < mean * (1 + _SAUVOLA * (deviation / 128 - 1))
    return ink


def _mean_around(values: Floats, reach: int) -> Floats:
    """Mean of the square around each pixel, by a table of sums."""
    padded = np.pad(values.astype(np.float64), ((reach + 1, reach), (reach + 1, reach)), mode="edge")
    sums = padded.cumsum(axis=0).cumsum(axis=1)
    side = 2 * reach + 1
    total = sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
    mean: Floats = (total / side**2).astype(np.float32)
    return mean


def _cells(values: npt.NDArray[Any], cell: int) -> Floats:
    """Mean of each cell; the last ones are filled up with what stands at the edge."""
    height, width = values.shape
    padded = np.pad(values.astype(np.float32), ((0, -height % cell), (0, -width % cell)), mode="edge")
    means: Floats = padded.reshape(padded.shape[0] // cell, cell, padded.shape[1] // cell, cell).mean(axis=(1, 3))
    return means


def _coloured_cells(image: Image.Image, cell: int) -> Mask:
    if image.mode == "L":
        return np.zeros((-(-image.height // cell), -(-image.width // cell)), np.bool_)
    colours = np.asarray(image, np.int16)
    paper = np.percentile(colours[::8, ::8].reshape(-1, 3), 90, axis=0).astype(np.int16)
    balanced = colours - paper + paper.max()
    coloured: Mask = _cells(np.ptp(balanced, axis=2) > _COLOURFUL, cell) > _COLOURED_SHARE
    return coloured


def _shaded_cells(grey: Floats, text: Mask, cell: int) -> Mask:
    """Cells that black and white would show lighter or darker than they are."""
    paper = max(float(np.percentile(grey[::4, ::4], 90)), 1.0)
    black = float(np.percentile(grey[text], 25)) if text.any() else 0.0
    darkness = np.clip((paper - grey) / max(paper - black, 1.0), 0, 1)
    shaded: Mask = np.abs(_cells(darkness, cell) - _cells(text, cell)) > _SHADE
    return shaded


def _grown(cells: Mask) -> Mask:
    """Cells and their neighbours, so that the edge of a stamp is kept too."""
    padded = np.pad(cells, 1)
    height, width = cells.shape
    grown = np.zeros_like(cells)
    for down in range(3):
        for across in range(3):
            grown |= padded[down : down + height, across : across + width]
    return grown


def _boxes(cells: Mask) -> list[tuple[int, int, int, int]]:
    """Rectangles around the connected cells: left, top, right, bottom; those that overlap become one."""
    boxes: list[tuple[int, int, int, int]] = []
    left_over = {(int(row), int(column)) for row, column in np.argwhere(cells)}
    while left_over:
        front, group = [left_over.pop()], []
        while front:
            row, column = front.pop()
            group.append((row, column))
            near = {(row + down, column + across) for down in (-1, 0, 1) for across in (-1, 0, 1)} & left_over
            left_over -= near
            front += near
        rows, columns = zip(*group, strict=True)
        boxes.append((min(columns), min(rows), max(columns) + 1, max(rows) + 1))
    return _merged(boxes)


def _merged(boxes: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    merged: list[tuple[int, int, int, int]] = []
    for box in boxes:
        found = box
        while hit := next((each for each in merged if _overlap(each, found)), None):
            merged.remove(hit)
            found = (min(hit[0], found[0]), min(hit[1], found[1]), max(hit[2], found[2]), max(hit[3], found[3]))
        merged.append(found)
    return sorted(merged)


def _overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _kept_picture(image: Image.Image, box: tuple[int, ...]) -> KeptPicture:
    left, top, right, bottom = box
    out = BytesIO()
    cut = image.crop((left, top, right, bottom))
    cut.save(out, "JPEG", quality=_QUALITY, subsampling=0, optimize=True)
    return KeptPicture(box=(left, top, right, bottom), jpeg=out.getvalue(), grey=cut.mode == "L")


def _group_4(text: Mask) -> bytes:
    """Compress black and white, as one strip of a TIFF has it."""
    out = BytesIO()
    Image.fromarray(~text).save(out, "TIFF", compression="group4", tiffinfo={278: text.shape[0]})
    with Image.open(BytesIO(out.getvalue())) as tiff:
        assert isinstance(tiff, TiffImageFile)  # noqa: S101
        (start,), (length,) = tiff.tag_v2[273], tiff.tag_v2[279]
    return out.getvalue()[start : start + length]
