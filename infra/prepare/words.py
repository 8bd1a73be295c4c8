"""Words of `ububiko-prepare` in the language of the clerk, from `words.toml` and from the archive's reasons."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

from chalicelib.model.wording import REASONS

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")


def text(key: str, language: Language, **values: object) -> str:
    """A text of the outputs, with its values."""
    said: str = _words()["texts"][key][language]
    return said.format(**values)


def sentence(code: str, language: Language) -> str:
    """What a finding means, and what to do."""
    if code in REASONS:
        return REASONS[code][LANGUAGES.index(language)]
    said: str = _words()["findings"][code][language]
    return said


def size(count: float, language: Language) -> str:
    """Bytes in a unit that can be read.

    >>> size(1_234_567, "fr"), size(512, "en")
    ('1,2 Mo', '512 B')
    """
    units = ("o", "ko", "Mo", "Go") if language == "fr" else ("B", "kB", "MB", "GB")
    at = 0
    while count >= 1_000 and at < len(units) - 1:  # noqa: PLR2004 - SI
        count, at = count / 1_000, at + 1
    number = f"{count:.1f}" if at > 1 else f"{count:.0f}"
    return f"{number.replace('.', ',') if language == 'fr' else number} {units[at]}"


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
