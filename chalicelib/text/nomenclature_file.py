"""Reads the nomenclature, the table of piece types with their cues, from YAML.

One ships as `nomenclature.yaml`; the ministry may put its own in force without a deployment (docs/nomenclature.md). One that has a
problem is refused as a whole, with every problem and its line.
"""

import re
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any, Final, get_args

from chalicelib.model.nomenclature import (
    FORBIDDEN,
    YEARLY,
    CareerState,
    Keep,
    Mandatory,
    Nomenclature,
    PieceType,
    Proof,
    TypeSentence,
)
from chalicelib.text.checked_yaml import FileProblem, MinistryFileError, Node, Pairs, UnreadableYamlError, compose, read_mapping
from chalicelib.text.letters import plain

LARGEST: Final = 256 * 1024
"""Bytes of the largest nomenclature; the shipped one has 20,000."""
_CODE: Final = re.compile(r"\d\d\.\d{1,2}|99")
_LONGEST: Final = 200
_MOST_CUES: Final = 100
_SHORTEST_CUE: Final = 4
_OPTIONAL: Final = frozenset({"about", "title", "text", "states", "since", "excused", "proves"})
_YEARS: Final = re.compile(r"((?:19|20)\d\d)(?:-((?:19|20)\d\d))?")
_SENTENCE: Final = frozenset({"fr", "rn", "en"})
_KIND: Final = "nomenclature"

NOMENCLATURE_PROBLEMS: Final[dict[str, tuple[str, str]]] = {
    "yaml": ("Ce n'est pas du YAML : {word}.", "This is not YAML: {word}."),
    "size": ("Le fichier dépasse 256 Ko.", "The file is larger than 256 KB."),
    "shape": ("« {word} » n'est pas de la forme attendue.", "“{word}” is not of the form expected."),
    "unknown": ("« {word} » n'est pas un mot de la nomenclature.", "“{word}” is no word of the nomenclature."),
    "missing": ("Il manque « {word} ».", "“{word}” is missing."),
    "twice": ("« {word} » est donné deux fois.", "“{word}” is given twice."),
    "code": ("« {word} » n'est pas un code (exemples : 03.1, 99).", "“{word}” is no code (examples: 03.1, 99)."),
    "value": ("« {word} » n'est pas une des valeurs admises.", "“{word}” is not one of the values allowed."),
    "cue": ("L'indice « {word} » est trop court, trop long ou sans lettres.", "The cue “{word}” is too short, too long or has no letters."),
    "shared": ("L'indice de titre « {word} » désigne déjà un autre type.", "The title cue “{word}” already means another type."),
    "year": (
        "« {word} » n'est pas une année (2007) ou une suite d'années (2016-2023).",
        "“{word}” is no year (2007) or span of years (2016-2023).",
    ),
    "yearly": ("« {word} » ne sert qu'avec « each_year » ou « by_rule ».", "“{word}” serves with “each_year” or “by_rule” alone."),
    "forbidden": (
        "Le code 99 est obligatoire, scellé, jamais demandé, et n'a pas d'indices.",
        "Code 99 is required, sealed, never demanded, and has no cues.",
    ),
    "empty": ("Aucune pièce n'est décrite.", "No piece is described."),
}
"""Every `reason` of a problem, with its message: (French, English)."""


@cache
def shipped() -> Nomenclature:
    """Read the nomenclature that ships, once."""
    return read_nomenclature(Path(__file__).with_name("nomenclature.yaml").read_bytes())


def read_nomenclature(data: bytes) -> Nomenclature:
    """Read a nomenclature.

    Raises:
        MinistryFileError: `nomenclature_refused`: it has problems; each is given with its line.
    """
    problems: list[FileProblem] = []
    root = _compose(data)
    top = _mapping(root, {"version", "pieces"}, {"version", "pieces"}, problems)
    listed = top.get("pieces", Node(root.line, []))
    if not isinstance(listed.value, list) or not listed.value:
        raise MinistryFileError(_KIND, [*problems, _problem(listed.line, "empty")])
    placed = [(node.line, each) for node in listed.value for each in _type(node, problems)]
    _check_whole(placed, problems)
    version = _text(top.get("version", Node(root.line, "")), problems)
    if problems:
        raise MinistryFileError(_KIND, problems)
    return Nomenclature(version=version, types=tuple(each for _, each in placed))


def _problem(line: int, reason: str, word: str = "") -> FileProblem:
    return FileProblem(line=line, reason=reason, word=word, messages=NOMENCLATURE_PROBLEMS)


def _compose(data: bytes) -> Node:
    try:
        return compose(data, largest=LARGEST)
    except UnreadableYamlError as error:
        raise MinistryFileError(_KIND, [_problem(error.line, error.reason, error.word)]) from error


def _mapping(node: Node, known: set[str], needed: set[str], problems: list[FileProblem]) -> dict[str, Node]:
    """Read a mapping, and add unknown, repeated and missing names to the problems."""
    like = next(each for each in ("pieces", "code", "fr") if each in known)

    def add(line: int, reason: str, word: str) -> None:
        problems.append(_problem(line, reason, word))

    return read_mapping(node, known, needed, like=like, problem=add)


def _type(node: Node, problems: list[FileProblem]) -> Iterator[PieceType]:
    names = {field.name for field in fields(PieceType)}
    given = _mapping(node, names, names - _OPTIONAL, problems)
    texts = {name: _text(given[name], problems) for name in ("code", "fr", "rn", "en", "mandatory", "keep") if name in given}
    if "code" in texts and not _CODE.fullmatch(texts["code"]):
        problems.append(_problem(given["code"].line, "code", texts["code"]))
    for name, allowed in (("mandatory", get_args(Mandatory)), ("keep", get_args(Keep))):
        if name in texts and texts[name] not in allowed:
            problems.append(_problem(given[name].line, "value", texts[name]))
    cues = {name: tuple(_cues(given[name], problems)) for name in ("title", "text") if name in given}
    demand = _demand(given, problems)
    about = _sentence(given["about"], problems) if "about" in given else None
    if (names - _OPTIONAL) - given.keys():
        return
    if texts["code"] == FORBIDDEN and (any(cues.values()) or (texts["mandatory"], texts["keep"]) != ("never", "sealed")):
        problems.append(_problem(node.line, "forbidden"))
    yield PieceType(**texts, **cues, **demand, about=about)  # type: ignore[arg-type]


def _demand(given: dict[str, Node], problems: list[FileProblem]) -> dict[str, Any]:
    """Read what narrows the demand of a type, and what its date proves."""
    found: dict[str, Any] = {}
    if "states" in given:
        found["states"] = tuple(
            each for node in _list(given["states"], problems) for each in _one_of(node, get_args(CareerState), problems)
        )
    if "proves" in given:
        found["proves"] = next(_one_of(given["proves"], get_args(Proof), problems), None)
    if "mandatory" in given and given["mandatory"].value not in YEARLY:
        problems += [_problem(given[name].line, "yearly", name) for name in ("since", "excused") if name in given]
    if "excused" in given:
        found["excused"] = tuple(each for node in _list(given["excused"], problems) for each in _years(node, problems))
    if "since" in given:
        first, last = next(_years(given["since"], problems), (None, None))
        if first != last:
            problems.append(_problem(given["since"].line, "year", str(given["since"].value)))
        found["since"] = first
    return found


def _list(node: Node, problems: list[FileProblem]) -> list[Node]:
    """Read a list that is not empty."""
    if isinstance(node.value, list) and not isinstance(node.value, Pairs) and node.value:
        return node.value
    problems.append(_problem(node.line, "shape", "states, excused"))
    return []


def _one_of(node: Node, allowed: tuple[str, ...], problems: list[FileProblem]) -> Iterator[str]:
    if isinstance(node.value, str) and node.value in allowed:
        yield node.value
    else:
        problems.append(_problem(node.line, "value", str(node.value)[:40] if isinstance(node.value, str) else ""))


def _years(node: Node, problems: list[FileProblem]) -> Iterator[tuple[int, int]]:
    """Read a year, or a span of years from the first to the last."""
    found = _YEARS.fullmatch(node.value) if isinstance(node.value, str) else None
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if first <= last:
        yield first, last
    else:
        problems.append(_problem(node.line, "year", str(node.value)[:40] if isinstance(node.value, str) else ""))


def _sentence(node: Node, problems: list[FileProblem]) -> TypeSentence | None:
    given = _mapping(node, set(_SENTENCE), set(_SENTENCE), problems)
    if _SENTENCE - given.keys():
        return None
    return TypeSentence(**{language: _text(given[language], problems) for language in sorted(_SENTENCE)})


def _text(node: Node, problems: list[FileProblem]) -> str:
    if isinstance(node.value, str) and node.value.strip() and len(node.value) <= _LONGEST:
        return node.value.strip()
    problems.append(_problem(node.line, "shape", str(node.value)[:40] if isinstance(node.value, str) else ""))
    return ""


def _cues(node: Node, problems: list[FileProblem]) -> Iterator[str]:
    if not isinstance(node.value, list) or isinstance(node.value, Pairs) or len(node.value) > _MOST_CUES:
        problems.append(_problem(node.line, "shape", "title, text"))
        return
    for each in node.value:
        cue = " ".join(plain(each.value).split()) if isinstance(each.value, str) else ""
        if not _SHORTEST_CUE <= len(cue) <= _LONGEST or not re.search(r"[a-z]{3}", cue) or re.search(r"\*\S", cue):
            problems.append(_problem(each.line, "cue", cue[:40]))
        else:
            yield cue


def _check_whole(types: list[tuple[int, PieceType]], problems: list[FileProblem]) -> None:
    """Add what is wrong among the types to the problems: a code twice, a title cue of two types, no code 99."""
    codes: set[str] = set()
    titles: dict[str, str] = {}
    for line, each in types:
        if each.code in codes:
            problems.append(_problem(line, "twice", each.code))
        codes.add(each.code)
        shared = [cue for cue in each.title if titles.setdefault(cue, each.code) != each.code]
        problems += [_problem(line, "shared", cue) for cue in shared]
    if FORBIDDEN not in codes:
        problems.append(_problem(types[-1][0] if types else 1, "forbidden"))
