"""Each month a CSV a ministry: what each servant's case file has and lacks, from a round that goes on where it stopped."""

import csv
import io
from dataclasses import replace
from datetime import date, timedelta

import pytest

from chalicelib.administration.completeness_rounds import COMPLETENESS, MinistriesCompleteness, read_ministries
from chalicelib.administration.figures_export import export_completeness
from chalicelib.administration.ministry_letters import REAM, write_letters
from chalicelib.administration.rounds import advance_monthly, advance_round, file_names, latest_round
from chalicelib.model.completeness import MinistrySum
from chalicelib.model.errors import PermanentError
from chalicelib.model.register import REBUILD, Bookmark
from chalicelib.model.servant import Servant
from tests.fakes import FakeArchive
from tests.unit.access.readers import JEAN, MARIE, piece_of, world_of_three_pieces

MONTH = "2026-11"
FOLDER = f"reports/completude/{MONTH}"


def roster(world, *servants):
    world.register.put_servants("g1", list(servants))


def servant(matricule, **facts):
    return Servant(**({"matricule": matricule, "written": matricule, "ministry": "Santé publique", "status": "actif"} | facts))


@pytest.fixture
def world():
    world = world_of_three_pieces()
    world.register.alter(piece_of(world, "a.pdf").piece, type="03.1")
    world.register.alter(piece_of(world, "b.pdf").piece, type="02.1")
    roster(world, servant(JEAN, name="NDAYIZEYE", first_names="Jean", province="Gitega"), servant(MARIE, ministry="Éducation"))
    return world


def far(world):
    return world.clock.now() + timedelta(hours=1)


def whole_round(world):
    return advance_round(COMPLETENESS, world, until=far(world))


def lines(world, name):
    return world.outbox.objects[f"{FOLDER}/{name}.csv"].removeprefix("\ufeff").splitlines()


def many(count):
    return [servant(f"{200_000 + number}", ministry=("Santé publique", "Éducation")[number % 2]) for number in range(count)]


def test_each_ministry_has_a_csv_with_a_line_for_each_servant(world):
    done = whole_round(world)
    heading, jean = lines(world, "sante-publique")

    assert (done.servants, done.ministries, done.finished, done.folder) == (2, 2, True, f"{FOLDER}/")
    assert heading.startswith("matricule;nom;prénoms;province;situation;")
    assert jean.startswith(f"{JEAN};NDAYIZEYE;Jean;Gitega;inconnue;2;2;")
    assert "01.1 Extrait d'acte de naissance" in jean
    assert "03.1" not in jean
    assert [line.split(";")[0] for line in lines(world, "education")[1:]] == [MARIE]


def test_the_direction_saves_the_shares_of_all_ministries_with_every_type_that_is_not_there(world):
    whole_round(world)
    page = export_completeness(read_ministries(world), date(2026, 11, 30), world.nomenclature)
    heading, *rows = csv.reader(io.StringIO(page.text.removeprefix("\ufeff")), delimiter=";")

    assert page.name == "completude-par-ministere-2026-11-30"
    assert heading[:5] == ["ministère", "agents", "dossiers commencés", "dossiers complets", "part complète (%)"]
    assert [row[:5] for row in rows] == [["Santé publique", "1", "1", "0", "0"], ["Éducation", "1", "1", "0", "0"]]
    missing = {name: [row[at] for row in rows] for at, name in enumerate(heading)}
    assert missing["pas encore au dossier : 01.1 Extrait d'acte de naissance"] == ["1", "1"]
    assert missing["pas encore au dossier : 02.1 Diplôme, équivalence"] == ["0", "1"]


def test_a_type_that_is_missing_nowhere_or_that_the_nomenclature_no_longer_has_gets_no_column(world):
    sums = MinistrySum(ministry="=Santé", servants=3, begun=3, complete=2, missing={"01.1": 1, "77.7": 3})
    page = export_completeness(MinistriesCompleteness(at=world.clock.now(), sums=(sums,)), date(2026, 11, 30), world.nomenclature)

    assert page.text.splitlines()[0].count("pas encore au dossier") == 1
    assert page.text.splitlines()[1] == "'=Santé;3;3;2;66;1"


def test_a_report_never_blocks_and_accuses_nobody(world):
    whole_round(world)

    assert "pas encore au dossier" in lines(world, "education")[0]
    assert "manque" not in "".join(world.outbox.objects.values())


def test_missing_years_stand_in_the_line(world):
    roster(world, servant(JEAN, entry_date=date(2022, 9, 1)))
    whole_round(world)

    assert "04.1 Bulletin de notation (2023\u20132025)" in lines(world, "sante-publique")[1]


def test_a_sealed_piece_leaves_the_report_as_if_it_had_never_been_there(world):
    hidden = piece_of(world, "b.pdf").piece
    world.register.alter(hidden, status="refused", matricule=None)
    whole_round(world)
    without = dict(world.outbox.objects)
    for facts in ({"status": "sealed_off", "matricule": JEAN}, {"status": "sealed_off", "type": "99", "matricule": JEAN}):
        world.register.alter(hidden, **facts)
        whole_round(world)

        assert world.outbox.objects == without


def test_a_round_that_is_cut_short_goes_on_where_it_stopped_and_writes_the_same(world):
    roster(world, *many(130))
    steps = [advance_round(COMPLETENESS, world, until=world.clock.now()) for _ in range(5)]
    in_steps = dict(world.outbox.objects)
    whole_round(world)

    assert [each.servants for each in steps] == [50, 50, 30, 0, 0]
    assert [each.finished for each in steps] == [False] * 4 + [True]
    assert world.outbox.objects == in_steps
    assert len(lines(world, "education")) == 1 + 65


def test_a_page_that_is_done_twice_counts_once(world):
    """The Lambda ends after the findings are written and before the bookmark is."""
    roster(world, *many(60))
    put, calls = world.register.put_bookmark, []

    def lost(duty, bookmark):
        calls.append(duty)
        if len(calls) == 2:
            raise TimeoutError
        put(duty, bookmark)

    world.register.put_bookmark = lost
    with pytest.raises(TimeoutError):
        whole_round(world)
    whole_round(world)

    assert sum(each.servants for each in world.findings.sums(latest_round(COMPLETENESS, world)[0])) == 60


def test_another_roster_begins_the_round_anew(world):
    roster(world, *many(130))
    advance_round(COMPLETENESS, world, until=world.clock.now())
    pointer = world.register.roster_pointer()
    world.register.put_servants("g2", many(10))
    world.register.put_roster_in_force(replace(pointer, generation="g2"), seen=pointer)
    whole_round(world)

    assert len(lines(world, "education")) == 1 + 5
    assert latest_round(COMPLETENESS, world)[0].generation == "g2"


def test_the_sum_of_a_ministry_tells_how_many_case_files_are_complete_and_what_is_missing_most(world):
    world.nomenclature = replace(
        world.nomenclature, types=tuple(each for each in world.nomenclature.types if each.code in ("01.1", "02.1"))
    )
    world.register.alter(piece_of(world, "a.pdf").piece, type="01.1")
    roster(world, servant(JEAN), servant("777777"))
    whole_round(world)
    (found,) = world.findings.sums(latest_round(COMPLETENESS, world)[0])

    assert (found.ministry, found.servants, found.begun, found.complete) == ("Santé publique", 2, 1, 1)
    assert found.missing == {"01.1": 1, "02.1": 1}


def test_the_sweep_begins_a_round_with_each_new_month_and_not_before(world):
    first = advance_monthly(COMPLETENESS, world, until=far(world))
    same_month = advance_monthly(COMPLETENESS, world, until=far(world))
    world.clock.pause(40 * 24 * 3600)
    next_month = advance_monthly(COMPLETENESS, world, until=far(world))

    assert (first, same_month, next_month, world.findings.sums(latest_round(COMPLETENESS, world)[0])[0].servants) == (0, 0, 2, 1)
    assert advance_monthly(COMPLETENESS, world, until=far(world)) == 0


def test_nothing_is_reported_without_a_roster_or_while_the_register_is_rebuilt(world):
    empty = FakeArchive()

    assert advance_monthly(COMPLETENESS, empty, until=far(empty)) == 0
    with pytest.raises(PermanentError, match="no_roster"):
        whole_round(empty)
    world.register.put_bookmark("completeness", Bookmark(place="", at=world.clock.now()))
    world.register.put_bookmark(REBUILD, Bookmark(place="lot-1", at=world.clock.now()))
    world.clock.pause(40 * 24 * 3600)
    assert advance_monthly(COMPLETENESS, world, until=far(world)) == 0


def test_two_ministries_of_nearly_the_same_name_have_two_files():
    names = file_names(["Santé publique", "sante publique", "Santé publique 2", "A 2", "a", "a.", ""])

    assert len(set(names.values())) == len(names)


def test_letters_go_to_the_servants_of_a_ministry_by_province_and_name_and_are_recorded(world):
    roster(
        world,
        servant(JEAN, name="ZIRIMWABAGABO", province="Gitega"),
        servant("222222", name="ABAKUNZI", province="Ngozi"),
        servant("333333", name="BIGIRIMANA", province="Gitega"),
        servant("444444", name="NDIKUMANA", status="décédée"),
        servant("555555", name="NIYONZIMA", status="révoqué"),
        servant("666666", name="AUTRE", ministry="Éducation"),
    )
    whole_round(world)
    done = write_letters("SANTE publique", world, cursor=None, until=far(world))
    page = world.outbox.objects[f"{FOLDER}/sante-publique-lettres.html"]

    assert (done.letters, done.unwritten, done.files, done.next) == (3, 2, (f"{FOLDER}/sante-publique-lettres.html",), None)
    assert page.index("BIGIRIMANA") < page.index("ZIRIMWABAGABO") < page.index("ABAKUNZI")
    assert not [each for each in ("NDIKUMANA", "NIYONZIMA", "AUTRE") if each in page]
    assert [(each.action, each.reader, each.asked) for each in world.consultations.written.values()] == [
        ("letters", "administer", "Santé publique")
    ]


def test_many_letters_come_in_reams_over_as_many_calls_as_it_takes(world):
    roster(world, *many(2 * REAM + 10))
    whole_round(world)
    first = write_letters("Éducation", world, cursor=None, until=world.clock.now())
    second = write_letters("Éducation", world, cursor=first.next, until=far(world))

    assert (first.letters, second.letters, second.next) == (REAM, 5, None)
    assert [*first.files, *second.files] == [f"{FOLDER}/education-lettres-{number}.html" for number in (1, 2)]


@pytest.mark.parametrize(("ministry", "cursor", "code"), [("Pêche", None, "no_ministry"), ("Éducation", "x", "bad_cursor")])
def test_letters_of_no_ministry_are_refused(world, ministry, cursor, code):
    with pytest.raises(PermanentError, match="no_round"):
        write_letters("Éducation", world, cursor=None, until=far(world))
    whole_round(world)
    with pytest.raises(PermanentError, match=code):
        write_letters(ministry, world, cursor=cursor, until=far(world))
