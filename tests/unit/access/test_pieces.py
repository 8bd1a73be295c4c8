"""Who may read which piece, its text and its original."""

from datetime import timedelta

import pytest

from chalicelib.access.casefiles import read_casefile
from chalicelib.access.pieces import PieceText, link_original, read_piece, read_text
from chalicelib.model.cursor import ListPage
from chalicelib.model.errors import TransientError
from chalicelib.model.identifiers import piece_id
from chalicelib.model.piece import Field
from tests.fakes import FakeVault
from tests.unit.access.readers import ARCHIVIST, JEAN, MARIE, journal, pieces_of, refused, servant, staff, unidentified
from tests.unit.files import drawn_pdf, typed, with_attachments
from tests.world import World, scan

READS = (read_piece, read_text, link_original)


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


@pytest.mark.parametrize("read", READS)
def test_a_servant_never_sees_another_servants_piece(world, read):
    for other in pieces_of(world, MARIE):
        assert refused(read, servant(JEAN), other, world) == "not_found"
    assert world.links.signed == []
    assert journal(world) == []


@pytest.mark.parametrize("read", READS)
def test_what_waits_to_be_read_or_could_not_be_has_not_been_screened(world, read):
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


def test_what_a_type_is_for_is_told_to_its_servant_and_to_nobody_else(world):
    piece = pieces_of(world, JEAN)[0]
    world.register.alter(piece, type="03.1")

    assert read_piece(servant(JEAN), piece, world).about == world.nomenclature.named("03.1").about
    assert read_piece(ARCHIVIST, piece, world).about is None
    world.register.alter(piece, type=None)
    assert read_piece(servant(JEAN), piece, world).about is None


def test_a_link_names_the_piece_as_the_ministry_did_and_says_when_it_ends(world):
    piece = next(each.piece for each in read_casefile(servant(JEAN), JEAN, world).pieces.entries if each.name == "diplôme.pdf")
    told = link_original(servant(JEAN), piece, world)

    assert told.link.url.endswith("as=diplôme.pdf")
    assert (told.media_type, told.size) == ("application/pdf", len(scan("d")))
    assert told.link.expires_at == world.clock.now() + timedelta(minutes=5)


def test_an_archivist_reads_what_nobody_could_be_found_for(world):
    told = read_piece(ARCHIVIST, unidentified(world), world)

    assert (told.summary.status, told.matricule) == ("to_review", None)


def test_a_text_that_is_not_read_yet_has_no_pages(world):
    piece = unidentified(world)
    world.vault = FakeVault()

    assert read_text(ARCHIVIST, piece, world) == PieceText(piece=piece, pages=ListPage(entries=(), next=None))


SHOWN = typed("Arrete du 3 mars 2010")


@pytest.mark.parametrize(
    "data", [drawn_pdf(SHOWN + typed("betterave", top=400) + b"0 g 50 392 300 24 re f"), with_attachments(drawn_pdf(SHOWN), 1)]
)
def test_a_file_with_words_or_documents_that_its_pages_do_not_show_is_for_archivists_and_its_images_for_the_servant(world, data):
    world.sync({f"lot-9/{JEAN}/a.pdf": data})
    world.run()
    piece = world.receipt("lot-9")["files"][0]["piece"]
    world.register.alter(piece, status="filed", matricule=JEAN)

    assert refused(link_original, servant(JEAN), piece, world) == "hides_text"
    assert read_piece(servant(JEAN), piece, world)
    assert link_original(ARCHIVIST, piece, world)
