"""Who may read what, in memory, as a clerk and a servant would tell it."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.access.casefiles import read_casefile, read_consultations
from chalicelib.access.pieces import PieceText, link_original, read_piece, read_text
from chalicelib.model.cursor import ListPage
from chalicelib.model.errors import ReaderError, TransientError
from chalicelib.model.identifiers import piece_id
from chalicelib.model.piece import Field
from chalicelib.model.reader import Reader
from chalicelib.model.transcript import Page, TextLine, Transcript
from functions.representations.access import consultation_json, text_json
from tests.fakes import FakeVault
from tests.world import World, scan

JEAN, MARIE = "123456", "654321"
READS = (read_piece, read_text, link_original)


def servant(matricule):
    return Reader(name=matricule, roles=frozenset({"servant"}), matricule=matricule)


def staff(role):
    return Reader(name=f"{role}-1", roles=frozenset({role}))


ARCHIVIST = staff("archivist")


@pytest.fixture
def world():
    world = World(JEAN, MARIE)
    world.sync({f"lot-1/{JEAN}/nomination.pdf": scan("n"), f"lot-1/{JEAN}/diplôme.pdf": scan("d"), f"lot-1/{MARIE}/acte.pdf": scan("a")})
    world.sync({"lot-1/sans-nom/inconnu.pdf": scan("i")})
    world.run()
    return world


def pieces_of(world, matricule):
    return [each.piece for each in read_casefile(servant(matricule), matricule, world).pieces.entries]


def unidentified(world):
    return next(piece.piece for piece in world.register.every_piece() if piece.status == "to_review")


def refused(read, *asked, **how):
    with pytest.raises(ReaderError) as refusal:
        read(*asked, **how)
    return refusal.value.code


def journal(world):
    return [(each.action, each.reader, each.role, each.matricule) for each in world.consultations.written.values()]


def test_a_servant_reads_the_list_of_their_own_pieces(world):
    told = read_casefile(servant(JEAN), JEAN, world)

    assert sorted(piece.name for piece in told.pieces.entries) == ["diplôme.pdf", "nomination.pdf"]
    assert (told.matricule, told.written, told.pieces.next) == (JEAN, JEAN, None)
    assert {(each.pages, each.media_type, each.status, each.confidence) for each in told.pieces.entries} == {
        (1, "application/pdf", "filed", 98.5)
    }
    assert journal(world) == []


def test_fifty_servants_read_their_own_piece_and_nobody_elses():
    servants = [f"{200_000 + number * 7}" for number in range(50)]
    world = World(*servants)
    world.sync({f"lot-1/{each}/acte.pdf": scan(each) for each in servants})
    world.run()
    pieces = {each: pieces_of(world, each)[0] for each in servants}
    world.consultations.written.clear()
    pairs = [(reader, owner) for reader in servants for owner in servants if reader != owner]

    assert len(set(pieces.values())) == 50
    assert all(read(servant(each), pieces[each], world) for each in servants for read in READS)
    written = len(world.consultations.written)
    assert {refused(read, servant(reader), pieces[owner], world) for reader, owner in pairs for read in READS} == {"not_found"}
    assert {refused(read_casefile, servant(reader), owner, world) for reader, owner in pairs} == {"not_found"}
    assert len(world.consultations.written) == written


def test_a_servant_whose_file_is_empty_reads_an_empty_list(world):
    world.put_in_force(JEAN, MARIE, "777777")

    assert read_casefile(servant("777777"), "777777", world).pieces.entries == ()
    assert read_casefile(servant("888888"), "888888", world).pieces.entries == ()


def test_a_servant_never_reads_another_servants_file_whether_it_exists_or_not(world):
    codes = {refused(read_casefile, servant(JEAN), other, world) for other in (MARIE, "999999", "12345", f"{JEAN} ", "١٢٣٤٥٦", "")}

    assert codes == {"not_found"}


@pytest.mark.parametrize("read", READS)
def test_a_servant_never_sees_another_servants_piece(world, read):
    for other in pieces_of(world, MARIE):
        assert refused(read, servant(JEAN), other, world) == "not_found"
    assert world.links.signed == []
    assert journal(world) == []


@pytest.mark.parametrize("read", READS)
def test_what_waits_to_be_read_or_could_not_be_has_not_passed_the_guard(world, read):
    waiting, failed = pieces_of(world, JEAN)[:2]
    world.register.alter(waiting, status="waiting")
    world.register.alter(failed, status="failed")

    assert {refused(read, reader, waiting, world) for reader in (servant(JEAN), ARCHIVIST)} == {"not_found"}
    assert {refused(read, reader, failed, world) for reader in (servant(JEAN), ARCHIVIST)} == {"not_found"}
    assert read(staff("guardian"), failed, world)


@pytest.mark.parametrize("read", READS)
@pytest.mark.parametrize("status", ["to_review"])
def test_a_piece_that_is_not_filed_is_the_archivists_alone_even_where_it_claims_a_servant(world, read, status):
    piece = pieces_of(world, JEAN)[0]
    world.register.alter(piece, status=status)

    assert refused(read, servant(JEAN), piece, world) == "not_found"
    assert read(ARCHIVIST, piece, world)
    assert journal(world)[0][3] is None


@pytest.mark.parametrize("read", READS)
@pytest.mark.parametrize("reader", [servant(JEAN), ARCHIVIST, staff("guardian"), staff("auditor"), staff("director")])
def test_a_piece_that_is_sealed_off_is_read_by_nobody(world, read, reader):
    piece = pieces_of(world, JEAN)[0]
    world.register.alter(piece, status="sealed_off")

    assert refused(read, reader, piece, world) == "not_found"
    assert piece not in pieces_of(world, JEAN)
    assert piece not in [each.piece for each in read_casefile(ARCHIVIST, JEAN, world).pieces.entries]


@pytest.mark.parametrize("role", ["auditor", "director", "guardian"])
def test_who_audits_directs_or_guards_reads_no_case_file(world, role):
    piece = pieces_of(world, JEAN)[0]
    answers = {refused(read, staff(role), piece, world) for read in READS} | {refused(read_casefile, staff(role), JEAN, world)}

    assert answers == {"not_found"}


def test_an_archivist_reads_any_case_file_and_is_written_down(world):
    told = read_casefile(replace(ARCHIVIST, session="s1"), MARIE, world)

    assert [piece.name for piece in told.pieces.entries] == ["acte.pdf"]
    assert journal(world) == [("casefile", "archivist-1", "archivist", MARIE)]
    assert next(iter(world.consultations.written.values())).session == "s1"


def test_a_case_file_that_nobody_has_is_not_found_by_an_archivist(world):
    assert refused(read_casefile, ARCHIVIST, "999999", world) == "not_found"
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


@pytest.mark.parametrize("read", READS)
@pytest.mark.parametrize("change", ["{}0", "{} ", " {}", "{}\n", "{}\0", "{}%00", "../{}", "{}é", "{}{}"])
def test_another_writing_of_a_piece_names_no_piece(world, read, change):
    piece = pieces_of(world, JEAN)[0]
    others = [change.replace("{}", piece), piece.upper(), piece[:-1], piece.replace("-", "\u2010")]

    assert {refused(read, ARCHIVIST, other, world) for other in others} == {"not_found"}


@pytest.mark.parametrize("read", READS)
def test_a_piece_that_does_not_exist_is_asked_for_as_another_servants_is(world, read):
    theirs = pieces_of(world, MARIE)[0]
    asked = []
    held = world.register.pieces_with_originals
    world.register.pieces_with_originals = lambda pieces: asked.append(len(pieces)) or held(pieces)
    refused(read, servant(JEAN), piece_id("ab" * 32, JEAN), world)
    refused(read, servant(JEAN), theirs, world)

    assert asked == [1, 1]


def test_nothing_leaves_that_cannot_be_written_down(world):
    piece = pieces_of(world, JEAN)[0]
    world.consultations.broken = True
    for read in (read_text, link_original):
        with pytest.raises(TransientError):
            read(servant(JEAN), piece, world)
    with pytest.raises(TransientError):
        read_casefile(ARCHIVIST, JEAN, world)
    with pytest.raises(TransientError):
        read_piece(ARCHIVIST, piece, world)


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


def test_a_piece_tells_its_type_and_fields_once_they_are_known(world):
    piece = pieces_of(world, JEAN)[0]
    world.register.alter(piece, type=None, type_confidence=None, fields=())
    before = read_piece(servant(JEAN), piece, world)
    field = Field(name="act_date", value="2010-03-01", raw="1er mars 2010", confidence=0.9, page=1, box=(0.1, 0.2, 0.3, 0.4))
    world.register.alter(piece, type="03.1", type_confidence=0.8, fields=(field,))
    after = read_piece(servant(JEAN), piece, world)

    assert (before.summary.type, before.fields, before.summary.year, before.matricule) == (None, (), None, JEAN)
    assert (after.summary.type, after.type_confidence, after.summary.act_date, after.summary.year) == ("03.1", 0.8, "2010-03-01", 2010)
    assert after.fields[0].raw == "1er mars 2010"


def test_a_link_names_the_piece_as_the_ministry_did_and_says_when_it_ends(world):
    piece = next(each.piece for each in read_casefile(servant(JEAN), JEAN, world).pieces.entries if each.name == "diplôme.pdf")
    told = link_original(servant(JEAN), piece, world)

    assert told.link.url.endswith("as=diplôme.pdf")
    assert (told.media_type, told.size) == ("application/pdf", len(scan("d")))
    assert told.link.expires_at == world.clock.now() + timedelta(minutes=5)


def test_an_archivist_reads_what_nobody_could_be_found_for(world):
    told = read_piece(ARCHIVIST, unidentified(world), world)

    assert (told.summary.status, told.matricule) == ("to_review", None)


def test_a_long_text_comes_in_parts_that_are_never_too_long_and_lose_no_line(world):
    piece = pieces_of(world, JEAN)[0]
    line = TextLine(text='"é' * 200, confidence=98.53, box=(0.123456, 0.2, 0.3, 0.4))
    pages = tuple(Page(number=number, lines=(line,) * (4000 if number == 2 else 3)) for number in range(1, 15))
    world.vault.keep_transcript(piece.partition("-")[0], Transcript(reader="x", pages=pages))
    seen, cursor, parts = [], None, 0
    while parts == 0 or cursor:
        told = read_text(servant(JEAN), piece, world, cursor=cursor)
        assert len(json.dumps(text_json(told), ensure_ascii=False).encode()) < 1_000_000
        assert len(told.pages.entries) <= 10
        seen += [(page.number, line.text) for page in told.pages.entries for line in page.lines]
        cursor, parts = told.pages.next, parts + 1

    assert seen == [(page.number, line.text) for page in pages for line in page.lines]
    assert refused(read_text, servant(JEAN), piece, world, cursor="AAAAAAAAAAAA") == "invalid"


def test_a_text_that_is_not_read_yet_has_no_pages(world):
    piece = unidentified(world)
    world.vault = FakeVault()

    assert read_text(ARCHIVIST, piece, world) == PieceText(piece=piece, pages=ListPage(entries=(), next=None))
