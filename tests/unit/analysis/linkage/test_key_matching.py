"""Keys: whose a piece is before its text is known, and why a person must look where the key does not say."""

import pytest

from chalicelib.analysis.linkage.key_matching import KeyMatch, claimed_servants, match_key, written_matricule
from chalicelib.model.identifiers import Claim
from chalicelib.model.servant import Servant
from tests.unit.analysis.linkage.test_matching import JEAN, MARIE, directory

FIND = directory().find


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
