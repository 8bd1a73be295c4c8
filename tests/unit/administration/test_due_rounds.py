"""Due lists: each month a CSV a ministry, and lines that the direction reads by kind, month, ministry and province, as of a day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.administration.due_lists import due_query, export_due, read_due
from chalicelib.administration.due_rounds import DUE_LISTS, advance_due_lists, end_of
from chalicelib.administration.rounds import advance_monthly, latest_round
from chalicelib.model.errors import PermanentError, ReaderError
from chalicelib.model.piece import Field
from chalicelib.model.reader import Reader
from chalicelib.model.servant import Servant
from tests.unit.access.readers import JEAN, MARIE, piece_of, world_of_three_pieces

BOX = (0.1, 0.2, 0.3, 0.02)
DIRECTOR = Reader(name="directeur", roles=frozenset({"director"}))


def servant(matricule, **facts):
    told = {"written": matricule, "ministry": "Santé", "province": "Gitega", "status": "titulaire"} | facts
    return Servant(matricule=matricule, **told)


def write(world, piece, type_, **fields):
    """Have a piece say something."""
    told = tuple(Field(name=name, value=value, raw=value, confidence=0.9, page=1, box=BOX) for name, value in fields.items())
    world.register.alter(piece_of(world, piece).piece, type=type_, fields=told)


@pytest.fixture
def world():
    world = world_of_three_pieces()
    write(world, "a.pdf", "04.2", effective_date="2015-07-01")
    write(world, "b.pdf", "03.1", act_date="2012-05-02")
    jean = servant(JEAN, name="NDAYIZEYE", first_names="Jean", birth_date=date(1967, 4, 12), entry_date=date(2012, 6, 1))
    marie = servant(MARIE, ministry="Éducation", province="Ngozi", birth_date=date(1968, 1, 1), entry_date=date(2024, 6, 1))
    world.register.put_servants("g1", [jean, marie])
    return world


def whole_round(world, day=None):
    return advance_due_lists(world, until=world.clock.now() + timedelta(hours=1), day=day)


def lines(world, **asked):
    return read_due(DIRECTOR, due_query(asked), world).lines


def told(world, **asked):
    return [(each.matricule, each.entry.kind, each.entry.month) for each in lines(world, **asked)]


def today(world):
    return world.clock.now().date().isoformat()


def test_each_ministry_has_a_csv_that_says_what_and_as_of_which_day(world):
    done = whole_round(world)
    csv = world.outbox.objects[f"reports/echeances/{today(world)}/echeances-sante-au-{today(world)}.csv"].splitlines()

    assert (done.servants, done.ministries, done.finished) == (2, 2, True)
    assert csv[0].removeprefix("\ufeff").startswith("matricule;nom;prénoms;province;échéance;état;du;au;")
    assert any(line.startswith(f"{JEAN};NDAYIZEYE;Jean;Gitega;retraite;à venir;2027-04-12;") for line in csv)
    assert "04.1 Bulletin de notation" in "".join(csv)
    assert all("fichier g1" in line or " p. " in line for line in csv[1:]), "no line without its citation"


def test_the_direction_reads_the_list_by_kind_month_ministry_and_province(world):
    whole_round(world)

    assert told(world, kind="retirement") == [(JEAN, "retirement", "2027-04"), (MARIE, "retirement", "2028-01")]
    assert told(world, kind="retirement", month="2027-04") == [(JEAN, "retirement", "2027-04")]
    assert told(world, ministry="Éducation", kind="retirement") == [(MARIE, "retirement", "2028-01")]
    assert told(world, province="Gitega", kind="advancement") == [(JEAN, "advancement", "passed")]
    assert told(world, province="Ngozi", month="passed") == [(MARIE, "rating", "passed")]
    assert told(world, ministry="Pêche") == told(world, ministry="") == []
    assert len(told(world)) == sum(read_due(DIRECTOR, due_query({}), world).counts.values())


def test_a_line_leads_to_the_piece_the_page_and_the_box_that_say_so(world):
    whole_round(world)
    (found,) = lines(world, kind="advancement", ministry="Santé")

    assert [(each.piece, each.page, each.box) for each in found.entry.pieces] == [(piece_of(world, "a.pdf").piece, 1, BOX)]
    assert [each.rule for each in found.entry.rules] == ["advancement", "freeze"]


def test_every_look_at_names_is_in_the_journal(world):
    whole_round(world)
    lines(world, kind="retirement", ministry="Santé")

    (entry,) = world.consultations.written.values()
    assert (entry.action, entry.reader, entry.role) == ("due_list", "directeur", "director")
    assert entry.asked == f"{today(world)} retirement Santé"


def test_pages_of_a_list_make_the_whole_of_it_once(world):
    places = [{"ministry": ("Santé", "Éducation")[n % 2], "province": ("Gitega", "Ngozi", "")[n % 3]} for n in range(60)]
    many = [servant(f"{200_000 + n}", birth_date=date(1967, 1 + n % 12, 5), **place) for n, place in enumerate(places)]
    world.register.put_servants("g1", many)
    whole_round(world)
    for asked in ({}, {"kind": "retirement"}, {"month": "unknown"}, {"province": ""}, {"ministry": "Santé", "month": "2027-05"}):
        seen, cursor = [], None
        while True:
            page = read_due(DIRECTOR, due_query(asked), world, cursor=cursor, limit=7)
            seen += [(each.ministry, each.place) for each in page.lines]
            cursor = page.next
            if cursor is None:
                break

        assert len(seen) == len(set(seen)) > 0
        assert seen == [(each.ministry, each.place) for each in read_due(DIRECTOR, due_query(asked), world, limit=1000).lines]
    assert len(export_due(DIRECTOR, due_query({"kind": "retirement"}), world).text.splitlines()) == 61


def test_a_cursor_of_another_question_is_refused(world):
    whole_round(world)
    page = read_due(DIRECTOR, due_query({}), world, limit=1)

    with pytest.raises(ReaderError, match="invalid"):
        read_due(DIRECTOR, due_query({"kind": "rating"}), world, cursor=page.next)


@pytest.mark.parametrize("asked", [{"kind": "holiday"}, {"month": "2027-13"}, {"day": "hier"}])
def test_what_is_no_kind_month_or_day_is_refused_with_its_field(asked):
    with pytest.raises(ReaderError) as refused:
        due_query(asked)
    assert refused.value.field == next(iter(asked))


def test_a_list_of_another_day_tells_what_was_known_then_and_what_cannot_be_told_again(world):
    """The pieces were filed today: at the end of last year nobody knew of the advancement."""
    whole_round(world)
    whole_round(world, day=date(2025, 12, 31))
    page = read_due(DIRECTOR, due_query({"day": "2026-06-30"}), world)

    assert page.list.day == date(2025, 12, 31)
    assert page.notes == ("made_later", "roster_later")
    assert [each.entry.state for each in page.lines if each.entry.kind == "advancement"] == ["unknown", "unknown"]
    assert told(world, kind="advancement", ministry="Santé") == [(JEAN, "advancement", "passed")]
    assert read_due(DIRECTOR, due_query({}), world).notes == ()
    assert read_due(DIRECTOR, due_query({"day": "2020-01-01"}), world).list is None


def test_nobody_knows_what_will_be_known(world):
    with pytest.raises(PermanentError, match="bad_day"):
        whole_round(world, day=world.clock.now().date() + timedelta(days=1))


def test_the_day_ends_at_midnight_in_bujumbura(world):
    assert end_of(date(2026, 12, 31), world) == datetime(2026, 12, 31, 21, 59, 59, 999999, tzinfo=UTC)


def test_what_an_archivist_files_late_at_night_is_known_at_the_end_of_that_day(world):
    piece = piece_of(world, "a.pdf")
    for at, state in ((datetime(2026, 10, 31, 21, 59, tzinfo=UTC), "passed"), (datetime(2026, 10, 31, 22, 0, tzinfo=UTC), "unknown")):
        world.register.alter(piece.piece, filed_at=at)
        whole_round(world, day=date(2026, 10, 31))
        page = read_due(DIRECTOR, due_query({"day": "2026-10-31", "kind": "advancement", "ministry": "Santé"}), world)

        assert {each.entry.state for each in page.lines} >= {state}


def test_the_sweep_makes_a_list_each_month_whatever_day_was_asked_for_meanwhile(world):
    until = world.clock.now() + timedelta(days=300)
    first = advance_monthly(DUE_LISTS, world, until=until)
    world.clock.pause(40 * 24 * 3600)
    whole_round(world, day=date(2025, 12, 31))

    assert (first, advance_monthly(DUE_LISTS, world, until=until)) == (0, 2)
    assert latest_round(DUE_LISTS, world)[0].period == today(world)


def test_a_round_that_is_cut_short_goes_on_where_it_stopped(world):
    world.register.put_servants("g1", [servant(f"{200_000 + n}", birth_date=date(1967, 4, 5)) for n in range(130)])
    steps = [advance_due_lists(world, until=world.clock.now()) for _ in range(4)]

    assert [each.servants for each in steps] == [50, 50, 30, 0]
    assert steps[-1].finished
    assert read_due(DIRECTOR, due_query({}), world).counts["retirement", "2027-04"] == 130


def test_the_birth_certificate_tells_the_day_that_the_roster_does_not(world):
    world.register.put_servants("g1", [servant(JEAN, birth_date=date(1967, 1, 1))])
    write(world, "b.pdf", "01.1", birth_date="1967-09-03")
    whole_round(world)
    (found,) = lines(world, kind="retirement")

    assert (found.entry.first, found.entry.doubt) == (date(2027, 9, 3), "")
    assert [each.piece for each in found.entry.pieces] == [piece_of(world, "b.pdf").piece]


def test_a_former_roster_s_list_is_left_when_another_comes_in_force(world):
    advance_due_lists(world, until=world.clock.now())
    pointer = world.register.roster_pointer()
    world.register.put_servants("g2", [servant(JEAN, birth_date=date(1967, 4, 12))])
    world.register.put_roster_in_force(replace(pointer, generation="g2"), seen=pointer)
    whole_round(world)

    assert {each.entry.roster[0].generation for each in lines(world)} == {"g2"}
