"""What an act says of itself: its kind, number, dates, ministry and signatory.

Only titles and signatures are believed: a date elsewhere belongs to another act more often than not (of seventeen real orders, the
first rules took fourteen wrong ones from « Vu l'arrêté du … »). Where two places disagree, nothing is said.
"""

import re
from collections.abc import Iterator
from datetime import date
from itertools import takewhile
from typing import Final

from chalicelib.text.birth_phrases import may_be_birth
from chalicelib.text.dates import Dated, find_dates
from chalicelib.text.letters import plain
from chalicelib.text.prose import FoundField, Prose, only

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
"""How a kind stands in a title, plain, and its name."""

_KIND: Final = re.compile(r"^\W{0,4}(?:" + "|".join(f"({pattern})" for pattern, _ in KINDS) + r")(?![a-z])", re.MULTILINE)
_ADJECTIVES: Final = (
    r"(?:\s+(?:prefectoral|municipal|presidentiel|complementaire|modificatif|rectificatif|"
    r"conjointe?|interministeriel|individuel|collectif)e?)*"
)
_NUMBER: Final = re.compile(r"\bn\s?[°o*\"'?]{1,2}\s?[:.]?\s?((?:[a-z]{1,6}[\-/.])?\d\w*(?:\s?[/.\-]\s?\w+){0,6})")
_NUMBER_ALONE: Final = re.compile(r"^\W{0,3}(?:n/?\s?ref\w*\W{0,4}|ref\w*\W{0,4})?" + _NUMBER.pattern, re.MULTILINE)
_GAZETTE: Final = re.compile(r"\d{2,3}(?:\.\d{1,2})?(?:/\d{1,5}){1,4}|1/\d{1,3}")
_MISREAD: Final = re.compile(r"\d[A-Z]|^\d{3}/.*[A-Z]\d|[A-Z]\d{3}")
"""A letter among digits: one of them is not what stands on the paper."""
_ENDS_OPEN: Final = re.compile(
    r"(?:^|\W)(?:vu|l|d|la|le|les|du|de|des|par|a|au|et|ou|cet|dudit|modifiant|abrogeant|completant|susvise)\W*$"
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
_SIGNING: Final = re.compile(
    r"(?:^|\n)\W{0,3}(?:pour\s)?l[ea]\s(?:prefete?|ministre|directeur|directrice|president|gouverneur|maire|secretaire|administrateur)[^\n\d]{0,40}$"
)
_TAKES_EFFECT: Final = re.compile(
    r"(?:\ba\s+(?:compter|partir|dater)\s+(?:de\s+la\s+date\s+)?du|\bavec\s+effet\s+(?:retroactif\s+)?(?:au|du|le|a\s+(?:compter|partir)\s+du)"
    r"|\b(?:prend|prennent|prendra|prenant|produit|sortira|sort)\s+(?:ses\s+|leurs\s+)?effets?\s+(?:le|au|du|a\s+(?:compter|partir)\s+du))\s*:?\s*$"
)
_IN_FORCE: Final = re.compile(r"\bentre(?:ra)?\s+en\s+vigueur\s+(?:le|a\s+(?:compter|partir)\s+du)\s*$")
_MINISTRY: Final = re.compile(r"^\W{0,3}(ministere\s+(?:de|du|des|d'|a)[^\n]*)$", re.MULTILINE)
_MINISTER: Final = re.compile(r"^\W{0,3}la?e?\s+ministre\s+((?:de|du|des|d')[^\n]*?),\s*$", re.MULTILINE)
_GOES_ON: Final = re.compile(r"^(?:et|de|du|des|d'|la|l'|,|a)\b")
_CLOSING: Final = re.compile(r"\b(?:fait|donne|signe|delivre|dresse)\s+(?:a|en)\s", re.MULTILINE)
_SIGNATURE: Final = 420
"""Characters below « Fait à » in which the name stands."""
_NAME_WORD: Final = re.compile(r"[^\W\d_]+(?:[.'\u2019\-][^\W\d_]+)*\.?")
_HONOURS: Final = re.compile(r"^(?:Dr|Ir|Prof|Hon|Pr|Me)\b\.?\s*")
_LONGEST_NAME: Final = 60
_NO_NAME: Final = re.compile(
    r"\b(?:le|la|les|de|du|des|et|pour|par|ministre|ministere|directeur|directrice|direction|president|chef|officier|secretaire|republique|"
    r"copie|conforme|certifiee?|ampliations?|vu|annexe|service|commission|commune|province|agent|gouverneur|administrateur|prefete?|sceau|"
    r"signe|interesse|dossier|budget|institut|general|archives|bureau|ecole|centre|lycee|universite|cabinet|burundi|bujumbura|gitega|travail)\b"
)
_HEAD: Final = 40
"""Lines; the head of an act is never longer."""


def read_act(prose: Prose) -> Iterator[FoundField]:
    """Find what an act says of itself."""
    head = head_of(prose)
    title = _title(prose, head)
    days = find_dates(prose.plain)
    candidates = (
        _kind(title),
        _number(prose, head, title),
        _act_date(prose, head, days),
        _effective_date(prose, days),
        _ministry(prose, head),
        _signatory(prose),
    )
    yield from (found for found in candidates if found)


def head_of(prose: Prose) -> int:
    """Tell where the head of the first page ends: at the first citation or article, at the latest after some lines."""
    if not prose.lines:
        return 0
    first = prose.lines[0][0]
    count = sum(1 for _ in takewhile(lambda line: line[0] == first, prose.lines[:_HEAD]))
    end = prose.starts[count] if count < len(prose.starts) else len(prose.plain)
    stops = [start for start, _ in prose.cited[:1]]
    article = re.search(r"^\W{0,3}(?:article|art\.)\s?\d|^\W{0,3}(?:entre les soussignes|fait a)\b", prose.plain[:end], re.MULTILINE)
    return min([end, *stops, *([article.start()] if article else [])])


def _title(prose: Prose, head: int) -> re.Match[str] | None:
    """Find the line that begins with a kind of act, in capitals or at least with one, and is not the end of a sentence."""
    for match in _KIND.finditer(prose.plain, 0, head):
        start = match.start(match.lastindex or 0)
        before = prose.plain[: match.start()].rstrip("\n").rpartition("\n")[2]
        if prose.text[start].isupper() and not _ENDS_OPEN.search(before):
            return match
    return None


def _kind(title: re.Match[str] | None) -> FoundField | None:
    if title is None or title.lastindex is None:
        return None
    return FoundField(name="act_kind", value=KINDS[title.lastindex - 1][1], start=title.start(title.lastindex), end=title.end(), sure=0.95)


def _number(prose: Prose, head: int, title: re.Match[str] | None) -> FoundField | None:
    """Take the number that follows the kind; else one that begins a line of the head."""
    match = _NUMBER.search(prose.plain, title.end(), min(title.end() + 60, head)) if title else None
    if (
        match
        and title
        and re.search(r"\b(?:portant|modifiant|abrogeant|completant|relati\w*|du)\b", prose.plain[title.end() : match.start()])
    ):
        match = None
    match = match or next((each for each in _NUMBER_ALONE.finditer(prose.plain, 0, head) if "/" in each[1]), None)
    if match is None:
        return None
    raw = prose.text[match.start(1) : match.end(1)].rstrip(".-/ \n")
    value = re.sub(r"(?<=[\d/])[Oo](?=[\d/]|$)", "0", re.sub(r"\s", "", raw)).upper()
    if _MISREAD.search(value):
        return None
    sure = 0.95 if _GAZETTE.fullmatch(value) else 0.7
    return FoundField(name="act_number", value=value, start=match.start(1), end=match.start(1) + len(raw), sure=sure)


def _act_date(prose: Prose, head: int, days: list[Dated]) -> FoundField | None:
    """Let the title, the signature and the annexes speak; stamps only where none of them does."""
    titled = [day for day in days if day.start < head + 1 and _is_titled(prose, day)]
    signed = [day for day in days if _is_signed(prose, day)]
    annexed = [day for day in days if _ANNEXED_DAY.search(prose.plain[max(0, day.start - 160) : day.start])]
    sources = [source for source in (titled, signed, annexed) if source]
    if not sources:
        return _stamped_date(prose, days)
    agreed = set.intersection(*({day.day for day in source} for source in sources))
    if len(agreed) != 1 or len({day.day for day in sources[0]}) > 1:
        return None
    day = next(day for day in sources[0] if day.day in agreed)
    alone = 0.92 if titled else (0.9 if signed else 0.75)
    return _dated("act_date", day, 0.97 if len(sources) > 1 else alone)


def _is_titled(prose: Prose, day: Dated) -> bool:
    """Whether nothing but kind and number stands between the beginning of a title and the date."""
    text = prose.plain[max(0, day.start - 200) : day.start]
    lines = text.split("\n")
    for count in range(1, min(len(lines), 4) + 1):
        part = "\n".join(lines[-count:])
        if _TITLED_DAY.match(part):
            start = day.start - len(part)
            letter = next((character for character in prose.text[start : day.start] if character.isalpha()), "")
            before = lines[-count - 1] if len(lines) > count else ""
            return letter.isupper() and not _ENDS_OPEN.search(before)
    return False


def _is_signed(prose: Prose, day: Dated) -> bool:
    before = prose.plain[max(0, day.start - 90) : day.start]
    if prose.cites(day.start) or may_be_birth(before):
        return False
    return bool(_SIGNED_DAY.search(before) or (_PLACED_DAY.search(before) and _is_placed(prose, day)))


def _is_placed(prose: Prose, day: Dated) -> bool:
    """Whether « Bujumbura, le … » is a line of its own, its place written as names are."""
    start = prose.text.rfind("\n", 0, day.start) + 1
    rest = prose.plain[day.end :].partition("\n")[0]
    place = re.search(r"[^\W\d_]{3,}", prose.text[start : day.start])
    return bool(place and place[0][0].isupper() and not re.search(r"[a-z]{3}", rest))


def _stamped_date(prose: Prose, days: list[Dated]) -> FoundField | None:
    """Take the one date that stands alone on the first page or where somebody signs, unless it says that something was received.

    A stamp beside « Le Préfet, » is read on the same line.
    """
    pages = {prose.lines[0][0], prose.lines[-1][0]} if prose.lines else set()
    pages |= {prose.page_at(match.start()) for match in _CLOSING.finditer(prose.plain)}
    stamps = []
    for day in days:
        around = prose.plain[max(0, day.start - 60) : day.end + 40]
        signed = _SIGNING.search(prose.plain[max(0, day.start - 80) : day.start])
        stamped = signed or (day.alone and prose.page_at(day.start) in pages)
        if stamped and not prose.cites(day.start) and not _RECEIVED.search(around):
            stamps.append(_dated("act_date", day, 0.7))
    return only(stamps)


def _effective_date(prose: Prose, days: list[Dated]) -> FoundField | None:
    """Take the day from which the servant's rights run; else the one on which the act comes into force."""
    said: dict[str, list[FoundField]] = {"effect": [], "force": []}
    for day in days:
        before = prose.plain[max(0, day.start - 80) : day.start]
        if prose.cites(day.start):
            continue
        if _TAKES_EFFECT.search(before):
            said["effect"].append(_dated("effective_date", day, 0.92))
        elif _IN_FORCE.search(before):
            said["force"].append(_dated("effective_date", day, 0.8))
    return only(said["effect"] or said["force"])


def _dated(name: str, day: Dated, sure: float) -> FoundField:
    return FoundField(name=name, value=_iso(day.day), start=day.start, end=day.end, sure=sure)


def _iso(day: date) -> str:
    return day.isoformat()


def _ministry(prose: Prose, head: int) -> FoundField | None:
    """Read the letterhead; the minister's own title says it again, with its accents."""
    match = _MINISTRY.search(prose.plain, 0, head)
    minister = _MINISTER.search(prose.plain, 0, head + 200)
    if match is None and minister is None:
        return None
    if match is None and minister:
        value = f"Ministère {' '.join(prose.text[minister.start(1) : minister.end(1)].split())}"
        return FoundField(name="ministry", value=value, start=minister.start(), end=minister.end(1), sure=0.85)
    assert match is not None  # noqa: S101 - said above
    end = _end_of_name(prose, match.end(1))
    value = " ".join(prose.text[match.start(1) : end].split()).rstrip(" ,;.-")
    said = prose.text[minister.start(1) : minister.end(1)] if minister else ""
    if re.search(r"\d", value):
        return None
    if said and plain(value) == f"ministere {plain(' '.join(said.split()))}":
        return FoundField(name="ministry", value=f"Ministère {' '.join(said.split())}", start=match.start(1), end=end, sure=0.97)
    return FoundField(name="ministry", value=value, start=match.start(1), end=end, sure=0.85)


def _end_of_name(prose: Prose, end: int) -> int:
    """Follow a name that runs over a line's end."""
    for _ in range(2):
        following = prose.plain[end + 1 :].partition("\n")[0]
        ends_open = re.search(r"(?:,|\b(?:et|de|du|des|la|d'|l'))$", prose.plain[:end].rstrip()[-12:])
        if not following or not (ends_open or _GOES_ON.match(following)):
            break
        end += 1 + len(following)
    return end


def _signatory(prose: Prose) -> FoundField | None:
    """Find the name below « Fait à »: a line of its own that is no title, no office and no seal."""
    for closing in _CLOSING.finditer(prose.plain):
        if prose.cites(closing.start()):
            continue
        found = []
        index = prose.line_at(closing.start()) + 1
        page = prose.lines[index - 1][0]
        while index < len(prose.lines) and prose.lines[index][0] == page and prose.starts[index] < closing.end() + _SIGNATURE:
            start, line = prose.starts[index], prose.lines[index][1].text
            name = _HONOURS.sub("", line.strip(" .,;:-_"))
            if _is_name(name):
                offset = start + line.find(name)
                found.append(FoundField(name="signatory", value=name, start=offset, end=offset + len(name), sure=0.85))
            index += 1
        return only(found)
    return None


def _is_name(text: str) -> bool:
    """Whether words are a first name and a family name in capitals."""
    words = text.split()
    return (
        len(text) <= _LONGEST_NAME
        and 2 <= len(words) <= 5  # noqa: PLR2004
        and all(_NAME_WORD.fullmatch(word) for word in words)
        and any(len(word) > 2 and word.isupper() for word in words)  # noqa: PLR2004
        and any(word[:1].isupper() and not word.isupper() for word in words)
        and not _NO_NAME.search(plain(text))
    )
