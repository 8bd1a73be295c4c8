"""An archivist goes through what waits, and a guardian through what is sealed off: with the keyboard alone."""

import hashlib
import re

import pytest
from fake_api import ACT
from fake_work import at_work, homonyms, report, sealed, waiting
from playwright.sync_api import expect


@pytest.fixture
def work(api):
    at_work(api.work)
    api.work.queue = [waiting(number) for number in range(20)]
    api.work.texts = [ACT, ACT[:3]]
    api.work.sealed = [sealed(1), sealed(2)]
    return api.work


def decision_of(page):
    """Wait until a piece can be decided of: then alone a key means anything."""
    page.locator(".desk input[name=owner]:focus").wait_for()
    return page.url.rpartition("/")[2]


def begin(page, sign_in):
    sign_in("archiviste", path="/#/review")
    page.get_by_role("button", name="Commencer").click()
    return decision_of(page)


def press_on(page, key):
    """Press a key and wait for the next piece, or for the list."""
    before = page.url
    page.keyboard.press(key)
    page.wait_for_url(lambda url: url != before)


def test_what_decides_stays_in_reach_however_far_an_archivist_has_scrolled(page, sign_in, work):
    page.set_viewport_size({"width": 1280, "height": 600})
    begin(page, sign_in)
    buttons = [page.locator(".decides form > p:last-child button"), *page.locator(".reach button").all()]

    assert len(buttons) == 4
    assert page.evaluate("document.documentElement.scrollHeight") > 900
    for place in ("#app h1", "#f-act_number", "#f-act_date"):
        page.locator(place).evaluate("(each) => each.scrollIntoView({ block: 'center' })")
        for button in buttons:
            expect(button).to_be_in_viewport(ratio=1)


def test_a_queue_of_twenty_is_cleared_by_pressing_enter_alone(page, sign_in, work):
    sign_in("archiviste", path="/#/review")
    button = page.get_by_role("button", name="Commencer")
    button.wait_for()
    while not button.evaluate("(each) => each === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    for _ in range(20):
        decision_of(page)
        press_on(page, "Enter")
    expect(page.get_by_role("heading", name="Rien à vérifier.")).to_be_visible()

    assert [each["decision"] for each in work.verdicts] == ["file"] * 20
    assert {each["matricule"] for each in work.verdicts} == {"12345"}
    assert [each["piece"] for each in work.verdicts] == [waiting(number)["piece"] for number in range(20)]


@pytest.mark.parametrize("reason", ["homonyms", "ambiguous_matricule"])
def test_among_homonyms_nobody_is_chosen_before_the_archivist_has_chosen(page, sign_in, work, reason):
    work.queue = [homonyms(0) | {"reason": reason}, waiting(1)]
    begin(page, sign_in)
    owners = page.get_by_role("group", name="De quel agent est la pièce ?")

    expect(owners.get_by_role("radio", checked=True)).to_have_count(0)
    expect(owners.locator(".choice").first).to_contain_text("Naissance : 17/05/1964")
    expect(owners.locator(".choice").nth(1)).to_contain_text("Naissance : 17/05/1980")
    for fact in ("Éducation nationale", "Gitega", "En activité"):
        expect(owners.locator(".choice").first).to_contain_text(fact)
    page.keyboard.press("Enter")
    expect(page.locator(".summary")).to_contain_text("Indiquez de quel agent est la pièce.")
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    press_on(page, "Enter")
    assert [each["matricule"] for each in work.verdicts] == ["54321"]


def test_what_the_paper_says_stands_beside_each_candidate(page, sign_in, work):
    read = {"raw": "17 mai 1980", "confidence": 0.9, "page": 1, "box": [0.1, 0.4, 0.4, 0.02]}
    work.queue[0]["fields"].append({"name": "birth_date", "value": "1980-05-17", **read})
    begin(page, sign_in)
    owners = page.get_by_role("group", name="De quel agent est la pièce ?")

    expect(owners.locator(".paper")).to_contain_text("Date de naissance : 17/05/1980")
    expect(owners.locator(".choice").first.locator(".differs")).to_contain_text("17/05/1964 autre que sur la pièce")
    expect(owners.locator(".choice").nth(1).locator(".same")).to_contain_text("17/05/1980 comme sur la pièce")


def test_an_unknown_matricule_is_named_with_where_it_was_read_and_its_servant_is_found_in_place(page, sign_in, work):
    at_work(work)
    name = waiting(3)["piece"]
    work.one(name)["fields"].append(
        {"name": "matricule", "value": "99998", "raw": "99 998", "confidence": 0.9, "page": 2, "box": [0.1, 0.4, 0.4, 0.02]}
    )
    sign_in("archiviste", path=f"/#/check/{name}")
    expect(page.locator(".warn-note")).to_contain_text("Dossier du dépôt : 99999")
    expect(page.locator(".warn-note")).to_contain_text("Lu sur la pièce : 99 998 (p. 2)")
    page.locator(".desk input[name=owner]:focus").wait_for()
    page.keyboard.press("a")
    page.keyboard.type("ndayishimiye")
    page.keyboard.press("Enter")
    expect(page.locator(".found input")).to_be_focused()
    expect(page.locator(".found")).to_contain_text("Naissance : 17/05/1980")
    press_on(page, "Enter")

    assert work.verdicts[0]["matricule"] == "12345"
    assert work.verdicts[0]["piece"] == name


def test_days_are_written_as_clerks_write_them_and_a_wrong_one_is_named(page, sign_in, work):
    begin(page, sign_in)
    date = page.get_by_label("Date de l’acte")
    expect(date).to_have_value("03/03/2010")
    date.fill("31/02/2017")
    date.press("Enter")
    expect(page.locator(".summary")).to_contain_text("Date de l’acte : écrivez le jour comme 27/08/2017.")
    expect(date).to_have_attribute("aria-invalid", "true")
    assert work.verdicts == []
    date.fill("27/8/2017")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: not url.endswith(waiting(0)["piece"]))

    assert work.verdicts[0]["fields"] == [{"name": "act_date", "value": "2017-08-27"}]


def test_a_field_that_the_service_refuses_is_named(page, sign_in, work, api):
    name = begin(page, sign_in)
    page.route(
        f"**/api/review/{name}",
        lambda route: route.fulfill(status=400, json={"code": "bad_field", "message": "Non.", "field": "act_number"}),
    )
    page.get_by_label("Numéro de l’acte").fill("551/1")
    page.keyboard.press("Enter")

    expect(page.get_by_label("Numéro de l’acte")).to_have_attribute("aria-invalid", "true")


def test_frames_are_outlines_one_a_line_and_a_key_hides_them(page, sign_in, work):
    page.set_viewport_size({"width": 1280, "height": 900})
    begin(page, sign_in)
    frames = page.locator(".sheet rect")
    frames.first.wait_for()

    assert frames.count() == 2  # of the act's number and date, and of the name: two fields and two evidences
    assert {each.evaluate("(rect) => getComputedStyle(rect).fill") for each in frames.all()} == {"none"}
    page.keyboard.press("h")
    expect(frames).to_have_count(0)
    page.keyboard.press("h")
    expect(frames).to_have_count(2)


def test_the_queue_of_a_batch_opens_from_the_batch_with_just_its_pieces(page, sign_in, work, api):
    work.queue[0]["batch"] = work.queue[1]["batch"] = "lot 2/été"
    work.elsewhere = 3
    counts = {"filed": 4, "to_review": 5, "duplicate": 0, "refused": 0, "failed": 0, "missing": 0}
    at = {"opened_at": "2026-11-21T08:00:00Z", "closed_at": "2026-11-21T08:09:00Z", "moved_at": "2026-11-21T08:08:00Z"}
    known = {"batch": "lot 2/été", "status": "closed", "revision": 1, "announced": None, "lines": 9, "waiting": 0, "pages": 9}
    api.batches = [{**known, **at, "counts": counts, "in_review": {"number": 2, "more": False}, "elsewhere": 3}]
    sign_in("archiviste", path="/#/batch/lot%202%2F%C3%A9t%C3%A9")
    expect(page.get_by_text("2 pièces du lot sont dans la file. 3 pièces à vérifier ne sont pas dans cette file.")).to_be_visible()
    page.get_by_role("link", name="à vérifier", exact=True).click()

    expect(page.locator(".list .piece")).to_have_count(2)
    expect(page.get_by_text("2 pièces à vérifier")).to_be_visible()
    expect(page.get_by_text("3 autres pièces du lot ne sont pas dans cette file")).to_be_visible()
    page.get_by_role("button", name="Commencer").click()
    decision_of(page)
    expect(page.get_by_text("1 sur 2", exact=True)).to_be_visible()
    press_on(page, "Enter")
    decision_of(page)
    expect(page.locator(".desk .line").get_by_text("2 sur 2, 1 décision aujourd’hui")).to_be_visible()
    press_on(page, "Enter")
    expect(page.get_by_role("heading", name="Rien à vérifier.")).to_be_visible()


def test_the_queue_is_chosen_by_reason_type_ministry_and_order(page, sign_in, work):
    sign_in("archiviste", path="/#/review")
    page.get_by_text("Filtrer et trier").click()
    page.get_by_label("Motif").select_option("no_matricule")
    expect(page.locator(".list .piece")).to_have_count(5)
    page.get_by_label("Type de pièce").select_option("04.1")
    page.get_by_label("Ordre").select_option("latest")
    expect(page.locator(".list .piece").first).to_contain_text("017 scan.pdf")

    assert "reason%3Dno_matricule/type%3D04.1/order%3Dlatest" in page.url
    page.reload()
    expect(page.get_by_label("Motif")).to_have_value("no_matricule")
    page.get_by_label("Type de pièce").select_option("09.1")
    expect(page.get_by_text("Aucune pièce ne correspond à ces filtres.")).to_be_visible()
    page.get_by_role("link", name="Toute la file").last.click()
    expect(page.locator(".list .piece").first).to_be_visible()


def test_pieces_alike_are_shown_filed_with_one_key_and_undone_as_one(page, sign_in, work):
    work.queue = [waiting(1), waiting(5), waiting(9), waiting(2)]
    begin(page, sign_in)
    expect(page.get_by_text("2 autres pièces attendent avec la même proposition")).to_be_visible()
    page.keyboard.press("g")
    panel = page.locator(".panel.alike")
    expect(panel.locator(".leaf")).to_have_count(3)
    expect(panel).to_contain_text("009 scan.pdf")
    panel.get_by_role("checkbox", name="005 scan.pdf").uncheck()
    panel.get_by_role("button", name="Classer").focus()
    press_on(page, "Enter")
    decision_of(page)

    assert [each["piece"] for each in work.verdicts] == [waiting(1)["piece"], waiting(9)["piece"]]
    expect(page.get_by_text("2 pièces classées ensemble au dossier 12345.")).to_be_visible()
    page.keyboard.press("z")
    page.wait_for_url(lambda url: url.endswith(waiting(1)["piece"]))
    assert {work.one(waiting(each)["piece"])["status"] for each in (1, 9)} == {"to_review"}


def test_what_waits_is_counted_in_the_menu_and_a_case_file_is_found_from_any_screen(page, sign_in, work):
    at_work(work)
    sign_in("archiviste", path="/#/batches")
    expect(page.get_by_role("link", name="À vérifier 8")).to_be_visible()
    expect(page.get_by_role("link", name="Signalements 1")).to_be_visible()
    page.get_by_role("search").get_by_role("textbox", name="Agent ou acte").fill("ndayi")
    page.keyboard.press("Enter")

    expect(page.get_by_role("link", name="NDAYIZEYE")).to_be_visible()


def test_other_functions_see_no_box_and_no_number_that_is_not_theirs(page, sign_in, work, api):
    for username in ("auditeur", "directeur", "12345"):
        sign_in(username, path="/")
        page.locator("#nav li").first.wait_for()
        expect(page.get_by_role("search")).to_have_count(0)
        page.get_by_role("button", name="Se déconnecter").click()
        page.locator("#signin").wait_for()

    assert "GET /waiting" not in api.seen


def test_a_report_names_its_servant_and_its_piece_is_corrected_beside_it(page, sign_in, work, api):
    filed = waiting(0, status="filed", reason=None, matricule="12345")
    work.queue = [filed]
    work.reports = [report(1, kind="error", piece=filed["piece"], name="000 scan.pdf", text="La date est fausse.")]
    sign_in("archiviste", path="/#/reports")
    expect(page.get_by_role("link", name="Espérance NDAYISHIMIYE, dossier 12.345")).to_be_visible()
    page.get_by_role("link", name="Corriger la pièce").click()
    expect(page.get_by_text("Signalé par Espérance NDAYISHIMIYE")).to_be_visible()
    expect(page.get_by_text("La date est fausse.")).to_be_visible()
    page.get_by_label("Date de l’acte").fill("04/03/2010")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("classée au dossier 12345")).to_be_visible()
    page.get_by_role("link", name="Retour aux signalements").click()

    expect(page.get_by_role("button", name="Répondre")).to_be_visible()
    assert work.verdicts[0]["fields"] == [{"name": "act_date", "value": "2010-03-04"}]


def test_what_is_proposed_stands_beside_the_text_with_what_speaks_for_it(page, sign_in, work):
    begin(page, sign_in)
    owners = page.get_by_role("group", name="De quel agent est la pièce ?")

    expect(owners.get_by_role("radio").first).to_be_checked()
    expect(owners).to_contain_text("nom lu p. 1")
    expect(owners).to_contain_text("nom lu (proche) p. 1")
    expect(page.get_by_role("region", name="Texte de la pièce")).to_contain_text("ORDONNANCE MINISTERIELLE")
    expect(page.locator("mark").first).to_contain_text("ORDONNANCE MINISTERIELLE")
    expect(page.get_by_label("Numéro de l’acte")).to_have_value("550/590")


def test_another_candidate_is_chosen_with_its_number(page, sign_in, work):
    begin(page, sign_in)
    page.keyboard.press("2")
    press_on(page, "Enter")

    assert work.verdicts[0]["matricule"] == "54321"


def test_somebody_else_is_written_however_a_matricule_is_written(page, sign_in, work):
    begin(page, sign_in)
    page.keyboard.press("a")
    page.keyboard.type(" 7.77 ")
    press_on(page, "Enter")

    assert work.verdicts[0]["matricule"] == "777"


def test_a_matricule_that_nobody_bears_is_told_beside_its_field_and_nothing_is_lost(page, sign_in, work):
    begin(page, sign_in)
    page.keyboard.press("a")
    page.keyboard.type("99999")
    page.get_by_label("Numéro de l’acte").fill("551/1")
    page.keyboard.press("Enter")
    expect(page.locator(".summary")).to_be_focused()

    expect(page.locator("#other")).to_have_value("99999")
    expect(page.get_by_label("Numéro de l’acte")).to_have_value("551/1")
    assert work.verdicts == []


def test_only_what_was_changed_of_type_and_fields_is_sent(page, sign_in, work):
    begin(page, sign_in)
    page.get_by_label("Type de pièce").select_option("03.3")
    page.get_by_label("Numéro de l’acte").fill("551/1")
    page.get_by_label("Date de l’acte").fill("")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: not url.endswith(waiting(0)["piece"]))

    assert work.verdicts[0]["type"] == "03.3"
    assert work.verdicts[0]["fields"] == [{"name": "act_number", "value": "551/1"}, {"name": "act_date", "value": None}]


def test_a_piece_is_set_aside_with_a_word_why(page, sign_in, work):
    begin(page, sign_in)
    page.keyboard.press("r")
    page.keyboard.type("Page blanche")
    page.keyboard.press("Tab")
    press_on(page, "Enter")

    assert work.verdicts[0] | {"edition": 1} == {
        "piece": waiting(0)["piece"], "edition": 1, "decision": "refuse", "note": "Page blanche",
    }  # fmt: skip


def test_a_duplicate_names_the_piece_that_it_repeats(page, sign_in, work, api):
    work.queue[0].update(like=api.pieces[3]["piece"])
    begin(page, sign_in)
    page.keyboard.press("d")
    page.locator("#twin:focus").wait_for()
    expect(page.locator("#twin")).to_have_value(api.pieces[3]["piece"])
    expect(page.locator(".twins .viewer")).to_have_count(2)
    page.get_by_role("button", name="Marquer comme doublon").click()
    page.wait_for_url(lambda url: not url.endswith(waiting(0)["piece"]))

    assert work.verdicts[0]["duplicate_of"] == api.pieces[3]["piece"]


def test_the_decision_before_is_undone_with_a_key_and_its_piece_opens_again(page, sign_in, work):
    first = begin(page, sign_in)
    press_on(page, "Enter")
    decision_of(page)
    expect(page.get_by_text("classée au dossier 12345")).to_be_visible()
    press_on(page, "z")

    assert decision_of(page) == first
    assert work.one(first)["status"] == "to_review"


def test_a_piece_that_is_skipped_stays_for_others(page, sign_in, work):
    first = begin(page, sign_in)
    press_on(page, "s")
    second = decision_of(page)

    assert second != first
    assert work.verdicts == []
    expect(page.locator(".desk")).to_be_visible()
    page.wait_for_function("() => true")
    assert work.one(first)["claimed_by"] is None


def test_a_piece_in_somebody_elses_hand_can_be_read_and_not_decided(page, sign_in, work):
    work.queue[0].update(claimed_by="collegue", claimed_until="2026-11-22T10:15:00Z")
    sign_in("archiviste", path=f"/#/check/{work.queue[0]['piece']}")

    expect(page.get_by_text("Ouverte par collegue")).to_be_visible()
    expect(page.get_by_role("region", name="Texte de la pièce")).to_contain_text("ORDONNANCE")
    expect(page.get_by_role("button", name=re.compile("Classer"))).to_have_count(0)


def test_two_archivists_never_have_the_same_piece(page, sign_in, work):
    work.queue[0].update(claimed_by="collegue", claimed_until="2026-11-22T10:15:00Z")

    assert begin(page, sign_in) == work.queue[1]["piece"]


def test_what_is_in_hand_is_let_go_on_leaving(page, sign_in, work):
    name = begin(page, sign_in)
    assert work.one(name)["claimed_by"] == "archiviste"
    page.get_by_role("link", name="Toutes les pièces à vérifier").click()
    expect(page.get_by_role("heading", level=1, name="À vérifier")).to_be_visible()
    page.wait_for_timeout(200)

    assert work.one(name)["claimed_by"] is None


def test_single_keys_can_be_switched_off(page, sign_in, work):
    begin(page, sign_in)
    page.get_by_text("Raccourcis du clavier").click()
    page.get_by_label("Touches simples actives").uncheck()
    page.locator("#owner-1").focus()
    page.keyboard.press("r")

    expect(page.get_by_role("heading", name="Écarter la pièce")).to_have_count(0)


def test_a_decision_that_does_not_arrive_loses_nothing(page, sign_in, work, api):
    name = begin(page, sign_in)
    api.faults[f"POST /review/{name}"] = [503]
    page.get_by_label("Numéro de l’acte").fill("551/1")
    page.keyboard.press("Enter")
    expect(page.locator(".summary")).to_be_visible()
    expect(page.get_by_label("Numéro de l’acte")).to_have_value("551/1")
    page.locator(".main form button").last.click()
    page.wait_for_url(lambda url: not url.endswith(name))

    assert work.verdicts[0]["fields"] == [{"name": "act_number", "value": "551/1"}]


def test_a_filed_piece_is_corrected_and_its_history_told(page, sign_in, work):
    work.queue[0].update(status="filed", reason=None, matricule="12345")
    sign_in("archiviste", path=f"/#/check/{work.queue[0]['piece']}")
    expect(page.locator("#nav [aria-current]")).to_have_text("Dossiers")
    page.get_by_label("Type de pièce").select_option("04.1")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("classée au dossier 12345")).to_be_visible()
    page.get_by_text("Décisions (1)").click()

    expect(page.get_by_text("archiviste a classé")).to_be_visible()
    expect(page.get_by_text("Type : Nomination ou engagement → Bulletin de notation")).to_be_visible()
    assert "matricule" not in work.verdicts[0]


def test_a_guardian_sees_where_to_look_and_says_why(page, sign_in, work):
    sign_in("gardien")
    page.get_by_role("link", name="fiche 1.pdf").click()
    expect(page.locator("mark")).to_have_count(1)
    page.get_by_role("radio", name="Retirer").check()
    page.get_by_role("button", name="Retirer").click()
    expect(page.locator(".summary")).to_contain_text("Indiquez le motif.")
    page.get_by_label("Motif").fill("Mention confirmée")
    page.get_by_role("button", name="Retirer").click()
    expect(page.get_by_text("La pièce est retirée.")).to_be_visible()

    assert work.verdicts == [
        {"piece": sealed(1)["piece"], "edition": 1, "decision": "withdraw", "note": "Mention confirmée"},
    ]


def test_a_guardian_saves_the_sealed_original_whole(page, sign_in, work, api):
    work.sealed[0].update(size=len(api.original), digest=hashlib.sha256(api.original).hexdigest())
    sign_in("gardien")
    page.get_by_role("link", name="fiche 1.pdf").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Télécharger").click()

    assert saved.value.path().read_bytes() == api.original
    assert f"GET /sealed/{sealed(1)['piece']}/download" in api.seen


def test_a_guardian_chooses_on_the_text_what_a_copy_does_not_show(page, sign_in, work):
    sign_in("gardien", path=f"/#/sealed/{sealed(1)['piece']}")
    page.get_by_role("radio", name="Faire une copie masquée").check()
    chosen = page.get_by_role("checkbox", checked=True)
    expect(chosen).to_have_count(1)
    chosen.uncheck()
    page.get_by_label("Motif").fill("Une ligne à masquer")
    page.get_by_role("button", name="Faire une copie masquée").click()
    expect(page.locator(".summary")).to_contain_text("Choisissez au moins une ligne ou une page")
    page.get_by_role("checkbox", name=ACT[3]["text"]).check()
    page.get_by_role("checkbox", name=ACT[0]["text"]).check()
    page.get_by_role("button", name="Faire une copie masquée").click()
    expect(page.get_by_text("La copie masquée est faite.")).to_be_visible()

    (said,) = work.verdicts
    assert (said["decision"], sorted(said["hide"], key=str)) == ("redact", [{"page": 1, "line": 1}, {"page": 1, "line": 4}])


def test_lines_are_masked_on_the_image_and_what_leaves_is_shown_before(page, sign_in, work):
    page.set_viewport_size({"width": 1280, "height": 900})
    sign_in("gardien", path=f"/#/sealed/{sealed(1)['piece']}")
    page.get_by_role("radio", name="Faire une copie masquée").check()
    page.get_by_role("button", name="Afficher l’image").click()
    black = page.locator(".sheet .black")
    expect(black).to_have_count(1)
    page.locator('[data-place="1.3"]').click()
    expect(black).to_have_count(2)
    expect(page.get_by_role("checkbox", name=ACT[2]["text"])).to_be_checked()
    page.get_by_role("button", name="Aperçu de la copie").click()
    assert page.locator(".sheet .line-of").first.evaluate("(rect) => getComputedStyle(rect).stroke") == "none"
    page.get_by_label("Motif").fill("Deux lignes")
    page.get_by_role("button", name="Faire une copie masquée").click()
    expect(page.get_by_text("La copie masquée est faite.")).to_be_visible()

    (said,) = work.verdicts
    assert sorted(said["hide"], key=str) == [{"page": 1, "line": 3}, {"page": 1, "line": 4}]


def test_the_guardian_sees_how_far_a_copy_is_and_an_archivist_may_open_it(page, sign_in, work, api):
    copied, other = work.sealed[1], sealed(3) | {"redact": True}
    work.sealed.append(other)
    copied["copy"] = {"piece": api.pieces[0]["piece"], "status": "filed"}
    sign_in("gardienne", path="/#/sealed")
    expect(page.get_by_text("copie au dossier : à retirer")).to_be_visible()
    expect(page.get_by_text("copie attendue")).to_be_visible()
    page.get_by_role("link", name="fiche 2.pdf").click()
    expect(page.locator(".way [aria-current=step]")).to_have_text("Pièce à retirer")
    api.masked = True
    page.get_by_role("link", name="Copie au dossier").click()
    expect(page.get_by_role("button", name="Télécharger la copie masquée")).to_be_visible()

    assert "original" not in page.locator(".original").inner_text().lower()


def test_a_copy_may_still_be_made_on_paper(page, sign_in, work):
    sign_in("gardien", path=f"/#/sealed/{sealed(1)['piece']}")
    page.get_by_role("radio", name="Masquer une copie sur papier").check()
    page.get_by_label("Motif").fill("Mention manuscrite")
    page.get_by_role("button", name="Masquer une copie sur papier").click()
    expect(page.get_by_text("La pièce reste scellée : déposez la copie masquée sur papier, puis retirez la pièce.")).to_be_visible()

    assert work.verdicts == [{"piece": sealed(1)["piece"], "edition": 1, "decision": "redact", "note": "Mention manuscrite"}]


def test_a_copy_on_paper_is_not_awaited_as_if_the_archive_knew_it_and_the_piece_says_how_the_wait_ends(page, sign_in, work):
    work.sealed[0] |= {"redact": True, "paper": True}
    sign_in("gardienne", path="/#/sealed")
    expect(page.get_by_text("copie sur papier, puis à retirer")).to_be_visible()
    page.get_by_role("link", name="fiche 1.pdf").click()
    expect(page.get_by_text("quand elle est au dossier, retirez celle-ci.")).to_be_visible()
    expect(page.locator(".way")).to_have_count(0)
    expect(page.get_by_role("radio", name="Retirer")).to_be_visible()
    page.get_by_role("link", name="Déposer la copie").click()

    expect(page.get_by_label("Matricule, pour")).to_have_value("12345")


def test_a_guardian_closes_by_hand_what_the_guard_let_pass_and_others_are_not_offered_it(page, sign_in, work):
    piece = work.queue[0]["piece"]
    sign_in("archiviste", path=f"/#/check/{piece}")
    expect(page.get_by_role("button", name="Écarter")).to_be_visible()
    assert page.get_by_text("Sceller cette pièce").count() == 0
    page.get_by_role("button", name="Se déconnecter").click()
    sign_in("gardienne", path=f"/#/check/{piece}")
    page.get_by_text("Sceller cette pièce").click()
    page.get_by_label("Motif").fill("Mention manuscrite")
    page.get_by_role("button", name="Sceller la pièce").click()

    expect(page.get_by_role("heading", name="scellée.pdf")).to_be_visible()
    assert work.verdicts == [{"piece": piece, "edition": 1, "decision": "seal", "note": "Mention manuscrite"}]


def test_nothing_sealed_and_nothing_to_check_are_said(page, sign_in, api):
    sign_in("gardien")

    expect(page.get_by_text("Aucune pièce scellée.")).to_be_visible()
