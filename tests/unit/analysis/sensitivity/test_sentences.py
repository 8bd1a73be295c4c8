"""Sentences: a stop ends one, an abbreviation does not, and a short line or a recital begins another."""

from chalicelib.analysis.sensitivity.sentences import right_of, sentence_ends
from chalicelib.analysis.sensitivity.tokens import tokenise
from chalicelib.model.transcript import Page, TextLine


def page(*lines: tuple[str, float]) -> Page:
    placed = (TextLine(text=text, confidence=99, box=(0.1, 0.1 + 0.02 * at, width, 0.015)) for at, (text, width) in enumerate(lines))
    return Page(number=1, lines=tuple(placed))


def ends(*lines: tuple[str, float]) -> list[str]:
    tokens = tokenise([text for text, _ in lines])
    return [" ".join(tokens.texts[max(0, at - 1) : at + 1]) for at in sorted(sentence_ends(page(*lines), tokens.texts, tokens.lines))]


def test_a_stop_ends_a_sentence_and_an_abbreviation_or_a_number_does_not() -> None:
    assert ends(("Vu l'art. 3 et M. NIYO, payé 12000.50 francs. Il part", 0.8)) == ["francs ."]


def test_a_full_line_goes_on_in_the_next_and_a_short_one_does_not() -> None:
    assert ends(("il est muté au service", 0.8), ("du budget", 0.8)) == []
    assert ends(("il est muté", 0.2), ("du budget et des comptes", 0.8)) == ["est mute"]


def test_a_recital_begins_a_sentence() -> None:
    assert ends(("le ministre de la fonction publique", 0.8), ("Vu la loi qui suit", 0.8)) == ["fonction pubiique"]


def test_what_stands_to_the_right_on_the_same_row_is_found() -> None:
    lines = (
        TextLine(text="Religion", confidence=99, box=(0.1, 0.1, 0.2, 0.02)),
        TextLine(text="12/20", confidence=99, box=(0.5, 0.105, 0.1, 0.02)),
        TextLine(text="autre", confidence=99, box=(0.5, 0.2, 0.1, 0.02)),
    )

    assert [each.text for each in right_of(Page(number=1, lines=lines), 0)] == ["12/20"]
