"""Validation of PNG files (ISO/IEC 15948): size, checksums, completeness; data are decompressed in blocks and discarded."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from chalicelib.formats.identification import measure
from chalicelib.model.errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chalicelib.model.file_format import Limits

CHUNK = 1 << 18

SIGNATURE = b"\x89PNG\r\n\x1a\n"
SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""Adam7: first column and row, step across and down."""
PALETTE = 3
LARGEST_PALETTE = 768
COMPRESSED_TEXT = (b"zTXt", b"iTXt", b"iCCP")
LARGEST_TEXT = 1 << 24
SLACK = 1 << 16
"""Surplus bytes that are tolerated, as libpng does with a warning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Png:
    """Properties of a PNG, from its header."""

    width: int
    height: int
    depth: int
    """Bits per sample."""
    colour: int
    """0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGB with alpha."""
    interlaced: bool
    palette: bytes
    data: tuple[tuple[int, int], ...]
    """Offset and length of each IDAT chunk's data."""

    @property
    def has_alpha(self) -> bool:
        """Whether it has an alpha channel."""
        return self.colour in (4, 6)


def read_png(file: BinaryIO, limits: Limits) -> Png:
    """Read all chunks, check their checksums, and decompress the image data to check that they are complete.

    Raises:
        Refusal: corrupt, dimensions or bomb.
    """
    if file.read(8) != SIGNATURE:
        raise Refusal("corrupt", "a PNG signature that was changed on the way")
    header: Png | None = None
    palette = b""
    data: list[tuple[int, int]] = []
    picture: _ImageData | None = None
    for name, start, length in _chunks(file):
        if name == b"IHDR":
            header = _header(file.read(min(length, 14)), limits)
            picture = _ImageData(expected=unpacked_size(header))
        elif header is None or picture is None:
            raise Refusal("corrupt", "a PNG without a header")
        elif name == b"PLTE":
            palette = file.read(min(length, LARGEST_PALETTE))
        elif name == b"IDAT":
            picture.add(file, length)
            data.append((start, length))
        elif name in COMPRESSED_TEXT:
            _weigh_text(name, file.read(min(length, CHUNK)))
        elif name == b"IEND":
            picture.close()
            if header.colour == PALETTE and not palette:
                raise Refusal("corrupt", "a PNG without its palette")
            return _with_data(header, palette, data)
    raise Refusal("corrupt", "a PNG without its end")


def _chunks(file: BinaryIO) -> Iterator[tuple[bytes, int, int]]:
    """Name, offset and length of each chunk with a correct checksum; ancillary chunks with a wrong one are skipped."""
    while True:
        head = file.read(8)
        start = file.tell()
        length, name = int.from_bytes(head[:4], "big"), head[4:]
        check, left = zlib.crc32(name), length
        while left and (piece := file.read(min(left, CHUNK))):
            check = zlib.crc32(piece, check)
            left -= len(piece)
        stored = file.read(4)
        if len(head) + len(stored) < 12 or left:  # noqa: PLR2004 - a chunk's frame
            raise Refusal("corrupt", "a PNG that ends before its end")
        if stored != check.to_bytes(4, "big"):
            if name[:1].isupper():
                raise Refusal("corrupt", "a PNG chunk whose check sum is wrong")
            continue
        after = file.tell()
        file.seek(start)
        yield name, start, length
        file.seek(after)


def _header(data: bytes, limits: Limits) -> Png:
    """Parse IHDR, and check the size before anything is decompressed."""
    if len(data) != 13:  # noqa: PLR2004 - its length
        raise Refusal("corrupt", "a PNG header of the wrong length")
    width, height = int.from_bytes(data[:4], "big"), int.from_bytes(data[4:8], "big")
    depth, colour, method, filters, interlace = data[8:]
    if depth not in DEPTHS.get(colour, ()) or method or filters or interlace > 1:
        raise Refusal("corrupt", "a PNG header that says nothing possible")
    measure(width, height, limits)
    return Png(width=width, height=height, depth=depth, colour=colour, interlaced=bool(interlace), palette=b"", data=())


def _with_data(header: Png, palette: bytes, data: list[tuple[int, int]]) -> Png:
    return Png(
        width=header.width,
        height=header.height,
        depth=header.depth,
        colour=header.colour,
        interlaced=header.interlaced,
        palette=palette,
        data=tuple(data),
    )


def unpacked_size(png: Png) -> int:
    """Bytes of all rows after decompression, each with its filter byte."""
    bits = SAMPLES[png.colour] * png.depth
    passes = PASSES if png.interlaced else ((0, 0, 1, 1),)
    total = 0
    for left, top, across, down in passes:
        columns, rows = -(-(png.width - left) // across), -(-(png.height - top) // down)
        if columns > 0 and rows > 0:
            total += rows * (1 + -(-columns * bits // 8))
    return total


class _ImageData:
    """Decompresses image data in blocks, and keeps only their size."""

    def __init__(self, *, expected: int) -> None:
        """Set the expected size in bytes."""
        self._expected = expected
        self._seen = 0
        self._unpacker = zlib.decompressobj()

    def add(self, file: BinaryIO, length: int) -> None:
        """Decompress one chunk."""
        while length and not self._unpacker.eof:
            piece = file.read(min(length, CHUNK))
            length -= len(piece)
            while piece:
                self._seen += len(self._unpack(piece))
                if self._seen > self._expected + SLACK:
                    raise Refusal("bomb", f"a PNG of more than the {self._expected} bytes that its size makes")
                piece = self._unpacker.unconsumed_tail

    def _unpack(self, piece: bytes) -> bytes:
        try:
            return self._unpacker.decompress(piece, CHUNK)
        except zlib.error as error:
            raise Refusal("corrupt", "a PNG whose data cannot be unpacked") from error

    def close(self) -> None:
        """Refuse incomplete image data."""
        while last := self._unpack(b""):
            self._seen += len(last)
        if self._seen < self._expected:
            raise Refusal("corrupt", f"{self._seen} of {self._expected} bytes of a PNG")


def _weigh_text(name: bytes, data: bytes) -> None:
    """Refuse a compressed text or colour profile that expands beyond `LARGEST_TEXT`."""
    packed = data.split(b"\x00", 3)[-1] if name == b"iTXt" else data.partition(b"\x00")[2][1:]
    unpacker = zlib.decompressobj()
    try:
        unpacker.decompress(packed, LARGEST_TEXT)
    except zlib.error:
        return  # viewers ignore a text or profile that cannot be decompressed
    if unpacker.unconsumed_tail:
        raise Refusal("bomb", "a PNG text or profile that unpacks without end")
