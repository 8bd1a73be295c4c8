"""Text layers of real PDFs: which are believed, why others are not, and what that costs: `python -m benchmarks.text_layers`.

The PDFs are other people's (`UBUBIKO_SHARED_DATA`), scans and files of office programs. Times are CPU times of one process.
"""

import tempfile
import time
from collections import Counter
from itertools import islice
from pathlib import Path
from statistics import median

from benchmarks.options import SHARED_DATA, has_shared_data, parser_of
from chalicelib.formats import pdf
from chalicelib.formats.pdfium import library, loaded, opened
from chalicelib.formats.text_layer import read_page
from chalicelib.formats.validation import inspect
from chalicelib.formats.working_copy import write_working_copy
from chalicelib.model.errors import Refusal
from chalicelib.model.file_format import Limits

KINDS = {"vrais papiers": ("arretes_scans/pdf", "misc_scans", "textract_pairs"), "fichiers hostiles": ("hostile",)}
"""Kinds of files, and their folders."""


def main() -> None:
    """Print, for each kind of file, the pages that are believed and the doubts about others, then the cost of working copies."""
    parser = parser_of(__doc__)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="other folders of PDFs")
    asked = parser.parse_args()
    kinds = {str(folder): [folder] for folder in asked.folders}
    if not kinds and has_shared_data():
        kinds = {kind: [SHARED_DATA / folder for folder in folders] for kind, folders in KINDS.items()}
    for kind, folders in kinds.items():
        paths = sorted(path for folder in folders for path in folder.rglob("*.pdf"))
        measure_layers(kind, list(islice(paths, 3 if asked.smoke else None)))
        measure_copies(list(islice(paths, 3 if asked.smoke else None)))


def measure_layers(kind: str, paths: list[Path]) -> None:
    """Print how many pages with text are believed, why others are not, and the time of a page."""
    doubts: Counter[str] = Counter()
    costs = []
    for path in paths:
        try:
            with opened(path) as document:
                for index in range(library().FPDF_GetPageCount(document)):
                    with loaded(document, index) as page:
                        look = pdf.examine_page(page, Limits())
                        if look.texts:
                            begun = time.process_time()
                            doubts[read_page(page, index + 1, look).doubt or "believed"] += 1
                            costs.append(1000 * (time.process_time() - begun))
        except Refusal:
            continue
    told = ", ".join(f"{count} {doubt}" for doubt, count in doubts.most_common())
    print(f"{kind}: {len(paths)} files, {doubts.total()} pages with text: {told}")
    if costs:
        print(f"    ms a page: median {median(costs):.0f}, slowest {max(costs):.0f}")


def measure_copies(paths: list[Path]) -> None:
    """Print how many files are believed, how many hide words, and what a page of a rendered copy costs."""
    believed = hiding = pages = size = 0
    seconds = 0.0
    unhurried = Limits(look_seconds=600, layer_seconds=600)
    with tempfile.TemporaryDirectory() as folder:
        for path in paths:
            try:
                found = inspect(path, limits=unhurried)
                believed += found.transcript is not None
                hiding += found.hides_text
                if found.working_copy == "rendered":
                    begun = time.process_time()
                    write_working_copy(path, Path(folder, "copy.pdf"), "rendered")
                    seconds += time.process_time() - begun
                    pages, size = pages + found.pages, size + Path(folder, "copy.pdf").stat().st_size
            except Refusal:
                continue
    print(f"    files: {believed} believed, {hiding} hide words")
    if pages:
        print(f"    rendered copies: {pages} pages, {1000 * seconds / pages:.0f} ms and {size / pages / 1000:.0f} kB a page")


if __name__ == "__main__":
    main()
