"""What an act changes in a career: positions, ratings, sanctions and exits, from titles; nothing from what is threatened or cited."""

import pytest

from chalicelib.analysis.description.act_dates import effective_date_of
from chalicelib.analysis.description.act_titles import head_of
from chalicelib.analysis.description.acts import read_act
from chalicelib.analysis.description.career import read_career
from chalicelib.analysis.description.vocabulary import read_career_vocabulary
from chalicelib.text.dates import find_dates
from chalicelib.text.word_lists import WordListError
from tests.unit.analysis.description.texts import prose

HEAD = "RÉPUBLIQUE DU BURUNDI\nMINISTÈRE DE LA SANTÉ PUBLIQUE\n"


def read(text):
    written = prose(text)
    return {each.name: each.value for each in read_career(written, head_of(written))}


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("ORDONNANCE N° 550/12 DU 3/3/2010 PORTANT DÉTACHEMENT DE MONSIEUR NIYO Jean", {"position": "détachement"}),
        ("ORDONNANCE N° 550/12 PORTANT FIN DE DÉTACHEMENT DE MONSIEUR NIYO Jean", {"position": "fin de détachement"}),
        ("Décision n° 550/12 portant mise en disponibilité\nde Madame NIYO", {"position": "disponibilité"}),
        ("Objet : Mise à la disposition de la Commune de Gitega", {"position": "mise à disposition"}),
        ("Arrêté n° 550/12 portant réintégration de Madame NIYO", {"position": "réintégration"}),
        ("ORDONNANCE PORTANT MISE À LA RETRAITE DE MONSIEUR NIYO", {"exit_reason": "retraite"}),
        ("Décision portant révocation de Monsieur NIYO", {"exit_reason": "révocation"}),
        ("Objet : Blâme", {"sanction": "blâme"}),
        ("LETTRE D'AVERTISSEMENT", {"sanction": "avertissement"}),
        ("DEMANDE D'EXPLICATION", {"sanction": "demande d'explication"}),
        ("Décision portant effacement de sanction", {"sanction": "effacement"}),
        ("ORDONNANCE PORTANT EFFACEMENT DE LA MISE À PIED DE MONSIEUR NIYO", {"sanction": "effacement"}),
        ("Objet : Retrait du blâme", {"sanction": "effacement"}),
    ],
)
def test_the_title_or_the_subject_says_what_the_act_changes(title, said):
    assert read(f"{HEAD}{title}\nArticle 1er. Il est décidé.") == said


@pytest.mark.parametrize(
    ("title", "undoes"),
    [
        ("ORDONNANCE N° 550/12 PORTANT ANNULATION DE LA MISE À LA RETRAITE DE MONSIEUR NIYO", True),
        ("Décision n° 550/12 portant\nretrait de la décision n° 550/9 du 3/3/2010", True),
        ("Objet : Abrogation de l'affectation de Madame NIYO", True),
        ("ORDONNANCE N° 550/12 PORTANT NOMINATION ET ABROGATION DE L'ORDONNANCE N° 550/9", False),
        ("Décision portant retrait d'emploi de Monsieur NIYO", False),
    ],
)
def test_an_act_that_undoes_another_says_so_and_not_what_it_names(title, undoes):
    written = prose(f"{HEAD}{title}\nArticle 1er. Il est décidé.")
    kinds = [each.value for each in read_act(written) if each.name == "act_kind"]

    assert (kinds == ["annulation"]) is undoes


def test_a_title_that_says_two_positions_says_none():
    assert read(f"{HEAD}Décision portant détachement puis disponibilité de Madame NIYO\nArticle 1er. Rien.") == {}


def test_what_stands_in_the_body_is_no_title():
    body = "Article 5. Discipline. Toute faute expose à un avertissement, à un blâme ou à la révocation ; la suspension est possible."

    assert read(f"{HEAD}CONTRAT D'ENGAGEMENT N° 550/12\nEntre les soussignés\n{body}") == {}


def test_a_rating_has_the_mention_that_was_decided_and_the_year_of_its_title():
    form = f"{HEAD}BULLETIN DE NOTATION — EXERCICE 2014\nCote proposée : Bon.\nV. Décision\nCote définitive : Très bon."

    assert read(form) == {"rating": "Très bon", "rating_year": "2014"}
    assert read(form.replace("Cote définitive : Très bon.", "")) == {"rating_year": "2014"}


def test_how_long_something_lasts_and_until_when():
    lasting = f"{HEAD}Décision portant détachement\nArticle 1er. Il est détaché pour une période de trois (3) ans, jusqu'au 31 mai 2013."

    assert read(lasting) == {"position": "détachement", "duration": "P3Y", "end_date": "2013-05-31"}
    assert read("Article 1er. Un stage probatoire d'une durée de douze mois.") == {"duration": "P12M"}
    assert read("Article 1er. Pour une durée de deux ans, puis pour une période de six mois.") == {}


@pytest.mark.parametrize(
    "text", ["a pris service ce trois mars deux mille dix", "est entrée en fonction le 3 mars 2010", "a pris ses fonctions le 3/3/2010"]
)
def test_the_day_on_which_somebody_took_up_the_work_is_the_day_of_effect(text):
    written = prose(f"Je soussigné atteste que Madame NIYO Jeanne {text} à Gitega.")

    assert effective_date_of(written, find_dates(written.plain)).value == "2010-03-03"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('[exits]\n"décès" = ["acte de décès"]', "sections missing"),
        ("", "sections missing"),
    ],
)
def test_a_vocabulary_with_a_fault_is_refused(wrong, said):
    with pytest.raises(WordListError, match=said):
        read_career_vocabulary(wrong)
