"""Layout on A4 pages: words, lines and table rows, with page breaks."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from random import Random
from typing import Any, Final

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from infra.local.sample.typesetting import ink
from infra.local.sample.typesetting.page import Block

WIDTH: Final[float] = A4[0]
HEIGHT: Final[float] = A4[1]
LEFT, RIGHT, TOP, BOTTOM = 68.0, 56.0, 54.0, 62.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A standard PDF typeface, which needs no embedding."""

    plain: str
    bold: str
    size: float
    jitter: float
    """Jitter of words in points, as of worn types."""


TYPEWRITER: Final = Face(plain="Courier", bold="Courier-Bold", size=10.5, jitter=0.45)
SERIF: Final = Face(plain="Times-Roman", bold="Times-Bold", size=12, jitter=0)
SANS: Final = Face(plain="Helvetica", bold="Helvetica-Bold", size=10.5, jitter=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """What an office prints around the text of a page."""

    folio: str = "- {page} -"
    """Number of a page, with `{page}` and, where the office counts them, `{pages}`; empty where pages bear none."""
    folio_first: bool = False
    """Whether the first page bears its number too."""
    headed: bool = True
    """Whether later pages repeat of which act they are."""
    certified: tuple[str, ...] = ()
    """Lines of the stamp of a certified copy, which stands on every page."""


class Paper:
    """The current page and position."""

    def __init__(self, rng: Random, face: Face, *, scanned: bool, manner: Manner, pages: Sequence[int] = ()) -> None:
        """Start the first page.

        Args:
            rng: the paper's own chance.
            face: its typeface.
            scanned: whether it is to be signed, stamped and laid on a glass, a little askew.
            manner: what is printed around the text.
            pages: pages of each part, where the manner counts them.
        """
        self.rng = rng
        self.face = face
        self.scanned = scanned
        self.manner = manner
        self.counts = list(pages)
        self.parts: list[int] = []
        self.skew = rng.gauss(0, 0.55) if scanned else 0.0
        self.holes = scanned and rng.random() < 1 / 2
        self.specks = rng.choice((8, 20, 60)) if scanned else 0
        self.stream = BytesIO()
        self.canvas: Any = Canvas(self.stream, pagesize=A4, invariant=1)
        self.running = ""
        self.pages = 0
        self.y = 0.0
        self.columns: Block | None = None

    def begin(self, running: str) -> None:
        """Start an act on a new page, numbered from 1.

        Args:
            running: the head of its pages but the first.
        """
        if self.pages:
            self.close()
        self.running = running if self.manner.headed else ""
        self.pages = 0
        self.parts.append(0)
        self.columns = None
        self.open()

    def open(self) -> None:
        """Start a page, with the running head after the first."""
        self.pages += 1
        self.y = HEIGHT - TOP
        self.canvas.saveState()
        if self.scanned:
            self.canvas.translate(WIDTH / 2 + self.rng.uniform(-5, 5), HEIGHT / 2 + self.rng.uniform(-5, 5))
            self.canvas.rotate(self.skew + self.rng.gauss(0, 0.15))
            self.canvas.translate(-WIDTH / 2, -HEIGHT / 2)
            if self.holes:
                ink.punch_holes(self.canvas, HEIGHT)
        if self.pages > 1 and self.running:
            self.line(self.running.split(), LEFT, 0, (self.face.plain, self.face.size - 1), stretch=False)
            self.canvas.setLineWidth(0.5)
            self.canvas.line(LEFT, self.y - 5, WIDTH - RIGHT, self.y - 5)
            self.y -= 14

    def close(self) -> None:
        """End a page, with its number, and the stamp of a certified copy."""
        self.parts[-1] = self.pages
        if self.manner.folio and (self.pages > 1 or self.manner.folio_first):
            self.canvas.setFont(self.face.plain, 9)
            count = self.counts[len(self.parts) - 1] if self.counts else 0
            self.canvas.drawCentredString(WIDTH / 2, 32, self.manner.folio.format(page=self.pages, pages=count))
        if self.manner.certified:
            ink.certify(self.canvas, self.rng, self.manner.certified, 62, 58)
        self.canvas.restoreState()
        ink.scatter_specks(self.canvas, self.rng, WIDTH, HEIGHT, self.specks)
        self.canvas.showPage()

    def turn(self) -> None:
        """Continue on the next page."""
        self.close()
        self.open()

    def room(self, height: float) -> bool:
        """Whether the room was left; start a new page if not."""
        enough = self.y - height >= BOTTOM
        if not enough:
            self.turn()
        return enough

    def word(self, text: str, x: float, font: str, size: float) -> None:
        """Set one word."""
        jitter = self.rng.uniform(-self.face.jitter, self.face.jitter) if self.face.jitter else 0
        self.canvas.setFillGray(self.rng.uniform(0.02, 0.22) if self.face.jitter else 0.05)
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, self.y + jitter, text)

    def line(self, words: list[str], x: float, width: float, style: tuple[str, float], *, stretch: bool) -> None:
        """Set one line of words, stretched to the margin if asked."""
        font, size = style
        if not stretch and not self.face.jitter:
            self.word(" ".join(words), x, font, size)
            return
        blank = stringWidth(" ", font, size)
        if stretch and len(words) > 1:
            blank = (width - sum(stringWidth(word, font, size) for word in words)) / (len(words) - 1)
        for word in words:
            self.word(word, x, font, size)
            x += stringWidth(word, font, size) + blank

    def block(self, block: Block, *, after: float = 0) -> None:
        """Set one paragraph or one row.

        Args:
            block: what to set.
            after: points of room that must be left below it; else it goes to the next page, with what follows.
        """
        if block.ruled and not self.columns:
            self.y -= self.face.size / 2
        self.columns = (self.columns or block) if block.ruled else None
        if block.cells:
            self.row(block, after)
            return
        style = (self.face.bold if block.bold else self.face.plain, self.face.size + block.larger)
        leading = style[1] * 1.28
        width = WIDTH - LEFT - RIGHT - block.indent
        self.y -= block.before
        lines = wrap(block.text, style, width)
        if after or block.bold or block.underline:  # no title stands alone at the foot of a page
            self.room(max(len(lines), 4) * leading + after)
        for position, words in enumerate(lines):
            self.room(leading)
            self.y -= leading
            used = stringWidth(" ".join(words), *style)
            slack = {"centre": (width - used) / 2, "right": width - used}.get(block.align, 0)
            x = LEFT + block.indent + slack
            last = position == len(lines) - 1
            self.line(words, x, width, style, stretch=block.align == "justify" and not last and not self.face.jitter)
            if block.underline:
                self.canvas.setLineWidth(0.7)
                self.canvas.line(x, self.y - 2, x + used, self.y - 2)

    def row(self, block: Block, after: float = 0) -> None:
        """Set one row, framed when it belongs to a table."""
        size = self.face.size - (1 if block.ruled else 0)
        style = (self.face.bold if block.bold else self.face.plain, size)
        width = WIDTH - LEFT - RIGHT
        columns = [wrap(cell, style, share * width - 8) for cell, share in zip(block.cells, block.widths, strict=True)]
        lines = max(len(column) for column in columns)
        height = lines * size * 1.25 + (6 if block.ruled else 0)
        self.y -= block.before
        if not self.room(height + after) and self.columns and self.columns is not block:
            self.row(self.columns)
        top, x = self.y, LEFT
        for column, share in zip(columns, block.widths, strict=True):
            if block.ruled:
                self.canvas.setLineWidth(0.6)
                self.canvas.setStrokeGray(0.1)
                self.canvas.rect(x, top - height, share * width, height)
            self.y = top - 1
            for words in column:
                self.y -= size * 1.25
                self.line(words, x + 4, share * width - 8, style, stretch=False)
            x += share * width
        self.y = top - height


def wrap(text: str, style: tuple[str, float], width: float) -> list[list[str]]:
    """Break a text into lines that fit."""
    lines: list[list[str]] = [[]]
    used = 0.0
    blank = stringWidth(" ", *style)
    for word in text.split():
        wide = stringWidth(word, *style)
        if lines[-1] and used + blank + wide > width:
            lines.append([])
            used = 0.0
        used += wide + (blank if lines[-1] else 0)
        lines[-1].append(word)
    return lines
