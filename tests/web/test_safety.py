"""What must not happen: markup from a piece, case data on a shared phone, a session left open, a page that stays blank."""

import json

from fake_api import FakeApi, piece, start
from playwright.sync_api import expect

FIRST = piece(0)["piece"]
KEPT = """async () => {
  const all = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) all.push([request.url, await (await cache.match(request)).text()]);
  }
  return all;
}"""

STORES = """async () => [
  JSON.stringify(localStorage), JSON.stringify(sessionStorage), JSON.stringify(await indexedDB.databases()), document.cookie,
]"""


def read_a_piece(page, sign_in):
    sign_in()
    page.locator(".piece a").first.click()
    page.locator(".text-of").wait_for()


def wait_for_worker(page):
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")


def test_nothing_of_a_case_file_is_in_any_cache_or_store(page, sign_in, api):
    read_a_piece(page, sign_in)
    wait_for_worker(page)
    kept = page.evaluate(KEPT)
    stores = page.evaluate(STORES)

    assert len(kept) >= 4
    for url, text in kept:
        assert "/api/" not in url
        assert "NDAYISHIMIYE" not in text
        assert "12.345" not in text
        assert "ORDONNANCE" not in text
    assert stores == ['{"signed":"yes"}', "{}", "[]", ""]


def test_signing_out_leaves_nothing_on_the_page_or_behind_it(page, sign_in, api):
    read_a_piece(page, sign_in)
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_text("Vous êtes déconnecté.")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", level=1, name="Votre dossier de carrière")).to_be_visible()

    assert "DELETE /session" in api.seen
    assert api.sessions == {}
    content = page.content()
    assert not any(word in content for word in ("NDAYISHIMIYE", "12.345", "ORDONNANCE"))
    assert page.locator("#username").input_value() == ""
    assert page.evaluate("() => localStorage.length") == 0


def test_a_sign_out_that_the_service_did_not_hear_is_said_and_made_good(page, sign_in, api, context):
    read_a_piece(page, sign_in)
    context.set_offline(True)
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_text("la session n’a pas pu être fermée sur le serveur")).to_be_visible()
    assert "ORDONNANCE" not in page.content()
    context.set_offline(False)

    expect(page.get_by_text("Rien de votre dossier n’est resté")).to_be_visible()
    assert api.sessions == {}


def test_a_page_opened_again_after_an_unheard_sign_out_finishes_it(page, sign_in, api):
    read_a_piece(page, sign_in)
    page.evaluate("() => localStorage.setItem('signed', 'leaving')")
    page.goto("/")
    expect(page.get_by_text("Vous êtes déconnecté.")).to_be_visible()

    assert api.sessions == {}
    assert "POST /session/refresh" not in api.seen


def test_who_goes_away_is_warned_and_then_signed_out(page, sign_in, api):
    page.clock.install()
    sign_in()
    expect(page.get_by_role("heading", level=1, name="Mon dossier")).to_be_visible()
    page.evaluate("() => new Promise((done) => { addEventListener('scroll', () => setTimeout(done)); scrollTo(0, 1000); })")
    page.clock.run_for(13 * 60 * 1000 + 10_000)
    expect(page.get_by_role("alert").filter(has_text="Vous serez déconnecté dans 2 minutes")).to_be_visible()
    expect(page.get_by_role("button", name="Rester connecté")).to_be_in_viewport()
    page.get_by_role("button", name="Rester connecté").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    page.clock.run_for(15 * 60 * 1000 + 10_000)

    expect(page.get_by_text("après 15 minutes sans activité")).to_be_visible()
    assert "12.345" not in page.content()
    assert api.sessions == {}


def test_a_sign_out_in_one_tab_clears_the_others(page, sign_in, context):
    read_a_piece(page, sign_in)
    other = context.new_page()
    other.goto("/")
    other.get_by_role("button", name="Se déconnecter").click()

    expect(page.get_by_role("heading", level=1, name="Votre dossier de carrière")).to_be_visible()
    assert "ORDONNANCE" not in page.content()


def test_the_pages_open_without_a_line_and_say_so(page, sign_in, api, context):
    read_a_piece(page, sign_in)
    wait_for_worker(page)
    context.set_offline(True)
    page.reload()
    expect(page.get_by_text("Vous êtes hors connexion.")).to_be_visible()
    assert "ORDONNANCE" not in page.content()
    context.set_offline(False)

    expect(page.locator(".leaf").first).to_contain_text("ORDONNANCE", use_inner_text=False)


def test_a_page_that_did_not_come_comes_by_itself_with_the_network(page, sign_in, api):
    read_a_piece(page, sign_in)
    api.faults["GET /casefiles/me/consultations"] = ["drop"]
    page.evaluate("() => { location.hash = '#/who'; }")
    expect(page.get_by_role("alert").filter(has_text="hors connexion")).to_be_visible()
    page.evaluate("() => dispatchEvent(new Event('online'))")

    expect(page.get_by_role("heading", level=1, name="Qui a ouvert mon dossier")).to_be_visible()


def test_a_second_visit_asks_for_next_to_nothing(page, sign_in, api):
    read_a_piece(page, sign_in)
    wait_for_worker(page)
    asked = []
    page.on("request", lambda request: asked.append(request) if not request.service_worker else None)
    page.goto("/")
    expect(page.get_by_role("heading", level=1, name="Mon dossier")).to_be_visible()
    lines = [request for request in asked if not request.response().from_service_worker]

    assert [request.url.removeprefix(api.site) for request in lines] == ["/api/session/refresh?casefile=true"]


def test_the_first_visit_is_few_requests_of_our_own_alone(page, sign_in, api):
    asked = []
    page.on("request", lambda request: asked.append(request.url) if not request.service_worker else None)
    page.goto("/")
    page.locator("[data-show]:visible").wait_for()

    assert len([url for url in asked if not url.startswith("data:")]) <= 16
    assert {url[: len(api.site)] for url in asked if not url.startswith("data:")} == {api.site}


def test_signing_in_works_before_the_scripts_have_come(page, api):
    held = []
    page.route("**/assets/main.*.js", lambda route: held.append(route))  # noqa: PLW0108 - a built-in cannot be marked
    page.goto("/", wait_until="commit")
    page.locator("#username").fill("12345")
    page.locator("#password").fill("Tambour-Riziere-9")
    page.get_by_role("button", name="S’identifier").click()
    page.wait_for_timeout(300)
    assert api.seen == ["POST /session"]
    held[0].continue_()

    expect(page.get_by_role("heading", level=1, name="Mon dossier")).to_be_visible()
    assert api.seen == ["POST /session"]


def test_what_was_typed_before_the_scripts_came_stays_and_so_does_the_focus(page):
    held = []
    page.route("**/assets/main.*.js", lambda route: held.append(route))  # noqa: PLW0108 - a built-in cannot be marked
    page.goto("/", wait_until="commit")
    page.locator("#username").fill("12345")
    page.locator("#password").type("Tamb")
    held[0].continue_()
    page.locator("[data-show]:visible").wait_for()

    expect(page.locator("#username")).to_have_value("12345")
    expect(page.locator("#password")).to_have_value("Tamb")
    expect(page.locator("#password")).to_be_focused()


def test_scripts_that_never_come_are_told(page):
    page.route("**/assets/main.*.js", lambda route: route.abort())
    page.goto("/")

    expect(page.get_by_text("La page ne s’est pas chargée jusqu’au bout.")).to_be_visible()


def test_without_javascript_the_page_says_what_it_is_and_where_to_go(browser, api):
    context = browser.new_context(base_url=api.site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    expect(page.locator("noscript p")).to_contain_text("Ce site a besoin de JavaScript.")
    expect(page.locator("noscript p")).to_be_visible()
    page.locator("#username").fill("12345")
    page.locator("#password").fill("secret")
    page.get_by_role("button", name="S’identifier").click()

    expect(page.get_by_role("heading", name="Navigateur et JavaScript")).to_be_visible()
    assert "secret" not in page.url
    context.close()


def test_the_policy_stops_what_was_smuggled_in(browser, files):
    """The proof that the other tests' silence means something: this page breaks the policy, and is caught."""
    smuggled = files["index.html"].replace(
        b"</section>", b'<img src=x onerror="window.hacked=1"><script>window.hacked=1</script></section>'
    )
    api = FakeApi()
    site, vault = start(api, {**files, "index.html": smuggled})
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{site.server_port}/")
    page.locator("[data-show]:visible").wait_for()
    markup = page.evaluate("() => { try { document.body.innerHTML = '<b>x</b>'; return 'taken'; } catch (error) { return error.name; } }")
    page.wait_for_timeout(300)
    broken = {json.loads(said)["csp-report"]["effective-directive"] for said in api.violations}
    hacked = page.evaluate("() => window.hacked")
    page.close()
    for server in (site, vault):
        server.shutdown()
        server.server_close()

    assert hacked is None
    assert markup == "TypeError"
    assert {"script-src-attr", "script-src-elem", "require-trusted-types-for"} <= broken
