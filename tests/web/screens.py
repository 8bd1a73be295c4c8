"""Every screen, ready to be looked at: `python tests/web/screens.py [names] [--look dark]` writes build/screens/<width>/<screen>.png."""

import argparse
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2])]

import pypdfium2
from fake_api import ACT, HOSTILE, PASSWORD, FakeApi, lines, piece, start
from fake_cuts import dossier, of_two_passes, with_closed_pages
from fake_work import at_work, sealed, waiting
from PIL import Image
from playwright.sync_api import Error, Page
from staff_states import STAFF_STATES
from states import STATES
from steps import FIRST, altered, at, bare, opened, press, sent

from chalicelib.model.wording import REASONS
from tests.browser import chromium
from web import build

OUT = Path(__file__).parents[2] / "build" / "screens"
WIDTHS = {"360": 740, "1280": 900}
BATCH = "2026-11 enseignants"
ALIKE, TWINNED, UNKNOWN = 1, 3, 3
"""Of the queue: one of several alike; one that seems to be there twice; one whose matricule is in no roster."""
DOUBTED = next(each["piece"] for each in dossier().told()["pieces"] if each["reason"] == "cuts")
"""Some pages of a scan, in which it is not sure where one piece ends."""
DECIDED = 7
"""Of the queue: one that has been decided of."""


def full() -> FakeApi:
    """Make a service with something on every screen."""
    api = FakeApi()
    api.pieces[2]["status"] = "to_review"
    api.pieces[4] |= {"name": f"arrêté {HOSTILE}.pdf", "type": None}
    api.pieces.append(piece(20, date=None, year=None))
    api.fields = [
        {"name": "act_number", "value": "550/590", "raw": "N° 550/590", "confidence": 0.97, "page": 1, "box": [0.1, 0.298, 0.5, 0.024]},
        {"name": "act_date", "value": "2010-03-03", "raw": "3 MARS 2010", "confidence": 0.95, "page": 1, "box": [0.1, 0.298, 0.6, 0.024]},
        {
            "name": "effective_date",
            "value": "2009-10-01",
            "raw": "1er octobre 2009",
            "confidence": 0.9,
            "page": 1,
            "box": [0.1, 0.898, 0.4, 0.024],
        },
        {
            "name": "posting",
            "value": "Lycée de Gitega",
            "raw": "Lycée de Gitega",
            "confidence": 0.8,
            "page": 2,
            "box": [0.1, 0.1, 0.3, 0.024],
        },
    ]
    placed = [{**line, "box": [0.1, 0.08 + 0.03 * at, min(0.8, len(line["text"]) / 90), 0.022]} for at, line in enumerate(ACT)]
    api.texts = [placed, lines("Ampliation :", "- Archives nationales", "- L'intéressé", HOSTILE), []]
    seen = {"piece": FIRST, "name": "000 scan.pdf"}
    api.consultations = [
        {"at": "2026-11-21T13:04:00Z", "action": "download", "role": "archivist", "reader": "g.nkurunziza", **seen},
        {"at": "2026-11-21T13:02:00Z", "action": "casefile", "role": "archivist", "reader": "g.nkurunziza", "piece": None, "name": None},
        {"at": "2026-11-20T17:10:00Z", "action": "text", "role": "own", "reader": "12345", **seen},
    ]
    api.unseen = [api.pieces[0]["piece"], api.pieces[3]["piece"]]
    api.counter = "Ministère de la Fonction publique, Bujumbura, rez-de-chaussée ; du lundi au vendredi, de 8 h à 12 h."
    at_work(api.work)
    api.work.texts = api.texts[:2]
    api.work.take_in(dossier())
    api.work.take_in(with_closed_pages())
    api.pieces[1] |= {"part": {"range": "3-5", "of": 40}, "pages": 3}
    decided = api.work.queue[DECIDED]["piece"]
    api.work.queue[DECIDED]["claimed_by"] = "archiviste"
    api.work.queue[TWINNED]["like"] = api.pieces[3]["piece"]
    api.work.sealed[1]["copy"] = {"piece": FIRST, "status": "filed"}
    api.work.elsewhere = 2
    verdict = {"edition": 1, "decision": "file", "matricule": "12345", "type": "05.1", "note": "Lu sur le cachet."}
    api.work.settle(decided, {**verdict, "edition": api.work.queue[DECIDED]["edition"]}, "archiviste")
    counts = {"filed": 41, "to_review": 4, "duplicate": 2, "refused": 2, "failed": 0, "missing": 1}
    done = {"opened_at": "2026-11-21T08:00:00Z", "closed_at": "2026-11-21T08:09:00Z", "moved_at": "2026-11-21T08:08:00Z"}
    refused = [
        {
            "key": f"2026-12 santé/{name}",
            "status": status,
            "reason": reason,
            "reason_fr": REASONS[reason][0],
            "reason_en": REASONS[reason][1],
        }
        for name, status, reason in [("777/scan 0042.pdf", "refused", "encrypted"), ("12345/relevé.docx", "refused", "type")]
    ]
    api.batches = [
        {"batch": "2026-12 santé", "status": "open", "revision": 0, "opened_at": "2026-11-22T09:55:00Z", "closed_at": None,
         "moved_at": "2026-11-22T10:00:00Z", "announced": 120, "lines": 73, "waiting": 31, "pages": 168,
         "counts": {**counts, "filed": 36, "missing": 0}, "refused": refused},
        {"batch": BATCH, "status": "closed", "revision": 1, **done, "announced": 50, "lines": 49, "waiting": 0,
         "pages": 131, "counts": counts},
        {"batch": "2026-10-30", "status": "closed", "revision": 2, **done, "announced": None, "lines": 212, "waiting": 0, "pages": 840,
         "counts": {**counts, "filed": 212, "to_review": 0, "duplicate": 0, "refused": 0, "missing": 0}},
    ]  # fmt: skip
    told = {"digest": "0" * 64, "version": "v1", "matricule": None, "piece": None, "pages": None, "size": 812_000, "reason": None}
    told |= {"confidence": 96.0, "duplicate_of": None}
    reasons = {"missing": "never_came", "refused": "corrupt", "to_review": "no_matricule"}
    for status, name in [("filed", "12345/nomination.pdf"), ("missing", "12345/notation 2019.pdf"), ("refused", "777/coupé.pdf"),
                         ("to_review", f"divers/{HOSTILE}.pdf"), ("duplicate", "12345/nomination copie.pdf")]:  # fmt: skip
        reason = reasons.get(status)
        french, english = REASONS[reason] if reason else (None, None)
        file = {**told, "key": f"{BATCH}/{name}", "status": status, "reason": reason, "reason_fr": french, "reason_en": english}
        if status in {"filed", "duplicate"}:
            file |= {"matricule": "12345", "piece": FIRST, "pages": 2}
        if status == "duplicate":
            file |= {"piece": None, "duplicate_of": FIRST, "duplicate_file": f"{BATCH}/12345/nomination.pdf", "duplicate_batch": None}
        if status == "to_review":
            file |= {"piece": waiting(1)["piece"], "pages": 3}
        if status == "missing":
            file |= {"size": None, "version": None}
        api.receipt_files.append(file)
    return api


def wrong(page: Page, home: str) -> None:
    """Type a wrong password."""
    page.goto(home)
    page.locator("#username").fill("12345")
    page.locator("#password").fill("pas le bon")
    page.locator("#signin form button:not([type])").click()
    page.locator(".summary").wait_for()


def key(page: Page, home: str) -> None:
    """Ask for a code's key."""
    at("account")(page, home)
    press(page, "extra", "totp.start")
    page.locator("#confirm").fill(PASSWORD)
    press(page, "entering", "code.submit")
    page.locator("img.qr").wait_for()


def masking(page: Page, home: str) -> None:
    """Choose what a copy must not show."""
    at(f"sealed/{sealed(1)['piece']}", "gardien")(page, home)
    page.locator("#d-redact").check()
    page.locator(".viewer button").last.click()
    page.locator(".sheet image").wait_for()
    page.wait_for_timeout(300)


def previewed(page: Page, home: str) -> None:
    """Look at what leaves of a page."""
    masking(page, home)
    page.locator("[data-place]").first.click()
    press(page, "sealed", "sealed.preview")


def sought(page: Page, home: str) -> None:
    """Find the servant of a piece in place, by name."""
    at(f"check/{waiting(UNKNOWN)['piece']}", "archiviste")(page, home)
    page.locator("#other").fill("ndayi")
    page.locator("#other").press("Enter")
    page.locator(".found input").first.wait_for()


def misdated(page: Page, home: str) -> None:
    """Write a day that is none."""
    at(f"check/{waiting(ALIKE)['piece']}", "archiviste")(page, home)
    page.locator("#f-act_date").fill("31/02/2010")
    page.locator("#f-act_date").press("Enter")
    page.locator(".summary").wait_for()


def begun(page: Page, home: str) -> None:
    """Go through the queue, past the first piece."""
    at("review", "archiviste")(page, home)
    press(page, "review", "review.begin")
    page.locator(".desk input[name=owner]").first.wait_for()
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    page.locator(".before button").first.wait_for()
    page.wait_for_timeout(400)


def broken(page: Page, home: str) -> None:
    """Break a case file's request off."""
    page.route("**/api/casefiles/9", lambda route: route.abort())
    at("casefile/9", "archiviste")(page, home)


def signed_out(page: Page, home: str) -> None:
    """Sign out."""
    at("")(page, home)
    page.locator("#nav button").click()
    page.locator("#notice .bar").wait_for()


def downloaded(page: Page, home: str) -> None:
    """Fetch an original."""
    at(f"piece/{FIRST}")(page, home)
    page.locator(".original button").click()
    page.locator(".original p:has-text('SHA'), .original p.soft:not(:empty)").first.wait_for()
    page.wait_for_timeout(400)


def deposit(page: Page, home: str) -> None:
    """Choose files of every kind, and send none."""
    at("deposit", "archiviste")(page, home)
    names = ("12345 nomination.pdf", "12345 arrêté n° 550-590 du 3 mars 2010.pdf", "54321 notation 2019.pdf")
    page.locator("#files").set_input_files([{"name": name, "mimeType": "", "buffer": b"%PDF-1.4" + bytes(90_000)} for name in names])
    page.locator("#app .list").wait_for()
    page.wait_for_timeout(400)


def sending(page: Page, home: str) -> None:
    """Send some of which one is there, one is refused, and the line breaks."""
    deposit(page, home)
    page.locator("#files").set_input_files([{"name": f"{HOSTILE}.pdf", "mimeType": "", "buffer": b"PK"}])
    done = []
    page.route("**/inbox", lambda route: route.continue_() if not done.append(1) and len(done) < 2 else None)
    page.locator("#app .card button").first.click()
    page.locator(".tag.filed").first.wait_for()
    page.wait_for_timeout(600)
    page.unroute_all(behavior="ignoreErrors")


def delivered(page: Page, home: str) -> None:
    """Send all, and finish."""
    deposit(page, home)
    page.locator("#app .card button").first.click()
    page.locator(".tag.filed").nth(2).wait_for()
    page.wait_for_timeout(400)


def stalled(page: Page, home: str) -> None:
    """Break the line."""
    deposit(page, home)
    page.route("**/inbox", lambda route: route.abort())
    page.locator("#app .card button").first.click()
    page.locator(".warn-note").wait_for()


def slip(page: Page, home: str) -> None:
    """Give a new first password."""
    at("counter/12345", "archiviste")(page, home)
    page.locator("#reset-reason").fill("Fiche perdue")
    page.locator("#app form button").first.click()
    page.locator(".slip-of").wait_for()


def pressed(key: str) -> Callable[[Page, str], None]:
    """Press a key at a piece that waits."""

    def go(page: Page, home: str) -> None:
        at(f"check/{waiting(TWINNED if key == 'd' else ALIKE)['piece']}", "archiviste")(page, home)
        page.locator("input[name=owner]:focus").press(key)
        page.locator(".panel form").wait_for()

    return go


def enlarged(page: Page, home: str) -> None:
    """Enlarge the two pages of a doubtful place."""
    at(f"cuts/{DOUBTED}", "archiviste")(page, home)
    page.locator(".place:focus").press("z")
    page.locator(".pair.large img").nth(1).wait_for()
    page.wait_for_timeout(300)


def two_passes(page: Page, home: str) -> None:
    """Open a scan of fronts, then backs."""
    told = of_two_passes().told()
    told["pages"] = [{**each, "piece": DOUBTED} for each in told["pages"]]
    page.route("**/api/review/*/cuts", lambda route: route.fulfill(json=told))
    at(f"cuts/{DOUBTED}", "archiviste")(page, home)


def leaving(page: Page, home: str) -> None:
    """Leave with a change that is not confirmed."""
    at(f"cuts/{DOUBTED}", "archiviste")(page, home)
    page.locator(".place:focus").press(" ")
    page.keyboard.press("Escape")
    page.locator(".asking").wait_for()


def confirmed(page: Page, home: str) -> None:
    """Confirm the cuts of a scan with closed pages, of which one piece is then to be checked."""
    at(f"cuts/{with_closed_pages().file}", "archiviste")(page, home)
    page.locator(".place:focus").press("Enter")
    page.locator(".result .list").wait_for()


def unowned(page: Page, home: str) -> None:
    """Confirm another owner without saying whom."""
    at(f"check/{waiting(0)['piece']}", "archiviste")(page, home)
    page.locator("#owner-other").check()
    page.locator(".main form > p:last-child button").click()
    page.locator(".summary").wait_for()


def history(page: Page, home: str) -> None:
    """Correct what has been decided."""
    at(f"check/{waiting(DECIDED)['piece']}", "archiviste")(page, home)
    page.locator(".history summary").click()


def shut(page: Page, home: str) -> None:
    """Decide that a sealed piece stays sealed until a copy on paper comes."""
    at(f"sealed/{sealed(1)['piece']}", "gardien")(page, home)
    page.locator("#d-paper").check()
    page.locator("#note").fill("Mention à masquer.")
    page.locator("#app form button").last.click()
    page.locator(".note[role=status]").wait_for()


def framed(page: Page, home: str) -> None:
    """Look where a date was read."""
    at(f"piece/{FIRST}")(page, home)
    press(page, "piece", "image.where", which=1)
    page.locator(".sheet image").wait_for()
    page.wait_for_timeout(200)


def unfolded(page: Page, home: str) -> None:
    """Read the text of a piece."""
    at(f"piece/{FIRST}")(page, home)
    page.locator(".text-of > summary").click()
    page.wait_for_timeout(200)


def turned(page: Page, home: str) -> None:
    """Magnify a page, and turn it."""
    framed(page, home)
    for key in ("image.larger", "image.larger", "image.rotate"):
        press(page, "piece", key)
    page.wait_for_timeout(300)


SCREENS: dict[str, Callable[[Page, str], None]] = {
    "01-sign-in": opened(""),
    "02-wrong-password": wrong,
    "03-own-password": at("", "99001"),
    "04-code": at("", "99002"),
    "05-forgotten": opened("#/forgotten"),
    "06-casefile": at(""),
    "07-piece": at(f"piece/{FIRST}"),
    "08-downloaded": downloaded,
    "16-framed": framed,
    "16-turned": turned,
    "16-unfolded": unfolded,
    "06-by-type": at("casefile/me/types"),
    "09-who": at("who"),
    "09-who-others": at("who/me/others"),
    "10-account": at("account"),
    "11-key": key,
    "12-help": opened("help/"),
    "13-not-found": at("nowhere"),
    "14-broken": broken,
    "15-signed-out": signed_out,
    "20-batches": at("", "archiviste"),
    "20-batches-none": bare("batches", "archiviste", "batches", batches=[]),
    "21-batch-live": at("batch/2026-12%20sant%C3%A9", "archiviste"),
    "22-batch": at("batch/2026-11%20enseignants", "archiviste"),
    "23-receipt": at("receipt/2026-11%20enseignants", "archiviste"),
    "24-found": sent("find", ".list >> nth=0", "archiviste", query="ndayi"),
    "24-find": at("find", "archiviste"),
    "24-found-acts": sent("find", ".list >> nth=0", "archiviste", query="610/55"),
    "24-found-filtered": at("find/ndayishimiye/1990-01-01/2010-12-31/niyonkuru", "archiviste"),
    "24-nothing": sent("find", ".empty", "archiviste", query="zzz"),
    "24-casefile": at("casefile/12345", "archiviste"),
    "25-deposit": at("deposit", "archiviste"),
    "25-deposit-chosen": deposit,
    "25-deposit-sending": sending,
    "25-deposit-sent": delivered,
    "25-deposit-stalled": stalled,
    "26-review": at("review", "archiviste"),
    "26-review-none": altered("review", "review", "archiviste", pieces=[], waiting={"number": 0, "more": False}),
    "27-check": at(f"check/{waiting(0)['piece']}", "archiviste"),
    "26-review-batch": at("review/batch%3D2026-11%20enseignants", "archiviste"),
    "27-check-begun": begun,
    "27-check-alike": pressed("g"),
    "27-check-found": sought,
    "27-check-misdated": misdated,
    "27-check-refuse": pressed("r"),
    "27-check-twin": pressed("d"),
    "27-check-wrong": unowned,
    "27-check-again": history,
    "27-check-cuts": at(f"check/{DOUBTED}", "archiviste"),
    "27-cuts": at(f"cuts/{DOUBTED}", "archiviste"),
    "27-cuts-closed": at(f"cuts/{with_closed_pages().file}", "archiviste"),
    "27-cuts-large": enlarged,
    "27-cuts-order": two_passes,
    "27-cuts-leave": leaving,
    "27-cuts-done": confirmed,
    "28-taken": at(f"check/{waiting(2)['piece']}", "archiviste"),
    "29-counter": at("counter/12345", "archiviste"),
    "30-slip": slip,
    "31-reports": at("reports", "archiviste"),
    "31-reports-none": bare("reports", "archiviste", "reports?*", reports=[]),
    "32-sealed-none": bare("sealed", "gardien", "sealed", pieces=[]),
    "32-sealed": at("sealed", "gardien"),
    "33-sealed-one": at(f"sealed/{sealed(1)['piece']}", "gardien"),
    "33-sealed-mask": masking,
    "33-sealed-done": shut,
    "33-sealed-preview": previewed,
    "33-sealed-copied": at(f"sealed/{sealed(2)['piece']}", "gardien"),
    "34-journal-none": bare("journal", "auditeur", "journal?*", journal=[], kinds=[]),
    "34-journal": at("journal", "auditeur"),
    "34-journal-unusual": at("journal/unusual", "auditeur"),
    "35-figures": at("figures", "directeur"),
    "36-due": at("due", "directeur"),
    "36-roadmap": at("roadmap", "directeur"),
    "36-plan": at("plan", "directeur"),
    "37-reconciliation": at("reconciliation", "directeur"),
    "37-reconciliation-none": bare("reconciliation", "directeur", "reconciliation?*", month=None),
    "37-reconciliation-pair": at("reconciliation/same_person", "archiviste"),
    "37-reconciliation-exit": at("reconciliation/after_exit", "archiviste"),
    "40-search": sent("search", ".list", words="nomination"),
    "41-news": at("news"),
    "42-complete": at("complete"),
    "42-complete-desk": at("complete/12345", "archiviste"),
    "42-letter": at("letter"),
    "42-copy": at("copy"),
    "44-career": at("career"),
    "44-career-desk": at("career/12345", "archiviste"),
    "44-statement": at("statement"),
    "43-report": at("report"),
    **STATES,
    **STAFF_STATES,
}


PICTURES = {"casefile": ("06-casefile", "360", 740), "receipt": ("23-receipt", "1280", 900)}
"""Pictures of the README: a screen, its width, and the height that is shown."""
COLOURS = 256
"""Of a picture: enough for these screens, in a file half the size."""


LOOKS: dict[str, dict[str, str]] = {
    "fr": {},
    "rn": {},
    "en": {},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
    "print": {},
}
"""How a page may be looked at; the first is written without its name, and on paper every width is A4's."""
SCALE = 1.5
"""Of a printed page: 893 pixels wide."""
GAP = 12


def printed(page: Page) -> Image.Image:
    """Print a page as the browser does, and draw its sheets one below the other."""
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    sheets = [sheet.render(scale=SCALE).to_pil() for sheet in pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))]
    drawn = Image.new("RGB", (sheets[0].width, sum(sheet.height + GAP for sheet in sheets)), "grey")
    for number, sheet in enumerate(sheets):
        drawn.paste(sheet, (0, number * (sheet.height + GAP)))
    return drawn


def draw_pictures(api: FakeApi, home: str) -> None:
    """Write the pictures of the README, small enough for a repository."""
    folder = Path(__file__).parents[2] / "docs" / "images"
    folder.mkdir(exist_ok=True)
    with chromium() as browser:
        for name, (screen, width, height) in PICTURES.items():
            page = browser.new_page(viewport={"width": int(width), "height": height}, locale="fr", timezone_id="Africa/Bujumbura")
            SCREENS[screen](page, home)
            page.mouse.move(0, 0)
            drawn = Image.open(BytesIO(page.screenshot())).convert("RGB")
            drawn.quantize(COLOURS, dither=Image.Dither.NONE).save(folder / f"{name}.png", optimize=True)
            page.close()


def main() -> int:
    """Draw them all, or those that are named."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--pictures", action="store_true", help="only the pictures of the README, into docs/images")
    asked.add_argument("names", nargs="*", help="of screens; all without one")
    asked.add_argument("--look", choices=LOOKS, default="fr")
    asked.add_argument("--width", action="append", help="360 and 1280 without one")
    given = asked.parse_args()
    chosen = given.names or list(SCREENS)
    api = full()
    site, _ = start(api, build.build())
    home = f"http://127.0.0.1:{site.server_port}{build.home(given.look) if given.look in build.LANGUAGES else '/'}"
    if given.pictures:
        draw_pictures(api, home)
        return 0
    failed: list[str] = []
    with chromium() as browser:
        for width in given.width or (["1280"] if given.look == "print" else WIDTHS):
            folder = OUT / (width if given.look == "fr" else f"{width}-{given.look}")
            folder.mkdir(parents=True, exist_ok=True)
            for name in chosen:
                size = {"width": int(width), "height": WIDTHS.get(width, 740)}
                context = browser.new_context(viewport=size, locale="fr", timezone_id="Africa/Bujumbura", **LOOKS[given.look])
                context.set_default_timeout(8000)
                page = context.new_page()
                api.inbox.clear()
                page.on("pageerror", lambda error, name=name: print(name, error))
                try:
                    SCREENS[name](page, home)
                    if given.look == "print":
                        printed(page).save(folder / f"{name}.png")
                    else:
                        page.screenshot(path=folder / f"{name}.png", full_page=True)
                except Error as error:
                    failed.append(name)
                    print(name, error.message.splitlines()[0], file=sys.stderr)
                page.unroute_all(behavior="ignoreErrors")
                context.close()
    print(OUT, len(chosen), "screens;", len(failed), "failed;", len(api.violations), "violations of the policy")
    return 1 if failed or api.violations else 0


if __name__ == "__main__":
    sys.exit(main())
