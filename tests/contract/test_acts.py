"""Contract of the port Acts."""

from dataclasses import replace

from chalicelib.model.piece import Field, Outcome
from chalicelib.text.act_headings import LAST_DAY, UNDATED, act_entries
from tests.contract.samples import AT, a_line, a_piece, an_entry, an_event, decided, left_out, waiting_for_a_person


def a_field(name, value):
    return Field(name=name, value=value, raw=value, confidence=0.9, page=1, box=(0.1, 0.2, 0.3, 0.04))


def an_act(register, number=1, *, act="610/558", day="2010-03-12", signer="Jean NDAYISENGA", **facts):
    said = {"act_number": act, "act_date": day, "signatory": signer}
    fields = tuple(a_field(name, value) for name, value in said.items() if value)
    return waiting_for_a_person(register, number, **({"status": "filed", "matricule": "123456", "fields": fields} | facts))


def listed(register, heading, **bounds):
    return register.find_acts(heading, **({"first": UNDATED, "last": LAST_DAY, "before": None, "limit": 9} | bounds))


def standing(register, heading, **bounds):
    """Pieces that still stand in a list."""
    entries = listed(register, heading, **bounds)
    pieces = register.listed_pieces([each.piece for each in entries])
    return [each.piece for each in entries if heading in {entry.heading for entry in act_entries(pieces[each.piece])}]


def test_a_filed_act_stands_under_its_number_its_signatory_and_its_day(register):
    piece = an_act(register)
    [entry] = listed(register, "ACT#610558")

    assert (entry.piece, entry.day, entry.figures, entry.signatory) == (piece.piece, "2010-03-12", "610558", "Jean NDAYISENGA")
    assert set(act_entries(piece)) == {each for own in act_entries(piece) for each in listed(register, own.heading)}
    assert {own.heading for own in act_entries(piece)} >= {"ACTLIKE#10558", "SIGNED#NDAISENGA", "SIGNED#JEAN", "ACTDAY#201"}


def test_a_filed_act_stands_under_its_type_and_a_corrected_type_under_the_new_one(register):
    dated, undated = an_act(register, 1, type="03.1"), an_act(register, 2, day=None, type="03.1")
    before = [standing(register, heading) for heading in ("ACTTYPE#03.1#201", "ACTTYPE#03.1#000")]
    decided(register, dated, Outcome(status="filed", matricule="123456", type="04.1", fields=dated.fields))
    [entry] = [each for each in listed(register, "ACT#610558") if each.piece == dated.piece]

    assert before == [[dated.piece], [undated.piece]]
    assert [standing(register, heading) for heading in ("ACTTYPE#03.1#201", "ACTTYPE#04.1#201")] == [[], [dated.piece]]
    assert entry.type == "04.1"


def test_the_latest_act_comes_first_and_the_list_goes_on_page_by_page_within_a_period(register):
    days = ["1998-05-04", "2010-03-12", None, "2024-01-01"]
    pieces = [an_act(register, number, day=day).piece for number, day in enumerate(days, start=1)]
    first = listed(register, "ACT#610558", limit=2)

    assert [each.piece for each in first] == [pieces[3], pieces[1]]
    assert [each.piece for each in listed(register, "ACT#610558", before=first[-1].place)] == [pieces[0], pieces[2]]
    assert [each.piece for each in listed(register, "ACT#610558", first="1998-05-04", last="2010-03-12")] == [pieces[1], pieces[0]]
    assert [each.piece for each in listed(register, "ACT#610558", last=UNDATED)] == [pieces[2]]


def test_several_lists_are_read_together(register):
    one, other = an_act(register, 1, act="610/558"), an_act(register, 2, act="610/559")

    found = register.find_acts_in_all(["ACT#610558", "ACT#610559", "ACT#1"], first=UNDATED, last=LAST_DAY, limit=9)
    assert {each.piece for each in found} == {one.piece, other.piece}


def test_a_corrected_act_stands_where_it_now_belongs(register):
    piece = an_act(register)
    corrected = (a_field("act_number", "610/559"), a_field("act_date", "2010-03-12"), a_field("signatory", "Marie NDAYISENGA"))
    decided(register, piece, Outcome(status="filed", matricule="123456", fields=corrected))
    [entry] = listed(register, "SIGNED#NDAISENGA")

    assert entry.signatory == "Marie NDAYISENGA"
    assert standing(register, "ACT#610559") == [piece.piece]
    assert [standing(register, heading) for heading in ("ACT#610558", "SIGNED#JEAN")] == [[], []]


def test_an_act_that_leaves_its_case_file_stands_nowhere_until_it_comes_back(register):
    piece = an_act(register)
    for number, outcome in enumerate((Outcome(status="refused", reason="withdrawn"), Outcome(status="sealed_off"))):
        decided(register, register.piece(piece.piece), replace(outcome, fields=piece.fields), at=AT.replace(hour=9 + number))

        assert [standing(register, own.heading) for own in act_entries(piece)] == [[]] * 9
    back = Outcome(status="filed", matricule="123456", fields=piece.fields)
    decided(register, register.piece(piece.piece), back, at=AT.replace(hour=12))

    assert [standing(register, own.heading) for own in act_entries(piece)] == [[piece.piece]] * 9


def test_a_waiting_act_stands_nowhere_and_a_duplicate_no_longer(register):
    waits, kept, twin = an_act(register, 1, status="to_review"), an_act(register, 2), an_act(register, 3)
    left_out(register, twin, kept)

    assert waits.fields
    assert standing(register, "ACT#610558") == [kept.piece]


def test_a_restored_piece_and_one_that_earlier_code_filed_are_listed(register):
    fields = (a_field("act_number", "610/558"),)
    pieces = [replace(a_piece(a_line(each)), status="filed", matricule="123456", fields=fields, edition=1) for each in (1, 2)]
    register.restore(pieces)
    register.list_acts(pieces)

    assert sorted(standing(register, "ACT#610558")) == [each.piece for each in pieces]


def test_pieces_of_a_list_are_read_together_and_unknown_ones_left_out(register):
    register.register_arrival(an_entry(1, event=an_event(a_line(1))))
    known, unknown = a_line(1).piece, a_line(2).piece

    assert dict(register.listed_pieces([known, unknown, known])) == {known: register.piece(known)}
    assert dict(register.listed_pieces([])) == {}
