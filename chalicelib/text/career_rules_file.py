"""Reads the dated rules of careers from YAML; a file that has a problem is refused as a whole, with every problem and its line.

Rules ship as `career_rules.yaml`; the ministry may put its own in force without a deployment (docs/regles-de-carriere.md).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, get_args

from chalicelib.model.career_rules import LASTING, NEEDED, CareerRules, DatedRule, RuleKind
from chalicelib.model.identifiers import normalise
from chalicelib.model.nomenclature import CareerState
from chalicelib.text.calendar import day_of
from chalicelib.text.checked_yaml import FileProblem, MinistryFileError, Node, Pairs, UnreadableYamlError, compose, read_mapping

LARGEST: Final = 64 * 1024
"""Bytes of the largest file; the shipped one has 2,500."""
_KNOWN: Final = {"rule", "from", "to", "years", "months", "states", "statuses", "source"}
_NEEDED: Final = {"rule", "from", "source"}
_LONGEST: Final = 300
_MOST: Final = 200
_LONGEST_TIME: Final = 1_200
"""Months: a hundred years."""

CAREER_RULES_PROBLEMS: Final[dict[str, tuple[str, str]]] = {
    "yaml": ("Ce n'est pas du YAML : {word}.", "This is not YAML: {word}."),
    "size": ("Le fichier dépasse 64 Ko.", "The file is larger than 64 KB."),
    "shape": ("« {word} » n'est pas de la forme attendue.", "“{word}” is not of the form expected."),
    "unknown": ("« {word} » n'est pas un mot des règles de carrière.", "“{word}” is no word of the rules of careers."),
    "missing": ("Il manque « {word} ».", "“{word}” is missing."),
    "twice": ("« {word} » est donné deux fois.", "“{word}” is given twice."),
    "value": ("« {word} » n'est pas une des valeurs admises.", "“{word}” is not one of the values allowed."),
    "day": ("« {word} » n'est pas un jour (2006-08-23).", "“{word}” is no day (2006-08-23)."),
    "order": ("Le dernier jour, {word}, est avant le premier.", "The last day, {word}, is before the first."),
    "number": ("« {word} » n'est pas un nombre admis ici.", "“{word}” is no number allowed here."),
    "length": ("« {word} » demande une durée : years ou months.", "“{word}” needs a length of time: years or months."),
    "useless": ("« {word} » n'a pas de durée.", "“{word}” has no length of time."),
    "overlap": ("Le {word} est déjà d'une autre version de cette règle.", "{word} is in another version of this rule already."),
    "gap": ("Le {word} n'est d'aucune version de cette règle.", "{word} is in no version of this rule."),
    "needed": ("Il faut une règle « {word} ».", "There must be a rule “{word}”."),
    "empty": ("Aucune règle n'est décrite.", "No rule is described."),
}
"""Every `reason` of a problem, with its message: (French, English)."""


@cache
def shipped_rules() -> CareerRules:
    """Read the rules that ship, once."""
    return read_career_rules(Path(__file__).with_name("career_rules.yaml").read_bytes())


def read_career_rules(data: bytes) -> CareerRules:
    """Read the rules.

    Raises:
        MinistryFileError: `career_rules_refused`: they have problems; each is given with its line.
    """
    reader = _Reader()
    try:
        rules = reader.rules(compose(data, largest=LARGEST))
    except UnreadableYamlError as error:
        reader.add(Node(error.line, ""), error.reason, error.word)
        rules = None
    if rules is None or reader.problems:
        raise MinistryFileError("career_rules", reader.problems)
    return rules


class _Reader:
    """Makes rules of nodes, and keeps the problems met."""

    def __init__(self) -> None:
        self.problems: list[FileProblem] = []

    def add(self, node: Node, reason: str, word: str = "") -> None:
        self._note(node.line, reason, word)

    def _note(self, line: int, reason: str, word: str) -> None:
        self.problems.append(FileProblem(line=line, reason=reason, word=word[:40], messages=CAREER_RULES_PROBLEMS))

    def rules(self, root: Node) -> CareerRules | None:
        top = read_mapping(root, {"version", "rules"}, {"version", "rules"}, like="rules", problem=self._note)
        listed = top.get("rules", Node(root.line, []))
        if not isinstance(listed.value, list) or isinstance(listed.value, Pairs) or not 0 < len(listed.value) <= _MOST:
            self.add(listed, "empty")
            return None
        placed = [(node, each) for node in listed.value for each in self._rule(node)]
        version = self._text(top["version"]) if "version" in top else ""
        if not self.problems:
            self._check_whole(placed, listed)
        return CareerRules(version=version, rules=tuple(each for _, each in placed))

    def _rule(self, node: Node) -> Iterator[DatedRule]:
        before = len(self.problems)
        given = read_mapping(node, _KNOWN, _NEEDED, like="rule", problem=self._note)
        if _NEEDED - given.keys():
            return
        kind = self._one_of(given["rule"], get_args(RuleKind))
        first, last = self._day(given["from"]), self._day(given["to"]) if "to" in given else None
        if first and last and last < first:
            self.add(given["to"], "order", last.isoformat())
        found: dict[str, Any] = {"source": self._text(given["source"])}
        if "states" in given:
            found["states"] = tuple(sorted(self._one_of(each, get_args(CareerState)) for each in self._list(given["states"])))
        if "statuses" in given:
            found["statuses"] = tuple(sorted(normalise(self._text(each)) for each in self._list(given["statuses"])))
        months = self._months(given, kind)
        if first is not None and len(self.problems) == before:
            yield DatedRule(rule=kind, first=first, last=last, months=months, **found)  # type: ignore[arg-type]

    def _months(self, given: Mapping[str, Node], kind: str) -> int:
        """Read a length of time: whole years, months, or both."""
        lengths = {name: self._number(given[name]) for name in ("years", "months") if name in given}
        if kind in LASTING and not lengths:
            self.add(given["rule"], "length", kind)
        elif kind and kind not in LASTING and lengths:
            self.add(given["rule"], "useless", kind)
        return 12 * lengths.get("years", 0) + lengths.get("months", 0)

    def _check_whole(self, placed: Sequence[tuple[Node, DatedRule]], listed: Node) -> None:
        """Find days that are in two versions of a rule, or between two and in none, and kinds without a rule."""
        groups: dict[tuple[object, ...], list[tuple[Node, DatedRule]]] = {}
        for node, each in placed:
            groups.setdefault(each.group, []).append((node, each))
        for versions in groups.values():
            versions.sort(key=lambda each: each[1].first)
            for (_, earlier), (node, later) in pairwise(versions):
                if earlier.last is None or later.first <= earlier.last:
                    self.add(node, "overlap", later.first.isoformat())
                elif later.rule in NEEDED and later.first > earlier.last + timedelta(days=1):
                    self.add(node, "gap", (earlier.last + timedelta(days=1)).isoformat())
        for kind in NEEDED:
            if not any(each.rule == kind for _, each in placed):
                self.add(listed, "needed", kind)

    def _one_of(self, node: Node, allowed: tuple[str, ...]) -> str:
        if isinstance(node.value, str) and node.value in allowed:
            return node.value
        self.add(node, "value", _told(node))
        return ""

    def _day(self, node: Node) -> date | None:
        try:
            return day_of(node.value if isinstance(node.value, str) else "")
        except ValueError:
            self.add(node, "day", _told(node))
            return None

    def _number(self, node: Node) -> int:
        word = _told(node)
        if word.isascii() and word.isdigit() and 0 < int(word) <= _LONGEST_TIME:
            return int(word)
        self.add(node, "number", word)
        return 1

    def _list(self, node: Node) -> list[Node]:
        if isinstance(node.value, list) and not isinstance(node.value, Pairs) and node.value:
            return node.value
        self.add(node, "shape", "states, statuses")
        return []

    def _text(self, node: Node) -> str:
        if isinstance(node.value, str) and node.value.strip() and len(node.value) <= _LONGEST and node.value.isprintable():
            return node.value.strip()
        self.add(node, "shape", _told(node))
        return ""


def _told(node: Node) -> str:
    return node.value[:40] if isinstance(node.value, str) else ""
