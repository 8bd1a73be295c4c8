"""Decodes text files of which nobody says the encoding, and judges letters by French and Kirundi spelling.

1. UTF-16 is known by its mark, or by its zero bytes. 2. Other lines are UTF-8 where they are valid. 3. The remaining lines are of the
encoding of Windows, of the Macintosh or of DOS in which their words look best. Lines that two
encodings read differently and equally well are named. What another program decoded wrongly can be undone: "Ã‰lie" is "Élie".
"""

import codecs
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

_ENCODINGS: Final = ("windows-1252", "mac_roman", "cp850")
"""Those of Western exports; cp437 has the letters of cp850 and lacks some."""
_MISREADINGS: Final = tuple(
    (meant, taken)
    for meant in ("utf-8", *_ENCODINGS)
    for taken in (*_ENCODINGS, "cp437")
    if meant != taken and meant + taken != "cp850cp437"
)
"""Encoding that a text had, and the one by which another program decoded it."""
_TIMES, _SAMPLE = 3, 500
"""A text is decoded wrongly so often at most; words from which that is judged."""
_FEWEST, _NEARLY_ALL = 3, 0.9
"""Words, and share of the wrong ones, that must become right before an encoding other than UTF-8 is believed to have been misread."""
_ZEROS, _FEWEST_ZEROS = 0.3, 8
"""Share of zeros among every second byte, and their number, from which a file is UTF-16: a heading has eight letters, ’ has no zero."""

_WEIGHTS: Final = dict.fromkeys("éÉ", 4) | dict.fromkeys("àçèêëîïôÀÇÈÊËÎÏÔ’°", 2) | dict.fromkeys("âùûüœÂÙÛÜŒ«»", 1)
"""How much a letter speaks for an encoding: é is by far the most frequent of French, the third row the least."""
_BAD: Final = 4
"""How much a letter that stands in no name speaks against an encoding."""
_DASHES: Final = frozenset("’‘\u2010\u2011\u2012\u2013")
"""Signs that stand within a name."""
_MARKS: Final = frozenset("\u00a0\u202f“”„«»\u2014…°ºª€\u2032")
"""Signs that stand beside words."""
_LATIN: Final = re.compile("[À-ÖØ-öø-ſḀ-ỿ]")
_FOREIGN: Final = frozenset("þÞðÐß")
"""Latin letters that Burundi's names have not, and misread ones often."""
_CLOSE: Final = 0.5
"""An encoding that weighs half of the best one is a rival: it may be the right one."""
_WORD: Final = re.compile(r"(?<![^ \t\r\n;,|\"])[^\x80-\U0010ffff \t\r\n;,|\"]*+[^\x00-\x7f][^ \t\r\n;,|\"]*")
"""A word with a letter that ASCII has not."""
_STRANGE: Final = re.compile(
    r"[à-öø-ſ](?<![àâæçèéêëîïôùûüœÿ])|[À-ÖØ-Þ](?<![ÀÂÆÇÈÉÊËÎÏÔÙÛÜ])"  # letters of other languages
    r"|[àâæçêëîïôùûœ](?=[A-Z])|(?<=[A-Z]{2})[àâæçêëîïôùûœ]|(?<=[A-Z])[éè](?=[A-Z])"  # a small letter among capitals
    r"|(?<!\w)[âêîôûëï](?=\w)|(?<=[aoe])[âô]|â(?=[aeiou])"  # such a letter begins no name, and follows no other vowel
    r"|[àÀùÙ](?=[^\W\d_])|(?<=[aoAO])[æÆ]|[æÆ](?![tTgG])|(?<=[a-z])‘|[çÇ](?![aouAOU’'])"  # « voilà », « où », « Lætitia », « François »
)
"""Letters that no French or Kirundi word has there; they decide no encoding, for a foreign name may have them."""
_LOST: Final = re.compile(r"\?(?=[^\W\d_])|(?<=[^\W\d_])\?|&#?\w{2,8};|\\u[0-9a-fA-F]{4}|=[0-9A-F]{2}=[0-9A-F]{2}")
"""A letter that a program replaced by a question mark, or wrote as HTML, JSON or mail do."""
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MARK: Final = re.compile("^\ufeff+", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A decoded file."""

    text: str
    encoding: str
    """`utf-8`, `utf-16`, `windows-1252`, `mac_roman` or `cp850`; `… and …` where lines differ, `… misread as …` where that was undone."""
    doubtful: frozenset[int] = frozenset()
    """Lines, from 1, that another encoding reads differently and as well."""


def decode(data: bytes) -> Decoded:
    r"""Decode bytes in their most probable encoding, line by line: two exports in one file keep the accents of both.

    >>> decode(b"Sant\xe9\nSant\xc3\xa9").text, decode(b"Sant\x8e;\x83lie").text, decode(b"Sant\x82;\x90lie").text
    ('Santé\nSanté', 'Santé;Élie', 'Santé;Élie')
    """
    wide = _wide(data)
    if wide:
        return _without_marks(Decoded(text=data.decode(wide, errors="replace"), encoding="utf-16"))
    return _without_marks(_decode_lines(data))


def looks_wrong(text: str) -> bool:
    """Say whether a text has letters that stand in no French or Kirundi name, or letters that a program has lost.

    >>> looks_wrong("Ã‰lie"), looks_wrong("Sant?"), looks_wrong("N’KURUNZIZA Élie, née à Gitega")
    (True, True, False)
    """
    if any(mark in text for mark in "?&\\=") and _LOST.search(text):
        return True
    return not text.isascii() and any(map(_is_strange, _WORD.findall(text)))


def _wide(data: bytes) -> str | None:
    """Name the form of UTF-16 that a file has, with or without a mark."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    begun = data[:4096]
    first, second = begun[::2].count(0), begun[1::2].count(0)
    wide = "utf-16-le" if second > first else "utf-16-be"
    if max(first, second) < max(_FEWEST_ZEROS, len(begun) // 2 * _ZEROS) or _CONTROL.search(begun.decode(wide, errors="ignore")):
        return None
    return wide


def _decode_lines(data: bytes) -> Decoded:
    try:
        return Decoded(text=data.decode("utf-8"), encoding="utf-8")
    except UnicodeDecodeError:
        lines = data.splitlines(keepends=True)
    texts = [_utf_8(line) for line in lines]
    others = {number: line for number, line in enumerate(lines) if texts[number] is None}
    best, rivals = _best(others.values())
    used = {best} | {_encoding_of(line, best) for line in others.values()}
    doubtful = set[int]()
    for number, line in others.items():
        encoding = _encoding_of(line, best)
        texts[number] = line.decode(encoding, errors="replace")
        if any(_reads_as_well(line, rival, encoding) for rival in (rivals | used) - {encoding}):
            doubtful.add(number + 1)
    names = [*(["utf-8"] if any(not line.isascii() for number, line in enumerate(lines) if number not in others) else []), *sorted(used)]
    return Decoded(text="".join(text or "" for text in texts), encoding=" and ".join(names), doubtful=frozenset(doubtful))


def _utf_8(line: bytes) -> str | None:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _best(lines: Iterable[bytes]) -> tuple[str, set[str]]:
    """Name the encoding in which the words of some lines look best, and those that look nearly as good."""
    words = {word for line in lines for word in _WORD.findall(line.decode("latin-1"))}
    texts = {each: [_decoded(word.encode("latin-1"), each) for word in words] for each in _ENCODINGS}
    weights = {each: sum(_weight_of(text) - _BAD * _bad(text) for text in texts[each]) for each in _ENCODINGS}
    best = max(_ENCODINGS, key=lambda each: weights[each])
    return best, {each for each in _ENCODINGS if each != best and weights[each] >= weights[best] * _CLOSE}


def _encoding_of(line: bytes, best: str) -> str:
    """Name the encoding of a line: the file's, unless its letters look wrong in it and better in another."""
    if not _bad(_decoded(line, best)):
        return best
    return min((best, *_ENCODINGS), key=lambda each: (_bad(_decoded(line, each)), each != best, -_weight_of(_decoded(line, each))))


def _reads_as_well(line: bytes, rival: str, encoding: str) -> bool:
    text, other = _decoded(line, encoding), _decoded(line, rival)
    return text != other and _bad(other) <= _bad(text) and _weight_of(other) >= _weight_of(text) * _CLOSE


def _decoded(data: bytes, encoding: str) -> str:
    return data.decode(encoding, errors="replace")


def _without_marks(decoded: Decoded) -> Decoded:
    """Take the byte order marks away, of which two exports in one file have two."""
    return replace(decoded, text=_MARK.sub("", decoded.text))


def without_misreadings(decoded: Decoded) -> Decoded:
    r"""Undo what another program decoded wrongly before the file was written.

    >>> without_misreadings(decode("Ã‰lie, décédé".encode())).text
    'Élie, décédé'
    """
    text, encoding = decoded.text, decoded.encoding
    for _ in range(_TIMES):
        wrong = sorted({word for word in _WORD.findall(text) if _judge(word)[0]})[:_SAMPLE]
        undone = {each: [better for word in wrong if (better := _undone(word, *each)) is not None] for each in _MISREADINGS}
        meant, taken = misreading = max(_MISREADINGS, key=lambda each: (len(undone[each]), sum(map(_weight_of, undone[each]))))
        if len(undone[misreading]) < (1 if meant == "utf-8" else max(_FEWEST, len(wrong) * _NEARLY_ALL)):
            break
        text = _WORD.sub(lambda found: _undone(found[0], *misreading) or found[0], text)  # noqa: B023 - called at once
        encoding = f"{meant} misread as {taken}"
    return replace(decoded, text=text, encoding=encoding)


@lru_cache(maxsize=65536)
def _undone(word: str, meant: str, taken: str) -> str | None:
    """Undo a wrong decoding of a word; None where the result does not look better."""
    try:
        undone = b"".join(_byte(letter, taken) for letter in word).decode(meant)
    except UnicodeError:
        return None
    (bad, weight), (bad_before, weight_before) = _judge(undone), _judge(word)
    if meant == "utf-8":  # few words are UTF-8 by chance
        return undone if undone != word and bad <= bad_before else None
    return undone if undone != word and not bad and (bad_before or weight >= weight_before) else None


def _byte(letter: str, encoding: str) -> bytes:
    """Encode a letter; Windows reads the bytes that Windows-1252 leaves undefined as control characters."""
    try:
        return letter.encode(encoding)
    except UnicodeEncodeError:
        if encoding != "windows-1252":
            raise
        return letter.encode("latin-1")


@lru_cache(maxsize=65536)
def _is_strange(word: str) -> bool:
    return _judge(word)[0] > 0 or _STRANGE.search(unicodedata.normalize("NFC", word)) is not None


def _bad(text: str) -> int:
    return sum(_judge(word)[0] for word in _WORD.findall(text))


def _weight_of(text: str) -> int:
    return sum(_judge(word)[1] for word in _WORD.findall(text))


@lru_cache(maxsize=65536)
def _judge(word: str) -> tuple[int, int]:
    """Count the letters of a word that look wrong, and weigh those that look right."""
    word = unicodedata.normalize("NFC", word)
    bad = weight = 0
    for place, letter in enumerate(word):
        if letter.isascii():
            continue
        before, after = word[place - 1 : place], word[place + 1 : place + 2]
        if _is_bad(before, letter, after):
            bad += 1
        elif letter != "’" or (before.isalpha() and after.isalpha()):
            weight += _WEIGHTS.get(letter, 0)
    return bad, weight


def _is_bad(before: str, letter: str, after: str) -> bool:
    """Say whether a letter stands in no name, or not between these two."""
    inside = before.isalpha() and after.isalpha()
    if letter in _DASHES or unicodedata.combining(letter):
        return False
    if letter in _MARKS:
        return inside or (letter in "…€“„" and (before.isalpha() or after.isalpha()))
    if not _LATIN.fullmatch(letter) or letter in _FOREIGN:
        return True
    if letter == "Ã":  # begins most letters of UTF-8 that was read as Windows-1252; a name has it in JOÃO and MÃE alone
        return after not in tuple("OE")
    if letter == "Â":
        return not after.isalpha()
    return letter.isupper() and before.isalpha() and (before.islower() or after.islower())
