"""Cost of a masked copy by number of pages: `python -m benchmarks.copies [PAGES ...]`.

Scans of A4 at 300 dots an inch are made of real typed pages (`UBUBIKO_SHARED_DATA`), one line is hidden on each page. Seconds are CPU
seconds of a process that makes one copy; on Lambda 1,769 MB are one core, and the request for a copy ends after 29 seconds.
"""

import resource
import tempfile
import time
from collections.abc import Callable
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path

from PIL import Image

from benchmarks.options import SHARED_DATA, has_shared_data, parser_of
from chalicelib.formats.redaction import redact

PAGES = (1, 5, 20, 50)
A4 = (2480, 3508)
LINE = (0.1, 0.3, 0.6, 0.02)
KINDS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "noir et blanc (G4)": lambda page: page.convert("L").point(lambda tone: 255 * (tone > 128), mode="1"),  # noqa: PLR2004 - half
    "gris (JPEG)": lambda page: page.convert("L"),
    "couleurs (JPEG)": lambda page: page.convert("RGB"),
}


def scan(path: Path, kind: str, pages: int) -> None:
    """Write a scan of so many pages, one after the other."""
    path.unlink(missing_ok=True)
    how = {} if kind.startswith("noir") else {"quality": 85}
    for number, each in enumerate(islice(cycle(sorted(SHARED_DATA.glob("typed_french_gt/*.jpg"))), pages)):
        with Image.open(each) as page:
            KINDS[kind](page.resize(A4)).save(path, "PDF", resolution=300, append=number > 0, **how)


def cost(path: str, target: str, pages: int) -> tuple[float, int, int]:
    """Make a copy; return its CPU seconds, its bytes, and the most memory of the process in MB."""
    begun = time.process_time()
    numbers = range(1, pages + 1)
    size = redact(Path(path), Path(target), numbers, {number: [LINE] for number in numbers})
    return time.process_time() - begun, size, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    """Make copies, and print a line for each."""
    parser = parser_of(__doc__)
    parser.add_argument("pages", nargs="*", type=int, metavar="PAGES", help=f"pages of a copy (default: {' '.join(map(str, PAGES))})")
    asked = parser.parse_args()
    if not has_shared_data():
        return
    print(f"{'pages A4 à 300 ppp':22} {'n':>3} {'original':>9} {'copie':>9} {'s':>6} {'s par page':>10} {'Mo de mémoire':>13}")
    with tempfile.TemporaryDirectory() as folder:
        original, copy = Path(folder, "scan.pdf"), Path(folder, "copy.pdf")
        for kind in KINDS:
            for pages in asked.pages or ((1,) if asked.smoke else PAGES):
                scan(original, kind, pages)
                with get_context("spawn").Pool(1) as one:
                    seconds, size, memory = one.apply(cost, (str(original), str(copy), pages))
                sizes = f"{original.stat().st_size / 1e6:7.1f}Mo {size / 1e6:7.1f}Mo"
                print(f"{kind:22} {pages:3} {sizes} {seconds:6.1f} {seconds / pages:10.2f} {memory:13}")


if __name__ == "__main__":
    main()
