"""Findings of one field: what all agree upon, in the most trusted spelling."""

from chalicelib.analysis.description.found_field import FoundField, agreed


def found(value: str, trust: float) -> FoundField:
    return FoundField(name="grade", value=value, start=0, end=1, trust=trust)


def test_the_most_trusted_spelling_is_given_where_all_agree() -> None:
    best = agreed([found("CONSEILLERE", 0.5), found("Conseillère", 0.9)])

    assert best is not None
    assert best.value == "Conseillère"


def test_nothing_is_given_where_two_differ_or_none_is_found() -> None:
    assert agreed([found("Conseiller", 0.9), found("Inspecteur", 0.5)]) is None
    assert agreed([]) is None
