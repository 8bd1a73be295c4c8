"""The whole archive in a browser: what a servant does at the first sign-in, and an archivist with a batch."""

import hashlib
import json
import re
import time
import urllib.request
from collections.abc import Callable

import pytest
from desk import pdf
from house import BATCH, NEWCOMER, OTHER, PASSWORD, SERVANTS, House
from playwright.sync_api import Page, expect
from reader import sign_in, stands

READER, TOLD = SERVANTS[11], SERVANTS[13]
CHOSEN = "Panier-Nuage-7-Vache"
EACH_HOUR = {
    "version": "0",
    "id": "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
    "detail-type": "Scheduled Event",
    "source": "aws.events",
    "account": "000000000000",
    "time": "2026-11-23T08:00:00Z",
    "region": "eu-west-1",
    "resources": [],
    "detail": {},
}
DROP = """([name, text]) => {
  const carried = new DataTransfer();
  carried.items.add(new File([Uint8Array.from(text, (sign) => sign.charCodeAt(0))], name));
  document.querySelector(".drop").dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def page(window: Callable[..., Page]) -> Page:
    """A small phone."""
    return window(360)


def test_a_servant_signs_in_with_a_first_password_and_reads_their_own_file(page: Page, house: House) -> None:
    sign_in(page, f"{NEWCOMER[:3]} {NEWCOMER[3:]}", house.user(NEWCOMER)["password"])
    stands(page, "Choisissez votre mot de passe")
    page.get_by_label("Nouveau mot de passe").fill(CHOSEN)
    page.get_by_role("button", name="Enregistrer et continuer").click()
    stands(page, "Mon dossier")
    expect(page.get_by_text(f"NOM{NEWCOMER}")).to_be_visible()
    (title,) = page.locator(".piece a").all_inner_texts()
    page.locator(".piece a").click()
    stands(page, title)
    page.locator("summary", has_text="Texte de la pièce").click()
    expect(page.locator(".leaf")).to_contain_text("Page 1")
    page.get_by_role("button", name="Voir les pages").click()
    image = page.get_by_role("img", name="Page 1 telle")
    expect(image).to_be_visible()
    image.locator("image").evaluate("(each) => each.decode()")
    drawn = image.get_attribute("viewBox")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Télécharger l’original").click()
    digest = hashlib.sha256(coming.value.path().read_bytes()).hexdigest()
    expect(page.get_by_text("Original téléchargé")).to_be_visible()
    page.locator("summary", has_text="Preuve").click()
    expect(page.get_by_text(digest)).to_be_visible()
    page.get_by_role("link", name="Retour au dossier").click()
    page.get_by_role("link", name="Qui a ouvert mon dossier").click()
    stands(page, "Qui a ouvert mon dossier")
    said = " ".join(page.locator(".events").inner_text().split())
    page.get_by_role("link", name="Mon compte").click()
    stands(page, "Mon compte")
    expect(page.get_by_text("Connexion réussie").first).to_be_visible()
    page.locator("#nav").get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_text("1 fichier téléchargé se trouve encore sur cet appareil : effacez-le.")).to_be_visible()

    assert f"Vous avez téléchargé {title}" in said
    assert f"Vous avez lu le texte de {title}" in said
    assert f"Vous avez vu l’image (p. 1) de {title}" in said
    assert drawn == "0 0 1000 1415"
    assert f"NOM{NEWCOMER}" not in page.content()
    assert page.context.cookies() == []
    sign_in(page, NEWCOMER, house.user(NEWCOMER)["password"])
    expect(page.get_by_role("alert").filter(has_text="Il y a un problème")).to_contain_text("n’est pas le bon")


def test_a_wrong_password_opens_nothing_and_says_so(page: Page) -> None:
    sign_in(page, OTHER, "pas le bon")
    alert = page.get_by_role("alert").filter(has_text="Il y a un problème")

    expect(alert).to_contain_text("Le matricule, l’identifiant ou le mot de passe n’est pas le bon.")
    stands(page, "Votre dossier de carrière")
    assert page.context.cookies() == []


def test_a_page_opened_again_needs_no_password_and_shows_no_other_servants_piece(page: Page, house: House) -> None:
    theirs = house.piece(OTHER)
    house.token(READER)  # which opens the account
    sign_in(page, READER, PASSWORD)
    stands(page, "Mon dossier")
    page.reload()
    stands(page, "Mon dossier")
    page.goto(f"/#/piece/{theirs}")

    stands(page, "Page introuvable")


def test_an_archivist_opens_a_batch_and_prints_its_receipt(page: Page, house: House) -> None:
    user = house.user("archivist")
    sign_in(page, user["name"], user["password"])
    page.locator("#nav").get_by_role("link", name="Lots").click()
    stands(page, "Lots")
    page.get_by_role("link", name=BATCH).click()
    stands(page, BATCH)
    page.get_by_role("link", name="Voir le récépissé").click()
    stands(page, f"Récépissé du lot {BATCH}")
    rows = page.get_by_role("table").locator("tbody tr").all_inner_texts()
    sums = " ".join(page.locator(".sums").inner_text().split())
    page.get_by_role("link", name=SERVANTS[9], exact=True).first.click()

    stands(page, f"Dossier d’Aline NOM{SERVANTS[9]}")
    assert len(rows) == len(SERVANTS) + 2
    assert "à vérifier" in rows[0]
    assert re.search(r"1 à vérifier", sums)


def test_an_archivist_drops_a_file_and_its_receipt_names_it(page: Page, house: House) -> None:
    user, servant, batch = house.user("archivist"), SERVANTS[40], "Dépôt à l'écran"
    sign_in(page, user["name"], user["password"])
    page.locator("#nav").get_by_role("link", name="Lots").click()
    page.get_by_role("link", name="Déposer des fichiers").click()
    stands(page, "Déposer des fichiers")
    page.get_by_label("Matricule, pour").fill(servant)
    page.evaluate(DROP, ["arrêté déposé.pdf", (pdf(1) + b"% by hand\n").decode("latin-1")])
    page.get_by_label("Nom du lot").fill(batch)
    page.get_by_role("button", name="Envoyer 1 fichier").click()
    page.get_by_role("button", name="Terminer le lot").click()
    page.get_by_role("link", name="Suivre le lot").click()
    page.get_by_role("link", name="Voir le récépissé").click()
    stands(page, f"Récépissé du lot {batch}")
    (row,) = page.get_by_role("table").locator("tbody tr").all_inner_texts()

    assert f"{servant}/arrêté déposé.pdf" in row
    assert "classé" in row
    assert "arrêté déposé.pdf" in {each["name"] for each in house.pieces(servant)}


def test_a_servant_who_wants_messages_is_told_by_mail_that_a_piece_came_and_not_which(house: House) -> None:
    address, token, name = f"{TOLD}@exemple.bi", house.token(TOLD), f"avis/{TOLD}/Révocation.pdf"
    verified = [{"Name": "email", "Value": address}, {"Name": "email_verified", "Value": "true"}]
    house.client("cognito-idp").admin_update_user_attributes(UserPoolId=house.state["user_pool"], Username=TOLD, UserAttributes=verified)
    parameters = house.client("ssm").get_paginator("get_parameters_by_path").paginate(Path="/ububiko", Recursive=True)
    (hours,) = (each for page in parameters for each in page["Parameters"] if each["Name"].endswith("/office-hours"))
    house.client("ssm").put_parameter(Name=hours["Name"], Value="0-24", Type="String", Overwrite=True)
    switched = house.api("PUT", "/session/notices", token, body={"on": True, "language": "fr"}).status
    house.client("s3").put_object(Bucket=house.state["buckets"]["inbox"], Key=name, Body=pdf(1) + b"% avis\n")
    deadline = time.monotonic() + 60
    while len(house.pieces(TOLD)) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.5)
    functions = house.client("lambda").get_paginator("list_functions").paginate()
    (notify,) = (each["FunctionName"] for page in functions for each in page["Functions"] if "notify" in each["FunctionName"].lower())
    runs = [
        json.loads(house.client("lambda").invoke(FunctionName=notify, Payload=json.dumps(EACH_HOUR))["Payload"].read()) for _ in range(2)
    ]
    with urllib.request.urlopen(f"{house.state['endpoint']}/_ministack/ses/messages") as answer:  # noqa: S310 - always http
        mails = [each for sent in json.load(answer)["messages"].values() for each in sent if address in each["To"]]
    house.client("ssm").put_parameter(Name=hours["Name"], Value=hours["Value"], Type="String", Overwrite=True)

    assert switched == 204, runs
    assert len(mails) == 1, runs
    assert mails[0]["Source"] == "archives@ububiko.example"
    assert not re.search(rf"{TOLD}|NOM|Révocation|http", mails[0]["Subject"] + mails[0]["BodyText"])
