"""Command line of the local stack."""

import argparse
from dataclasses import dataclass
from pathlib import Path

from infra.command_line import FrenchParser

ENGINES = ("rapidocr", "instant")
DESCRIPTION = """\
Toute l'archive sur cette machine : le gabarit de production dans un émulateur
d'AWS, les vraies fonctions, une vraie lecture des pages, un vrai aws s3 sync
(docs/pile-locale.md)."""
EPILOG = """\
Sans --batch ni --idle, des dossiers inventés sont déposés en deux lots : cinq
d'abord, dont le récépissé vient vite, puis cinquante. La pile reste debout
jusqu'à Ctrl-C ; relancée avec le même --data, elle retrouve tout.

code de sortie : 0 tout va bien ; 1 les sommes d'un récépissé ne ferment pas, ou
des fichiers ont échoué ou manquent ; 2 options ; 3 la pile n'a pas démarré ou
s'est arrêtée seule ; 130 arrêtée avant le dernier récépissé (--once)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What was asked for."""

    batch: Path | None
    name: str | None
    roster: Path | None
    once: bool
    receipt: Path | None
    state: Path | None
    data: Path
    port: int
    web_port: int
    workers: int | None
    quotas: str | None
    engine: str
    idle: bool


def parse(arguments: list[str] | None = None) -> Options:
    """Read the command line; `--help` and mistakes end the program."""
    parser = FrenchParser(
        prog="python -m infra.local",
        description=DESCRIPTION,
        epilog=EPILOG,
    )
    add = parser.add_argument
    add("--batch", type=_folder, metavar="DOSSIER", help="déposer ce dossier au lieu de l'échantillon")
    add("--name", metavar="LOT", help="nom du lot (sinon celui du dossier)")
    add("--roster", type=_file, metavar="CSV", help="charger d'abord ce fichier du personnel (sinon celui de l'échantillon, avec lui)")
    add("--once", action="store_true", help="s'arrêter quand le dernier récépissé est clos")
    add("--receipt", type=Path, metavar="FICHIER", help="y écrire le dernier récépissé (JSON)")
    add("--state", type=Path, metavar="FICHIER", help="y écrire adresses, seaux, clés et comptes (JSON)")
    add("--data", type=Path, metavar="DOSSIER", default=Path(".local"), help="où tout est gardé (.local)")
    add("--port", type=int, metavar="N", default=4566, help="port de l'émulateur sur 127.0.0.1 (4566)")
    add("--web-port", type=int, metavar="N", help="port du site (dix de plus que --port)")
    add("--workers", type=_positive, metavar="N", help="processus de lecture (un par cœur)")
    add("--quotas", metavar="RÉGION", help="cadence de Textract dans cette région (eu-west-1)")
    add("--engine", choices=ENGINES, default="rapidocr", help="instant ne lit rien, sans délai : pour mesurer le reste")
    add("--idle", action="store_true", help="démarrer la pile sans rien déposer")
    given = parser.parse_args(arguments)
    given.web_port = given.port + 10 if given.web_port is None else given.web_port
    return Options(**vars(given))


def _folder(text: str) -> Path:
    path = Path(text)
    if not path.is_dir():
        raise argparse.ArgumentTypeError(f"ce dossier n'existe pas : {text}")
    return path.resolve()


def _file(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"ce fichier n'existe pas : {text}")
    return path.resolve()


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("au moins 1")
    return number
