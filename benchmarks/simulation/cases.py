"""What is asked of the simulation: loads, forms of dossiers, quotas raised one after the other, and a day's batch behind a backlog."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache, partial
from itertools import islice
from typing import Any, Final

from benchmarks.cost import (
    LAMBDA_GB_SECOND,
    S3_READ,
    S3_WRITE,
    TEXTRACT_CHEAP_FROM,
    TEXTRACT_CHEAP_PAGE,
    TEXTRACT_PAGE,
    Play,
    bill_of,
)
from benchmarks.simulation.archive import Archive, Load
from benchmarks.simulation.flows import Flow, Stage, flow_of
from benchmarks.simulation.parameters import Numbers, Setup
from benchmarks.simulation.setups import on_aws, with_concurrency, with_jobs, with_starts

REGIONS: Final = ("eu-west-1", "eu-west-3")
FORMS: Final = ((1, 40), (10, 4), (40, 1))
"""Files of a dossier, and pages of each."""
MONTH: Final = 730 * 3600.0
"""Seconds."""
BY_EVENTS: Final = 200_000
"""Files up to which a load is played event by event; beyond, by flows."""
STARTS: Final = (1, 5, 10, 15, 25, 50)
JOBS: Final = (100, 200, 400, 600)
EXECUTIONS: Final = (10, 20, 40, 80, 160)
WAITING: Final = 100_000
BACKLOGS: Final = ((1, WAITING), (2_000, 50))
"""Batches of a backlog, and files of each."""

Inputs = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """What comes in at once."""

    dossiers: int
    files: int
    """Of all dossiers."""
    pages: int
    """Of each file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A volume, and how it runs."""

    region: str
    volume: Volume
    seconds: float
    """To the last outcome."""
    receipt: float
    """To the receipt."""
    dollars: float
    binding: Stage
    next_binding: Stage
    next_share: float
    """Share of the next stage that is used."""
    events: bool
    """Whether it was played event by event."""
    executions: int
    """Concurrent ones at most; 0 by flows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What was raised, and how long the load takes then."""

    raised: Stage | None
    """None: as it is deployed."""
    to: float
    seconds: float
    binding: Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """A day's batch behind a backlog."""

    region: str
    batches: int
    """Of the backlog; 0: there is none."""
    pages: int
    """Of each of its 50 files."""
    seconds: float
    receipt: float
    curve: Sequence[float]
    """Seconds at which its files were filed, from its arrival."""


def play_case(played: Play, setup: Setup, region: str, volume: Volume) -> Case:
    """Run a volume, event by event where it is small enough."""
    files, pages = volume.files, volume.pages
    flow = flow_of(setup, files=files, pages=pages)
    seconds, receipt, executions = flow.seconds, flow.receipt, 0
    if files <= BY_EVENTS:
        archive = Archive(setup, [Load(name="batch", files=files, pages=pages)]).run()
        seconds, receipt, executions = archive.batches["batch"].seconds, archive.batches["batch"].closed, archive.account.most
    first, second = sorted(flow.rates, key=lambda stage: flow.rates[stage])[:2]
    return Case(
        region=region,
        volume=volume,
        seconds=seconds,
        receipt=receipt,
        dollars=dollars_of(played, setup, files=files, pages=pages, seconds=seconds),
        binding=first,
        next_binding=second,
        next_share=flow.utilisation(second),
        events=files <= BY_EVENTS,
        executions=executions,
    )


def dollars_of(played: Play, setup: Setup, *, files: int, pages: int, seconds: float) -> float:
    """Dollars of a load: each piece as benchmarks/cost.py counts it, what further pages add, and Textract's pages."""
    number = setup.numbers
    piece = sum(entry.count * entry.price for entry in bill_of(played))
    parts = number["textract", "blocks_page"] / number["textract", "blocks_part"] * (S3_WRITE + S3_READ)
    page = setup.steps.page * setup.shapes["Transcribe"].megabytes / 1024 * LAMBDA_GB_SECOND + parts
    return files * (piece + (pages - 1) * page) + textract_dollars(files * pages, months=max(1, round(seconds / MONTH)))


def textract_dollars(pages: int, *, months: int = 1) -> float:
    """Dollars of Textract for pages that are spread over months.

    >>> textract_dollars(4_600_000), textract_dollars(4_600_000, months=5)
    (3660.0, 6900.0)
    """
    each = pages / months
    cheap = max(0.0, each - TEXTRACT_CHEAP_FROM)
    return round(months * ((each - cheap) * TEXTRACT_PAGE + cheap * TEXTRACT_CHEAP_PAGE), 2)


def ladder(setup: Setup, *, files: int, pages: int) -> Iterator[Step]:
    """Raise what binds, one step after the other, as long as there is a quota or a parameter to raise."""
    raised: Stage | None = None
    to = 0.0
    while True:
        flow = flow_of(setup, files=files, pages=pages)
        yield Step(raised=raised, to=to, seconds=flow.seconds, binding=flow.binding)
        higher = _raised(setup, flow)
        if higher is None:
            return
        raised, (setup, to) = flow.binding, higher


def _raised(setup: Setup, flow: Flow) -> tuple[Setup, float] | None:
    """Raise what binds to its next step; None where it is no quota and no parameter, or at its last step."""
    settings, shapes = setup.settings, setup.shapes
    raises = {
        "pace": (settings.start_rate, STARTS, partial(with_starts, setup)),
        "jobs": (settings.open_jobs, JOBS, partial(with_jobs, setup)),
        "transcribe": (shapes["Transcribe"].concurrency, EXECUTIONS, lambda to: with_concurrency(setup, {"Transcribe": to})),
        "ingest": (shapes["IngestSmall"].concurrency, EXECUTIONS, lambda to: with_concurrency(setup, {"IngestSmall": to})),
    }
    if flow.binding not in raises:
        return None
    present, steps, change = raises[flow.binding]
    higher = next((each for each in steps if each > present), None)
    return None if higher is None else (change(higher), float(higher))


def play_behind(setup: Setup, region: str, *, batches: int, each: int, pages: int) -> Behind:
    """Play a day's batch of fifty files that comes ten minutes after a backlog has begun to wait."""
    at = 600.0
    waiting = [Load(name=f"backlog-{number:05}", files=each, pages=1, ingested=True) for number in range(batches)]
    archive = Archive(setup, [*waiting, Load(name="the-day", files=50, pages=pages, at=at)]).run_until("the-day")
    day = archive.batches["the-day"]
    receipt = day.seconds + setup.settings.quiet + setup.steps.message["CloseBatch"] + 50 * setup.steps.line
    curve = [round(moment - at, 1) for moment in day.filed]
    return Behind(region=region, batches=batches, pages=pages, seconds=day.seconds, receipt=receipt, curve=curve)


def volumes(numbers: Numbers) -> list[Volume]:
    """The four volumes that are asked for; a dossier of several pages is one file."""
    each, dossiers = int(numbers["load", "dossier_pages"]), int(numbers["load", "dossiers"])
    whole = int(numbers["load", "pages"]) // each
    return [Volume(dossiers=count, files=count, pages=pages) for count, pages in ((50, 1), (50, each), (dossiers, each), (whole, each))]


def in_files(dossiers: int, files: int, pages: int) -> Volume:
    """Dossiers of some files of some pages."""
    return Volume(dossiers=dossiers, files=dossiers * files, pages=pages)


def slower_and_faster(played: Play, *, files: int, pages: int) -> dict[str, Flow]:
    """The same load where an assumed number is half, or twice, by the number's name: those that change the time."""
    numbers = Numbers()
    as_it_is = flow_of(on_aws(played, REGIONS[0], numbers), files=files, pages=pages).seconds
    found = {}
    for name in numbers.assumed:
        for factor in (0.5, 2.0):
            flow = flow_of(on_aws(played, REGIONS[0], numbers.changed({name: numbers[name] * factor})), files=files, pages=pages)
            if abs(flow.seconds / as_it_is - 1) > 0.01:  # noqa: PLR2004 - a hundredth is no difference
                found[f"{'.'.join(name)} x {factor:g}"] = flow
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """All that the page shows."""

    inputs: Inputs
    cases: Sequence[Case]
    forms: Sequence[Case]
    """The dossiers that were scanned already, in other files."""
    ladders: Mapping[str, Sequence[Step]]
    """By region and form: `eu-west-1 1x40`."""
    behind: Sequence[Behind]
    doubts: Mapping[str, float]
    """Seconds of these dossiers where an assumed number is another, by number and factor."""
    shares: Mapping[Stage, float]
    """Share of each stage that they use in the first region."""
    by_starts: Mapping[str, Sequence[tuple[float, float]]]
    """Starts a second, and seconds, by form: with other quotas out of the way."""


def inputs_of(setup: Setup) -> Inputs:
    """What the results depend on, but for the requests of a piece: where it has changed they must be computed again."""
    return {
        "shapes": {name: asdict(shape) for name, shape in sorted(setup.shapes.items())},
        "start_rate": setup.settings.start_rate,
        "open_jobs": setup.settings.open_jobs,
        "quiet": setup.settings.quiet,
        "numbers": {".".join(name): setup.numbers[name] for name in setup.numbers.entries if name[0] != "machine"},
        "page": TEXTRACT_PAGE,
    }


def play_all(played: Play, *, small: bool = False) -> Results:
    """Play everything; `small`: sizes of seconds."""
    numbers = Numbers({("load", "dossiers"): 200, ("load", "pages"): 8_000} if small else None)
    setups = {region: on_aws(played, region, numbers) for region in REGIONS}
    ireland, dossiers = setups[REGIONS[0]], int(numbers["load", "dossiers"])
    backlogs = ((1, 500), (50, 10)) if small else BACKLOGS
    forms = [in_files(dossiers, *form) for form in FORMS]
    case_of = cache(lambda region, volume: play_case(played, setups[region], region, volume))
    return Results(
        inputs=inputs_of(ireland),
        cases=[case_of(region, volume) for region in setups for volume in volumes(numbers)],
        forms=[case_of(region, volume) for region in setups for volume in forms],
        ladders={
            # Elsewhere than in the first region the first step is enough: its quota is then the first region's.
            f"{region} {form[0]}x{form[1]}": list(islice(ladder(setup, files=volume.files, pages=volume.pages), most))
            for (region, setup), most in zip(setups.items(), (None, 2), strict=True)
            for form, volume in zip(FORMS, forms, strict=True)
        },
        behind=[
            play_behind(setup, region, batches=batches, each=each, pages=pages)
            for region, setup in setups.items()
            for batches, each in ((0, 0), *backlogs)
            for pages in (1, int(numbers["load", "dossier_pages"]))
        ],
        doubts={name: flow.seconds for name, flow in slower_and_faster(played, files=forms[0].files, pages=forms[0].pages).items()},
        shares=shares_of(flow_of(ireland, files=forms[0].files, pages=forms[0].pages)),
        by_starts={f"{form[0]}x{form[1]}": by_starts(ireland, volume) for form, volume in zip(FORMS, forms, strict=True)},
    )


def shares_of(flow: Flow) -> dict[Stage, float]:
    """Share of each stage that a flow uses, the fullest first."""
    return {stage: flow.utilisation(stage) for stage in sorted(flow.rates, key=lambda each: flow.rates[each])}


def by_starts(setup: Setup, volume: Volume) -> list[tuple[float, float]]:
    """Seconds of a volume by starts a second, where open jobs and filing are raised as far as they go."""
    wide = with_concurrency(with_jobs(setup, JOBS[-1]), {"Transcribe": EXECUTIONS[-1]})
    return [(rate, flow_of(with_starts(wide, rate), files=volume.files, pages=volume.pages).seconds) for rate in STARTS]
