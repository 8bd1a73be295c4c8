"""Where a servant stands in the career, by the roster and by dated pieces; what neither tells stays unknown."""

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.career.states import ANY, SERVING, Career, career_of, is_dead, states_by_roster
from chalicelib.model.piece import Field
from chalicelib.model.servant import Servant
from chalicelib.text.nomenclature_file import shipped
from tests.unit.access.readers import piece_of, world_of_three_pieces


@pytest.fixture(scope="module")
def piece():
    return piece_of(world_of_three_pieces(), "a.pdf")


def act(piece, code, day=None):
    fields = (Field(name="act_date", value=day, raw="", confidence=1, page=1, box=(0, 0, 0, 0)),) if day else ()
    return replace(piece, type=code, fields=fields)


def career(status, *acts, entry=None):
    types = {}
    for each in acts:
        types.setdefault(each.type, []).append(each)
    return career_of(Servant(matricule="1", status=status, entry_date=entry), types, shipped())


@pytest.mark.parametrize(
    ("status", "states"),
    [
        ("Stagiaire", {"on_probation"}),
        ("titulaire", {"permanent"}),
        ("Contractuelle", {"contract"}),
        ("actif", SERVING),
        ("En activité", SERVING),
        ("détachée", {"seconded"}),
        ("Mise à disposition", {"seconded"}),
        ("retraité", {"retired"}),
        ("Révoqué", {"left"}),
        ("décédée", {"left"}),
        ("", ANY),
        ("en congé", ANY),
    ],
)
def test_the_rosters_word_tells_the_state_or_leaves_it_open(status, states):
    assert states_by_roster(status) == states


def test_a_confirmation_in_the_case_file_makes_an_active_servant_a_permanent_one(piece):
    assert career("actif").state is None
    assert career("actif", act(piece, "03.3")).state == "permanent"
    assert career("stagiaire", act(piece, "03.3")).state == "on_probation"  # the roster's own word


def test_an_exit_in_the_case_file_tells_the_year_and_against_the_roster_nothing(piece):
    left = career("retraité", act(piece, "11.1", "2019-05-02"))

    assert (left.state, left.exit) == ("retired", 2019)
    assert career("", act(piece, "11.1", "2019-05-02")).states == {"retired", "left"}
    assert (career("actif", act(piece, "11.1", "2019-05-02")).states, career("actif", act(piece, "11.1", "2019-05-02")).exit) == (ANY, None)


def test_an_act_that_annuls_an_exit_is_no_exit(piece):
    retirement = act(piece, "11.1", "2015-06-01")
    annulment = replace(retirement, fields=(replace(retirement.fields[0], name="act_kind", value="annulation"), *retirement.fields))

    assert career("titulaire", annulment).states == {"permanent"}
    assert career("en activité", annulment).exit is None


def test_the_entry_is_the_rosters_or_else_the_first_act_that_proves_it(piece):
    acts = (act(piece, "03.2", "2004-02-01"), act(piece, "03.1", "2003-11-20"))

    assert career("actif", *acts, entry=date(2001, 1, 1)).entry == 2001
    assert career("actif", *acts).entry == 2003
    assert career("actif").entry is None


def test_years_between_two_acts_of_position_are_uncertain_and_so_are_those_after_an_open_one(piece):
    closed = career("actif", act(piece, "05.3", "2010-01-05"), act(piece, "05.3", "2012-01-05"))
    still = career("actif", act(piece, "05.3", "2010-01-05"))

    assert [year for year in range(2008, 2015) if closed.is_uncertain_in(year)] == [2010, 2011, 2012]
    assert [year for year in range(2008, 2012) if still.is_uncertain_in(year)] == [2010, 2011]
    assert not Career().is_uncertain_in(2010)


def test_the_dead_are_told_apart_for_nobody_writes_to_them():
    assert is_dead(Servant(matricule="1", status="Décédé"))
    assert not is_dead(Servant(matricule="1", status="actif"))
    assert not is_dead(None)
