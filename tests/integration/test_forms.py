"""Forms of the console, filled in and played against the handlers: what a person reads, and what comes of it."""

import boto3
import pytest

from infra.administration.stack import administration_template, forms
from infra.declared import Declared
from tests.integration.test_accounts import counter, drop
from tests.stage import ACCOUNT, REGION
from tests.stage.automation import InvalidParametersError, Player
from tests.stage.lambdas import lambdas
from tests.stage.story import JEAN
from tests.world import scan

APPROVERS = [f"arn:aws:iam::{ACCOUNT}:user/{name}" for name in ("marie", "jean")]
GIVEN = {"Prefix": "ububiko-test", "FirstApprover": APPROVERS[0], "SecondApprover": APPROVERS[1], "ThirdApprover": "", "ApproverEmail": ""}
FORMS = {form.title: form for form in forms()}
PAGES = {f"lot-1/{JEAN}/{number}.pdf": scan(str(number)) for number in range(4)}
ROSTER = "matricule;nom;prenom;statut\n" + "".join(f"{100_001 + number};NOM;Prénom;actif\n" for number in range(30))


@pytest.fixture(scope="module")
def contents():
    """Contents of the documents, as Systems Manager gets them."""
    template = administration_template("test")
    stack = Declared(template=template, parameters={"Stage": "test"} | GIVEN, physical_ids={}, account=ACCOUNT, region=REGION, stack="s")
    return {title: stack.properties(form.logical)["Content"] for title, form in FORMS.items()}


@pytest.fixture
def stage():
    with lambdas(JEAN) as stage:
        yield stage


def player(stage, **how):
    return Player(stage, {name: boto3.client(name, region_name=REGION) for name in ("ssm", "sqs")}, **how)


def test_pieces_are_read_again_round_after_round_until_none_is_left(stage, contents):
    stage.sync(PAGES)
    stage.run()
    done = player(stage, milliseconds=120_000).run(contents["Relire des pièces"], tout="oui", essai="oui")

    assert done.status == "Success"
    assert sum(each["seen"] for each in done.payloads) == len(PAGES)
    assert [each["again"] for each in done.payloads] == [True] * (len(done.payloads) - 1) + [False]
    assert len(done.payloads) > 2


def test_an_execution_goes_on_where_another_one_was_stopped(stage, contents):
    stage.sync(PAGES)
    stage.run()
    play = player(stage, milliseconds=120_000)
    first = play.run(contents["Relire des pièces"], tout="oui", essai="oui", nombre="1")
    more = play.run(contents["Relire des pièces"], tout="oui", essai="oui", nombre="2", reprise="00000000-0000-4000-8000-000000000001")
    rest = play.run(contents["Relire des pièces"], tout="oui", essai="oui", reprise="00000000-0000-4000-8000-000000000002")

    assert [done.status for done in (first, more, rest)] == ["Success"] * 3
    assert [sum(each["seen"] for each in done.payloads) for done in (first, more, rest)] == [1, 2, 1], "each counts its own"


def test_accounts_are_opened_round_after_round_at_the_pace_of_the_setting(monkeypatch, contents):
    with counter(monkeypatch, account_rate="0.05") as stage:
        drop(stage, "a", ROSTER)
        done = player(stage).run(contents["Ouvrir des comptes"])
        again = player(stage).run(contents["Ouvrir des comptes"])

        assert (done.status, again.status) == ("Success", "Success")
        assert [each["opened"] for each in done.payloads] == [13, 13, 4]
        assert sum(each["opened"] for each in again.payloads) == 0


def test_as_many_accounts_are_opened_as_the_form_says_over_all_rounds(monkeypatch, contents):
    with counter(monkeypatch, account_rate="0.05") as stage:
        drop(stage, "a", ROSTER)
        done = player(stage).run(contents["Ouvrir des comptes"], nombre="14")

        assert (done.status, [each["opened"] for each in done.payloads]) == ("Success", [13, 1])


def test_lost_uploads_are_taken_up_in_one_execution(stage, contents):
    stage.sync(PAGES, announce=False)
    stage.clock.pause(600)
    done = player(stage, milliseconds=120_000).run(contents["Reprendre les fichiers non annoncés"])

    assert (done.status, sum(each["announced"] for each in done.payloads)) == ("Success", len(PAGES))


def test_files_of_an_older_bucket_come_in_with_a_receipt_and_the_form_tells_how_far_they_are(contents):
    with lambdas(JEAN, pages_per_month=1000) as stage:
        stage.older_bucket({f"gitega/{JEAN}/{number}.pdf": scan(str(number)) for number in range(3)})
        play = player(stage)
        none = play.run(contents["Suspendre la reprise de fichiers"])
        begun = play.run(contents["Reprendre des fichiers déjà numérisés"], nom="gitega", dossier="gitega/")
        stage.wait()
        stage.announce(stage.known.inbox.uploads("reprise-"))
        stage.run()
        (done,) = play.run(contents["Suivre la reprise de fichiers"]).payloads

        assert (none.status, "Aucune reprise n'a été lancée." in none.failure) == ("Failed", True)
        assert (begun.status, begun.payloads[0]["status"]) == ("Success", "counting")
        assert (done["status"], done["outcomes"], done["bucket"]) == ("finished", {"copied": 3}, "anciens-scans")
        assert stage.receipts("reprise-gitega-0001")[-1]["counts"]["filed"] == 3


def test_an_execution_that_has_work_left_after_its_last_round_fails_and_says_how_to_go_on(stage, contents):
    stage.sync(PAGES)
    stage.run()
    content = contents["Relire des pièces"]
    call = content["mainSteps"][0]["inputs"]["Steps"][0]["inputs"]["InputPayload"]
    late = content | {"mainSteps": [content["mainSteps"][0]["inputs"]["Steps"][0] | {"inputs": {"InputPayload": call | {"round": "100"}}}]}
    first = player(stage, milliseconds=120_000).run(content, tout="oui", essai="oui", nombre="1")
    done = player(stage, milliseconds=120_000).run(late, tout="oui", essai="oui")

    assert first.status == "Success"
    assert (done.status, "« reprise » :" in done.failure) == ("Failed", True)


@pytest.mark.parametrize("title", ["Clore un lot", "Relancer les lectures d'un lot", "Classer à nouveau un lot"])
def test_a_batch_is_taken_care_of_by_its_name(stage, contents, title):
    stage.sync(PAGES)
    stage.run()

    assert player(stage).run(contents[title], lot="lot-1").status == "Success"


@pytest.mark.parametrize("title", ["Compter les comptes", "Examiner la nomenclature", "Lister les lots", "Reconstruire le registre"])
def test_a_form_without_a_choice_is_run_as_it_is(stage, contents, title):
    assert player(stage).run(contents[title]).status == "Success"


def test_the_next_batches_are_listed_by_naming_the_execution_before(stage, contents):
    for number in range(3):
        stage.sync({f"lot-{number}/{JEAN}/a.txt": b"no scan"})
        stage.clock.pause(60)
    stage.run()
    play = player(stage)
    play.run(contents["Lister les lots"], nombre="2")
    rest = play.run(contents["Lister les lots"], nombre="2", reprise="00000000-0000-4000-8000-000000000001")

    assert [each["batch"] for each in rest.payloads[0]["batches"]] == ["lot-0"]


@pytest.mark.parametrize("title", ["Exporter le journal", "Exporter les corrections"])
def test_days_are_exported(stage, contents, title):
    day = stage.today()

    assert player(stage).run(contents[title], du=day, au=day).status == "Success"


@pytest.mark.parametrize("decisions", [(), ("Approve",), ("Approve", "Reject")])
def test_what_two_persons_must_approve_is_not_done_before_both_have(monkeypatch, contents, decisions):
    with counter(monkeypatch) as stage:
        drop(stage, "a", ROSTER)
        drop(stage, "b", ROSTER + "200001;NOM;Prénom;actif\n")
        before = stage.known.register.roster_pointer()
        refused = player(stage, decisions=decisions).run(contents["Revenir au fichier du personnel précédent"])
        standing = stage.known.register.roster_pointer()
        done = player(stage).run(contents["Revenir au fichier du personnel précédent"])

        assert (refused.status, standing) == ("Failed", before)
        assert (done.status, done.payloads[0]["generation"]) == ("Success", before.previous)
        assert len(done.asked) == 1


def test_a_roster_that_waits_is_put_in_force_once_two_persons_have_read_its_generation(monkeypatch, contents):
    with counter(monkeypatch) as stage:
        drop(stage, "a", ROSTER)
        drop(stage, "b", "\n".join(ROSTER.splitlines()[:10]) + "\n")
        waiting = stage.known.register.roster_pointer().pending
        done = player(stage).run(contents["Mettre en vigueur le fichier du personnel qui attend"], generation=waiting)

        assert (done.status, f"generation : {waiting}" in done.asked[0]) == ("Success", True)


def test_accounts_are_closed_by_one_person_where_few_have_left_and_by_three_where_many_have(monkeypatch, contents):
    with counter(monkeypatch) as stage:
        drop(stage, "a", ROSTER)
        player(stage).run(contents["Ouvrir des comptes"])
        few = player(stage).run(contents["Fermer les comptes des agents partis"])
        drop(stage, "b", "\n".join(ROSTER.splitlines()[:5]) + "\n")
        waiting = stage.known.register.roster_pointer().pending
        player(stage).run(contents["Mettre en vigueur le fichier du personnel qui attend"], generation=waiting)
        unconfirmed = player(stage).run(contents["Fermer les comptes des agents partis"])
        unapproved = player(stage, decisions=()).run(contents["Fermer les comptes des agents partis"], beaucoup="oui")
        many = player(stage).run(contents["Fermer les comptes des agents partis"], beaucoup="oui")

        assert (few.asked, few.payloads[0]["closed"]) == ([], 0)
        assert (unconfirmed.payloads[0]["closed"], unconfirmed.payloads[0]["waiting"]) == (0, 26)
        assert (unapproved.status, unapproved.payloads) == ("Failed", [])
        assert (len(many.asked), many.payloads[0]["closed"]) == (1, 26)


def test_new_first_passwords_are_given_once_approved(monkeypatch, contents):
    with counter(monkeypatch) as stage:
        drop(stage, "a", ROSTER)
        player(stage).run(contents["Ouvrir des comptes"], nombre="2")
        done = player(stage).run(contents["Donner de nouveaux premiers mots de passe"], motif="fiche perdue", matricules=["100001"])

        assert (done.status, done.payloads[0]["reset"], done.asked[0].count("fiche perdue")) == ("Success", 1, 1)


def test_case_files_are_compared_and_the_letters_of_a_ministry_prepared(monkeypatch, contents):
    """Two forms, one after the other; what they write stands in the outbox."""
    with counter(monkeypatch) as stage:
        drop(stage, "a", ROSTER.replace("statut", "ministere;statut", 1).replace(";actif", ";Santé;actif"))
        too_early = player(stage).run(contents["Préparer les lettres d'un ministère"], ministere="sante")
        compared = player(stage).run(contents["Comparer les dossiers à la nomenclature"])
        prepared = player(stage).run(contents["Préparer les lettres d'un ministère"], ministere="sante")
        month = compared.payloads[0]["month"]
        lines = list(stage.known.outbox.report_lines(f"reports/completude/{month}/sante.csv"))
        letters = "".join(stage.known.outbox.report_lines(f"reports/completude/{month}/sante-lettres.html"))

        assert (too_early.status, "lancez-la d'abord" in too_early.failure) == ("Failed", True)
        assert (compared.status, sum(each["servants"] for each in compared.payloads)) == ("Success", 30)
        assert (prepared.status, sum(each["letters"] for each in prepared.payloads)) == ("Success", 30)
        assert len(lines) == 1 + 30
        assert letters.count("<article") == 30


def test_a_refusal_fails_the_execution_with_its_reason_in_french(stage, contents):
    done = player(stage).run(contents["Relire des pièces"], lot="absent")

    assert (done.status, done.failure) == ("Failed", "FormRefusedError: Ce lot n'est pas dans le registre.")


@pytest.mark.parametrize(
    ("title", "wrong"),
    [
        ("Clore un lot", {}),
        ("Clore un lot", {"lot": "lot-1/x"}),
        ("Lister les lots", {"nombre": "51"}),
        ("Lister les lots", {"nombre": "dix"}),
        ("Relire des pièces", {"tout": "peut-être"}),
        ("Relire des pièces", {"reprise": "la dernière"}),
        ("Ouvrir des comptes", {"matricules": [str(number) for number in range(51)]}),
        ("Exporter le journal", {"du": "1er novembre", "au": "2026-11-30"}),
        ("Reprendre les lectures", {"cadence": "0"}),
        ("Fixer le plafond de pages du mois", {"pages": "beaucoup"}),
        ("Remettre en route une file des échecs", {"file": "arrivals"}),
        ("Compter les comptes", {"province": "Gitega"}),
    ],
)
def test_the_console_does_not_start_a_form_that_is_filled_in_wrongly(contents, title, wrong):
    nobody = Player(None, {})  # no archive and no service is asked
    with pytest.raises(InvalidParametersError):
        nobody.run(contents[title], **wrong)


def test_readings_are_paused_and_go_on_and_each_execution_shows_the_rate_before(stage, contents):
    play = player(stage)
    boto3.client("ssm", region_name=REGION).put_parameter(Name="/ububiko/test/start-rate", Value="5", Type="String")
    paused = play.run(contents["Suspendre les lectures"])
    stage.sync(PAGES)
    stage.drain()
    held = stage.jobs()
    resumed = play.run(contents["Reprendre les lectures"], cadence="4.5")
    stage.clock.pause(120)
    stage.forget()
    stage.run()

    assert (paused.status, resumed.status, held) == ("Success", "Success", [])
    assert [each[2]["Value"] for each in paused.calls + resumed.calls if each[1] == "PutParameter"] == ["0", "4.5"]
    assert len(stage.jobs()) == len(PAGES)


@pytest.mark.parametrize(
    ("title", "field"), [("Fixer le plafond de pages du mois", "pages"), ("Fixer le plafond de dollars du mois", "dollars")]
)
@pytest.mark.parametrize("value", ["-", "0", "250000"])
def test_the_month_s_ceiling_is_set(stage, contents, title, field, value):
    client = boto3.client("ssm", region_name=REGION)
    client.put_parameter(Name=f"/ububiko/test/{field}-per-month", Value="100", Type="String")
    done = player(stage).run(contents[title], **{field: value})

    assert done.status == "Success"
    assert client.get_parameter(Name=f"/ububiko/test/{field}-per-month")["Parameter"]["Value"] == value


def test_dead_letters_are_sent_back(stage, contents):
    class Queues:
        """Moto moves no messages: the call alone is looked at."""

        def start_message_move_task(self, **_):
            return {"TaskHandle": "task"}

    done = Player(stage, {"sqs": Queues()}).run(contents["Remettre en route une file des échecs"], file="readings-dead.fifo")

    assert (done.status, done.calls) == (
        "Success",
        [("sqs", "StartMessageMoveTask", {"SourceArn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:ububiko-test-readings-dead.fifo"})],
    )
