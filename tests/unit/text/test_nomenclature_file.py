"""The nomenclature: what ships is whole, what a ministry writes is read, what is wrong is told with its line."""

import pytest
import yaml

from chalicelib.model.nomenclature import FORBIDDEN, TypeSentence
from chalicelib.text.checked_yaml import MinistryFileError
from chalicelib.text.nomenclature_file import LARGEST, read_nomenclature, shipped

GOOD = """
version: essai
pieces:
  - code: "03.1"
    fr: Acte de nomination
    rn: Urwandiko
    en: Appointment
    mandatory: always
    keep: keep
    title: [portant nomination, "Acte d'Intégration"]
  - {code: "99", fr: Pièce interdite, rn: Urupapuro, en: Forbidden, mandatory: never, keep: sealed}
"""


def problems(text: str | bytes) -> list[tuple[int, str]]:
    with pytest.raises(MinistryFileError) as refused:
        read_nomenclature(text.encode() if isinstance(text, str) else text)
    return [(problem.line, problem.reason) for problem in refused.value.problems]


def test_the_shipped_nomenclature_has_every_class_and_names_in_three_languages() -> None:
    nomenclature = shipped()

    assert {each.code[:2] for each in nomenclature.types} == {*(f"{number:02}" for number in range(1, 13)), FORBIDDEN}
    assert all(each.fr and each.rn and each.en for each in nomenclature.types)
    assert all(each.title and each.about for each in nomenclature.types if each.code != FORBIDDEN)


def test_a_type_may_say_in_three_languages_what_it_is_for() -> None:
    told = GOOD.replace(
        "    mandatory: always", "    about: {fr: L'acte qui nomme., rn: Urwandiko., en: The appointment.}\n    mandatory: always", 1
    )
    read = read_nomenclature(told.encode()).named("03.1")

    assert read is not None
    assert read.about == TypeSentence(fr="L'acte qui nomme.", rn="Urwandiko.", en="The appointment.")
    assert problems(told.replace("rn: Urwandiko., ", "")) == [(8, "missing")]
    assert problems(told.replace("{fr: L'acte qui nomme., rn: Urwandiko., en: The appointment.}", "Une phrase.")) == [(8, "shape")]


def demanding(line: str, mandatory: str = "each_year") -> str:
    return GOOD.replace("    mandatory: always", f"    mandatory: {mandatory}\n    {line}", 1)


def test_a_type_may_be_demanded_in_some_states_and_years_only() -> None:
    told = demanding("states: [permanent, seconded]\n    since: 2007\n    excused: [2009, 2016-2023]\n    proves: exit")
    read = read_nomenclature(told.encode()).named("03.1")

    assert read is not None
    assert (read.states, read.since, read.excused, read.proves) == (("permanent", "seconded"), 2007, ((2009, 2009), (2016, 2023)), "exit")
    assert [year for year in range(2005, 2026) if read.is_demanded_for(year)] == [
        2007,
        2008,
        2010,
        2011,
        2012,
        2013,
        2014,
        2015,
        2024,
        2025,
    ]


@pytest.mark.parametrize(
    ("line", "mandatory", "expected"),
    [
        ("states: [titulaire]", "each_year", (9, "value")),
        ("states: permanent", "each_year", (9, "shape")),
        ("states: []", "each_year", (9, "shape")),
        ("since: l'an 2000", "each_year", (9, "year")),
        ("since: 2007-2009", "each_year", (9, "year")),
        ("excused: [2023-2016]", "each_year", (9, "year")),
        ("excused: [16-23]", "by_rule", (9, "year")),
        ("excused: 2016-2023", "each_year", (9, "shape")),
        ("excused: [2016-2023]", "always", (9, "yearly")),
        ("since: 2007", "if_any", (9, "yearly")),
        ("proves: sortie", "each_year", (9, "value")),
    ],
)
def test_a_demand_that_cannot_be_read_is_told_with_its_line(line: str, mandatory: str, expected: tuple[int, str]) -> None:
    assert problems(demanding(line, mandatory)) == [expected]


def test_nobody_can_be_asked_for_a_forbidden_piece() -> None:
    assert problems(GOOD.replace("mandatory: never", "mandatory: always")) == [(11, "forbidden")]


def test_a_ministry_s_nomenclature_is_read_as_any_yaml_reader_reads_it() -> None:
    read, wanted = read_nomenclature(GOOD.encode()), yaml.load(GOOD, yaml.BaseLoader)  # noqa: S506 - texts alone

    assert [(each.code, each.fr) for each in read.types] == [(each["code"], each["fr"]) for each in wanted["pieces"]]
    assert read.version == "essai"


def test_cues_are_the_same_with_and_without_accents_and_capitals() -> None:
    read = read_nomenclature(GOOD.encode()).named("03.1")

    assert read is not None
    assert read.title == ("portant nomination", "acte d'integration")


def test_a_file_that_windows_wrote_is_read() -> None:
    assert read_nomenclature(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()) == read_nomenclature(GOOD.encode())


def test_every_mistake_is_told_at_once_with_its_line() -> None:
    bad = GOOD.replace("mandatory: always", "mandatory: toujours").replace('"03.1"', "trois").replace("keep: keep", "garder: keep")

    assert sorted(problems(bad)) == [(4, "code"), (4, "missing"), (8, "value"), (9, "unknown")]
    assert problems(GOOD.replace("mandatory: always", "mandatory: toujours").replace('"03.1"', "trois")) == [(4, "code"), (8, "value")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(1, "shape"), (1, "empty")]),
        ("version: a\npieces: [", [(2, "yaml")]),
        ("version: a\npieces: []", [(2, "empty")]),
        ("version: a\npieces: oui", [(2, "empty")]),
        (GOOD.replace("portant nomination", "ab"), [(10, "cue")]),
        (GOOD.replace("portant nomination", "1234567"), [(10, "cue")]),
        (GOOD.replace("keep: sealed", "keep: short"), [(11, "forbidden")]),
        (GOOD.replace('"99"', '"12.1"'), [(11, "forbidden")]),
        ("version: &a a\npieces: [*a]", None),
        (b"\xff\xfe\x00", [(1, "yaml")]),
        (b"[" * 5000, [(1, "yaml")]),
        (b"a" * (LARGEST + 1), [(1, "size")]),
        ("version: a\npieces: !!python/object/apply:os.system [id]", None),
    ],
)
def test_what_cannot_be_used_is_refused_and_never_half_used(text: str | bytes, expected: list[tuple[int, str]] | None) -> None:
    found = problems(text)

    assert found
    assert expected is None or found == expected


def test_a_title_s_words_mean_one_type_only() -> None:
    other = GOOD.replace('"03.1"', '"03.2"').partition("pieces:\n")[2].partition('  - {code: "99"')[0]

    assert (11, "shared") in problems(GOOD.replace('  - {code: "99"', other + '  - {code: "99"'))


def test_a_small_file_that_refers_to_itself_does_not_grow_without_end() -> None:
    lines = [
        "version: a",
        "a: &a [x, x]",
        *(f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]" for n in range(20)),
        "pieces: []",
    ]

    assert problems("\n".join(lines)) == [(2, "shape")]


def test_an_administrator_is_told_in_french() -> None:
    with pytest.raises(MinistryFileError) as refused:
        read_nomenclature(GOOD.replace("mandatory: always", "mandatory: toujours").encode())

    assert [problem.tell() for problem in refused.value.problems] == ["ligne 8 : « toujours » n'est pas une des valeurs admises."]
