"""Where a scan of many papers is cut: `python -m benchmarks.dossiers` prints each figure with its n.

Real scans first: French orders of other people, laid one behind the other in many orders; those that were held apart at the first look are
told beside those that the rules were made with. Then invented dossiers of forty pages, with the seals, stamps and numbers by hand that a
reader reads, at 0, 1, 3 and 6 % of wrong letters, from a seed on which nothing was fitted.
`--fit` writes chalicelib/analysis/segmentation/weights.toml anew, on a seed of its own; `--scans N` has N dossiers printed, scanned and
read by the local reader. `--stack N` takes N dossiers of forty pages with separator sheets through the whole local stack, with a reader
that takes no time, or with `--read` by OCR beside the reader alone.
goals: 20 pages a second on 2 cores, every function below 512 MB; with OCR at most 1.10 times the time of the reader alone.
"""

import os
from collections.abc import Iterable
from time import process_time

from benchmarks.batch import reader_alone
from benchmarks.cut_fitting import fit
from benchmarks.cut_metrics import CutTally
from benchmarks.dossier_filing import file_invented, tell_filing
from benchmarks.options import has_shared_data, parser_of
from benchmarks.reading import FORMS, chance
from benchmarks.scanned_dossiers import ScanStream, invented, laid_together, misread, real_acts, scanned
from benchmarks.stack import FOLDER, cpu_by_function, dead_letters, memory_by_function, stack, timed_batch
from chalicelib.analysis.segmentation.segments import segment
from chalicelib.analysis.segmentation.weights import CutWeights
from chalicelib.text.nomenclature_file import shipped
from infra.local.sample.bulk import make_dossiers

SEED = "constat"
"""Of the invented dossiers: nothing is fitted on it, and the rules were made before it was looked at."""
NOISES = (0.0, 0.01, 0.03, 0.06)
DOSSIERS = 20
ORDERS = 8
"""Orders in which the real acts are laid."""
_CLAIMS = {True: "in the servant's folder", False: "under a name that says nothing"}
ACTS = 5
"""Real acts in one scan."""


def main() -> None:
    """Measure what was asked for."""
    parser = parser_of(__doc__)
    parser.add_argument("--dossiers", type=int, default=DOSSIERS, help=f"invented dossiers (default: {DOSSIERS})")
    parser.add_argument("--seed", default=SEED, help=f"of the invented dossiers (default: {SEED})")
    parser.add_argument("--wrong", action="store_true", help="name each wrong boundary, with its reasons")
    parser.add_argument("--fit", action="store_true", help="fit weights.toml anew, on a seed of its own")
    parser.add_argument("--scans", type=int, default=0, help="dossiers that are printed, scanned and read by OCR, a minute and more each")
    parser.add_argument("--stack", type=int, default=0, help="dossiers that go through the local stack, and nothing else is measured")
    parser.add_argument("--read", action="store_true", help="of these, every page is read by OCR")
    parser.add_argument("--port", type=int, default=4640, help="first port of the local stack (default: 4640)")
    asked = parser.parse_args()
    if asked.fit:
        fit()
        return
    if asked.stack:
        measure_stack(asked.stack, pages=6 if asked.smoke else 40, read=asked.read, port=asked.port)
        return
    if has_shared_data() and not asked.smoke:
        for held_apart in (True, False):
            measure_real(held_apart=held_apart, tell=asked.wrong)
    if asked.scans:
        tally = CutTally()
        measure([scanned(asked.seed, number) for number in range(asked.scans)], tally, tell=asked.wrong)
        report("invented dossiers, printed, scanned and read by the local reader", tally)
    count, pages = (1, 8) if asked.smoke else (asked.dossiers, 40)
    clean = list(invented(asked.seed, count, pages=pages))
    for noise in NOISES:
        tally, begun = CutTally(), process_time()
        streams = [misread(stream, noise, f"{asked.seed} {noise} {number}") for number, stream in enumerate(clean)]
        measure(streams, tally, tell=asked.wrong)
        seconds = (process_time() - begun) / max(1, tally.pages)
        report(f"invented dossiers, {noise:.0%} of letters wrong ({1000 * seconds:.0f} ms of processor a page)", tally)
        for in_folder in (True, False):
            filed = file_invented(asked.seed, clean, noise=noise, in_folder=in_folder, pages=pages)
            print(f"  {_CLAIMS[in_folder]}: {tell_filing(filed)}")


def measure_stack(count: int, *, pages: int, read: bool, port: int) -> None:
    """Take whole dossiers through the local stack, and print pages a second, pieces, and the memory of each function."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    sample = make_dossiers(FOLDER / "dossiers", dossiers=count, pages=pages)
    load = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    with stack(port, "--engine", "rapidocr" if read else "instant", roster=sample.roster) as running:
        before = cpu_by_function()
        measured, intake = timed_batch(running, sample.batch, "whole dossiers", name="dossiers")
        spent = {name: seconds - before.get(name, 0.0) for name, seconds in cpu_by_function().items()}
        held, dead = memory_by_function(), dead_letters(running)
    files = intake.receipt["files"]
    pieces = sum(len(file["pieces"]) for file in files)
    print(f"local stack, {'read by OCR' if read else 'instant reader'} ({load}): {count} dossiers of {pages} pages, {pieces} pieces")
    print(f"  {dict(intake.receipt['counts'])}, {dead} dead letters")
    print(f"  {measured.wall:.1f} s, {count * pages / measured.wall:.1f} pages a second{'' if read else ' (goal: 20)'}")
    told = sorted(spent.items(), key=lambda each: -each[1])
    print(f"  CPU ms a page: {', '.join(f'{name} {1000 * seconds / (count * pages):.0f}' for name, seconds in told if seconds > 0)}")
    print(f"  most memory, MB (goal: 512): {', '.join(f'{name} {megabytes:.0f}' for name, megabytes in sorted(held.items()))}")
    if read:
        alone = reader_alone(sorted(sample.batch.rglob("*.pdf")))
        print(f"  the reader alone {alone.wall:.1f} s; the stack takes {measured.wall / alone.wall:.2f} times as long (goal: 1.10)")


def measure_real(*, held_apart: bool, tell: bool) -> None:
    """Lay real acts one behind the other in many orders."""
    acts = real_acts(held_apart=held_apart)
    if not acts:
        print("real orders: skipped, `python -m benchmarks.reading` has not read them")
        return
    rng, tally = chance(f"{SEED} actes"), CutTally()
    measure((laid_together(rng.sample(acts, min(ACTS, len(acts)))) for _ in range(ORDERS)), tally, tell=tell)
    kind = "held apart" if held_apart else "that the rules were made with"
    report(f"real orders {kind} (n={len(acts)} orders, {sum(len(act.facts) for act in acts)} pages), laid together", tally)


def measure(streams: Iterable[ScanStream], tally: CutTally, *, tell: bool, weights: CutWeights | None = None) -> None:
    """Cut scans and count what is right."""
    for number, stream in enumerate(streams):
        found = segment(stream.transcript, stream.facts, shipped(), FORMS, weights)
        cuts = {boundary.page for boundary in found.boundaries if boundary.cut}
        doubtful = {boundary.page for boundary in found.boundaries if boundary.doubtful}
        tally.add(stream.starts, cuts, doubtful, len(stream.facts), len(found.boundaries))
        for boundary in found.boundaries if tell else ():
            if boundary.cut != (boundary.page in stream.starts):
                reasons = ", ".join(f"{reason.rule} {reason.log_odds:+.1f}" for reason in boundary.reasons)
                told = "wrong cut" if boundary.cut else "missed"
                print(f"    {number}: {told} before page {boundary.page}, {boundary.probability:.2f}: {reasons}")


def report(title: str, tally: CutTally) -> None:
    """Print what was counted."""
    sure = tally.untouched - tally.untouched_wrong
    true_cuts = tally.right_cuts + tally.missed_cuts
    print(f"{title}: n={tally.scans} scans, {tally.pages} pages, {tally.boundaries} boundaries, {true_cuts} true cuts")
    print(
        f"    boundary F1 {tally.f1:.3f} ({tally.right_cuts} right, {tally.wrong_cuts} wrong, {tally.missed_cuts} missed); "
        f"panoptic quality {tally.panoptic_quality:.3f}; pages to drag a scan {sum(tally.dragged) / max(1, tally.scans):.2f}"
    )
    print(
        f"    scans without an error {tally.without_error / max(1, tally.scans):.1%}; without a touch {sure / max(1, tally.scans):.1%}, "
        f"and {tally.untouched_wrong} with an error that nobody is asked about; "
        f"doubtful boundaries {tally.doubtful}, of which {tally.doubtful_wrong} wrong; "
        f"wrong places that nobody is asked about {tally.unseen}"
    )


if __name__ == "__main__":
    main()
