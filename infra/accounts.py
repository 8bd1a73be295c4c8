"""`python -m infra.accounts --stage prod open`: servants' accounts, round after round until all is done.

It asks the administrators' function what the console's Test tab could ask; whoever runs it needs the right to invoke that function, and
to read `slips/` in the outbox for `--into`. AWS_ENDPOINT_URL leads it to a local stack.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import boto3

from infra.asking import Answer, Ask, RefusedError, reach, told

_BREATH = 5
"""Seconds, after Cognito said that it was too much."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; the number is the exit status."""
    chosen = _parser().parse_args(arguments)

    def run() -> None:
        chosen.run(chosen, *reach(chosen))

    return told(run)


def open_all(chosen: argparse.Namespace, ask: Ask, outbox: str) -> None:
    """Open accounts until there is none left to open, or the limit is reached."""
    wish: Answer = {"action": "open_accounts", "ministry": chosen.ministry, "province": chosen.province}
    wish |= {"matricules": _matricules(chosen.matricules)} if chosen.matricules else {}
    left, opened, cursor = chosen.limit, 0, chosen.cursor
    while left is None or left > 0:
        answer = ask(wish | {"cursor": cursor} | ({"limit": left} if left is not None else {}))
        opened += answer["opened"]
        left = None if left is None else left - answer["opened"]
        cursor = answer["next"]
        _tell_round(answer, opened)
        _fetch(answer["slips"], outbox, chosen.into)
        if cursor is None:
            print(f"Terminé : {opened} compte(s) ouvert(s).")
            return
        if answer["busy"]:
            time.sleep(_BREATH)
    print(f"Limite atteinte : {opened} compte(s) ouvert(s). Pour continuer : --cursor {cursor}")


def close_gone(chosen: argparse.Namespace, ask: Ask, _: str) -> None:
    """Close the accounts of those who have left, open again those of who came back."""
    closed = reopened = 0
    while True:
        answer = ask({"action": "close_accounts", "confirm": chosen.confirm})
        closed, reopened = closed + answer["closed"], reopened + answer["reopened"]
        print(f"{closed} fermé(s), {reopened} rouvert(s), {answer['left']} à faire", flush=True)
        if answer["waiting"]:
            raise RefusedError(f"{answer['waiting']} comptes seraient fermés d'un coup. Vérifiez le fichier du personnel, puis : --confirm")
        if not answer["left"]:
            return


def reset_some(chosen: argparse.Namespace, ask: Ask, outbox: str) -> None:
    """Give new first passwords."""
    answer = ask({"action": "reset_accounts", "matricules": _matricules(chosen.matricules), "reason": chosen.reason})
    print(f"{answer['reset']} mot(s) de passe remplacé(s).")
    _tell_odd(answer)
    _fetch(answer["slips"], outbox, chosen.into)
    if answer["left"]:
        raise RefusedError(f"Cognito est très demandé. Restent à faire : {','.join(answer['left'])}")


def count_all(_: argparse.Namespace, ask: Ask, __: str) -> None:
    """Tell how many accounts there are."""
    answer = ask({"action": "count_accounts"})
    print(f"Agents au fichier du personnel : {answer['servants']}")
    print(f"Comptes ouverts : {answer['open']}, fermés : {answer['closed']}, en cours d'ouverture : {answer['opening']}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m infra.accounts", description="Comptes des agents : ouvrir, fermer, remplacer, compter."
    )
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


def _fetch(keys: Sequence[str], outbox: str, into: Path | None) -> None:
    """Download slips where only their owner can read them; say where they are otherwise."""
    if into is None or not keys:
        for key in keys:
            print(f"  s3://{outbox}/{key}")
        return
    client = boto3.client("s3")
    for key in keys:
        place = into / key.removeprefix("slips/")
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        place.touch(mode=0o600)
        place.write_bytes(client.get_object(Bucket=outbox, Key=key)["Body"].read())
        print(f"  {place}")
    print("  À imprimer, puis à effacer : chaque page porte un mot de passe.")


def _tell_round(answer: Answer, opened: int) -> None:
    parts = f"{opened} ouvert(s), {answer['already']} déjà là, {answer['not_entitled']} sans droit"
    print(parts + (" (Cognito est très demandé : pause)" if answer["busy"] else ""), flush=True)
    _tell_odd(answer)


def _tell_odd(answer: Answer) -> None:
    for name, words in (("unknown", "absent du fichier du personnel"), ("odd", "compte à examiner dans la console Cognito")):
        for matricule in answer[name]:
            print(f"  {matricule} : {words}", file=sys.stderr)


def _matricules(said: str) -> list[str]:
    """Read matricules off the command line or a file."""
    text = Path(said[1:]).read_text("utf-8-sig").replace("\n", ",") if said.startswith("@") else said
    return [each for each in (part.strip() for part in text.split(",")) if each]


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


if __name__ == "__main__":
    sys.exit(main())
