"""Damage of a transfer in text mode: line ends or high bits of binary data were rewritten on the way (FTP in ASCII mode, an e-mail).

Compressed data hold every byte value and every pair of values. A file in which one of them never occurs, where it should many times,
was rewritten. Each test asks for evidence that chance gives less than once in 60,000 such files.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, BinaryIO

from chalicelib.model.errors import Refusal

if TYPE_CHECKING:
    from chalicelib.model.file_format import FileKind

FIRST_LOOK, LOOKED_AT = 1 << 18, 1 << 24
"""Bytes from the start of the file that are examined: of every file, and of one that looks rewritten."""
LONE_LF = re.compile(rb"(?<!\r)\n")
STREAM = re.compile(rb"stream[\r\n]{1,3}(.*?)\r?\r?\n?endstream", re.DOTALL)
LENGTH = re.compile(rb"/Length\s+(\d{1,9})\b(?!\s+\d+\s+R)(?:(?!endobj|stream).){0,2048}?>>\s*stream(?:\r\n|\n|\r)", re.DOTALL)
ENDSTREAM = re.compile(rb"(?:\r\n|\r|\n)?endstream")
CONTROLS = bytes({*range(32)} - {*b"\t\n\x0c\r\x1b"})
"""Control characters that texts do not hold."""
LEAST_BYTES, LEAST_VALUES, LEAST_CONTROLS = 64, 48, 0.01
"""Bytes, values and share of control characters from which data count as binary."""
LEAST_LINES = 2
"""Line ends in binary data that all begin with CR: by chance, 1 of 256 does."""
LEAST_HIGH = 32
LEAST_OF_EACH = 8
"""Occurrences of every other value, where one is absent."""
LEAST_PAIRS = 12
"""Expected occurrences of CR LF, where there is none."""

REWRITTEN_HEADS = (
    b"\x7fX\x7f",  # JPEG, 7 bits
    b"\xc3\xbf\xc3\x98\xc3\xbf",  # JPEG, as UTF-8
    b"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd",  # JPEG, as UTF-8 with replacement characters
    b"\tPNG",
    b"\xc2\x89PNG",
    b"\xef\xbf\xbdPNG",
    b"?PNG",
    b"???",
)
"""Beginnings of images whose signature was rewritten."""


def check_transfer(file: BinaryIO, kind: FileKind) -> None:
    """Refuse a file that was rewritten as a text: an image, or a PDF by its compressed streams.

    Raises:
        Refusal: corrupt.
    """
    file.seek(0)
    data = file.read(FIRST_LOOK)
    if not _looks_rewritten(data):
        return
    data += file.read(LOOKED_AT - FIRST_LOOK)
    if _looks_rewritten(data):
        streams = (found[1] for found in STREAM.finditer(data)) if kind == "pdf" else (data,)
        binary = b"".join(stream for stream in streams if _is_binary(stream))
        if _is_binary(binary) and (damage := _damage(binary)):
            raise Refusal("corrupt", damage)


def check_stream_lengths(file: BinaryIO) -> None:
    """Refuse a PDF with a binary stream that is longer or shorter than its dictionary says: bytes were added or lost.

    To be called where the cross-reference table is wrong too: some programs write wrong lengths into whole files.

    Raises:
        Refusal: corrupt.
    """
    file.seek(0)
    data = file.read(LOOKED_AT)
    for found in LENGTH.finditer(data):
        start, length = found.end(), int(found[1])
        if ENDSTREAM.match(data, start + length):
            continue
        end = data.find(b"endstream", start)
        if end >= 0 and _is_binary(data[start:end]):
            raise Refusal("corrupt", f"a stream of {length} bytes that has {end - start}")


def _looks_rewritten(data: bytes) -> bool:
    """Whether something that nearly every binary file holds is absent."""
    return b"\r" not in data or b"\n" not in data or not LONE_LF.search(data) or data.isascii() or _is_utf8(data) or _lost_pairs(data)


def _is_binary(data: bytes) -> bool:
    controls = len(data) - len(data.translate(None, CONTROLS))
    return len(data) >= LEAST_BYTES and controls >= LEAST_CONTROLS * len(data) and len(set(data)) >= LEAST_VALUES


def _damage(data: bytes) -> str | None:
    """What was done to binary data; None where they look untouched."""
    ends, pairs = data.count(b"\n"), data.count(b"\r\n")
    if ends == pairs >= LEAST_LINES:
        return "every line feed follows a carriage return: sent in text mode"
    if data.isascii():
        return "no byte above 127: sent over 7 bits"
    if _is_utf8(data):
        return "bytes above 127 are UTF-8: saved as a text"
    counts = Counter(data)
    usual = min(counts[value] for value in range(256) if value not in b"\r\n")
    if usual >= LEAST_OF_EACH and not (counts[0x0D] and counts[0x0A]):
        return "no carriage return, or no line feed: sent in text mode"
    return "no carriage return before a line feed: sent in text mode" if _lost_pairs(data) else None


def _is_utf8(data: bytes) -> bool:
    """Whether there are many bytes above 127, and all are UTF-8, up to a character that the end may cut."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        if error.start < len(data) - 3:
            return False
        text = data[: error.start].decode()
    return len(data) - len(text) >= LEAST_HIGH


def _lost_pairs(data: bytes) -> bool:
    """Whether CR never stands before LF, though both are frequent enough."""
    return data.count(b"\n") * data.count(b"\r") >= LEAST_PAIRS * len(data) and b"\r\n" not in data
