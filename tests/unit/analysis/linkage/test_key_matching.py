"""Keys: whose a piece is before its text is known, and why a person must look where the key does not say."""

import pytest

from chalicelib.analysis.linkage.directory import Find
from chalicelib.analysis.linkage.key_matching import KeyMatch, claimed_servants, match_key, written_matricule
from chalicelib.model.identifiers import Claim, Forms, claim_of
from chalicelib.model.servant import Servant
from tests.unit.analysis.linkage.test_matching import JEAN, MARIE, directory

FIND = directory().find
SIX_AND_SEVEN = Forms(shapes=frozenset({"999999", "9999999"}))
LEONARD = Servant(matricule="1234561", name="NTAHOMVUKIYE", first_names="Léonard", written="1.234.561")
WITH_LEONARD = directory((JEAN, MARIE, LEONARD)).find
WITHOUT_JEAN = directory((MARIE, LEONARD)).find


@pytest.mark.parametrize(
    ("claim", "match"),
    [
        (Claim(folders=("123456",)), KeyMatch(matricule="123456")),
        (Claim(name="123456"), KeyMatch(matricule="123456")),
        (Claim(folders=("123456",), name="123456"), KeyMatch(matricule="123456")),
        (Claim(folders=("123456",), name="000001"), KeyMatch(matricule="123456")),
        (Claim(folders=("123456",), name="654321"), KeyMatch(reason="conflicting_matricules")),
        (Claim(folders=("000001",)), KeyMatch(reason="unknown_matricule")),
        (Claim(), KeyMatch(reason="no_matricule")),
    ],
)
def test_a_key_names_one_servant_or_says_why_not(claim: Claim, match: KeyMatch) -> None:
    assert match_key(claim, FIND) == match


def test_without_a_roster_nobody_is_named() -> None:
    assert match_key(Claim(folders=("123456",)), None) == KeyMatch(reason="no_roster")


def test_two_matricules_that_typing_confuses_are_for_a_person() -> None:
    confused = [Servant(matricule="1O3456"), Servant(matricule="103456")]

    assert match_key(Claim(folders=("IO3456",)), lambda _: confused) == KeyMatch(reason="ambiguous_matricule")
    assert match_key(Claim(folders=("103456",)), lambda _: confused) == KeyMatch(matricule="103456")


def test_a_matricule_is_given_as_the_ministry_writes_it() -> None:
    assert written_matricule(Servant(matricule="123456", written="12.34-56")) == "12.34-56"


def test_each_servant_whom_a_key_may_mean_is_given_once() -> None:
    assert claimed_servants(Claim(folders=("123456", "654321"), name="123456"), FIND) == [JEAN, MARIE]


def matched(place: str, find: Find) -> KeyMatch:
    return match_key(claim_of(f"lot/{place}", "lot", SIX_AND_SEVEN), find)


@pytest.mark.parametrize(
    "place",
    [
        *("123456 (1).pdf", "123456(1).pdf", "123456(2)(1).pdf", "123456 (1)/acte.pdf", "123456[1].pdf", "123456~1.pdf", "123456#1.pdf"),
        *("123456 - Copie.pdf", "123456 - Copie (2).pdf", "123456 copy 2.pdf", "Copie de 123456.pdf", "Copy (2) of 123456.pdf"),
        *("123456_v2.pdf", "123456-001.pdf", "123456/123456_1.pdf", "123456/123456-1.pdf", "(123456) acte 1.pdf"),
        *("123456¹.pdf", "123456②.pdf", "2_123456.pdf", "2-123456/acte.pdf"),
    ],
)
def test_the_number_of_a_copy_is_no_figure_of_the_matricule(place: str) -> None:
    assert matched(place, WITH_LEONARD) == KeyMatch(matricule="123456")
    assert matched(place, WITHOUT_JEAN).matricule is None


@pytest.mark.parametrize("place", ["123456_1.pdf", "123456-1.pdf", "123456 1.pdf", "123.456-1/acte.pdf", "123456-1/123456_1.pdf"])
def test_a_number_that_may_be_a_copys_or_the_matricules_last_figure_is_for_a_person_where_both_are_borne(place: str) -> None:
    assert matched(place, WITH_LEONARD) == KeyMatch(reason="ambiguous_matricule")
    assert matched(place, FIND) == KeyMatch(matricule="123456")
    assert matched(place, WITHOUT_JEAN) == KeyMatch(reason="unknown_matricule")


@pytest.mark.parametrize(("place", "bearers"), [("1_123456.pdf", ("123456", "1123456")), ("1 123 456.pdf", ("1123456",))])
def test_the_number_of_a_sheet_before_a_matricule_is_told_from_its_first_figure(place: str, bearers: tuple[str, ...]) -> None:
    neighbour = Servant(matricule="1123456")
    claim = claim_of(f"lot/{place}", "lot", SIX_AND_SEVEN)

    assert {each.matricule for each in claimed_servants(claim, directory((JEAN, neighbour)).find)} == set(bearers)


@pytest.mark.parametrize("place", ["1.234.561.pdf", "1 234 561/acte.pdf", "1-234-561 (2).pdf", "1234561_1.pdf", "1234561/123456-1.pdf"])
def test_a_matricule_in_groups_of_three_figures_is_one_number(place: str) -> None:
    assert matched(place, WITH_LEONARD) == KeyMatch(matricule="1.234.561")


def test_a_letter_behind_the_figures_is_the_matricules_or_the_copys_as_the_roster_has_it() -> None:
    forms = Forms(shapes=frozenset({"999999", "999999A"}))
    claim = claim_of("lot/123456 a.pdf", "lot", forms)

    assert match_key(claim, directory([Servant(matricule="123456A")]).find) == KeyMatch(matricule="123456A")
    assert match_key(claim, FIND) == KeyMatch(matricule="123456")
    assert match_key(claim, directory((JEAN, Servant(matricule="123456A"))).find) == KeyMatch(reason="ambiguous_matricule")


def test_the_bearers_of_both_readings_of_a_key_are_given_and_of_the_longer_one_only_beside_the_other() -> None:
    claim = claim_of("lot/123456-1.pdf", "lot", SIX_AND_SEVEN)

    assert claimed_servants(claim, WITH_LEONARD) == [JEAN, LEONARD]
    assert claimed_servants(claim, WITHOUT_JEAN) == []
