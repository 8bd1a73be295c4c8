"""What a piece says: its type with the words that tell it, its fields with their places, and silence where it is not clear."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.analysis.description import classification
from chalicelib.analysis.description.classification import PieceDescription, confidence_of, describe
from chalicelib.analysis.description.fields import NAMES
from chalicelib.model.identifiers import Forms
from chalicelib.model.nomenclature import FORBIDDEN
from chalicelib.model.transcript import Page, TextLine, Transcript, Word
from chalicelib.text.nomenclature_file import read_nomenclature, shipped

FORMS = Forms(patterns=("[0-9]{5,7}[A-Z]{0,2}",))

ACT = """RÉPUBLIQUE DU BURUNDI
MINISTÈRE DE LA SANTÉ PUBLIQUE
CABINET DU MINISTRE
ORDONNANCE MINISTÉRIELLE N° 630/1215/2010 DU 12/04/2010 PORTANT
NOMINATION DE MADAME NDAYIZEYE CHANTAL
Le Ministre de la Santé Publique,
Vu la Constitution de la République du Burundi ;
Vu la Loi n° 1/28 du 23 août 2006 portant Statut Général des Fonctionnaires ;
Vu l'Ordonnance n° 630/77 du 3 mars 2009 portant avancement de grade de Monsieur
RUTWE Zénon, matricule 777777, à compter du 1er mai 2009 ;
ORDONNE :
Article 1er.
Madame NDAYIZEYE Chantal, née à Gitega le 3 juin 1980, matricule 123456, est nommée en
qualité d'Infirmière A2 stagiaire, catégorie de Collaboration, échelon 1, à compter du premier
mai deux mille dix.
Article 2.
L'intéressée est affectée à l'Hôpital de District de Muyinga.
Fait à Bujumbura, le 12 avril 2010
Le Ministre de la Santé Publique,
Révérien NIYOKUNDA."""


def page_of(text: str, number: int = 1) -> Page:
    lines = []
    for position, written in enumerate(text.splitlines()):
        words, left, top = [], 0.1, 0.05 + position * 0.025
        for part in written.split():
            words.append(Word(text=part, confidence=98, box=(round(left, 4), top, len(part) * 0.008, 0.015)))
            left += len(part) * 0.008 + 0.008
        box = (0.1, top, round(left - 0.108, 4), 0.015)
        lines.append(TextLine(text=" ".join(written.split()), confidence=98, box=box, words=tuple(words)))
    return Page(number=number, lines=tuple(lines))


def reading(*texts: str) -> Transcript:
    return Transcript(reader="essai", pages=tuple(page_of(text, number) for number, text in enumerate(texts, start=1)))


def described(*texts: str) -> PieceDescription:
    return describe(reading(*texts), shipped(), patterns=FORMS)


def said(*texts: str) -> dict[str, str]:
    return {field.name: field.value for field in described(*texts).fields}


def test_an_appointment_says_all_that_it_says() -> None:
    assert said(ACT) == {
        "act_number": "630/1215/2010",
        "act_kind": "ordonnance ministérielle",
        "act_date": "2010-04-12",
        "effective_date": "2010-05-01",
        "signatory": "Révérien NIYOKUNDA",
        "ministry": "Ministère de la Santé Publique",
        "grade": "Infirmière A2 stagiaire",
        "echelon": "1",
        "posting": "l'Hôpital de District de Muyinga",
        "name": "NDAYIZEYE",
        "first_names": "Chantal",
        "birth_date": "1980-06-03",
        "matricule": "123456",
    }


def test_a_field_tells_the_page_and_the_place_where_it_was_read() -> None:
    born = next(field for field in described(ACT).fields if field.name == "birth_date")
    words = {word.text: word.box for line in page_of(ACT).lines for word in line.words if "née à" in line.text}

    assert (born.raw, born.page) == ("3 juin 1980", 1)
    assert born.box[0] == words["3"][0]
    assert born.box[0] + born.box[2] == pytest.approx(words["1980,"][0] + words["1980,"][2], abs=0.001)
    assert 0 < born.confidence < 0.98


def test_the_type_is_told_by_the_title_and_says_by_which_words() -> None:
    answer = described(ACT)

    assert answer.type == "03.1"
    assert (answer.cues[0].cue, answer.cues[0].raw, answer.cues[0].where, answer.cues[0].page) == (
        "portant nomination",
        "PORTANT NOMINATION",
        "title",
        1,
    )


def test_the_type_date_and_servant_of_a_cited_act_are_not_taken_for_the_act_s_own() -> None:
    answer = described(ACT)

    assert "04.3" not in {cue.type for cue in answer.cues}
    assert not {"2009-03-03", "2009-05-01", "777777", "RUTWE"} & {field.value for field in answer.fields}


def test_an_act_without_a_date_of_its_own_has_none_however_many_it_cites() -> None:
    undated = ACT.replace(" DU 12/04/2010", "").replace(", le 12 avril 2010", "")

    assert "act_date" not in said(undated)


def test_a_title_and_a_signature_that_disagree_leave_the_date_to_a_person() -> None:
    assert "act_date" not in said(ACT.replace("le 12 avril 2010", "le 13 avril 2010"))


def test_a_stamp_dates_an_act_that_says_no_date_in_words() -> None:
    undated = ACT.replace(" DU 12/04/2010", "").replace(", le 12 avril 2010", "")

    assert said(undated + "\n2 4 FEV. 2011")["act_date"] == "2011-02-24"
    assert said(undated + "\n-6 JUIN 2013")["act_date"] == "2013-06-06"


def test_the_stamp_of_who_received_an_act_does_not_date_it() -> None:
    undated = ACT.replace(" DU 12/04/2010", "").replace(", le 12 avril 2010", "")

    assert "act_date" not in said(undated + "\nREÇU LE\n2 4 FEV. 2011")
    assert "act_date" not in said(undated + "\n24 FEV. 2011\nCOURRIER ARRIVÉE")


def test_two_stamps_of_two_days_leave_the_date_to_a_person() -> None:
    undated = ACT.replace(" DU 12/04/2010", "").replace(", le 12 avril 2010", "")

    assert "act_date" not in said(undated + "\n24 FEV. 2011\n28 FEV. 2011")


def test_a_title_that_amends_another_act_does_not_take_its_date() -> None:
    amending = (
        "PRÉFECTURE\nArrêté DAI/B4 modifiant et complétant l'arrêté du 9 septembre 2003\nLe Préfet,\nVu la loi ;\nARRÊTE\nArticle 1er"
    )

    assert "act_date" not in said(amending)


def test_a_date_of_birth_is_not_the_date_of_the_act() -> None:
    letter = "ATTESTATION DE PRISE DE SERVICE\nMadame NDAYIZEYE Chantal, née à\nGitega, le 3 juin 1980, matricule 123456, a pris service."

    assert "act_date" not in said(letter)
    assert said(letter)["birth_date"] == "1980-06-03"


def test_a_form_s_next_label_is_no_first_name() -> None:
    form = said("BULLETIN DE PAIE\nNom et prénom\n: NIYOSHAKA Onésime\nEmploi\n: Infirmier A2\nMatricule\n: 699687")

    assert (form["name"], form["first_names"], form["matricule"]) == ("NIYOSHAKA", "Onésime", "699687")


def test_a_list_of_colleagues_names_nobody() -> None:
    listed = (
        "ANNEXE\nMonsieur RUTWE Zénon, matricule 777777\nMadame NDAYIZEYE Chantal, matricule 123456\nMonsieur HAKIZA Bède, matricule 555555"
    )

    assert not {"name", "first_names", "matricule"} & said(listed).keys()


def test_the_new_step_is_taken_where_an_act_says_from_which_to_which() -> None:
    assert said("Monsieur RUTWE Zénon passe de l'échelon 4 à l'échelon 5.")["echelon"] == "5"
    assert "echelon" not in said("Les échelons : échelon 4 pour l'un, échelon 5 pour l'autre.")


def test_rights_run_from_the_day_that_is_said_and_not_from_coming_into_force() -> None:
    text = ACT.replace("Article 2.", "Article 2. La présente ordonnance entre en vigueur le 12 avril 2010.")

    assert said(text)["effective_date"] == "2010-05-01"
    assert said("La présente ordonnance entre en vigueur le 12 avril 2010.")["effective_date"] == "2010-04-12"


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("EXTRAIT D'ACTE DE NAISSANCE", "01.1"),
        ("ATTESTATION DE PRISE DE SERVICE", "03.2"),
        ("ORDONNANCE N° 550/12 PORTANT TITULARISATION", "03.3"),
        ("CONTRAT D'ENGAGEMENT N° 550/13", "03.4"),
        ("BULLETIN DE NOTATION - EXERCICE 2011", "04.1"),
        ("ORDONNANCE PORTANT AVANCEMENT DE TRAITEMENT", "04.2"),
        ("ORDONNANCE PORTANT AVANCEMENT DE GRADE", "04.3"),
        ("Objet : Lettre d'affectation", "05.1"),
        ("ARRETE PORTANT MISE EN DISPONIBILITE", "05.3"),
        ("BULLET1N DE PAlE", "10.1"),
        ("ICETE C'AMAVUKO", "01.1"),
    ],
)
def test_a_title_tells_the_type_also_where_letters_are_misread(title: str, code: str) -> None:
    assert described(f"RÉPUBLIQUE DU BURUNDI\n{title}\nLe soussigné certifie ce qui suit.").type == code


def test_a_letterhead_is_no_title() -> None:
    assert described("MINISTÈRE DE LA FONCTION PUBLIQUE\nSERVICE DES BULLETINS DE PAIE\nMonsieur,\nVeuillez passer au bureau.").type is None


def test_words_of_the_body_alone_that_fit_two_types_tell_none() -> None:
    text = "Note\nIl est nommé en qualité de stagiaire. Sa retenue et son traitement de base suivent."

    assert described(text).type is None
    assert {cue.type for cue in described(text).cues} == {"03.1", "10.1"}


def test_a_public_order_that_is_no_career_act_has_no_type() -> None:
    title = "ARRÊTÉ PRÉFECTORAL COMPLÉMENTAIRE\nrelatif aux rejets dans l'eau"
    order = f"{title}\nVu l'arrêté portant nomination de M. X ;\nARRÊTE\nArticle 1er\nLa société est tenue."

    assert described(order).type is None


def test_the_further_a_type_leads_the_surer_it_is_told_and_never_certain() -> None:
    told = [confidence_of(lead) for lead in (0.0, 1.0, 2.0, 3.0, 4.0, 6.0)]

    assert told == sorted(told)
    assert (told[0], told[-1] < 1) == (0.0, True)


def test_a_type_that_hardly_leads_is_not_told() -> None:
    text = "Note\nIl est nommé en qualité de stagiaire. Son stage probatoire commence ; sa retenue et son traitement de base suivent."

    assert described(text).type is None


def test_the_calibration_says_on_how_many_pieces_it_stands() -> None:
    table = tomllib.loads(Path(classification.__file__).with_name("calibration.toml").read_text("utf-8"))

    assert table["n"] == sum(step["of"] for step in table["steps"]) > 500
    assert all(step["confidence"] <= step["right"] / step["of"] for step in table["steps"])


def test_nothing_is_ever_typed_as_forbidden() -> None:
    assert FORBIDDEN not in {described(text).type for text in (ACT, "PIÈCE INTERDITE", "appartenance ethnique")}


@pytest.mark.parametrize("word", ["Hutu", "umututsi", "catholique", "du parti Uprona", "syndicale", "diagnostic"])
def test_a_forbidden_mention_is_never_part_of_a_field(word: str) -> None:
    text = ACT.replace("l'Hôpital de District de Muyinga", f"l'aumônerie {word} de Muyinga")

    assert "posting" not in said(text)
    assert word.lower() not in " ".join(said(text).values()).lower()


def test_only_the_fields_that_are_known_are_ever_told() -> None:
    assert set(said(ACT)) <= set(NAMES)


def test_a_blank_piece_says_nothing() -> None:
    assert describe(Transcript(reader="essai", pages=(Page(number=1), Page(number=2))), shipped(), patterns=FORMS) == PieceDescription()


def test_a_signature_far_behind_the_title_is_still_found() -> None:
    body = ["Article 3.\nLe reste est sans changement."] * 40
    title = ACT.partition("\nFait à")[0].replace(" DU 12/04/2010", "")

    assert said(title, *body, "Fait à Bujumbura, le 12 avril 2010\nLe Ministre,", *["Annexe : plan"] * 40)["act_date"] == "2010-04-12"


def test_the_ministry_s_own_nomenclature_decides() -> None:
    other = read_nomenclature(
        b"version: a\npieces:\n- {code: '31.1', fr: a, rn: a, en: a, mandatory: never, keep: keep, title: [ordre de mission]}\n"
        b"- {code: '99', fr: a, rn: a, en: a, mandatory: never, keep: sealed}\n"
    )

    assert describe(reading("ORDRE DE MISSION\nMonsieur RUTWE part."), other, patterns=FORMS).type == "31.1"
    assert describe(reading(ACT), other, patterns=FORMS).type is None


odd = st.text(st.characters(codec="utf-8"), max_size=200)
fragments = st.sampled_from([*ACT.split(), "\x00", "n°", "Vu", "Fait à", "le", "l'an", "mil", "1er", "ÿ", "ﬁ", "İ", "\u2028", "\U0001d7d9"])


@settings(deadline=None)
@given(st.lists(st.one_of(odd, st.lists(fragments, max_size=30).map(" ".join)), max_size=12))
def test_no_text_however_odd_is_too_odd(texts: list[str]) -> None:
    pages = tuple(
        Page(number=number, lines=(TextLine(text=text, confidence=50, box=(0.1, 0.1 * number % 1, 0.5, 0.02)),))
        for number, text in enumerate(texts, start=1)
    )
    answer = describe(Transcript(reader="essai", pages=pages), shipped(), patterns=FORMS)

    assert all(0 <= field.confidence <= 1 and field.value for field in answer.fields)
