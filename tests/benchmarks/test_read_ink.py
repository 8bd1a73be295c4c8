"""What a reader makes of ink is in the invented scans, and stays there when letters are misread."""

from dataclasses import replace

import pytest

from benchmarks.read_ink import GREY, Legibility, with_ink
from benchmarks.reading import chance, spoilt
from chalicelib.model.transcript import Page, TextLine
from infra.local.sample.people import invent_people
from infra.local.sample.typesetting.page import Act
from infra.local.sample.wording.careers import write_career

CLEAR = Legibility(whole=1.0, cut_off=0.0)
SIGNED = Page(
    number=1,
    lines=tuple(
        TextLine(text=text, confidence=99.0, box=(left, top, 0.3, 0.015))
        for text, left, top in (("Article 7.", 0.1, 0.1), ("Fait à Gitega, le 3 mars 2010", 0.6, 0.3), ("Le Directeur,", 0.65, 0.33))
    ),
)


@pytest.fixture
def act() -> Act:
    rng = chance("encre")
    person = invent_people(rng, 1)[0]
    return write_career(rng, person, [person])[0]


def texts(page: Page) -> list[str]:
    return [line.text for line in page.lines]


def test_the_seal_stands_below_the_office_word_by_word(act: Act) -> None:
    pages = [with_ink(SIGNED, act, CLEAR, chance(f"sceau {number}"), first=False) for number in range(20)]
    seals = [[line for line in page.lines[3:] if line.text == "BURUNDI"] for page in pages]

    assert sum(map(len, seals)) >= 12
    assert all(0.34 < line.box[1] < 0.42 and 0.4 < line.box[0] < 0.75 for seal in seals for line in seal)
    assert all("".join(word.text for word in line.words) == line.text.replace(" ", "") for page in pages for line in page.lines[3:])


def test_a_page_that_is_not_signed_bears_only_what_a_registry_adds_to_the_first(act: Act) -> None:
    unsigned = replace(SIGNED, lines=SIGNED.lines[:1])

    assert with_ink(unsigned, act, CLEAR, chance("verso"), first=False) == unsigned
    assert all(
        str(act.day.year) in text
        for number in range(9)
        for text in texts(with_ink(unsigned, act, CLEAR, chance(f"recto {number}"), first=True))[1:]
    )


def test_a_line_whose_words_are_not_told_apart_keeps_its_letters_but_for_the_misread_ones() -> None:
    seal = replace(SIGNED, lines=(TextLine(text="BURUNDI", confidence=60.0, box=(0.5, 0.5, 0.09, 0.008)),))
    wrong = replace(seal, lines=(replace(seal.lines[0], text="SÉLE"),))

    assert spoilt(seal, 0.0, chance("net")) == seal
    assert texts(spoilt(wrong, 1.0, chance("flou"))) == ["5ELÉ"]


def test_what_was_read_with_little_confidence_stays_so_when_letters_are_misread(act: Act) -> None:
    pages = [with_ink(SIGNED, act, GREY, chance(f"encre {number}"), first=False) for number in range(30)]
    before, after = (
        [line.confidence for page in each for line in page.lines] for each in (pages, [spoilt(page, 0.06, chance("lu")) for page in pages])
    )

    assert min(before) == 60.0
    assert after == [min(confidence, 95.0) for confidence in before]
