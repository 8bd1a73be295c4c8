"""Rules at a boundary: each speaks where it should, and is silent elsewhere."""

import pytest

from chalicelib.analysis.segmentation.boundary_rules import rules_between
from chalicelib.analysis.segmentation.page_numbers import PageNumber
from chalicelib.analysis.segmentation.page_signs import PageSigns


def signs(**said: object) -> PageSigns:
    return PageSigns(**({"page": 1, "width": 595.0, "height": 842.0, "ink": 0.05, "toned": False, "words": 100, "foot": 0.9} | said))


def rules(before: PageSigns, here: PageSigns, *, blank_between: bool = False) -> tuple[str, ...]:
    return rules_between([before, here], 1, blank_between=blank_between)


def folio(number: int, of: int | None = None) -> PageSigns:
    return signs(folio=PageNumber(number=number, of=of))


@pytest.mark.parametrize(
    ("before", "here", "rule"),
    [
        (folio(1), folio(2), "next_page"),
        (folio(1, 3), folio(2, 3), "next_page"),
        (folio(3), folio(1), "first_page"),
        (folio(3, 3), signs(), "last_page_before"),
        (signs(), folio(2), "later_page"),
        (folio(2), folio(5), "number_jumps"),
        (folio(2, 3), folio(3, 4), "number_jumps"),
        (folio(2), signs(), "number_missing"),
        (signs(articles=((1,), (2,))), signs(articles=((3,),)), "articles_go_on"),
        (signs(articles=((2, 9),)), signs(articles=((3, 1),)), "articles_go_on"),
        (signs(articles=((4,),)), signs(articles=((1,),)), "articles_restart"),
        (signs(matricules=frozenset({"1"})), signs(matricules=frozenset({"2"})), "matricule_changes"),
        (signs(number="630590"), signs(numbers_on_top=frozenset({"630590"})), "same_number"),
        (signs(ends_citing=True), signs(), "citing_goes_on"),
        (signs(), signs(height=540.0), "size_changes"),
        (signs(), signs(ink=0.005), "ink_changes"),
        (signs(), signs(toned=True), "tone_changes"),
        (signs(letters=12.0), signs(letters=9.0), "letters_change"),
        (signs(foot=0.4), signs(), "short_before"),
        (signs(ends_open=True), signs(), "ends_open"),
        (signs(heads=("NOTATION DE NIYO VERSO",)), signs(heads=("NOTATION DE NIVO VERSO",)), "same_head"),
        (signs(), signs(words=3), "few_words"),
    ],
)
def test_a_rule_applies(before: PageSigns, here: PageSigns, rule: str) -> None:
    assert rule in rules(before, here)


def test_a_running_head_is_no_title() -> None:
    head = ("ORDONNANCE MINISTERIELLE N",)

    assert "title" in rules(signs(), signs(titled=True, heads=head))
    assert "title" not in rules(signs(heads=head), signs(titled=True, heads=head))


def test_a_first_line_cut_off_at_the_edge_of_the_glass_joins_no_page_with_a_letterhead() -> None:
    assert "starts_small" in rules(signs(), signs(starts_small=True))
    assert "starts_small" not in rules(signs(), signs(starts_small=True, letterhead=True))


def test_pages_further_back_are_remembered() -> None:
    pages = [signs(number="630590", articles=((1,), (2,))), signs(), signs(annex=True, numbers_on_top=frozenset({"630590"}))]

    assert {"annex", "same_number"} <= set(rules_between(pages, 2, blank_between=False))


def test_two_pages_that_say_nothing_are_only_untitled() -> None:
    assert rules(signs(), signs()) == ("untitled",)
    assert rules(signs(), signs(), blank_between=True) == ("blank_between", "untitled")


def test_a_heading_in_capitals_opens_a_piece() -> None:
    assert "headline" in rules(signs(), signs(headline=True))
    assert "untitled" not in rules(signs(), signs(headline=True))


@pytest.mark.parametrize(
    "said", [{"titled": True}, {"headline": True}, {"subject": True}, {"cites": True}, {"number": "630590"}, {"type": "03.1"}]
)
def test_a_letterhead_alone_does_not_say_which_act_begins(said: dict[str, object]) -> None:
    assert "bare_letterhead" in rules(signs(), signs(letterhead=True))
    assert "bare_letterhead" not in rules(signs(), signs(letterhead=True, **said))
    assert "bare_letterhead" not in rules(signs(), signs())


def test_every_page_of_an_annex_may_bear_letterhead_and_heading() -> None:
    list_of_posts = signs(letterhead=True, headline=True, heads=("TABLEAU DES POSTES",))

    assert "bare_letterhead" in rules(list_of_posts, list_of_posts)


@pytest.mark.parametrize(
    ("here", "expected"),
    [
        ({"headline": True}, True),
        ({"letterhead": True}, True),
        ({"titled": True}, False),
        ({"letterhead": True, "headline": True}, False),
        ({"subject": True}, False),
        ({"number": "630591"}, False),
    ],
)
def test_an_act_that_announces_an_annex_has_it_behind_its_signature(here: dict[str, object], expected: bool) -> None:  # noqa: FBT001
    act = [signs(titled=True, announces_annex=True), signs(closed=True)]

    assert ("annex_announced" in rules_between([*act, signs(**here)], 2, blank_between=False)) is expected
    assert "annex_announced" not in rules_between([*act, signs(titled=True), signs(**here)], 3, blank_between=False)
