"""Reads and writes the roadmap's plan as YAML; one that has a problem is refused as a whole, with every problem, its line and its field.

One ships as `roadmap.yaml`. The director changes it on a page, which posts the same members; an administrator may also put a file into
the vault (docs/plan.md).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from chalicelib.model.errors import PermanentError
from chalicelib.model.roadmap import Phase, PlaceTarget, Plan, SavedPlan
from chalicelib.text.calendar import day_of
from chalicelib.text.checked_yaml import Node, Pairs, UnreadableYamlError, compose, read_mapping

LARGEST: Final = 64 * 1024
"""Bytes of the largest plan; the shipped one has 2,000."""
_LONGEST: Final = 200
_MOST: Final[Mapping[str, int]] = {"phases": 24, "places": 100, "holidays": 200, "working_days": 7}
_BOUNDS: Final[Mapping[str, tuple[float, float]]] = {
    "casefiles": (1, 10_000_000),
    "pages_a_casefile": (1, 3_000),
    "page_kilobytes": (1, 20_000),
    "pages_an_hour_of_a_scanner": (1, 20_000),
    "pages_an_hour_of_a_person": (1, 20_000),
    "months": (1, 240),
    "casefiles_a_month": (0, 1_000_000),
    "scanners": (0, 1_000),
    "staff": (0, 10_000),
    "hours_a_day": (0.5, 24),
}
"""Smallest and largest number of each member."""
_LAST_YEAR: Final = 2150
_YES: Final = {"yes": True, "true": True, "oui": True, "no": False, "false": False, "non": False}

PLAN_PROBLEMS: Final[dict[str, tuple[str, str]]] = {
    "yaml": ("Ce n'est pas du YAML : {word}.", "This is not YAML: {word}."),
    "size": ("Le fichier dépasse 64 Ko.", "The file is larger than 64 KB."),
    "shape": ("« {word} » n'est pas de la forme attendue.", "“{word}” is not of the form expected."),
    "unknown": ("« {word} » n'est pas un mot de la feuille de route.", "“{word}” is no word of the roadmap."),
    "missing": ("Il manque « {word} ».", "“{word}” is missing."),
    "twice": ("« {word} » est donné deux fois.", "“{word}” is given twice."),
    "number": ("« {word} » n'est pas un nombre admis ici.", "“{word}” is no number allowed here."),
    "day": ("« {word} » n'est pas un jour (2027-01-04, ou 07-01 chaque année).", "“{word}” is no day (2027-01-04, or 07-01 each year)."),
    "weekday": ("« {word} » n'est pas un jour de la semaine, de 1 (lundi) à 7.", "“{word}” is no day of the week, from 1 (Monday) to 7."),
    "empty": ("Il faut une phase au moins.", "There must be at least one phase."),
    "place": ("Donner un ministère ou une province.", "Give a ministry or a province."),
    "sum": (
        "Les lieux font {word} dossiers par mois, la phase en dit un autre nombre.",
        "The places make {word} case files a month, the phase says another number.",
    ),
    "short": (
        "Les phases n'apportent que {word} dossiers : le but n'est pas atteint.",
        "The phases bring {word} case files only: the goal is not reached.",
    ),
    "long": ("Le plan finit après l'an {word}.", "The plan ends after the year {word}."),
}
"""Every `reason` of a problem, with its message: (French, English)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanProblem:
    """A problem of a plan."""

    line: int
    """From 1."""
    reason: str
    """A key of `PLAN_PROBLEMS`."""
    word: str = ""
    field: str = ""
    """Member, as `start` or `phases.0.months`."""

    def tell(self, language: str = "fr") -> str:
        """Write the problem without its place."""
        return PLAN_PROBLEMS[self.reason][language == "en"].format(word=self.word)


class PlanError(PermanentError):
    """A plan with problems, which is not used."""

    def __init__(self, problems: Sequence[PlanProblem]) -> None:
        """Keep every problem, in the order of the lines."""
        super().__init__("plan_refused", "; ".join(f"line {each.line}: {each.reason}" for each in problems[:20]))
        self.problems = tuple(sorted(problems, key=lambda each: each.line))


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedPlan:
    """A version that is not in force, because it has problems."""

    version: str
    at: datetime
    problems: tuple[PlanProblem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlansKept:
    """Versions of the plan."""

    saved: tuple[SavedPlan, ...] = ()
    """Good ones, the newest first; empty where nobody has saved one."""
    refused: tuple[RefusedPlan, ...] = ()
    """Those with problems that are newer than the one in force, the newest first."""

    @property
    def in_force(self) -> SavedPlan | None:
        """The newest good one."""
        return self.saved[0] if self.saved else None


@cache
def shipped_plan() -> Plan:
    """Read the plan that ships, once."""
    return read_plan(Path(__file__).with_name("roadmap.yaml").read_bytes())


def read_plan(data: bytes) -> Plan:
    """Read a plan.

    Raises:
        PlanError: it has problems; each is given with its line and field.
    """
    try:
        root = compose(data, largest=LARGEST)
    except UnreadableYamlError as error:
        raise PlanError([PlanProblem(line=error.line, reason=error.reason, word=error.word)]) from error
    reader = _Reader()
    plan = reader.plan(root)
    if plan is None or reader.problems:
        raise PlanError(reader.problems)
    return plan


def write_plan(plan: Mapping[str, Any]) -> bytes:
    r"""Write the members of a plan as YAML, one to a line, so that a problem of a member names its line.

    >>> write_plan({"start": "2027-01-04", "phases": [{"name": "Essai", "months": 3}]}).decode()
    'start: "2027-01-04"\nphases:\n- name: "Essai"\n  months: 3\n'

    Args:
        plan: members of JSON types, as the page posts them; checked by `read_plan`.
    """
    lines: list[str] = []
    for name, value in plan.items():
        if name != "phases" or not isinstance(value, list) or not all(isinstance(each, dict) and each for each in value):
            lines.append(f"{_flow(str(name))}: {_flow(value)}")
            continue
        lines.append("phases:")
        for phase in value:
            marks = ("-", *" " * (len(phase) - 1))
            lines += [f"{mark} {_flow(str(member))}: {_flow(each)}" for mark, (member, each) in zip(marks, phase.items(), strict=True)]
    return ("\n".join(lines) + "\n").encode("utf-8", "backslashreplace")


def _flow(value: object) -> str:
    """Write a value as JSON, which YAML reads; a plain word stays as it is."""
    return value if isinstance(value, str) and value.isidentifier() and value.islower() else json.dumps(value, ensure_ascii=False)


class _Reader:
    """Makes a plan of nodes, and keeps the problems met."""

    def __init__(self) -> None:
        self.problems: list[PlanProblem] = []

    def plan(self, root: Node) -> Plan | None:
        given = self._mapping(root, Plan, "", like="start")
        if given is None:
            return None
        start = self._day(given["start"], "start")
        phases = tuple(each for at, node in enumerate(self._list(given["phases"], "phases")) for each in self._phase(node, f"phases.{at}."))
        found: dict[str, Any] = {name: self._number(given[name], name) for name in _whole_of(Plan)}
        found["working_days"] = tuple(sorted(set(self._weekdays(given)))) if "working_days" in given else None
        found["holidays"] = tuple(self._holidays(given)) if "holidays" in given else None
        found["note"] = self._text(given["note"], "note", empty=True) if "note" in given else None
        if start is None or self.problems:
            if not given["phases"].value:
                self._add(given["phases"], "empty", field="phases")
            return None
        self._check_whole(given, start, phases, int(found["casefiles"]))
        if self.problems:
            return None
        return Plan(start=start, phases=phases, **{name: value for name, value in found.items() if value is not None})

    def _check_whole(self, given: Mapping[str, Node], start: date, phases: Sequence[Phase], casefiles: int) -> None:
        """Find what is wrong among the members."""
        brought = sum(each.casefiles for each in phases)
        if not phases:
            self._add(given["phases"], "empty", field="phases")
        elif start.year + sum(each.months for each in phases) // 12 > _LAST_YEAR:
            self._add(given["phases"], "long", str(_LAST_YEAR), "phases")
        elif brought < casefiles:
            self._add(given["casefiles"], "short", str(brought), "casefiles")

    def _phase(self, node: Node, at: str) -> Iterator[Phase]:
        before = len(self.problems)
        given = self._mapping(node, Phase, at, like="name")
        if given is None:
            return
        found: dict[str, Any] = {name: self._number(given[name], at + name) for name in _whole_of(Phase)}
        found["name"] = self._text(given["name"], f"{at}name")
        found["hours_a_day"] = self._number(given["hours_a_day"], f"{at}hours_a_day", whole=False)
        if "existing_scans" in given:
            said = _YES.get(str(given["existing_scans"].value).lower())
            if said is None:
                self._add(given["existing_scans"], "shape", _told(given["existing_scans"]), f"{at}existing_scans")
            found["existing_scans"] = said
        if "places" in given:
            nodes = self._list(given["places"], f"{at}places")
            found["places"] = tuple(each for number, node in enumerate(nodes) for each in self._place(node, f"{at}places.{number}."))
            sum_ = sum(each.casefiles_a_month for each in found["places"])
            if found["places"] and sum_ != found["casefiles_a_month"]:
                self._add(given["casefiles_a_month"], "sum", str(sum_), f"{at}casefiles_a_month")
        if len(self.problems) == before:
            yield Phase(**found)

    def _place(self, node: Node, at: str) -> Iterator[PlaceTarget]:
        given = self._mapping(node, PlaceTarget, at, like="province")
        if given is None:
            return
        names = {name: self._text(given[name], at + name, empty=True) for name in ("ministry", "province") if name in given}
        if not any(names.values()):
            self._add(node, "place", field=f"{at}ministry")
        number = self._number(given["casefiles_a_month"], f"{at}casefiles_a_month")
        yield PlaceTarget(**names, casefiles_a_month=int(number))

    def _mapping(self, node: Node, kind: type, at: str, *, like: str) -> dict[str, Node] | None:
        """Read the members of a dataclass; None where one is missing."""
        known = {each.name for each in fields(kind)}
        needed = {each.name for each in fields(kind) if each.default is MISSING}
        given = read_mapping(node, known, needed, like=like, problem=lambda line, reason, word: self._told(line, reason, word, at))
        return given if needed <= given.keys() else None

    def _told(self, line: int, reason: str, word: str, at: str) -> None:
        field = at + word if reason == "missing" else at.strip(".")
        self.problems.append(PlanProblem(line=line, reason=reason, word=word[:40], field=field))

    def _add(self, node: Node, reason: str, word: str = "", field: str = "") -> None:
        self.problems.append(PlanProblem(line=node.line, reason=reason, word=word, field=field))

    def _number(self, node: Node, field: str, *, whole: bool = True) -> float:
        """Read a number within its bounds; 1 where it is none, with a problem."""
        least, most = _BOUNDS[field.rpartition(".")[2]]
        try:
            number = (int if whole else float)(node.value) if isinstance(node.value, str) else None
        except ValueError:
            number = None
        if number is None or not least <= number <= most or not node.value.isascii():
            self._add(node, "number", _told(node), field)
            return 1
        return number

    def _day(self, node: Node, field: str) -> date | None:
        try:
            return day_of(node.value if isinstance(node.value, str) else "")
        except ValueError:
            self._add(node, "day", _told(node), field)
            return None

    def _weekdays(self, given: Mapping[str, Node]) -> Iterator[int]:
        nodes = self._list(given["working_days"], "working_days")
        if not nodes:
            self._add(given["working_days"], "weekday", field="working_days")
        for node in nodes:
            if isinstance(node.value, str) and node.value in {*"1234567"}:
                yield int(node.value)
            else:
                self._add(node, "weekday", _told(node), "working_days")

    def _holidays(self, given: Mapping[str, Node]) -> Iterator[str]:
        for node in self._list(given["holidays"], "holidays"):
            word = node.value if isinstance(node.value, str) else ""
            try:
                day_of(word if len(word) == len("2027-01-04") else f"2028-{word}")  # a leap year has every day
                yield word
            except ValueError:
                self._add(node, "day", _told(node), "holidays")

    def _list(self, node: Node, field: str) -> list[Node]:
        if isinstance(node.value, list) and not isinstance(node.value, Pairs) and len(node.value) <= _MOST[field.rpartition(".")[2]]:
            return node.value
        self._add(node, "shape", field.rpartition(".")[2], field)
        return []

    def _text(self, node: Node, field: str, *, empty: bool = False) -> str:
        if isinstance(node.value, str) and len(node.value) <= _LONGEST and node.value.isprintable() and (empty or node.value.strip()):
            return node.value.strip()
        self._add(node, "shape", _told(node), field)
        return ""


def _whole_of(kind: type) -> list[str]:
    """Names of a dataclass's whole numbers."""
    return [each.name for each in fields(kind) if each.type is int]


def _told(node: Node) -> str:
    return node.value[:40] if isinstance(node.value, str) else ""
