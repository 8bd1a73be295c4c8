"""Typesetting of an act as a PDF, for scanning or as a born-digital file."""

from random import Random
from typing import Final

from infra.local.sample.typesetting import ink
from infra.local.sample.typesetting.page import Act, Block
from infra.local.sample.typesetting.paper import BOTTOM, HEIGHT, RIGHT, SANS, SERIF, TYPEWRITER, WIDTH, Manner, Paper
from infra.local.sample.wording.french import long_date, stamped_date

_CLOSING: Final = 136.0
"""Points of a signature, which stays with the last two blocks."""
_PLAIN: Final = Manner()
_LAST: Final = 30.0
"""Points for the last block below its title, beside the four lines that a title asks for anyway."""


def _letterhead(paper: Paper, act: Act) -> None:
    """Set the letterhead and the date."""
    for text in ("RÉPUBLIQUE DU BURUNDI", *act.head) if act.head else ():
        paper.block(Block(text=text, bold=text.startswith("RÉP"), align="left", before=1, larger=-1))
    if act.head:
        paper.block(Block(text="-" * 18, align="left", before=0))


def _number_by_hand(paper: Paper, act: Act) -> None:
    """Add the registry's handwritten number and stamped date."""
    if not paper.scanned:
        return
    if paper.rng.random() < 1 / 2:
        ink.stamp_line(paper.canvas, paper.rng, stamped_date(act.day), 385 + paper.rng.uniform(-20, 30), HEIGHT - 96)
    if paper.rng.random() < 2 / 5:
        number = f"{paper.rng.randint(100, 9999)}/{act.day.year}"
        ink.write_digits(paper.canvas, paper.rng, number, 400 + paper.rng.uniform(-30, 40), HEIGHT - 60)


def _close_act(paper: Paper, act: Act) -> None:
    """Set date, function and name, then signature and seal over them."""
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
        ink.sign(paper.canvas, rng, WIDTH - RIGHT - 170 + rng.uniform(-20, 40), top - 32)
        ink.stamp_seal(paper.canvas, rng, act.seal, WIDTH - RIGHT - 190 + rng.uniform(-30, 40), top - 28 + rng.uniform(-8, 12))
        if rng.random() < 1 / 5:
            ink.stamp_line(paper.canvas, rng, "COPIE CERTIFIÉE CONFORME", 90 + rng.uniform(-10, 40), top - 40, framed=True)
    _list_copies(paper, act.copies)


def _list_copies(paper: Paper, copies: tuple[str, ...]) -> None:
    """Set the recipients of copies, where the page has room."""
    size = paper.face.size - 2
    if not copies or paper.y - (len(copies) + 2) * size * 1.4 < BOTTOM:
        return
    paper.block(Block(text="Ampliations :", underline=True, align="left", before=18, larger=-2))
    for office in copies:
        paper.block(Block(text=f"- {office}", align="left", before=0, larger=-2))


def set_act(act: Act, rng: Random, *, scanned: bool, manner: Manner = _PLAIN) -> bytes:
    """Typeset an act and its annexes as a PDF."""
    face = TYPEWRITER if act.typed else rng.choice((SERIF, SERIF, SANS))
    state = rng.getstate()
    paper = _set(act, Paper(rng, face, scanned=scanned, manner=manner))
    if "{pages}" in manner.folio:
        rng.setstate(state)
        paper = _set(act, Paper(rng, face, scanned=scanned, manner=manner, pages=paper.parts))
    return paper.stream.getvalue()


def _set(act: Act, paper: Paper) -> Paper:
    """Set every part of an act."""
    for part in (act, *act.annexes):
        paper.begin(part.running)
        _letterhead(paper, part)
        if part is act:
            _number_by_hand(paper, act)
        *body, title, last = part.blocks
        for block in body:
            paper.block(block)
        paper.block(title, after=_CLOSING + _LAST)
        paper.block(last, after=_CLOSING)
        _close_act(paper, part)
    paper.close()
    paper.canvas.save()
    return paper
