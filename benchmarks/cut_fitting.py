"""Fits what the rules of segmentation weigh, the prior of the length of pieces, and from which probability on a boundary is sure.

The weights are those that make the true cuts of the fitting scans likeliest, over all ways to cut each scan (a semi-Markov conditional
random field). A prior holds them near 1 for a cut or against one, for what the scans do not show, and a rule never weighs against what it
speaks for: the layout of invented papers must not turn its sense. The scans are invented dossiers of a seed that is used for nothing else,
at four noises.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from benchmarks.reading import FORMS
from benchmarks.scanned_dossiers import ScanStream, invented, misread
from chalicelib.analysis.segmentation import weights as shipped_weights
from chalicelib.analysis.segmentation.boundary_rules import FOR_A_CUT, RULES
from chalicelib.analysis.segmentation.cutting import boundary_probabilities
from chalicelib.analysis.segmentation.segments import read_scan
from chalicelib.text.nomenclature_file import shipped

WEIGHTS = Path(shipped_weights.__file__).with_name("weights.toml")
FIT_SEED = "calage"
FIT_DOSSIERS = 12
NOISES = (0.0, 0.01, 0.03, 0.06)
SURE, STRONG, FAIR, WEAK = 3.0, 2.0, 1.0, 0.3
EXPECTED = (
    dict.fromkeys(("first_page", "last_page_before", "letterhead_and_title", "subject", "matricule_changes"), STRONG)
    | dict.fromkeys(("title", "letterhead", "new_number", "preamble", "closed_before", "articles_restart", "size_changes"), FAIR)
    | dict.fromkeys(("next_page", "articles_go_on"), -SURE)
    | dict.fromkeys(("continued", "later_page", "same_number", "annex", "annexed", "citing_goes_on", "starts_small"), -STRONG)
    | dict.fromkeys(("ends_open", "bare_letterhead", "annex_announced"), -STRONG)
    | dict.fromkeys(("untitled", "same_head", "few_words", "same_signatory"), -FAIR)
)
"""What each rule should weigh by judgement, WEAK where it is not named: invented papers are too alike to tell which of two signs counts."""
SPREAD = 0.7
"""Standard deviation of the weights around what is expected."""
MOST = 3.0
"""Largest weight: no sign of invented papers decides by itself at more than twenty to one."""
TOLD_APART = 5
LONG_SHARE, LONG_ENDS = 0.2, 0.05
"""Share of long pieces, of `TOLD_APART` pages and more, and how often such a piece ends with each page: invented papers have none, real
orders run to fifty pages. The second is counted on the real orders for looking: 3 of them end in 83 pages behind the fourth. The first is
the one of 0.05, 0.1, 0.2 … 0.5 by which the true cuts of these orders and of invented dossiers are likeliest."""
ROUNDS = 40
WRONG_SURE, LEAST_SURE, LEAST_SURE_NONE = 0.002, 0.9, 0.8
"""Largest share of wrong boundaries among those that are called sure, and the least probability of a sure cut and of a sure lack of one:
with invented papers alone, every decision would be sure. Of 813 boundaries below 0.2, on these and on twelve further dossiers, no piece
began at one, and at none of 212 of real orders."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FittingScan:
    """The rules that apply to each boundary of a scan, and whether a piece begins there."""

    rules: Sequence[Sequence[str]]
    cuts: Sequence[bool]


def fit() -> None:
    """Fit and write weights.toml."""
    scans = [
        fitting_scan(misread(stream, noise, f"{FIT_SEED} {noise} {number}"))
        for number, stream in enumerate(invented(FIT_SEED, FIT_DOSSIERS))
        for noise in NOISES
    ]
    endings = fit_endings(Counter(length for scan in scans for length in lengths(scan.cuts)))
    weights = fit_weights(scans, endings)
    judged = [
        (probability, cut) for scan in scans for probability, cut in zip(probabilities(scan, weights, endings), scan.cuts, strict=True)
    ]
    seen = Counter(rule for scan in scans for rules in scan.rules for rule in rules)
    pages = sum(len(scan.cuts) for scan in scans)
    lines = [
        "# What each rule weighs for a cut (above 0) or against one (below 0): the natural logarithm of the odds, added up at a boundary.",
        "# Made by `python -m benchmarks.dossiers --fit`, not by hand (benchmarks/cut_fitting.py says how). `seen`: at how many boundaries",
        "# of the fitting scans a rule applied.",
        f'fitted = {date.today().isoformat()}\nseed = "{FIT_SEED}"\nscans = {len(scans)}\nboundaries = {pages}',  # noqa: DTZ011 - for people
        "",
        "# How often a piece ends that has 1 page, 2 pages and so on; the last one holds for all longer pieces.",
        f"[prior]\nendings = {endings}",
        "",
        f"# A cut is sure from this probability on, and so is the absence of one: at most {WRONG_SURE:.1%} of the sure ones were wrong.",
        f"[sure]\ncut = {sure_from(judged, LEAST_SURE)}",
        f"none = {sure_from([(1 - probability, not cut) for probability, cut in judged], LEAST_SURE_NONE)}",
        "",
        "[log_odds]",
        *(f"{rule} = {weights[rule]:+.2f}  # seen {seen[rule]}" for rule in RULES),
    ]
    WEIGHTS.write_text("\n".join(lines) + "\n", "utf-8")
    print(WEIGHTS.read_text("utf-8"))


def fitting_scan(stream: ScanStream) -> FittingScan:
    """Read a scan's rules once."""
    scan = read_scan(stream.transcript, stream.facts, shipped(), FORMS)
    starts = set(stream.starts)
    return FittingScan(
        rules=[boundary.rules for boundary in scan.boundaries], cuts=[boundary.page in starts for boundary in scan.boundaries]
    )


def lengths(cuts: Sequence[bool]) -> list[int]:
    """Give the pages with content of each piece.

    >>> lengths([False, True, True])
    [2, 1, 1]
    """
    starts = [0, *(at for at, cut in enumerate(cuts, start=1) if cut), len(cuts) + 1]
    return [end - start for start, end in pairwise(starts)]


def fit_endings(counts: Counter[int]) -> list[float]:
    """Count how often a piece of one page ends, of two, and so on, among short pieces, and mix them with long ones.

    >>> fit_endings(Counter({1: 5, 2: 3}))
    [0.4, 0.444, 0.2, 0.25, 0.05]
    """
    short = [counts[pages] + 1 for pages in range(1, TOLD_APART)]
    shares = [(1 - LONG_SHARE) * count / sum(short) for count in short]
    lived = [1 - sum(shares[:at]) for at in range(len(shares))]
    return [*(round(share / alive, 3) for share, alive in zip(shares, lived, strict=True)), LONG_ENDS]


def fit_weights(scans: Sequence[FittingScan], endings: Sequence[float]) -> dict[str, float]:
    """Climb to the likeliest weights; each step is scaled by the curvature that a boundary alone would have."""
    expected = {rule: EXPECTED.get(rule, WEAK) for rule in RULES}
    weights = dict(expected)
    for _ in range(ROUNDS):
        slopes = {rule: (expected[rule] - weight) / SPREAD**2 for rule, weight in weights.items()}
        curves = dict.fromkeys(RULES, 1 / SPREAD**2)
        for scan in scans:
            for rules, cut, probability in zip(scan.rules, scan.cuts, probabilities(scan, weights, endings), strict=True):
                for rule in rules:
                    slopes[rule] += cut - probability
                    curves[rule] += probability * (1 - probability)
        for rule in RULES:
            moved = weights[rule] + max(-1.0, min(1.0, slopes[rule] / (4 * curves[rule])))
            weights[rule] = min(max(moved, 0.0), MOST) if rule in FOR_A_CUT else max(min(moved, 0.0), -MOST)
    return weights


def probabilities(scan: FittingScan, weights: dict[str, float], endings: Sequence[float]) -> list[float]:
    """Give each boundary's probability."""
    return boundary_probabilities([sum(weights[rule] for rule in rules) for rules in scan.rules], endings)


def sure_from(judged: Iterable[tuple[float, bool]], least: float) -> float:
    """Give the lowest probability from which on few enough decisions are wrong, in steps of a hundredth from the least to 0.99.

    >>> sure_from([(0.7, True), (0.85, False), (0.9, True)], 0.8)
    0.86
    """
    decided = list(judged)
    for step in range(round(100 * least), 99):
        sure = [right for confidence, right in decided if confidence >= step / 100]
        if sure and sure.count(False) <= WRONG_SURE * len(sure):
            return step / 100
    return 0.99
