"""Compares the names of people, and makes the keys under which a name is found although it is misspelt.

Accents, case, hyphens and the order of names do not count. A letter misread or mistyped is forgiven in a word of five letters and more.
"""

import itertools
import re
from collections.abc import Iterable
from functools import lru_cache

from chalicelib.model.identifiers import fold
from chalicelib.model.servant import Servant
from chalicelib.text.letters import deletions, distance, in_capitals

MARRIAGE = frozenset({"NEE", "EP", "EPSE", "EPOUSE", "VEUVE", "VVE"})
"""Words between a maiden name and a married one."""
PARTICLES = MARRIAGE | {"DE", "DU", "DES", "LA", "LE", "LES", "NE", "MME", "MLLE", "MR"}
"""Words that stand between names and are none.

They are no list of analysis/linkage/vocabulary.toml: the register indexes every servant with them, in functions that read no text.
"""
SHORTEST = 2
"""Letters of the shortest word that is indexed."""
_ONE_SLIP, _TWO_SLIPS = 5, 11
"""Letters from which one slip is forgiven, and from which two are."""
_LIKE_LETTERS = str.maketrans("01568", "OISGB")
_SOUND_ALIKE = str.maketrans({"L": "R", "Z": "S", "X": "S", "V": "B", "K": "C", "Q": "C", "W": "U", "Y": "I", "H": None})
_LENGTHS = (7, 5)
"""Letters of the beginnings, by sound, under which a word is indexed: for whole words, and for words half typed."""
_LETTER = re.compile(r"[A-Z]+")
_TWICE = re.compile(r"(.)\1+")


def words_of(text: str) -> tuple[str, ...]:
    """List the words of a name, each once, without particles.

    >>> words_of("Ndayisenga  épouse N'Kurunziza Jean-Marie")
    ('NDAYISENGA', 'NKURUNZIZA', 'JEAN', 'MARIE')
    """
    said = _LETTER.findall(re.sub(r"(?<=\b[A-Z])['\u2019](?=[A-Z])", "", in_capitals(text)))
    return tuple(dict.fromkeys(word for word in said if len(word) >= SHORTEST and word not in PARTICLES))


@lru_cache(maxsize=65536)
def alike(one: str, other: str) -> bool:
    """Say whether two words, in capitals, may be one, misread or mistyped.

    >>> alike("NDAYISENGA", "NDAY1SENCA"), alike("JEAN", "LEAN"), alike("MARIE", "MARIA")
    (True, False, True)
    """
    if one == other:
        return True
    one, other = one.translate(_LIKE_LETTERS), other.translate(_LIKE_LETTERS)
    length = min(len(one), len(other))
    slips = 2 if length >= _TWO_SLIPS else 1 if length >= _ONE_SLIP else 0
    if slips == 0 or abs(len(one) - len(other)) > slips or not _shares_part(one, other, slips):
        return one == other
    return distance(one, other, slips) <= slips


def _shares_part(one: str, other: str, slips: int) -> bool:
    """Say whether one of the parts of a word stands in the other; the word is cut in two parts more than there are slips.

    Two exchanged letters may change two parts. This spares most pairs the count of slips.
    """
    parts = slips + 2
    cuts = [len(one) * each // parts for each in range(parts + 1)]
    return any(one[begin:end] in other for begin, end in itertools.pairwise(cuts))


def sound(word: str) -> str:
    """Write a word by its sound, so that spellings which sound alike in Kirundi and French are one.

    >>> sound("Ndayishimiye") == sound("NDAISIMIE"), sound("Gérard") == sound("GELARD")
    (True, True)
    """
    heard = in_capitals(word).translate(_LIKE_LETTERS).translate(_SOUND_ALIKE)
    return _TWICE.sub(r"\1", heard) or in_capitals(word)


def spellings_of(word: str) -> frozenset[str]:
    """Give the keys under which a word of the roster is indexed.

    Two words one slip apart share a key: the word without one letter (Garbe's symmetric delete, 2012).

    >>> spellings_of("NIYONKURU") & spellings_asked("NIYOMKURU") != set()
    True
    """
    heard = sound(word)
    return frozenset(key for length in _LENGTHS for key in _lacking(heard[:length], length))


def spellings_asked(word: str) -> frozenset[str]:
    """Give the keys to look up when a reader has typed a word, or only its beginning."""
    heard = sound(word)
    length = next((each for each in _LENGTHS if len(heard) >= each), _LENGTHS[-1])
    return frozenset(_lacking(heard[:length], length))


def nearness(asked: str, word: str) -> int:
    """Count the slips, at most three, between what a reader typed and a word or its beginning: 0 is nearest.

    >>> nearness("NIYON", "NIYONKURU"), nearness("NIZON", "NIYONKURU"), nearness("MUGABO", "NIYONKURU")
    (0, 1, 4)
    """
    heard, whole = sound(asked), sound(word)
    beginnings = {whole[: len(heard) + more] for more in (-1, 0, 1)} | {whole}
    return min(distance(heard, each, 3) for each in beginnings)


def _lacking(word: str, length: int) -> Iterable[str]:
    return (f"{length}#{each}" for each in deletions(word))


def headings_of(servant: Servant) -> tuple[str, ...]:
    """List the headings under which the register finds a servant: each word of the name followed by the others, and the folded matricule.

    >>> headings_of(Servant(matricule="12345", name="NIYO", first_names="Ève"))
    ('NIYO EVE', 'EVE NIYO', '12345')
    """
    words = tuple(dict.fromkeys((*words_of(servant.name), *words_of(servant.first_names))))
    names = (" ".join((word, *(other for other in words if other != word))) for word in words)
    return (*names, fold(servant.matricule))
