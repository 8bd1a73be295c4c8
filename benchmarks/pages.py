"""Page images: size and rendering cost on real pages: `python benchmarks/pages.py [MOST_PAGES_OF_A_FILE]`.

The pages are other people's (`UBUBIKO_SHARED_DATA`). Costs are the processor's, in one process; on Lambda 1,769 MB are one core.
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

sys.path[:0] = [str(Path(__file__).parents[1])]

from PIL import Image

from chalicelib.formats.rendering import render_page
from chalicelib.model.errors import Refusal
from chalicelib.model.page_image import MOST_BYTES

DATA = Path(os.environ.get("UBUBIKO_SHARED_DATA", "../shared/data"))
KINDS = {
    "arrêtés scannés au copieur": "arretes_scans/pdf/*.pdf",
    "pages dactylographiées, en gris ou en couleurs": "typed_french_gt/*.jpg",
    "divers (fax, PDF, TIFF, palette)": "misc_scans/*",
}


def pages_of(pattern: str, most: int) -> Iterator[tuple[Path, int]]:
    """Give some pages of some files; a page beyond the last is refused."""
    for path in sorted(DATA.glob(pattern)):
        if path.suffix.lower() in {".pdf", ".jpg", ".png", ".tif"}:
            yield from ((path, number) for number in range(1, most + 1))


def main() -> int:
    """Draw, and print a line a kind."""
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 6
    if not DATA.is_dir():
        print(f"no scans in {DATA}")
        return 0
    print(f"{'pages':46} {'n':>4} {'médiane':>8} {'plus grande':>11} {'sous 1 000 px':>13} {'ms médiane':>10} {'ms plus lente':>13}")
    with tempfile.TemporaryDirectory() as folder:
        for kind, pattern in KINDS.items():
            sizes, costs, narrow = [], [], 0
            for path, number in pages_of(pattern, most):
                begun = time.process_time()
                try:
                    picture = render_page(path, Path(folder, "page.webp"), number)
                except Refusal:
                    continue
                costs.append(1000 * (time.process_time() - begun))
                sizes.append(picture.size)
                narrow += min(picture.width, picture.height) < 1000 and _could_be_wider(path)  # noqa: PLR2004 - the goal
            told = f"{median(sizes):8,.0f} {max(sizes):11,} {narrow:13} {median(costs):10.0f} {max(costs):13.0f}"
            print(f"{kind:46} {len(sizes):4} {told}")
            assert max(sizes) <= MOST_BYTES  # noqa: S101 - what is printed must be true
    return 0


def _could_be_wider(path: Path) -> bool:
    """Say whether the scan itself has the pixels that its picture lacks; a PDF always does."""
    if path.suffix.lower() == ".pdf":
        return True
    with Image.open(path) as image:
        return min(image.size) >= 1000  # noqa: PLR2004 - the goal


if __name__ == "__main__":
    sys.exit(main())
