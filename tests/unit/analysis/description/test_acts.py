"""Acts: title, number, dates, ministry and signatory, each from the one place where an act says it of itself."""

import pytest

from chalicelib.analysis.description.act_dates import act_date_of, effective_date_of
from chalicelib.analysis.description.act_titles import head_of, kind_of, number_of, title_of
from chalicelib.analysis.description.acts import read_act
from chalicelib.analysis.description.signatory import signatory_of
from chalicelib.text.dates import find_dates
from chalicelib.text.prose import Prose, prose_of
from tests.unit.analysis.description.test_classification import ACT, page_of


def prose(text: str) -> Prose:
    return prose_of([page_of(text)])


def test_the_head_ends_where_the_act_begins_to_cite() -> None:
    text = prose(ACT)

    assert text.text[: head_of(text)].endswith("Le Ministre de la Santé Publique,\n")
    assert head_of(prose("")) == 0


@pytest.mark.parametrize(
    ("line", "kind", "number"),
    [
        ("ORDONNANCE MINISTÉRIELLE N° 630/1215/2010 DU 12/04/2010", "ordonnance ministérielle", "630/1215/2010"),
        ("Décret n° 100/12 portant nomination", "décret", "100/12"),
        ("PROCÈS-VERBAL de réunion", "procès-verbal", None),
        ("ARRÊTÉ portant application de la loi n° 1/28", "arrêté", None),
        ("ORDONNANCE N° 63O/1215", "ordonnance", "630/1215"),
    ],
)
def test_the_title_says_kind_and_number(line: str, kind: str, number: str | None) -> None:
    text = prose(line)
    title = title_of(text, len(text.plain))
    found_kind, found_number = kind_of(title), number_of(text, len(text.plain), title)

    assert found_kind is not None
    assert (found_kind.value, found_number.value if found_number else None) == (kind, number)


def test_the_end_of_a_sentence_is_no_title() -> None:
    text = prose("Vu la loi et\nArrêté du ministre")

    assert title_of(text, len(text.plain)) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("ORDONNANCE N° 550/12 du 3 mars 2010", "2010-03-03"),
        ("Fait à Gitega, le 3 mars 2010", "2010-03-03"),
        ("Gitega, le 3 mars 2010", "2010-03-03"),
        ("Madame NIYO, née à Gitega, le 3 mars 1980", None),
        ("Vu l'ordonnance du 3 mars 2010", None),
    ],
)
def test_an_act_is_dated_by_its_title_or_its_signature(text: str, day: str | None) -> None:
    written = prose(text)
    found = act_date_of(written, head_of(written), find_dates(written.plain))

    assert (found.value if found else None) == day


def test_an_act_takes_effect_on_the_day_that_it_says() -> None:
    written = prose("Il est nommé à compter du 1er mai 2010. Le présent arrêté entre en vigueur le 2 mai 2010.")
    found = effective_date_of(written, find_dates(written.plain))

    assert found is not None
    assert found.value == "2010-05-01"


@pytest.mark.parametrize("name", ["Révérien NIYOKUNDA", "Dr Révérien NIYOKUNDA."])
def test_the_signatory_stands_below_the_place_and_the_day(name: str) -> None:
    found = signatory_of(prose(f"Fait à Bujumbura, le 12 avril 2010\nLe Ministre de la Santé\n{name}\nCopie conforme"))

    assert found is not None
    assert found.value == "Révérien NIYOKUNDA"


def test_two_names_below_a_signature_leave_it_to_a_person() -> None:
    assert signatory_of(prose("Fait à Bujumbura\nRévérien NIYOKUNDA\nZénon RUTWE")) is None


def test_the_ministry_s_name_runs_over_a_line_s_end() -> None:
    said = {each.name: each.value for each in read_act(prose("MINISTÈRE DE LA FONCTION PUBLIQUE,\nDU TRAVAIL ET DE L'EMPLOI\nNOTE"))}

    assert said["ministry"] == "MINISTÈRE DE LA FONCTION PUBLIQUE, DU TRAVAIL ET DE L'EMPLOI"
