"""Bundler of a language's scripts: files named by their digest; modules that are always needed together are one file.

A file costs a slow line two headers and begins its compression anew, so what `TOGETHER` lists is joined, with its words. A
module keeps a scope of its own there and reads as it was written; only its imports and exports are put in other words. Of those this knows
one line each, and calls of `import("...")`, which become calls of `fetched`; the build refuses any other form.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path

TOGETHER = {
    "main": ("vendor/preact.js", "vendor/htm.js", "view.js", "words.js", "api.js", "parts.js", "forms.js", "signin.js", "main.js"),
    "inside": ("idle.js", "screens/casefile.js", "inside.js"),
    "choice": ("screens/types.js", "screens/choice.js"),
    "piece": ("screens/original.js", "screens/reflow.js", "screens/piece.js"),
    "entering": ("screens/newpassword.js", "screens/challenge.js"),
    "cuts": ("screens/places.js", "screens/strip.js", "screens/cuts.js"),
}
"""Bundles, each after those that it imports."""
SPOKEN = {"main": "app", "inside": "inside", "piece": "piece", "entering": "entering"}
"""Sections of the dictionary that are the default export of such a file."""
FIRST = "main"
"""The file that everything imports: names made of content cannot be circular, so the page names the modules that it fetches later."""
KEPT = "assets"
"""Folder of the files that are named by their digest."""

WORDS = "words.js"
"""The module that has `fetched` and `addressOf`."""
Words = Mapping[str, Mapping[str, str]]

_IMPORT = re.compile(r"""^import (?P<what>\* as \w+|\w+|\{[^}]+\}) from "(?P<path>\.{1,2}/[^"]+)";$""", re.MULTILINE)
_LATER = re.compile(r"""\bimport\("(?P<path>\.{1,2}/[^"]+)"\)""")
_EXPORT = re.compile(r"^export (?=(?:async function|function|class|const) (?P<name>\w+))", re.MULTILINE)
_LIST = re.compile(r"\bexport ?\{(?P<names>[^}]+)\};?(?:\n|\Z)")
_DEFAULT = re.compile(r"\bexport default\b")
_OTHER = re.compile(rb"""^(?:import|export)\b.*"\.{1,2}/.*$""", re.MULTILINE)


class Modules:
    """A language's scripts and the styles, each under the name of its digest."""

    def __init__(self, source: Path, language: str, words: Words, together: Mapping[str, tuple[str, ...]] = TOGETHER) -> None:
        """Start empty.

        Args:
            source: folder of what people write.
            language: stands in the scripts' names.
            words: the dictionary, by section.
            together: see `TOGETHER`.
        """
        self.source = source
        self.files: dict[str, bytes] = {}
        self.fetched: dict[str, str] = {}
        """What `FIRST` fetches later: modules by the word under which the page names their files."""
        self._language = language
        self._words = words
        self._together = together
        self._home = {path: name for name, members in together.items() for path in members}
        self._names: dict[str, str] = {}
        self._needs: dict[str, set[str]] = {}
        self._open: set[str] = set()

    def add(self, path: str, text: str | None = None) -> str:
        """Add a bundle or file with everything it imports.

        Args:
            path: below the source folder.
            text: its text, where there is no such file.

        Returns:
            Its address.

        Raises:
            ValueError: imports go in a circle, or are written in a way that is not known here.
        """
        home = self._home.get(path, path)
        if home in self._open:
            raise ValueError(f"{path} imports itself in the end: a name made of its content has no beginning")
        if home not in self._names:
            self._open.add(home)
            content = (self._joined(home) if path in self._home else self._wired(path, text)).encode()
            if other := _OTHER.search(content):
                raise ValueError(f"{path}: this import has to be written another way: {other[0].decode()}")
            ending = Path(path).suffix
            of = f".{self._language}" if ending == ".js" else ""
            name = f"{KEPT}/{Path(home).stem}{of}-{hashlib.sha256(content).hexdigest()[:8]}{ending}"
            self.files[name] = content
            self._names[home] = f"/{name}"
            self._open.discard(home)
        return self._names[home]

    def whole(self, path: str) -> str:
        """Add a module; return its path and those of its imports except `FIRST`, separated by blanks."""
        self.add(path)
        found = [self._home.get(path, path)]
        for home in found:
            found += sorted(self._needs.get(home, set()) - {FIRST, *found})
        return " ".join(self._names[home] for home in found)

    def _address(self, path: str, *, of: str) -> str:
        """Path of an imported module."""
        self._needs.setdefault(self._home.get(of, of), set()).add(self._home.get(path, path))
        return self.add(path)

    def _read(self, path: str) -> str:
        return bared(path, (self.source / path).read_text("utf-8"))

    def _wired(self, path: str, text: str | None) -> str:
        """Write a module as a file."""
        heads = _Heads()

        def imported(found: re.Match[str]) -> str:
            target = resolved(path, found["path"])
            if target not in self._home:
                return f'import {found["what"]} from "{self._address(target, of=path)}";'
            heads.add(self._address(target, of=path), scope(target))
            return taken(found["what"], target)

        body = self._called(path, _IMPORT.sub(imported, self._read(path) if text is None else text), heads)
        return f"{heads}{body}"

    def _joined(self, home: str) -> str:
        """Write several modules as one file, which exports each by name."""
        members = self._together[home]
        heads = _Heads()

        def body(path: str) -> str:
            def imported(found: re.Match[str]) -> str:
                target = resolved(path, found["path"])
                if target not in members:
                    heads.add(self._address(target, of=path), scope(target) if target in self._home else f"* as {scope(target)}")
                return taken(found["what"], target)

            return enclosed(path, self._called(path, _IMPORT.sub(imported, self._read(path)), heads))

        bodies = "".join(map(body, members))
        said = spoken(self._words[SPOKEN[home]]) if home in SPOKEN else ""
        return f"{heads}{bodies}export {{ {', '.join(map(scope, members))} }};\n{said}"

    def _called(self, path: str, text: str, heads: "_Heads") -> str:
        """Rewrite dynamic imports to their paths."""
        words = scope(WORDS)

        def imported(found: re.Match[str]) -> str:
            target = resolved(path, found["path"])
            home = self._home.get(target)
            one = f".then((all) => all.{scope(target)})" if home else ""
            if self._home.get(path) == FIRST:
                word = home or Path(target).stem
                self.fetched[word] = target
                return f'{words}.fetched({words}.addressOf("{word}")){one}'
            heads.add(self.add(WORDS), words)
            return f'{words}.fetched("{self.whole(target)}"){one}'

        return _LATER.sub(imported, text)


class _Heads:
    """Import lines of a file."""

    def __init__(self) -> None:
        self._names: dict[str, dict[str, None]] = {}

    def add(self, address: str, name: str) -> None:
        self._names.setdefault(address, {})[name] = None

    def __str__(self) -> str:
        lines = []
        for address, names in self._names.items():
            listed = ", ".join(names)
            lines.append(f'import {listed if listed.startswith("*") else f"{{ {listed} }}"} from "{address}";\n')
        return "".join(lines)


def spoken(words: Mapping[str, str]) -> str:
    """Write a section of the dictionary as a module's default export."""
    return f"export default {json.dumps(words, ensure_ascii=False, indent=0)};\n"


def scope(path: str) -> str:
    """Identifier of a module within a bundle.

    >>> scope("screens/casefile.js")
    '$casefile'
    """
    return f"${Path(path).stem}"


def taken(what: str, path: str) -> str:
    """Local equivalent of an import within a bundle.

    >>> taken("{ h, render as draw }", "vendor/preact.js")
    'const { h, render: draw } = $preact;'
    >>> taken("* as api", "api.js"), taken("htm", "vendor/htm.js")
    ('const api = $api;', 'const htm = $htm.default;')
    """
    if what.startswith("{"):
        return f"const {what.replace(' as ', ': ')} = {scope(path)};"
    name = what.removeprefix("* as ")
    return f"const {name} = {scope(path)}{'' if what.startswith('*') else '.default'};"


def enclosed(path: str, text: str) -> str:
    r"""Wrap a module in a function scope that returns its exports.

    >>> enclosed("one.js", "export const one = 1;\nconst two = 2;\nexport { two as deux };\n")
    'const $one = (() => {\nconst one = 1;\nconst two = 2;\nreturn { one, deux: two };\n})();\n'

    Raises:
        ValueError: an export is written in a way that is not known here.
    """
    given = {found["name"]: found["name"] for found in _EXPORT.finditer(text)}
    for found in _LIST.finditer(text):
        for name in found["names"].split(","):
            local, _, outside = name.strip().partition(" as ")
            given[outside or local] = local
    text = _LIST.sub("", _EXPORT.sub("", text))
    if _DEFAULT.search(text):
        text, given["default"] = _DEFAULT.sub("const standard =", text), "standard"
    if other := re.search(r"^export\b.*$", text, re.MULTILINE):
        raise ValueError(f"{path}: this export has to be written another way: {other[0]}")
    told = ", ".join(outside if outside == local else f"{outside}: {local}" for outside, local in given.items())
    return f"const {scope(path)} = (() => {{\n{text.strip()}\nreturn {{ {told} }};\n}})();\n"


def resolved(importer: str, said: str) -> str:
    """Path of an import, relative to src.

    >>> resolved("screens/piece.js", "../view.js")
    'view.js'
    """
    folder = Path(importer).parent
    parts: list[str] = []
    for part in (folder / said).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def bared(path: str, text: str) -> str:
    r"""Remove indentation and comment lines: a fifth of the bytes, without a parser.

    >>> bared("view.js", "// Why.\nconst one = () => {\n  return 1; // kept\n};\n")
    'const one = () => {\nreturn 1; // kept\n};\n'
    """
    if path.startswith("vendor/"):
        return text
    lines = (line.strip() for line in text.splitlines())
    kept = "".join(f"{line}\n" for line in lines if line and not line.startswith(("//", "/*")))
    return tightened(kept) if path.endswith(".css") else kept


def tightened(styles: str) -> str:
    r"""Remove the blanks that styles do not need; those of strings stay.

    >>> tightened('a:hover, b { color: red; content: " : " / ""; }\n@media (min-width: 48rem) { a { top: calc(1px - 2px); } }')
    'a:hover,b{color:red;content:" : " / ""}@media (min-width:48rem){a{top:calc(1px - 2px)}}'
    """
    parts = re.split(r'("(?:[^"\\]|\\.)*")', styles)
    parts[::2] = [re.sub(r"(?<=[\w-]):\s+", ":", re.sub(r"\s*([{};,])\s*", r"\1", part)) for part in parts[::2]]
    return re.sub(r";}", "}", "".join(parts))
