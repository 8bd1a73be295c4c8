"""The head of an act: where it ends, its title, and the kind and number that the title says."""

import re
from itertools import takewhile
from typing import Final

from chalicelib.analysis.description.found_field import FoundField
from chalicelib.text.prose import Prose

KINDS: Final[tuple[tuple[str, str], ...]] = (
    (r"ordonnances?\s+(?:inter)?ministerielles?\s+conjointes?", "ordonnance ministérielle conjointe"),
    (r"ordonnances?\s+ministerielles?", "ordonnance ministérielle"),
    (r"ordonnances?", "ordonnance"),
    (r"arretes?\s+ministeriels?\s+conjoints?", "arrêté ministériel conjoint"),
    (r"arretes?\s+ministeriels?", "arrêté ministériel"),
    (r"arretes?", "arrêté"),
    (r"decrets?-lois?", "décret-loi"),
    (r"decrets?", "décret"),
    (r"decisions?", "décision"),
    (r"lois?(?=\s+(?:organique\s+)?n)", "loi"),
    (r"notes?\s+de\s+service", "note de service"),
    (r"circulaires?", "circulaire"),
    (r"contrats?", "contrat"),
    (r"avenants?", "avenant"),
    (r"proces[\s\-]verba(?:l|ux)", "procès-verbal"),
    (r"attestations?", "attestation"),
    (r"certificats?", "certificat"),
    (r"extraits?", "extrait"),
    (r"diplomes?", "diplôme"),
    (r"bulletins?", "bulletin"),
    (r"titres?\s+de\s+conge", "titre de congé"),
    (r"lettres?", "lettre"),
    (r"etats?\s+des\s+services", "état des services"),
)
"""Pattern of a kind in plain text, and its name."""

_KIND: Final = re.compile(r"^\W{0,4}(?:" + "|".join(f"({pattern})" for pattern, _ in KINDS) + r")(?![a-z])", re.MULTILINE)
_OFFICE: Final = r"(?:[a-z]{1,6}\d?\s?[\-/.]\s?)"
"""An office of the signatory's house before its own number: « DAI/ », « D1/B1/ »."""
_NUMBER: Final = re.compile(rf"\bn\s?[°o*\"'?]{{1,2}}\s?[:.]?\s?({_OFFICE}{{0,3}}\d\w*(?:\s?[/.\-]\s?\w+){{0,6}})")
_BEHIND_KIND: Final = re.compile(
    rf"\s{{1,2}}({_OFFICE}{{1,3}}\d\w*(?:\s?[/.\-]\s?\w+){{0,6}}|(?!\d?\d/\d?\d/\d{{4}})\d\w*(?:/\w+){{1,4}})(?=\s|$)"
)
"""A number with parts that follows its kind without a sign: « Arrêté DAI/B4/05-35 »."""
_NUMBER_ALONE: Final = re.compile(r"^\W{0,3}(?:n/?\s?ref\w*\W{0,4}|ref\w*\W{0,4})?" + _NUMBER.pattern, re.MULTILINE)
_GAZETTE: Final = re.compile(r"\d{2,3}(?:\.\d{1,2})?(?:/\d{1,5}){1,4}|1/\d{1,3}")
_MISREAD: Final = re.compile(r"\d[A-Z]|^\d{3}/.*[A-Z]\d|[A-Z]\d{3}")
"""A letter among digits: OCR misread one of them."""
_READ_AS_LETTERS: Final = str.maketrans("OILSBZ", "011582")
_GROUP_WITH_FIGURES: Final = re.compile(r"[OILSBZ]*\d[\dOILSBZ]*")
"""Figures, and letters that OCR takes figures for."""
ENDS_OPEN: Final = re.compile(r"(?:^|\W)(?:vu|l|d|la|le|les|du|de|des|par|a|au|et|ou|cet|dudit|modifiant|abrogeant|completant|susvise)\W*$")
"""The line goes on in the next one, so that line is no title."""
_REPAIRED: Final = 0.6
"""Trust in a number of which a letter was taken for a figure."""
_HEAD: Final = 40
"""Lines of the longest head of an act."""


def head_of(prose: Prose) -> int:
    """Give the offset at which the head of the first page ends: at the first citation or article, at the latest after 40 lines."""
    if not prose.lines:
        return 0
    first = prose.lines[0][0]
    count = sum(1 for _ in takewhile(lambda line: line[0] == first, prose.lines[:_HEAD]))
    end = prose.starts[count] if count < len(prose.starts) else len(prose.plain)
    stops = [start for start, _ in prose.cited[:1]]
    article = re.search(r"^\W{0,3}(?:article|art\.)\s?\d|^\W{0,3}(?:entre les soussignes|fait a)\b", prose.plain[:end], re.MULTILINE)
    return min([end, *stops, *([article.start()] if article else [])])


def title_of(prose: Prose, head: int) -> re.Match[str] | None:
    """Find the line that begins with a kind of act and a capital, and does not continue the line before it."""
    for match in _KIND.finditer(prose.plain, 0, head):
        start = match.start(match.lastindex or 0)
        before = prose.plain[: match.start()].rstrip("\n").rpartition("\n")[2]
        if prose.text[start].isupper() and not ENDS_OPEN.search(before):
            return match
    return None


def kind_of(title: re.Match[str] | None) -> FoundField | None:
    """Take the kind from the title."""
    if title is None or title.lastindex is None:
        return None
    return FoundField(name="act_kind", value=KINDS[title.lastindex - 1][1], start=title.start(title.lastindex), end=title.end(), trust=0.95)


def number_of(prose: Prose, head: int, title: re.Match[str] | None) -> FoundField | None:
    """Take the number behind the kind in the title; else one that begins a line of the head."""
    match = _NUMBER.search(prose.plain, title.end(), min(title.end() + 60, head)) if title else None
    if (
        match
        and title
        and re.search(r"\b(?:portant|modifiant|abrogeant|completant|relati\w*|du)\b", prose.plain[title.end() : match.start()])
    ):
        match = None
    if match is None and title:
        match = _BEHIND_KIND.match(prose.plain, title.end(), min(title.end() + 60, head))
    match = match or next((each for each in _NUMBER_ALONE.finditer(prose.plain, 0, head) if "/" in each[1]), None)
    if match is None:
        return None
    raw = prose.text[match.start(1) : match.end(1)].rstrip(".-/ \n")
    value = re.sub(r"(?<=[\d/])[Oo](?=[\d/]|$)", "0", re.sub(r"\s", "", raw)).upper()
    if _MISREAD.search(value):
        value = _GROUP_WITH_FIGURES.sub(lambda group: group[0].translate(_READ_AS_LETTERS), value)
        if not _GAZETTE.fullmatch(value):
            return None
        return FoundField(name="act_number", value=value, start=match.start(1), end=match.start(1) + len(raw), trust=_REPAIRED)
    sure = 0.95 if _GAZETTE.fullmatch(value) else 0.7
    return FoundField(name="act_number", value=value, start=match.start(1), end=match.start(1) + len(raw), trust=sure)
