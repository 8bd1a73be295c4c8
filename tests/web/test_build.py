"""The build: what is served is what was written, and the same each time."""

import gzip
import hashlib
import json
import re
from concurrent.futures import ThreadPoolExecutor

import brotli
import pytest

from web import build
from web.modules import SPOKEN, Modules

SOURCE = build.SOURCE
SCRIPTS = sorted(path for path in SOURCE.rglob("*.js") if "vendor" not in path.parts)
NEWER = {
    "a nullish assignment": r"\?\?=|\|\|=|&&=",
    "a private member": r"\bthis\.#|^\s+#\w",
    "at()": r"\.at\(",
    "replaceAll()": r"\.replaceAll\(",
    "Object.hasOwn": r"Object\.hasOwn\b",
    "a lookbehind": r"\(\?<[=!]",
    "structuredClone": r"\bstructuredClone\(",
    "an await of the module itself": r"^await ",
}
"""What Chrome 80 does not know, and what it is called."""
STYLES = ("app", "more")


def compressed(content):
    return len(gzip.compress(content, 9, mtime=0))


def first_load(files, folder=""):
    page = files[f"{folder}index.html"].decode()
    parts = dict.fromkeys(re.findall(r'(?:href|src)="/(assets/[^"]+)"', page))
    return [files[f"{folder}index.html"], *(files[part] for part in parts)]


def test_the_same_sources_give_the_same_bytes(tmp_path):
    build.build(dist=tmp_path / "one")
    build.build(dist=tmp_path / "two")
    one, two = (
        {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}
        for root in (tmp_path / "one", tmp_path / "two")
    )

    assert one == two
    assert len(one) > 20


def test_what_is_no_longer_made_is_gone_after_a_build(tmp_path):
    (tmp_path / "old.html").write_text("old")
    build.build(dist=tmp_path)

    assert not (tmp_path / "old.html").exists()


def test_three_builds_at_once_and_a_reader_find_every_file_whole(tmp_path):
    made = build.build(dist=tmp_path)
    with ThreadPoolExecutor(3) as together:
        builds = [together.submit(build.write, made, tmp_path) for _ in range(12)]
        while not all(each.done() for each in builds):
            assert {path: (tmp_path / path).read_bytes() for path in made} == made
        for each in builds:
            each.result()

    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()) == sorted(made)
    assert not list(tmp_path.parent.glob(f".{tmp_path.name}-*"))


def test_signing_in_needs_one_document_of_four_kilobytes(files):
    for language in build.LANGUAGES:
        page = files[f"{build.home(language).lstrip('/')}index.html"]

        assert len(brotli.compress(page)) <= 4000


def parts_of(files, names, language="fr"):
    """Find files by the beginnings of their names."""
    wanted = tuple(f"assets/{name}{'' if name in STYLES else f'.{language}'}-" for name in names)
    parts = [content for path, content in files.items() if path.startswith(wanted)]
    assert len(parts) == len(names), names
    return parts


def test_the_first_load_is_small_and_the_page_names_all_of_it(files):
    for language in build.LANGUAGES:
        parts = first_load(files, build.home(language).lstrip("/"))

        assert parts[1:] == [*parts_of(files, ["main"], language), *parts_of(files, ["app"])]
        assert not re.search(rb"^import\b", parts[1], re.MULTILINE)
        assert sum(map(compressed, parts)) <= 20_000


def test_an_own_case_file_needs_little_more(files):
    for language in build.LANGUAGES:
        (inside,) = parts_of(files, ["inside"], language)

        assert set(re.findall(rb'^import .* from "(.*)";$', inside, re.MULTILINE)) == {named(files, "main", language)}
        assert compressed(inside) <= 4200


def named(files, name, language):
    return next(f"/{path}".encode() for path in files if path.startswith(f"assets/{name}.{language}-"))


@pytest.mark.parametrize(
    ("role", "names"),
    [
        ("who reads a piece", ["piece", "more"]),
        ("who looks at its pages", ["viewer"]),
        ("an archivist", ["batches", "batch", "counts", "find", "words-batches"]),
        ("who reads a receipt", ["receipt", "counts", "paper", "spreadsheet", "words-batches", "words-receipt"]),
        ("who minds an account", ["account", "entering", "who", "words-extra"]),
        ("who looks at what waits", ["review", "hand", "words-review", "words-work", "work"]),
        ("who then opens a piece", ["check", "history", "leaves", "proposal", "choice"]),
        ("who decides whose it is, and otherwise than proposed", ["owners", "dates", "deciding", "words-desk"]),
        ("who says where pieces begin", ["cuts"]),
        ("and reads why", ["words-cuts", "words-desk"]),
        ("who minds the sealed", ["sealed", "mask", "history", "leaves", "words-sealed"]),
        ("who stands at the counter", ["find", "counter", "dates", "slip", "choice", "words-counter"]),
        ("who sends files", ["deposit", "sending", "words-deposit"]),
        ("who oversees", ["journal", "dates", "spreadsheet", "words-journal"]),
        ("who directs", ["figures", "chart", "dates", "spreadsheet", "words-figures"]),
        ("who awaits what is due", ["due", "dates", "paper", "spreadsheet", "words-due"]),
        ("who plans", ["roadmap", "burnup", "words-roadmap"]),
        ("who changes the plan", ["plan", "dates", "words-plan"]),
        ("who reconciles", ["reconciliation", "spreadsheet", "words-reconciliation"]),
        ("a servant who asks", ["search", "news", "report", "choice", "words-reports", "words-work"]),
        ("who reads a career", ["career", "dates", "statement", "slip", "words-career", "words-events"]),
        ("a servant who takes stock", ["complete", "copy", "letter", "slip", "words-contents", "words-work"]),
    ],
)
def test_each_group_of_screens_is_at_most_eight_kilobytes(files, role, names):
    assert sum(map(compressed, parts_of(files, names))) <= 8000, role


def test_every_file_is_named_by_what_is_in_it_and_is_asked_for_by_that_name(files):
    named = {path for path in files if path.startswith("assets/")}
    asked = {found for content in files.values() for found in re.findall(r"/(assets/[\w.-]+\.(?:js|css))", content.decode())}

    assert named == asked


def test_no_module_imports_itself_by_way_of_others(tmp_path):
    (tmp_path / "one.js").write_text('import * as two from "./two.js";')
    (tmp_path / "two.js").write_text('import { one } from "./one.js";')

    with pytest.raises(ValueError, match="imports itself"):
        Modules(tmp_path, "fr", {}).add("one.js")


def test_joined_modules_keep_their_names_apart_and_say_what_they_said(page, tmp_path):
    """Both have a `secret`; one is imported from outside under another name, one as a whole, one later."""
    sources = {
        "words.js": 'export const fetched = (some) => import(some.split(" ")[0]);\n',
        "base.js": "const secret = 1;\nexport const one = () => secret;\nexport { secret as first };\n",
        "grown.js": (
            'import { first } from "./base.js";\nconst secret = 10;\nexport class Sum { total = first + secret; }\nexport default secret;\n'
        ),
        "other.js": "export const hundred = 100;\n",
        "user.js": (
            'import * as base from "./base.js";\nimport { Sum as Counted } from "./grown.js";\nimport ten from "./grown.js";\n'
            'import { hundred } from "./other.js";\n'
            'export default async () => [base.one(), new Counted().total, ten, hundred, (await import("./base.js")).first];\n'
        ),
    }
    for name, text in sources.items():
        (tmp_path / name).write_text(text)
    modules = Modules(tmp_path, "fr", {}, {"both": ("words.js", "base.js", "grown.js")})
    address = modules.add("user.js")
    page.route("**/*", lambda route: served(route, modules.files))
    page.goto("http://127.0.0.1/")

    assert len(modules.files) == 3
    assert page.evaluate(f"() => import('{address}').then((all) => all.default())") == [1, 11, 10, 100, 1]


def test_a_module_is_named_with_all_that_it_cannot_do_without(files):
    """What a browser once failed to import it never tries again: so all of it is fetched before."""
    called = [found for content in files.values() for found in re.findall(r'fetched\("([^"]+)"\)', content.decode())]
    assert len(called) > 60

    for first, *others in map(str.split, called):
        asked = set(re.findall(rb'^import .* from "(.*)";$', files[first.lstrip("/")], re.MULTILINE))
        assert {each.decode() for each in asked} <= {*others, *(f"/{path}" for path in files if "/main." in path)}
    assert sum(len(re.findall(rb"[^.]\bimport\(", content)) for content in files.values()) == 2 * len(build.LANGUAGES)


def served(route, files):
    content = files.get(route.request.url.partition("127.0.0.1/")[2])
    route.fulfill(body=content or b"", content_type="text/javascript" if content else "text/html")


@pytest.mark.parametrize("line", ['import "./base.js";', "export let live = 1;", 'export * from "./base.js";'])
def test_what_the_build_cannot_join_it_says(tmp_path, line):
    (tmp_path / "base.js").write_text("export const one = 1;\n")
    (tmp_path / "grown.js").write_text(f"{line}\n")

    with pytest.raises(ValueError, match=r"grown.js: this (im|ex)port has to be written another way"):
        Modules(tmp_path, "fr", {}, {"both": ("base.js", "grown.js")}).add("grown.js")


def test_the_three_dictionaries_say_the_same_words():
    french, *others = (json.loads((SOURCE / "words" / f"{language}.json").read_text("utf-8")) for language in build.LANGUAGES)
    for other in others:
        assert {section: list(words) for section, words in other.items()} == {section: list(words) for section, words in french.items()}
        for section, words in french.items():
            for key, text in words.items():
                assert set(re.findall(r"\{\w+\}", other[section][key])) == set(re.findall(r"\{\w+\}", text)), key


def test_no_word_is_missing_and_none_is_left_over():
    words = build.words_of("fr")
    said = "\n".join(path.read_text("utf-8") for path in [*SCRIPTS, SOURCE / "shell.html", SOURCE / "help.html"])
    families = set(re.findall(r"[`\"]([a-z_.]+)\.\$\{", said))
    literal = set(re.findall(r"[\"'`]([a-z]\w*(?:\.\w+)*)[\"'`]", said)) | set(re.findall(r"\{\{([a-z_.]+)\}\}", said))
    later = {key: section for section in (*build.LATER, *build.AT_WORK, *SPOKEN.values()) for key in words[section]}

    def is_said(key):
        plain = re.sub(r"\.(one|other)$", "", key)
        return key in literal or plain in literal or any(key.startswith(f"{family}.") for family in families)

    assert [key for key in later if not is_said(key)] == []
    assert [key for key in words["shell"] if f"{{{{{key}}}}}" not in said and key not in {"language", "draft"}] == []
    asked = set(re.findall(r"\bt\(\"([\w.]+)\"", said)) | set(re.findall(r"(?:\? |: )\"([a-z]+\.[\w.]+)\"", said))
    assert sorted(asked - set(later)) == []


def test_a_kirundi_page_says_that_it_is_a_draft(files):
    assert "brouillon" in files["rn/index.html"].decode()


def test_nothing_is_written_that_the_oldest_browser_does_not_know():
    for path in SCRIPTS:
        text = path.read_text("utf-8")
        for what, pattern in NEWER.items():
            assert not re.search(pattern, text, re.MULTILINE), f"{path.name}: {what}"


def test_markup_is_never_made_of_text():
    for path in SCRIPTS:
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc", path.read_text("utf-8")
        ), path.name


def test_what_is_vendored_is_what_the_note_says():
    note = (SOURCE / "vendor" / "README.md").read_text("utf-8")
    for path in (SOURCE / "vendor").glob("*.js"):
        assert hashlib.sha256(path.read_bytes()).hexdigest() in note
        assert (path.parent / f"{path.stem}.LICENSE").exists()


def test_comments_and_indentation_stay_at_home(files):
    for path, content in files.items():
        if path.endswith(".js"):
            assert not re.search(r"^(//|\s)", content.decode(), re.MULTILINE), path
