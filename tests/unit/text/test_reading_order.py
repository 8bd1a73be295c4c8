"""Reading order: the same for every reader, whatever order its lines came in."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.model.transcript import Box, TextLine, Word
from chalicelib.text.reading_order import read_in_order


def line(text: str, left: float, top: float, width: float, height: float = 0.015) -> TextLine:
    parts = text.split()
    share = width / len(parts)
    words = (Word(text=part, confidence=99, box=(left + n * share, top, share * 0.9, height)) for n, part in enumerate(parts))
    return TextLine(text=text, confidence=99, box=(left, top, width, height), words=tuple(words))


def texts(lines: list[TextLine]) -> list[str]:
    return [each.text for each in read_in_order(lines)]


def shuffled(lines: list[TextLine]) -> list[TextLine]:
    return Random(7).sample(lines, len(lines))  # noqa: S311 - no secret


ACT = [line(text, 0.1, 0.1 + n * 0.03, 0.8) for n, text in enumerate(("Vu la loi", "Vu le décret", "ORDONNE", "Article 1er"))]


def two_columns() -> list[TextLine]:
    title = line("BULLETIN OFFICIEL DU BURUNDI", 0.1, 0.05, 0.8)
    left = [line(f"gauche numéro {n}", 0.08, 0.12 + n * 0.03, 0.38) for n in range(8)]
    right = [line(f"droite numéro {n}", 0.54, 0.125 + n * 0.03, 0.38) for n in range(8)]
    return [title, *left, *right]


def test_a_page_is_read_from_top_to_bottom_whatever_order_its_lines_came_in() -> None:
    assert texts(shuffled(ACT)) == [each.text for each in ACT]


def test_two_columns_are_read_one_after_the_other_below_the_title_that_spans_them() -> None:
    page = two_columns()

    assert texts(shuffled(page)) == [each.text for each in page]


def test_a_footer_that_spans_two_columns_is_read_last() -> None:
    page = [*two_columns(), line("Imprimé à Bujumbura par les presses", 0.08, 0.5, 0.84)]

    assert texts(shuffled(page)) == [each.text for each in page]


def test_a_form_is_read_row_by_row_label_before_value() -> None:
    page = [
        each
        for n, (label, value) in enumerate([("Nom", "NDAYI Zénon"), ("Matricule", "123456"), ("Emploi", "Conseiller"), ("Lieu", "Gitega")])
        for each in (line(label, 0.1, 0.2 + n * 0.03, 0.1), line(value, 0.45, 0.2 + n * 0.03, 0.15))
    ]

    assert texts(shuffled(page)) == [each.text for each in page]


def test_a_stamp_over_a_line_is_read_after_it_and_not_within() -> None:
    left = line("Le Ministre de la Fonction", 0.1, 0.8, 0.45)
    right = line("Publique et du Travail", 0.56, 0.8, 0.3)
    stamp = line("24 FEV. 2025", 0.3, 0.798, 0.15)

    assert texts([stamp, right, left]) == [left.text, right.text, stamp.text]


def test_a_page_on_its_head_or_on_its_side_is_read_as_if_it_were_upright() -> None:
    def turned(each: TextLine, quarters: int) -> TextLine:
        words = tuple(Word(text=word.text, confidence=99, box=turn(word.box, quarters)) for word in each.words)
        return TextLine(text=each.text, confidence=99, box=turn(each.box, quarters), words=words)

    def turn(box: Box, quarters: int) -> Box:
        left, top, width, height = box
        for _ in range(quarters):
            left, top, width, height = 1 - top - height, left, height, width
        return (left, top, width, height)

    for quarters in (1, 2, 3):
        assert texts(shuffled([turned(each, quarters) for each in ACT])) == [each.text for each in ACT]


def test_a_line_that_runs_up_the_margin_is_read_last() -> None:
    margin = TextLine(text="Imprimerie nationale", confidence=99, box=(0.02, 0.1, 0.015, 0.4))

    assert texts([margin, *ACT])[-1] == margin.text


shares = st.floats(0, 1, allow_nan=False)
boxes = st.tuples(shares, shares, shares, shares)


@given(st.lists(st.builds(TextLine, text=st.text(max_size=12), confidence=shares, box=boxes), max_size=40))
def test_no_line_is_lost_or_told_twice_however_oddly_it_lies(lines: list[TextLine]) -> None:
    ordered = read_in_order(lines)

    assert sorted(map(repr, ordered)) == sorted(map(repr, lines))
