"""What a piece's own text changes in the whole flow, as a clerk would tell it."""

import hashlib
from dataclasses import replace
from datetime import date

import pytest

from chalicelib.model.piece import Outcome
from chalicelib.model.servant import Servant
from chalicelib.processing.filing import file_again
from tests.world import World, scan

JEAN = Servant(matricule="123456", name="NDAYIZEYE", first_names="Jean", birth_date=date(1980, 5, 17))
MARIE = Servant(matricule="654321", name="HAKIZIMANA", first_names="Marie Claire", birth_date=date(1975, 1, 2))

ACT = """REPUBLIQUE DU BURUNDI
MINISTERE DE LA FONCTION PUBLIQUE
ORDONNANCE MINISTERIELLE N° 550/590 DU 03/03/2010
PORTANT NOMINATION D'UN AGENT
Vu la loi n° 1/28 du 23 août 2006 portant statut général des fonctionnaires ;
ORDONNE :
Article 1 : Monsieur {name} {first}, matricule {number}, né le {born}, est nommé.
Fait à Bujumbura, le 03/03/2010
LE MINISTRE
"""


def act_about(servant):
    return ACT.format(name=servant.name, first=servant.first_names, number=servant.matricule, born=servant.birth_date.strftime("%d/%m/%Y"))


@pytest.fixture
def world():
    world = World(JEAN.matricule, MARIE.matricule)
    world.register.put_servants("g1", [JEAN, MARIE])
    world.register.put_name_index([JEAN, MARIE])
    return world


def bring(world, key, text):
    """Sync one scan on which a text is written, and read what became of it."""
    body = scan(text)
    world.ocr.texts[hashlib.sha256(body).hexdigest()] = text
    world.sync({f"lot-1/{key}": body})
    world.run()
    (entry,) = (file for file in world.receipt("lot-1")["files"] if file["key"] == f"lot-1/{key}")
    return entry, world.register.piece(entry["piece"])


def test_a_piece_is_typed_dated_and_filed_with_its_evidence(world):
    entry, piece = bring(world, f"{JEAN.matricule}/a.pdf", act_about(JEAN))

    assert (entry["status"], entry["matricule"], entry["type"]) == ("filed", JEAN.matricule, "03.1")
    assert entry["fields"]["act_number"] == "550/590"
    assert entry["fields"]["act_date"] == "2010-03-03"
    assert {each.kind for each in piece.evidence} >= {"folder", "matricule", "name"}
    assert all(each.page == 1 and each.box for each in piece.fields)


def test_a_folder_alone_files_a_piece_whose_text_names_nobody_and_says_so(world):
    entry, piece = bring(world, f"{JEAN.matricule}/a.pdf", "Quelques lignes\nqui ne nomment personne")

    assert (entry["status"], entry["folder_alone"], piece.folder_alone) == ("filed", True, True)
    assert [each.kind for each in piece.evidence] == ["folder"]
    assert world.receipt("lot-1")["folder_alone"] == 1


def test_a_ministry_may_have_a_person_look_at_what_only_its_folder_files(world):
    world.settings = replace(world.settings, folder_alone="review")
    entry, piece = bring(world, f"{JEAN.matricule}/a.pdf", "Quelques lignes\nqui ne nomment personne")

    assert (entry["status"], entry["reason"], entry["folder_alone"]) == ("to_review", "folder_alone", False)
    assert [each.matricule for each in piece.candidates] == [JEAN.matricule]
    assert world.receipt("lot-1")["folder_alone"] == 0


def test_a_piece_that_waited_for_its_folder_alone_is_filed_once_the_ministry_files_such_pieces(world):
    world.settings = replace(world.settings, folder_alone="review")
    _, waiting = bring(world, f"{JEAN.matricule}/a.pdf", "Quelques lignes\nqui ne nomment personne")
    world.settings = replace(world.settings, folder_alone="file")
    file_again("lot-1", world)
    piece = world.register.piece(waiting.piece)

    assert (piece.status, piece.matricule, piece.folder_alone) == ("filed", JEAN.matricule, True)


def test_a_text_that_names_the_servant_is_not_filed_by_its_folder_alone(world):
    entry, piece = bring(world, f"{JEAN.matricule}/a.pdf", act_about(JEAN))

    assert (entry["folder_alone"], piece.folder_alone) == (False, False)


def test_a_stranger_in_a_paper_that_is_no_act_of_a_career_is_nobodys_rival(world):
    entry, _ = bring(
        world, f"{JEAN.matricule}/a.pdf", "Note sur le barrage\nMonsieur BUKURU Aloys, riverain, demande une visite des lieux."
    )

    assert entry["status"] == "filed"


def test_an_act_of_a_career_about_a_stranger_waits_for_a_person(world):
    stranger = Servant(matricule="777777", name="BUKURU", first_names="Aloys", birth_date=date(1970, 2, 3))
    entry, _ = bring(world, f"{JEAN.matricule}/a.pdf", act_about(stranger))

    assert (entry["status"], entry["reason"]) == ("to_review", "conflicting_text")


def test_a_piece_about_somebody_else_than_its_folder_says_waits_for_a_person(world):
    entry, piece = bring(world, f"{JEAN.matricule}/a.pdf", act_about(MARIE))

    assert (entry["status"], entry["reason"], entry["matricule"]) == ("to_review", "conflicting_text", None)
    assert {each.matricule for each in piece.candidates} == {JEAN.matricule, MARIE.matricule}


def test_a_piece_without_a_folder_is_filed_on_what_its_text_says(world):
    entry, piece = bring(world, "divers/scan0001.pdf", act_about(MARIE))

    assert (entry["status"], entry["matricule"]) == ("filed", MARIE.matricule)
    assert "folder" not in {each.kind for each in piece.evidence}


def test_a_page_that_says_what_must_not_be_known_is_sealed_off_and_nothing_is_read_out_of_it(world):
    entry, piece = bring(world, f"{JEAN.matricule}/fiche.pdf", act_about(JEAN) + "Ethnie : Hutu\n")

    assert (entry["status"], entry["reason"], entry["type"], entry["fields"]) == ("to_review", "sealed_off", "99", {})
    assert (piece.status, piece.fields, piece.evidence, piece.candidates) == ("sealed_off", (), (), ())
    assert not world.register.casefile_pieces(JEAN.matricule, after=None, limit=10)
    assert not any("hutu" in str(event).lower() for event in world.register.batch_events("lot-1"))


def test_a_copy_that_comes_into_the_folder_later_is_a_duplicate_of_what_its_text_had_filed(world):
    _, piece = bring(world, "divers/scan0001.pdf", act_about(MARIE))
    world.sync({f"lot-1/{MARIE.matricule}/acte.pdf": scan(act_about(MARIE))})
    world.run()

    copy = next(each for each in world.receipt("lot-1", 2)["files"] if each["key"].endswith("acte.pdf"))
    assert (copy["status"], copy["duplicate_of"]) == ("duplicate", piece.piece)
    assert len(world.register.casefile_pieces(MARIE.matricule, after=None, limit=10)) == 1


def test_of_two_who_settle_the_same_piece_one_is_told_that_it_has_moved(world):
    _, piece = bring(world, f"{JEAN.matricule}/a.pdf", act_about(JEAN))
    line = world.register.line(piece.batch, piece.line)
    event = next(world.register.batch_events("lot-1"))
    to_marie = Outcome(status="filed", matricule=MARIE.matricule)

    assert world.register.settle_piece(piece, line, to_marie, event)
    assert not world.register.settle_piece(piece, line, Outcome(status="to_review"), event)


def test_the_roster_that_comes_later_files_on_the_text_too():
    world = World()
    body = scan(act_about(MARIE))
    world.ocr.texts[hashlib.sha256(body).hexdigest()] = act_about(MARIE)
    world.sync({"lot-1/divers/scan0001.pdf": body})
    world.run()
    world.put_in_force(JEAN.matricule, MARIE.matricule)
    world.register.put_servants("g1", [JEAN, MARIE])
    world.register.put_name_index([JEAN, MARIE])

    assert world.outcomes("lot-1") == {"divers/scan0001.pdf": "to_review"}
    assert file_again("lot-1", world) == 1
