"""JSON of due lists: the list, what one may choose, and lines with their citations."""

from chalicelib.administration.due_lists import DuePage
from chalicelib.model.codec import stamp
from chalicelib.model.due import DueLine
from chalicelib.model.nomenclature import Nomenclature
from functions.representations import Json, type_names_json
from functions.representations.personnel import servant_name_json


def due_page_json(value: DuePage, nomenclature: Nomenclature) -> Json:
    """Write a page of a due list."""
    list_ = value.list
    return {
        "list": {
            "day": list_.day.isoformat(),
            "made_at": stamp(list_.made_at),
            "generation": list_.generation,
            "roster_at": stamp(list_.roster_at),
            "rules": list_.rules,
        }
        if list_
        else None,
        "days": [each.isoformat() for each in value.days],
        "notes": list(value.notes),
        "counts": [{"kind": kind, "month": month, "lines": lines} for (kind, month), lines in sorted(value.counts.items())],
        "ministries": list(value.ministries),
        "provinces": list(value.provinces),
        "lines": [due_line_json(each, nomenclature) for each in value.lines],
        "next": value.next,
    }


def due_line_json(value: DueLine, nomenclature: Nomenclature) -> Json:
    """Write a line with its citations."""
    entry = value.entry
    wanted = nomenclature.named(entry.wanted) if entry.wanted else None
    days = {name: day.isoformat() if day else None for name, day in (("first", entry.first), ("last", entry.last), ("until", entry.until))}
    return servant_name_json(value) | {
        "ministry": value.ministry or None,
        "province": value.province or None,
        "kind": entry.kind,
        "state": entry.state,
        **days,
        "doubt": entry.doubt or None,
        "years": list(entry.years),
        "wanted": {"type": wanted.code, "names": type_names_json(wanted)} if wanted else None,
        "pieces": [{"piece": each.piece, "page": each.page, "box": list(each.box) if each.box else None} for each in entry.pieces],
        "roster": [{"generation": each.generation, "column": each.column, "value": each.value or None} for each in entry.roster],
        "rules": [{"rule": each.rule, "from": each.first.isoformat(), "source": each.source} for each in entry.rules],
    }
