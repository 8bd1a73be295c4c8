"""Command for servants' accounts in bulk: `python -m infra.accounts --stage prod open` repeats rounds until all are done.

It asks the administrators' function what the console's Test tab could ask; its user needs the right to invoke that function, and
to read `slips/` in the outbox for `--into`. AWS_ENDPOINT_URL leads it to a local stack.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import boto3

from infra.asking import Answer, Ask, RefusedError, reach, told
from infra.command_line import FrenchParser
from infra.terminal import CommandError, Terminal

_BREATH = 5
"""Seconds of pause after Cognito has throttled a round."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; the number is the exit status."""
    chosen, terminal = _parser().parse_args(arguments), Terminal()

    def run() -> None:
        chosen.run(chosen, *reach(chosen), terminal)

    return told(run, terminal)


def open_all(chosen: argparse.Namespace, ask: Ask, outbox: str, terminal: Terminal) -> None:
    """Open accounts until there is none left to open, or the limit is reached."""
    wish: Answer = {"action": "open_accounts", "ministry": chosen.ministry, "province": chosen.province}
    wish |= {"matricules": _matricules(chosen.matricules)} if chosen.matricules else {}
    left, opened, cursor = chosen.limit, 0, chosen.cursor
    while left is None or left > 0:
        with terminal.waiting("Les comptes s'ouvrent, et les fiches s'écrivent"):
            answer = ask(wish | {"cursor": cursor} | ({"limit": left} if left is not None else {}))
        opened += answer["opened"]
        left = None if left is None else left - answer["opened"]
        cursor = answer["next"]
        _tell_round(answer, opened, terminal)
        _fetch(answer["slips"], outbox, chosen.into, terminal)
        if cursor is None:
            terminal.say(f"Terminé : {opened} compte(s) ouvert(s).", style="bold")
            return
        if answer["busy"]:
            time.sleep(_BREATH)
    terminal.say(f"Limite atteinte : {opened} compte(s) ouvert(s). Pour continuer : --cursor {cursor}", style="bold")


def close_gone(chosen: argparse.Namespace, ask: Ask, _: str, terminal: Terminal) -> None:
    """Close the accounts of those who have left, open again those of who came back."""
    closed = reopened = 0
    while True:
        with terminal.waiting("Les comptes se ferment"):
            answer = ask({"action": "close_accounts", "confirm": chosen.confirm})
        closed, reopened = closed + answer["closed"], reopened + answer["reopened"]
        terminal.say(f"{closed} fermé(s), {reopened} rouvert(s), {answer['left']} à faire")
        if answer["waiting"]:
            advice = "Vérifier le fichier du personnel, puis recommencer avec --confirm"
            raise RefusedError(f"{answer['waiting']} comptes seraient fermés d'un coup.", advice=advice)
        if not answer["left"]:
            return


def reset_some(chosen: argparse.Namespace, ask: Ask, outbox: str, terminal: Terminal) -> None:
    """Give new first passwords."""
    answer = ask({"action": "reset_accounts", "matricules": _matricules(chosen.matricules), "reason": chosen.reason})
    terminal.say(f"{answer['reset']} mot(s) de passe remplacé(s).")
    _tell_odd(answer, terminal)
    _fetch(answer["slips"], outbox, chosen.into, terminal)
    if answer["left"]:
        advice = f"Recommencer dans quelques minutes avec --matricules {','.join(answer['left'])}"
        raise RefusedError("Cognito est très demandé : tout n'est pas fait.", advice=advice)


def count_all(_: argparse.Namespace, ask: Ask, __: str, terminal: Terminal) -> None:
    """Tell how many accounts there are."""
    answer = ask({"action": "count_accounts"})
    words = {"servants": "agents au fichier du personnel", "open": "comptes ouverts", "closed": "fermés", "opening": "en cours d'ouverture"}
    terminal.table(("", ""), [(word, str(answer[name])) for name, word in words.items()], right=[1])


def _parser() -> argparse.ArgumentParser:
    parser = FrenchParser(prog="python -m infra.accounts", description="Comptes des agents : ouvrir, fermer, remplacer, compter.")
    parser.add_argument("--stage", required=True, help="nom de l'installation, par exemple prod")
    parser.add_argument("--stack", help="nom de la pile CloudFormation (ububiko-<stage> sinon)")
    commands = parser.add_subparsers(required=True, metavar="commande")
    opening = commands.add_parser("open", help="ouvrir les comptes du fichier du personnel et écrire les fiches")
    opening.add_argument("--ministry", default="", help="ce ministère seulement")
    opening.add_argument("--province", default="", help="cette province seulement")
    opening.add_argument("--limit", type=_positive, help="pas plus de comptes que cela")
    opening.add_argument("--cursor", help="reprendre où une commande précédente s'est arrêtée")
    opening.set_defaults(run=open_all)
    closing = commands.add_parser("close", help="fermer les comptes des agents partis, rouvrir ceux des agents revenus")
    closing.add_argument("--confirm", action="store_true", help="même s'ils sont nombreux")
    closing.set_defaults(run=close_gone)
    reset = commands.add_parser("reset", help="donner de nouveaux premiers mots de passe")
    reset.add_argument("--reason", required=True, help="motif, écrit au journal")
    reset.set_defaults(run=reset_some)
    for command in (opening, reset):
        command.add_argument("--matricules", required=command is reset, help="100001,100002 ou @fichier, un matricule par ligne")
        command.add_argument("--into", type=Path, help="télécharger les fiches dans ce dossier")
    commands.add_parser("status", help="compter les comptes").set_defaults(run=count_all)
    return parser


def _fetch(keys: Sequence[str], outbox: str, into: Path | None, terminal: Terminal) -> None:
    """Download slips where only their owner can read them; say where they are otherwise."""
    if into is None or not keys:
        for key in keys:
            terminal.copyable(f"  s3://{outbox}/{key}")
        return
    client = boto3.client("s3")
    for key in keys:
        place = into / key.removeprefix("slips/")
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        place.touch(mode=0o600)
        place.write_bytes(client.get_object(Bucket=outbox, Key=key)["Body"].read())
        terminal.copyable(f"  {place}")
    terminal.say("  À imprimer, puis à effacer : chaque page porte un mot de passe.")


def _tell_round(answer: Answer, opened: int, terminal: Terminal) -> None:
    parts = f"{opened} ouvert(s), {answer['already']} déjà là, {answer['not_entitled']} sans droit"
    terminal.say(parts + (" (Cognito est très demandé : pause)" if answer["busy"] else ""))
    _tell_odd(answer, terminal)


def _tell_odd(answer: Answer, terminal: Terminal) -> None:
    for name, words in (("unknown", "absent du fichier du personnel"), ("odd", "compte à examiner dans la console Cognito")):
        for matricule in answer[name]:
            terminal.warn(f"  {matricule} : {words}")


def _matricules(said: str) -> list[str]:
    """Read matricules off the command line or a file."""
    if said.startswith("@") and not Path(said[1:]).is_file():
        raise CommandError(f"Ce fichier n'existe pas : {said[1:]}", advice="--matricules @fichier attend un matricule par ligne")
    text = Path(said[1:]).read_text("utf-8-sig").replace("\n", ",") if said.startswith("@") else said
    return [each for each in (part.strip() for part in text.split(",")) if each]


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


if __name__ == "__main__":
    sys.exit(main())
