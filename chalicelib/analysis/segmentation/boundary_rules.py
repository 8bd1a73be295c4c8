"""Rules that speak for a cut between two pages or against one, each by its name; weights.toml says what each weighs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from chalicelib.analysis.segmentation.page_lines import FEW_WORDS
from chalicelib.analysis.segmentation.page_signs import PageSigns
from chalicelib.text.letters import distance

_BACK: Final = 6
"""Pages further back whose numbers and articles a page may go on from."""
_SIZE, _LETTERS, _INK = 0.04, 0.15, 2.5
"""Changes of a page's sides and of the height of its lines, and the factor of its ink, that count as changes."""
_SHORT_FOOT: Final = 0.7
"""Part of the page above which the text of a page ends that is not full."""
_ALIKE: Final = 0.2
"""Share of letters by which two readings of one running head may differ."""
_SHORTEST_HEAD: Final = 10


@dataclass(frozen=True, kw_only=True)
class PagePair:
    """The two pages at a boundary, and the pages further back."""

    before: PageSigns
    here: PageSigns
    """The page behind the boundary."""
    back: Sequence[PageSigns]
    """The last pages before the boundary, in order."""
    blank_between: bool

    @cached_property
    def annex_announced(self) -> bool:
        """Whether the act before the boundary says that something is annexed to it."""
        for page in reversed(self.back):
            if page.announces_annex or page.titled:
                return page.announces_annex
        return False

    @cached_property
    def same_head(self) -> bool:
        """Whether both have the same running head."""
        return any(_alike(old, new) for old in self.before.heads for new in self.here.heads)

    @cached_property
    def runs_on(self) -> bool:
        """Whether what looks like a title is a running head."""
        return self.same_head or self.here.continued

    @cached_property
    def opens(self) -> bool:
        """Whether the page has anything that a piece begins with."""
        return self.here.titled or self.here.headline or self.here.subject or self.here.letterhead

    @cached_property
    def names_act(self) -> bool:
        """Whether the page says which act begins."""
        here = self.here
        headed = (here.titled or here.headline) and not self.runs_on
        return headed or here.subject or here.cites or self.new_number or here.type not in (None, self.before.type)

    @cached_property
    def opens_act(self) -> bool:
        """Whether the page begins as an act does; a line of capitals stands over a list too."""
        here = self.here
        return here.titled or here.subject or self.new_number or (here.letterhead and self.names_act)

    @cached_property
    def new_number(self) -> bool:
        """Whether the act's number stood on none of the pages before."""
        return self.here.number is not None and self.here.number not in self.known_numbers

    @cached_property
    def known_numbers(self) -> frozenset[str]:
        """Acts' numbers at the top of the pages before."""
        return frozenset(number for page in self.back for number in (*page.numbers_on_top, page.number) if number)

    @cached_property
    def last_article(self) -> tuple[int, ...] | None:
        """The last article that began before the boundary."""
        return next((page.articles[-1] for page in reversed(self.back) if page.articles), None)

    @cached_property
    def counts_on(self) -> bool:
        """Whether the printed number is the next one."""
        old, new = self.before.folio, self.here.folio
        return old is not None and new is not None and new.number == old.number + 1 and (new.of or old.of) == (old.of or new.of)

    @cached_property
    def both_numbered(self) -> bool:
        """Whether both pages have a printed number, the later one not 1."""
        return self.before.folio is not None and self.here.folio is not None and self.here.folio.number > 1


FOR_A_CUT: Final[Mapping[str, Callable[[PagePair], bool]]] = {
    # How the page begins.
    "title": lambda at: at.here.titled and not at.runs_on,
    "headline": lambda at: at.here.headline and not at.here.titled and not at.runs_on,
    "letterhead": lambda at: at.here.letterhead,
    "letterhead_and_title": lambda at: at.here.letterhead and (at.here.titled or at.here.headline) and not at.runs_on,
    "subject": lambda at: at.here.subject,
    "new_number": lambda at: at.new_number,
    "preamble": lambda at: at.here.cites and not at.before.ends_citing,
    "type_appears": lambda at: at.here.type is not None and at.before.type is None,
    "type_changes": lambda at: at.here.type is not None and at.before.type not in (None, at.here.type),
    # What is printed as page and article numbers.
    "first_page": lambda at: at.here.folio is not None and at.here.folio.number == 1,
    "last_page_before": lambda at: at.before.folio is not None and at.before.folio.number == at.before.folio.of,
    "number_jumps": lambda at: at.both_numbered and not at.counts_on,
    "number_missing": lambda at: at.before.folio is not None and at.before.folio.number > 1 and at.here.folio is None,
    "articles_restart": lambda at: bool(at.here.articles) and at.last_article is not None and at.here.articles[0] == (1,),
    # How the page before ends.
    "closed_before": lambda at: at.before.closed,
    "short_before": lambda at: at.before.foot < _SHORT_FOOT and at.before.words >= FEW_WORDS,
    "blank_between": lambda at: at.blank_between,
    # What differs between the two.
    "matricule_changes": lambda at: (
        bool(at.before.matricules and at.here.matricules) and at.before.matricules.isdisjoint(at.here.matricules)
    ),
    "size_changes": lambda at: _differ(at.before.width, at.here.width, _SIZE) or _differ(at.before.height, at.here.height, _SIZE),
    "letters_change": lambda at: min(at.before.letters, at.here.letters) > 0 and _differ(at.before.letters, at.here.letters, _LETTERS),
    "ink_changes": lambda at: max(at.before.ink, at.here.ink) > _INK * min(at.before.ink, at.here.ink),
    "tone_changes": lambda at: at.before.toned != at.here.toned,
}
"""Rules that speak for a cut: they weigh nothing, or more than nothing."""

AGAINST_A_CUT: Final[Mapping[str, Callable[[PagePair], bool]]] = {
    # How the page begins.
    "untitled": lambda at: not at.opens,
    "continued": lambda at: at.here.continued,
    "bare_letterhead": lambda at: at.here.letterhead and not at.names_act,
    "annex": lambda at: at.here.annex,
    "annexed": lambda at: at.here.annexed,
    "annex_announced": lambda at: at.annex_announced and not at.opens_act,
    "starts_small": lambda at: at.here.starts_small and not at.here.letterhead,
    "few_words": lambda at: at.here.words < FEW_WORDS,
    # What is printed as page and article numbers.
    "next_page": lambda at: at.counts_on,
    "later_page": lambda at: at.before.folio is None and at.here.folio is not None and 1 < at.here.folio.number <= len(at.back) + 1,
    "articles_go_on": lambda at: bool(at.here.articles) and at.last_article is not None and _follows(at.last_article, at.here.articles[0]),
    # What both have in common.
    "same_head": lambda at: at.same_head,
    "same_number": lambda at: not at.here.numbers_on_top.isdisjoint(at.known_numbers),
    "same_signatory": lambda at: any(at.here.signatory and at.here.signatory == page.signatory for page in at.back),
    "citing_goes_on": lambda at: at.before.ends_citing and not at.here.letterhead,
    # How the page before ends.
    "ends_open": lambda at: at.before.ends_open and not at.before.closed and not at.here.letterhead,
}
"""Rules that speak against one."""

RULES: Final[Mapping[str, Callable[[PagePair], bool]]] = {**FOR_A_CUT, **AGAINST_A_CUT}
"""Every rule, in the order in which reasons of equal weight are told."""


def rules_between(pages: Sequence[PageSigns], index: int, *, blank_between: bool) -> tuple[str, ...]:
    """Name the rules that apply to the boundary before a page.

    Args:
        pages: the pages with content, in order.
        index: of the page behind the boundary, from 1.
        blank_between: whether a blank page lies between the two.
    """
    back = pages[max(0, index - _BACK) : index]
    pair = PagePair(before=pages[index - 1], here=pages[index], back=back, blank_between=blank_between)
    return tuple(name for name, applies in RULES.items() if applies(pair))


def _follows(last: tuple[int, ...], first: tuple[int, ...]) -> bool:
    """Say whether an article may be the next one: « 2.3 » after « 2.2 », « 3.1 » after « 2.9 ».

    >>> _follows((2, 2), (2, 3)), _follows((2, 9), (3, 1)), _follows((5,), (1,)), _follows((5,), (9,))
    (True, True, False, False)
    """
    if first <= last:
        return False
    return next((new == old + 1 for old, new in zip(last, first, strict=False) if old != new), True)


def _alike(old: str, new: str) -> bool:
    shorter = min(len(old), len(new))
    most = int(shorter * _ALIKE)
    return shorter >= _SHORTEST_HEAD and distance(old, new, most) <= most


def _differ(one: float, other: float, share: float) -> bool:
    return abs(one - other) > share * max(one, other)
