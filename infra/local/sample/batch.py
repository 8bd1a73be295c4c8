"""Assembly of the sample: the folder to sync, the roster, and the expected outcomes."""

import json
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from random import Random
from shutil import rmtree
from typing import Final

from infra.local.sample.bad_files import plan_doubtful_sheets, plan_odd_sheets, write_bad_files
from infra.local.sample.expectations import write_expectations
from infra.local.sample.file_names import LONGEST, ODD, free_name, name_file, odd_name
from infra.local.sample.people import Person, invent_people, plant_discrepancies, write_roster
from infra.local.sample.plan import Sheet, make_all, plan
from infra.local.sample.typesetting.page import Act
from infra.local.sample.typesetting.scanner import SUFFIXES, Format
from infra.local.sample.whole_files import write_whole_files
from infra.local.sample.wording.careers import write_career

_FORMS: Final[tuple[tuple[Format, int], ...]] = (
    ("pdf-grey", 42),
    ("pdf-fax", 22),
    ("pdf-born", 7),
    ("tiff", 12),
    ("jpeg", 24),
    ("jpeg-colour", 8),
    ("png", 4),
)
"""File formats and their frequency."""
_LONG: Final = frozenset({"02.4", "03.1", "03.3", "03.4", "04.1", "04.2", "04.3", "05.1", "05.3", "11.1", "11.2"})
"""Types that may have several pages, so never JPEG or PNG."""
_SHEET_FED: Final = frozenset({"pdf-grey", "pdf-fax", "tiff"})
_DUPLEX: Final = 1 / 5
"""Share of copiers that scan both sides."""
OTHERS: Final = 12
"""Servants of the roster without a file in the batch."""
NAMESAKES: Final = 2
"""The first of the others: they bear the same names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Paths of a sample."""

    batch: Path
    """The folder to sync: one folder per matricule."""
    roster: Path
    expected: Path
    """JSON: expected outcome of each file."""
    texts: Path
    """JSON: text of each page of each file."""


WHOLE_FROM: Final = 50
"""Dossiers from which on two of them are each one scan of forty pages too."""


def locate(out: Path) -> Sample:
    """Paths of a sample in a folder."""
    return Sample(batch=out / "batch", roster=out / "roster.csv", expected=out / "expected.json", texts=out / "texts.json")


def recipe(dossiers: int, seed: int) -> str:
    """Digest of the parameters and of the code that made a sample."""
    digest = sha256(f"{dossiers} {seed}".encode())
    for source in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()


def make_sample(out: Path, *, dossiers: int = 50, seed: int = 1) -> Sample:
    """Make a sample, unless the same one exists.

    Args:
        out: its folder; an older sample in it is replaced.
        dossiers: how many case files, at least 2.
        seed: the same seed gives the same people, papers and noise (the locked file's key aside, which is chance).
    """
    sample = locate(out)
    made_with = recipe(dossiers, seed)
    if sample.expected.exists() and json.loads(sample.expected.read_text("utf-8")).get("recipe") == made_with:
        return sample
    clear(sample)
    known, stranger = invent_servants(dossiers, seed)
    made = make_all(plan_sheets(known[:dossiers], stranger, known[dossiers], seed), sample.batch)
    files = [each.expected for each in made] + write_bad_files(known[:dossiers], made, sample.batch)
    if dossiers >= WHOLE_FROM:
        whole = write_whole_files(known[dossiers - 2 : dossiers], known[dossiers:], sample.batch, seed)
        made, files = [*made, *whole], [*files, *(each.expected for each in whole)]
    write_roster(plant_discrepancies(known), sample.roster)
    texts = {each.expected.path: each.texts for each in made}
    texts |= {file.path: texts[file.duplicate_of] for file in files if file.duplicate_of}
    sample.texts.write_text(json.dumps(texts, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    write_expectations(sample.expected, files, {"recipe": made_with, "seed": seed, "dossiers": dossiers})
    return sample


def invent_servants(dossiers: int, seed: int) -> tuple[list[Person], Person]:
    """Invent the servants of the roster, and a stranger whom it does not know.

    The batch holds the dossiers of the first ones; the next two bear the same names.
    """
    people = invent_people(Random(seed), dossiers + OTHERS + 1)  # noqa: S311 - no secret
    stranger, known = people[-1], people[:-1]
    namesake, other = known[dossiers : dossiers + NAMESAKES]
    known[dossiers + 1] = replace(other, name=namesake.name, first_name=namesake.first_name)
    return known, stranger


def clear(sample: Sample) -> None:
    """Delete an older sample, its expectations first: without them it is made again."""
    sample.expected.unlink(missing_ok=True)
    if sample.batch.exists():
        rmtree(sample.batch)
    sample.batch.mkdir(parents=True)


def plan_sheets(people: list[Person], stranger: Person, namesake: Person, seed: int) -> list[Sheet]:
    """Plan all dossiers, unusual papers first.

    Args:
        people: whose dossiers they are.
        stranger: whom no roster knows.
        namesake: one of two in the roster who bear the same names; neither has a dossier.
        seed: what chance grows from.
    """
    sheets = [*plan_odd_sheets(people, stranger), *plan_doubtful_sheets(people, namesake)]
    taken = {each.matricule: {Path(sheet.path).name.casefold() for sheet in sheets} for each in people}
    odd = iter(range(len(ODD) + 1))
    for person in people:
        rng = Random(f"{seed} {person.matricule}")  # noqa: S311 - no secret
        for position, act in enumerate(write_career(rng, person, people)):
            wanted = None if position else next(odd, None)
            sheets.append(plan_piece(rng, person, act, taken[person.matricule], wanted))
    return sheets


def plan_piece(rng: Random, person: Person, act: Act, taken: set[str], odd: int | None = None) -> Sheet:
    """Plan one paper: format and file name."""
    forms = [(form, weight) for form, weight in _FORMS if act.type not in _LONG or form.startswith(("pdf", "tiff"))]
    if act.typed:
        forms = [(form, weight) for form, weight in forms if form != "pdf-born"]
    form = rng.choices([form for form, _ in forms], [weight for _, weight in forms])[0]
    suffix = SUFFIXES[form]
    name = name_file(rng, act, suffix) if odd is None else odd_name(odd, act, suffix)
    name = name if len(name) == LONGEST else free_name(name, taken)
    path = f"{person.matricule}/{name}"
    duplex = form in _SHEET_FED and rng.random() < _DUPLEX
    return plan(path, act, form, path, matricule=person.matricule, twist="duplex" if duplex else "")
