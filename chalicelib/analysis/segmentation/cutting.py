"""The probability of each boundary of a scan: one dynamic programme over all ways to cut it, with a prior of the length of pieces.

A way to cut a scan weighs the sum of the log-odds of its cuts and of the logarithms of its pieces' lengths in the prior (a semi-Markov
model, as Sarawagi and Cohen's of 2004). The sums over all ways, forward and backward, give each boundary's probability: so a cut between
two others a page away is judged with them, not alone.
"""

from collections.abc import Sequence
from itertools import accumulate
from math import exp, inf, log, log1p


def boundary_probabilities(log_odds: Sequence[float], endings: Sequence[float]) -> list[float]:
    """Give the probability of a cut at each boundary between pages.

    >>> [round(each, 2) for each in boundary_probabilities([4.0, -4.0], [0.5, 0.25])]
    [0.97, 0.03]

    Args:
        log_odds: of each boundary, without the prior; infinite where a separator sheet lies.
        endings: the prior: how often a piece ends that has 1 page, 2 pages and so on; the last one holds for all longer pieces, so that
            the length of a long piece says nothing about where it ends.
    """
    if not log_odds:
        return []
    prior = _log_prior(len(log_odds) + 1, endings)
    starts = [0.0, *(0.0 if odds == inf else odds for odds in log_odds)]
    last_forced = list(accumulate((index if odds == inf else 0 for index, odds in enumerate((0.0, *log_odds, 0.0))), max))
    forward = _forward(starts, prior, last_forced)
    backward = _backward(starts, prior, last_forced)
    whole = forward[-1]
    return [1.0 if odds == inf else exp(min(0.0, forward[at] + odds + backward[at] - whole)) for at, odds in enumerate(log_odds, start=1)]


def _log_prior(count: int, endings: Sequence[float]) -> list[float]:
    """Give the logarithm of each length's probability, from 0 pages on."""
    logs, goes_on = [-inf], 0.0
    for length in range(1, count + 1):
        ends = endings[min(length, len(endings)) - 1]
        logs.append(goes_on + log(ends))
        goes_on += log1p(-ends)
    return logs


def _forward(starts: Sequence[float], prior: Sequence[float], last_forced: Sequence[int]) -> list[float]:
    """Give, for each number of pages, the logarithm of the sum over all ways to cut them."""
    forward = [0.0]
    for end in range(1, len(starts) + 1):
        first = last_forced[end - 1]
        forward.append(_log_sum([forward[start] + starts[start] + prior[end - start] for start in range(first, end)]))
    return forward


def _backward(starts: Sequence[float], prior: Sequence[float], last_forced: Sequence[int]) -> list[float]:
    """Give, for each page, the logarithm of the sum over all ways to cut the pages from it on, where a piece begins with it."""
    count = len(starts)
    backward = [0.0] * (count + 1)
    for start in range(count - 1, -1, -1):
        ends = [end for end in range(start + 1, count + 1) if last_forced[end - 1] <= start]
        backward[start] = _log_sum([prior[end - start] + (starts[end] if end < count else 0.0) + backward[end] for end in ends])
    return backward


def _log_sum(values: Sequence[float]) -> float:
    """Logarithm of the sum of the values' exponentials."""
    most = max(values)
    return most + log(sum(exp(value - most) for value in values))
