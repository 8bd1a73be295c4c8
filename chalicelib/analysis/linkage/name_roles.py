"""The role in which a name stands in a text: the subject, a person who signs, rates or witnesses, or somebody's kin."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from chalicelib.analysis.linkage.line_roles import Row, Token
from chalicelib.analysis.linkage.vocabulary import vocabulary
from chalicelib.text.names import alike
from chalicelib.text.word_lists import any_of

_NEAR: Final = 6
"""Words around a name that tell its role."""
_PREPOSITION: Final = 2
"""Letters of « de », « à », whatever was read for them."""
_BROKEN: Final = "MONSIEUR MADAME"
"""Titles that OCR breaks in two; parts of « Mademoiselle » are words."""


def is_secondary(rows: Sequence[Row], tokens: Sequence[Token], place: int, *, titled: bool = False) -> bool:
    """Say whether the person named here signs, attests, rates or witnesses, and so is not the subject of the text.

    Args:
        rows: of the text.
        tokens: of the text.
        place: index of the first word of a name, or of the title before it.
        titled: « Monsieur » stands before the name.
    """
    row = rows[tokens[place].row]
    below = row.signing or ((row.rating or row.office) and not titled)
    declares = is_declarant(tokens, place) and not is_applicant(tokens, place)
    return below or declares or _has_role_before(tokens, place) or _has_role_behind(tokens, place)


def is_declarant(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a name stands as in « je soussigné NIYO », and not as in « je soussigné atteste que NIYO »."""
    for token in reversed(tokens[max(0, place - _NEAR) : place]):
        if token.word in vocabulary().declarations:
            return False
        if token.word.startswith("SOUSSIGN") or alike(token.word, "SOUSSIGNE"):
            return True
    return False


def is_applicant(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a declarant asks for herself: « je soussigné NIYO, matricule …, sollicite un congé »."""
    words = vocabulary()
    if not is_declarant(tokens, place):
        return False
    for token in tokens[place : place + 4 * _NEAR]:
        if token.word in words.declarations:
            return False
        if token.word in words.requests:
            return True
    return False


def is_kin(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a word of kinship stands before a name (« fils de NIYO ») or directly behind it (« NIYO, père de »)."""
    words = vocabulary()
    if any(token.word in words.kin for token in tokens[max(0, place - _NEAR) : place]):
        return True
    behind = tokens[place : place + _NEAR]
    return any(one.word in words.kin_of and other.word in {"DE", "DU", "D", "DES"} for one, other in pairwise(behind))


def _has_role_before(tokens: Sequence[Token], place: int) -> bool:
    """Recognise « Évaluateur : NIYO », « noté par NIYO », « représentée par Monsieur NIYO », « sur proposition de NIYO »."""
    words = vocabulary()
    row = tokens[place].row
    before = [token for token in tokens[max(0, place - _NEAR) : place] if token.row >= row - 1]
    if any(_is_like(token.word, words.raters) and token.row == row for token in before):
        return True
    beginning, noun, preposition = ["", "", "", *_without_courtesies([token.word for token in before])][-3:]
    done_by = preposition == "PAR" and _done_by().fullmatch(noun) is not None
    on_behalf = _is_like(noun, words.on_behalf) or _is_like(beginning + noun, words.on_behalf)
    return done_by or (0 < len(preposition) <= _PREPOSITION and on_behalf)


def _without_courtesies(words: Sequence[str]) -> list[str]:
    """Leave out « Monsieur », also in two parts (« Monsie ur »), and join letters that stand alone (« d e »)."""
    kept = list[str]()
    for word in words:
        if (len(word) > 1 and word in _BROKEN) or _is_like(word, vocabulary().courtesies):
            continue
        if kept and len(word) == len(kept[-1]) == 1:
            kept[-1] += word
        else:
            kept.append(word)
    return kept


def _has_role_behind(tokens: Sequence[Token], place: int) -> bool:
    """Recognise « NIYO, Directeur, certifie que … », « NIYO, évaluateur », « NIYO est chargé de l'exécution »."""
    words = vocabulary()
    for at in range(place + 1, min(place + 2 * _NEAR, len(tokens))):
        word = tokens[at].word
        if tokens[at].row > tokens[place].row + 1 or _is_like(word, words.courtesies):
            return False
        attests = _is_like(word, words.attestations) and tokens[min(at + 1, len(tokens) - 1)].word in {"QUE", "QU"}
        if attests or _is_like(word, words.executors):
            return True
        if _is_like(word, words.raters) and at <= place + 4 and not tokens[at].stops and tokens[at - 1].stops:
            return True
    return False


@cache
def _done_by() -> re.Pattern[str]:
    """Match a participle before « par », whatever its ending."""
    return re.compile(rf"{any_of(vocabulary().acts_done_by)}[A-Z]{{0,4}}")


def _is_like(word: str, words: frozenset[str]) -> bool:
    """Say whether a word is one of some, or may be one of them misread."""
    return word in words or any(alike(word, each) for each in words)
