"""Look-ups: the servant of a matricule, and not one whose matricule is merely like it."""

from chalicelib.analysis.linkage.directory import servant_of
from chalicelib.model.servant import Servant
from tests.unit.analysis.linkage.test_matching import JEAN, directory


def test_a_servant_is_found_however_the_matricule_is_written() -> None:
    assert servant_of("123 456", directory().find) == JEAN


def test_a_matricule_that_is_confused_with_another_is_not_it() -> None:
    confused = Servant(matricule="I23456")

    assert servant_of("123456", lambda _: [confused]) is None
    assert servant_of("123456", None) is None
    assert servant_of("", directory().find) is None
