"""Who and what number a text mentions: read as one stream of words, since a scan's lines break where they like.

Nothing here knows who exists.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from chalicelib.evidence import NO_NAMES, Presented, Printed, Row, TextEvidence, Token, pledges
from chalicelib.identifiers import Forms, normalise
from chalicelib.names import alike, plain
from chalicelib.piece import Field
from chalicelib.transcript import Transcript

_TOKEN = re.compile(r"[^\W_]+(?:[./][^\W_]+)*")
_ELIDED = re.compile(r"\bN['\u2019](?=[A-Z])")
_DAY = re.compile(r"\b([0-3OIl]?[0-9OIl])\s?[/.-]\s?([01OIl]?[0-9OIl])\s?[/.-]\s?((?:19|20)[0-9OIl]{2})\b")
_WRITTEN_DAY = re.compile(r"\b([0-3]?[0-9])(?:ER)?\s+([A-Z]{3,9})\.?\s+((?:19|20)[0-9]{2})\b")
_DIGITS = str.maketrans("OIl", "011")
_MONTHS = ("JANVIER", "FEVRIER", "MARS", "AVRIL", "MAI", "JUIN", "JUILLET", "AOUT", "SEPTEMBRE", "OCTOBRE", "NOVEMBRE", "DECEMBRE")
_BORN = re.compile(r"(?:\bN[E3]{1,2}S?\s?(?:\(E\))?\s(?:A|LE|EN|VERS)\b|NAISSANCE\b)[^;]{0,70}$")
_SIGNED = re.compile(r"^\W*(?:FAIT|DONNE)\s+[AL][E\s,]|^\W*AMPLIATION|^\W*COPIES? POUR|^\W*POUR (?:EXTRAIT|COPIE)")
_LABELS = frozenset({"MATRICULE", "MLE", "MATR", "MATRIC"})
_AFTER_LABEL = frozenset({"N", "NO", "NR", "NUMERO", "DU", "DE", "L", "AGENT", "INTERESSE", "INTERESSEE", "SOLDE"})
_TITLES = frozenset({"MONSIEUR", "MADAME", "MADEMOISELLE", "MME", "MLLE", "MR", "M"})
_NAME_LABELS = frozenset({"NOM", "NOMS", "PRENOM", "PRENOMS"})
_IN_LABEL = _NAME_LABELS | {"ET", "DE", "L", "AGENT", "COMPLET", "FAMILLE", "INTERESSE", "INTERESSEE", "DU", "FONCTIONNAIRE", "S"}
_STOPS = frozenset({",", ";", ":", "(", ")"})
_KIN = frozenset({"FILS", "FILLE", "PERE", "MERE", "CONJOINT", "CONJOINTE", "EPOUX", "ENFANT"})
_MOST_NAMES = 5


def read_evidence(transcript: Transcript, forms: Forms, fields: Iterable[Field] = ()) -> TextEvidence:
    """Read all that a text says about people.

    Args:
        transcript: the text.
        forms: what a matricule looks like here.
        fields: proposals already made; a birth date written in words is taken from there.
    """
    rows, tokens, lines = _rows_of(transcript)
    days, births = _days_of(lines)
    for each in fields:
        if each.name == "birth_date" and each.value not in {str(day) for day in births}:
            row = next((number for number, row in enumerate(rows) if row.page == each.page), 0)
            births[date.fromisoformat(each.value)] = days[date.fromisoformat(each.value)] = row
    return TextEvidence(
        rows=rows,
        tokens=tokens,
        numbers=tuple(_numbers_of(tokens, forms)),
        days=days,
        births=births,
        people=tuple(_people_of(tokens, rows)),
    )


def _rows_of(transcript: Transcript) -> tuple[list[Row], list[Token], list[str]]:
    rows, tokens, lines = list[Row](), list[Token](), list[str]()
    for page in transcript.pages:
        signing = False
        for line in page.lines:
            bare = plain(line.text)
            signing = signing or bool(_SIGNED.match(bare))
            rows.append(Row(page=page.number, box=line.box, signing=signing))
            lines.append(bare)
            tokens += _tokens_of(line.text, len(rows) - 1)
    return rows, tokens, lines


def _tokens_of(text: str, row: int) -> Iterator[Token]:
    """Cut a line in words; a number keeps its dots and strokes, a name loses its hyphens."""
    for found in _TOKEN.finditer(_ELIDED.sub("N", text)):
        parts = [found[0]] if any(map(str.isdigit, found[0])) else re.split(r"[./]", found[0])
        stops = found.string[found.end() :].lstrip()[:1] in _STOPS
        for raw in parts:
            yield Token(word=plain(raw), raw=raw, row=row, stops=stops)


def _days_of(lines: Sequence[str]) -> tuple[dict[date, int], dict[date, int]]:
    """Read the days written in figures; a label may stand at the end of the line before."""
    days, births = dict[date, int](), dict[date, int]()
    for row, line in enumerate(lines):
        before = lines[row - 1] if row else ""
        for found in (*_DAY.finditer(line), *_WRITTEN_DAY.finditer(line)):
            day = _day_of(*found.groups())
            if day is None:
                continue
            days.setdefault(day, row)
            if _BORN.search(f"{before} {line[: found.start()]}"):
                births.setdefault(day, row)
    return days, births


def _day_of(day: str, month: str, year: str) -> date | None:
    number = next((at for at, name in enumerate(_MONTHS, start=1) if alike(month, name)), 0)
    try:
        return date(int(year.translate(_DIGITS)), number or int(month.translate(_DIGITS)), int(day.translate(_DIGITS)))
    except ValueError:
        return None


def _numbers_of(tokens: Sequence[Token], forms: Forms) -> Iterator[Printed]:
    """Find the numbers of the form of a matricule, also where blanks part them; strokes make an act's number of it."""
    labelled = set[int]()
    for place, token in enumerate(tokens):
        if token.word in _LABELS or alike(token.word, "MATRICULE"):
            begin = next((at for at in range(place + 1, min(place + 6, len(tokens))) if tokens[at].word not in _AFTER_LABEL), len(tokens))
            for printed in _joined(tokens, begin, forms, labelled=True):
                labelled.add(printed.token)
                yield printed
    for place, token in enumerate(tokens):
        if place not in labelled and any(map(str.isdigit, token.word)):
            yield from _joined(tokens, place, forms, labelled=False)


def _joined(tokens: Sequence[Token], begin: int, forms: Forms, *, labelled: bool) -> Iterator[Printed]:
    """Join up to four words; of an unlabelled number the longest and the first alone."""
    for count in (1, 2, 3, 4) if labelled else (1, 2, 3):
        parts = tokens[begin : begin + count]
        raw = [part.raw for part in parts]
        if len(parts) < count or parts[-1].row != parts[0].row or any("/" in part for part in raw) or not _may_join(raw):
            return
        if forms.admit("".join(raw)):
            yield Printed(matricule=normalise("".join(raw)), row=parts[0].row, token=begin, labelled=labelled)


def _may_join(parts: Sequence[str]) -> bool:
    """Say whether words may be one number: figures, or letters that a matricule begins or ends with; not a day, not a sum."""
    joined = "".join(parts)
    if _DAY.fullmatch(plain(joined)) or not any(map(str.isdigit, joined)):
        return False
    return all(any(map(str.isdigit, part)) or len(part) <= 2 for part in parts)  # noqa: PLR2004 - a matricule's letters


def _people_of(tokens: Sequence[Token], rows: Sequence[Row]) -> Iterator[Presented]:
    """Find whom the text presents: after a title or a label, or by the look of a name, and not as somebody's kin."""
    place = 0
    while place < len(tokens):
        token = tokens[place]
        begin, titled = _opening(tokens, place)
        names = _names_from(tokens, begin, capitals=not titled or token.word in _NAME_LABELS, rows=1 if titled else 0)
        if names and (titled or _looks_like_a_name(tokens[begin : begin + len(names)])) and not _is_kin(tokens, place):
            words = tuple(each.word for each in names)
            signing = rows[token.row].signing or pledges(tokens, place)
            yield Presented(names=words, row=token.row, titled=titled, signing=signing)
            place = begin + len(names)
        else:
            place += 1


def _opening(tokens: Sequence[Token], place: int) -> tuple[int, bool]:
    """Tell where names would begin, and whether a title or a label says that they do."""
    token = tokens[place]
    if token.word in _TITLES and token.raw[0].isupper():
        return place + 1, True
    if token.word in _NAME_LABELS and token.raw[0].isupper():
        return next((at for at in range(place + 1, min(place + 8, len(tokens))) if tokens[at].word not in _IN_LABEL), len(tokens)), True
    return place, False


def _names_from(tokens: Sequence[Token], begin: int, *, capitals: bool, rows: int) -> list[Token]:
    """Gather the names that stand from here on, if one at least is in capitals where that is asked; `rows` may be crossed."""
    names = list[Token]()
    for token in tokens[begin : begin + _MOST_NAMES]:
        if not token.raw[0].isupper() or not token.raw.isalpha() or token.word in NO_NAMES or len(token.word) < 3:  # noqa: PLR2004 - initials
            break
        if names and token.row > names[0].row + rows:
            break
        names.append(token)
        if token.stops:
            break
    if capitals and not any(token.raw.isupper() for token in names):
        return []
    return names


def _looks_like_a_name(names: Sequence[Token]) -> bool:
    """One word in capitals and one with a capital: as acts write surname and first name."""
    surname = any(token.raw.isupper() and len(token.raw) > 3 for token in names)  # noqa: PLR2004 - the shortest surname
    return surname and any(not token.raw.isupper() for token in names)


def _is_kin(tokens: Sequence[Token], place: int) -> bool:
    return any(token.word in _KIN for token in tokens[max(0, place - 6) : place])
