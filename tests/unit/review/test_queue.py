"""What archivists do with what waits for them, as one of them would tell it."""

import hashlib
from datetime import date, timedelta

import pytest

from chalicelib.access.casefiles import read_casefile
from chalicelib.access.pieces import read_piece, read_text
from chalicelib.administration.rebuild import rebuild
from chalicelib.model.cursor import ListPage
from chalicelib.model.errors import ConflictError, ReaderError
from chalicelib.model.reader import Reader
from chalicelib.model.register import Settlement
from chalicelib.model.servant import Servant
from chalicelib.processing.filing import file_again
from chalicelib.review.decisions import DecisionRequest, decide, undo
from chalicelib.review.queue import LEASE, claim, claim_next, list_queue, put_back, read_reviewed
from tests.fakes import FakeRegister
from tests.unit.processing.test_outcome import JEAN, MARIE, act_about
from tests.world import World, scan

ALINE = Reader(name="aline", roles=frozenset({"archivist"}))
BOB = Reader(name="bob", roles=frozenset({"archivist"}))
OTHER = Servant(matricule="777777", name="NIYONZIMA", first_names="Paul", birth_date=date(1969, 9, 9))
LETTER = "Monsieur le Directeur,\nJ'ai l'honneur de vous demander un entretien.\nVeuillez agréer mes salutations."


@pytest.fixture
def world():
    world = World(JEAN.matricule, MARIE.matricule, OTHER.matricule)
    world.register.put_servants("g1", [JEAN, MARIE, OTHER])
    world.register.put_name_index([JEAN, MARIE, OTHER])
    return world


def bring(world, key, text):
    """Sync one scan on which a text is written, in a batch of its own, and read what became of it."""
    body = scan(key + text)
    digest = hashlib.sha256(body).hexdigest()
    world.ocr.texts[digest] = text
    world.sync({key: body})
    world.run()
    (piece,) = world.register.pieces_of_original(digest)
    return piece


@pytest.fixture
def doubtful(world):
    """An act about Marie in Jean's folder."""
    return bring(world, f"lot-1/{JEAN.matricule}/a.pdf", act_about(MARIE))


def now(world, piece):
    return world.register.piece(piece.piece)


def settle(world, piece, decision="file", reader=ALINE, **said):
    """Take a piece in hand and decide."""
    if now(world, piece).status == "to_review":
        claim(reader, piece.piece, world)
    verdict = {"edition": now(world, piece).edition, "decision": decision, "fields": {}} | said
    decide(reader, piece.piece, DecisionRequest(**verdict), world)
    return now(world, piece)


def go_back(world, piece, **how):
    undo(ALINE, piece.piece, now(world, piece).edition, world, **how)
    return now(world, piece)


def code_of(act, *args, **said):
    with pytest.raises(ReaderError) as refusal:
        act(*args, **said)
    return refusal.value.code


def names_of(page):
    """Name the pieces of a page of the queue."""
    return [each.piece.piece for each in page.entries]


def field_of(piece, name):
    return next((each for each in piece.fields if each.name == name), None)


def test_the_queue_tells_the_oldest_first_why_and_whose_it_may_be(world, doubtful):
    world.clock.pause(60)
    later = bring(world, "lot-2/divers/lettre.pdf", LETTER)
    page = list_queue(world, limit=1)
    following = list_queue(world, cursor=page.next, limit=1)

    (first,) = page.entries
    assert (first.piece.piece, first.reason, first.piece.type) == (doubtful.piece, "conflicting_text", "03.1")
    assert [each.matricule for each in first.piece.candidates] == [MARIE.matricule, JEAN.matricule]
    assert {each.kind for each in first.piece.candidates[0].evidence} >= {"matricule", "name"}
    assert names_of(following) == [later.piece]
    assert following.next is None


def test_one_reason_may_be_asked_for(world, doubtful):
    bring(world, "lot-2/divers/lettre.pdf", LETTER)

    assert names_of(list_queue(world, reason="conflicting_text")) == [doubtful.piece]
    assert list_queue(world, reason="homonyms") == ListPage(entries=())
    assert len(list_queue(world).entries) == 2


def test_opening_a_piece_to_review_is_written_down_first(world, doubtful):
    world.consultations.broken = True
    with pytest.raises(Exception, match="unjournalled"):
        read_reviewed(ALINE, doubtful.piece, world)
    world.consultations.broken = False
    told = read_reviewed(ALINE, doubtful.piece, world)

    assert (told.original.pages, told.history, told.undoable) == (1, (), None)
    assert [(each.reader, each.role) for each in world.consultations.written.values()] == [("aline", "archivist")]


def test_two_archivists_never_take_the_same_piece(world, doubtful):
    later = bring(world, "lot-2/divers/lettre.pdf", LETTER)

    assert claim_next(ALINE, world).entry.piece.piece == doubtful.piece
    assert claim_next(BOB, world).entry.piece.piece == later.piece
    assert claim_next(BOB, world).entry.piece.piece == later.piece
    assert claim_next(Reader(name="carine", roles=frozenset({"archivist"})), world) is None
    assert code_of(claim, BOB, doubtful.piece, world) == "taken"


def test_what_is_in_hand_is_free_again_after_a_quarter_of_an_hour_or_once_it_is_put_back(world, doubtful):
    claim(ALINE, doubtful.piece, world)
    assert list_queue(world).entries[0].lease.by == "aline"
    world.clock.pause((LEASE - timedelta(seconds=1)).total_seconds())
    claim(ALINE, doubtful.piece, world)
    world.clock.pause(2)
    assert code_of(claim, BOB, doubtful.piece, world) == "taken"
    put_back(BOB, doubtful.piece, world)
    assert code_of(claim, BOB, doubtful.piece, world) == "taken"
    put_back(ALINE, doubtful.piece, world)

    assert claim(BOB, doubtful.piece, world).entry.lease.by == "bob"
    world.clock.pause(LEASE.total_seconds())
    assert list_queue(world).entries[0].lease is None
    assert claim(ALINE, doubtful.piece, world).entry.lease.by == "aline"


def test_one_who_passes_goes_on_behind_the_piece(world, doubtful):
    later = bring(world, "lot-2/divers/lettre.pdf", LETTER)

    assert claim_next(ALINE, world, after=doubtful.piece).entry.piece.piece == later.piece
    assert claim_next(ALINE, world, after=later.piece) is None


def test_nobody_decides_of_what_they_have_not_in_hand(world, doubtful):
    verdict = DecisionRequest(edition=doubtful.edition, decision="file", matricule=MARIE.matricule, fields={})
    assert code_of(decide, ALINE, doubtful.piece, verdict, world) == "claim_first"
    claim(BOB, doubtful.piece, world)
    assert code_of(decide, ALINE, doubtful.piece, verdict, world) == "taken"
    world.clock.pause(LEASE.total_seconds())

    assert code_of(decide, BOB, doubtful.piece, verdict, world) == "claim_first"
    assert now(world, doubtful) == doubtful


def test_a_right_proposal_is_confirmed_and_the_batch_has_a_new_receipt(world, doubtful):
    piece = settle(world, doubtful, matricule=MARIE.matricule)
    world.run()

    assert (piece.status, piece.matricule, piece.decided) == ("filed", MARIE.matricule, ("matricule",))
    assert {each.kind for each in piece.evidence} >= {"matricule", "name"}
    assert [each.piece for each in read_casefile(ALINE, MARIE.matricule, world).pieces.entries] == [piece.piece]
    assert list_queue(world).entries == ()
    before, after = world.receipt("lot-1", 1), world.receipt("lot-1", 2)
    assert (before["counts"]["to_review"], after["counts"]["to_review"], after["counts"]["filed"]) == (1, 0, 1)
    assert after["files"][0]["matricule"] == MARIE.matricule


def test_what_a_person_set_is_written_with_before_and_after(world, doubtful):
    settle(world, doubtful, matricule=MARIE.matricule, type="05.1", fields={"act_date": "2011-01-31"}, note="vu l'original")
    (change,) = read_reviewed(ALINE, doubtful.piece, world).history

    assert (change.by, change.decision, change.note) == ("aline", "file", "vu l'original")
    before, after = change.before.summary, change.after.summary
    assert (before.status, before.type, before.fields["act_date"]) == ("to_review", "03.1", "2010-03-03")
    assert (after.matricule, after.type, after.fields["act_date"]) == (MARIE.matricule, "05.1", "2011-01-31")
    assert [event.detail for event in world.register.batch_events("lot-1")][-1] == "file"
    assert [each.by for each in world.register.decisions_on(world.clock.now().date())] == ["aline"]


def test_a_correction_survives_every_later_reading(world, doubtful):
    piece = settle(world, doubtful, matricule=OTHER.matricule, type="05.1", fields={"act_number": None, "grade": "A1"})
    again = file_again_by_force(world, piece)

    assert (again.matricule, again.type, again.status) == (OTHER.matricule, "05.1", "filed")
    assert field_of(again, "act_number") is None
    assert field_of(again, "grade").value == "A1"
    assert field_of(again, "act_date").value == "2010-03-03"


def file_again_by_force(world, piece):
    """Read a piece again from its kept text, whatever it is."""
    from chalicelib.processing.filing import settle as settle_again  # noqa: PLC0415
    from chalicelib.processing.outcome import assess_kept, outcome_of  # noqa: PLC0415

    stands = now(world, piece)
    original = world.register.original(piece.digest)
    outcome = outcome_of(stands, assess_kept(original, world, released=stands.released), world, confidence=original.confidence)
    settle_again(Settlement(piece=stands, outcome=outcome, event="rereading"), world)
    return now(world, piece)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({}, "no_owner"),
        ({"matricule": "999999"}, "unknown_servant"),
        ({"matricule": MARIE.matricule, "type": "77.7"}, "unknown_type"),
        ({"matricule": MARIE.matricule, "type": "99"}, "unknown_type"),
        ({"matricule": MARIE.matricule, "fields": {"religion": "x"}}, "bad_field"),
        ({"matricule": MARIE.matricule, "fields": {"act_date": "03/03/2010"}}, "bad_field"),
        ({"matricule": MARIE.matricule, "fields": {"act_date": "2010-02-30"}}, "bad_field"),
        ({"matricule": MARIE.matricule, "fields": {"act_date": "20100303"}}, "bad_field"),
        ({"matricule": MARIE.matricule, "fields": {"grade": "x" * 161}}, "bad_field"),
        ({"matricule": MARIE.matricule, "fields": {"grade": " "}}, "bad_field"),
        ({"matricule": MARIE.matricule, "fields": {"posting": "syndicat COSYBU"}}, "forbidden_word"),
        ({"matricule": MARIE.matricule, "note": "c'est un Hutu"}, "forbidden_word"),
        ({"decision": "duplicate"}, "no_such_twin"),
        ({"decision": "duplicate", "duplicate_of": "ab" * 32 + "-01234567"}, "no_such_twin"),
    ],
)
def test_what_cannot_be_is_refused_in_its_own_words_and_changes_nothing(world, doubtful, said, code):
    assert code_of(settle, world, doubtful, **said) == code
    assert now(world, doubtful) == doubtful
    assert not any("Hutu" in str(event) for event in world.register.batch_events("lot-1"))


def test_of_two_who_correct_the_same_edition_the_second_is_told(world):
    piece = bring(world, f"lot-1/{JEAN.matricule}/a.pdf", act_about(JEAN))
    settle(world, piece, type="05.1")
    with pytest.raises(ConflictError):
        settle(world, piece, reader=BOB, edition=piece.edition, type="04.1")

    assert now(world, piece).type == "05.1"


def test_a_filed_piece_is_corrected_without_taking_it_and_moves_to_the_right_file(world):
    piece = bring(world, f"lot-1/{JEAN.matricule}/a.pdf", LETTER)
    settle(world, piece, matricule=MARIE.matricule, note="mauvais dossier")
    world.run()

    assert read_casefile(ALINE, JEAN.matricule, world).pieces.entries == ()
    assert [each.piece for each in read_casefile(ALINE, MARIE.matricule, world).pieces.entries] == [piece.piece]
    assert code_of(read_piece, Reader(name="j", roles=frozenset({"servant"}), matricule=JEAN.matricule), piece.piece, world) == "not_found"
    assert world.receipt("lot-1", 2)["files"][0]["matricule"] == MARIE.matricule


def test_the_same_bytes_stand_in_one_case_file_once(world):
    body = scan("twice")
    world.ocr.texts[hashlib.sha256(body).hexdigest()] = LETTER
    world.sync({f"lot-1/{JEAN.matricule}/a.pdf": body, f"lot-1/{MARIE.matricule}/a.pdf": body})
    world.run()
    piece = next(each for each in world.register.every_piece() if each.matricule == JEAN.matricule)

    assert code_of(settle, world, piece, matricule=MARIE.matricule) == "already_filed"


def test_what_is_refused_is_in_no_file_and_its_line_says_who_looked(world, doubtful):
    piece = settle(world, doubtful, "refuse", note="page blanche")
    world.run()

    (line,) = world.receipt("lot-1", 2)["files"]
    assert (line["status"], line["reason"], piece.status) == ("refused", "by_review", "refused")
    assert list_queue(world).entries == ()
    assert file_again_by_force(world, doubtful).status == "refused"
    assert file_again("lot-1", world) == 0


def test_undoing_goes_back_step_by_step_and_says_so(world, doubtful):
    settle(world, doubtful, matricule=MARIE.matricule)
    settle(world, doubtful, "refuse")
    once, twice = go_back(world, doubtful), go_back(world, doubtful)
    world.run()

    assert (once.status, once.matricule, once.decided) == ("filed", MARIE.matricule, ("matricule",))
    assert (twice.status, twice.candidates, twice.decided) == ("to_review", doubtful.candidates, ())
    assert code_of(go_back, world, doubtful) == "nothing_to_undo"
    history = read_reviewed(ALINE, doubtful.piece, world).history
    assert [each.decision for each in history] == ["undo", "undo", "refuse", "file"]
    assert world.receipt("lot-1", 2)["counts"]["to_review"] == 1


def test_undoing_across_a_new_reading_must_be_meant(world, doubtful):
    settle(world, doubtful, matricule=MARIE.matricule)
    file_again_by_force(world, doubtful)

    assert read_reviewed(ALINE, doubtful.piece, world).reread_since
    assert code_of(go_back, world, doubtful) == "reread_since"
    assert go_back(world, doubtful, even_so=True).status == "to_review"


def test_the_same_act_scanned_twice_is_filed_marked_and_merged_by_a_person(world):
    first = bring(world, f"lot-1/{JEAN.matricule}/a.pdf", act_about(JEAN))
    second = bring(world, f"lot-2/{JEAN.matricule}/b.pdf", act_about(JEAN).replace("nommé", "nomme"))

    assert (first.like, second.like, second.status) == (None, first.piece, "filed")
    (entry,) = list_queue(world, reason="near_duplicate").entries
    assert (entry.piece.piece, entry.piece.like) == (second.piece, first.piece)
    merged = settle(world, second, "duplicate", duplicate_of=first.piece)
    world.run()
    assert (merged.status, merged.duplicate_of) == ("duplicate", first.piece)
    (line,) = world.receipt("lot-2", 2)["files"]
    assert (line["status"], line["duplicate_of"], line["matricule"]) == ("duplicate", first.piece, JEAN.matricule)
    assert [each.piece for each in read_casefile(ALINE, JEAN.matricule, world).pieces.entries] == [first.piece]
    assert second.digest in world.vault.originals
    assert go_back(world, second).like == first.piece
    assert len(read_casefile(ALINE, JEAN.matricule, world).pieces.entries) == 2


def test_two_acts_that_are_no_duplicates_are_asked_about_once(world):
    bring(world, f"lot-1/{JEAN.matricule}/a.pdf", act_about(JEAN))
    second = bring(world, f"lot-2/{JEAN.matricule}/b.pdf", act_about(JEAN).replace("nommé", "nomme"))
    settle(world, second)

    assert list_queue(world).entries == ()
    assert file_again_by_force(world, second).like == second.like
    assert list_queue(world).entries == ()


def test_the_same_text_in_another_servants_file_is_no_duplicate(world):
    bring(world, f"lot-1/{JEAN.matricule}/a.pdf", LETTER * 2)
    second = bring(world, f"lot-2/{MARIE.matricule}/b.pdf", LETTER * 2)

    assert second.like is None


def test_a_register_rebuilt_from_the_vault_knows_every_decision(world, doubtful):
    other = bring(world, f"lot-2/{JEAN.matricule}/b.pdf", act_about(JEAN))
    settle(world, doubtful, matricule=MARIE.matricule, type="05.1", fields={"grade": "A1"}, note="vu")
    settle(world, other, "refuse")
    go_back(world, other)
    world.run()
    lost = world.register
    world.register = FakeRegister()
    world.put_in_force(JEAN.matricule, MARIE.matricule)
    rebuild(world)

    for piece in (doubtful, other):
        assert world.register.piece(piece.piece) == lost.piece(piece.piece)
        assert world.register.decisions(piece.piece, limit=9) == lost.decisions(piece.piece, limit=9)
        assert world.register.line(piece.batch, piece.line) == lost.line(piece.batch, piece.line)
        assert list(world.register.batch_events(piece.batch)) == list(lost.batch_events(piece.batch))


def test_a_decision_whose_writing_was_cut_short_is_told_once(world, doubtful):
    claim(ALINE, doubtful.piece, world)
    verdict = DecisionRequest(edition=doubtful.edition, decision="file", matricule=MARIE.matricule, fields={})
    real, world.register = world.register, CutShort(world.register)
    with pytest.raises(ConnectionError):
        decide(ALINE, doubtful.piece, verdict, world)
    world.register = real
    decide(ALINE, doubtful.piece, verdict, world)
    line = world.register.line(doubtful.batch, doubtful.line)

    assert len(world.register.decisions(doubtful.piece, limit=9)) == len(world.vault.record(line)["changes"]) == 1


class CutShort:
    """A register whose worker dies before it is written."""

    def __init__(self, register):
        self._register = register

    def __getattr__(self, name):
        if name == "settle_piece":
            raise ConnectionError("killed")
        return getattr(self._register, name)


def test_what_is_not_there_to_be_reviewed_is_not_found(world):
    for name in ("x", "ab" * 32 + "-01234567", ""):
        for act in (
            lambda name: claim(ALINE, name, world),
            lambda name: read_reviewed(ALINE, name, world),
            lambda name: put_back(ALINE, name, world),
        ):
            assert code_of(act, name) == "not_found"
    assert claim_next(ALINE, world) is None


def test_an_archivist_reads_the_text_of_what_is_to_be_reviewed(world, doubtful):
    assert read_text(ALINE, doubtful.piece, world).pages.entries
