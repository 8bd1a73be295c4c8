"""Reads what an act says of its servant: name, birth, matricule, grade, step, posting.

These are proposals: the roster decides. Other people whom an act names (colleagues in a table, parents, the signatory) are left out;
where two people may be meant, neither is taken.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from typing import Final

from chalicelib.analysis.description.found_field import FoundField, agreed
from chalicelib.analysis.description.vocabulary import vocabulary
from chalicelib.model.identifiers import Forms
from chalicelib.text.birth_phrases import is_labelled_birth
from chalicelib.text.dates import find_dates
from chalicelib.text.letters import plain
from chalicelib.text.prose import Prose
from chalicelib.text.word_lists import any_of

_WED: Final = r"(?:n[ée]e|(?:ex[\s-])?[ée]pouse|[ée]p(?:se)?|veuve|vve|femme|mari[ée]e(?:\s[àa])?|divorc[ée]e|s[ée]par[ée]e|dite?|alias)"
"""Between the two surnames of a married woman: behind « née » stands her own, behind the others her husband's or a by-name."""
_PARTICLES: Final = (
    r"(?:(?i:de\sla|de\sl['\u2019]|d['\u2019]|l['\u2019]|du|des?|la|le|van\sde[rn]|van|von\sder|von|zu|te[rn]|da|di|dos|del(?:la)?|el|al)"
    r"(?:(?<=['\u2019])|\s))"
)
_OWN_PARTICLES: Final = rf"(?:(?!l[ae]\s){_PARTICLES})?"
"""Behind a title « le », « la » begin an office: « Monsieur le MINISTRE »."""
_UPPER: Final = rf"(?!(?i:{_WED})\b)[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'\u2019\-]{{2,}}"
_CAPITAL: Final = rf"(?!(?i:{_WED})\b)[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+(?:[\-'\u2019][A-ZÀ-ÖØ-Þ]?[a-zà-öø-ÿ]+)*"
_SURNAME: Final = rf"{_UPPER}(?:[ /]{_UPPER}){{0,2}}"
_FIRST_NAMES: Final = rf"{_CAPITAL}(?: {_CAPITAL}){{0,3}}"


def _married(group: str, title: str = "", first_names: str = "") -> str:
    """Write the pattern of « épouse de la CROIX »; the groups tell the word and the other surname."""
    return rf"(?:\W{{1,3}}(?P<wed{group}>(?i:{_WED}))\.?\s{title}{_PARTICLES}?(?P<other{group}>{_SURNAME}){first_names}[),]?)?"


def _name(particles: str = "") -> str:
    """Write the pattern of a surname and first names, in either order, with the other surname of a married woman.

    First names between the two surnames or before them are hers; those behind both are the husband's.
    """
    husbands = {"title": r"(?i:(?:de\s)?(?:(?:feu|monsieur|mr?\.?)\s){0,2})", "first_names": rf"(?:\s{_FIRST_NAMES})?"}
    return (
        rf"(?:(?P<name>{particles}{_SURNAME}){_married('0')}\s(?P<first>{_FIRST_NAMES}){_married('1', **husbands)}"
        rf"|(?P<first2>{_FIRST_NAMES})\s(?P<name2>{particles}{_SURNAME}){_married('2', **husbands)})"
    )


_ENTERED: Final = re.compile(rf"(?i:\bnoms?\s(?:et|&)\spr[ée]noms?)(?:\s?\(s\))?\s*[:.]\s*{_name(_PARTICLES + '?')}")
_OF_SPOUSE: Final = re.compile(r"\b(?:epouse|epx|epse?|veuve|vve|conjointe?|mariee? a)\b\.?[^,;:.\n]{0,20}$")
"""Words before the name of a servant's husband or wife."""
_MATRICULE: Final = re.compile(r"\bmatr?[iîl]cu[li1]e\b\.?\s*(?:n\s?[°o]\.?|numero)?\s*[:.]{0,2}\s*")
_STEP: Final = re.compile(r"\b(?:echelon\s*[:.]?\s*(\d{1,2})(?![\d/])|(\d{1,2})\s?(?:er|eme|e|°)\s(?:echelon))\b")
_NEW_STEP: Final = re.compile(r"\b(?:de\sl'|d')echelon\s\d{1,2}\s(?:a|vers)\sl'echelon\s(\d{1,2})\b")
_UNTIL: Final = r"(?=\s?(?:[,;(]|\.(?:\s|$)|\bcategorie\b|\bechelle\b|\bechelon\b|\ba\scompter\b|\bavec\seffet\b|\best\b|\n\w+\s?:|$))"
_GRADE: Final = re.compile(
    r"\b(?:(?:au|dans\sle|du|de)\sgrade\s(?:de\s|d')|en\squalite\s(?:de\s|d')|^\W{0,2}(?:grade|emploi|fonction)\s*:\s*)([a-z][^,;.()]{2,60}?)"
    + _UNTIL,
    re.MULTILINE,
)
_POSTING: Final = re.compile(
    r"\best\s(?:affecte|mute)e?\s?(?:\(e\))?\s?:?\s((?:a|au|aux|dans|en)\s)?([^,;.()]{3,110}?)(?=\s?(?:[;,(]|\.(?:\s|$)|\ba\scompter\b|\bavec\seffet\b|\ben\squalite\b|$))"
)
_SECONDED: Final = re.compile(
    r"\b(?:detachement\saupres|est\smise?\sa\sla\sdisposition|est\sdetachee?\saupres)\s(?:de\sl'|de\sla\s|des?\s|du\s|d')([^,;.()]{3,110}?)(?=\s?(?:[;,(]|\.(?:\s|$)|\bpour\sune\b|\ba\scompter\b))"
)


@cache
def _titled() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_of(vocabulary().person_titles)}\s(?:{any_of(vocabulary().honours)}\.?\s)?{_name(_OWN_PARTICLES)}")


@cache
def _untitled() -> str:
    """Write the pattern of a name whose first word is no title."""
    return rf"(?<![\w'\u2019\-])(?!{any_of(vocabulary().person_titles)}\s){_name()}"


@cache
def _identified() -> re.Pattern[str]:
    return re.compile(rf"{_untitled()}\W{{1,3}}(?i:(?:portant\s)?(?:le\s)?matricule\b|n[ée]e?\s(?:[àa]|le|en|vers)\b)")


@cache
def _child() -> re.Pattern[str]:
    return re.compile(rf"{_untitled()}\s?,\s?(?i:fil(?:s|le)\sde)")


@cache
def _not_names() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(vocabulary().person_not_names)}\b")


def read_person(prose: Prose, head: int, forms: Forms) -> Iterator[FoundField]:
    """Find the fields that an act says of its servant.

    Args:
        prose: the text.
        head: where the act's head ends.
        forms: what a matricule looks like here.
    """
    matricules = list(_matricules(prose, forms))
    yield from _person(prose, head, matricules)
    found = (_birth(prose), agreed(matricules), _grade(prose), _step(prose), _posting(prose))
    yield from (each for each in found if each)


def _person(prose: Prose, head: int, matricules: list[FoundField]) -> Iterator[FoundField]:
    """Choose the person whom the act is most probably about: by title and subject, by birth or matricule beside the name."""
    weights: dict[tuple[str, str], float] = {}
    places: dict[tuple[str, str], re.Match[str]] = {}
    for match, weight in _weighted_names(prose):
        key = _split(match)
        said = " ".join(key)
        of_spouse = _OF_SPOUSE.search(prose.plain[max(0, match.start() - 40) : match.start()])
        if prose.cites(match.start()) or of_spouse or _not_names().search(f"{said} {said.title()}"):
            continue
        near = any(0 <= matricule.start - match.end() < 40 for matricule in matricules)  # noqa: PLR2004 - characters
        weights[key] = weights.get(key, 0) + weight + near + (match.start() < head)
        places.setdefault(key, match)
    ranked = sorted(weights, key=lambda key: -weights[key])
    if not ranked or weights[ranked[0]] <= 1 or (len(ranked) > 1 and weights[ranked[1]] * 2 > weights[ranked[0]]):
        return  # somebody is named, but nothing says that the act is about them
    match = places[ranked[0]]
    for group, name in zip(_groups(match), ("name", "first_names"), strict=True):
        value = " ".join(match[group].split()).rstrip("-'\u2019")
        yield FoundField(name=name, value=value, start=match.start(group), end=match.start(group) + len(match[group]), trust=0.92)


def _weighted_names(prose: Prose) -> Iterator[tuple[re.Match[str], float]]:
    """Find names with the weight of what stands around them: a title, a form's label, a matricule or a birth, parents."""
    return chain(
        ((match, 1.0) for match in _titled().finditer(prose.text)),
        ((match, 2.0) for match in _ENTERED.finditer(prose.text)),
        ((match, 1.5) for match in _identified().finditer(prose.text)),
        ((match, 2.0) for match in _child().finditer(prose.text)),
    )


def _split(match: re.Match[str]) -> tuple[str, str]:
    """Give surname and first names for comparing: one place has the particles of a surname, another has not."""
    name, first = _groups(match)
    return " ".join(re.sub(rf"^{_PARTICLES}", "", match[name]).split()), " ".join(match[first].split())


def _groups(match: re.Match[str]) -> tuple[str, str]:
    """Name the groups of the surname and the first names: of two surnames the one that she was born with, behind « née » or before."""
    name, first = ("name", "first") if match["name"] else ("name2", "first2")
    maiden = next((number for number in "012" if plain(match[f"wed{number}"] or "") == "nee"), None)
    return (name if maiden is None else f"other{maiden}"), first


def _birth(prose: Prose) -> FoundField | None:
    found = []
    for day in find_dates(prose.plain):
        before, after = prose.plain[max(0, day.start - 130) : day.start], prose.plain[day.end : day.end + 120]
        if is_labelled_birth(before, after) and not prose.cites(day.start):
            found.append(FoundField(name="birth_date", value=day.day.isoformat(), start=day.start, end=day.end, trust=0.93))
    return agreed(found)


def _matricules(prose: Prose, forms: Forms) -> Iterator[FoundField]:
    """Take the number behind « matricule », where it has the form of one."""
    for match in _MATRICULE.finditer(prose.plain):
        if prose.cites(match.start()):
            continue
        rest = prose.text[match.end() : match.end() + 24].partition("\n")[0]
        rest = re.split(r"[,;:()]", rest)[0]
        value = forms.lead(rest)
        if value:
            end = match.end() + _length(rest, value)
            yield FoundField(name="matricule", value=value, start=match.end(), end=end, trust=0.95)


def _length(rest: str, value: str) -> int:
    """Count the characters of a text that a normalised number was read from."""
    taken = 0
    for position, character in enumerate(rest, start=1):
        taken += character.isalnum()
        if taken == len(value):
            return position
    return len(rest)


def _said(prose: Prose, pattern: re.Pattern[str], name: str, trust: float, group: int = 1) -> list[FoundField]:
    return [
        FoundField(
            name=name,
            value=" ".join(prose.text[match.start(group) : match.end(group)].split()),
            start=match.start(group),
            end=match.end(group),
            trust=trust,
        )
        for match in pattern.finditer(prose.plain)
        if not prose.cites(match.start())
    ]


def _grade(prose: Prose) -> FoundField | None:
    return agreed(_said(prose, _GRADE, "grade", 0.85))


def _step(prose: Prose) -> FoundField | None:
    """Take the new step where the act names both the old and the new; else the only one that it names."""
    reached = _said(prose, _NEW_STEP, "echelon", 0.93)
    if reached:
        return agreed(reached)
    return agreed(_steps(prose))


def _steps(prose: Prose) -> Iterator[FoundField]:
    for match in _STEP.finditer(prose.plain):
        group = 1 if match[1] else 2
        if not prose.cites(match.start()):
            yield FoundField(name="echelon", value=match[group], start=match.start(), end=match.end(), trust=0.88)


def _posting(prose: Prose) -> FoundField | None:
    return agreed([*_said(prose, _POSTING, "posting", 0.85, 2), *_said(prose, _SECONDED, "posting", 0.82)])
