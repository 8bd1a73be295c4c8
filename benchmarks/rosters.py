"""Letters of small rosters in ten encodings, and the time that a whole roster takes to be read: `python -m benchmarks.rosters`.

A line is right, named in the report, or wrong in silence; lines without accents do not count. charset-normalizer and ftfy stand beside
where they are installed.
"""

import time
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from random import Random

from benchmarks.options import parser_of
from chalicelib.personnel.roster import read_roster
from chalicelib.text.encodings import Decoded, decode, looks_wrong, without_misreadings
from infra.local.sample.people import Person, invent_people

SERVANTS = 115_000
ROSTERS, SIZES = 100, (1, 3, 6, 20)
STATES = ("actif", "retraité", "décédée", "révoqué")
FIRST_NAMES = ("Élie", "Désiré", "Thérèse", "Noël", "Jérôme", "Françoise", "Anaïs", "Benoît", "GENEVIÈVE", "ANDRÉ")
LEGACY = ("windows-1252", "mac_roman", "cp850")


def main() -> None:
    """Print both tables."""
    parser = parser_of(__doc__)
    parser.add_argument("--seed", type=int, default=5)
    asked = parser.parse_args()
    rng = Random(asked.seed)  # noqa: S311 - repeats
    _tell_letters([_roster(rng, SIZES[number % len(SIZES)]) for number in range(8 if asked.smoke else ROSTERS)])
    _tell_time(rng, 500 if asked.smoke else SERVANTS)


def _tell_letters(rosters: list[str]) -> None:
    readers: dict[str, Callable[[bytes], Decoded]] = {"ours": lambda data: without_misreadings(decode(data)), **_libraries()}
    for form, write in _forms().items():
        for name, read in readers.items():
            counts = sum((_judge(read(write(text)), text) for text in rosters), Counter[str]())
            print(f"{form:36} {name:20} " + "  ".join(f"{word} {counts[word]:4}" for word in ("right", "named", "silent")))


def _tell_time(rng: Random, servants: int) -> None:
    lines = [_line(person) for person in invent_people(rng, servants)]
    for encoding in ("utf-8", *LEGACY):
        data = "\n".join(["matricule;nom;prenom;date_naissance;ministere;province;date_entree;statut", *lines]).encode(encoding, "replace")
        began = time.process_time()
        roster = read_roster(data)
        print(f"{encoding:36} {len(roster.servants)} servants, {time.process_time() - began:.1f} s of processor")


def _roster(rng: Random, size: int) -> str:
    people = invent_people(rng, size)
    rows = (f"{each.matricule};{each.name};{rng.choice((each.first_name, *FIRST_NAMES))};Santé;{rng.choice(STATES)}" for each in people)
    return "\n".join(("matricule;nom;prenom;ministere;statut", *rows))


def _line(person: Person) -> str:
    days = (person.born.isoformat(), person.entered.isoformat())
    return ";".join(
        (person.matricule, person.name, person.first_name, days[0], person.ministry.name, person.province, days[1], person.state)
    )


def _forms() -> dict[str, Callable[[str], bytes]]:
    written = {encoding: lambda text, encoding=encoding: text.encode(encoding, "replace") for encoding in ("utf-8", "utf-16-le", *LEGACY)}
    twice = {
        f"utf-8 misread as {taken}": lambda text, taken=taken: "".join(
            bytes([each]).decode(taken, "ignore") or chr(each) for each in text.encode()
        ).encode()
        for taken in (*LEGACY, "cp437", "latin-1")
    }
    return {**written, **twice}


def _libraries() -> dict[str, Callable[[bytes], Decoded]]:
    found: dict[str, Callable[[bytes], Decoded]] = {}
    for name in ("charset_normalizer", "ftfy"):
        try:
            module = import_module(name)
        except ImportError:
            continue
        found[name] = _by_charset_normalizer(module) if name == "charset_normalizer" else _by_ftfy(module)
    return found


def _by_charset_normalizer(module) -> Callable[[bytes], Decoded]:  # noqa: ANN001 - a module
    return lambda data: Decoded(text=str(module.from_bytes(data).best()), encoding="")


def _by_ftfy(module) -> Callable[[bytes], Decoded]:  # noqa: ANN001 - a module
    return lambda data: Decoded(text=module.fix_encoding(data.decode("utf-8", "replace")), encoding="")


def _judge(decoded: Decoded, text: str) -> Counter[str]:
    counts = Counter[str]()
    for number, (read, true) in enumerate(zip(decoded.text.split("\n"), text.split("\n"), strict=False), 1):
        if not true.isascii():
            counts["right" if read == true else "named" if number in decoded.doubtful or looks_wrong(read) else "silent"] += 1
    return counts


if __name__ == "__main__":
    main()
