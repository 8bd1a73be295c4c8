"""An archivist at work: batches, one of them live, its receipt, and anybody's case file."""

import re

import pypdfium2
import pytest
from playwright.sync_api import expect
from screens import BATCH, FIRST, HOSTILE, full

from chalicelib.model.wording import REASONS
from tests.accessibility import accessibility_faults

LIVE = "2026-12 santé"


@pytest.fixture
def api(api):
    for name, value in vars(full()).items():
        if name not in {"vault", "seen", "violations"}:
            setattr(api, name, value)
    return api


def test_an_archivist_begins_with_the_batches_and_what_they_ask_for(page, sign_in):
    sign_in("archiviste")
    expect(page.get_by_role("heading", level=1, name="Lots")).to_be_visible()
    rows = page.locator(".list .piece").all_inner_texts()

    assert len(rows) == 3
    expect(page.get_by_text(re.compile(r"Chiffres de \d+\sh\s\d\d\."))).to_be_visible()
    assert "6 fichiers à traiter" in rows[0]
    assert "demande" not in rows[2]


def test_a_batch_moves_before_ones_eyes_and_is_told_aloud_at_quarters_alone(page, sign_in, api):
    page.clock.install()
    sign_in("archiviste", path="/#/batch/2026-12%20sant%C3%A9")
    expect(page.get_by_text("Fichiers traités\N{NO-BREAK SPACE}: 42 sur 120")).to_be_visible()
    spoken = page.locator("section.card [role=status]")
    expect(spoken).to_have_text("25 %")
    live = api.batches[0]
    live.update(lines=90, waiting=5, pages=340, moved_at="2026-11-22T10:01:00Z", counts={**live["counts"], "filed": 79})
    page.clock.fast_forward(8000)

    expect(page.get_by_text("Fichiers traités\N{NO-BREAK SPACE}: 85 sur 120")).to_be_visible()
    expect(spoken).to_have_text("50 %")
    expect(page.locator("section.card")).to_contain_text(re.compile(r"\d+(,\d)? pages par seconde, encore 1 minute environ"))


def test_the_bar_of_a_batch_is_as_full_as_its_number_says(page, sign_in, api):
    live = api.batches[0]
    live.update(announced=None, lines=5, waiting=2, counts={**dict.fromkeys(live["counts"], 0), "filed": 2, "to_review": 1})
    sign_in("archiviste", path="/#/batch/2026-12%20sant%C3%A9")
    expect(page.get_by_text("Fichiers traités\N{NO-BREAK SPACE}: 3 sur 5")).to_be_visible()
    widths = page.locator("section.card .counts rect").evaluate_all("(all) => all.map((each) => Number(each.getAttribute('width')))")

    assert sum(widths) == pytest.approx(60)


def test_what_is_refused_is_said_with_its_reason_while_the_batch_is_in_work(page, sign_in, api):
    sign_in("archiviste", path="/#/batch/2026-12%20sant%C3%A9")
    rows = page.locator(".list .piece")
    expect(rows).to_have_count(2)
    api.batches[0]["counts"]["refused"] = 30

    expect(rows.first).to_contain_text("777/scan 0042.pdf")
    expect(rows.first).to_contain_text("Le document est protégé par un mot de passe")
    expect(page.get_by_text("Et 28 autres")).to_be_visible()
    page.locator(".sums").get_by_role("link", name="à vérifier").click()
    expect(page.get_by_role("heading", level=1, name="À vérifier")).to_be_visible()


def test_a_live_batch_waits_for_the_network_and_goes_on(page, sign_in, api):
    api.faults[f"GET /batches/{'2026-12%20sant%C3%A9'}"] = [200]
    sign_in("archiviste", path="/#/batch/2026-12%20sant%C3%A9")
    page.get_by_role("button", name="Réessayer").click()

    expect(page.get_by_text("Fichiers traités\N{NO-BREAK SPACE}: 42 sur 120")).to_be_visible()


def test_the_menu_of_a_guardian_stands_on_one_line_of_a_desk(page, sign_in, api):
    page.set_viewport_size({"width": 1280, "height": 900})
    sign_in("gardienne")
    expect(page.locator("#app h1")).to_be_visible()
    expect(page.locator("#nav .n").first).to_have_css("border-top-left-radius", re.compile(r"^[1-9.]"))
    tops = page.locator("#nav li").evaluate_all("(all) => all.map((each) => Math.round(each.getBoundingClientRect().top))")

    assert len(tops) >= 7
    assert max(tops) - min(tops) < 20


def test_a_page_that_is_left_asks_no_more(page, sign_in, api):
    sign_in("archiviste", path="/#/batch/2026-12%20sant%C3%A9")
    expect(page.get_by_text("Fichiers traités\N{NO-BREAK SPACE}: 42")).to_be_visible()
    page.get_by_role("link", name="Tous les lots").click()
    expect(page.get_by_role("heading", level=1, name="Lots")).to_be_visible()
    api.seen.clear()
    page.wait_for_timeout(2500)

    assert api.seen == []


def test_a_receipt_names_every_file_with_what_asks_for_a_deed_first(page, sign_in):
    sign_in("archiviste")
    page.get_by_role("link", name=BATCH).click()
    page.get_by_role("link", name="Voir le récépissé").click()
    expect(page.get_by_role("heading", level=1, name=f"Récépissé du lot {BATCH}")).to_be_visible()
    rows = page.locator("tbody tr").all_inner_texts()

    assert [row.split("\n")[0].split("\t")[0].strip() for row in rows][:2] == ["12345/notation 2019.pdf", "777/coupé.pdf"]
    assert "Annoncé par le bordereau, jamais arrivé." in rows[0]
    assert any(HOSTILE in row for row in rows)
    expect(page.get_by_role("link", name=HOSTILE)).to_have_attribute("href", re.compile("#/check/"))
    expect(page.get_by_text("Ligne 12")).to_be_visible()
    expect(page.get_by_text("12345/Thumbs.db")).to_be_visible()


def test_a_receipt_is_filtered_by_outcome_and_by_a_part_of_a_name(page, sign_in, api):
    sign_in("archiviste", path=f"/#/receipt/{BATCH}")
    expect(page.locator("tbody tr")).to_have_count(5)
    page.get_by_role("navigation", name="Filtrer").get_by_role("link", name="refusé (1)").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text("777/coupé.pdf")
    page.get_by_role("link", name="Tous les fichiers (5)").click()
    page.get_by_label("Nom de fichier ou matricule").fill("COPIE")
    page.get_by_role("button", name="Filtrer").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.get_by_role("link", name="Doublon de 12345/nomination.pdf")).to_have_attribute("href", re.compile("#/piece/"))
    page.get_by_label("Nom de fichier ou matricule").fill("zzz")
    page.get_by_role("button", name="Filtrer").click()

    expect(page.get_by_text("Aucun fichier ne correspond.")).to_be_visible()


def of_pieces(file, *, status="to_review"):
    """A dossier of nine pages in four pieces: filed, to be checked, sealed, and the duplicate of pages of another file."""
    name = f"{BATCH}/12345/dossier.pdf"
    told = {"reason": None, "reason_fr": None, "reason_en": None, "type": "03.1", "matricule": "12345", "duplicate_of": None,
            "duplicate_file": None, "duplicate_batch": None, "duplicate_range": None, "status": "filed"}  # fmt: skip
    waits, shut = (dict(zip(("reason_fr", "reason_en"), REASONS[each], strict=True)) for each in ("homonyms", "sealed_off"))
    pieces = [
        told | {"pages": [1, 2], "range": "1-2"},
        told | {"pages": [3, 4], "range": "3-4", "status": "to_review", "reason": "homonyms", "type": None, "matricule": None} | waits,
        told | {"pages": [5], "range": "5", "status": "to_review", "reason": "sealed_off", "type": "99", "matricule": "777"} | shut,
        told
        | {
            "pages": [6, 7, 8, 9],
            "range": "6-9",
            "status": "duplicate",
            "duplicate_of": FIRST,
            "duplicate_file": name,
            "duplicate_range": "1-2",
        },
    ]
    pieces = [each | {"piece": f"{at}" * 64 + "-00000001"} for at, each in enumerate(pieces, 1)]
    why = dict(zip(("reason_fr", "reason_en"), REASONS["pieces_in_review"], strict=True)) if status == "to_review" else {}
    return {**file, "key": name, "version": "v7", "pages": 9, "status": status, "pieces": pieces, **why}


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pieces_of_a_file_are_listed_below_it_and_of_a_sealed_one_its_pages_alone(page, sign_in, api, width):
    api.receipt_files.append(of_pieces(api.receipt_files[0]))
    page.set_viewport_size({"width": width, "height": 900})
    sign_in("archiviste", path=f"/#/receipt/{BATCH}")
    rows = page.locator("tr.of-file")
    expect(rows).to_have_count(4)
    told = [re.sub(r"\s+", " ", each) for each in rows.all_inner_texts()]

    assert "p. 3-4 · type non reconnu" in told[1]
    assert told[2].startswith("p. 5 · scellée")
    assert "777" not in told[2]
    expect(rows.nth(2).get_by_role("link")).to_have_count(0)
    expect(rows.nth(1).get_by_role("link").first).to_have_attribute("href", re.compile("#/check/2"))
    expect(rows.nth(3)).to_contain_text("Doublon de 12345/dossier.pdf, p. 1-2")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert accessibility_faults(page) == []
    page.get_by_role("button", name="4 pièces").click()
    expect(rows).to_have_count(0)


def test_the_pieces_of_a_file_that_is_filed_are_folded_on_the_screen_and_printed_on_paper(page, sign_in, api):
    api.receipt_files.append(of_pieces(api.receipt_files[0], status="filed"))
    sign_in("archiviste", path=f"/#/receipt/{BATCH}")
    expect(page.get_by_role("button", name="4 pièces")).to_have_attribute("aria-expanded", "false")
    expect(page.locator("tr.of-file")).to_have_count(0)
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")

    expect(page.locator("tr.of-file")).to_have_count(4)


def test_a_receipt_is_saved_for_spreadsheets_in_one_file_of_all_its_parts(page, sign_in):
    sign_in("archiviste", path=f"/#/receipt/{BATCH}")
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger (CSV)").click()

    assert download.value.suggested_filename == f"recepisse-{BATCH}-r1.csv"
    assert download.value.path().read_bytes().count(b"\r\n") == 2


def test_a_receipt_is_printed_with_letterhead_numbered_pages_a_date_and_two_places_to_sign(page, sign_in, api):
    api.page_size = 100
    api.receipt_files = [
        {**api.receipt_files[0], "key": f"{BATCH}/12345/acte {number:03}.pdf", "version": f"v{number}"} for number in range(70)
    ]
    sign_in("archiviste", path=f"/#/receipt/{BATCH}")
    expect(page.locator("tbody tr")).to_have_count(70)
    expect(page.get_by_text("Nom, date et signature").first).to_be_hidden()
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    paper = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    said = [re.sub(r"\s+", " ", sheet.get_textpage().get_text_range()) for sheet in paper]

    assert len(said) > 1
    assert "République du Burundi Ministère de la Fonction publique" in said[0]
    for number, text in enumerate(said, 1):
        assert f"Récépissé du lot {BATCH}" in text
        assert f"{number} / {len(said)}" in text
    assert "acte 069.pdf" in " ".join(said)
    assert said[-1].count("Nom, date et signature") == 2
    assert "Imprimé le" in said[-1]
    assert "Télécharger" not in " ".join(said)


@pytest.mark.parametrize(("revision", "offered"), [(1, False), (2, True)])
def test_while_a_batch_closes_a_receipt_is_offered_only_where_an_earlier_one_is_written(page, sign_in, api, revision, offered):
    api.batches[1] |= {"status": "closing", "revision": revision}
    sign_in("archiviste")
    page.get_by_role("link", name=BATCH).click()
    expect(page.get_by_text("clôture en cours")).to_be_visible()

    expect(page.get_by_role("link", name="Voir le récépissé")).to_have_count(int(offered))


def test_a_batch_that_is_open_again_says_so_and_not_when_it_was_closed_before(page, sign_in, api):
    api.batches[1] |= {"status": "open", "reopened_at": "2026-11-22T06:00:00Z", "closed_at": None}
    sign_in("archiviste")
    row = page.locator(".list .piece").nth(1)
    expect(row).to_contain_text("Rouvert le 22 novembre 2026 à 8 h 00")
    page.get_by_role("link", name=BATCH).click()

    expect(page.locator(".times")).to_contain_text("Ouvert21 novembre 2026 à 10 h 00Rouvert22 novembre 2026 à 8 h 00")
    expect(page.locator(".times")).not_to_contain_text("Clos")


def test_what_only_its_folder_has_filed_is_marked_on_receipt_case_file_and_piece(page, sign_in, api):
    api.pieces[0]["folder_alone"] = api.receipt_files[0]["folder_alone"] = True
    sign_in("archiviste")
    page.get_by_role("link", name=BATCH).click()
    page.get_by_role("link", name="Voir le récépissé").click()
    expect(page.get_by_text("dont 1 classé d’après le seul dossier")).to_be_visible()
    expect(page.get_by_text("Classé d’après le seul dossier du dépôt\N{NO-BREAK SPACE}: le texte")).to_have_count(1)
    page.get_by_role("link", name="12345", exact=True).first.click()
    expect(page.get_by_text("dossier seul")).to_have_count(1)
    page.locator(f".piece a[href$='{api.pieces[0]['piece']}']").click()

    expect(page.get_by_text("ne désigne aucun agent. Vérifiez")).to_be_visible()


def test_an_archivist_opens_a_case_file_however_the_matricule_is_written(page, sign_in, api):
    sign_in("archiviste")
    page.get_by_role("link", name="Dossiers", exact=True).click()
    page.get_by_label("Nom, matricule, numéro ou date d’un acte").fill(" 12.345 ")
    page.get_by_role("button", name="Chercher").click()

    expect(page.get_by_role("heading", level=1, name="Dossier d’Espérance NDAYISHIMIYE")).to_be_visible()
    assert api.seen[-1] == "GET /casefiles/12345"


@pytest.mark.parametrize("address", ["casefile/00000", "nowhere", "constructor"])
def test_what_is_not_there_and_what_is_not_ones_own_read_the_same(page, sign_in, address):
    sign_in("archiviste", path=f"/#/{address}")

    expect(page.get_by_role("heading", level=1, name="Page introuvable")).to_be_visible()


@pytest.mark.parametrize("screen", ["casefile/12345", "piece/{first}", "who/12345", "account", "nowhere", "batches"])
def test_the_header_of_an_archivist_is_one_line_on_the_screen_that_is_opened_first(page, sign_in, api, screen):
    page.set_viewport_size({"width": 1280, "height": 900})
    sign_in("archiviste", path=f"/#/{screen.format(first=api.pieces[0]['piece'])}")
    expect(page.locator("#app h1")).to_be_visible()
    expect(page.locator("#nav .n").first).to_have_css("border-top-left-radius", re.compile(r"^[1-9.]"))

    assert page.locator("header.top").bounding_box()["height"] < 70


def test_what_is_told_of_somebody_elses_file_does_not_speak_to_its_servant(page, sign_in, api):
    first = api.pieces[0]["piece"]
    sign_in("archiviste", path=f"/#/piece/{first}")
    for screen in (f"piece/{first}", "who/12345", "complete/12345", "copy/12345", "search/12345"):
        page.evaluate("(hash) => { location.hash = hash; }", f"#/{screen}")
        page.locator("#app .waiting").wait_for(state="detached")
        expect(page.locator("#nav [aria-current]")).to_have_text("Dossiers")

        assert re.findall(r"\b(?:vous|votre|vos)\b", page.locator("#app").inner_text(), re.IGNORECASE) == []
