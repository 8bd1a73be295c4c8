"""Reads YAML that a ministry writes: texts, lists and mappings with their lines, so that every problem names its line.

Tags, numbers, dates and aliases of YAML are not read: a value is a text until the file's own reader makes it something else.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

from chalicelib.model.errors import PermanentError

_LONGEST: Final = 200
_TOLD: Final = 20
"""Problems in an error's message."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the file and its line: a text, a list of nodes, or a mapping from texts to nodes."""

    line: int
    value: Any


class Pairs(list[tuple[Node, Node]]):
    """A mapping as it is written, in which a name may stand twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileProblem:
    """A problem on one line of a ministry's file."""

    line: int
    """From 1."""
    reason: str
    """A key of `messages`."""
    word: str = ""
    messages: Mapping[str, tuple[str, str]] = field(repr=False, compare=False)
    """Of the file's reader, by reason: (French, English)."""

    def tell(self, language: str = "fr") -> str:
        """Write the problem for an administrator, with its line."""
        message = self.messages[self.reason][language == "en"].format(word=self.word)
        return f"line {self.line}: {message}" if language == "en" else f"ligne {self.line} : {message}"


class MinistryFileError(PermanentError):
    """A ministry's file with problems, which is not used."""

    def __init__(self, kind: str, problems: Sequence[FileProblem]) -> None:
        """Keep every problem, in the order of the lines; the code is `<kind>_refused`."""
        super().__init__(f"{kind}_refused", "; ".join(f"line {each.line}: {each.reason}" for each in problems[:_TOLD]))
        self.problems = tuple(sorted(problems, key=lambda each: each.line))


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedVersion:
    """A version of a ministry's file that is not in force, because it has problems."""

    version: str
    """S3 version of its object."""
    problems: tuple[FileProblem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileInForce(Generic[T]):
    """What is in force of a ministry's file."""

    value: T
    version: str | None = None
    """S3 version of the ministry's object; None where what ships is in force."""
    refused: tuple[RefusedVersion, ...] = ()
    """Newer versions with problems, the newest first."""
    unreadable: str | None = None
    """S3's error code, where the ministry's object cannot be read."""


class UnreadableYamlError(PermanentError):
    """A file that is no YAML of texts, lists and mappings; `line`, `reason` and `word` are those of the problem."""

    def __init__(self, line: int, reason: str, word: str = "") -> None:
        """Keep where and why."""
        super().__init__(f"yaml_{reason}", f"line {line}: {word}")
        self.line, self.reason, self.word = line, reason, word


def compose(data: bytes, *, largest: int) -> Node:
    """Read YAML as texts, lists and mappings.

    >>> compose(b"a: 1", largest=10).value[0][1]
    Node(line=1, value='1')

    Args:
        data: the file.
        largest: bytes that it may have.

    Raises:
        UnreadableYamlError: `size`, `yaml`, or `shape` for an alias, by which a small file may grow without end.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    if len(data) > largest:
        raise UnreadableYamlError(1, "size")
    try:
        return _node(YAML(typ="base", pure=True).compose(data.decode("utf-8-sig")), set())
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise UnreadableYamlError(mark.line + 1 if mark else 1, "yaml", str(error.problem or "")) from error
    except (YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise UnreadableYamlError(1, "yaml", type(error).__name__) from error


def read_mapping(node: Node, known: set[str], needed: set[str], *, like: str, problem: Callable[[int, str, str], None]) -> dict[str, Node]:
    """Read a mapping, and tell unknown, repeated and missing names.

    Args:
        node: the mapping.
        known: names that may stand in it.
        needed: names that must.
        like: a name of it, told where the node is no mapping.
        problem: takes the line, the reason (`shape`, `unknown`, `twice`, `missing`) and the word of each problem.
    """
    found: dict[str, Node] = {}
    if not isinstance(node.value, Pairs):
        problem(node.line, "shape", like)
        return found
    for name, value in node.value:
        word = str(name.value)[:_LONGEST]
        if word not in known:
            problem(name.line, "unknown", word)
        elif word in found:
            problem(name.line, "twice", word)
        found[word] = value
    for word in sorted(needed - found.keys()):
        problem(node.line, "missing", word)
    return found


def _node(node: Any, seen: set[int]) -> Node:  # noqa: ANN401 - ruamel's own type, untyped
    """Convert a node of ruamel's; a node met twice is an alias."""
    if node is None:
        return Node(1, "")
    line = node.start_mark.line + 1
    if id(node) in seen:
        raise UnreadableYamlError(line, "shape", "&, *")
    seen.add(id(node))
    if node.id == "scalar":
        return Node(line, node.value)
    if node.id == "sequence":
        return Node(line, [_node(each, seen) for each in node.value])
    return Node(line, Pairs((_node(name, seen), _node(value, seen)) for name, value in node.value))
