"""Speed of the sample through the whole local stack, beside the OCR engine alone, OCRmyPDF and Tesseract: `python -m benchmarks.batch`.

Everything runs one after the other in one call, on the same pages and all cores; ratios are what to read, seconds are this machine's.

goals: the stack at most 1.15 times the reader alone and 1.25 times Tesseract (wall; start-up apart); with a reader that takes no
time, 20 pages/s on 2 cores, and 1,000 files at most 20 times as long as 50; at most 1.1 starts a file under eu-west-1's quotas.
"""

import argparse
import os
import resource
import shutil
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from benchmarks.options import parser_of
from benchmarks.stack import FOLDER, Measured, cpu_of_tree, dead_letters, memory_by_function, stack, timed_batch
from infra.local.ocr.pool import Pool
from infra.local.ocr.raster import count_pages, read_pixels
from infra.local.run.sync import Intake
from infra.local.sample.batch import make_sample
from infra.local.sample.bulk import make_large, make_pile

if TYPE_CHECKING:
    from collections.abc import Callable

FROM_A_LAYER = 100.0
"""The confidence of what was not read by OCR."""
MEMORY_GOAL = 512
"""MB, of every Lambda, while a PDF of 500 pages and 300 MB comes in."""


def main() -> None:
    """Run the parts that are asked for, and print them."""
    parts: dict[str, Callable[[argparse.Namespace], None]] = {"ocr": compare, "pace": pace, "quotas": starts, "large": large}
    parser = parser_of(__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(parts)} (default: all)")
    parser.add_argument("--port", type=int, default=4600, help="first port of the local stacks (default: 4600)")
    parser.add_argument("--dossiers", type=int, default=50, help="of the sample that is read by OCR (default: 50; fewer is quicker)")
    asked = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = asked.parts or (["ocr"] if asked.smoke else list(parts))
    print(f"$ python -m benchmarks.batch {' '.join(wanted)}   # {os.cpu_count()} cores")
    for name, part in parts.items():
        if name in wanted:
            part(asked)
            asked.port += 10


def compare(asked: argparse.Namespace) -> None:
    """The sample through the stack, then its pages read by the reader alone, OCRmyPDF and Tesseract."""
    sample = (
        make_pile(FOLDER / "pile-2", files=2) if asked.smoke else make_sample(FOLDER / f"sample-{asked.dossiers}", dossiers=asked.dossiers)
    )
    with stack(asked.port, *(("--workers", "1") if asked.smoke else ()), roster=sample.roster) as running:
        measured, intake = timed_batch(running, sample.batch, "sample")
        pages = running.reader.pages_read
    read = _read_by_ocr(sample.batch, intake)
    print(f"\nthe sample: {intake.uploaded} files, {pages} pages read by OCR, first piece filed after {intake.first_filed or 0:.1f} s")
    _tell(measured, measured)
    for other in (reader_alone, _ocrmypdf_alone, _tesseract_alone):
        row = other(read)
        if row:
            _tell(row, measured)


def _tell(row: Measured, stack_: Measured) -> None:
    ratio = f"stack/this {stack_.wall / row.wall:.2f} wall {stack_.cpu / row.cpu:.2f} cpu"
    each = f"{row.pages:5} pages {row.cpu / row.pages:5.2f} s cpu each"
    print(f"  {row.what:<28} {row.wall:7.1f} s wall {row.cpu:8.1f} s cpu {each}   {ratio}", flush=True)


def pace(asked: argparse.Namespace) -> None:
    """What everything but the reading costs: a reader that takes no time, the sample, 50 files, then 1,000."""
    print("\na reader that takes no time (goal: 20 pages/s):")
    sample = make_sample(FOLDER / f"sample-{asked.dossiers}", dossiers=asked.dossiers)
    with stack(asked.port, "--engine", "instant", roster=sample.roster) as running:
        measured, intake = timed_batch(running, sample.batch, f"the sample, {asked.dossiers} dossiers")
    pages = sum(file["pages"] or 0 for file in intake.receipt["files"])
    print(f"  {measured.what:<28} {measured.wall:7.1f} s wall   {pages / measured.wall:5.1f} pages/s")
    walls = {}
    for files, each in ((50, 1), (200, 4), (1000, 1)):
        out = FOLDER / f"pile-{files}"
        shutil.rmtree(out, ignore_errors=True)
        sample = make_pile(out, files=files, pages=each)
        with stack(asked.port, "--engine", "instant", roster=sample.roster) as running:
            measured, _ = timed_batch(running, sample.batch, f"{files} files of {each} page{'s' if each > 1 else ''}")
        walls[files] = measured.wall
        print(f"  {measured.what:<28} {measured.wall:7.1f} s wall   {measured.pages / measured.wall:5.1f} pages/s")
    print(f"  1,000 files take {walls[1000] / walls[50]:.1f} times as long as 50 (goal: 20)")


def starts(asked: argparse.Namespace) -> None:
    """How often Textract is asked to start a reading, a file, under the quotas of a region."""
    out = FOLDER / "pile-200"
    shutil.rmtree(out, ignore_errors=True)
    sample = make_pile(out, files=200)
    with stack(asked.port, "--engine", "instant", "--quotas", "eu-west-1", roster=sample.roster) as running:
        measured, intake = timed_batch(running, sample.batch, "200 files")
        calls = running.textract.calls["StartDocumentTextDetection"]
        dead = dead_letters(running)
    counts = intake.receipt["counts"]
    print(f"\neu-west-1's quotas: {calls} starts for {counts['filed']} readings = {calls / counts['filed']:.2f} a file (goal: 1.1),")
    print(f"  {dead} messages in dead-letter queues (goal: 0), {measured.wall:.0f} s wall, {counts['failed']} failed")


def large(asked: argparse.Namespace) -> None:
    """The memory of every Lambda while a PDF of 500 pages and 300 MB comes in."""
    folder = FOLDER / "large"
    pile = make_pile(FOLDER / "pile-1", files=1)
    matricule = next(path.name for path in pile.batch.iterdir() if path.is_dir())
    (folder / matricule).mkdir(parents=True, exist_ok=True)
    document = folder / matricule / "dossier.pdf"
    if not document.exists():
        make_large(document, pages=500, megabytes=300)
    with stack(asked.port, "--engine", "instant", roster=pile.roster) as running:
        _, intake = timed_batch(running, folder, "large")
        peaks = memory_by_function()
    print(f"\na PDF of 500 pages and {document.stat().st_size / 1e6:.0f} MB: {intake.receipt['files'][0]['status']}")
    for name, peak in sorted(peaks.items(), key=lambda each: -each[1]):
        print(f"  {name:<28} {peak:6.0f} MB at most (goal: {MEMORY_GOAL})")


def _read_by_ocr(batch: Path, intake: Intake) -> list[Path]:
    """The files that the stack had read by OCR: each original once, those with a text layer apart."""
    files = {
        file["digest"]: file["key"]
        for file in intake.receipt["files"]
        if file["status"] in {"filed", "to_review"} and file["confidence"] != FROM_A_LAYER
    }
    return [batch / key.partition("/")[2] for key in files.values()]


def reader_alone(files: list[Path]) -> Measured:
    """The same pool of workers, fed with every page at once."""
    pool = Pool()
    pool.start()
    cpu, began = cpu_of_tree(), time.perf_counter()
    counts = [(path, pool.count(path)) for path in files]
    pages = [pool.read(path, page, due=0.0) for path, count in counts for page in range(count.result())]
    for page in pages:
        page.result()
    wall, cpu = time.perf_counter() - began, cpu_of_tree() - cpu
    pool.close()
    return Measured(what="the reader alone", wall=wall, cpu=cpu, pages=len(pages))


def _ocrmypdf_alone(files: list[Path]) -> Measured | None:
    """OCRmyPDF on the same files, one process a core; None where it is not installed."""
    if shutil.which("ocrmypdf") is None:
        print("  (OCRmyPDF is not installed: apt-get install ocrmypdf tesseract-ocr-fra)")
        return None
    commands = [["ocrmypdf", "--language", "fra", "--jobs", "1", "--image-dpi", "200", str(path), "-"] for path in files]
    return _timed_commands("OCRmyPDF alone (fra)", commands, pages=sum(map(count_pages, files)))


def _tesseract_alone(files: list[Path]) -> Measured | None:
    """Tesseract on the same pages as images, one process a core; None where it is not installed."""
    if shutil.which("tesseract") is None:
        print("  (Tesseract is not installed: apt-get install tesseract-ocr tesseract-ocr-fra)")
        return None
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        images = []
        for number, path in enumerate(files):
            for page in range(count_pages(path)):
                images.append(Path(folder, f"{number}-{page}.png"))
                Image.fromarray(np.ascontiguousarray(read_pixels(path, page)[:, :, ::-1])).save(images[-1])
        commands = [["tesseract", str(image), "stdout", "-l", "fra"] for image in images]
        return _timed_commands("Tesseract alone (fra)", commands, pages=len(images))


def _timed_commands(what: str, commands: list[list[str]], *, pages: int) -> Measured:
    """Run commands, one a core, each on one thread."""
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with ThreadPoolExecutor(os.cpu_count()) as cores:
        list(cores.map(lambda command: subprocess.run(command, check=True, capture_output=True, env=environment), commands))  # noqa: S603
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - began
    return Measured(what=what, wall=wall, cpu=after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, pages=pages)


if __name__ == "__main__":
    main()
