"""Running text: offsets that lead to a page and a box, citations that are marked, and the pages worth reading."""

from chalicelib.model.transcript import Page, TextLine, Word
from chalicelib.text.prose import key_pages, prose_of


def line(text: str, top: float = 0.1) -> TextLine:
    words, left = [], 0.1
    for part in text.split():
        words.append(Word(text=part, confidence=90, box=(left, top, 0.05, 0.02)))
        left += 0.06
    return TextLine(text=text, confidence=80, box=(0.1, top, 0.8, 0.02), words=tuple(words))


def page(*texts: str, number: int = 1) -> Page:
    return Page(number=number, lines=tuple(line(text, 0.1 + 0.05 * at) for at, text in enumerate(texts)))


def test_an_offset_leads_to_its_page_and_its_words() -> None:
    prose = prose_of([page("un deux trois"), page("quatre cinq", number=2)])
    start = prose.text.index("cinq")

    place = prose.place(start, start + 4)

    assert (place.page, place.box, place.confidence) == (2, (0.16, 0.1, 0.05, 0.02), 0.9)
    assert (prose.page_at(0), prose.line_at(start)) == (1, 1)


def test_what_runs_over_a_page_s_end_is_placed_on_its_first_page() -> None:
    prose = prose_of([page("un deux"), page("trois", number=2)])

    assert prose.place(prose.text.index("deux"), len(prose.text)).page == 1


def test_a_line_whose_words_are_not_known_is_taken_whole() -> None:
    prose = prose_of([Page(number=1, lines=(TextLine(text="un deux", confidence=80, box=(0.1, 0.1, 0.8, 0.02)),))])

    assert prose.place(3, 7).box == (0.1, 0.1, 0.8, 0.02)


def test_a_citation_lasts_until_the_word_that_decides() -> None:
    prose = prose_of([page("Le Ministre,", "Vu la loi du 3 mars ;", "de la fonction publique ;", "ORDONNE :", "Article 1er")])

    assert prose.cites(prose.text.index("3 mars"))
    assert prose.cites(prose.text.index("fonction"))
    assert not prose.cites(prose.text.index("ORDONNE"))
    assert not prose.cites(0)


def test_of_a_long_piece_the_first_the_last_and_the_signed_pages_are_read() -> None:
    pages = [page("Fait à Gitega, le 3 mars" if number == 15 else "annexe", number=number) for number in range(1, 31)]

    assert [each.number for each in key_pages(pages)] == [*range(1, 9), 15, *range(27, 31)]
