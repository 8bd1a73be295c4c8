"""An archivist goes through what waits, and a guardian through what is sealed off: with the keyboard alone."""

import hashlib
import re

import pytest
from fake_api import ACT
from fake_work import sealed, waiting
from playwright.sync_api import expect


@pytest.fixture
def work(api):
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


def test_a_copy_may_still_be_made_on_paper(page, sign_in, work):
    sign_in("gardien", path=f"/#/sealed/{sealed(1)['piece']}")
    page.get_by_role("radio", name="Attendre une copie masquée sur papier").check()
    page.get_by_label("Motif").fill("Mention manuscrite")
    page.get_by_role("button", name="Attendre une copie masquée sur papier").click()
    expect(page.get_by_text("Une copie masquée sur papier est attendue.")).to_be_visible()

    assert work.verdicts == [{"piece": sealed(1)["piece"], "edition": 1, "decision": "redact", "note": "Mention manuscrite"}]


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
