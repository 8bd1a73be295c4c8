"""The letter that lists what to bring: in the servant's words, with years, without reproach, and never a word of what is sealed."""

import re

import pytest

from chalicelib.access.completeness import read_completeness
from chalicelib.access.letter import finding_of, letter_of, letters_html, print_letter
from chalicelib.model.completeness import CaseFileFinding, Lacking
from chalicelib.model.servant import Servant
from chalicelib.model.settings import Settings
from chalicelib.text.nomenclature_file import shipped
from tests.fakes import MORNING
from tests.unit.access.readers import ARCHIVIST, JEAN, MARIE, journal, piece_of, refused, servant, world_of_three_pieces


@pytest.fixture
def world():
    world = world_of_three_pieces()
    jean = Servant(matricule=JEAN, written="123.456", name="NDAYIZEYE", first_names="Jean", ministry="Santé", status="actif")
    world.register.put_servants("g1", [jean, Servant(matricule=MARIE, status="actif")])
    return world


def finding(*missing, **facts):
    return CaseFileFinding(matricule="1", written="1", missing=missing, **facts)


def page(*missing, settings=None, **facts):
    letter = letter_of(finding(*missing, **facts), shipped())
    return letters_html([letter], settings or Settings(), shipped(), at=MORNING)


def words(html):
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL).replace("&nbsp;", " ").split())


def test_a_letter_bears_the_states_heading_the_servant_and_what_to_bring(world):
    told = words(print_letter(servant(JEAN), JEAN, world))

    assert told.index("République du Burundi") < told.index("NDAYIZEYE Jean") < told.index("Extrait d&#39;acte de naissance")
    assert "Matricule 123.456" in told
    assert "Madame, Monsieur" in told


def test_missing_years_are_written_as_spans():
    told = words(page(Lacking(type="04.1", years=(2011, 2012, 2013, 2020))))

    assert "Bulletin de notation Pour les années : 2011\u20132013, 2020" in told


def test_a_letter_says_where_and_when_the_counter_is_open():
    assert "Gitega, de 8 h à 12 h" in page(Lacking(type="01.1"), settings=Settings(counter="Gitega, de 8 h à 12 h"))
    assert "guichet des archives" in words(page(Lacking(type="01.1")))


def test_a_letter_never_accuses():
    told = words(page(Lacking(type="01.1"), Lacking(type="04.1", years=(2011,)))).lower()

    assert "ne vous reproche rien" in told
    assert "pas encore" in told
    assert not re.search(r"manqu|défaut|obligatoire|délai|sanction|fournir", told)


def test_what_may_concern_the_servant_is_named_apart_and_an_exit_never():
    told = letter_of(
        finding(Lacking(type="01.1"), unsure=(Lacking(type="01.3", why="declared"), Lacking(type="11.1", why="career"))), shipped()
    )

    assert [each.split(",")[0] for each in told.maybe] == ["Acte de mariage"]


def test_what_waits_for_an_archivist_need_not_be_brought(world):
    waiting = piece_of(world, "b.pdf")
    before = print_letter(servant(JEAN), JEAN, world)
    world.register.alter(waiting.piece, status="to_review", type="02.1", reason="weak_type")

    assert "Diplôme" in before
    assert "Diplôme" not in print_letter(servant(JEAN), JEAN, world)


def test_a_sealed_piece_changes_not_a_letter_of_the_letter(world):
    hidden = piece_of(world, "b.pdf").piece
    world.register.alter(hidden, status="refused", type=None)
    without = print_letter(servant(JEAN), JEAN, world)
    world.register.alter(hidden, status="sealed_off", type="02.1")

    assert print_letter(servant(JEAN), JEAN, world) == without


def test_names_that_look_like_markup_are_only_text():
    assert "<script>" not in page(Lacking(type="01.1"), name="<script>alert(1)</script>")


def test_a_long_list_leaves_the_explanations_out_to_stay_on_its_page():
    assert "Dit où et quand" in page(Lacking(type="01.1"))
    assert "Dit où et quand" not in page(*(Lacking(type=each.code) for each in shipped().types[:9]))


def test_nobody_is_asked_for_anything_where_nothing_is_missing():
    assert "pas de pièce à vous demander" in page()


@pytest.mark.parametrize(("status", "writable"), [("actif", True), ("retraité", True), ("", True), ("décédé", False), ("révoqué", False)])
def test_no_letter_is_meant_for_the_dead_or_the_dismissed(world, status, writable):
    world.register.put_servants("g1", [Servant(matricule=JEAN, status=status)])

    assert finding_of(read_completeness(ARCHIVIST, JEAN, world)).writable is writable


def test_an_archivist_prints_it_too_which_is_recorded_and_nobody_else_can(world):
    print_letter(ARCHIVIST, JEAN, world)

    assert [each[0] for each in journal(world)] == ["casefile"]
    assert refused(print_letter, servant(MARIE), JEAN, world) == "not_found"
