"""Quality of a scanned page: how much ink it has, how light its paper is, how far it is turned.

A page is measured on a grey rendering of about 100 dots per inch; nothing is read.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

LONGEST_SIDE = 1_200
"""Pixels of the rendering that is measured: A4 at about 100 dots per inch."""
_MARGIN = 0.04
"""Share of each side that is left out: scanners print shadows and black edges there."""
_INK = 60
"""Tones below the paper's from which a pixel is ink."""
_STEEPEST = 6.0
"""Degrees: pages that lie more askew are rare, and are seen by the eye."""
_LINE_SIDE = 700
"""Pixels of the longer side on which lines of text are looked for."""
_LINE = (5, 40)
"""Least and most pixels of the height of a line of text at this size."""
_LEAST_LINES = 4
"""Lines from which a page tells which side is up."""
_EDGES = 6
"""Steepest changes that are left out: the margins and rules of a page are edges too, and a text has dozens."""
_PITCH = 7
"""Pixels of a letter at this size."""
_SURELY = 3
"""Of 17 real typed pages, each has at least 5 times as clear lines in its own direction as across."""
_RULE = 24
"""Pixels in a row that no letter has at this size."""

Grey = npt.NDArray[np.uint8]
"""Rows of grey pixels, 0 black to 255 white."""
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageQuality:
    """What was measured of one page."""

    paper: int
    """Tone of the paper, 0 black to 255 white: that of nine tenths of the pixels is darker."""
    contrast: int
    """Tones between the paper and its ink; 0 on a blank page."""
    ink: float
    """Share of the page that is ink, margins left out."""
    skew: float
    """Degrees by which lines of text rise to the right, -6 to 6; 0 without lines."""
    sideways: bool
    """Whether its lines run from top to bottom."""
    upright: float
    """From 1, the letters of every line reach above it (upright), to -1, below it (upside down); near 0 where it cannot be told."""


def measure(image: Image.Image) -> PageQuality:
    """Measure a page.

    Args:
        image: the page as a reader sees it, of any mode and size.
    """
    small = image.convert("L")
    small.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.BOX)
    grey = _without_margins(np.asarray(small))
    paper = int(np.percentile(grey, 90))
    mask = grey < paper - _INK
    ink = float(mask.mean())
    tone = int(np.median(grey[mask])) if mask.any() else paper
    lines = _line_mask(grey, paper)
    turned = np.rot90(lines)
    skew, skew_turned = _skew_of(lines), _skew_of(turned)
    straight, straight_turned = _rotated(lines, skew), _rotated(turned, skew_turned)
    sideways = _lines_in(straight_turned) > _SURELY * _lines_in(straight)
    return PageQuality(
        paper=paper,
        contrast=paper - tone,
        ink=ink,
        skew=skew_turned if sideways else skew,
        sideways=sideways,
        upright=_uprightness(straight_turned if sideways else straight),
    )


def _without_margins(grey: Grey) -> Grey:
    height, width = (round(side * _MARGIN) for side in grey.shape)
    return grey[height : grey.shape[0] - height, width : grey.shape[1] - width]


def _line_mask(grey: Grey, paper: int) -> Mask:
    """Ink of a smaller rendering, without what is larger than a letter: rules, stamps' discs, pictures."""
    image = Image.fromarray(grey)
    image.thumbnail((_LINE_SIDE, _LINE_SIDE), Image.Resampling.BOX)
    return np.asarray(image) < paper - _INK // 2


def _rotated(mask: Mask, degrees: float) -> Mask:
    if not degrees:
        return mask
    turned = Image.fromarray(mask.astype(np.uint8) * 255).rotate(-degrees, Image.Resampling.NEAREST)
    return np.asarray(turned) > 0


def _skew_of(mask: Mask) -> float:
    """Angle, in degrees, at which neighbouring rows of a mask are most unlike each other."""

    def strength(degrees: float) -> float:
        return _changes(_rotated(mask, degrees).sum(axis=1, dtype=np.float64))

    coarse = max(np.arange(-_STEEPEST, _STEEPEST + 0.1, 1.0), key=strength)
    return round(float(max(np.arange(coarse - 0.8, coarse + 0.81, 0.2), key=strength)), 1)


def _lines_in(mask: Mask) -> float:
    """How clearly a mask has lines of text from left to right; the pitch of typewritten letters, which makes columns, is smoothed away."""
    rows = mask.sum(axis=1, dtype=np.float64)
    return _changes(np.convolve(rows, np.full(_PITCH, 1 / _PITCH), mode="valid"))


def _changes(rows: npt.NDArray[np.float64]) -> float:
    """Squared changes from row to row, but for the steepest, per ink."""
    steps = np.sort(np.square(np.diff(rows)))
    return float(steps[:-_EDGES].sum() / max(rows.sum(), 1.0))


def _uprightness(mask: Mask) -> float:
    """Compare the ink above the small letters of each line with the ink below: capitals and accents reach up, few letters reach down."""
    rows = _without_rules(mask).sum(axis=1, dtype=np.float64)
    inked = rows > max(2.0, 0.1 * float(np.percentile(rows, 95)))
    edges = np.flatnonzero(np.diff(np.concatenate(([0], inked.astype(np.int8), [0]))))
    votes = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        band = rows[start:end]
        if _LINE[0] <= len(band) <= _LINE[1]:
            core = np.flatnonzero(band >= 0.55 * band.max())
            above, below = band[: core[0]].sum(), band[core[-1] + 1 :].sum()
            votes.append(np.sign(above - below) if above + below else 0.0)
    return float(np.mean(votes)) if len(votes) >= _LEAST_LINES else 0.0


def _without_rules(mask: Mask) -> Mask:
    """Ink without the rules of tables and frames, which have no up and down."""
    return mask & ~_runs(mask, _RULE) & ~_runs(mask.T, _RULE).T


def _runs(mask: Mask, length: int) -> Mask:
    """Pixels that stand in a row of at least so many."""
    if mask.shape[1] < length:
        return np.zeros_like(mask)
    starts = np.lib.stride_tricks.sliding_window_view(mask, length, axis=1).all(axis=2)
    runs = np.zeros_like(mask)
    for step in range(length):
        runs[:, step : step + starts.shape[1]] |= starts
    return runs
