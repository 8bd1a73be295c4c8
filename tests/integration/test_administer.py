"""The table of actions that administrators invoke: each is listed, and what is missing or wrong is said in French."""

import re
from itertools import chain, combinations

import pytest

from functions.administer import ACTIONS, REFUSALS
from tests.stage.lambdas import lambdas
from tests.stage.story import JEAN


@pytest.fixture
def stage():
    with lambdas(JEAN) as stage:
        yield stage


def test_an_unknown_action_is_answered_with_the_list_of_actions(stage):
    answer = stage.administer(action="nonsense")

    assert (answer["ok"], answer["erreur"]) == (False, "Action inconnue.")
    assert answer["actions"] == {name: action.help for name, action in ACTIONS.items()}


@pytest.mark.parametrize("name", ACTIONS)
def test_an_actions_help_shows_how_it_is_invoked_and_names_its_parameters(name):
    action = ACTIONS[name]

    assert f'{{"action": "{name}"' in action.help
    assert [each.name for each in action.parameters if not re.search(rf"\b{each.name}\b", action.help)] == []


@pytest.mark.parametrize("name", ACTIONS)
def test_whatever_is_missing_is_named_in_french(name):
    required = [each for each in ACTIONS[name].parameters if each.required]
    texts = [each.name for each in required if each.kind in ("text", "day")]
    lists = [each.name for each in required if each.kind not in ("text", "day")]
    codes = ["lacking_" + "_".join(names) for names in chain(*(combinations(texts, count + 1) for count in range(len(texts))))]

    assert [code for code in (*codes, *(f"lacking_{each}" for each in lists)) if code not in REFUSALS] == []


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"action": "corrections"}, "lacking_since_until"),
        ({"action": "corrections", "since": "2026-11-01", "until": " "}, "lacking_until"),
        ({"action": "corrections", "since": "2026-11-02", "until": "2026-11-01"}, "bad_day"),
        ({"action": "corrections", "since": "1er novembre", "until": "2026-11-01"}, "bad_day"),
        ({"action": "retry"}, "lacking_batch"),
        ({"action": "check", "batch": 7}, "lacking_batch"),
        ({"action": "confirm_roster", "generation": ""}, "lacking_generation"),
        ({"action": "reread"}, "lacking_what_to_reread"),
        ({"action": "reread", "all": "oui"}, "lacking_what_to_reread"),
        ({"action": "reread", "all": True, "limit": True}, "bad_limit"),
        ({"action": "open_accounts", "matricules": [100001]}, "bad_matricules"),
    ],
)
def test_an_action_badly_invoked_is_refused(stage, asked, code):
    answer = stage.administer(**asked)

    assert (answer["ok"], answer["error"], answer["erreur"]) == (False, code, REFUSALS[code])
