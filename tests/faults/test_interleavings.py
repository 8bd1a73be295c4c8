"""A hundred ways in which the same files can come in, workers meet, stumble and die: each ends in the same archive."""

import pytest

from tests.faults.shuffled import Shuffled, chance
from tests.stage.audit import Wanted, audit, digest_of
from tests.stage.story import JEAN, MARIE, first_files, second_files, wanted
from tests.world import scan

SEEDS = [range(first, first + 50) for first in range(0, 100, 50)]
"""Some of the ways; `make campaign` goes on from any seed."""
AGAIN = ["ingestion", "failure", "retrial", "filing"]


def shuffled_files(random):
    """Give the whole story's uploads in some order; S3 forgets to announce one in ten."""
    files = list(first_files().items())
    random.shuffle(files)
    return [(key, body, random.random() < 0.9) for key, body in [*files, *second_files().items()]]


@pytest.mark.parametrize("seeds", SEEDS, ids=str)
def test_whatever_the_order_every_file_ends_where_it_must_and_once(seeds):
    for seed in seeds:
        random = chance(seed)
        world = Shuffled(random, JEAN, MARIE, trouble=random.choice((0.0, 0.02, 0.05, 0.15)))
        world.play(shuffled_files(random))

        audit(world, wanted())


@pytest.mark.parametrize("seeds", SEEDS, ids=str)
def test_a_reading_that_failed_is_begun_again_when_its_bytes_are_sent_again(seeds):
    read = {digest_of(scan("acte")), digest_of(scan("autre"))}
    for seed in seeds:
        world = Shuffled(chance(seed), JEAN, MARIE, trouble=0.05)
        doomed = digest_of(scan("acte"))
        world.doomed = {f"job-{doomed[:8]}-{attempt}" for attempt in (1, 2, 3)}
        world.faults = 2
        world.play([(f"lot-1/{JEAN}/a.pdf", scan("acte"), True), (f"lot-1/{MARIE}/c.pdf", scan("autre"), True)])
        if world.receipts("lot-1")[-1]["counts"]["failed"] == 0:
            continue  # an announcement that was repeated late has begun it again already
        name, outcome = ((f"{JEAN}/a.pdf", "filed"), (f"{MARIE}/b.pdf", "filed"), (f"{JEAN}/d.pdf", "duplicate"))[seed % 3]
        world.faults = 3
        world.play([(f"lot-1/{name}", scan("acte"), True)])

        outcomes = {f"{JEAN}/a.pdf": "filed", f"{MARIE}/c.pdf": "filed"} | {name: outcome}
        came = [((key,), [status]) for key, status in outcomes.items()]
        audit(world, Wanted(batch="lot-1", outcomes=came, read=read, attempts={doomed: 4}, histories={f"{JEAN}/a.pdf": AGAIN}))


@pytest.mark.parametrize("seeds", SEEDS, ids=str)
def test_notices_that_never_come_are_asked_after_whatever_else_happens(seeds):
    for seed in seeds:
        random = chance(seed)
        world = Shuffled(random, JEAN, MARIE, trouble=0.03)
        world.mute = {f"job-{digest[:8]}-1" for digest in wanted().read}
        world.play(shuffled_files(random))

        audit(world, wanted())
