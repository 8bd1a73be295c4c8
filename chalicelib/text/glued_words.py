"""Cuts words that a text layer or OCR has glued together: « MonsieurHAKIZIMANAPascal », « matricule654.321 », « du7août1996 ».

A word is cut where its case changes, where letters meet figures, and around words of the language that never are part of another.
What is one word by custom stays one: « McDonald », « n°12bis », « 610/558 », grades as « A2 », codes as « CTR00123 ».
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from chalicelib.model.transcript import TextLine, Word
from chalicelib.text.months import MONTHS, PLAIN_MONTHS
from chalicelib.text.number_words import NUMBER_WORDS

_SMALL, _LARGE, _ANY = "[a-zß-öø-ÿœ]", "[A-ZÀ-ÖØ-ÞŒ]", r"[^\W\d_]"
_CAPITAL: Final = "[A-HJ-ZÀ-ÖØ-ÞŒ]"
"""Behind a small letter « I » is more often an « l » misread: « rempIacement »."""
_MONTH: Final = "(?:" + "|".join(dict.fromkeys((*MONTHS, *PLAIN_MONTHS))) + ")"
_NUMERAL: Final = "(?:" + "|".join(word for word in NUMBER_WORDS if len(word) > len("un")) + ")"
_TITLE: Final = "(?:Monsieur|Madame|Mademoiselle|Mme|Mlle)"
_BEFORE_NUMBER: Final = "(?:le|la|du|des?|aux?|en|est|né|née|matricule|matric|matr|mat|mle|article|art|échelon|echelon|grade|page)"
"""In capitals too, where other letters before figures are a code."""
_OF_NUMBER: Final = rf"(?:bis|ter|quater|er|[èe]re|[èe]me|nde?|h|mn|kg|km|ha|dpi|fbu|bif|frs?)(?!{_ANY})"
"""What belongs to the number before it."""
_BEHIND_NAME: Final = rf"(?:est|née?|et|de|du|dont|qui|matricule|portant|en|au)(?!{_SMALL})"
"""Small words behind a surname in capitals."""
_PREFIXES: Final = ("Mac", "Le", "La", "De", "Du", "Des", "Van", "Von", "Di", "Da", "Del", "Dos", "San", "Ben")
_NO_PREFIX: Final = "".join(rf"(?<!\b{each})" for each in _PREFIXES)
"""A surname may have a second capital behind these: « MacDonald », « LeBlanc »."""
_SIGNS: Final = ".,;:()«»\"'\u2019-"
_SHORTEST: Final = 8
"""Letters from which a word of one case may hide another."""

_SPACED: Final = re.compile(rf"(?<![^\W_])(?:{_ANY} ){{3,}}{_ANY}(?![^\W_])|(?<![\d.])(?:\d(?: |\. | \. )){{4,}}\d(?!\d)")
"""Letters, and figures, each of which stands alone: in the boxes of a form, or spaced for emphasis."""

_Rules = tuple[re.Pattern[str], ...]


def _rules(*patterns: str, any_case: bool = False) -> _Rules:
    """Compile patterns: a blank is put behind what each matches."""
    return tuple(re.compile(pattern, re.IGNORECASE if any_case else 0) for pattern in patterns)


_STOPS: Final = _rules(rf"[,;:!?](?={_ANY}{{2}})", rf"\)(?={_LARGE}{_ANY})", rf"{_ANY}[,;:](?=\d)")
_WORDS: Final = _rules(
    rf"\b(?:monsieur|madame|mademoiselle)(?={_ANY}{{3}})",
    r"\b(?:r[ée]publique|minist[èe]re|province|commune)(?=d[eu])",
    r"\bfait(?=à)|\b(?:fils|fille|épouse|veuve)(?=d[eu'\u2019])|\bl['\u2019]an(?=mil)",
    rf"\b(?:le|{_NUMERAL})(?=(?:{_NUMERAL})+\b)",
    rf"{_ANY}{{3}}(?=matricule(?!{_ANY})|n°|née?(?:le|à|en)\d)",
    rf"\bnée?(?=(?:le|à|en|vers)(?:\d|{_LARGE}|$))",
    any_case=True,
)
_FIGURES: Final = _rules(
    rf"\d(?=(?:du|le|au)\d|{_MONTH})",
    rf"\der(?={_MONTH})",
    rf"\b(?:{_BEFORE_NUMBER}|{_MONTH})\.?(?=\d(?:er|[\d\W]|$))",
    any_case=True,
) + _rules(
    rf"{_SMALL}{{3}}\.?(?=\d{{2}})",
    rf"{_LARGE}{{4}}(?=(?:19|20)\d\d(?!\d))",
    rf"\d[\d./\-]{{2,}}\d(?=(?!{_OF_NUMBER})(?:{_SMALL}{{2}}|à|{_LARGE}{_SMALL}{{2}}))",
)
_ABBREVIATED: Final = _rules(
    rf"\b(?:M|MM|Mr|Mme|Mlle|Dr|Me|Pr|Mgr)\.(?={_LARGE}{_ANY})",
    rf"(?:{_SMALL}{{2}}|\d)\.(?={_LARGE}{_SMALL}{{2}})",
)
_CASES: Final = _rules(
    rf"^[àÀ](?={_LARGE}{_ANY}{{2}})",
    rf"{_SMALL}{{2}}(?={_TITLE}(?!{_SMALL}))",
    rf"{_SMALL}{{2}}{_NO_PREFIX}(?={_LARGE}{{3}})",
    rf"\b(?!d[eu]|l[ea]|v[ao]n){_SMALL}{{2,}}(?={_CAPITAL}{_SMALL}{{2}})",
    rf"{_LARGE}{{4}}(?={_BEHIND_NAME})",
    rf"{_LARGE}{{3}}(?={_LARGE}{_SMALL}{{2,}}(?:[\W\d]|$|{_LARGE}{_ANY}{{2}}))",
)
_CAPITALISED: Final = _rules(rf"{_SMALL}{{2}}{_NO_PREFIX}(?={_CAPITAL}{_SMALL}{{2}})")
"""Within a word that is glued elsewhere too; alone, a second capital may be a brand's: « PowerPoint »."""


def cut(text: str) -> str:
    """Put blanks between glued words.

    >>> cut("Article1er :MonsieurHAKIZIMANAPascal, matricule654.321, néle12/08/1971")
    'Article 1er : Monsieur HAKIZIMANA Pascal, matricule 654.321, né le 12/08/1971'
    >>> cut("Monsieur McDonald, grade A2, ordonnance n°12bis du 7 août, 610/558")
    'Monsieur McDonald, grade A2, ordonnance n°12bis du 7 août, 610/558'
    """
    return " ".join(map(_cut_word, text.split(" ")))


def join_spaced(text: str) -> str:
    """Join letters and figures that are written apart; names that only their capitals part are left to `cut`.

    >>> join_spaced("M a d a m e  N I Y O  J e a n n e, matricule 6 5 4 . 3 2 1, le 3 à 5 h")
    'Madame  NIYO  Jeanne, matricule 654321, le 3 à 5 h'
    """
    return _SPACED.sub(lambda found: re.sub(r"[ .]", "", found[0]), text)


def cut_line(line: TextLine) -> TextLine:
    """Cut the glued words of a line; the parts of a word share its box by their letters."""
    text = cut(line.text)
    if text == line.text:
        return line
    words = tuple(part for word in line.words for part in _parts(word))
    return TextLine(text=text, confidence=line.confidence, box=line.box, words=words)


def _parts(word: Word) -> Iterable[Word]:
    left, top, width, height = word.box
    done = 0
    for part in cut(word.text).split(" "):
        box = (left + width * done / len(word.text), top, width * len(part) / len(word.text), height) if word.text else word.box
        yield Word(text=part, confidence=word.confidence, box=box)
        done += len(part)


@lru_cache(maxsize=8192)
def _cut_word(word: str, *, glued: bool = False) -> str:
    """Cut a word at the first place that a rule finds, then each part; the parts are `glued`."""
    bare = word.strip(_SIGNS)
    one_case = bare.isalpha() and (bare.islower() or bare.isupper() or bare.istitle())
    if (one_case and len(bare) < _SHORTEST) or "@" in word or "//" in word:
        return word
    is_code = "/" in word and any(map(str.isdigit, word))
    rules = (*_STOPS, *_WORDS, *_FIGURES, *(() if is_code else (*_ABBREVIATED, *_CASES)), *(_CAPITALISED if glued and not is_code else ()))
    for rule in rules:
        parted = rule.sub(r"\g<0> ", word)
        if parted != word:
            return " ".join(_cut_word(part, glued=True) for part in parted.split(" "))
    return word
