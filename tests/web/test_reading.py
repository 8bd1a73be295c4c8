"""A servant at the screen: signs in, reads, downloads, goes; on a good line and on a bad one."""

import hashlib
import re

import pytest
from fake_api import HOSTILE, PASSWORD, lines, piece
from playwright.sync_api import expect

from tests.accessibility import accessibility_faults
from web.build import SOURCE

FIRST = piece(0)["piece"]


def heading(page, text):
    expect(page.get_by_role("heading", level=1, name=text)).to_be_visible()


def test_a_servant_signs_in_and_sees_their_own_file_year_by_year(page, sign_in, api):
    sign_in("12 345")

    heading(page, "Mon dossier")
    years = page.locator(".year h2").all_inner_texts()
    first = page.locator(".year").first.locator(".facts span:first-child").all_inner_texts()
    assert years == ["2024", "2023", "2022", "2021", "2020"]
    assert first == ["3\N{NO-BREAK SPACE}mars 2024", "2\N{NO-BREAK SPACE}février 2024", "1er\N{NO-BREAK SPACE}janvier 2024"]
    assert api.seen == ["POST /session"]
    assert page.title() == "Mon dossier – Ububiko"


def test_the_first_sign_in_asks_for_a_password_of_ones_own(page, sign_in, api):
    sign_in("99001")
    heading(page, "Choisissez votre mot de passe")
    page.get_by_label("Nouveau mot de passe").fill("tropcourt")
    page.get_by_role("button", name="Enregistrer et continuer").click()
    expect(page.get_by_role("alert")).to_contain_text("ne suit pas encore toutes les règles")
    page.get_by_label("Nouveau mot de passe").fill("toujourstropcourt")
    expect(page.get_by_role("alert")).to_contain_text("ne suit pas encore toutes les règles")
    page.get_by_label("Nouveau mot de passe").fill("Panier-Nuage-7-Vache")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.locator("#chosen-error")).to_have_count(0)
    expect(page.get_by_label("Nouveau mot de passe")).to_be_focused()
    page.get_by_role("button", name="Enregistrer et continuer").click()

    heading(page, "Mon dossier")
    assert api.seen == ["POST /session", "POST /session/challenge"]


def test_a_code_is_asked_for_where_one_was_set_and_a_wrong_one_may_be_mended(page, sign_in):
    sign_in("99002")
    page.get_by_role("button", name="Retour à l’identification").click()
    expect(page.get_by_label("Matricule")).to_be_focused()
    sign_in("99002")
    page.get_by_role("link", name="Ububiko").click()
    heading(page, "Votre dossier de carrière")
    sign_in("99002")
    page.get_by_label("Code").fill("000 000")
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("alert")).to_contain_text("Ce code n’est pas le bon")
    page.get_by_label("Code").fill("123 456")
    page.get_by_role("button", name="Continuer").click()

    heading(page, "Mon dossier")


def test_a_wrong_password_keeps_what_was_typed_and_leads_to_the_field(page, sign_in):
    sign_in("12345", "faux")
    alert = page.get_by_role("alert").filter(has_text="Il y a un problème")

    expect(alert).to_be_focused()
    alert.get_by_role("link").click()
    expect(page.locator("#password")).to_be_focused()
    expect(page.locator("#username")).to_have_value("12345")
    expect(page.locator("#password")).to_have_value("faux")


def test_too_many_attempts_are_told_with_how_long_to_wait(page, sign_in):
    sign_in("beaucoup")

    expect(page.get_by_role("alert").filter(has_text="Il y a un problème")).to_contain_text("Attendez 2 minutes")


def test_nothing_typed_is_sent_where_a_field_is_empty(page, sign_in, api):
    sign_in("12345", "")

    expect(page.get_by_role("alert").filter(has_text="Écrivez votre mot de passe")).to_be_visible()
    assert api.seen == []


def test_a_line_that_breaks_while_signing_in_loses_nothing(page, sign_in, api):
    api.faults["POST /session"] = ["drop", 503]
    sign_in()
    expect(page.get_by_role("alert").filter(has_text="Pas de connexion")).to_be_visible()
    page.get_by_role("button", name="S’identifier").click()
    expect(page.get_by_role("alert").filter(has_text="très demandé")).to_be_visible()
    page.get_by_role("button", name="S’identifier").click()

    heading(page, "Mon dossier")


def test_a_long_file_comes_part_by_part_and_a_break_between_is_mended(page, sign_in, api):
    api.page_size = 10
    sign_in()
    expect(page.locator(".piece")).to_have_count(10)
    api.faults["GET /casefiles/me"] = ["drop"]
    page.get_by_role("button", name="Afficher la suite").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Pas de connexion")
    page.get_by_role("button", name="Réessayer").press("Enter")

    expect(page.locator(".piece")).to_have_count(14)
    expect(page.locator(".piece a").nth(12)).to_be_focused()
    expect(page.get_by_role("button", name="Afficher la suite")).to_have_count(0)


def test_an_empty_file_says_so_kindly(page, sign_in, api):
    api.pieces = []
    sign_in()

    expect(page.get_by_role("heading", name="Votre dossier ne contient pas encore de pièce.")).to_be_visible()


def test_a_piece_says_what_it_is_and_its_text_unfolds_with_what_was_read_badly_marked(page, sign_in, api):
    sign_in()
    page.get_by_role("link", name="Nomination ou engagement").first.click()

    heading(page, "Nomination ou engagement")
    expect(page.get_by_text("L’acte par lequel l’État vous a engagé ou nommé")).to_be_visible()
    expect(page.locator(".leaf").first).not_to_be_visible()
    page.locator("summary", has_text="Texte de la pièce").click()
    expect(page.locator(".leaf").first).to_be_visible()
    expect(page.locator(".leaf").first).to_contain_text("ORDONNANCE MINISTERIELLE N° 550/590")
    assert page.locator(".leaf .unsure").all_inner_texts() == [
        "Vu le dossier adminislratif de l'intéressé ;",
        "Fait à Bujumbura, le 03/03/2O10",
    ]
    page.locator("summary", has_text="Preuve").click()
    expect(page.get_by_text(hashlib.sha256(api.original).hexdigest())).to_be_visible()


def test_lines_of_a_page_become_paragraphs_that_follow_the_screen(page, api):
    """A line that fills the width goes on in the next; a heading, an article, a short line and a gap begin anew."""
    page.route("**/reflow.js", lambda route: route.fulfill(path=SOURCE / "screens" / "reflow.js", content_type="text/javascript"))
    page.goto("/help/")
    written = [
        ("ORDONNANCE N° 5", 0.5, 0.10, 97),
        ("Article 1er : L'intéressé est nommé dans le cadre des ensei-", 0.8, 0.14, 97),
        ("gnants de la province, à comp-", 0.8, 0.165, 60),
        ("ter du 1er octobre.", 0.3, 0.19, 97),
        ("Article 2 : La présente ordonnance entre en vigueur.", 0.8, 0.215, 97),
        ("Le Ministre", 0.2, 0.4, 97),
    ]
    lines_of_page = [{"text": text, "confidence": sure, "box": [0.1, top, width, 0.02]} for text, width, top, sure in written]
    found = page.evaluate("(lines) => import('/reflow.js').then(({ reflowed }) => reflowed(lines))", lines_of_page)

    assert ["".join(run["text"] for run in each) for each in found] == [
        "ORDONNANCE N° 5",
        "Article 1er : L'intéressé est nommé dans le cadre des enseignants de la province, à compter du 1er octobre.",
        "Article 2 : La présente ordonnance entre en vigueur.",
        "Le Ministre",
    ]
    assert [run["sure"] for run in found[1]] == [True, False, True]


def test_a_piece_whose_text_does_not_come_still_gives_its_original(page, sign_in, api):
    sign_in()
    api.textless = True
    page.get_by_role("link", name="Nomination ou engagement").first.click()
    expect(page.get_by_role("button", name="Télécharger l’original")).to_be_visible()
    page.get_by_role("button", name="Réessayer").click()

    expect(page.locator(".leaf").first).to_contain_text("ORDONNANCE")


def test_the_original_arrives_whole(page, sign_in, api):
    sign_in(path=f"/#/piece/{FIRST}")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Télécharger l’original").click()

    assert coming.value.suggested_filename == "000 scan.pdf"
    assert coming.value.path().read_bytes() == api.original
    expect(page.get_by_text("Original téléchargé")).to_be_visible()


def test_an_original_is_saved_under_the_name_that_came_with_its_link(page, sign_in, api):
    api.pieces[0]["name"] = "photo.hta"
    sign_in(path=f"/#/piece/{FIRST}")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Télécharger l’original").click()

    assert coming.value.suggested_filename == "photo.hta.pdf"


def test_a_broken_download_goes_on_where_it_stopped_with_a_new_link(page, sign_in, api):
    sign_in(path=f"/#/piece/{FIRST}")
    api.cut = [100_000]
    page.get_by_role("button", name="Télécharger l’original").click()
    expect(page.get_by_text("La connexion a été coupée à 100 ko sur 307 ko")).to_be_visible()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Continuer").click()

    assert coming.value.path().read_bytes() == api.original
    assert api.ranges == [None, "bytes=100000-"]
    assert api.seen.count(f"GET /pieces/{FIRST}/download") == 2


def test_an_altered_original_is_not_handed_over(page, sign_in, api):
    sign_in(path=f"/#/piece/{FIRST}")
    heading(page, "Nomination ou engagement")
    api.original = api.original[:-1] + b"!"
    page.get_by_role("button", name="Télécharger l’original").click()

    expect(page.get_by_text("est différent de l’original")).to_be_visible()


def test_a_servant_sees_who_opened_their_file(page, sign_in, api):
    api.consultations = [
        {
            "at": "2026-11-21T13:04:00Z",
            "action": "download",
            "role": "archivist",
            "reader": "g.nkurunziza",
            "piece": FIRST,
            "name": "000 scan.pdf",
        },
        {"at": "2026-11-20T17:10:00Z", "action": "text", "role": "own", "reader": "12345", "piece": FIRST, "name": "000 scan.pdf"},
    ]
    sign_in()
    page.get_by_role("link", name="Qui a ouvert mon dossier").click()
    heading(page, "Qui a ouvert mon dossier")
    said = page.locator(".events li").all_inner_texts()

    assert "21 novembre 2026 à 15 h 04" in said[0].replace("\N{NO-BREAK SPACE}", " ")
    assert "g.nkurunziza (archiviste) a téléchargé 000 scan.pdf" in said[0]
    assert "Vous avez lu le texte de" in said[1]


def test_a_servant_sees_who_else_opened_their_file(page, sign_in, api):
    api.consultations = [
        {"at": "2026-11-21T13:04:00Z", "action": "casefile", "role": "archivist", "reader": "g.nkurunziza", "piece": None, "name": None},
        {"at": "2026-11-20T17:10:00Z", "action": "text", "role": "own", "reader": "12345", "piece": FIRST, "name": "000 scan.pdf"},
    ]
    sign_in(path="/#/who")
    expect(page.locator(".events li")).to_have_count(2)
    page.get_by_role("link", name="Autres que moi").click()
    expect(page.locator(".events li")).to_have_count(1)

    expect(page.get_by_role("link", name="Autres que moi")).to_have_attribute("aria-current", "page")
    expect(page.locator(".events")).to_contain_text("g.nkurunziza")


def test_what_is_new_is_counted_on_the_first_screen_until_it_is_opened(page, sign_in, api):
    api.unseen = [piece(0)["piece"], piece(3)["piece"]]
    sign_in()
    expect(page.get_by_role("link", name="Nouveautés (2)")).to_be_visible()
    expect(page.locator(".tag", has_text="nouveau")).to_have_count(2)
    page.locator(f".piece a[href$='{FIRST}']").click()
    page.get_by_role("link", name="Retour au dossier").click()

    expect(page.get_by_role("link", name="Nouveautés (1)")).to_be_visible()
    expect(page.locator(".tag", has_text="nouveau")).to_have_count(1)


def test_pieces_stand_by_type_as_well_as_by_year(page, sign_in):
    sign_in()
    page.get_by_role("link", name="Par type").click()
    expect(page.locator("main h2").first).to_have_text("Diplôme ou équivalence")
    names = page.locator("main h2").all_inner_texts()
    assert len(names) == len(set(names)) == 8
    page.get_by_role("link", name="Par année").click()

    expect(page.locator("main h2").first).to_have_text("2024")


def test_a_file_that_was_downloaded_is_not_forgotten_at_the_end(page, sign_in):
    sign_in(path=f"/#/piece/{FIRST}")
    with page.expect_download():
        page.get_by_role("button", name="Télécharger l’original").click()
    expect(page.get_by_text("Original téléchargé.")).to_be_visible()
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.locator("#notice")).to_contain_text(
        "1 fichier téléchargé se trouve encore sur cet appareil : effacez-le.", use_inner_text=False
    )
    sign_in()
    page.get_by_role("button", name="Se déconnecter").click()

    expect(page.locator("#notice")).to_contain_text("Rien de votre dossier n’est resté sur cet appareil.")
    assert page.evaluate("() => localStorage.length") == 0


def test_hostile_words_of_a_piece_stay_words(page, sign_in, api):
    api.name = HOSTILE
    api.pieces[0] |= {"type": None, "name": f"{HOSTILE}\N{RIGHT-TO-LEFT OVERRIDE}fdp.exe"}
    api.texts = [lines(HOSTILE, "<script>window.hacked=1</script>", "{{constructor}}", "</p><svg onload=window.hacked=1>")]
    api.fields = [{"name": "posting", "value": HOSTILE, "raw": "javascript:alert(1)", "confidence": 1, "page": 1, "box": [0, 0, 1, 1]}]
    sign_in()
    heading(page, "Mon dossier")
    page.locator(f".piece a[href$='{FIRST}']").click()

    expect(page.locator(".leaf")).to_contain_text("</p><svg onload=window.hacked=1>")
    page.get_by_role("button", name="Voir les pages").click()
    page.locator(".viewer image").wait_for()
    expect(page.get_by_role("heading", level=1)).to_contain_text("⟨202E⟩")
    assert page.locator("main img:not(.sheet img), main script, main svg:not(.viewer svg)").count() == 0
    assert page.evaluate("() => window.hacked") is None


def test_a_session_that_ended_asks_for_the_password_and_returns_to_the_page(page, sign_in, api):
    sign_in()
    heading(page, "Mon dossier")
    api.sessions.clear()
    api.faults[f"GET /pieces/{FIRST}"] = [401]
    page.locator(f".piece a[href$='{FIRST}']").click()
    expect(page.get_by_role("alert").filter(has_text="Votre session est terminée")).to_be_visible()
    page.locator("#username").fill("12345")
    page.locator("#password").fill(PASSWORD)
    page.get_by_role("button", name="S’identifier").click()

    heading(page, "Nomination ou engagement")


def test_an_expired_token_is_renewed_without_a_word(page, sign_in, api):
    api.token_life = 1
    sign_in()
    page.locator(f".piece a[href$='{FIRST}']").click()

    heading(page, "Nomination ou engagement")
    assert "POST /session/refresh" in api.seen


def test_a_page_opened_again_needs_no_password_while_the_session_lasts(page, sign_in, api):
    sign_in()
    heading(page, "Mon dossier")
    page.reload()

    heading(page, "Mon dossier")
    assert api.seen[-1] == "POST /session/refresh"
    assert "GET /casefiles/me" not in api.seen


def test_the_token_of_somebody_else_is_never_taken_over(page, sign_in, api):
    api.token_life = 1
    sign_in()
    heading(page, "Mon dossier")
    for cookie in api.sessions:
        api.sessions[cookie] = "67890"
    page.locator(f".piece a[href$='{FIRST}']").click()

    expect(page.get_by_role("alert").filter(has_text="Votre session est terminée")).to_be_visible()


def test_an_account_is_minded_password_code_and_devices(page, sign_in, api):
    sign_in(path="/#/account")
    heading(page, "Mon compte")
    expect(page.locator(".events li").first).to_contain_text("Connexion réussie")
    page.get_by_label("Mot de passe actuel").fill("faux")
    page.get_by_label("Nouveau mot de passe").fill("Panier-Nuage-7-Vache")
    page.get_by_role("button", name="Changer le mot de passe").click()
    expect(page.get_by_role("alert")).to_contain_text("Le mot de passe actuel n’est pas le bon")
    expect(page.get_by_label("Nouveau mot de passe")).to_have_value("Panier-Nuage-7-Vache")
    page.get_by_label("Mot de passe actuel").fill(PASSWORD)
    page.get_by_role("button", name="Changer le mot de passe").click()
    expect(page.get_by_text("Votre mot de passe est changé.")).to_be_focused()
    page.get_by_role("button", name="Activer le code").click()
    page.locator("#confirm").fill("un-autre")
    page.get_by_role("button", name="Continuer").click()
    expect(page.locator("#confirm-error")).to_be_visible()
    page.locator("#confirm").fill(PASSWORD)
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("button", name="Ne rien changer").click()
    expect(page.get_by_role("button", name="Activer le code")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("#confirm").fill(PASSWORD)
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("heading", name="Ajoutez Ububiko")).to_be_focused()
    expect(page.get_by_role("link", name="Ouvrir l’application")).to_have_attribute(
        "href", "otpauth://totp/Ububiko:12345?secret=JBSWY3DPEHPK3PXP&issuer=Ububiko"
    )
    assert page.get_by_role("img", name="Code QR").evaluate("async (each) => { await each.decode(); return each.naturalWidth; }") == 36
    page.get_by_label("Code").fill("123456")
    page.get_by_role("button", name="Vérifier et activer").click()

    expect(page.get_by_text("Le code à six chiffres est activé.")).to_be_visible()


def test_sign_ins_stand_the_latest_first_however_refusals_were_counted_together(page, sign_in, api):
    api.outcomes = [
        {"at": "2026-11-20T17:02:00Z", "outcome": "refused", "address": "154.73.105.2", "times": 3},
        {"at": "2026-11-22T06:41:00Z", "outcome": "signed_in", "address": "197.157.194.20", "times": 1},
        {"at": "2026-11-21T09:30:00Z", "outcome": "signed_out", "address": "197.157.194.20", "times": 1},
    ]
    sign_in(path="/#/account")
    page.locator(".events li").first.wait_for()
    days = page.locator(".events time").evaluate_all("(all) => all.map((each) => each.dateTime.slice(0, 10))")

    assert days == ["2026-11-22", "2026-11-21", "2026-11-20"]


def test_who_has_a_code_is_told_so_and_may_give_it_up(page, sign_in, api):
    api.totp = True
    sign_in(path="/#/account")
    expect(page.get_by_text("il est demandé à chaque connexion")).to_be_visible()
    assert page.get_by_role("button", name="Activer le code").count() == 0
    page.get_by_role("button", name="Retirer le code").click()
    page.locator("#confirm").fill(PASSWORD)
    page.get_by_role("button", name="Retirer le code").click()

    expect(page.get_by_text("Le code à six chiffres est retiré.")).to_be_visible()
    expect(page.get_by_role("button", name="Activer le code")).to_be_visible()


def test_a_servant_switches_messages_about_their_case_file_on_and_off(page, sign_in, api):
    sign_in(path="/#/account")
    page.get_by_role("button", name="Recevoir les messages").click()
    expect(page.get_by_text("Vous recevez les messages.")).to_be_focused()
    switched = api.notices
    faults = accessibility_faults(page)
    page.get_by_role("button", name="Ne plus les recevoir").click()

    expect(page.get_by_text("Vous ne recevez aucun message.")).to_be_focused()
    expect(page.get_by_role("button", name="Recevoir les messages")).to_be_visible()
    assert (switched, api.notices, faults) == ("on", "off", [])
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_a_servant_whose_last_message_was_refused_is_told_so_and_may_switch_them_off(page, sign_in, api):
    api.notices = "refused"
    sign_in(path="/#/account")
    refused = page.get_by_text("Le dernier message n’est pas parti : faites vérifier votre adresse au guichet.")
    expect(refused).to_be_visible()
    page.get_by_role("button", name="Ne plus les recevoir").click()

    expect(page.get_by_role("button", name="Recevoir les messages")).to_be_visible()
    assert api.notices == "off"


@pytest.mark.parametrize(("state", "said"), [(None, 0), ("no_address", 1)])
def test_where_no_message_can_be_sent_there_is_no_switch_and_who_only_lacks_an_address_is_told_so(page, sign_in, api, state, said):
    api.notices = state
    sign_in(path="/#/account")

    expect(page.get_by_role("heading", name="Dernières connexions")).to_be_visible()
    assert page.get_by_text("Il faut une adresse vérifiée").count() == said
    assert page.get_by_role("button", name="Recevoir les messages").count() == 0


@pytest.mark.parametrize(("button", "asked"), [("Se déconnecter ici", ""), ("Se déconnecter partout", "everywhere=true")])
def test_sessions_are_closed_under_a_heading_that_promises_no_list_of_devices(page, sign_in, button, asked):
    sign_in(path="/#/account")
    card = page.locator(".card", has=page.get_by_role("heading", name="Fermer mes sessions"))
    expect(card.get_by_role("button")).to_have_text(["Se déconnecter ici", "Se déconnecter partout"])
    expect(card).to_contain_text("Toutes les sessions seront fermées, celle-ci comprise.")
    assert re.search("appareils? connect", page.locator("body").inner_text(), re.IGNORECASE) is None
    with page.expect_request(lambda each: each.method == "DELETE") as said:
        card.get_by_role("button", name=button).click()

    assert said.value.url.partition("?")[2] == asked
    expect(page.get_by_text("Vous êtes déconnecté.")).to_be_visible()


@pytest.mark.parametrize(
    ("home", "said"),
    [
        ("/", ["Matricule ou identifiant", "saisit son identifiant", "Le matricule, l’identifiant ou le mot de passe", "Identifiant"]),
        ("/en/", ["Matricule or user name", "enter their user name", "The matricule, user name or password", "User name"]),
        ("/rn/", ["Matricule canke izina", "izina ryabo ryo kwinjira", "Matricule, izina ryo kwinjira canke", "Izina ryo kwinjira"]),
    ],
)
def test_those_at_work_sign_in_by_a_user_name_and_are_told_of_one_everywhere(page, home, said):
    label, hint, refused, name = said
    page.goto(home)
    field = page.get_by_label(label)
    expect(field).to_have_accessible_description(re.compile(hint))
    field.fill("archiviste")
    page.locator("#password").fill("pas le bon")
    page.locator("#signin form button:not([type])").click()
    expect(page.locator(".summary")).to_contain_text(refused)
    page.locator("#password").fill(PASSWORD)
    page.locator("#signin form button:not([type])").click()
    page.locator("#nav a[href='#/account']").click()

    expect(page.locator(".head .line li").first).to_have_text(f"{name} archiviste")


def test_who_cannot_enter_is_told_where_and_when_the_counter_is_open(page, api):
    page.goto("/#/forgotten")
    heading(page, "Mot de passe oublié")
    expect(page.locator("#app .note")).to_have_count(0)
    api.counter = "Bujumbura, bâtiment B ; du lundi au vendredi, de 8 h à 12 h."
    page.reload()

    expect(page.get_by_text("Bujumbura, bâtiment B")).to_be_visible()


def test_a_forgotten_password_is_helped_at_the_counter_or_by_a_code(page, api):
    page.goto("/")
    page.get_by_role("link", name="Mot de passe oublié").click()
    heading(page, "Mot de passe oublié")
    page.get_by_role("textbox", name="Matricule").fill("12345")
    page.get_by_role("button", name="Envoyer un code").click()
    page.get_by_label("Code reçu").fill("654321")
    page.get_by_label("Nouveau mot de passe").fill("Panier-Nuage-7-Vache")
    page.get_by_role("button", name="Enregistrer le mot de passe").click()

    expect(page.get_by_text("Votre mot de passe est changé. Identifiez-vous")).to_be_visible()
    expect(page.get_by_label("Matricule")).to_be_focused()
    heading(page, "Votre dossier de carrière")


def test_english_and_kirundi_have_the_same_pages(page, sign_in):
    for home, title in {"/en/": "My file", "/rn/": "Idosiye yanje"}.items():
        sign_in(path=home)
        heading(page, title)
        page.locator("#nav button").click()
        page.locator("#signin").wait_for()


def test_a_language_is_changed_without_losing_the_page(page, sign_in):
    sign_in(path=f"/#/piece/{FIRST}")
    heading(page, "Nomination ou engagement")
    page.get_by_role("link", name="English").click()

    heading(page, "Appointment or engagement")
