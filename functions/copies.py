"""REST, for servants and archivists: a whole case file as one PDF."""

from chalicelib.access.casefile_copies import link_copy, offer_copy
from chalicelib.wiring import archive
from functions.powertools import Answer
from functions.representations.access import copy_offer_json, original_link_json
from functions.rest import Request, matricule_of


def offer(request: Request) -> Answer:
    """Tell what a copy would hold, and whether it can be made."""
    return copy_offer_json(offer_copy(request.reader, matricule_of(request), archive))


def link(request: Request) -> Answer:
    """Make a link to a copy, which is bound if it is not there."""
    return original_link_json(link_copy(request.reader, matricule_of(request), archive))
