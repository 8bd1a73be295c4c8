"""Validation of TIFF 6.0 files by their directories: pages, sizes, completeness; nothing is decoded."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Literal

from chalicelib.formats.identification import measure
from chalicelib.formats.jpeg import read_jpeg
from chalicelib.model.errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chalicelib.model.file_format import Limits

WIDTH, HEIGHT, BITS, COMPRESSION, PHOTOMETRIC = 256, 257, 258, 259, 262
STRIP_OFFSETS, SAMPLES, ROWS_PER_STRIP, STRIP_COUNTS, PLANAR = 273, 277, 278, 279, 284
TILE_WIDTH, TILE_HEIGHT, TILE_OFFSETS, TILE_COUNTS = 322, 323, 324, 325
WANTED = frozenset((WIDTH, HEIGHT, BITS, COMPRESSION, PHOTOMETRIC, STRIP_OFFSETS, SAMPLES, ROWS_PER_STRIP, STRIP_COUNTS, PLANAR))
WANTED |= {TILE_WIDTH, TILE_HEIGHT, TILE_OFFSETS, TILE_COUNTS}
WHOLE_JPEG = 513
"""JPEGInterchangeFormat: offset of a whole JPEG, in a page of compression 6."""
WANTED |= {WHOLE_JPEG}

WIDTHS = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
"""Size of a value, by type."""
CODES = {1: "B", 3: "H", 4: "I"}
"""`array` type codes of BYTE, SHORT and LONG, the types of all tags that are read."""

PLAIN, GROUP3, GROUP4, LZW, OLD_JPEG, JPEG, DEFLATE, OLD_DEFLATE, PACKBITS = 1, 3, 4, 5, 6, 7, 8, 32946, 32773
LARGEST_GAIN = {PLAIN: 1, 2: 2560, GROUP3: 2560 * 8, GROUP4: 10_000 * 8, LZW: 4096, JPEG: 3072, PACKBITS: 64}
LARGEST_GAIN |= {DEFLATE: 1032, OLD_DEFLATE: 1032}
"""Accepted compressions but `OLD_JPEG`, each with its largest expansion; a page that claims more is refused."""
BIT_DEPTHS = (1, 2, 4, 8, 16)
MOST_SAMPLES = 8
MOST_PIECES = 1 << 20
"""Strips or tiles per page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiff:
    """Properties of a TIFF, from its directories."""

    pages: int
    old_jpegs: tuple[int, ...]
    """Offset of each page's JPEG, where all pages are of compression 6 (TIFF 6.0, section 22), which few readers decode."""


@dataclass(frozen=True, slots=True)
class _File:
    """An open TIFF."""

    stream: BinaryIO
    size: int
    order: Literal["little", "big"]

    def bytes_at(self, offset: int, length: int) -> bytes:
        if offset < 0 or offset + length > self.size:
            raise Refusal("corrupt", "a TIFF that points beyond its end")
        self.stream.seek(offset)
        return self.stream.read(length)

    def number_at(self, offset: int, width: int) -> int:
        return int.from_bytes(self.bytes_at(offset, width), self.order)


def read_tiff(stream: BinaryIO, size: int, limits: Limits) -> Tiff:
    """Follow the chain of directories and check each page.

    Every directory of the chain counts as a page, a thumbnail too: Textract and pdfium count it so.

    Raises:
        Refusal: type for BigTIFF, for compressions that common readers lack, and for pages of compression 6 that are no whole JPEG
            or stand beside others; corrupt for pages that lie beyond the end and for a circular chain; pages, dimensions, bomb.
    """
    head = stream.read(4)
    if b"+" in head:
        raise Refusal("variant", "a BigTIFF, which Textract does not list")
    file = _File(stream, size, "little" if head.startswith(b"II") else "big")
    seen: set[int] = set()
    old_jpegs: list[int] = []
    offset = file.number_at(4, 4)
    while offset:
        if offset in seen:
            raise Refusal("corrupt", "a TIFF whose directories go round in a circle")
        seen.add(offset)
        if len(seen) > limits.pages:
            raise Refusal("pages", f"more than {limits.pages}")
        entries = file.number_at(offset, 2)
        tags = _directory(file, offset + 2, entries)
        if tags.get(COMPRESSION) and tags[COMPRESSION][0] == OLD_JPEG:
            old_jpegs.append(_find_jpeg(tags, file, limits))
        else:
            _check_page(tags, file, limits)
        offset = file.number_at(offset + 2 + 12 * entries, 4)
    if not seen:
        raise Refusal("corrupt", "a TIFF without a page")
    if old_jpegs and len(old_jpegs) < len(seen):
        raise Refusal("variant", "a TIFF with pages of compression 6 beside others")
    return Tiff(pages=len(seen), old_jpegs=tuple(old_jpegs))


def _find_jpeg(tags: Mapping[int, array[int]], file: _File, limits: Limits) -> int:
    """Offset of the whole JPEG that a page of compression 6 holds: where its tag says, or its only strip."""
    strips = tags.get(STRIP_OFFSETS, array("I"))
    for offset in map(int, (*tags.get(WHOLE_JPEG, ()), *strips[:1])):
        if file.bytes_at(offset, 2) != b"\xff\xd8":
            continue
        jpeg = read_jpeg(file.stream, limits, start=offset)
        if jpeg.ended and [jpeg.width, jpeg.height] == [tags[side][0] for side in (WIDTH, HEIGHT) if tags.get(side)]:
            return offset
    raise Refusal("variant", "a TIFF of compression 6 that is no whole JPEG")


def _directory(file: _File, offset: int, entries: int) -> Mapping[int, array[int]]:
    """Values of the wanted tags; of a repeated tag the first counts, as in libtiff."""
    table = file.bytes_at(offset, 12 * entries)
    values: dict[int, array[int]] = {}
    for at in range(0, len(table), 12):
        tag, kind, count = (int.from_bytes(table[at + a : at + b], file.order) for a, b in ((0, 2), (2, 4), (4, 8)))
        inline = table[at + 8 : at + 12]
        start, length = int.from_bytes(inline, file.order), WIDTHS.get(kind, 0) * count
        if length > len(inline) and start + length > file.size:
            raise Refusal("corrupt", f"TIFF tag {tag} lies beyond the end")
        if tag not in WANTED or tag in values:
            continue
        if kind not in CODES or count > MOST_PIECES:
            raise Refusal("corrupt", f"TIFF tag {tag} of type {kind}, {count} values")
        data = inline[:length] if length <= len(inline) else file.bytes_at(start, length)
        values[tag] = _numbers(data, kind, file.order)
    return values


def _numbers(data: bytes, kind: int, order: Literal["little", "big"]) -> array[int]:
    """Numbers of a tag.

    >>> list(_numbers(bytes([0, 1, 0, 2]), 3, "big"))
    [1, 2]
    """
    numbers = array(CODES[kind], data)
    if order != "little":  # x86-64 and arm64 are little-endian
        numbers.byteswap()
    return numbers


def _check_page(tags: Mapping[int, array[int]], file: _File, limits: Limits) -> None:
    """Refuse a page that cannot be shown completely."""

    def first(tag: int, default: int) -> int:
        return tags[tag][0] if tags.get(tag) else default

    width, height = first(WIDTH, 0), first(HEIGHT, 0)
    measure(width, height, limits)
    samples, bits, compression = first(SAMPLES, 1), first(BITS, 1), first(COMPRESSION, PLAIN)
    if compression not in LARGEST_GAIN or bits not in BIT_DEPTHS or not 1 <= samples <= MOST_SAMPLES:
        raise Refusal("variant", f"a TIFF of compression {compression}, {samples} samples of {bits} bits")
    tiled = TILE_OFFSETS in tags
    across, down = (first(TILE_WIDTH, 0), first(TILE_HEIGHT, 0)) if tiled else (width, min(first(ROWS_PER_STRIP, height), height))
    if across < 1 or down < 1:
        raise Refusal("corrupt", "a TIFF whose strips or tiles have no size")
    planes = samples if first(PLANAR, 1) == 2 else 1  # noqa: PLR2004 - each sample in a plane of its own
    pieces = -(-width // across) * -(-height // down) * planes
    stored = _stored_bytes(tags, file, tiled=tiled, pieces=pieces, plain=compression == PLAIN)
    needed = height * planes * -(-width * samples * bits // (8 * planes))
    if stored * LARGEST_GAIN[compression] < needed:
        raise Refusal("corrupt", f"{stored} bytes of picture for {width} x {height} pixels")


def _stored_bytes(tags: Mapping[int, array[int]], file: _File, *, tiled: bool, pieces: int, plain: bool) -> int:
    """Bytes of a page's strips or tiles; each must lie within the file."""
    offsets = tags.get(TILE_OFFSETS if tiled else STRIP_OFFSETS, array("I"))
    counts = tags.get(TILE_COUNTS if tiled else STRIP_COUNTS, array("I"))
    if len(offsets) < pieces:
        raise Refusal("corrupt", f"{len(offsets)} of a TIFF page's {pieces} strips or tiles")
    if not counts and (plain or pieces == 1):  # old writers omit the counts: the data extend from the offset to the end
        return file.size - min(offsets[:pieces])
    if len(counts) < pieces or any(start + count > file.size for start, count in zip(offsets[:pieces], counts[:pieces], strict=True)):
        raise Refusal("corrupt", "a TIFF page that lies beyond the end of the file")
    return sum(counts[:pieces])
