"""Build of the site: `python -m web.build` writes web/dist from web/src, without npm and minifier.

Every file but the pages is named by its own digest and may be kept for ever; the pages hold their styles and their first script
themselves, so that signing in needs one document. The same sources give the same bytes (docs/decisions/web.md).
"""

import base64
import hashlib
import json
import re
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from html import escape
from pathlib import Path

from web.modules import SPOKEN, TOGETHER, Modules, Words, bared, spoken
from web.separator_sheets import sheets_of_site

SOURCE = Path(__file__).parent / "src"
DIST = Path(__file__).parent / "dist"
LANGUAGES = ("fr", "rn", "en")
"""Languages; the first is served at the root."""
LATER = ("extra", "work")
"""Sections of the dictionary that become modules named by the pages."""
SHEETS = "intercalaires.pdf"
"""Separator sheets for the scanning room; archivists print them from the screen of deposits."""
AT_WORK = (
    "batches",
    "receipt",
    "deposit",
    "review",
    "desk",
    "cuts",
    "sealed",
    "counter",
    "journal",
    "figures",
    "due",
    "roadmap",
    "plan",
    "reconciliation",
    "contents",
    "career",
    "events",
    "reports",
)
"""Sections that become modules which `work` names: the first load does not know of them. A section in neither list is exported by the file
that uses it (`modules.SPOKEN`), or set into the pages."""

_HOLE = re.compile(r"\{\{([a-z_.>]+)\}\}")


@cache
def words_of(language: str, source: Path = SOURCE) -> Words:
    """Read a dictionary."""
    words: dict[str, dict[str, str]] = json.loads((source / "words" / f"{language}.json").read_text("utf-8"))
    return {section: {key: unbroken(text) for key, text in said.items()} for section, said in words.items()}


def unbroken(text: str) -> str:
    """Insert French no-break spaces before punctuation and units and inside guillemets, narrow ones between the digits of a number.

    >>> unbroken("Perdu ? 1 000 pages, 60 ko, {n} %").encode("ascii", "xmlcharrefreplace")
    b'Perdu&#160;? 1&#8239;000 pages, 60&#160;ko, {n}&#160;%'
    """
    text = re.sub(r"(?<=\d) (?=\d{3}\b)", "\N{NARROW NO-BREAK SPACE}", text)
    return re.sub(r" (?=[:;?!»])|(?<=«) |(?<=[\d}]) (?=(?:[kMG]?o|h|%|\$)(?!\w))", "\N{NO-BREAK SPACE}", text)


def home(language: str) -> str:
    """Path of a language's first page.

    >>> home("fr"), home("en")
    ('/', '/en/')
    """
    return "/" if language == LANGUAGES[0] else f"/{language}/"


def filled(template: str, hole: Callable[[str], str]) -> str:
    """Fill the placeholders of a template."""
    return _HOLE.sub(lambda found: hole(found[1]), template)


def inlined(path: str, source: Path) -> str:
    """Read the sources that are inlined in pages."""
    return bared(path, (source / path).read_text("utf-8"))


def tongues(language: str, page: str, source: Path) -> str:
    """Links to the other languages, named in their own language."""
    items = []
    for other in LANGUAGES:
        name = escape(words_of(other, source)["shell"]["language"])
        items.append(f'<li><a href="{home(other)}{page}" hreflang="{other}" lang="{other}">{name}</a>' if other != language else "")
    return "".join(items)


def languages_list(language: str, page: str, source: Path) -> str:
    """Links to the other languages, and whether this one is a draft."""
    draft = words_of(language, source)["shell"]["draft"]
    return tongues(language, page, source) + (f"<li>{escape(draft)}" if draft else "")


def topics(words: Mapping[str, str]) -> str:
    """HTML of the help topics."""
    parts = []
    for key in words:
        topic, _, kind = key.partition(".")
        if kind == "title":
            parts.append(f'<h2 id="{topic}">{escape(words[key], quote=False)}</h2>')
        elif kind == "text":
            parts += [f"<p>{escape(line, quote=False)}</p>" for line in words[key].split("\n")]
    return "\n".join(parts)


def page(name: str, language: str, source: Path, special: Mapping[str, str]) -> bytes:
    """HTML of one page."""
    words = words_of(language, source)
    inserted = {">base.css": lambda: inlined("style/base.css", source), ">early.js": lambda: inlined("early.js", source)}

    def hole(key: str) -> str:
        if key in inserted:
            return inserted[key]()
        if key in special:
            return special[key]
        section, _, rest = key.rpartition(".")
        return escape(words[section or "shell"][rest])

    folder = "" if name == "shell.html" else "help/"
    common = {"lang": language, "home_path": home(language), "help_path": f"{home(language)}help/"}
    links = {"tongues": tongues(language, folder, source), "languages_list": languages_list(language, folder, source)}
    special = {**common, **links, **special}
    return filled((source / name).read_text("utf-8"), hole).encode()


def worker(language: str, source: Path, wanted: list[str], digest: str) -> bytes:
    """Service worker of a language, with its list of cached files."""
    text = inlined("worker.js", source)
    for hole, value in (('"{{version}}"', json.dumps(digest)), ('"{{files}}"', json.dumps(wanted)), ("{{home}}", home(language))):
        text = text.replace(hole, value)
    return text.encode()


def section_of(words: Mapping[str, str], section: str, modules: Modules) -> str:
    """Write a section of the dictionary as a module; return its path."""
    return modules.add(f"words-{section}.js", spoken(words))


def made_for(language: str, source: Path) -> dict[str, bytes]:
    """Build a language's files, and the styles."""
    words = words_of(language, source)
    modules = Modules(source, language, words)
    late = {f"@{section}": section_of(words[section], section, modules) for section in AT_WORK}
    late |= {"@workstyle": modules.add("style/work.css"), "@cutstyle": modules.add("style/cuts.css")}
    grown = {**words, "work": {**late, **words["work"]}}
    named = {section: section_of(grown[section], section, modules) for section in LATER}
    named |= {section: modules.whole(TOGETHER[file][-1]) for file, section in SPOKEN.items()}
    named |= {word: modules.whole(path) for word, path in modules.fetched.items()}
    named["style"] = modules.add("style/more.css")
    first, styled = named["app"], modules.add("style/app.css")
    special = {"words": escape(json.dumps(named)), "main": first, "styles": styled}
    shell = page("shell.html", language, source, special)
    help_page = page("help.html", language, source, {"topics": topics(words["help"])})
    folder = home(language).lstrip("/")
    wanted = [home(language), first, *named["inside"].split(), styled]
    return {
        f"{folder}index.html": shell,
        f"{folder}help/index.html": help_page,
        f"{folder}worker.js": worker(language, source, wanted, hashlib.sha256(shell).hexdigest()[:10]),
        **modules.files,
    }


def build(source: Path = SOURCE, dist: Path | None = None) -> dict[str, bytes]:
    """Build the site.

    Args:
        source: folder of what people write.
        dist: folder to write into; nothing is written without one.

    Returns:
        Each page's, script's and style's content by its path.
    """
    made: dict[str, bytes] = {}
    for language in LANGUAGES:
        made |= made_for(language, source)
    if dist:
        write(made | {SHEETS: sheets_of_site()}, dist)
    return made


def write(made: Mapping[str, bytes], dist: Path) -> None:
    """Write files into a folder, and delete all others there.

    Each file is whole from the moment it is there, and one that stays is never absent: two builds of the same sources at once, or a
    reader during a build, find what they expect.
    """
    dist.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{dist.name}-", dir=dist.parent) as beside:
        for path, content in made.items():
            whole = Path(beside) / "whole"
            whole.write_bytes(content)
            (dist / path).parent.mkdir(parents=True, exist_ok=True)
            whole.replace(dist / path)
    for found in sorted(dist.rglob("*"), reverse=True):
        if found.is_dir():
            with suppress(OSError):  # it still holds files
                found.rmdir()
        elif found.relative_to(dist).as_posix() not in made:
            found.unlink(missing_ok=True)


def with_digests(policy: str, source: Path = SOURCE) -> str:
    """Insert the digests of inlined scripts and styles into a content security policy."""
    for hole, path in (("${PageScript}", "early.js"), ("${PageStyle}", "style/base.css")):
        policy = policy.replace(hole, _digest(inlined(path, source)))
    return policy


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def main() -> int:
    """Build from the command line."""
    made = build(dist=DIST)
    size = sum(map(len, made.values()))
    print(f"{DIST}: {len(made)} files, {size / 1000:.0f} kB")  # noqa: T201 - a command prints
    return 0


if __name__ == "__main__":
    sys.exit(main())
