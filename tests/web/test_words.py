"""The Kirundi draft: it is whole, what decides says its French word too, and no field is named by a word that also means an ethnicity."""

import json
import re

import pytest

from web import build

FRENCH, KIRUNDI = (
    {
        f"{section}.{key}": text
        for section, words in json.loads((build.SOURCE / "words" / f"{language}.json").read_text("utf-8")).items()
        for key, text in words.items()
    }
    for language in ("fr", "rn")
)
LOANS = {"Matricule", "Lot", "Lots", "Journal"}
"""French words that Burundi's offices use as they are."""
SIGNS = {
    ",",
    "o",
    "ko",
    "Mo",
    "Go",
    "{day}\u00a0{month} {year}",
    "{month} {year}",
    "{percent} %",
    "p. {n}",
    "p. {range}",
    "{n} $",
    "N, Tab",
    "Entrée",
    "Échap",
    *"ATCGPOIHRDSZ",
}
"""Units, forms, and keys of a French keyboard: no words."""
DECISIONS = {
    "review.confirm": "classer",
    "review.save": "enregistrer",
    "review.refuse": "écarter",
    "review.refuse_submit": "écarter",
    "review.duplicate": "doublon",
    "review.duplicate_submit": "doublon",
    "review.undo": "annuler",
    "review.undo_last": "annuler",
    "cuts.cut": "couper",
    "cuts.join": "joindre",
    "cuts.confirm": "confirmer",
    "cuts.undo": "annuler",
    "cuts.take_back": "annuler",
    "cuts.order.take": "prendre cet ordre",
    "cuts.order.leave": "revenir",
    "cuts.leave_anyway": "quitter",
    "sealed.release": "libérer",
    "sealed.withdraw": "retirer",
    "sealed.redact": "copie masquée",
    "sealed.by_hand_submit": "sceller",
    "sealed.submit": "décider",
    "sealed.again": "sceller de nouveau",
}


def test_the_kirundi_draft_is_whole_but_for_a_few_loans():
    alike = {text for key, text in FRENCH.items() if KIRUNDI[key] == text}

    assert alike == LOANS | SIGNS


@pytest.mark.parametrize(("key", "french"), DECISIONS.items())
def test_a_button_that_decides_says_its_french_word_too(key, french):
    section = key.partition(".")[0].replace("review", "desk")
    assert KIRUNDI[f"{section}.{key}"].endswith(f"({french})")


def test_nothing_is_named_by_the_word_that_also_means_an_ethnicity():
    assert [key for key, text in KIRUNDI.items() if "bwoko" in text.lower()] == []


def test_signs_stand_as_each_language_writes_them_and_nothing_is_written_in_escapes():
    of_others = [json.loads((build.SOURCE / "words" / f"{language}.json").read_text("utf-8")) for language in ("en", "rn")]
    said = {key: text for words in of_others for section in words.values() for key, text in section.items()}
    spaced = {key: text for key, text in said.items() if re.search(" [:;?!]", re.sub("«.*?»|“.*?”", "…", text))}

    assert spaced == {}
    assert [key for key, text in {**said, **FRENCH}.items() if "\\" in text] == []


def test_no_screen_writes_a_sign_of_one_language_between_its_words():
    sources = [path for path in build.SOURCE.rglob("*.js") if "vendor" not in path.parts]
    foreign = r'(?<!unseen")[}>](?: |\\u00a0): ?(?:\$\{|<)|\}(?: |\xa0|\\u00a0)%'

    assert [path.name for path in sources if re.search(foreign, path.read_text("utf-8"))] == []


def test_one_and_several_are_two_forms_and_not_one_with_a_bracket():
    said = [json.loads((build.SOURCE / "words" / f"{language}.json").read_text("utf-8")) for language in build.LANGUAGES]

    assert [key for words in said for section in words.values() for key, text in section.items() if "(s)" in text] == []


def test_english_has_one_word_for_what_a_case_file_holds():
    english = json.loads((build.SOURCE / "words" / "en.json").read_text("utf-8"))

    assert [
        key for words in english.values() for key, text in words.items() if re.search(r"\bpieces?\b|[\d}] %", text, re.IGNORECASE)
    ] == []
