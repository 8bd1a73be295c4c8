"""A copy of a sealed piece without what it must not show: made, read, screened and filed like any scan; the original stays shut."""

import hashlib
import json
from dataclasses import replace

import pytest

from chalicelib.access.casefiles import read_casefile
from chalicelib.access.pieces import read_piece, read_text
from chalicelib.model.errors import ConflictError, ReaderError, TransientError
from chalicelib.model.identifiers import COPIES
from chalicelib.model.transcript import Page, TextLine, Transcript
from chalicelib.model.wording import MESSAGES
from chalicelib.review.masked_copies import MOST_PAGES, WHOLE, MaskedPlace, boxes_of, make_copy, masked
from chalicelib.review.sealed import Judgement, judge, list_sealed, read_sealed
from tests.fakes import FakeRegister, FakeRenderer
from tests.unit.processing.test_outcome import JEAN, MARIE, act_about
from tests.unit.review.desk import ALINE, bring, code_of, now, settle
from tests.unit.review.test_sealed import BOTH, GASTON, judged
from tests.world import rebuilt, scan

ACT = act_about(JEAN)
FORBIDDEN = ACT + "Ethnie : Hutu\nReligion : catholique\n"
FIRST = len(ACT.splitlines()) + 1
BOTH_LINES = (MaskedPlace(page=1, line=FIRST), MaskedPlace(page=1, line=FIRST + 1))


class Pen(FakeRenderer):
    """Paints lines black: a reader of the copy reads the others."""

    def __init__(self, engine):
        super().__init__()
        self._engine = engine

    def redact(self, path, target, *, pages, boxes):
        body = scan(json.dumps(boxes))
        written = self._engine.texts[hashlib.sha256(path.read_bytes()).hexdigest()].splitlines()
        left = [text for place, text in enumerate(written) if (0.1, 0.05 + 0.03 * place, 0.5, 0.02) not in boxes.get(1, ())]
        self._engine.texts[hashlib.sha256(body).hexdigest()] = "\n".join(left)
        return target.write_bytes(body)


@pytest.fixture
def world(world):
    world.renderer = Pen(world.ocr)
    return world


@pytest.fixture
def shut(world):
    return bring(world, f"lot-1/{JEAN.matricule}/fiche.pdf", FORBIDDEN)


def copied(world, piece, hide=BOTH_LINES):
    """Have a copy made, and read what became of it."""
    judged(world, piece, "redact", hide=hide)
    world.queues.announce_uploads(list(world.inbox.uploads(f"{COPIES}/")))
    world.run()
    (copy,) = (each for each in world.register.every_piece() if each.batch == COPIES)
    return copy


def test_the_copy_is_filed_without_the_words_and_the_original_stays_shut(world, shut):
    copy = copied(world, shut)

    assert (copy.status, copy.matricule, copy.name) == ("filed", JEAN.matricule, "fiche (copie masquée).pdf")
    text = [line.text for line in read_text(ALINE, copy.piece, world).pages.entries[0].lines]
    assert text == ACT.splitlines()
    assert [each.piece for each in read_casefile(ALINE, JEAN.matricule, world).pieces.entries] == [copy.piece]
    assert (now(world, shut).status, now(world, shut).decided) == ("sealed_off", ("redact",))


def test_the_journal_and_the_records_tell_of_what_the_copy_was_made(world, shut):
    copy = copied(world, shut)

    assert world.register.original(copy.digest).derived_from == shut.digest
    assert world.vault.record(world.register.line(COPIES, copy.line))["original"]["derived_from"] == shut.digest
    assert shut.piece in world.register.line(COPIES, copy.line).key
    last = list(world.register.batch_events(shut.batch))[-1]
    assert (last.type, last.detail, last.piece) == ("redaction", copy.digest, shut.piece)
    assert [each.decision for each in world.register.decisions(shut.piece, limit=9)] == ["redact"]
    world.register = FakeRegister()
    world.put_in_force(JEAN.matricule, MARIE.matricule)
    rebuilt(world)
    assert world.register.original(copy.digest).derived_from == shut.digest


def test_the_guardian_is_told_where_the_copy_is_and_readers_that_it_is_one(world, shut):
    judged(world, shut, "redact", hide=BOTH_LINES)
    (before,) = list_sealed(GASTON, world).entries
    world.queues.announce_uploads(list(world.inbox.uploads(f"{COPIES}/")))
    world.run()
    (entry,) = list_sealed(GASTON, world).entries

    assert before.copy is None
    assert (entry.copy.status, entry.copy.digest) == ("filed", entry.piece.masked_copy)
    assert read_sealed(GASTON, shut.piece, world).entry.copy == entry.copy
    assert read_piece(ALINE, entry.copy.piece, world).masked


def test_a_copy_that_would_still_be_sealed_off_is_not_made(world, shut):
    assert code_of(judged, world, shut, "redact", hide=BOTH_LINES[:1]) == "still_forbidden"
    assert world.vault.redacted == {}
    assert now(world, shut) == shut


def test_a_piece_too_long_to_be_copied_while_one_waits_is_refused_before_any_page_is_drawn(world, shut):
    long = replace(world.register.original(shut.digest), pages=MOST_PAGES + 1)
    with pytest.raises(ReaderError, match="copy_too_long"):
        make_copy(shut, long, [MaskedPlace(page=1)], world)

    assert world.vault.redacted == {}
    assert str(MOST_PAGES) in MESSAGES["copy_too_long"][0]


def test_a_copy_is_guarded_like_any_scan(world, shut):
    world.renderer.redact = lambda path, target, **_: target.write_bytes(scan("badly masked"))
    world.ocr.texts[hashlib.sha256(scan("badly masked")).hexdigest()] = FORBIDDEN
    copy = copied(world, shut)

    assert copy.status == "sealed_off"
    assert {each.piece.piece for each in list_sealed(GASTON, world).entries} == {shut.piece, copy.piece}


def test_a_name_that_must_not_be_kept_does_not_go_with_the_copy(world):
    shut = bring(world, f"lot-1/{JEAN.matricule}/fiche hutu.pdf", FORBIDDEN)
    copy = copied(world, shut)

    assert (copy.status, copy.name) == ("filed", "piece (copie masquée).pdf")


@pytest.mark.parametrize("place", [MaskedPlace(page=2), MaskedPlace(page=0), MaskedPlace(page=1, line=99), MaskedPlace(page=2, line=1)])
def test_what_is_not_there_is_not_hidden(world, shut, place):
    assert code_of(judged, world, shut, "redact", hide=(*BOTH_LINES, place)) == "invalid"


def test_only_a_copy_hides_anything_and_only_a_guardian_has_one_made(world, shut):
    assert code_of(judged, world, shut, "release", hide=BOTH_LINES) == "invalid"
    assert code_of(judged, world, shut, "redact", ALINE, hide=BOTH_LINES) == "not_found"
    with pytest.raises(ConflictError):
        judged(world, shut, "redact", hide=BOTH_LINES, edition=shut.edition + 1)
    assert world.vault.redacted == {}


def test_a_copy_that_could_not_be_made_or_brought_is_asked_for_again(world, shut):
    made, world.page_images.make_redacted_copy = world.page_images.make_redacted_copy, busy
    with pytest.raises(TransientError):
        judged(world, shut, "redact", hide=BOTH_LINES)
    assert now(world, shut) == shut
    world.page_images.make_redacted_copy, brought, world.inbox.put_copy = made, world.inbox.put_copy, busy
    with pytest.raises(TransientError):
        judged(world, shut, "redact", hide=BOTH_LINES)
    world.inbox.put_copy = brought

    assert now(world, shut).decided == ("redact",)
    assert copied(world, shut).status == "filed"


def busy(*_):
    raise TransientError("busy", "SlowDown")


def test_a_copy_leaves_again_by_who_may_close_or_refuse_it(world, shut):
    copy = copied(world, shut)
    by_guardian = judged(world, copy, "seal", BOTH)
    judged(world, copy, "withdraw")

    assert by_guardian.status == "sealed_off"
    assert read_casefile(ALINE, JEAN.matricule, world).pieces.entries == ()
    again = judged(world, now(world, copy), "seal")
    judged(world, again, "release")
    assert settle(world, copy, "refuse").status == "refused"


def test_a_line_without_a_place_hides_its_page():
    line = TextLine(text="Ethnie", confidence=9.0, box=(0.0, 0.0, 0.0, 0.0))
    other = TextLine(text="Acte", confidence=9.0, box=(0.1, 0.1, 0.5, 0.02))
    transcript = Transcript(reader="layer", pages=(Page(number=1, lines=(line, other)), Page(number=2, lines=(other,))))

    assert boxes_of(transcript, [MaskedPlace(page=1, line=1)], pages=2) == {1: [WHOLE]}
    assert boxes_of(transcript, [MaskedPlace(page=1, line=2), MaskedPlace(page=2)], pages=2) == {1: [other.box], 2: [WHOLE]}
    assert [page.number for page in masked(transcript, [MaskedPlace(page=2)]).pages] == [1]
    with pytest.raises(ReaderError):
        boxes_of(transcript, [MaskedPlace(page=3)], pages=2)


@pytest.mark.parametrize(("width", "height"), [(0.5, 0.0), (0.0, 0.02), (0.0, 0.0)])
def test_a_line_whose_place_has_a_side_of_zero_hides_its_page(width, height):
    line = TextLine(text="Ethnie", confidence=9.0, box=(0.1, 0.1, width, height))
    transcript = Transcript(reader="layer", pages=(Page(number=1, lines=(line,)),))

    assert boxes_of(transcript, [MaskedPlace(page=1, line=1)], pages=1) == {1: [WHOLE]}


def test_a_judgement_says_nothing_of_what_it_hides(shut, world):
    judge(GASTON, shut.piece, Judgement(edition=shut.edition, decision="redact", note="vu", hide=BOTH_LINES), world)

    (change,) = world.register.decisions(shut.piece, limit=9)
    assert (change.before.fields, change.after.matricule, change.note) == ((), None, "vu")
