"""Numbers of the simulation: from the built template, from benchmarks/cost.py, and from parameters.toml, which tells its sources."""

import json
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.cost import LATENCY, LOOK, Play
from benchmarks.options import BUILD
from infra.local.emulator.package import packaged
from infra.local.textract.quotas import Quota

FILE = Path(__file__).with_name("parameters.toml")
FUNCTIONS: Mapping[str, str] = {
    "Dispatch": "arrivals",
    "IngestSmall": "ingest-small",
    "StartReadings": "readings.fifo",
    "Transcribe": "transcripts",
    "CloseBatch": "closings",
}
"""Functions on the way of a file, by logical name, with the queue under whose name benchmarks/cost.py counts their requests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A function and its event source mapping, as the template declares them."""

    batch: int
    concurrency: int
    """Batches at a time; of a FIFO queue with one group: one."""
    megabytes: int
    timeout: float
    """Seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Settings of administrators, and the account's quotas."""

    start_rate: float
    open_jobs: int
    quiet: float
    """Seconds of rest after which a batch closes."""
    quota: Quota
    account: int
    """Concurrent executions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """Seconds of each function's work, without waiting."""

    message: Mapping[str, float]
    """Of one message, by function."""
    page: float
    """That each page adds at filing."""
    start: float
    """Of one start of a reading: its requests."""
    call: float
    """Of the request to Textract among them."""
    line: float
    """Of one line in a receipt."""
    cold: float
    """Of a process that starts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """All that a simulation is told of the archive."""

    shapes: Mapping[str, Shape]
    settings: Settings
    steps: Steps
    numbers: "Numbers"


class Numbers:
    """Numbers of parameters.toml: `numbers["textract", "each_page"]`."""

    def __init__(self, changed: Mapping[tuple[str, str], float] | None = None) -> None:
        """Read the file; some numbers may be changed, to see what depends on them."""
        self._changed = changed or {}
        self.entries = _entries()

    def __getitem__(self, name: tuple[str, str]) -> float:
        """Value of a number."""
        return self._changed.get(name, self.entries[name]["value"])

    def changed(self, values: Mapping[tuple[str, str], float]) -> "Numbers":
        """The same numbers but for some."""
        return Numbers({**self._changed, **values})

    @property
    def assumed(self) -> list[tuple[str, str]]:
        """Names of the numbers that nobody has measured."""
        return [name for name, entry in self.entries.items() if entry.get("assumed")]


@cache
def _entries() -> Mapping[tuple[str, str], Mapping[str, Any]]:
    sections = tomllib.loads(FILE.read_text("utf-8"))
    return {(section, name): entry for section, entries in sections.items() for name, entry in entries.items()}


@cache
def built_template() -> Mapping[str, Any]:
    """The template that is deployed, packaged if its sources have changed."""
    template: dict[str, Any] = json.loads((packaged(BUILD / "simulation") / "template.json").read_text("utf-8"))
    return template


def shapes_of(template: Mapping[str, Any], parameters: Mapping[str, int] | None = None) -> dict[str, Shape]:
    """Read the functions on a file's way from a template.

    Args:
        template: plain CloudFormation.
        parameters: where they differ from the template's defaults.
    """
    defaults = {name: each.get("Default") for name, each in template["Parameters"].items()} | dict(parameters or {})
    shapes = {}
    for each in template["Resources"].values():
        if each["Type"] != "AWS::Lambda::EventSourceMapping":
            continue
        mapping = each["Properties"]
        name = mapping["FunctionName"]["Ref"]
        if name in FUNCTIONS:
            most = mapping.get("ScalingConfig", {}).get("MaximumConcurrency", 1)
            function = template["Resources"][name]["Properties"]
            shapes[name] = Shape(
                batch=mapping["BatchSize"],
                concurrency=int(defaults[most["Ref"]] if isinstance(most, dict) else most),
                megabytes=function["MemorySize"],
                timeout=function["Timeout"],
            )
    return shapes


def setting_of(template: Mapping[str, Any], name: str) -> float:
    """Read the default of a setting from a template; of two that depend on the region, that of the fast one."""
    for each in template["Resources"].values():
        if each["Type"] == "AWS::SSM::Parameter" and each["Properties"]["Name"]["Fn::Sub"].endswith(f"/{name}"):
            value = each["Properties"]["Value"]
            return float(value["Fn::If"][1] if isinstance(value, dict) else value)
    raise KeyError(name)


def steps_on_lambda(played: Play, shapes: Mapping[str, Shape], numbers: Numbers) -> Steps:
    """Seconds of each step on Lambda: its requests one after the other, and its CPU time on a share of a core."""
    calls = Counter(call.worker for call in played.calls)
    message = {name: calls[queue] / played.pieces * LATENCY for name, queue in FUNCTIONS.items()}
    message["IngestSmall"] += LOOK
    share = min(1.0, shapes["Transcribe"].megabytes / numbers["lambda", "core_megabytes"])
    return Steps(
        message=message,
        page=numbers["steps", "transcribe_page"] / share
        + numbers["textract", "blocks_page"] / numbers["textract", "blocks_part"] * LATENCY,
        start=message["StartReadings"],
        call=LATENCY,
        line=numbers["steps", "closing_line"],
        cold=numbers["lambda", "cold_start"],
    )
