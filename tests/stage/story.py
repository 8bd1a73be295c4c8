"""One small batch in which every kind of thing happens that can happen to a good network's files."""

from functools import cache

from tests.stage.audit import Wanted, digest_of
from tests.unit.files import ACT, act_pdf
from tests.world import scan

JEAN, MARIE = "123456", "654321"
ODD = f"{MARIE}/arrêté n° 550+590 à 100 %.pdf"
OVERWRITTEN = f"{JEAN}/fiche.pdf"


@cache
def printed():
    """An act with a real text layer."""
    return act_pdf(ACT)


def first_files(batch="lot-1"):
    """What the first sync brings: new, twice in one dossier, in two dossiers, refused, of an unknown servant, born digital."""
    files = {
        f"{JEAN}/nomination.pdf": scan("nomination"),
        f"{JEAN}/copie.pdf": scan("nomination"),
        f"{MARIE}/circulaire.pdf": scan("nomination"),
        OVERWRITTEN: scan("fiche"),
        f"{JEAN}/notes.pdf": b"PK\x03\x04 a spreadsheet",
        "999999/acte.pdf": scan("acte"),
        ODD: printed(),
    }
    return {f"{batch}/{key}": body for key, body in files.items()}


def second_files(batch="lot-1"):
    """What the second sync brings: one name again, with other bytes."""
    return {f"{batch}/{OVERWRITTEN}": scan("fiche corrigée")}


def wanted(batch="lot-1"):
    """Tell what it all must come to."""
    outcomes = [
        ((f"{JEAN}/nomination.pdf", f"{JEAN}/copie.pdf"), ["filed", "duplicate"]),
        ((f"{MARIE}/circulaire.pdf",), ["filed"]),
        ((OVERWRITTEN,), ["filed", "filed"]),
        ((f"{JEAN}/notes.pdf",), ["refused"]),
        (("999999/acte.pdf",), ["to_review"]),
        ((ODD,), ["filed"]),
    ]
    read = {digest_of(scan(text)) for text in ("nomination", "fiche", "fiche corrigée", "acte")}
    return Wanted(batch=batch, outcomes=outcomes, read=read)


def play(stage):
    """Bring the whole batch; the second upload of a name follows the first at once."""
    uploads = stage.sync(first_files(), announce=False) + stage.sync(second_files(), announce=False)
    stage.announce(uploads)
    stage.run()
