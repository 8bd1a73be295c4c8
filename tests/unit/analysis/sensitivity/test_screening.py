"""Screening: which mentions seal a piece, which do not, and what is kept of them."""

import re
import tomllib
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.analysis.sensitivity import screening
from chalicelib.analysis.sensitivity.screening import SEALING, Finding, ForbiddenPlace, findings, screen
from chalicelib.model.transcript import Box, Page, TextLine, Transcript
from infra.local.sample.people import invent_people
from infra.local.sample.wording.careers import write_career
from tests.shared_data import FOLDER, TYPED, needs


def line(text: str, box: Box = (0.1, 0.1, 0.8, 0.015)) -> TextLine:
    return TextLine(text=text, confidence=90.0, box=box)


def page(*texts: str, number: int = 1) -> Page:
    return Page(number=number, lines=tuple(line(text, (0.1, 0.05 + 0.02 * place, 0.8, 0.015)) for place, text in enumerate(texts)))


def is_sealed(*texts: str) -> bool:
    return screen(Transcript(reader="test", pages=(page(*texts),))) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Ethnie : Tutsi",
        "L'agent est hutu, né à Ngozi.",
        "Ubwoko : Umututsi",
        "Le requérant est membre du parti FRODEBU.",
        "Umugambwe : CNDD-FDD",
        "Religion : catholique",
        "Idini : umuyisiramu",
        "Retenue COSYBU 1 000 FBU",
        "Ari mw'isendika ry'abigisha",
        "Patient suivi pour tuberculose",
        "Test VIH : négatif",
        "Arwaye igituntu",
    ],
)
def test_a_page_that_tells_origin_opinion_faith_union_or_illness_is_sealed(text: str) -> None:
    assert is_sealed(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ethnie : ..................",
        "8. Quelle est votre religion ?",
        "Parti politique :",
        "Syndicat : ________",
        "Idini : .....",
        "Ubwoko :",
    ],
)
def test_a_form_that_asks_is_sealed_though_nobody_answered(text: str) -> None:
    assert is_sealed(text)


@pytest.mark.parametrize(
    "text",
    [
        "Issu de la lignée royale",  # periphrases of origin
        "Rescapé de l'ikiza de 1972",
        "de clan Abanyakarama",
        "Kabila: Mhutu",
        "Il appartient à la mouvance présidentielle",  # where somebody stands
        "propos hostiles au régime en place",
        "carte de membre n° 3 du CNL",
        "Aserukira umugambwe muri komine",
        "élu tête de liste aux communales",
        "pasteur adjoint à Kibimba",  # offices, sacraments, practices
        "marié à l'église de Rutovu",
        "refuse de saluer le drapeau par conviction",
        "sa paroisse l'a élue trésorière",
        "Rel. prot.",
        "est à jour de ses cotisations à la centrale",  # the union without its name
        "Cotisation CSB 500",
        "Ni umuserukizi w'abakozi",
        "sous trithérapie depuis mars",  # treatments, services, organs, codes
        "interné au CNPK",
        "malade du foie",
        "HTA mal contrôlée",
        "CIM-10 : F32",
        "Diagnostic : ..........",
        "arwaye inyonko",
        "ababara umutima",
    ],
)
def test_a_mention_is_seen_without_the_word_that_names_it(text: str) -> None:
    assert is_sealed(text)


@pytest.mark.parametrize(
    "text",
    [
        "En foi de quoi, la présente attestation est délivrée ce vendredi",
        "Prière de vous présenter à la direction",
        "Le missionnaire perçoit ses frais au retour",
        "NDAYISHIMIYE Christian, Pasteur à Gitega",
        "Membre du Gouvernement ; membre du pouvoir judiciaire",
        "L'agent adhère au régime d'assurance maladie",
        "Au sein du ministère, au cœur du problème",
        "Secrétaire permanent au Ministère de la Jeunesse",
        "La candidate a soutenu son mémoire",
        "Infirmier au Centre Neuropsychiatrique de Kamenge",
        "Les jeunes ont déjeuné ; la masse salariale selon le barème",
        "Orphelin de père ; veuve de NZEYIMANA, décédé en 1993",
        "Banque centrale : membre du comité, cotisation à la coopérative",
        "Absence pour fait de grève ; groupe sanguin O+",
    ],
)
def test_an_ordinary_sentence_made_of_the_same_words_is_not_sealed(text: str) -> None:
    assert not is_sealed(text)


def test_a_form_s_question_and_its_answer_may_stand_on_two_lines() -> None:
    assert is_sealed("Nom : NDAYIZEYE", "Religion", "néant")


def test_a_ticked_box_is_read_like_a_word() -> None:
    assert is_sealed("☐ Hutu ☒ Tutsi ☐ Twa")


def test_an_answer_ends_with_its_sentence_or_with_the_next_question() -> None:
    assert is_sealed("Parti : néant. L'agent a été noté très bon par son chef de service depuis 1984.")
    assert is_sealed("Conf. : P. - Épouse : NAHIMANA Languide - Enfants : six, dont deux à charge")
    assert not is_sealed("Parti : le trois mars deux mille quinze au matin avec le véhicule de service")


def test_a_question_among_a_form_s_others_is_seen_without_its_colon() -> None:
    assert is_sealed("N° Nom Prénom Sexe Clan Grade")


@pytest.mark.parametrize(
    "text",
    [
        "Ethn1e : Tuts|",
        "H U T U",
        "Eth nie : néant",
        "REL1GION : CATH0LIQUE",
        "V.I.H. positif",
        "membre du pa rti CNDD-FDD",
        "CosyBu : cotisation",
    ],
)
def test_a_bad_reading_hides_nothing(text: str) -> None:
    assert is_sealed(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hutu1972",
        "Hutu1",
        "1972_Tutsi",
        "H_u_t_u",
        "H/u/t/u",
        "membre du C N L",
        "UPRONA2015",
        "VIH2.pdf",
        "Huttu",
        "hhuuttuu",
        "Hu7u",
        "7u7s1",
        "H u 7 u",
        "\u041dutu",
        "\u0397\u03c5\u03c4\u03c5",
        "H\u200bu\u200bt\u200bu",
        "H\u0336u\u0336t\u0336u\u0336",
        "synd\xadicat",
        "\uff28\uff35\uff34\uff35",
        "\U0001f177\U0001f184\U0001f183\U0001f184",
        "ListeHutu",
        "listehutu",
        "LISTEDESHUTU1972",
    ],
)
def test_a_mention_is_seen_through_glue_doubled_letters_and_letters_of_other_alphabets(text: str) -> None:
    assert is_sealed(text)


@pytest.mark.parametrize(
    "text",
    [
        "Parti2 mars",
        "Grade A2, échelon 5",
        "Route RN7",
        "Passée, notée, illimitée",
        "\u0421\u0442\u043e",
        "Acte_1972",
        "Lot B4, C3A",
        "lesquelles",
        "Vente 10h30",
    ],
)
def test_numbers_doubled_letters_and_other_alphabets_alone_seal_nothing(text: str) -> None:
    assert not is_sealed(text)


def test_a_word_cut_at_the_end_of_its_line_is_made_whole() -> None:
    assert is_sealed("L'intéressé se dit catho-", "lique depuis son enfance")
    assert is_sealed("L'intéressé se dit catho\xad", "lique depuis son enfance")


def test_a_short_name_read_upside_down_is_still_seen() -> None:
    assert is_sealed("UTUH")
    assert is_sealed("nLnH")


@pytest.mark.parametrize(
    "texts",
    [
        ("MINISTÈRE DE LA SANTÉ PUBLIQUE ET DE LA LUTTE CONTRE LE SIDA",),
        ("Vu la Convention n° 87 sur la liberté syndicale et la protection du droit syndical ;",),
        ("Vu la Loi n° 1/018 du 12 mai 2005 portant protection des personnes infectées par le VIH ;",),
        ("Vu la Constitution, notamment en ce qui concerne les équilibres ethniques ;",),
        ("Vu la Loi n° 1/20 fixant la part des Hutu à 60 % et celle des Tutsi à 40 % ;",),
        ("Les agents sont recrutés sans distinction de sexe, d'ethnie ou de religion.",),
        ("Lycée sous convention catholique de Gitega",),
        ("Religion 14/20", "Chimie 12/20"),
        ("Professeur de religion au Lycée de Rutana",),
        ("Boulevard de l'UPRONA n° 4, Bujumbura",),
        ("Les organisations syndicales ont été entendues.",),
        ("Sœur NIYONKURU Espérance, Directrice de l'école",),
        ("Madame MUHUTUKAZA Chantal est nommée.",),
        ("Facture de fournitures ; concession du kiosque ; éthique du métier",),
        ("Partie réservée à l'administration :",),
    ],
)
def test_a_public_act_that_cites_a_law_a_ministry_or_a_school_is_not_sealed(texts: tuple[str, ...]) -> None:
    assert not is_sealed(*texts)


@pytest.mark.parametrize(
    "text",
    [
        "est déclaré apte au service",
        "Certificat médical : inapte temporairement, repos médical de 15 jours",
        "Congé de maladie de 30 jours, congé de maternité de 14 semaines",
        "indemne de toute affection tuberculeuse, cancéreuse ou nerveuse",
        "Le patient est atteint d'une maladie nécessitant un repos",
        "Il a atteint la limite d'âge.",
    ],
)
def test_the_administrative_part_of_a_medical_paper_is_not_sealed(text: str) -> None:
    assert not is_sealed(text)


def test_an_illness_is_forbidden_on_a_certificate_and_not_on_a_works_report() -> None:
    assert is_sealed("CERTIFICAT MÉDICAL", "Fracture consolidée, reprise le lundi")
    assert not is_sealed("Rapport de chantier", "Fracture du mur porteur, reprise le lundi")


def test_a_law_that_names_a_person_excuses_nothing() -> None:
    assert is_sealed("Vu l'ordonnance n° 530/12 suspendant l'intéressé, militant du FRODEBU ;")


def test_a_test_that_was_negative_still_tells_that_it_was_made() -> None:
    assert is_sealed("indemne de toute infection au VIH")


def test_one_forbidden_page_seals_the_whole_piece_and_says_where_to_look() -> None:
    pages = (page("Ordonnance de nomination"), page("Nom : NDAYIZEYE", "Ethnie : Hutu", number=2))
    verdict = screen(Transcript(reader="test", pages=pages))

    assert verdict is not None
    assert verdict.places == (ForbiddenPlace(page=2, line=2),)
    assert verdict.pages == (2,)


def test_what_leaves_the_guard_tells_neither_the_words_nor_what_they_are_about() -> None:
    transcript = Transcript(reader="test", pages=(page("Religion : catholique"),))
    told = repr(screen(transcript)) + repr(list(findings(transcript)))

    assert "atholique" not in told
    assert "eligion" not in told


def test_a_blank_piece_is_not_sealed() -> None:
    assert screen(Transcript(reader="test", pages=(Page(number=1),))) is None
    assert screen(Transcript(reader="test", pages=())) is None


def test_a_score_on_the_same_row_makes_a_school_s_subject_of_it() -> None:
    lines = (line("Religion", (0.1, 0.2, 0.2, 0.02)), line("15", (0.6, 0.2, 0.05, 0.02)))

    assert screen(Transcript(reader="test", pages=(Page(number=1, lines=lines),))) is None


def test_a_page_of_nothing_but_forbidden_words_names_fifty_places_and_no_more() -> None:
    verdict = screen(Transcript(reader="test", pages=(page(*["Hutu"] * 3000),)))

    assert verdict is not None
    assert len(verdict.places) == 50


@given(st.lists(st.text(max_size=60), max_size=8), st.floats(0, 1), st.floats(0, 1))
def test_no_text_and_no_box_stops_the_screening(texts: list[str], left: float, height: float) -> None:
    lines = tuple(line(text, (left, 0.5, 1 - left, height)) for text in texts)

    assert all(isinstance(finding, Finding) for finding in findings(Transcript(reader="test", pages=(Page(number=1, lines=lines),))))


@given(
    st.lists(
        st.sampled_from(["Fait à Gitega", "le 3 mars 2010", "Article 2", "Nom :", "Vu le dossier de l'intéressé ;", "M.", "-", ""]),
        max_size=12,
    )
)
def test_nothing_that_stands_before_or_behind_hides_a_named_origin(around: list[str]) -> None:
    half = len(around) // 2

    assert is_sealed(*around[:half], "Ethnie : Umututsi", *around[half:])


def test_every_word_of_the_ministry_s_list_has_a_known_part_and_is_written_once() -> None:
    table = tomllib.loads(Path(screening.__file__).with_name("prohibition.toml").read_text("utf-8"))
    parts = {part for kind, listed in table.items() for part in listed if kind != "everywhere"}
    doubles = [
        (kind, part, word) for kind, listed in table.items() for part, words in listed.items() for word in words if words.count(word) > 1
    ]

    assert parts == {*SEALING, "bearers", "links", "public", "vague", "endings"}
    assert doubles == []


def test_no_clean_act_of_the_sample_is_sealed() -> None:
    people = invent_people(Random(31), 120)  # noqa: S311 - no secret
    acts = [act for person in people for act in write_career(Random(person.matricule), person, people)]  # noqa: S311
    sealed = {act.name for act in acts if is_sealed(*act.head, *(" ".join(block.cells) or block.text for block in act.blocks), *act.signer)}

    assert sealed == set()


@needs(TYPED)
def test_no_real_page_of_other_people_s_papers_is_sealed() -> None:
    texts = sorted(FOLDER.glob(TYPED))

    assert [text.name for text in texts if is_sealed(*text.read_text("utf-8").splitlines())] == []


def test_the_languages_of_a_form_make_no_school_report_of_it() -> None:
    assert is_sealed("Religion : Cath. rom.    Nombre d'épouses : 1    Langues : kirundi, kiswahili, français.")


PLACES = re.findall(
    r"\S+",
    """
Bugabira Busoni Bwambarangwe Gitobe Kirundo Ntega Vumbi Bubanza Gihanga Mpanda Musigati Rugazi Isare Kabezi Kanyosha Mubimbi
Mugongomanga Mukike Mutambu Mutimbuzi Nyabiraba Bururi Matana Mugamba Rutovu Songa Vyanda Cankuzo Cendajuru Gisagara Kigamba Mishiha
Buganda Bukinanyana Mabayi Mugina Murwi Rugombo Bugendana Bukirasazi Buraza Giheta Gishubi Gitega Itaba Makebuko Mutaho Nyarusange
Ryansoro Bugenyuzi Buhiga Gihogazi Gitaramuka Mutumba Nyabikere Shombo Butaganzwa Butezi Bweru Gisuru Kinyinya Nyabitsinda Ruyigi
Bukemba Giharo Gitanga Mpinga-Kayove Musongati Rutana Butihinda Gashoho Gasorwe Giteranyi Muyinga Buhinyuza Mwakiro Busiga Gashikanwa
Kiremba Marangara Mwumba Ngozi Nyamurenza Ruhororo Tangara Bukeye Kiganda Mbuye Muramvya Rutegama Bisoro Gisozi Kayokwe Ndava
Nyabihanga Rusaka Bugarama Burambi Buyengero Muhuta Rumonge Kayogoro Kibago Mabanda Makamba Nyanza-Lac Vugizo Gahombo Gatara Kabarore
Kayanza Matongo Muhanga Muruta Rango Bujumbura Buterere Buyenzi Bwiza Cibitoke Gihosha Kamenge Kinama Kinindo Musaga Ngagara Nyakabiga
Rohero Muha Mukaza Ntahangwa Mwaro Karuzi Buyogoma Bugesera Buragane Bututsi Imbo Kumoso Kirimiro Mumirwa Mugera Gatumba Rukaramu
Ijenda Rwibaga Kibumbu Kibimba Mweya Muyaga Muyange Mubuga Mugutu Kivoga Kanyinya Kajaga Mutakura
""",
)
"""Provinces, communes and natural regions of Burundi."""


def test_no_place_of_burundi_is_a_mention() -> None:
    assert [place for place in PLACES if is_sealed(f"Le fonctionnaire est affecté à {place}, commune de {place}, région du {place}.")] == []
