"""Ways through the archive: the modules and lines that an upload, a correction and a roster run through, on ports in memory.

    python -m benchmarks.ways [--modules]

A module counts where at least one of its functions was called. docs/carte.md shows the ways, docs/decisions/rooms.md what they measured.
"""

import hashlib
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[1])]

from benchmarks.options import parser_of
from chalicelib.model.reader import reader_of
from chalicelib.personnel.loading import load_roster
from chalicelib.review.decisions import DecisionRequest, decide
from chalicelib.review.queue import claim
from tests.unit.processing.test_outcome import JEAN, MARIE, act_about
from tests.world import World, scan

CODE = Path(__file__).parents[1] / "chalicelib"
ROSTER = b"matricule;nom;prenoms;date_naissance\n123456;NDAYIZEYE;Jean;17/05/1980\n"


def modules_called(way: Callable[[], Any]) -> list[str]:
    """List the modules of the archive of which a way calls a function."""
    seen: set[str] = set()

    def note(frame: FrameType, event: str, _: Any) -> None:  # noqa: ANN401 - a profiler's argument
        if event == "call" and frame.f_code.co_name != "<module>":
            seen.add(frame.f_code.co_filename)

    sys.setprofile(note)
    try:
        way()
    finally:
        sys.setprofile(None)
    return sorted(str(Path(file).relative_to(CODE)) for file in seen if Path(file).is_relative_to(CODE))


def bring(world: World, key: str, text: str) -> None:
    """Sync one scan on which a text is written, until its batch has a receipt."""
    body = scan(text)
    world.ocr.texts[hashlib.sha256(body).hexdigest()] = text
    world.sync({key: body})
    world.run()


def main() -> None:
    """Print modules, rooms and lines of each way."""
    parser = parser_of(__doc__)
    parser.add_argument("--modules", action="store_true", help="name the modules, too")
    options = parser.parse_args()
    world = World(JEAN.matricule, MARIE.matricule)
    world.register.put_servants("g1", [JEAN, MARIE])
    world.register.put_name_index([JEAN, MARIE])
    ways = {"an upload, to its receipt": modules_called(lambda: bring(world, f"lot-1/{JEAN.matricule}/a.pdf", act_about(JEAN)))}
    bring(world, f"lot-2/{JEAN.matricule}/b.pdf", act_about(MARIE))
    piece = world.register.piece(world.receipt("lot-2")["files"][0]["piece"])
    reader = reader_of("aline", "archivist", None)
    claim(reader, piece.piece, world)
    request = DecisionRequest(edition=piece.edition, decision="file", matricule=MARIE.matricule, fields={})
    ways["a correction"] = modules_called(lambda: decide(reader, piece.piece, request, world))
    upload = world.inbox.put("_roster/agents.csv", ROSTER)
    ways["a roster, into force"] = modules_called(lambda: load_roster(upload, world))
    print(f"{'way':28}{'modules':>8}{'rooms':>7}{'lines':>7}")
    for name, modules in ways.items():
        rooms = {module.partition("/")[0] for module in modules}
        lines = sum(len((CODE / module).read_text("utf-8").splitlines()) for module in modules)
        print(f"{name:28}{len(modules):8}{len(rooms):7}{lines:7}")
        for module in modules if options.modules else ():
            print(f"  {module}")


if __name__ == "__main__":
    main()
