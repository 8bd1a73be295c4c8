"""The name of the person who signed an act."""

import re
from functools import cache
from typing import Final

from chalicelib.analysis.description.found_field import FoundField, agreed
from chalicelib.analysis.description.vocabulary import vocabulary
from chalicelib.text.letters import plain
from chalicelib.text.prose import Prose
from chalicelib.text.word_lists import any_of

CLOSING: Final = re.compile(r"\b(?:fait|donne|signe|delivre|dresse)\s+(?:a|en)\s", re.MULTILINE)
"""The words above a signature: « Fait à »."""
_SIGNATURE: Final = 420
"""Characters below « Fait à » among which the name stands."""
_NAME_WORD: Final = re.compile(r"[^\W\d_]+(?:[.'\u2019\-][^\W\d_]+)*\.?")
_LONGEST_NAME: Final = 60


@cache
def signing_offices() -> re.Pattern[str]:
    """Match the office of the person who signs, up to the day of a stamp beside it."""
    return re.compile(rf"(?:^|\n)\W{{0,3}}(?:pour\s)?l[ea]\s{any_of(vocabulary().signing_offices)}[^\n\d]{{0,40}}$")


@cache
def _honours() -> re.Pattern[str]:
    return re.compile(rf"^{any_of(vocabulary().honours)}\b\.?\s*")


@cache
def _not_names() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(vocabulary().signatory_not_names)}\b")


def signatory_of(prose: Prose) -> FoundField | None:
    """Find the name below « Fait à »: the one line there that is a name, and no title, office or seal."""
    for closing in CLOSING.finditer(prose.plain):
        if prose.cites(closing.start()):
            continue
        found = []
        index = prose.line_at(closing.start()) + 1
        page = prose.lines[index - 1][0]
        while index < len(prose.lines) and prose.lines[index][0] == page and prose.starts[index] < closing.end() + _SIGNATURE:
            start, line = prose.starts[index], prose.lines[index][1].text
            name = _honours().sub("", line.strip(" .,;:-_"))
            if _is_name(name):
                offset = start + line.find(name)
                found.append(FoundField(name="signatory", value=name, start=offset, end=offset + len(name), trust=0.85))
            index += 1
        return agreed(found)
    return None


def _is_name(text: str) -> bool:
    """Say whether words are a first name and a surname in capitals."""
    words = text.split()
    return (
        len(text) <= _LONGEST_NAME
        and 2 <= len(words) <= 5  # noqa: PLR2004
        and all(_NAME_WORD.fullmatch(word) for word in words)
        and any(len(word) > 2 and word.isupper() for word in words)  # noqa: PLR2004
        and any(word[:1].isupper() and not word.isupper() for word in words)
        and not _not_names().search(plain(text))
    )
