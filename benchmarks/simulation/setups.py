"""Setups of the archive: on AWS in a region, with another quota, or on this machine."""

import os
from collections.abc import Mapping
from dataclasses import replace

from benchmarks.cost import Play
from benchmarks.simulation.parameters import Numbers, Settings, Setup, Steps, built_template, setting_of, shapes_of, steps_on_lambda
from infra.local.stack import SETTINGS
from infra.local.textract.quotas import Quota, quota_of


def on_aws(played: Play, region: str, numbers: Numbers | None = None) -> Setup:
    """The archive as the template deploys it in a region, with the region's quotas."""
    numbers = numbers or Numbers()
    template = built_template()
    shapes = shapes_of(template)
    quota = quota_of(region)
    settings = Settings(
        start_rate=min(quota.rates["StartDocumentTextDetection"], setting_of(template, "start-rate")),
        open_jobs=min(quota.open_jobs, int(setting_of(template, "open-jobs"))),
        quiet=setting_of(template, "quiet-seconds"),
        quota=quota,
        account=int(numbers["lambda", "account"]),
    )
    return Setup(shapes=shapes, settings=settings, steps=steps_on_lambda(played, shapes, numbers), numbers=numbers)


def on_this_machine(region: str) -> Setup:
    """The local stack with a reader that takes no time, under the quotas of a region: steps as they were measured on it."""
    numbers = Numbers({("textract", name): 0.0 for name in ("first_page", "each_page", "spread")})
    at_once = max(2, len(os.sched_getaffinity(0)))
    shapes = shapes_of(built_template(), dict.fromkeys(("DispatchConcurrency", "IngestSmallConcurrency", "TranscribeConcurrency"), at_once))
    quota = quota_of(region)
    settings = Settings(
        start_rate=quota.rates["StartDocumentTextDetection"],
        open_jobs=quota.open_jobs,
        quiet=float(SETTINGS["quiet-seconds"]),
        quota=quota,
        account=int(numbers["lambda", "account"]),
    )
    message = {name: numbers["machine", name] for name in shapes}
    steps = Steps(message=message, page=0.0, start=message["StartReadings"], call=numbers["machine", "call"], line=0.0, cold=0.0)
    return Setup(
        shapes=shapes, settings=settings, steps=steps, numbers=numbers.changed({("queues", "announcement"): numbers["machine", "sync"]})
    )


def with_starts(setup: Setup, rate: float) -> Setup:
    """The quota of starts a second raised, and `start-rate` with it."""
    quota = Quota(rates={**setup.settings.quota.rates, "StartDocumentTextDetection": rate}, open_jobs=setup.settings.quota.open_jobs)
    return replace(setup, settings=replace(setup.settings, start_rate=rate, quota=quota))


def with_jobs(setup: Setup, jobs: int) -> Setup:
    """The quota of open jobs raised, and `open-jobs` with it."""
    quota = Quota(rates=setup.settings.quota.rates, open_jobs=jobs)
    return replace(setup, settings=replace(setup.settings, open_jobs=jobs, quota=quota))


def with_concurrency(setup: Setup, changed: Mapping[str, int]) -> Setup:
    """More executions of some functions at a time: parameters of the stack."""
    shapes = {name: replace(shape, concurrency=changed.get(name, shape.concurrency)) for name, shape in setup.shapes.items()}
    return replace(setup, shapes=shapes)


def with_account(setup: Setup, executions: int) -> Setup:
    """Another number of concurrent executions."""
    return replace(setup, settings=replace(setup.settings, account=executions))
