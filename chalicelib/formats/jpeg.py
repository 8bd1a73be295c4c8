"""Validation of JPEG files (ITU-T T.81) by their markers: size, completeness, orientation; nothing is decoded."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from os import SEEK_END
from typing import TYPE_CHECKING, BinaryIO

from chalicelib.formats.identification import measure
from chalicelib.model.errors import Refusal

if TYPE_CHECKING:
    from chalicelib.model.file_format import Limits

CHUNK = 1 << 18

MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""The next marker within scan data; not a stuffed byte, fill byte or restart marker."""
BASELINE, EXTENDED, PROGRESSIVE = 0xC0, 0xC1, 0xC2
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
EOI, SOS, DNL, APP1, APP2, APP14 = 0xD9, 0xDA, 0xDC, 0xE1, 0xE2, 0xEE
END = bytes((0xFF, EOI))
COEFFICIENTS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Jpeg:
    """Properties of a JPEG, from its markers."""

    width: int
    height: int
    components: int
    """1 grey, 3 colour, 4 CMYK."""
    adobe: bool
    """Whether Adobe software wrote it, whose CMYK is inverted."""
    orientation: int
    """EXIF orientation, 1 to 8; 1 is upright."""
    several: bool
    """Whether further images follow (MPO, CIPA DC-007), as telephones write; they are not part of the first."""
    end: int
    """Offset in the file after the end marker; later bytes are not part of the image."""
    ended: bool
    """Whether it has its end marker; without it, `end` is that of its data, zeros at their end left out (see `jpeg_completeness`)."""


@dataclass(slots=True)
class _Frame:
    """Properties collected while markers are read."""

    width: int = 0
    height: int = 0
    components: int = 0
    adobe: bool = False
    orientation: int = 1
    several: bool = False
    ended: bool = True
    scans: int = 0
    """Bytes of all scan data."""
    coded: dict[int, set[int]] = field(default_factory=dict)
    """Coefficients that have come at full precision, by component."""

    @property
    def is_coded(self) -> bool:
        """Whether every coefficient of every component has come."""
        return len(self.coded) == self.components and all(len(each) == COEFFICIENTS for each in self.coded.values())


def read_jpeg(file: BinaryIO, limits: Limits, *, start: int = 0) -> Jpeg:
    """Read a JPEG from its first to its last marker.

    Args:
        file: holds it.
        limits: of its size.
        start: its offset in the file.

    Raises:
        Refusal: corrupt when it ends before its last scan or holds too little for its size; type for
            the arithmetic, lossless and 12-bit kinds, which no browser shows; dimensions; bomb.
    """
    frame = _Frame()
    file.seek(start + 2)
    while frame.ended and (marker := _next_marker(file)) != EOI:
        segment = _segment(file)
        if marker in FRAMES:
            _read_frame(marker, segment, frame)
        elif marker == DNL and not frame.height:
            frame.height = int.from_bytes(segment[:2], "big")
        elif marker == APP14:
            frame.adobe = segment.startswith(b"Adobe")
        elif marker == APP1 and segment.startswith(b"Exif\x00\x00"):
            frame.orientation = orientation(segment[6:])
        elif marker == APP2 and segment.startswith(b"MPF\x00"):
            frame.several = True
        elif marker == SOS:
            _read_scan(segment, file, frame)
    measure(frame.width, frame.height, limits)
    blocks = -(-frame.width // 8) * -(-frame.height // 8)
    if frame.scans * 8 < blocks:  # every coding takes at least a bit for each block of the first component
        raise Refusal("corrupt", f"{frame.scans} bytes of picture for {frame.width} x {frame.height} pixels")
    return Jpeg(
        width=frame.width,
        height=frame.height,
        components=frame.components,
        adobe=frame.adobe,
        orientation=frame.orientation,
        several=frame.several,
        end=file.tell(),
        ended=frame.ended,
    )


def _read_scan(header: bytes, file: BinaryIO, frame: _Frame) -> None:
    """Note what a scan codes, and move to the marker after it; only the last scan of a whole image may lack that marker."""
    count = header[0] if header else 0
    first, last, precision = header[-3:] if len(header) == 2 * count + 4 else (0, 0, 1)
    for component in header[1 : 2 * count + 1 : 2]:
        frame.coded.setdefault(component, set()).update(range(first, last + 1) if not precision & 0x0F else ())
    start = file.tell()
    try:
        frame.scans += _skip_to_marker(file)
    except Refusal:
        if not frame.is_coded:
            raise
        frame.ended = False
        file.seek(_end_of_data(file, start))
        frame.scans += file.tell() - start


def _end_of_data(file: BinaryIO, start: int) -> int:
    """Offset after the last byte of scan data, without half an end marker and the zeros of an interrupted copy.

    A byte 0xFF of the data is followed by a zero.
    """
    end = file.seek(0, SEEK_END)
    while end > start:
        begin = max(start, end - CHUNK)
        file.seek(begin)
        data = file.read(end - begin)
        kept = data.rstrip(b"\x00")
        if kept.endswith(b"\xff"):
            kept = kept + b"\x00" if len(kept) < len(data) else kept.rstrip(b"\xff")
        if kept:
            return begin + len(kept)
        end = begin
    return end


def _read_frame(marker: int, segment: bytes, frame: _Frame) -> None:
    """Read the size from a frame header; refuse frame types that not every viewer decodes."""
    if marker not in (BASELINE, EXTENDED, PROGRESSIVE) or segment[:1] != b"\x08" or segment[5:6] not in (b"\x01", b"\x03", b"\x04"):
        raise Refusal("variant", f"a JPEG of kind SOF{marker - BASELINE}, {segment[0] if segment else 0} bits")
    frame.height = int.from_bytes(segment[1:3], "big")
    frame.width = int.from_bytes(segment[3:5], "big")
    frame.components = segment[5]


def _next_marker(file: BinaryIO) -> int:
    """The next marker; stray bytes before it are skipped, as in libjpeg."""
    _skip_to_marker(file)
    return file.read(2)[1]


def _segment(file: BinaryIO) -> bytes:
    """Segment of a marker."""
    length = int.from_bytes(file.read(2), "big") - 2
    segment = file.read(max(length, 0))
    if length < 0 or len(segment) < length:
        raise Refusal("corrupt", "a JPEG segment that the file does not hold")
    return segment


def _skip_to_marker(file: BinaryIO) -> int:
    """Move to the next marker; return the number of bytes skipped."""
    start = file.tell()
    position = start
    while chunk := file.read(CHUNK):
        if found := MARKER.search(chunk):
            file.seek(position + found.start())
            return position + found.start() - start
        # A marker may lie across two chunks.
        position += len(chunk) - chunk.endswith(b"\xff") if len(chunk) > 1 else len(chunk)
        file.seek(position)
    raise Refusal("corrupt", "a JPEG that ends before its end marker")


def orientation(exif: bytes) -> int:
    """EXIF orientation, 1 to 8; 1 without one.

    >>> orientation(b"MM" + bytes([0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0]))
    6
    """
    order = "little" if exif.startswith(b"II") else "big"

    def number(at: int, size: int) -> int:
        return int.from_bytes(exif[at : at + size], order)  # type: ignore[arg-type]

    directory = number(4, 4)
    for entry in range(directory + 2, directory + 2 + 12 * min(number(directory, 2), 64), 12):
        if number(entry, 2) == 0x0112:  # noqa: PLR2004 - the tag's number
            found = number(entry + 8, 2)
            return found if found in range(1, 9) else 1
    return 1
