"""Sets an act on A4 pages: the paper that a scanner then sees, or a born-digital PDF."""

from dataclasses import dataclass
from io import BytesIO
from random import Random
from typing import Any, Final

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from infra.local.sample import ink
from infra.local.sample.french import long_date, stamped_date
from infra.local.sample.page import Act, Block

WIDTH: Final[float] = A4[0]
HEIGHT: Final[float] = A4[1]
_LEFT, _RIGHT, _TOP, _BOTTOM = 68.0, 56.0, 54.0, 62.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A typeface that every PDF reader has: nothing is embedded."""

    plain: str
    bold: str
    size: float
    jitter: float
    """Points by which a word strays: a typewriter's worn types."""


TYPEWRITER: Final = Face(plain="Courier", bold="Courier-Bold", size=10.5, jitter=0.45)
SERIF: Final = Face(plain="Times-Roman", bold="Times-Bold", size=12, jitter=0)
SANS: Final = Face(plain="Helvetica", bold="Helvetica-Bold", size=10.5, jitter=0)


class Paper:
    """A sheet in the machine, and the line it has reached."""

    def __init__(self, rng: Random, face: Face, *, scanned: bool) -> None:
        """Put in the first sheet.

        Args:
            rng: the paper's own chance.
            face: its typeface.
            scanned: whether it is to be signed, stamped and laid on a glass, a little askew.
        """
        self.rng = rng
        self.face = face
        self.scanned = scanned
        self.skew = rng.gauss(0, 0.55) if scanned else 0.0
        self.holes = scanned and rng.random() < 1 / 2
        self.specks = rng.choice((8, 20, 60)) if scanned else 0
        self.stream = BytesIO()
        self.canvas: Any = Canvas(self.stream, pagesize=A4, invariant=1)
        self.pages = 0
        self.y = 0.0
        self.ruled = False
        self.open()

    def open(self) -> None:
        """Begin a page."""
        self.pages += 1
        self.y = HEIGHT - _TOP
        self.canvas.saveState()
        if self.scanned:
            self.canvas.translate(WIDTH / 2 + self.rng.uniform(-5, 5), HEIGHT / 2 + self.rng.uniform(-5, 5))
            self.canvas.rotate(self.skew + self.rng.gauss(0, 0.15))
            self.canvas.translate(-WIDTH / 2, -HEIGHT / 2)
            if self.holes:
                ink.punch_holes(self.canvas, HEIGHT)

    def close(self) -> None:
        """End a page, with its number when it is not the first."""
        if self.pages > 1:
            self.canvas.setFont(self.face.plain, 9)
            self.canvas.drawCentredString(WIDTH / 2, 32, f"- {self.pages} -")
        self.canvas.restoreState()
        ink.scatter_specks(self.canvas, self.rng, WIDTH, HEIGHT, self.specks)
        self.canvas.showPage()

    def turn(self) -> None:
        """Go on on the next page."""
        self.close()
        self.open()

    def room(self, height: float) -> None:
        """Turn the page unless so much room is left."""
        if self.y - height < _BOTTOM:
            self.turn()

    def word(self, text: str, x: float, font: str, size: float) -> None:
        """Set one word."""
        jitter = self.rng.uniform(-self.face.jitter, self.face.jitter) if self.face.jitter else 0
        self.canvas.setFillGray(self.rng.uniform(0.02, 0.3) if self.face.jitter else 0.05)
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

    def block(self, block: Block) -> None:
        """Set one paragraph or one row."""
        if block.new_page:
            self.turn()
        if block.ruled and not self.ruled:
            self.y -= self.face.size / 2
        self.ruled = block.ruled
        if block.cells:
            self.row(block)
            return
        style = (self.face.bold if block.bold else self.face.plain, self.face.size + block.larger)
        leading = style[1] * 1.28
        width = WIDTH - _LEFT - _RIGHT - block.indent
        self.y -= block.before
        lines = wrap(block.text, style, width)
        for position, words in enumerate(lines):
            self.room(leading)
            self.y -= leading
            used = stringWidth(" ".join(words), *style)
            slack = {"centre": (width - used) / 2, "right": width - used}.get(block.align, 0)
            x = _LEFT + block.indent + slack
            last = position == len(lines) - 1
            self.line(words, x, width, style, stretch=block.align == "justify" and not last and not self.face.jitter)
            if block.underline:
                self.canvas.setLineWidth(0.7)
                self.canvas.line(x, self.y - 2, x + used, self.y - 2)

    def row(self, block: Block) -> None:
        """Set one row, framed when it belongs to a table."""
        size = self.face.size - (1 if block.ruled else 0)
        style = (self.face.bold if block.bold else self.face.plain, size)
        width = WIDTH - _LEFT - _RIGHT
        columns = [wrap(cell, style, share * width - 8) for cell, share in zip(block.cells, block.widths, strict=True)]
        lines = max(len(column) for column in columns)
        height = lines * size * 1.25 + (6 if block.ruled else 0)
        self.y -= block.before
        self.room(height)
        top, x = self.y, _LEFT
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


def _letterhead(paper: Paper, act: Act) -> None:
    """Set the State's and the office's names; a date on the right."""
    for text in ("RÉPUBLIQUE DU BURUNDI", *act.head) if act.head else ():
        paper.block(Block(text=text, bold=paper.pages == 1 and text.startswith("RÉP"), align="left", before=1, larger=-1))
    if act.head:
        paper.block(Block(text="-" * 18, align="left", before=0))


def _number_by_hand(paper: Paper, act: Act) -> None:
    """Leave the registry's own number and date in ink and rubber, over whatever stands there."""
    if not paper.scanned:
        return
    if paper.rng.random() < 1 / 2:
        ink.stamp_line(paper.canvas, paper.rng, stamped_date(act.day), 385 + paper.rng.uniform(-20, 30), HEIGHT - 96)
    if paper.rng.random() < 2 / 5:
        number = f"{paper.rng.randint(100, 9999)}/{act.day.year}"
        ink.write_digits(paper.canvas, paper.rng, number, 400 + paper.rng.uniform(-30, 40), HEIGHT - 60)


def _close_act(paper: Paper, act: Act) -> None:
    """Date, function, name; then signature and seal, over the words."""
    paper.room(150)
    paper.block(Block(text=f"Fait à {act.place}, le {long_date(act.day)}", align="right", before=24))
    function, name = act.signer
    if function:
        paper.block(Block(text=f"{function},", align="right", before=6))
    top = paper.y
    paper.y -= 48
    if name:
        paper.block(Block(text=f"{name}.", align="right", bold=True, before=2))
    if paper.scanned:
        rng = paper.rng
        ink.sign(paper.canvas, rng, WIDTH - _RIGHT - 170 + rng.uniform(-20, 40), top - 32)
        ink.stamp_seal(paper.canvas, rng, act.seal, WIDTH - _RIGHT - 190 + rng.uniform(-30, 40), top - 28 + rng.uniform(-8, 12))
        if rng.random() < 1 / 5:
            ink.stamp_line(paper.canvas, rng, "COPIE CERTIFIÉE CONFORME", 90 + rng.uniform(-10, 40), top - 40, framed=True)


def set_act(act: Act, rng: Random, *, scanned: bool) -> bytes:
    """Set an act as a PDF: what lies on the glass, or what a born-digital file holds."""
    face = TYPEWRITER if act.typed else rng.choice((SERIF, SERIF, SANS))
    paper = Paper(rng, face, scanned=scanned)
    _letterhead(paper, act)
    _number_by_hand(paper, act)
    for block in act.blocks:
        paper.block(block)
    _close_act(paper, act)
    paper.close()
    paper.canvas.save()
    return paper.stream.getvalue()
