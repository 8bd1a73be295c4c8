"""Acts: everything that one says of itself, and its ministry over a line's end."""

from chalicelib.analysis.description.acts import read_act
from tests.unit.analysis.description.test_classification import ACT
from tests.unit.analysis.description.texts import prose


def test_an_act_says_each_thing_of_itself_once() -> None:
    assert [each.name for each in read_act(prose(ACT))] == ["act_kind", "act_number", "act_date", "effective_date", "ministry", "signatory"]


def test_the_ministry_s_name_runs_over_a_line_s_end() -> None:
    said = {each.name: each.value for each in read_act(prose("MINISTÈRE DE LA FONCTION PUBLIQUE,\nDU TRAVAIL ET DE L'EMPLOI\nNOTE"))}

    assert said["ministry"] == "MINISTÈRE DE LA FONCTION PUBLIQUE, DU TRAVAIL ET DE L'EMPLOI"
