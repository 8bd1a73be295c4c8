"""Measures of how a scan was cut: boundary F1, panoptic quality, and the pages that a person must drag to another piece."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class CutTally:
    """What was counted over some scans."""

    scans: int = 0
    pages: int = 0
    boundaries: int = 0
    """Places where a scan could be cut: before each page with content but the first."""
    right_cuts: int = 0
    wrong_cuts: int = 0
    missed_cuts: int = 0
    shares: float = 0.0
    """Sum of the shared parts (intersection over union) of the pieces that are recognised: those with more than half in common."""
    recognised: int = 0
    pieces: int = 0
    """True ones and proposed ones together."""
    without_error: int = 0
    untouched: int = 0
    """Scans without a doubtful place."""
    untouched_wrong: int = 0
    """Of those, the ones with an error that nobody is asked about."""
    doubtful: int = 0
    doubtful_wrong: int = 0
    dragged: list[int] = field(default_factory=list)
    """Of each scan, the fewest pages to drag."""

    def add(self, truth: Sequence[int], found: Collection[int], doubtful: Collection[int], pages: int, boundaries: int) -> None:
        """Count one scan.

        Args:
            truth: numbers of the pages with which a piece begins, the first included.
            found: the same, as proposed.
            doubtful: pages whose boundary is doubtful.
            pages: of the scan.
            boundaries: of the scan.
        """
        wanted, cuts = set(truth) - {1}, set(found) - {1}
        wrong = wanted ^ cuts
        self.scans, self.pages, self.boundaries = self.scans + 1, self.pages + pages, self.boundaries + boundaries
        self.right_cuts, self.wrong_cuts, self.missed_cuts = (
            self.right_cuts + len(wanted & cuts),
            self.wrong_cuts + len(cuts - wanted),
            self.missed_cuts + len(wanted - cuts),
        )
        self.without_error += not wrong
        self.untouched += not doubtful
        self.untouched_wrong += bool(not doubtful and wrong)
        self.doubtful += len(doubtful)
        self.doubtful_wrong += len(set(doubtful) & wrong)
        true_pieces, pieces = pieces_of(sorted({1, *truth}), pages), pieces_of(sorted({1, *found}), pages)
        shared = [
            len(set(one) & set(other)) / len(set(one) | set(other)) for one in true_pieces for other in pieces if set(one) & set(other)
        ]
        self.shares += sum(share for share in shared if share > 1 / 2)
        self.recognised += sum(share > 1 / 2 for share in shared)
        self.pieces += len(true_pieces) + len(pieces)
        self.dragged.append(fewest_drags(true_pieces, pieces))

    @property
    def f1(self) -> float:
        """F1 of the boundaries where a piece begins."""
        return 2 * self.right_cuts / max(1, 2 * self.right_cuts + self.wrong_cuts + self.missed_cuts)

    @property
    def unseen(self) -> int:
        """Wrong places that nobody is asked about, in whatever scan: the worst fault."""
        return self.wrong_cuts + self.missed_cuts - self.doubtful_wrong

    @property
    def panoptic_quality(self) -> float:
        """Panoptic quality (Kirillov and others, 2019): shared parts of the recognised pieces, over all pieces, the unrecognised half."""
        return self.shares / max(1.0, self.pieces / 2)


def pieces_of(starts: Sequence[int], pages: int) -> list[range]:
    """Give the pages of each piece.

    >>> pieces_of([1, 3], 4)
    [range(1, 3), range(3, 5)]
    """
    return [range(start, end) for start, end in zip(starts, [*starts[1:], pages + 1], strict=True)]


def fewest_drags(truth: Sequence[range], found: Sequence[range]) -> int:
    """Count the fewest pages to drag until every piece is right: those outside the best one-to-one match of the pieces.

    >>> fewest_drags([range(1, 4), range(4, 6)], [range(1, 3), range(3, 6)]), fewest_drags([range(1, 7)], [range(1, 4), range(4, 7)])
    (1, 3)
    """
    overlaps = [
        (one, other, min(true.stop, piece.stop) - max(true.start, piece.start))
        for one, true in enumerate(truth)
        for other, piece in enumerate(found)
        if min(true.stop, piece.stop) > max(true.start, piece.start)
    ]
    # The overlaps of two ways to cut a line lie in one order: two of them share a piece only with all of those between.
    best: list[int] = []
    for at, (one, other, pages) in enumerate(overlaps):
        before = (best[earlier] for earlier, (true, piece, _) in enumerate(overlaps[:at]) if true != one and piece != other)
        best.append(pages + max(before, default=0))
    return sum(map(len, truth)) - max(best, default=0)
