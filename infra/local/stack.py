"""Start and stop of the local stack: OCR, Textract's double, emulator, template, users, in this order."""

import contextlib
import fcntl
import json
import os
import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra import site
from infra.bundle import PackagingError
from infra.declared import Declared
from infra.local.cloudfront.distribution import Edge, read_edge
from infra.local.cloudfront.origins import Gateway, Origin, Site
from infra.local.cloudfront.server import Front
from infra.local.emulator.deploy import STACK, deploy, set_settings
from infra.local.emulator.package import packaged
from infra.local.emulator.process import ACCOUNT, REGION, Emulator
from infra.local.emulator.repairs import mend
from infra.local.emulator.users import ROSTER_UPLOADER, SENDER, UPLOADER, make_readers, make_sender, make_uploader
from infra.local.emulator.warming import Warming
from infra.local.ocr.pool import Instant, Pool, Reader
from infra.local.options import Options
from infra.local.state import Stack
from infra.local.textract.quotas import quota_of
from infra.local.textract.s3_sns import Cloud
from infra.local.textract.server import Server
from infra.local.textract.service import Textract
from infra.readback import Difference, read_back
from infra.terminal import CommandError, Terminal

SECONDS_TO_ANSWER = 60
SETTINGS = {"quiet-seconds": "12", "marker-quiet-seconds": "4", "stale-minutes": "2", "notices": "on"}
"""A person waits for the receipt here."""
UNHURRIED = {"start-rate": "100", "open-jobs": "100000"}
"""Without --quotas nothing need be paced."""


class LocalError(CommandError):
    """The stack cannot come up, or stopped by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """What is up."""

    stack: Stack
    reader: Reader
    textract: Textract
    skipped: list[Difference]
    """What the emulator left out of the template, and was repaired."""
    models: "Future[None]"
    """Done when the OCR workers have loaded their models; what is sent earlier waits for them."""
    warming: Warming
    """Starts the functions' processes; what is sent earlier starts its own."""

    @property
    def look_into_log(self) -> str:
        """Advice: where the emulator and the functions have written."""
        return f"Voir {self.stack.emulator.log}"

    def wait_for_background(self) -> None:
        """Wait for what has been starting since the site was opened: a benchmark begins to time then."""
        self.models.result()
        self.warming.join()

    def check(self) -> None:
        """See whether it still runs.

        Raises:
            LocalError: the emulator has ended, or the OCR workers have not started.
        """
        if not self.stack.emulator.alive():
            raise LocalError("L'émulateur s'est arrêté.", advice=self.look_into_log)
        error = self.models.exception() if self.models.done() else None
        if error:
            raise LocalError(f"Les lecteurs n'ont pas démarré : {error}", advice="make setup, puis recommencer")


@contextlib.contextmanager
def run_stack(options: Options, roster: Path | None, terminal: Terminal) -> Iterator[Running]:
    """Have the stack up as long as the block runs.

    Args:
        options: of the command line.
        roster: whose first servants get an account.
        terminal: where each step is told.

    Raises:
        LocalError: another one runs in the same folder, or the template is not what was made.
    """
    data = options.data.resolve()
    data.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as down:
        down.enter_context(_alone(data))
        reader: Reader = Instant() if options.engine == "instant" else Pool(workers=options.workers)
        down.callback(reader.close)
        models = _begun(reader.start, down)
        with terminal.step("Paquet de production"):
            build = _packaged(data / "build")
            template = json.loads((build / "template.json").read_text(encoding="utf-8"))
        with terminal.step("Émulateur d'AWS"):
            emulator, textract = _start(options, data, reader, down)
        rebuilt = emulator.interrupted
        with terminal.step("Pile déployée et comparée au gabarit"):
            outputs = deploy(emulator, build, _parameters())
            skipped = _repaired(emulator, template)
            mend(emulator, template)
            _set(emulator, options, outputs["SettingsPath"])
        with terminal.step("Comptes et pages du site"):
            stack = _furnished(emulator, outputs, options, roster)
            _put_pages(stack, terminal)
            emulator.save()
            emulator.mark_running()
        if rebuilt:
            with terminal.step("Registre reconstruit à partir des seaux, car l'arrêt précédent n'était pas propre"):
                while administer(stack, {"action": "rebuild"})["next"] is not None:
                    pass
        with terminal.step("Site ouvert"):
            _open_front(stack, template, options.web_port, down)
            _wait_for_answer(stack)
        warming = Warming(emulator, at_once=_at_once())
        warming.start()
        down.callback(warming.stop)
        yield Running(stack=stack, reader=reader, textract=textract, skipped=skipped, models=models, warming=warming)


def administer(stack: Stack, request: Mapping[str, Any]) -> Any:  # noqa: ANN401 - each action answers in its own way
    """Ask the administrators' function, as its Test tab does.

    Raises:
        LocalError: it failed.
    """
    client = stack.emulator.client("lambda", read_timeout=910, retries={"total_max_attempts": 1})
    answer = client.invoke(FunctionName=stack.outputs["AdministerFunction"], Payload=json.dumps(request).encode())
    body = json.loads(answer["Payload"].read() or b"null")
    if "FunctionError" in answer:
        raise LocalError(f"La fonction d'administration a échoué : {request} : {body}", advice=f"Voir {stack.emulator.log}")
    return body


@contextlib.contextmanager
def _alone(data: Path) -> Iterator[None]:
    """Two stacks in one folder would spoil each other's state."""
    with (data / "lock").open("w", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            advice = "L'arrêter (Ctrl-C), ou choisir un autre dossier avec --data et un autre port avec --port."
            raise LocalError(f"Une autre pile utilise déjà {data}.", advice=advice) from error
        yield


def _packaged(folder: Path) -> Path:
    try:
        return packaged(folder)
    except PackagingError as error:
        raise LocalError(f"Le paquet n'a pas pu être fait :\n{error}", advice=error.advice) from error


def _begun(start: Any, down: contextlib.ExitStack) -> "Future[None]":  # noqa: ANN401
    executor = ThreadPoolExecutor(1)
    down.callback(executor.shutdown, wait=False)
    return executor.submit(start)


def _start(options: Options, data: Path, reader: Reader, down: contextlib.ExitStack) -> tuple[Emulator, Textract]:
    emulator = Emulator(data / "emulator", port=options.port)
    cloud = Cloud(s3=emulator.client("s3", max_pool_connections=50), sns=emulator.client("sns"))
    textract = Textract(cloud=cloud, reader=reader, folder=data / "textract", quota=quota_of(options.quotas))
    server = Server(textract)
    down.callback(server.stop)
    down.callback(emulator.stop)
    emulator.functions_see["AWS_ENDPOINT_URL_TEXTRACT"] = server.url
    emulator.start()
    server.start()
    return emulator, textract


def _furnished(emulator: Emulator, outputs: Mapping[str, str], options: Options, roster: Path | None) -> Stack:
    """Describe the deployed stack, with accounts in it."""
    data = options.data.resolve()
    make_sender(emulator)
    return Stack(
        emulator=emulator,
        textract=emulator.functions_see["AWS_ENDPOINT_URL_TEXTRACT"],
        outputs=outputs,
        uploader=make_uploader(emulator, UPLOADER, outputs["UploaderPolicyArn"], data / "uploader.json"),
        roster_uploader=make_uploader(emulator, ROSTER_UPLOADER, outputs["RosterUploaderPolicyArn"], data / "roster_uploader.json"),
        readers=make_readers(emulator, outputs["UserPoolId"], roster, data / "readers.json"),
        web=f"http://127.0.0.1:{options.web_port}",
    )


def _parameters() -> dict[str, str]:
    """Where the template differs on a laptop.

    There is no TLS, an account brings the roster, the emulator keeps the mail, and no more functions run at once than the cores can bear.
    """
    return {
        "RequireTls": "no",
        "UploaderRoster": "yes",
        "EmailSourceArn": f"arn:aws:ses:{REGION}:{ACCOUNT}:identity/{SENDER}",
        **dict.fromkeys(("DispatchConcurrency", "IngestSmallConcurrency", "TranscribeConcurrency"), str(_at_once())),
    }


def _at_once() -> int:
    """Each function's processes; two is the least that AWS allows."""
    return max(2, len(os.sched_getaffinity(0)))


def _put_pages(stack: Stack, terminal: Terminal) -> None:
    """Put the site's pages in place. Who works on the API can do so while they cannot be made."""
    try:
        site.upload(stack.emulator.client("s3"), stack.bucket("site"), site.build())
    except PackagingError as error:
        terminal.warn(str(error)[-400:])


def _open_front(stack: Stack, template: Mapping[str, Any], port: int, down: contextlib.ExitStack) -> None:
    """Stand where CloudFront would."""
    emulator = stack.emulator
    s3 = emulator.client("s3", max_pool_connections=50)
    origins: dict[str, Origin] = {"site": Site(s3, stack.bucket("site")), "api": Gateway(stack.gateway)}
    try:
        front = Front(_edge(stack, template), origins, port)
    except OSError as error:
        raise LocalError(f"Le port {port} est déjà pris.", advice="En choisir un autre avec --web-port.") from error
    front.start()
    down.callback(front.stop)


def _wait_for_answer(stack: Stack) -> None:
    """Ask the site for its first page and the API for its health, whose function starts with the first request."""
    for path in ("/", "/api/health"):
        try:
            with urllib.request.urlopen(stack.web + path, timeout=SECONDS_TO_ANSWER) as answer:  # noqa: S310 - always http
                answer.read()
        except OSError as error:
            raise LocalError(f"Le site ne répond pas ({path} : {error}).", advice=f"Voir {stack.emulator.log}") from error


def _edge(stack: Stack, template: Mapping[str, Any]) -> Edge:
    emulator = stack.emulator
    secrets = emulator.client("secretsmanager")
    declared = Declared.read(template, emulator.client("cloudformation"), STACK)
    # A form is sent to the bucket itself, a link leads below it.
    below = {"vault": "/", "work": "/", "inbox": ""}
    buckets = {stack.bucket(name): end for name, end in below.items()}
    addresses = {f"https://{each}.s3.{REGION}.amazonaws.com": f"{emulator.url}/{each}{end}" for each, end in buckets.items()}
    return read_edge(declared, lambda arn: str(secrets.get_secret_value(SecretId=arn)["SecretString"]), addresses)


def _repaired(emulator: Emulator, template: Mapping[str, Any]) -> list[Difference]:
    """Set what the emulator skipped; nothing may differ then."""
    skipped = read_back(template, STACK, emulator.client, repair=True)
    left = read_back(template, STACK, emulator.client) if skipped else []
    if left:
        raise LocalError("\n".join(["La pile n'est pas conforme au gabarit :", *map(str, left)]))
    return skipped


def _set(emulator: Emulator, options: Options, path: str) -> None:
    """Set what an administrator would: the pace of the region's quota, or none."""
    quota = quota_of(options.quotas)
    paced = {"start-rate": f"{quota.rates.get('StartDocumentTextDetection', 0):g}", "open-jobs": str(quota.open_jobs)}
    site = {"site-url": f"http://127.0.0.1:{options.web_port}/"}
    set_settings(emulator, path, {**SETTINGS, **site, **(paced if options.quotas else UNHURRIED)})
