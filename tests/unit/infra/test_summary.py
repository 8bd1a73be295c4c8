"""The summary at the end of a batch on a laptop, as a pipe gets it."""

import hashlib
import io

from chalicelib.model.due import DueGroup, DueSum
from chalicelib.model.reconciliation import DiscrepancySum
from chalicelib.text.nomenclature_file import shipped
from infra.local.run.career import career_example
from infra.local.run.summary import due_section, reconciliation_section, summarise, tell_summary
from infra.terminal import Terminal
from tests.unit.processing.test_division import Dossier
from tests.unit.processing.test_outcome import JEAN, MARIE, act_about
from tests.world import World, scan


def lines_of(*texts):
    """Bring some scans, and read the table."""
    world = World(JEAN.matricule, MARIE.matricule)
    world.register.put_servants("g1", [JEAN, MARIE])
    world.register.put_name_index([JEAN, MARIE])
    files = {f"lot-1/{folder}/{number}.pdf": scan(text) for number, (folder, text) in enumerate(texts)}
    world.ocr.texts = {hashlib.sha256(scan(text)).hexdigest(): text for _, text in texts}
    world.sync(files)
    world.run()
    out = io.StringIO()
    tell_summary(summarise(world.receipt("lot-1")["files"], world.register.piece, shipped()), Terminal(out, out))
    return out.getvalue().splitlines()


def test_it_says_what_was_typed_dated_and_filed_and_on_what():
    told = lines_of((JEAN.matricule, act_about(JEAN)), (JEAN.matricule, "rien de clair"))

    assert told[0] == "Comprises : 2 pièces au dossier d'un agent, dont 1 avec leur type et 1 avec leur date"
    assert "03.1 Acte de nomination" in told[1]
    assert told[1].endswith("2010-03-03  dossier + matricule + nom + date de naissance")


def test_it_says_where_roster_and_archive_differ():
    counts = {"no_casefile/new": 2, "no_casefile/still": 1, "after_exit/gone": 4}
    sums = [DiscrepancySum(ministry="Santé", counts=counts), DiscrepancySum(ministry="")]
    out = io.StringIO()
    tell_summary([reconciliation_section(sums)], Terminal(out, out))
    told = out.getvalue().splitlines()

    assert told[0] == "Rapprochement avec le fichier du personnel : 3 constats"
    assert told[1].startswith("  Payé(e), aucun dossier dans l'archive")
    assert told[1].endswith("depuis ce mois : 2")
    assert len(told) == 7


def test_it_says_why_pieces_wait_and_of_a_sealed_one_nothing_but_that_it_is():
    told = lines_of((JEAN.matricule, act_about(MARIE)), (JEAN.matricule, act_about(JEAN) + "Ethnie : Hutu\n"))

    assert told[1] == "À vérifier : 1 pièce"
    assert told[2].endswith("Le texte désigne un autre agent que celui du dossier.")
    assert told[3:] == [
        "Scellées : 1 pièce, que personne ne lit avant la décision d'un gardien",
        f"  {JEAN.matricule}/1.pdf",
    ]


def test_it_counts_the_pieces_of_a_divided_file_and_names_their_pages():
    dossier = Dossier(JEAN.matricule)
    dossier.world.register.put_servants("g1", [JEAN])
    dossier.world.register.put_name_index([JEAN])
    for page in (1, 4, 6):
        dossier.says(page, act_about(JEAN))
    dossier.come_in()
    out = io.StringIO()
    tell_summary(summarise(dossier.receipt()["files"], dossier.world.register.piece, shipped()), Terminal(out, out))
    told = out.getvalue().splitlines()

    assert told[0].startswith("Comprises : 3 pièces au dossier d'un agent, dont 3 avec leur type")
    assert "dossier.pdf, p. " in told[1]


def test_it_shows_the_career_of_the_servant_whose_pieces_tell_most():
    world = World(JEAN.matricule, MARIE.matricule)
    world.register.put_servants("g1", [JEAN, MARIE])
    world.register.put_name_index([JEAN, MARIE])
    files = {f"lot-1/{each.matricule}/acte.pdf": scan(act_about(each)) for each in (JEAN, MARIE)}
    world.ocr.texts = {hashlib.sha256(scan(act_about(each))).hexdigest(): act_about(each) for each in (JEAN, MARIE)}
    world.sync(files)
    world.run()
    out = io.StringIO()

    def filed(matricule):
        return world.register.casefile_pieces(matricule, after=None, limit=9)

    example = career_example(world.receipt("lot-1")["files"], filed, shipped(), site="http://site")
    tell_summary([example], Terminal(out, out))
    told = out.getvalue().splitlines()

    assert told[0].startswith("Une carrière, lue dans 1 pièce,")
    assert told[0].endswith("http://site/#/career/123456")
    assert "03/03/2010  Recrutement  acte.pdf, page 1" in told[1]
    assert career_example([], filed, shipped(), site="http://site") is None


def test_a_due_list_tells_what_next_year_brings_by_kind():
    sums = [
        DueSum(
            ministry="Santé",
            groups=(
                DueGroup(province="Gitega", kind="retirement", month="2027-04", lines=3),
                DueGroup(province="Ngozi", kind="retirement", month="2028-01", lines=5),
                DueGroup(province="Ngozi", kind="rating", month="passed", lines=7),
            ),
        ),
        DueSum(ministry="Justice", groups=(DueGroup(province="", kind="retirement", month="2027-12", lines=1),)),
    ]
    section = due_section(sums, 2027)

    assert section.sentence == "Échéances de 2027 : 4 lignes"
    assert section.examples[0] == ("retraite", "4 en 2027", "0 passées", "0 inconnues")
    assert section.examples[-1] == ("notations manquantes", "0 en 2027", "7 passées", "0 inconnues")
