"""The fields of a piece, as its text says them: proposals with their places, until a person or a second signal confirms them."""

from itertools import chain
from typing import Final

from chalicelib.analysis.description.act_titles import head_of
from chalicelib.analysis.description.acts import read_act
from chalicelib.analysis.description.career import read_career
from chalicelib.analysis.description.found_field import FoundField
from chalicelib.analysis.description.person import read_person
from chalicelib.analysis.sensitivity.screening import mentions_forbidden
from chalicelib.model.identifiers import Forms
from chalicelib.model.piece import Field
from chalicelib.text.prose import Prose

NAMES: Final = (
    *("act_number", "act_kind", "act_date", "effective_date", "signatory", "ministry", "grade", "echelon"),
    *("rating", "rating_year", "position", "end_date", "duration", "sanction", "exit_reason"),
    *("posting", "name", "first_names", "birth_date", "matricule"),
)
"""All fields, in the order in which they are shown."""

_LATEST_RATING: Final = 2
"""Years after the rated one in which a rating is still signed; a larger distance is a misread figure."""
LONGEST: Final = 160
"""Characters of the longest value."""
DATES: Final = frozenset({"act_date", "effective_date", "end_date", "birth_date"})
"""Fields whose value is a day."""


def read_fields(prose: Prose, forms: Forms) -> tuple[Field, ...]:
    """Find every field that a text says without contradiction.

    Args:
        prose: the text.
        forms: what a matricule looks like here.
    """
    if not prose.lines:
        return ()
    head = head_of(prose)
    said = chain(read_act(prose), read_career(prose, head), read_person(prose, head, forms))
    found = {each.name: each for each in said if _may_stand(prose, each)}
    _drop_contradictions(found)
    return tuple(_field(prose, found[name]) for name in NAMES if name in found)


def _may_stand(prose: Prose, found: FoundField) -> bool:
    """Say whether a finding has a known name and a short value without a forbidden mention."""
    said = f"{found.value} {prose.text[found.start : found.end]}"
    return found.name in NAMES and 0 < len(found.value) <= LONGEST and may_be_kept(said)


def may_be_kept(text: str) -> bool:
    """Say whether a text may be the value of a field: it has no mention of ethnicity, opinion, religion, union or illness.

    >>> may_be_kept("Ministère de la Justice"), may_be_kept("Ethnie : —")
    (True, False)
    """
    return not mentions_forbidden(text)


def _drop_contradictions(found: dict[str, FoundField]) -> None:
    """Drop a day of birth on or after the act's own dates, which is somebody else's, and what ends before it begins."""
    for later in ("act_date", "effective_date"):
        if "birth_date" in found and later in found and found["birth_date"].value >= found[later].value:
            del found["birth_date"]
    if "end_date" in found and "effective_date" in found and found["end_date"].value <= found["effective_date"].value:
        del found["end_date"]
    if "rating_year" in found and "act_date" in found:
        signed = int(found["act_date"].value[:4])
        if not signed - _LATEST_RATING <= int(found["rating_year"].value) <= signed:
            del found["rating_year"]


def _field(prose: Prose, found: FoundField) -> Field:
    place = prose.place(found.start, found.end)
    raw = " ".join(prose.text[found.start : found.end].split())
    return Field(
        name=found.name, value=found.value, raw=raw, confidence=round(found.trust * place.confidence, 3), page=place.page, box=place.box
    )
