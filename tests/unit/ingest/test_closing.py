"""Closing of batches: when the receipt is written, what it lists, and what opens the next revision."""

import hashlib
from collections import Counter

import pytest

from chalicelib.access.batches import read_batch
from chalicelib.ingest.accession import ingest
from chalicelib.ingest.closing import close_batch
from chalicelib.ingest.dispatch import sort_arrivals
from chalicelib.model.reader import Reader
from functions.representations.batches import batch_json
from tests.world import World, scan

JEAN, MARIE = "123456", "654321"
ALINE = Reader(name="aline", roles=frozenset({"archivist"}))


@pytest.fixture
def world():
    return World(JEAN, MARIE)


def shown(world):
    """Return what the page of the batch counts, by outcome."""
    return batch_json(read_batch(ALINE, "lot-1", world))["counts"]


def test_new_bytes_under_an_old_name_are_a_new_line_and_a_new_revision(world):
    world.sync({f"lot-1/{JEAN}/a.pdf": scan("first")})
    world.run()
    world.sync({f"lot-1/{JEAN}/a.pdf": scan("second")})
    world.run()

    assert world.receipt("lot-1", 2)["counts"] | {"announced": 2, "filed": 2} == world.receipt("lot-1", 2)["counts"]
    assert len({file["version"] for file in world.receipt("lot-1", 2)["files"]}) == 2


def test_a_late_file_opens_a_second_revision_that_tells_the_whole_batch(world):
    world.sync({f"lot-1/{JEAN}/a.pdf": scan("a")})
    world.run()
    world.sync({f"lot-1/{MARIE}/b.pdf": scan("b")})
    world.run()

    assert world.receipt("lot-1", 2)["counts"]["announced"] == 2
    assert world.receipt("lot-1", 1)["counts"]["announced"] == 1


def test_litter_is_named_aside_and_counts_as_nothing(world):
    world.sync({f"lot-1/{JEAN}/a.pdf": scan(), f"lot-1/{JEAN}/Thumbs.db": b"x", "lot-1/.DS_Store": b"y"})
    world.run()

    assert world.receipt("lot-1")["counts"]["announced"] == 1
    assert [each["key"] for each in world.receipt("lot-1")["ignored"]] == ["lot-1/.DS_Store", f"lot-1/{JEAN}/Thumbs.db"]


def test_a_manifest_whose_files_have_all_come_closes_the_batch_at_once(world):
    started = world.clock.now()
    world.sync({f"lot-1/{JEAN}/a.pdf": scan(), "lot-1/_manifest.csv": f"fichier\n{JEAN}/a.pdf\n".encode()})
    world.run()

    assert (world.clock.now() - started).total_seconds() < 60
    assert world.receipt("lot-1")["manifest"] == "lot-1/_manifest.csv"


def test_a_file_that_the_manifest_announces_and_that_never_came_is_missing(world):
    manifest = f"fichier\n{JEAN}/a.pdf\n{MARIE}/b.pdf\n".encode()
    world.sync({f"lot-1/{JEAN}/a.pdf": scan(), "lot-1/_manifest.csv": manifest})
    world.run()

    assert world.outcomes("lot-1") == {f"{JEAN}/a.pdf": "filed", f"{MARIE}/b.pdf": "missing"}
    assert shown(world)["missing"] == 1
    world.sync({f"lot-1/{MARIE}/b.pdf": scan("b")})
    world.run()

    assert set(world.outcomes("lot-1", 2).values()) == {"filed"}
    assert (shown(world)["filed"], shown(world)["missing"]) == (2, 0)


def test_an_upload_that_no_line_has_taken_counts_as_failed_on_the_page_as_in_the_receipt(world):
    world.sync({f"lot-1/{JEAN}/a.pdf": scan()})
    world.queues.announce_uploads = list  # every later announcement is lost
    world.sync({f"lot-1/{MARIE}/b.pdf": scan("b")}, announce=False)
    world.run()

    assert world.outcomes("lot-1") == {f"{JEAN}/a.pdf": "filed", f"{MARIE}/b.pdf": "failed"}
    assert (shown(world)["filed"], shown(world)["failed"]) == (1, 1)


def test_a_file_nobody_announced_does_not_stand_in_for_one_that_is_still_to_come(world):
    manifest = f"fichier\n{JEAN}/a.pdf\n{MARIE}/b.pdf\n".encode()
    world.sync({"lot-1/_manifest.csv": manifest, f"lot-1/{JEAN}/a.pdf": scan(), f"lot-1/{JEAN}/extra.pdf": scan("x")})
    world.drain()
    world.sync({f"lot-1/{MARIE}/b.pdf": scan("b")})
    world.run()

    assert world.receipt("lot-1")["counts"] | {"announced": 3, "filed": 3} == world.receipt("lot-1")["counts"]


def test_a_marker_shortens_the_wait_but_never_closes_over_work(world):
    world.sync({"lot-1/_COMPLETE": b""})
    world.drain()
    world.sync({f"lot-1/{JEAN}/a.pdf": scan()})
    world.run()

    assert world.receipt("lot-1")["counts"]["filed"] == 1


class Counting:
    """A port whose calls are counted by name."""

    def __init__(self, port):
        self._port, self.calls = port, Counter()

    def __getattr__(self, name):
        self.calls[name] += 1
        return getattr(self._port, name)


@pytest.mark.parametrize("announced", [False, True])
def test_a_receipt_costs_one_listing_of_the_inbox_and_one_reading_of_the_lines(world, announced):
    world.sync({f"lot-1/{JEAN}/a.pdf": scan()})
    world.drain()
    if announced:
        manifest = world.inbox.put("lot-1/_manifest.csv", f"fichier\n{JEAN}/a.pdf\n".encode())
        world.register.record_manifest("lot-1", manifest.key, 1)
    world.clock.pause(3600)
    world.inbox, world.register = Counting(world.inbox), Counting(world.register)

    assert close_batch("lot-1", world) == "closed"
    assert (world.inbox.calls["uploads"], world.register.calls["lines"]) == (1, 1)


def test_a_line_that_comes_between_is_in_the_receipt_of_the_revision_or_opens_the_next(world):
    world.sync({f"lot-1/{JEAN}/a.pdf": scan(), "lot-1/_manifest.csv": f"fichier\n{JEAN}/a.pdf\n".encode()})
    fix = world.register.close_batch

    def late(batch, **how):
        world.register.close_batch = fix
        (upload,) = world.sync({f"lot-1/{MARIE}/b.pdf": scan("b")}, announce=False)
        sort_arrivals([upload], world)
        for arrival in world.queues.ingest:
            ingest(arrival, world)
        world.queues.ingest.clear()
        return fix(batch, **how)

    world.register.close_batch = late
    world.run()

    last = max(int(key.rpartition("-r")[2].partition(".")[0]) for key in world.outbox.objects)
    assert world.receipt("lot-1", last)["counts"]["filed"] == 2


FORBIDDEN = "Liste des Hutu 1972"
PSEUDONYM = "lot-masque-425e9575"


def written_for_readers(world):
    """All that leaves the archive, and the journal: receipts, consultations, events."""
    return repr(
        [world.outbox.objects, world.consultations.written, *(list(world.register.batch_events(each)) for each in (FORBIDDEN, PSEUDONYM))]
    )


def test_a_batch_with_a_forbidden_name_is_closed_under_a_pseudonym_and_no_receipt_says_the_name(world):
    world.sync({f"{FORBIDDEN}/{JEAN}/a.pdf": scan(), f"{FORBIDDEN}/{MARIE} Tutsi/b.pdf": scan("b"), f"{FORBIDDEN}/Thumbs.db": b"x"})
    world.run()

    assert world.outcomes(PSEUDONYM) == {f"[nom masqué]/{JEAN}/a.pdf": "filed", f"[nom masqué]/{MARIE} [nom masqué]/b.pdf": "filed"}
    assert [each["key"] for each in world.receipt(PSEUDONYM)["ignored"]] == ["[nom masqué]/Thumbs.db"]
    assert not any(word in written_for_readers(world).lower() for word in ("hutu", "tutsi"))


def test_the_manifest_of_a_batch_with_a_forbidden_name_is_matched_and_what_is_missing_is_told_by_its_line(world):
    manifest = f"fichier\n{JEAN}/a.pdf\n{MARIE}/carte UPRONA.pdf\n{MARIE}/carte CNDD-FDD.pdf\n".encode()
    world.sync({f"{FORBIDDEN}/{JEAN}/a.pdf": scan(), f"{FORBIDDEN}/_manifest.csv": manifest})
    world.run()

    assert world.outcomes(PSEUDONYM) == {
        f"[nom masqué]/{JEAN}/a.pdf": "filed",
        f"[nom masqué, ligne 3 du bordereau]/{MARIE}/[nom masqué, ligne 3 du bordereau].pdf": "missing",
        f"[nom masqué, ligne 4 du bordereau]/{MARIE}/[nom masqué, ligne 4 du bordereau].pdf": "missing",
    }
    assert world.receipt(PSEUDONYM)["manifest"] == "[nom masqué]/_manifest.csv"


def test_a_file_with_a_forbidden_name_is_sealed_off_and_found_by_its_digest(world):
    body = scan("carte")
    world.sync({f"lot-1/{JEAN}/carte UPRONA.pdf": body, f"lot-1/{JEAN}/a.pdf": scan()})
    world.run()
    (masked,) = (file for file in world.receipt("lot-1")["files"] if "[nom masqué]" in file["key"])

    assert (masked["status"], masked["reason"]) == ("to_review", "sealed_off")
    assert masked["digest"] == hashlib.sha256(body).hexdigest()
    assert "[nom masqué]" in world.outbox.objects["receipts/lot-1/lot-1-r1.csv"]
    assert "se retrouve par son empreinte" in world.outbox.objects["receipts/lot-1/lot-1-r1.html"]
    assert "UPRONA" not in written_for_readers(world)


def test_a_folder_with_a_forbidden_name_seals_nothing_of_what_it_holds(world):
    world.sync({f"lot-1/Tutsi/{JEAN}/a.pdf": scan()})
    world.run()

    assert world.outcomes("lot-1") == {f"[nom masqué]/{JEAN}/a.pdf": "filed"}


def test_a_refused_file_with_a_forbidden_name_keeps_its_line_and_loses_its_name(world):
    world.sync({f"lot-1/{JEAN}/hutu.pdf": b"", f"lot-1/{JEAN}/tutsi.pdf": b""})
    world.run()

    assert [file["status"] for file in world.receipt("lot-1")["files"]] == ["refused", "refused"]
    assert {line.key for line in read_batch(ALINE, "lot-1", world).refused} == {f"lot-1/{JEAN}/[nom masqué].pdf"}
