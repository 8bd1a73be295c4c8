"""A clerk files acts one by one, and the career follows: one event an act, cited, and nothing that the acts do not say."""

from datetime import date, timedelta

import pytest

from chalicelib.career.events import derive_events
from chalicelib.text.nomenclature_file import shipped
from tests.unit.career.case_file import BOX, SCANNED, filed


def told(*pieces, as_of=None):
    return derive_events(pieces, shipped(), as_of=as_of)


def kinds(*pieces):
    return [(each.kind, each.day and each.day.isoformat()) for each in told(*pieces).events]


def test_a_career_is_read_from_the_acts_in_the_order_of_their_days():
    acts = [
        filed("11.1", 1, effective_date="2024-06-30", act_date="2024-05-02", exit_reason="retraite"),
        filed("03.1", 2, act_date="1990-02-01"),
        filed("03.2", 3, effective_date="1990-03-01", act_date="1990-03-01"),
        filed("03.3", 4, effective_date="1991-03-01", act_date="1991-04-05"),
        filed("04.1", 5, act_date="1992-12-20", rating="Bon", rating_year="1992"),
        filed("04.2", 6, effective_date="1993-01-01", act_date="1993-05-05", echelon="3"),
        filed("05.1", 7, act_date="1995-09-01", posting="Lycée de Gitega"),
        filed("08.1", 8, act_date="1996-02-03", sanction="blâme"),
        filed("04.3", 9, act_date="2000-01-01", grade="Inspecteur"),
        filed("01.1", 10, act_date="1970-01-01"),
    ]

    assert kinds(*acts) == [
        ("recruitment", "1990-02-01"),
        ("entry", "1990-03-01"),
        ("confirmation", "1991-03-01"),
        ("rating", "1992-12-20"),
        ("advancement", "1993-01-01"),
        ("posting", "1995-09-01"),
        ("discipline", "1996-02-03"),
        ("promotion", "2000-01-01"),
        ("exit", "2024-06-30"),
    ]


def test_an_event_cites_the_place_of_its_day_and_says_which_day_it_is():
    (event,) = told(filed("04.2", 1, act_date="1993-05-05", effective_date="1993-01-01", echelon="3", act_number="610/12")).events
    (signed,) = told(filed("04.2", 1, act_date="1993-05-05")).events

    assert (event.day, event.day_is, event.act_date) == (date(1993, 1, 1), "effect", date(1993, 5, 5))
    assert event.details == {"echelon": "3"}
    assert [(each.page, each.box) for each in event.citations] == [(1, BOX)]
    assert signed.day_is == "act"


def test_an_act_without_a_day_stands_last_and_no_day_is_invented():
    (dated, undated) = told(filed("05.1", 1, posting="Ngozi"), filed("05.1", 2, act_date="2001-01-01")).events

    assert (dated.day, undated.day, undated.day_is) == (date(2001, 1, 1), None, None)


def test_two_copies_of_one_act_are_one_event_with_two_citations():
    copies = [
        filed("05.1", 1, act_number="N° 610/558", act_date="2001-05-02"),
        filed("05.1", 2, act_number="610-558", act_date="2001-05-02", effective_date="2001-06-01", posting="Ngozi"),
    ]
    (event,) = told(*copies).events

    assert (event.day, event.day_is, event.details) == (date(2001, 6, 1), "effect", {"posting": "Ngozi"})
    assert event.pieces == (copies[0].piece, copies[1].piece)
    assert event.id == copies[0].piece


def test_two_acts_of_one_day_with_different_numbers_are_two_events():
    assert (
        len(
            told(
                filed("05.1", 1, act_number="610/1", act_date="2001-05-02"), filed("05.1", 2, act_number="610/2", act_date="2001-05-02")
            ).events
        )
        == 2
    )


def test_copies_that_tell_different_days_are_said():
    number = {"act_number": "610/558", "act_date": "2001-05-02"}
    found = told(filed("05.1", 1, effective_date="2001-06-01", **number), filed("05.1", 2, effective_date="2001-07-01", **number))

    assert [each.rule for each in found.findings] == ["copies_differ"]
    assert found.findings[0].facts == {"first": "2001-06-01", "second": "2001-07-01"}


@pytest.mark.parametrize(
    ("word", "kind"), [("détachement", "position_start"), ("réintégration", "position_end"), ("fin de détachement", "position_end")]
)
def test_a_position_begins_or_ends_as_the_act_says(word, kind):
    assert kinds(filed("05.3", 1, act_date="2005-01-01", position=word)) == [(kind, "2005-01-01")]


def test_a_position_act_that_does_not_say_which_is_no_event_but_is_told():
    found = told(filed("05.3", 1, act_date="2005-01-01"))

    assert (found.events, [each.rule for each in found.findings]) == ((), ["position_unclear"])


def test_a_sealed_piece_and_a_piece_that_waits_tell_nothing():
    assert kinds(filed("99", 1, act_date="2005-01-01"), filed("08.1", 2, status="refused", act_date="2005-01-01", sanction="blâme")) == []


def test_an_amendment_recruits_nobody_and_a_request_for_explanation_is_no_sanction():
    assert kinds(filed("03.4", 1, act_kind="avenant", act_date="2005-01-01"), filed("08.1", 2, sanction="demande d'explication")) == []
    assert kinds(filed("03.4", 1, act_kind="contrat", act_date="2005-01-01")) == [("recruitment", "2005-01-01")]


def test_an_erased_sanction_leaves_with_its_erasure_and_of_two_none_is_guessed():
    blame = filed("08.1", 1, act_date="2005-01-01", sanction="blâme")
    warning = filed("08.1", 2, act_date="2006-01-01", sanction="avertissement")
    erasure = filed("08.1", 3, act_date="2009-01-01", sanction="effacement")

    assert kinds(blame, erasure) == []
    assert kinds(blame, warning, erasure) == [("discipline", "2005-01-01"), ("discipline", "2006-01-01")]
    assert [each.rule for each in told(blame, warning, erasure).findings] == ["erasure_unclear"]


def test_an_act_that_annuls_another_is_not_that_act_but_is_told():
    retirement = filed("11.1", 1, act_date="2015-01-01", exit_reason="retraite")
    annulment = filed("11.1", 2, act_kind="annulation", act_date="2015-06-01", exit_reason="retraite")
    found = told(retirement, annulment)

    assert [(each.kind, str(each.day)) for each in found.events] == [("exit", "2015-01-01")]
    assert [(each.rule, [cited.piece for cited in each.citations]) for each in found.findings] == [("act_annulled", [annulment.piece])]


def test_an_annulment_of_an_unknown_type_is_told_where_it_is_an_act_and_a_letter_is_not():
    act, note = filed(None, 1, act_kind="annulation", act_number="540/888"), filed(None, 2, act_kind="annulation")
    letter = filed("12.1", 3, act_kind="annulation", act_number="12/3")

    assert [cited.piece for each in told(act, note, letter).findings for cited in each.citations] == [act.piece]


def test_a_sanction_that_is_annulled_leaves_as_an_erased_one_does():
    blame = filed("08.1", 1, act_date="2005-01-01", sanction="blâme")

    assert kinds(blame, filed("08.1", 2, act_kind="annulation", act_date="2009-01-01")) == []


def test_as_of_a_day_only_what_was_filed_by_then_is_known():
    early, late = filed("03.1", 1, act_date="1990-02-01"), filed("03.3", 2, act_date="1991-02-01", filed_at=SCANNED + timedelta(days=30))

    assert [each.kind for each in told(early, late, as_of=SCANNED + timedelta(days=1)).events] == ["recruitment"]
    assert [each.kind for each in told(early, late, as_of=SCANNED + timedelta(days=31)).events] == ["recruitment", "confirmation"]
