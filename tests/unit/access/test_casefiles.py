"""Who may read which case file, and who sees who consulted it."""

from dataclasses import replace

from chalicelib.access.casefiles import read_casefile, read_consultations
from chalicelib.access.pieces import link_original, read_text
from chalicelib.model.servant import Servant
from functions.representations.access import consultation_json
from tests.unit.access.readers import ARCHIVIST, JEAN, MARIE, journal, pieces_of, refused, servant
from tests.world import scan


def test_a_servant_reads_the_list_of_their_own_pieces(world):
    told = read_casefile(servant(JEAN), JEAN, world)

    assert sorted(piece.name for piece in told.pieces.entries) == ["diplôme.pdf", "nomination.pdf"]
    assert (told.matricule, told.written, told.pieces.next) == (JEAN, JEAN, None)
    assert {(each.pages, each.media_type, each.status, each.confidence) for each in told.pieces.entries} == {
        (1, "application/pdf", "filed", 98.5)
    }
    assert journal(world) == []


def test_that_only_its_folder_has_filed_a_piece_is_told_to_archivists_and_not_to_the_servant(world):
    archivists, own = read_casefile(ARCHIVIST, JEAN, world), read_casefile(servant(JEAN), JEAN, world)

    assert all(each.folder_alone for each in archivists.pieces.entries)
    assert not any(each.folder_alone for each in own.pieces.entries)


def test_a_servant_whose_file_is_empty_reads_an_empty_list(world):
    world.put_in_force(JEAN, MARIE, "777777")

    assert read_casefile(servant("777777"), "777777", world).pieces.entries == ()
    assert read_casefile(servant("888888"), "888888", world).pieces.entries == ()


def test_a_servant_never_reads_another_servants_file_whether_it_exists_or_not(world):
    codes = {
        refused(read_casefile, servant(JEAN), other, world) for other in (MARIE, "999999", "12345", f"{JEAN} ", "١٢٣٤٥٦", "", "1" * 5_000)
    }

    assert codes == {"not_found"}


def test_an_archivist_reads_any_case_file_and_is_written_down(world):
    told = read_casefile(replace(ARCHIVIST, session="s1"), MARIE, world)

    assert [piece.name for piece in told.pieces.entries] == ["acte.pdf"]
    assert journal(world) == [("casefile", "archivist-1", "archivist", MARIE)]
    assert next(iter(world.consultations.written.values())).session == "s1"


def test_a_case_file_that_nobody_has_is_not_found_by_an_archivist(world):
    assert refused(read_casefile, ARCHIVIST, "999999", world) == "not_found"
    assert refused(read_casefile, ARCHIVIST, "9" * 2_000, world) == "not_found"
    assert refused(read_consultations, ARCHIVIST, "999999", world) == "not_found"
    assert journal(world) == []


def test_the_pieces_of_a_servant_who_left_the_roster_are_still_found(world):
    world.register.put_servants("g1", [])
    told = read_casefile(ARCHIVIST, MARIE, world)

    assert (told.name, told.written, len(told.pieces.entries)) == (None, MARIE, 1)


def test_a_long_case_file_is_read_page_by_page_without_loss(world):
    world.sync({f"lot-2/{JEAN}/{number}.pdf": scan(str(number)) for number in range(9)})
    world.run()
    seen, cursor = [], None
    while True:
        told = read_casefile(servant(JEAN), JEAN, world, cursor=cursor, limit=4)
        seen += [each.piece for each in told.pieces.entries]
        cursor = told.pieces.next
        if cursor is None:
            break

    assert len(seen) == len(set(seen)) == 11


def test_a_cursor_serves_its_own_list_alone(world):
    cursor = read_casefile(servant(JEAN), JEAN, world, limit=1).pieces.next

    assert refused(read_casefile, ARCHIVIST, MARIE, world, cursor=cursor) == "invalid"
    for forged in ("", "AAAA", cursor + "A", cursor[:-1], cursor + "=", "é" * 12, "A" * 1400, "%00", "\0" * 9):
        assert refused(read_casefile, servant(JEAN), JEAN, world, cursor=forged) == "invalid"


def test_a_servant_sees_who_opened_their_file(world):
    piece = pieces_of(world, JEAN)[0]
    read_casefile(ARCHIVIST, JEAN, world)
    for read in (read_text, link_original):
        world.clock.pause(1)
        read(ARCHIVIST, piece, world)
    world.clock.pause(1)
    link_original(servant(JEAN), piece, world)
    told = read_consultations(servant(JEAN), JEAN, world).entries

    assert [(each.consultation.action, each.consultation.role, each.consultation.reader) for each in told] == [
        ("download", "servant", JEAN),
        ("download", "archivist", "archivist-1"),
        ("text", "archivist", "archivist-1"),
        ("casefile", "archivist", "archivist-1"),
    ]
    assert [each.name for each in told] == [world.register.piece(piece).name] * 3 + [None]
    assert [consultation_json(each)["role"] for each in told] == ["own", "archivist", "archivist", "archivist"]
    assert refused(read_consultations, servant(MARIE), JEAN, world) == "not_found"


def test_a_servant_may_leave_their_own_openings_out(world):
    piece = pieces_of(world, JEAN)[0]
    read_casefile(ARCHIVIST, JEAN, world)
    for _ in range(450):
        world.clock.pause(1)
        link_original(servant(JEAN), piece, world)
    world.clock.pause(1)
    read_text(ARCHIVIST, piece, world)
    first = read_consultations(servant(JEAN), JEAN, world, others=True, limit=1)
    rest = read_consultations(servant(JEAN), JEAN, world, others=True, limit=1, cursor=first.next)

    assert [each.consultation.action for each in first.entries + rest.entries] == ["text", "casefile"]
    assert rest.next is None


def test_an_archivist_is_told_what_the_roster_says_of_the_servant(world):
    listed = Servant(matricule=JEAN, name="NDAYIZEYE", ministry="Santé", province="Gitega", status="titulaire")
    world.register.put_servants("g1", [listed])

    assert read_casefile(ARCHIVIST, JEAN, world).servant == listed
    assert read_casefile(servant(JEAN), JEAN, world).servant is None


def test_a_piece_that_left_the_case_file_loses_its_name_among_those_who_opened_it(world):
    piece = pieces_of(world, JEAN)[0]
    read_text(ARCHIVIST, piece, world)
    world.register.alter(piece, matricule=MARIE)

    assert read_consultations(servant(JEAN), JEAN, world).entries[0].name is None


def test_consultations_are_read_page_by_page(world):
    for _ in range(5):
        world.clock.pause(1)
        read_casefile(ARCHIVIST, JEAN, world)
    first = read_consultations(servant(JEAN), JEAN, world, limit=3)
    rest = read_consultations(servant(JEAN), JEAN, world, limit=3, cursor=first.next)

    times = [each.consultation.at for each in first.entries + rest.entries]
    assert times == sorted(times, reverse=True)
    assert (len(set(times)), rest.next) == (5, None)


def test_an_archivist_who_reads_who_opened_a_case_file_stands_in_it_and_its_servant_does_not(world):
    read_consultations(servant(JEAN), JEAN, world)
    read_consultations(ARCHIVIST, JEAN, world)

    assert journal(world) == [("consultations", "archivist-1", "archivist", JEAN)]
    assert [each.consultation.action for each in read_consultations(servant(JEAN), JEAN, world).entries] == ["consultations"]
