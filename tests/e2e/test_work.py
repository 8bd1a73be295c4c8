"""Those at work, in a browser on the whole archive: one batch from its arrival to the journal, through each role's screens.

The tests stand in the order of the work; each asks only for the batch, and leaves it to the next as work does.
"""

import csv
import io
import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pypdfium2
import pytest
from house import House
from playwright.sync_api import Page, expect
from reader import sign_in, stands
from reportlab.pdfgen.canvas import Canvas

BATCH = "écoles 2026"
AT = quote(BATCH)
CHOSEN = "Panier-Nuage-7-Vache"
TEACHER, HEAD = "3000001", "3000002"
"""Two of `house.TEACHERS`: the one whom the counter sees, the one whose sheet is sealed off."""
ALONE = ("Madame NIYONZIMA Thérèse", "Monsieur HAKIZIMANA Désiré", "Madame BARANYIZIGIYE Médiatrice", "Monsieur NSENGIYUMVA Fidèle")
"""Named by papers that lie in nobody's folder."""


def paper(*lines: str) -> bytes:
    """Print a page of text."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    for number, line in enumerate(lines):
        canvas.drawString(60, 780 - 24 * number, line)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def act(number: int, title: str, *lines: str) -> bytes:
    """Write an order of a minister."""
    return paper(
        "REPUBLIQUE DU BURUNDI",
        "MINISTERE DE L'EDUCATION NATIONALE",
        f"ORDONNANCE MINISTERIELLE N° 610/{number} DU 3 MARS 2010",
        title,
        "LE MINISTRE,",
        "ORDONNE :",
        *lines,
        "Fait à Bujumbura, le 3 mars 2010",
    )


def named(number: int, name: str) -> bytes:
    """Write an order about somebody whom nothing but the name tells."""
    return act(number, "PORTANT AFFECTATION", f"Article 1 : {name} est affecté à l'école fondamentale de Gitega.")


APPOINTED = act(
    601, "PORTANT NOMINATION", "Article 1 : NDAYISHIMIYE Espérance, matricule 3000001, née le 17 mai 1980,", "est nommée institutrice."
)
SHEET = paper("FICHE INDIVIDUELLE DE RENSEIGNEMENTS", "Nom et prénom : HABONIMANA Aimé", "Matricule : 3000002", "Ethnie : Hutu")
FILES = {
    f"{TEACHER}/nomination.pdf": APPOINTED,
    f"{TEACHER}/nomination copie.pdf": APPOINTED,
    f"{TEACHER}/coupé.pdf": APPOINTED[:300],
    f"{HEAD}/fiche.pdf": SHEET,
    **{f"divers/{number:03}.pdf": named(700 + number, name) for number, name in enumerate(ALONE)},
}
MANIFEST = "fichier\n" + "".join(f"{name}\n" for name in [*FILES, f"{TEACHER}/notation 2019.pdf"])


@pytest.fixture(scope="module")
def batch(house: House) -> dict[str, str]:
    """What was synced, on its way in; of a piece and its copy the first is there first."""
    s3, inbox = house.client("s3"), house.state["buckets"]["inbox"]
    for number, (name, body) in enumerate(FILES.items()):
        s3.put_object(Bucket=inbox, Key=f"{BATCH}/{name}", Body=body)
        if number == 0:
            wait_until(lambda: house.api("GET", f"/batches/{AT}", house.token("archivist")).status == 200)
    s3.put_object(Bucket=inbox, Key=f"{BATCH}/_manifest.csv", Body=MANIFEST.encode())
    return {}


@pytest.fixture
def enter(window: Callable[..., Page], house: House) -> Callable[..., Page]:
    """Sign somebody in at a screen."""

    def entered(name: str, screen: str = "", *, width: int = 1280) -> Page:
        user, page = house.user(name), window(width)
        sign_in(page, user["name"], user["password"], screen)
        return page

    return entered


Enter = Callable[..., Page]


def wait_until(holds: Callable[[], bool], seconds: float = 120) -> None:
    """Ask until the answer is yes."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def filed(house: House) -> str:
    """The teacher's nomination."""
    return house.piece(TEACHER)


def settled(house: House) -> dict[str, Any]:
    """The receipt, once it is written."""
    deadline = time.monotonic() + 120
    while (answer := house.api("GET", f"/batches/{AT}/receipt", house.token("archivist"))).status != 200:
        assert time.monotonic() < deadline, answer.body
        time.sleep(0.5)
    found: dict[str, Any] = answer.json()
    return found


def first_of(house: House, servant: str) -> str:
    """A servant's first piece, once it is filed."""
    deadline = time.monotonic() + 60
    while not (found := house.pieces(servant)):
        assert time.monotonic() < deadline
        time.sleep(0.5)
    return str(found[0]["piece"])


def test_a_batch_is_watched_until_it_closes_and_its_receipt_fits_on_a4(enter: Enter, house: House, batch: dict[str, str]) -> None:
    page = enter("archivist", f"#/batch/{AT}")
    stands(page, BATCH)
    live = page.get_by_text(re.compile(r"Mise à jour automatique, la dernière à \d{1,2}\sh\s\d\d\."))
    expect(live.or_(page.locator(".head").get_by_text("clos", exact=True))).to_be_visible()
    page.get_by_role("link", name="Voir le récépissé").click(timeout=120_000)
    stands(page, f"Récépissé du lot {BATCH}")
    rows = {row.partition("\t")[0].strip(): " ".join(row.split()) for row in page.locator("tbody tr").all_inner_texts()}
    with pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True, format="A4")) as printed:
        sizes = [sheet.get_size() for sheet in printed]
        text = "".join(sheet.get_textpage().get_text_range() for sheet in printed)

    assert [size for size in sizes if abs(size[0] - 595) > 2 or abs(size[1] - 842) > 2] == []
    assert "divers/003.pdf" in text
    assert "Imprimer" not in text
    assert " classé " in rows[f"{TEACHER}/nomination.pdf"]
    assert " doublon " in rows[f"{TEACHER}/nomination copie.pdf"]
    assert " refusé " in rows[f"{TEACHER}/coupé.pdf"]
    assert " manquant " in rows[f"{TEACHER}/notation 2019.pdf"]
    assert sum("à vérifier" in row for row in rows.values()) == len(ALONE) + 1


def test_what_waits_is_filed_by_pressing_keys_alone(enter: Enter, house: House, batch: dict[str, str]) -> None:
    settled(house)
    page = enter("archivist", "#/review/reason=no_matricule")
    stands(page, "À vérifier")
    button = page.get_by_role("button", name="Commencer")
    while not button.evaluate("(each) => each === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    for _ in ALONE:
        page.locator(".desk input[name=owner]:focus").wait_for()
        before = page.url
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url, before=before: url != before)
    expect(page.get_by_role("heading", name="Rien à vérifier.")).to_be_visible()

    assert [len(house.pieces(matricule)) for matricule in ("3000003", "3000004", "3000005", "3000006")] == [1, 1, 1, 1]


def test_a_filed_piece_is_corrected_and_put_back_and_both_are_told(enter: Enter, house: House, batch: dict[str, str]) -> None:
    settled(house)
    page = enter("archivist", f"#/casefile/{TEACHER}")
    stands(page, "Dossier d’Espérance NDAYISHIMIYE")
    page.get_by_role("link", name="Nomination ou engagement").click()
    page.get_by_role("link", name="Corriger").click()
    stands(page, "Nomination ou engagement")
    expect(page.get_by_label("Numéro de l’acte")).to_have_value("610/601")
    expect(page.get_by_label("Date de l’acte")).to_have_value("03/03/2010")
    page.get_by_label("Type de pièce").select_option("05.1")
    page.get_by_role("button", name="Enregistrer").click()
    stands(page, "Affectation ou mutation")
    page.get_by_role("button", name="Annuler la dernière décision").click()
    stands(page, "Nomination ou engagement")
    page.get_by_text("Décisions (2)").click()
    told = " ".join(page.locator(".history").inner_text().split())

    assert "archivist a annulé" in told
    assert "archivist a classé" in told
    assert "Type : Nomination ou engagement → Affectation ou mutation" in told
    assert house.pieces(TEACHER)[0]["type"] == "03.1"


def test_of_a_sealed_piece_a_masked_copy_comes_in_and_what_it_hides_is_read_by_nobody(
    enter: Enter, house: House, batch: dict[str, str]
) -> None:
    settled(house)
    page = enter("guardian", "#/sealed")
    stands(page, "Pièces scellées")
    page.get_by_role("link", name="fiche.pdf").click()
    stands(page, re.compile("fiche.pdf"))
    expect(page.locator("mark")).to_contain_text("Ethnie")
    page.get_by_role("radio", name="Faire une copie masquée").check()
    page.get_by_label("Motif").fill("Une ligne à masquer")
    page.get_by_role("button", name="Faire une copie masquée").click()
    expect(page.get_by_text("La copie masquée est faite.")).to_be_visible(timeout=60_000)
    copy = first_of(house, HEAD)
    page.get_by_role("link", name="Toutes les pièces scellées").last.click()
    page.get_by_role("link", name="fiche.pdf").click()
    page.get_by_role("radio", name="Retirer").check()
    page.get_by_label("Motif").fill("Ancienne fiche de renseignements")
    page.get_by_role("button", name="Retirer").click()
    expect(page.get_by_text("La pièce est retirée.")).to_be_visible()
    page.get_by_role("link", name="Toutes les pièces scellées").last.click()
    stands(page, "Pièces scellées")
    expect(page.get_by_text("Aucune pièce scellée.")).to_be_visible()

    assert [(each["piece"], each["name"]) for each in house.pieces(HEAD)] == [(copy, "fiche (copie masquée).pdf")]


def test_a_case_file_is_found_without_accents_and_with_a_wrong_letter(enter: Enter, house: House) -> None:
    page = enter("archivist", "#/find")
    page.get_by_label("Nom, matricule, numéro ou date d’un acte").fill("esperance ndayishimie")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("link", name="NDAYISHIMIYE Espérance").click()

    stands(page, "Dossier d’Espérance NDAYISHIMIYE")


def test_the_counter_prints_a_slip_and_the_servant_enters_with_it_and_reports(
    enter: Enter, window: Callable[..., Page], house: House, batch: dict[str, str]
) -> None:
    settled(house)
    house.open_account(TEACHER, matricule=TEACHER)
    page = enter("archivist", f"#/casefile/{TEACHER}")
    stands(page, "Dossier d’Espérance NDAYISHIMIYE")
    page.get_by_role("link", name="Compte", exact=True).click()
    stands(page, "Guichet : compte d’Espérance NDAYISHIMIYE")
    page.get_by_label("Motif").first.fill("Fiche perdue")
    page.get_by_role("button", name="Préparer la fiche").click()
    password = page.locator(".pass").inner_text().replace("\n", "")
    with pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True, format="A4")) as printed:
        text = [sheet.get_textpage().get_text_range() for sheet in printed]

    assert len(text) == 1
    assert "Fiche de première connexion" in text[0]
    phone = window(360)
    sign_in(phone, "30 000.01", password)
    phone.get_by_label("Nouveau mot de passe").fill(CHOSEN)
    phone.get_by_role("button", name="Enregistrer et continuer").click()
    stands(phone, "Mon dossier")
    phone.get_by_role("link", name="Chercher").click()
    phone.get_by_label("Mots du texte").fill("institutrice")
    phone.get_by_role("button", name="Chercher").click()
    expect(phone.locator("q")).to_contain_text("est nommée institutrice.")
    phone.get_by_role("link", name="Retour au dossier").click()
    phone.get_by_role("link", name="Ce qui manque").click()
    stands(phone, "Ce qui manque")
    expect(phone.locator(".piece").filter(has_text="Nomination ou engagement")).to_contain_text("présente")
    phone.get_by_role("link", name="J’ai cette pièce : signaler : Diplôme ou équivalence").click()
    stands(phone, "Signaler une erreur ou une pièce qui manque")
    expect(phone.get_by_label("Quelle pièce (facultatif)")).to_have_value("02.1")
    phone.get_by_label("Votre message").fill("Mon diplôme de 2008 manque.")
    phone.get_by_role("button", name="Envoyer le signalement").click()
    expect(phone.get_by_text("Votre signalement est envoyé.")).to_be_visible()
    phone.get_by_role("link", name="Retour au dossier").click()
    phone.get_by_role("link", name="Qui a ouvert mon dossier").click()
    stands(phone, "Qui a ouvert mon dossier")
    expect(phone.locator(".events")).to_contain_text("archivist (archiviste) a ouvert le dossier")


def test_a_report_is_answered_and_the_answer_is_news(enter: Enter, window: Callable[..., Page], house: House) -> None:
    page = enter("archivist", "#/reports")
    stands(page, "Signalements")
    expect(page.get_by_text("Mon diplôme de 2008 manque.")).to_be_visible()
    page.get_by_label("Votre réponse").fill("Nous le cherchons au ministère.")
    page.get_by_role("button", name="Répondre").click()
    expect(page.get_by_text("La réponse est envoyée.")).to_be_visible()
    phone = window(360)
    sign_in(phone, TEACHER, CHOSEN, "#/news")
    stands(phone, "Nouveautés")
    expect(phone.get_by_text("1 réponse à vos signalements")).to_be_visible()
    phone.get_by_text("1 réponse à vos signalements").click()

    expect(phone.get_by_text("Nous le cherchons au ministère.")).to_be_visible()


def test_an_auditor_finds_what_was_decided_and_takes_it_along(enter: Enter, house: House, batch: dict[str, str]) -> None:
    page = enter("auditor", "#/journal")
    stands(page, "Journal")
    page.get_by_label("Identifiant", exact=True).fill("guardian")
    page.get_by_label("Nature").select_option("Décisions")
    page.get_by_role("button", name="Filtrer").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.get_by_role("heading", level=2, name=re.compile(r"\d{4}|Résultat, tous les jours"))).to_be_visible()
    expect(page.locator("tbody tr").first).to_contain_text("pièce retirée")
    expect(page.locator("tbody tr").first).to_contain_text("scellée → écartée")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Télécharger (CSV)").click()
    rows = list(csv.reader(io.StringIO(coming.value.path().read_text("utf-8-sig")), delimiter=";"))

    assert len(rows) == 3
    assert "guardian" in rows[1]
    assert not any("Ethnie" in cell for row in rows for cell in row)


def test_a_director_sees_the_day_in_a_chart_and_in_its_table(enter: Enter, house: House, batch: dict[str, str]) -> None:
    page = enter("director")
    stands(page, "Chiffres")
    expect(page.get_by_role("img", name="Pages lues chaque jour")).to_be_visible()

    assert page.locator(".chart rect").count() == page.locator(".days table tbody tr").count() >= 1
    assert int(page.locator(".sums b").nth(1).inner_text().replace("\u00a0", "").replace("\u202f", "")) >= len(FILES)
