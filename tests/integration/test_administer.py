"""The table of actions that administrators invoke: each is listed, and what is missing or wrong is said in French."""

import re
from itertools import combinations

import pytest

from chalicelib.model.register import Bookmark
from functions.action_parameters import REFUSALS, refusal_words
from functions.actions import ACTIONS
from functions.forms import FormRefusedError, UnfinishedError, form_call
from tests.stage.lambdas import lambdas
from tests.stage.story import JEAN
from tests.world import scan


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
def test_whatever_is_missing_or_out_of_bounds_is_named_in_french_with_what_is_allowed(name):
    parameters = ACTIONS[name].parameters
    required = [each.name for each in parameters if each.required]
    lacking = ["lacking_" + "_".join(names) for count in range(len(required)) for names in combinations(required, count + 1)]
    bad = [f"bad_{each.name}" for each in parameters]

    assert [code for code in (*lacking, *bad) if not refusal_words(code, parameters)] == []
    assert all(each.rule in refusal_words(f"bad_{each.name}", parameters) for each in parameters)


@pytest.mark.parametrize("action", ACTIONS.values(), ids=ACTIONS)
def test_a_form_can_be_made_of_an_action(action):
    """Field names have letters and digits alone, and there is a word for each; a flag that asks for approval exists."""
    labels = [each.label for each in action.parameters]

    assert len(set(labels)) == len(labels)
    assert all(re.fullmatch("[a-z]+", label) for label in labels)
    assert all(each.help.endswith(".") for each in action.parameters)
    assert not action.approval_flag or action.approval
    assert action.approval_flag in ("", *(each.name for each in action.parameters if each.kind == "flag"))
    assert (action.cursor is not None) <= (action.goes_on is not None or action.title == "Lister les lots")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"action": "corrections"}, "lacking_since_until"),
        ({"action": "corrections", "since": "2026-11-01", "until": " "}, "lacking_until"),
        ({"action": "corrections", "since": "2026-11-02", "until": "2026-11-01"}, "bad_day"),
        ({"action": "corrections", "since": "1er novembre", "until": "2026-11-01"}, "bad_since"),
        ({"action": "corrections", "since": "2026-11-01", "until": "2026-13-01"}, "bad_until"),
        ({"action": "export_journal", "since": "2026-10-01", "until": "2026-11-30"}, "bad_day"),
        ({"action": "export_journal", "since": "2026-11-01", "until": "2026-11-30", "cursor": "x"}, "bad_cursor"),
        ({"action": "list_batches", "limit": 51}, "bad_limit"),
        ({"action": "list_batches", "cursor": "x"}, "bad_cursor"),
        ({"action": "retry"}, "lacking_batch"),
        ({"action": "check", "batch": 7}, "bad_batch"),
        ({"action": "check", "batch": "lot-1/x"}, "bad_batch"),
        ({"action": "check", "batch": "lot\n1"}, "bad_batch"),
        ({"action": "confirm_roster", "generation": ""}, "lacking_generation"),
        ({"action": "confirm_roster", "generation": "dernier"}, "bad_generation"),
        ({"action": "reread"}, "lacking_what_to_reread"),
        ({"action": "reread", "all": "oui"}, "bad_all"),
        ({"action": "reread", "all": True, "limit": True}, "bad_limit"),
        ({"action": "reread", "all": True, "limit": 1_000_000}, "bad_limit"),
        ({"action": "reread", "type": "décret"}, "bad_type"),
        ({"action": "reset_accounts", "matricules": ["100001"], "reason": "?"}, "bad_reason"),
        ({"action": "open_accounts", "matricules": [100001]}, "bad_matricules"),
    ],
)
def test_an_action_badly_invoked_is_refused(stage, asked, code):
    answer = stage.administer(**asked)

    assert (answer["ok"], answer["error"]) == (False, code)
    assert answer["erreur"] == (refusal_words(code, ACTIONS[asked["action"]].parameters) or REFUSALS[code])


def test_batches_are_listed_page_by_page(stage):
    for number in range(3):
        stage.sync({f"lot-{number}/{JEAN}/a.txt": b"no scan"})
        stage.clock.pause(60)
    stage.run()
    first = stage.administer(action="list_batches", limit=2)
    last = stage.administer(action="list_batches", limit=2, cursor=first["next"])

    assert [each["batch"] for each in first["batches"] + last["batches"]] == ["lot-2", "lot-1", "lot-0"]
    assert [each["counts"]["refused"] for each in last["batches"]] == [1]
    assert last["next"] is None


def test_a_form_s_refusal_fails_its_step_with_the_reason_in_french(stage):
    with pytest.raises(FormRefusedError, match=r'"limit" : un nombre entier de 1 à 50\.'):
        stage.administer(action="list_batches", execution="e-1", limit="51")
    with pytest.raises(FormRefusedError, match="n'a rien laissé"):
        stage.administer(action="reread", execution="e-2", tout="oui", resume="e-1")


def test_fields_that_were_left_empty_are_not_given(stage):
    answer = stage.administer(action="list_batches", execution="e-1", limit="", cursor="")

    assert (answer["ok"], answer["batches"]) == (True, [])


def rounds_of(stage, **wish):
    """Run an execution of a form, round after round; the stage's time is over after each piece."""
    rounds = []
    while not rounds or rounds[-1]["again"]:
        rounds.append(stage.administer(**wish, round=str(len(rounds) + 1)))
    return rounds


def seen(rounds):
    return [each["seen"] for each in rounds]


def test_a_form_reads_again_in_rounds_and_another_one_goes_on_where_it_stopped(stage):
    stage.sync({f"lot-1/{JEAN}/{number}.pdf": scan(str(number)) for number in range(5)})
    stage.run()
    wish = {"action": "reread", "all": "oui", "ocr": "non", "dry": "oui"}
    whole = rounds_of(stage, **wish, execution="whole", limit="")
    first = rounds_of(stage, **wish, execution="first", limit="2")
    rest = rounds_of(stage, **wish, execution="second", limit="", resume="first")

    assert (sum(seen(whole)), len(whole) > 1) == (5, True)
    assert (sum(seen(first)), sum(seen(rest))) == (2, 3)
    assert [each["again"] for each in whole] == [True] * (len(whole) - 1) + [False]


def test_a_form_rebuilds_the_register_in_rounds_and_begins_anew_in_its_first_one_alone(stage):
    stage.sync({f"lot-1/{JEAN}/{number}.pdf": scan(str(number)) for number in range(3)})
    stage.run()
    whole = rounds_of(stage, action="rebuild", execution="whole", afresh="")
    stopped = stage.administer(action="rebuild", execution="stopped", afresh="")
    anew = rounds_of(stage, action="rebuild", execution="anew", afresh="oui")

    assert (whole[-1]["lines"], whole[-1]["batches"], len(whole) > 4) == (3, 1, True)
    assert (stopped["again"], len(anew), anew[-1]["servants"]) == (True, len(whole), whole[-1]["servants"])


def test_the_limit_of_a_form_holds_over_its_rounds(stage):
    stage.sync({f"lot-1/{JEAN}/{number}.pdf": scan(str(number)) for number in range(5)})
    stage.run()
    rounds = rounds_of(stage, action="reread", all="oui", dry="oui", execution="e-1", limit="3")

    assert (sum(seen(rounds)), len(rounds) > 1) == (3, True)


def test_a_round_that_finds_no_place_of_the_round_before_is_refused(stage):
    with pytest.raises(FormRefusedError, match="n'a rien laissé"):
        stage.administer(action="reread", tout="oui", execution="e-1", round="2")


def test_a_form_whose_last_round_has_left_work_fails_and_says_how_to_go_on(stage):
    action = ACTIONS["reread"]
    stage.known.register.put_bookmark("form#reread#e-1", Bookmark(place="here", at=stage.clock.now(), counts={"done": 7}))
    call = form_call(action, {"action": "reread", "execution": "e-1", "round": "100"})

    with pytest.raises(UnfinishedError, match="« reprise » : e-1"):
        call.conclude({"seen": 1, "next": "somewhere"})
    assert form_call(action, {"action": "reread", "execution": "e-2", "resume": "e-1"}).cursor == "somewhere"


def test_the_journal_is_exported_as_spreadsheets_that_no_function_reads_and_the_export_is_recorded(stage):
    day = stage.today()
    first = stage.administer(action="export_journal", since=day, until=day)
    stage.clock.pause(1)
    second = stage.administer(action="export_journal", since=day, until=day)
    text = "".join(stage.known.outbox.report_lines(second["files"][0]))

    assert (first["entries"], second["entries"]) == (1, 2)
    assert text.count("journal téléchargé;administer;") == 2
    assert all(each.startswith(f"journal/{day}_{day}/") for each in second["files"])
