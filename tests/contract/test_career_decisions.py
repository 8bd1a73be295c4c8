"""Contract of the port CareerDecisions."""

from dataclasses import replace

import pytest

from chalicelib.model.errors import ConflictError
from tests.contract.samples import JEAN, MARIE, a_career_decision, a_line


def test_decisions_of_a_case_file_are_read_whole_in_the_order_of_time(archive):
    decisions = [a_career_decision(1), a_career_decision(2, decision="undo"), a_career_decision(3, decision="reject")]
    for each in decisions:
        archive.career_decisions.add(each)
    archive.career_decisions.add(replace(a_career_decision(1), matricule=MARIE))

    assert list(archive.career_decisions.list_for(JEAN)) == decisions
    assert len(archive.career_decisions.list_for(MARIE)) == 1
    assert list(archive.career_decisions.list_for("999999")) == []


def test_of_two_decisions_on_one_event_at_once_the_second_finds_that_it_has_moved(archive):
    archive.career_decisions.add(a_career_decision(1))
    with pytest.raises(ConflictError):
        archive.career_decisions.add(a_career_decision(1, by="pierre", second=9))

    assert [each.by for each in archive.career_decisions.list_for(JEAN)] == ["aline"]
    archive.career_decisions.add(a_career_decision(1, event=a_line(2).piece))
    archive.career_decisions.add(a_career_decision(2, by="pierre", second=10))
    assert len(archive.career_decisions.list_for(JEAN)) == 3


def test_decisions_are_in_the_audit_trail_of_the_case_file_and_of_the_reader(archive):
    archive.career_decisions.add(a_career_decision(1))
    trail = [each for each in archive.audit_trail.entries_of_casefile(JEAN) if each.kind == "career"]
    by_reader = [each for each in archive.audit_trail.entries_of_reader("aline") if each.kind == "career"]

    assert [(each.action, each.reader, each.detail) for each in trail] == [("confirm", "aline", "recruitment 1990-02-01")]
    assert [each.action for each in by_reader] == ["confirm"]
