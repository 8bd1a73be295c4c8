"""The fields of a piece: proposals, each with where it was read, until a person or a second sign confirms them."""

from itertools import chain
from typing import Final

from chalicelib.analysis.description.acts import head_of, read_act
from chalicelib.analysis.description.person import read_particulars
from chalicelib.analysis.sensitivity.screening import mentions_forbidden
from chalicelib.model.identifiers import Forms
from chalicelib.model.piece import Field
from chalicelib.text.prose import FoundField, Prose

NAMES: Final = (
    *("act_number", "act_kind", "act_date", "effective_date", "signatory", "ministry", "grade", "echelon"),
    *("posting", "name", "first_names", "birth_date", "matricule"),
)
"""Every field there is, in the order in which they are shown; what is not among them is never a field."""

LONGEST: Final = 160
"""Letters of a value."""
DATES: Final = frozenset({"act_date", "effective_date", "birth_date"})
"""Those whose value is a day."""


def read_fields(prose: Prose, forms: Forms) -> tuple[Field, ...]:
    """Find every field that a text says once, and without contradiction.

    Args:
        prose: the text.
        forms: what a matricule looks like here.
    """
    if not prose.lines:
        return ()
    found = {each.name: each for each in chain(read_act(prose), read_particulars(prose, head_of(prose), forms)) if _may_stand(prose, each)}
    _drop_contradictions(found)
    return tuple(_field(prose, found[name]) for name in NAMES if name in found)


def _may_stand(prose: Prose, found: FoundField) -> bool:
    said = f"{found.value} {prose.text[found.start : found.end]}"
    return found.name in NAMES and 0 < len(found.value) <= LONGEST and may_be_kept(said)


def may_be_kept(text: str) -> bool:
    """Say whether a field may hold a text: ethnicity, opinion, religion, union and diagnosis are never part of one, whatever found it.

    >>> may_be_kept("Ministère de la Justice"), may_be_kept("Ethnie : —")
    (True, False)
    """
    return not mentions_forbidden(text)


def _drop_contradictions(found: dict[str, FoundField]) -> None:
    """Nobody is named before birth, and nobody signs their own appointment."""
    for later in ("act_date", "effective_date"):
        if "birth_date" in found and later in found and found["birth_date"].value >= found[later].value:
            del found["birth_date"]


def _field(prose: Prose, found: FoundField) -> Field:
    place = prose.place(found.start, found.end)
    raw = " ".join(prose.text[found.start : found.end].split())
    return Field(
        name=found.name, value=found.value, raw=raw, confidence=round(found.sure * place.confidence, 3), page=place.page, box=place.box
    )
