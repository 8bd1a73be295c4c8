"""The command line of `python -m infra.local`."""

import argparse
from dataclasses import dataclass
from pathlib import Path

ENGINES = ("rapidocr", "instant")
EPILOG = """\
Without --batch, a sample of 50 dossiers is made and synced. The stack stays up until Ctrl-C, and a restart with the same
--data finds everything again.

exit status: 0 all is well; 1 the receipt's sums do not close, or files failed or are missing, or it never came (--once);
2 wrong options; 3 the stack did not start, or ended by itself; 130 stopped before the receipt came (--once).
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
    parser = argparse.ArgumentParser(
        prog="python -m infra.local",
        description="The whole archive on this machine: production's template in an emulator of AWS, real Lambdas, OCR and aws s3 sync.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--batch", type=_folder, metavar="DIR", help="sync this folder instead of the sample")
    add("--name", metavar="BATCH", help="name of the batch (default: the folder's name)")
    add("--roster", type=_file, metavar="CSV", help="drop this roster first (default: the sample's, with the sample)")
    add("--once", action="store_true", help="stop when the receipt has closed")
    add("--receipt", type=Path, metavar="FILE", help="write the receipt (JSON) to this file")
    add("--state", type=Path, metavar="FILE", help="write addresses, buckets, keys and users (JSON) to this file")
    add("--data", type=Path, metavar="DIR", default=Path(".local"), help="where everything is kept (default: .local)")
    add("--port", type=int, metavar="N", default=4566, help="port of the emulator on 127.0.0.1 (default: 4566)")
    add("--web-port", type=int, metavar="N", help="port of the site (default: ten above --port)")
    add("--workers", type=_positive, metavar="N", help="OCR processes (default: one a core)")
    add("--quotas", metavar="REGION", help="throttle as Textract does by default in this region, e.g. eu-west-1")
    add("--engine", choices=ENGINES, default="rapidocr", help="instant reads nothing, in no time: for measuring the rest")
    add("--idle", action="store_true", help="sync nothing: only start the stack")
    given = parser.parse_args(arguments)
    given.web_port = given.port + 10 if given.web_port is None else given.web_port
    return Options(**vars(given))


def _folder(text: str) -> Path:
    path = Path(text)
    if not path.is_dir():
        raise argparse.ArgumentTypeError(f"no such folder: {text}")
    return path.resolve()


def _file(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"no such file: {text}")
    return path.resolve()


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number
