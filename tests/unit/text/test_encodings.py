"""Files of which nobody says the encoding: their letters are read right, or named as wrong."""

import random

import pytest

from chalicelib.text.encodings import decode, looks_wrong, without_misreadings

ROSTER = """matricule;nom;prenom;ministere;statut
123.456;NIYONZIMA;Jeanne;Santé publique;actif
345.678;NDAYISENGA;Élie;Éducation nationale;actif
456.789;N'KURUNZIZA;Déogratias;Justice;retraité
321.001;NDUWIMANA;Thérèse;Intérieur;décédée
"""
LEGACY = ("windows-1252", "mac_roman", "cp850")


def misread(data: bytes, taken: str) -> str:
    """Decode as a program does that knows one encoding; Windows shows no byte as undefined."""
    return "".join(bytes([each]).decode(taken, "ignore") or chr(each) for each in data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", *LEGACY, "cp437"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_roster_is_read_in_whatever_encoding_it_was_saved(encoding: str, end: str) -> None:
    decoded = decode(ROSTER.replace("\n", end).encode(encoding, errors="ignore" if encoding == "cp437" else "strict"))

    assert decoded.text.replace(end, "\n") == ROSTER
    assert decoded.doubtful == frozenset()


@pytest.mark.parametrize("encoding", LEGACY)
@pytest.mark.parametrize(
    "name", ["Élie", "Désiré", "Thérèse", "Hélène", "Noël", "Jérôme", "Benoît", "Françoise", "Anaïs", "N\u2019KURUNZIZA", "N°"]
)
def test_one_name_alone_is_read_right_or_its_line_is_named(encoding: str, name: str) -> None:
    decoded = decode(f"nom\n{name}\n".encode(encoding, errors="ignore"))

    assert (
        decoded.text == f"nom\n{name.encode(encoding, 'ignore').decode(encoding)}\n" or 2 in decoded.doubtful or looks_wrong(decoded.text)
    )


@pytest.mark.parametrize("one", ["utf-8", *LEGACY])
@pytest.mark.parametrize("other", ["utf-8", *LEGACY])
def test_two_exports_glued_together_keep_the_letters_of_both_or_name_the_lines(one: str, other: str) -> None:
    decoded = decode(ROSTER.encode(one) + ROSTER.encode(other))
    pairs = zip(decoded.text.split("\n"), (ROSTER * 2).split("\n"), strict=True)

    assert [number for number, (line, true) in enumerate(pairs, 1) if line != true and number not in decoded.doubtful] == []
    assert decoded.encoding.split(" and ") == (sorted({one, other}, key=lambda each: (each != "utf-8", each)))


@pytest.mark.parametrize("taken", ["latin-1", *LEGACY, "cp437"])
def test_letters_that_were_encoded_twice_or_three_times_are_read_right(taken: str) -> None:
    twice = misread(ROSTER.encode(), taken).encode()
    three_times = misread(twice, taken).encode()

    assert without_misreadings(decode(twice)).text == without_misreadings(decode(three_times)).text == ROSTER
    assert without_misreadings(decode(twice)).encoding == f"utf-8 misread as {taken.replace('latin-1', 'windows-1252')}"


@pytest.mark.parametrize("meant", LEGACY)
@pytest.mark.parametrize("taken", LEGACY)
def test_what_a_program_read_in_another_encoding_is_read_right_or_its_lines_look_wrong(meant: str, taken: str) -> None:
    decoded = without_misreadings(decode(misread(ROSTER.encode(meant), taken).encode()))

    assert all(line == true or looks_wrong(line) for line, true in zip(decoded.text.split("\n"), ROSTER.split("\n"), strict=True))


def test_over_many_small_files_no_letter_is_wrong_in_silence() -> None:
    rng = random.Random(7)  # noqa: S311 - repeats
    lines = ROSTER.split("\n")[1:5]
    for encoding in LEGACY:
        for _ in range(150):
            text = "\n".join(rng.choice(line.split(";")) for line in rng.choices(lines, k=rng.randint(1, 4)))
            decoded = decode(text.encode(encoding))
            pairs = enumerate(zip(decoded.text.split("\n"), text.split("\n"), strict=True), 1)

            assert [
                line for number, (line, true) in pairs if line != true and number not in decoded.doubtful and not looks_wrong(line)
            ] == []


def test_names_of_other_countries_stay_as_they_are_in_a_file_that_is_plainly_utf_8() -> None:
    text = "Müller;João;Łukasz;Željko;Ngũgĩ;José"

    assert without_misreadings(decode(text.encode())).text == text


def test_a_file_name_that_was_encoded_twice_stays_as_it_is_until_that_is_undone() -> None:
    assert decode("Ã‰lie.pdf".encode()).text == "Ã‰lie.pdf"


def test_byte_order_marks_are_taken_away_where_lines_begin() -> None:
    assert decode("\ufeff\ufeffnom\n\ufeffNDAYIZEYE".encode()).text == "nom\nNDAYIZEYE"
    assert decode("\ufeffnom".encode("utf-16")).text == "nom"


def test_a_few_zeros_make_no_utf_16() -> None:
    assert "\0" in decode(b"PK\3\4\0\0\0\0\0\0\0\0\x14\0\x06\0\x08\0\0\0!\0").text
    assert decode(b"matricule\0").encoding == "utf-8"


@pytest.mark.parametrize(
    "text",
    [
        "Ã‰lie",
        "Sant\ufffd",
        "Sant?",
        "?lie",
        "N?KURUNZIZA",
        "SantŽ",
        "ƒlie",
        "Sant‚",
        "Ã©",
        "├ëlie",
        "√âlie",
        "&Eacute;lie",
        "\\u00c9lie",
        "=C3=89lie",
    ],
)
def test_wrong_and_lost_letters_are_seen(text: str) -> None:
    assert looks_wrong(text)


@pytest.mark.parametrize(
    "text",
    [
        "N\u2019KURUNZIZA Élie",
        "Noël",
        "ANDRé",
        "Lætitia",
        "Sœur Françoise",
        "Jean–Marie",
        "née à Gitega",
        "« Santé »",
        "e\u0301lie",
        "N° 12",
        "où",
        "12 ?",
    ],
)
def test_french_and_kirundi_words_look_right(text: str) -> None:
    assert not looks_wrong(text)
