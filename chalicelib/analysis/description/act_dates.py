"""The dates of an act: the day on which it was made, and the day from which it takes effect."""

import re
from typing import Final

from chalicelib.analysis.description.act_titles import ENDS_OPEN, KINDS
from chalicelib.analysis.description.found_field import FoundField, agreed
from chalicelib.analysis.description.signatory import CLOSING, signing_offices
from chalicelib.text.birth_phrases import may_be_birth
from chalicelib.text.dates import Dated
from chalicelib.text.letters import distance
from chalicelib.text.prose import Prose
from chalicelib.text.stamp_phrases import is_stamped

_ADJECTIVES: Final = (
    r"(?:\s+(?:prefectoral|municipal|presidentiel|complementaire|modificatif|rectificatif|"
    r"conjointe?|interministeriel|individuel|collectif)e?)*"
)
_TITLED_DAY: Final = re.compile(
    r"^\W{0,4}(?:"
    + "|".join(pattern for pattern, _ in KINDS)
    + r")"
    + _ADJECTIVES
    + r"\W*(?:\s*\bn\s?[°o*\"'?]{0,2}\s?[^\s]*(?:\s?[/.\-]\s?\w+|\s[a-z]{2,5}/[\w/]+)*)?"
    r"\W*(?:en\s+date\s+)?(?:du|de|le|,)?\W*$"
)
_SIGNED_DAY: Final = re.compile(
    r"\b(?:fait|donne|signe|delivre|dresse|etabli|clos|arrete)\s+(?:a|en)\s+[^\n\d]{2,45}?\W{0,3}\s*(?:le|ce)?\W*$"
)
_PLACED_DAY: Final = re.compile(r"(?:^|\n)\W{0,3}(?:a\s+)?[a-z][a-z' \-]{2,25}\s?[,.]?\s*le\s*:?\W{0,3}$")
_ANNEXED_DAY: Final = re.compile(
    r"\b(?:suite\s+(?:de|du)|annexe\s+(?:a|au)|annexee?s?\s+(?:a|au))\s+[^;]{2,110}?(?:du|en date du|de ce jour)\s*$"
)
_RECEIVED: Final = re.compile(
    r"\b(?:recue?|arrivee?|courrier|notifiee?|enregistree?|transmise?|affichee?|publiee?|entree|visa|imprimee?|ne le|nee le)\b"
)
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_TAKES_EFFECT: Final = re.compile(
    r"(?:\ba\s+(?:compter|partir|dater)\s+(?:de\s+la\s+date\s+)?du|\bavec\s+effet\s+(?:retroactif\s+)?(?:au|du|le|a\s+(?:compter|partir)\s+du)"
    r"|\ba\s+(?:effectivement\s+|bien\s+)?pris\s+(?:son\s+|ses\s+|le\s+)?(?:service|fonctions)\s+(?:le|ce|du|a\s+(?:compter|partir)\s+du)"
    r"|\best\s+entree?\s+en\s+(?:service|fonctions?)\s+(?:le|ce|a\s+(?:compter|partir)\s+du)"
    r"|\b(?:prend|prennent|prendra|prenant|produit|sortira|sort)\s+(?:ses\s+|leurs\s+)?effets?\s+(?:le|au|du|a\s+(?:compter|partir)\s+du))\s*:?\s*$"
)
_MISREAD_EFFECT: Final = (
    *("a compter du", "a partir du", "a compter de la date du", "avec effet au", "avec effet du"),
    *("pris service le", "pris service ce", "pris service du", "entre en fonction le", "entre en service le"),
)
"""Words before a day of effect that are recognised although a letter or two were misread."""
_LETTERS_A_SLIP: Final = 8
"""One letter in so many may be misread; with more, other words would be taken for these."""
_EFFECT: Final = re.compile(r"\b(?:a\s+(?:compter|partir)\s+du|avec\s+effet\s+(?:au|du))\s")
_NEAR: Final = 6
"""Characters between such words and their day."""
_LIKE_A_YEAR: Final = re.compile(r"\b(?:1[9a-z]|[2z][0o])\w{2}\b|\bmil(?:le)?\b")
_IN_FORCE: Final = re.compile(r"\bentre(?:ra)?\s+en\s+vigueur\s+(?:le|a\s+(?:compter|partir)\s+du)\s*$")


def act_date_of(prose: Prose, head: int, days: list[Dated]) -> FoundField | None:
    """Take the day on which title, signature and annexes agree; a stamp's only where none of them has one.

    The day on which the paper was printed, copied or received counts nowhere.
    """
    days = [day for day in days if not is_stamped(prose.plain[max(0, day.start - 160) : day.start], _rest_of_line(prose, day))]
    titled = [day for day in days if day.start < head + 1 and _is_titled(prose, day)]
    signed = [day for day in days if _is_signed(prose, day)]
    annexed = [day for day in days if _ANNEXED_DAY.search(prose.plain[max(0, day.start - 160) : day.start])]
    sources = [source for source in (titled, signed, annexed) if source]
    if not sources:
        return _stamped_date(prose, days)
    common = set.intersection(*({day.day for day in source} for source in sources))
    if len(common) != 1 or len({day.day for day in sources[0]}) > 1:
        return None
    day = next(day for day in sources[0] if day.day in common)
    alone = 0.92 if titled else (0.9 if signed else 0.75)
    return _dated("act_date", day, 0.97 if len(sources) > 1 else alone)


def _is_titled(prose: Prose, day: Dated) -> bool:
    """Say whether only kind and number stand between the beginning of a title and the day."""
    text = prose.plain[max(0, day.start - 200) : day.start]
    lines = text.split("\n")
    for count in range(1, min(len(lines), 4) + 1):
        part = "\n".join(lines[-count:])
        if _TITLED_DAY.match(part):
            start = day.start - len(part)
            letter = next((character for character in prose.text[start : day.start] if character.isalpha()), "")
            before = lines[-count - 1] if len(lines) > count else ""
            return letter.isupper() and not ENDS_OPEN.search(before)
    return False


def _is_signed(prose: Prose, day: Dated) -> bool:
    """Say whether « Fait à … » or « Bujumbura, le » stands before a day."""
    before = prose.plain[max(0, day.start - 90) : day.start]
    if prose.cites(day.start) or may_be_birth(before):
        return False
    return bool(_SIGNED_DAY.search(before) or (_PLACED_DAY.search(before) and _is_placed(prose, day)))


def _is_placed(prose: Prose, day: Dated) -> bool:
    """Say whether « Bujumbura, le … » is a line of its own that begins with a place name."""
    start = prose.text.rfind("\n", 0, day.start) + 1
    rest = _rest_of_line(prose, day)
    place = re.search(r"[^\W\d_]{3,}", prose.text[start : day.start])
    return bool(place and place[0][0].isupper() and not re.search(r"[a-z]{3}", rest))


def _rest_of_line(prose: Prose, day: Dated) -> str:
    return prose.plain[day.end :].partition("\n")[0]


def _stamped_date(prose: Prose, days: list[Dated]) -> FoundField | None:
    """Take the one day that stands alone on the first page or on a signed page, unless the stamp says that the act was received.

    OCR reads a stamp beside « Le Préfet, » on the same line.
    """
    pages = {prose.lines[0][0], prose.lines[-1][0]} if prose.lines else set()
    pages |= {prose.page_at(match.start()) for match in CLOSING.finditer(prose.plain)}
    stamps = []
    for day in days:
        signed = signing_offices().search(prose.plain[max(0, day.start - 80) : day.start])
        stamped = signed or (day.alone and prose.page_at(day.start) in pages)
        if stamped and not prose.cites(day.start) and not _RECEIVED.search(_around(prose, day)):
            stamps.append(_dated("act_date", day, 0.7))
    return agreed(stamps)


def _around(prose: Prose, day: Dated) -> str:
    """Give the words near a day; a line beside it that has its own day is about that one."""
    *above, before = prose.plain[max(0, day.start - 60) : day.start].split("\n")
    after, *below = prose.plain[day.end : day.end + 40].split("\n")
    return "\n".join((before, after, *(line for line in (*above, *below) if not _YEAR.search(line))))


def effective_date_of(prose: Prose, days: list[Dated]) -> FoundField | None:
    """Take the day from which the servant's rights run; else the day on which the act comes into force."""
    said: dict[str, list[FoundField]] = {"effect": [], "force": []}
    for day in days:
        before = prose.plain[max(0, day.start - 80) : day.start]
        if prose.cites(day.start):
            continue
        if _TAKES_EFFECT.search(before) or _nearly_takes_effect(before):
            said["effect"].append(_dated("effective_date", day, 0.92))
        elif _IN_FORCE.search(before):
            said["force"].append(_dated("effective_date", day, 0.8))
    return agreed(said["effect"] or ([] if _has_unread_effect(prose, days) else said["force"]))


def _has_unread_effect(prose: Prose, days: list[Dated]) -> bool:
    """Say whether the text states a day of effect that could not be read: that on which the act comes into force is then another one."""
    for match in _EFFECT.finditer(prose.plain):
        read = any(match.end() <= day.start <= match.end() + _NEAR for day in days)
        if (
            not read
            and not prose.cites(match.start())
            and _LIKE_A_YEAR.search(prose.plain[match.end() : match.end() + 40].partition("\n")[0])
        ):
            return True
    return False


def _nearly_takes_effect(before: str) -> bool:
    """Say whether the words before a day are those of an effect, misread: « à conpter du »."""
    words = before.split()
    for phrase in _MISREAD_EFFECT:
        said = " ".join(words[-len(phrase.split()) :])
        slips = len(phrase) // _LETTERS_A_SLIP
        if distance(said, phrase, slips + 1) <= slips:
            return True
    return False


def _dated(name: str, day: Dated, trust: float) -> FoundField:
    return FoundField(name=name, value=day.day.isoformat(), start=day.start, end=day.end, trust=trust)
