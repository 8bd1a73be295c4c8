"""A text as one stream of words, line by line: what kind each line is, and in which role a name stands in it.

A scan's lines break where they like, so names and labels are read across them. What a line is for (a title, a citation, a signature, the
part of a form that the evaluator fills in) tells whether who stands there is whom the text is about.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from chalicelib.model.transcript import Box, Transcript
from chalicelib.text.letters import in_capitals, is_in_capitals
from chalicelib.text.names import alike

_TOKEN: Final = re.compile(r"[^\W_]+(?:[./][^\W_]+)*")
_ELIDED: Final = re.compile(r"\bN['\u2019](?=[A-Z])")
_STOPS: Final = frozenset({",", ";", ":", "(", ")"})

_OPENINGS: Final = ("REPUBLIQUE", "MINISTERE", "PROVINCE", "COMMUNE")
_TOP: Final = 8
"""Lines of a page in which a letterhead stands."""
_SIGNED: Final = re.compile(
    r"^\W*(?:F.?[I1L]T|DONNE|DELIVRE|BIGIRIWE|BIGIZWE)\s+[AIL](?:[E\s,]|\s)"
    r"|^\W*AMPLIATION|^\W*COPIES?\s+(?:POUR|A)\b|^\W*C\.?\s?C\b|^\W*POUR (?:EXTRAIT|COPIE)"
)
_OFFICE: Final = re.compile(
    r"^\W*(?:P(?:OUR|\.O)?\.?\s+)?L[EA'\u2019]\s?(?:MINISTRE|DIRECT|CHEF|GOUVERN|ADMINISTR|SECRETAIRE|PRESIDENT|COMMISSAIRE|INSPECT|MEDECIN|"
    r"RECTEUR|DOYEN|OFFICIER|RESPONSABLE|COORDINAT|CONSERVATEUR|CONSEILLER|NOTAIRE|PREFET|MAIRE|EVALUAT|NOTAT)[^:;.\d]{0,80}$"
)
_RATES: Final = re.compile(
    r"\b(?:EVALUAT(?:EUR|RICE)|NOTAT(?:EUR|RICE)|APPRECIATEUR|SUPERIEUR|CHEFS?\s+(?:IMMEDIAT|DIRECT|HIERARCHIQUE)|TEMOINS?|EMPLOYEUR|"
    r"AUTORITE\s+DE\s+NOTATION)\b"
)
_RATED: Final = re.compile(
    r"\b(?:AGENT|INTERESSEE?|EVALUEE?|NOTEE?|FONCTIONNAIRE|OBJECTIFS?|IDENTIFICATION|IDENTITE|TACHES?)\b|^\W*(?:[IVX]{1,4}|\d)\s?[.)-]"
)
_HEADS: Final = re.compile(
    r"^\W*(?:OBJET|CONCERNE)\b|\bPORTANT\b(?!\s+(?:LE\s+)?(?:MATRICULE|N\s?[O°]))|^\W*(?:ORDONNANCE|ARRETE|DECRET|DECISION|CONTRAT|AVENANT|LETTRE|NOTE|TITRE|BULLETIN|FICHE)\b.*\bN\s?[O°º]"
)
_CITES: Final = re.compile(r"^\W*(?:RE)?VU\s+(?:L|QUE\b|ENSEMBLE)|^\W*(?:CONSIDERANT|ATTENDU|EU EGARD|SUR PROPOSITION)\b")
_DECIDES: Final = re.compile(
    r"^\W*(?:A\s?R\s?R\s?E\s?T\s?E|O\s?R\s?D\s?O\s?N\s?N\s?E|D\s?E\s?C\s?I\s?D\s?E|D\s?E\s?C\s?R\s?E\s?T\s?E)\W*$|^\W*ART(?:ICLE)?\b"
)
_UNDER_OFFICE, _UNDER_RATES, _LETTERHEAD = 3, 5, 6
"""Lines that such a heading holds for."""
_SHORT: Final = 9
"""Words of a heading."""

_SPEAKS: Final = frozenset({"QUE", "QU", "ATTESTE", "CERTIFIE", "DECLARE", "CONFIRME", "RECONNAIS"})
_RATERS: Final = frozenset(
    (
        "EVALUATEUR",
        "EVALUATRICE",
        "NOTATEUR",
        "NOTATRICE",
        "APPRECIATEUR",
        "SUPERIEUR",
        "HIERARCHIQUE",
        "IMMEDIAT",
        "TEMOIN",
        "TEMOINS",
        "SIGNATAIRE",
    )
)
_ASKS: Final = frozenset(("SOLLICITE", "DEMANDE", "PRIE", "HONNEUR", "POSTULE", "ACCEPTE", "ENGAGE", "DEMISSIONNE", "DEMISSION", "RENONCE"))
_DONE: Final = re.compile(
    r"(?:SIGN|NOT|EVALU|APPRECI|ETABLI|DRESS|DELIVR|REPRESENT|EXAMIN|CERTIFI|VIS|PRESID|SUPERVIS|RECU|CONTROL|VERIFI|TRANSMIS|REDIG)[A-Z]{0,4}"
)
"""« signé par », « représentée par »: whoever follows has done it."""
_FOR: Final = frozenset(
    ("PROPOSITION", "REMPLACEMENT", "SUCCEDE", "SUCCEDANT", "INTERIM", "RAPPORT", "AVIS", "AUTORITE", "ORDRES", "PRESENCE", "PLACE")
)
"""« sur proposition de », « en remplacement de »: it is done on that person's word, or in that person's stead."""
_AFTER: Final = frozenset({"EMPLOYEUR", "SIGNATAIRE", "EXECUTION"})
_ATTESTS: Final = frozenset({"CERTIFIE", "CERTIFIONS", "ATTESTE", "ATTESTONS"})
_KIN: Final = frozenset(
    (
        "FILS",
        "FILLE",
        "PERE",
        "MERE",
        "CONJOINT",
        "CONJOINTE",
        "EPOUX",
        "ENFANT",
        "ENFANTS",
        "TUTEUR",
        "TUTRICE",
        "PARENT",
        "PARENTS",
        "ORPHELIN",
    )
)
_KIN_OF: Final = frozenset({"PERE", "MERE", "TUTEUR", "TUTRICE", "PARENT", "CONJOINT", "CONJOINTE"})
_TITLES: Final = frozenset({"MONSIEUR", "MADAME", "MADEMOISELLE", "MME", "MLLE"})
_NEAR: Final = 6
"""Words before a name that tell its role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One word of the stream."""

    word: str
    """In capitals, without accents."""
    raw: str
    row: int
    """Its line, in `TextEvidence.rows`."""
    stops: bool = False
    """A comma or another stop follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the text."""

    page: int
    box: Box
    sheet: int = 0
    """A page, or what follows on it when another act begins."""
    opening: bool = False
    """Of a letterhead: an act begins here."""
    heading: bool = False
    """Of a title, or of « Objet : … »."""
    citing: bool = False
    """Between « Vu … » and the word that decides."""
    signing: bool = False
    """Below « Fait à … »: who signs, and who gets a copy."""
    office: bool = False
    """Below « Le Directeur, » and above what is decided: who stands here untitled signs."""
    rating: bool = False
    """Below « Évaluateur : » and the like, in a form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """A text, read."""

    rows: tuple[Row, ...]
    tokens: tuple[Token, ...]
    lines: tuple[str, ...]
    """In capitals, without accents; one for each row."""


def read_stream(transcript: Transcript) -> Stream:
    """Read a text as rows and words."""
    rows, tokens, lines = list[Row](), list[Token](), list[str]()
    before = Row(page=0, box=(0, 0, 0, 0))
    for page in transcript.pages:
        before = replace(before, page=page.number, sheet=before.sheet + 1, heading=False, signing=False)
        offices = raters = opened = 0
        for number, line in enumerate(page.lines):
            bare = in_capitals(line.text)
            offices = _UNDER_OFFICE if _OFFICE.match(bare) else -1 if _DECIDES.match(bare) else offices - 1
            raters = _held(bare, raters)
            opening = _opens(bare) and (number < _TOP or before.signing)
            before = _row_of(replace(before, box=line.box, opening=opening), bare, line.text, opened=opened > 0)
            opened = _LETTERHEAD if before.opening else opened - 1
            rows.append(replace(before, office=offices >= 0, rating=raters > 0))
            lines.append(bare)
            tokens += _tokens_of(line.text, len(rows) - 1)
    return Stream(rows=tuple(rows), tokens=tuple(tokens), lines=tuple(lines))


def _row_of(before: Row, bare: str, text: str, *, opened: bool) -> Row:
    """Tell what a line is by its words and by the line before it.

    Seals repeat a letterhead among the signatures: only a title below it begins another act.
    """
    citing = bool(_CITES.match(bare)) or (before.citing and not _DECIDES.match(bare) and not before.opening)
    heads = bool(_HEADS.search(bare)) or (before.heading and is_in_capitals(text))
    afresh = before.signing and opened and heads and is_in_capitals(text)
    signing = (before.signing or bool(_SIGNED.match(bare))) and not afresh
    heading = heads and not citing and not signing
    return replace(before, sheet=before.sheet + afresh, citing=citing, heading=heading, signing=signing)


def _opens(bare: str) -> bool:
    """Say whether a line is of a letterhead: « République du Burundi », « Province Gitega », and not « Province : »."""
    first, _, rest = bare.strip(" -_.").partition(" ")
    return rest.strip()[:1].isalpha() and any(alike(first, word) for word in _OPENINGS)


def _held(bare: str, raters: int) -> int:
    """For how many more lines a form speaks of who rates: from a short heading without a name to the next heading, or a few lines on."""
    words = bare.split()
    if len(words) <= _SHORT and _RATES.search(bare):
        return _UNDER_RATES + 1
    return 0 if _RATED.search(bare) else max(raters - 1, 0)


def _tokens_of(text: str, row: int) -> Iterator[Token]:
    """Cut a line in words; a number keeps its dots and strokes, a name loses its hyphens."""
    for found in _TOKEN.finditer(_ELIDED.sub("N", text)):
        parts = [found[0]] if any(map(str.isdigit, found[0])) else re.split(r"[./]", found[0])
        stops = found.string[found.end() :].lstrip()[:1] in _STOPS
        for raw in parts:
            yield Token(word=in_capitals(raw), raw=raw, row=row, stops=stops)


def is_aside(rows: Sequence[Row], tokens: Sequence[Token], place: int, *, titled: bool = False) -> bool:
    """Say whether who stands here signs, attests, rates or witnesses, and so is not whom the text is about.

    Args:
        rows: of the text.
        tokens: of the text.
        place: of the first word of a name, or of the title before it.
        titled: « Monsieur » stands before the name.
    """
    row = rows[tokens[place].row]
    below = row.signing or ((row.rating or row.office) and not titled)
    pledged = pledges(tokens, place) and not asks(tokens, place)
    return below or pledged or _rates(tokens, place) or _acts(tokens, place)


def pledges(tokens: Sequence[Token], place: int) -> bool:
    """Say whether it is « je soussigné NIYO », not « je soussigné atteste que NIYO »."""
    for token in reversed(tokens[max(0, place - _NEAR) : place]):
        if token.word in _SPEAKS:
            return False
        if token.word.startswith("SOUSSIGN") or alike(token.word, "SOUSSIGNE"):
            return True
    return False


def asks(tokens: Sequence[Token], place: int) -> bool:
    """Say whether whoever pledges asks for herself: « je soussigné NIYO, matricule …, sollicite un congé »."""
    if not pledges(tokens, place):
        return False
    for token in tokens[place : place + 4 * _NEAR]:
        if token.word in _SPEAKS:
            return False
        if token.word in _ASKS:
            return True
    return False


def is_kin(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a word of kinship stands before a name (« fils de NIYO ») or directly behind it (« NIYO, père de »)."""
    if any(token.word in _KIN for token in tokens[max(0, place - _NEAR) : place]):
        return True
    behind = tokens[place : place + _NEAR]
    return any(one.word in _KIN_OF and other.word in {"DE", "DU", "D", "DES"} for one, other in pairwise(behind))


def _rates(tokens: Sequence[Token], place: int) -> bool:
    """« Évaluateur : NIYO », « noté par NIYO », « représentée par Monsieur NIYO »."""
    row = tokens[place].row
    before = [token for token in tokens[max(0, place - _NEAR) : place] if token.row >= row - 1]
    if any(_is_like(token.word, _RATERS) and token.row == row for token in before):
        return True
    last = [token.word for token in before if not _is_like(token.word, _TITLES)][-2:]
    if len(last) < 2:  # noqa: PLR2004 - a verb or a noun, and a preposition
        return False
    return (last[1] == "PAR" and _DONE.fullmatch(last[0]) is not None) or (last[1] in {"DE", "A", "D"} and _is_like(last[0], _FOR))


def _acts(tokens: Sequence[Token], place: int) -> bool:
    """« NIYO, Directeur, certifie que … », « NIYO, évaluateur », « NIYO est chargé de l'exécution »."""
    for at in range(place + 1, min(place + 2 * _NEAR, len(tokens))):
        word = tokens[at].word
        if tokens[at].row > tokens[place].row + 1 or _is_like(word, _TITLES):
            return False
        if _is_like(word, _AFTER) or (_is_like(word, _ATTESTS) and tokens[min(at + 1, len(tokens) - 1)].word in {"QUE", "QU"}):
            return True
        if _is_like(word, _RATERS) and at <= place + 4 and not tokens[at].stops and tokens[at - 1].stops:
            return True
    return False


def _is_like(word: str, words: frozenset[str]) -> bool:
    """Say whether a word is one of some, or may be one of them misread."""
    return word in words or any(alike(word, each) for each in words)
