"""Page images: size and rendering cost on real pages: `python -m benchmarks.pages [MOST]`.

The pages are real scans (`UBUBIKO_SHARED_DATA`). Times are CPU times of one process; on Lambda 1,769 MB are one core.
"""

import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from statistics import median

from PIL import Image

from benchmarks.options import SHARED_DATA, has_shared_data, parser_of
from chalicelib.formats.rendering import render_page
from chalicelib.model.errors import Refusal
from chalicelib.model.page_image import MOST_BYTES

KINDS = {
    "arrêtés scannés au copieur": "arretes_scans/pdf/*.pdf",
    "pages dactylographiées, en gris ou en couleurs": "typed_french_gt/*.jpg",
    "divers (fax, PDF, TIFF, palette)": "misc_scans/*",
}


def pages_of(pattern: str, most: int) -> Iterator[tuple[Path, int]]:
    """The first pages of the files of a kind; a page beyond a file's last is refused when it is drawn."""
    for path in sorted(SHARED_DATA.glob(pattern)):
        if path.suffix.lower() in {".pdf", ".jpg", ".png", ".tif"}:
            yield from ((path, number) for number in range(1, most + 1))


def main() -> None:
    """Draw, and print a line a kind."""
    parser = parser_of(__doc__)
    parser.add_argument("most", nargs="?", type=int, default=6, metavar="MOST", help="pages of each file at most (default: 6)")
    asked = parser.parse_args()
    if not has_shared_data():
        return
    print(f"{'pages':46} {'n':>4} {'median':>8} {'largest':>11} {'below 1,000 px':>14} {'ms median':>10} {'ms slowest':>13}")
    with tempfile.TemporaryDirectory() as folder:
        for kind, pattern in KINDS.items():
            sizes, costs, narrow = [], [], 0
            for path, number in islice(pages_of(pattern, asked.most), 1 if asked.smoke else None):
                begun = time.process_time()
                try:
                    picture = render_page(path, Path(folder, "page.webp"), number)
                except Refusal:
                    continue
                costs.append(1000 * (time.process_time() - begun))
                sizes.append(picture.size)
                narrow += min(picture.width, picture.height) < 1000 and _could_be_wider(path)  # noqa: PLR2004 - the goal
            told = f"{median(sizes):8,.0f} {max(sizes):11,} {narrow:14} {median(costs):10.0f} {max(costs):13.0f}"
            print(f"{kind:46} {len(sizes):4} {told}")
            assert max(sizes) <= MOST_BYTES  # noqa: S101 - what is printed must be true


def _could_be_wider(path: Path) -> bool:
    """Say whether the scan itself has the pixels that its picture lacks; a PDF always does."""
    if path.suffix.lower() == ".pdf":
        return True
    with Image.open(path) as image:
        return min(image.size) >= 1000  # noqa: PLR2004 - the goal


if __name__ == "__main__":
    main()
