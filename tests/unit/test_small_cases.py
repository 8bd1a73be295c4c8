"""Small files that the archive once got wrong, each with what must become of it; they are other people's, and absent elsewhere."""

import hashlib

import pytest

from chalicelib.personnel.loading import load_roster
from tests.shared_data import CASES, FOLDER, needs
from tests.world import World

pytestmark = needs(CASES)

JEANNE = "123.456"


def bring(key, name):
    """Sync one of the files under a key, with its ministry's roster in force, and read what became of it."""
    world, body = World(), (FOLDER / "cases" / name).read_bytes()
    load_roster(world.inbox.put("_roster/base.csv", (FOLDER / "cases" / "base.csv").read_bytes()), world)
    world.sync({key: body})
    world.run()
    return world, hashlib.sha256(body).hexdigest()


def outcome(key, name):
    world, _ = bring(key, name)
    (file,) = world.receipt("lot")["files"]
    return file["status"], file.get("reason"), file.get("matricule")


def piece_of(name):
    world, digest = bring(f"lot/123456/{name}", name)
    (piece,) = world.register.pieces_of_original(digest)
    text = " ".join(line.text for page in world.vault.transcript(digest).pages for line in page.lines)
    return piece, {each.name: each.value for each in piece.fields}, text


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("accents_decomposes.pdf", {"act_date": "2003-12-13", "act_number": "530/265/1992", "birth_date": "1971-08-12"}),
        ("imprime_le.pdf", {"act_date": "1996-08-07"}),
        ("epouse.pdf", {"name": "NIYONZIMA"}),
        ("imprime_deux_fois.pdf", {"name": "NIYONZIMA", "first_names": "Jeanne", "birth_date": "1971-08-12"}),
    ],
)
def test_an_act_says_its_fields(name, fields):
    piece, found, text = piece_of(name)

    assert (piece.status, piece.matricule) == ("filed", JEANNE)
    assert {each: found.get(each) for each in fields} == fields
    assert text.count("NIYONZIMA") == 1


@pytest.mark.parametrize(
    ("name", "copy"),
    [
        ("noirci.pdf", "rendered"),
        ("blanc_par_dessus.pdf", "rendered"),
        ("blanc_sur_blanc.pdf", "rendered"),
        ("formulaire_sans_apparences.pdf", "rendered"),
        ("ligatures_sans_lettres.pdf", "none"),
        ("petite_image.pdf", "none"),
        ("petite_image_mention_interdite.pdf", "none"),
        ("tete_beche.pdf", "none"),
        ("telephone_mpo.jpg", "pdf"),
    ],
)
def test_a_text_layer_that_says_more_or_less_than_its_page_is_not_believed(name, copy):
    world, digest = bring(f"lot/123456/{name}", name)

    assert world.register.original(digest).route == "textract"
    assert world.inspector.copied == ([] if copy == "none" else [copy])


def test_two_acts_of_two_servants_in_one_file_are_two_pieces_and_nobody_gets_the_others():
    world, digest = bring("lot/123456/acte.pdf", "deux_actes_mots_colles.pdf")
    pieces = [each for each in world.register.pieces_of_original(digest) if each.pages]

    assert [(each.pages, each.status, each.reason, each.matricule) for each in sorted(pieces, key=lambda each: each.pages)] == [
        ((1,), "filed", None, JEANNE),
        ((2,), "to_review", "conflicting_text", None),
    ]
    assert pieces[-1].candidates[0].matricule == "654.321"


@pytest.mark.parametrize("key", ["lot/123456 (1).pdf", "lot/123456_1.pdf", "lot/123456-1.pdf", "lot/123456 (1)/acte.pdf"])
def test_the_number_of_a_copy_is_no_part_of_the_matricule(key):
    assert outcome(key, "sans_nom.pdf") == ("filed", None, JEANNE)


@pytest.mark.parametrize(
    ("key", "name", "told"),
    [
        ("lot/123456/a.pdf", "ftp_mode_texte.pdf", ("refused", "corrupt", None)),
        ("lot/123456/a.pdf", "porte_documents.pdf", ("to_review", "attachments", None)),
        ("lot/page 1-2.pdf", "sans_nom.pdf", ("to_review", "no_matricule", None)),
    ],
)
def test_what_cannot_be_filed_says_why(key, name, told):
    assert outcome(key, name) == told


@pytest.mark.parametrize(
    "key",
    [
        "lot/#recycle/654321/a.pdf",
        "lot/.Trash-1000/files/654321/a.pdf",
        "lot/.stversions/654321/a~20240312-101500.pdf",
        "lot/654321/.snapshot/a.pdf",
        "lot/123456/a.pdf.part",
        "lot/123456/a.filepart",
        "lot/123456/a.crdownload",
        "lot/123456/a.pdf:Zone.Identifier",
    ],
)
def test_bins_versions_and_broken_copies_are_ignored_and_said(key):
    world, _ = bring(key, "sans_nom.pdf")
    receipt = world.receipt("lot")

    assert (receipt["files"], [each["key"] for each in receipt["ignored"]]) == ([], [key])
