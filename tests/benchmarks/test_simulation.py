"""The simulation agrees with closed forms, its flows with its events, and the page with its results."""

import json
import random
from datetime import timedelta
from math import factorial

import pytest
import simpy

from benchmarks import plots
from benchmarks.simulation import page
from benchmarks.simulation.archive import Archive, File, Load
from benchmarks.simulation.cases import inputs_of, textract_dollars
from benchmarks.simulation.flows import flow_of
from benchmarks.simulation.lanes import Account, Capacity, Lane, Units
from benchmarks.simulation.parameters import Numbers, Settings, Setup, Steps, built_template, setting_of, shapes_of
from benchmarks.simulation.setups import with_jobs, with_starts
from chalicelib.ingest.accession import ingest
from chalicelib.ingest.inbox import batch_assigner
from chalicelib.processing.ocr import start_readings
from infra.local.textract.quotas import quota_of
from tests.world import World, scan

WITHIN = 0.05
STEPS = Steps(
    message={"Dispatch": 0.01, "IngestSmall": 0.3, "StartReadings": 0.07, "Transcribe": 0.19, "CloseBatch": 0.02},
    page=0.057,
    start=0.07,
    call=0.015,
    line=0.003,
    cold=1.0,
)


def setup_of(region: str) -> Setup:
    template = built_template()
    quota = quota_of(region)
    settings = Settings(
        start_rate=quota.rates["StartDocumentTextDetection"], open_jobs=quota.open_jobs, quiet=300.0, quota=quota, account=1000
    )
    return Setup(shapes=shapes_of(template), settings=settings, steps=STEPS, numbers=Numbers())


def waited(capacity: Capacity, *, every: float, seconds: str, messages: int = 150_000) -> float:
    """Mean wait at a lane that messages reach by chance."""
    env, chance = simpy.Environment(), random.Random(7)  # noqa: S311 - no secret
    time = {"by chance": lambda _: chance.expovariate(1.0), "one second": lambda _: 1.0}[seconds]
    lane = Lane(env, Account(10_000), capacity, seconds=time, done=lambda _: None)

    def arrive():
        for number in range(messages):
            yield env.timeout(chance.expovariate(1 / every))
            lane.put(number)

    env.process(arrive())
    env.run()
    return lane.waited / lane.served


def test_a_lane_makes_messages_wait_as_long_as_erlang_s_formula_says() -> None:
    """M/M/c: three and a half messages a second, five executions of a second."""
    offered, servers = 3.5, 5
    full = offered**servers / factorial(servers) / (1 - offered / servers)
    delayed = full / (sum(offered**number / factorial(number) for number in range(servers)) + full)

    assert waited(Capacity(name="q", concurrency=servers), every=1 / offered, seconds="by chance") == pytest.approx(
        delayed / (servers - offered), rel=WITHIN
    )


def test_a_lane_of_one_execution_of_a_fixed_time_makes_messages_wait_as_pollaczek_says() -> None:
    """M/D/1: a message each 1.25 s, one execution of a second."""
    busy = 0.8

    assert waited(Capacity(name="q"), every=1.25, seconds="one second") == pytest.approx(busy / (2 * (1 - busy)), rel=WITHIN)


def test_a_full_lane_takes_as_long_as_its_work_divided_by_its_executions() -> None:
    env = simpy.Environment()
    lane = Lane(env, Account(1000), Capacity(name="q", batch=5, concurrency=4), seconds=lambda batch: 0.5 * len(batch), done=lambda _: None)
    for number in range(4_000):
        lane.put(number)
    env.run()

    assert env.now == pytest.approx(4_000 * 0.5 / 4, rel=WITHIN)
    assert lane.utilisation(env.now) == pytest.approx(1.0, rel=WITHIN)


@pytest.mark.parametrize(
    ("region", "files", "pages"),
    [("eu-west-1", 4_000, 1), ("eu-west-1", 4_000, 4), ("eu-west-1", 6_000, 40), ("eu-west-3", 1_500, 1), ("eu-west-3", 1_500, 40)],
)
def test_flows_and_events_agree_where_both_run(region: str, files: int, pages: int) -> None:
    setup = setup_of(region)
    batch = Archive(setup, [Load(name="lot", files=files, pages=pages)]).run().batches["lot"]
    flow = flow_of(setup, files=files, pages=pages)

    assert flow.seconds == pytest.approx(batch.seconds, rel=WITHIN)
    assert flow.receipt == pytest.approx(batch.closed, rel=WITHIN)


def test_with_quotas_that_bind_nothing_flows_and_events_agree_too() -> None:
    setup = with_starts(with_jobs(setup_of("eu-west-1"), 600), 50)
    batch = Archive(setup, [Load(name="lot", files=4_000, pages=1)]).run().batches["lot"]
    flow = flow_of(setup, files=4_000, pages=1)

    assert flow.binding == "starter"
    assert flow.seconds == pytest.approx(batch.seconds, rel=WITHIN)


def test_the_same_seed_gives_the_same_seconds_and_another_seed_others() -> None:
    first, again, other = (
        Archive(setup_of("eu-west-1"), [Load(name="lot", files=50, pages=40)], seed=seed).run().batches["lot"].seconds for seed in (1, 1, 2)
    )

    assert first == again
    assert first != other


def test_no_more_readings_are_open_and_no_more_functions_run_than_the_account_may_have() -> None:
    archive = Archive(with_jobs(setup_of("eu-west-1"), 20), [Load(name="lot", files=300, pages=40)]).run()

    assert archive.most_jobs == 20
    env, account = simpy.Environment(), Account(3)
    lanes = [Lane(env, account, Capacity(name=name, concurrency=5), seconds=lambda _: 1.0, done=lambda _: None) for name in ("a", "b")]
    for number in range(12):
        lanes[number % 2].put(number)
    env.run()
    assert (account.most, env.now, sum(lane.served for lane in lanes)) == (3, 4.0, 12)


@pytest.mark.parametrize(("batches", "files"), [(1, 5_000), (100, 50)])
def test_a_day_s_batch_closes_in_minutes_while_five_thousand_wait(batches: int, files: int) -> None:
    waiting = [Load(name=f"fonds-{number:03}", files=files, pages=1, ingested=True) for number in range(batches)]
    archive = Archive(setup_of("eu-west-1"), [*waiting, Load(name="jour", files=50, pages=1, at=60.0)]).run_until("jour")

    assert archive.batches["jour"].seconds < 120
    assert sum(archive.batches[load.name].waiting for load in waiting) > 4_000


class Recorded(Archive):
    """An archive that remembers whose readings were started, in order."""

    def __init__(self, setup: Setup, loads: list[Load]) -> None:
        super().__init__(setup, loads)
        self.order: list[str] = []

    def begin_job(self, file: File) -> None:
        self.order.append(file.batch)
        super().begin_job(file)


def really_started(loads: list[Load], rounds: int) -> list[str]:
    """What the archive's own starter starts, in rounds of nine seconds, of files that wait."""
    world = World("123456", start_rate=5.0, open_jobs=10_000)
    for load in loads:
        files = {f"{load.name}/123456/{number}.pdf": scan(f"{load.name} {number}") for number in range(load.files)}
        for upload in world.sync(files, announce=False):
            ingest(batch_assigner(world)(upload), world)
        world.clock.pause(1)
    world.queues.readings.clear()
    for _ in range(rounds):
        start_readings(world, until=world.clock.now() + timedelta(seconds=9))
    return [world.register.original(digest).batch for digest in world.ocr.started]


@pytest.mark.parametrize("batches", [2, 12])
def test_turns_at_textract_are_those_of_the_archive_s_own_starter(batches: int) -> None:
    loads = [Load(name=f"fonds-{number:02}", files=40, pages=1, ingested=True) for number in range(batches)]
    loads.append(Load(name="jour", files=50, pages=1, at=0.001, ingested=True))
    really = really_started(loads, rounds=3)
    simulated = Recorded(setup_of("eu-west-1"), loads)
    simulated.run()

    last = max(index for index, batch in enumerate(really) if batch == "jour")
    assert really.count("jour") == 50
    assert max(index for index, batch in enumerate(simulated.order) if batch == "jour") == pytest.approx(last, rel=0.15)


def test_a_group_of_few_messages_does_not_wait_behind_a_group_of_many() -> None:
    env, served = simpy.Environment(), []
    lane = Lane(env, Account(10), Capacity(name="q", batch=2, concurrency=2), seconds=lambda _: 1.0, done=served.append)
    for _ in range(1_000):
        lane.put("fonds", "fonds")
    for _ in range(10):
        lane.put("jour", "jour")
    env.run()

    assert max(index for index, group in enumerate(served) if group == "jour") < 30


def test_who_asks_a_partition_for_more_than_its_units_waits() -> None:
    env = simpy.Environment()
    units = Units(env, 100.0)

    assert [units.wait(50.0), units.wait(50.0), units.wait(50.0)] == [0.0, 0.5, 1.0]


def test_concurrency_and_settings_are_the_template_s() -> None:
    template = built_template()
    shapes = shapes_of(template, {"TranscribeConcurrency": 33})

    assert shapes["Transcribe"].concurrency == 33
    assert shapes["IngestSmall"].concurrency == template["Parameters"]["IngestSmallConcurrency"]["Default"]
    assert shapes["StartReadings"].concurrency == 1
    assert (setting_of(template, "start-rate"), setting_of(template, "open-jobs")) == (5.0, 100.0)


def test_every_number_has_a_source() -> None:
    assert all(entry["source"] for entry in Numbers().entries.values())


def test_textract_is_cheaper_beyond_a_million_pages_of_a_month() -> None:
    assert (textract_dollars(4_600_000), textract_dollars(4_600_000, months=5)) == (3_660.0, 6_900.0)


def stored() -> page.Stored:
    read: page.Stored = json.loads(page.RESULTS.read_text("utf-8"))
    return read


def test_the_page_shows_what_the_command_printed() -> None:
    text = page.PAGE.read_text("utf-8")

    assert text.partition(page.BEGIN)[2].partition(page.END)[0].strip() == page.block_of(stored())
    for name, plot in page.plots_of(stored()).items():
        assert page.PAGE.with_name("images").joinpath(name).read_text("utf-8") == plot


def test_the_results_were_computed_with_these_numbers_and_this_template() -> None:
    """Otherwise: python -m benchmarks.model --write."""
    setup = setup_of("eu-west-1")

    assert json.loads(json.dumps(inputs_of(setup))) == stored()["inputs"]


def test_every_doubt_and_every_stage_has_french_words() -> None:
    assert {".".join(name) for name in Numbers().assumed} == set(page.DOUBTS)
    assert set(stored()["shares"]) == set(page.STAGES)


def test_a_plot_tells_its_lines_apart_without_colour_and_escapes_its_words() -> None:
    axis = plots.Axis(name="x", ticks={1: "1", 10: "10"}, logarithmic=True)
    drawn = plots.line_plot("a < b", {"one": [(1, 1), (10, 10)], "two": [(1, 10), (10, 1)]}, across=axis, up=axis)

    assert "<title>a &lt; b</title>" in drawn
    assert drawn.count("stroke-dasharray=") == 2
    assert "prefers-color-scheme: dark" in drawn
