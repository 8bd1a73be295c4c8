"""JSON of servants: what the roster says of them."""

from chalicelib.model.servant import ListedServant, Servant
from functions.representations import Json


def servant_name_json(value: Servant | ListedServant) -> Json:
    """Write a servant's matricule and name."""
    return {
        "matricule": value.matricule,
        "written": value.written or value.matricule,
        "name": value.name,
        "first_names": value.first_names,
    }


def roster_facts_json(value: Servant) -> Json:
    """Write what the roster says of a servant beside the name."""
    return {
        "birth_date": value.birth_date.isoformat() if value.birth_date else None,
        "ministry": value.ministry or None,
        "province": value.province or None,
        "status": value.status or None,
    }
