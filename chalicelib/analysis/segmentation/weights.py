"""The weights of the rules and the prior of the length of pieces, as `benchmarks/dossiers.py --fit` wrote them into weights.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class CutWeights:
    """What the rules weigh, and from which probability on a cut, or the lack of one, is sure."""

    log_odds: Mapping[str, float]
    """Of each rule, by its name."""
    endings: tuple[float, ...]
    """How often a piece ends that has 1 page, 2 pages and so on; the last one holds for all longer pieces."""
    sure: float
    """A cut with this probability is sure."""
    sure_none: float
    """So is the absence of one with this probability; a boundary with neither is doubtful."""


@cache
def cut_weights() -> CutWeights:
    """Read weights.toml, once, when the first scan is cut."""
    return read_weights(Path(__file__).with_name("weights.toml").read_text("utf-8"))


def read_weights(toml: str) -> CutWeights:
    """Read the weights."""
    table = tomllib.loads(toml)
    return CutWeights(
        log_odds=table["log_odds"], endings=tuple(table["prior"]["endings"]), sure=table["sure"]["cut"], sure_none=table["sure"]["none"]
    )
