"""Each command speaks one language, help and output alike: French to those who run the archive, English to those who write it."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from infra.prepare.__main__ import main as prepare

ROOT = Path(__file__).parents[3]
FRENCH = ("accounts", "asking", "command_line", "deploy", "local/", "readback", "reread", "separators", "site")
"""Below infra/: what a ministry's people type. The scanning room's program has both languages, by an option."""
ENGLISH = ("local/sample/", "local/ocr/", "local/textract/")
"""Among these, what developers type, and what answers as AWS does."""
PLACES = ("infra/**/*.py", "benchmarks/**/*.py", "tests/faults/campaign.py", "tests/upgrade/*.py", "tests/web/screens.py", "web/*.py")
WORDS = {
    "fr": frozenset(
        re.findall(r"\w+", "le les des du une avec dans pour et est sont pas qui que sur sans aux cette leur déjà sous chaque")
    ),
    "en": frozenset(re.findall(r"\w+", "the of with and from which is are not be this that for has have was were only cannot could by an")),
}
"""Words that the other language does not have."""
SPOKEN = {"say", "warn", "waiting", "fail", "print", "add_argument", "add_parser", "ArgumentParser", "FrenchParser", "parser_of"}
ERRORS = {"CommandError", "DeploymentError", "EmulatorError", "LocalError", "PackagingError", "SetupError", "UploadError"}
"""Errors whose message a command prints."""
NOT_SAID = {"prog", "action", "choices", "type", "dest", "metavar", "style", "end", "file", "default", "nargs"}
FILES = sorted(path.relative_to(ROOT).as_posix() for place in PLACES for path in ROOT.glob(place))


def language_of(file: str) -> str:
    """Tell which language a file's commands speak."""
    inside = file.removeprefix("infra/")
    is_french = file.startswith("infra/") and inside.startswith(FRENCH) and not inside.startswith(ENGLISH)
    return "fr" if is_french else "en"


def called(call: ast.Call) -> str:
    """Tell the name of what is called."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


@cache
def calls(file: str) -> tuple[ast.Call, ...]:
    """Give the calls of a file."""
    return tuple(each for each in ast.walk(ast.parse((ROOT / file).read_text("utf-8"))) if isinstance(each, ast.Call))


def sayings(file: str) -> Iterator[str]:
    """Give the texts that a file's commands print, help and errors included; names of options are none."""
    for call in calls(file):
        if called(call) in SPOKEN | ERRORS:
            said = [*call.args, *(each.value for each in call.keywords if each.arg not in NOT_SAID)]
            texts = (
                each.value for part in said for each in ast.walk(part) if isinstance(each, ast.Constant) and isinstance(each.value, str)
            )
            yield from (text for text in texts if not text.startswith("-"))


def words_in(text: str, language: str) -> set[str]:
    """Give the words of a text that are of one language alone."""
    return WORDS[language] & set(re.findall(r"[a-zàâçéèêëîïôûùüœ]+", text.lower()))


def test_every_command_speaks_one_language() -> None:
    other = {"fr": "en", "en": "fr"}

    assert [(file, text) for file in FILES for text in sayings(file) if words_in(text, other[language_of(file)])] == []


def test_the_parsers_own_words_are_of_the_commands_language() -> None:
    of_the_other = {"fr": "ArgumentParser", "en": "FrenchParser"}

    assert [file for file in FILES if of_the_other[language_of(file)] in {called(each) for each in calls(file)}] == []


@pytest.mark.parametrize(("language", "other"), [("fr", "en"), ("en", "fr")])
def test_the_scanning_rooms_program_is_wholly_in_the_language_that_is_asked_for(
    language: str, other: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="0"):
        prepare(["--language", language, "--help"])
    said = capsys.readouterr().out.replace("fr,en", "")

    assert words_in(said, language)
    assert words_in(said, other) == set()


def test_both_languages_are_heard() -> None:
    assert {language_of(file) for file in FILES if any(words_in(text, language_of(file)) for text in sayings(file))} == {"fr", "en"}
