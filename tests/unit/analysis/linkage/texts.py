"""Texts as the linkage reads them: one page, a line for each string."""

from collections.abc import Sequence

from chalicelib.analysis.linkage.evidence import TextEvidence
from chalicelib.analysis.linkage.line_roles import Stream, read_stream
from chalicelib.analysis.linkage.mentions import read_evidence
from chalicelib.model.identifiers import Forms
from chalicelib.model.transcript import Page, TextLine, Transcript

FORMS = Forms(shapes=frozenset({"999999"}))


def transcript(*pages: Sequence[str]) -> Transcript:
    return Transcript(
        reader="test",
        pages=tuple(
            Page(
                number=number,
                lines=tuple(TextLine(text=text, confidence=99.0, box=(0.1, 0.01 * at, 0.8, 0.01)) for at, text in enumerate(lines)),
            )
            for number, lines in enumerate(pages, start=1)
        ),
    )


def stream(*lines: str) -> Stream:
    return read_stream(transcript(lines))


def evidence(*lines: str) -> TextEvidence:
    return read_evidence(transcript(lines), FORMS)


def place_of(read: Stream, word: str) -> int:
    return next(at for at, token in enumerate(read.tokens) if token.word == word)
