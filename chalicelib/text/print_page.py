"""Printed pages: HTML templates in which every value is escaped, laid out for A4 by print_page.html or, sheet by sheet, print_sheet.html.

A template is an .html file beside the module that renders it. Nothing in a page runs or is fetched (docs/decisions/templates.md).
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chalicelib.text.calendar import moment

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).parents[1]
"""Templates are named by their room and file: `ingest/receipt.html`."""
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffc\ud800-\udfff]"
)
_THIN = "\u202f"


def render(template: str, **values: Any) -> str:  # noqa: ANN401 - whatever a template is given
    """Render a template.

    Args:
        template: room and file, for example `ingest/receipt.html`.
        values: by the names that the template uses; a name without a value is an error.
    """
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    """The only Jinja2 environment. Jinja2 is imported with the first page: few functions print, and a cold start need not wait for it."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters |= {"css_escaped": _css_escaped, "duration": duration, "moment": moment, "number": number, "size": size}
    return environment


def _finalize(value: object) -> object:
    """Make a value of a template visible before Jinja2 escapes it; markup made in a template stays as it is."""
    return value if hasattr(value, "__html__") else visible(str(value))


def _css_escaped(text: object) -> str:
    r"""Write every character as a CSS escape, since a style sheet is not escaped as HTML is.

    >>> _css_escaped('a"')
    '\\000061\\000022'
    """
    return "".join(f"\\{ord(letter):06x}" for letter in visible(str(text)))


def visible(text: str) -> str:
    r"""Replace invisible characters and those that change the reading direction by their code point, so that a name shows what it holds.

    >>> visible("acte\u202efdp.exe")
    'acte⟨202E⟩fdp.exe'
    """
    return _UNSEEN.sub(lambda found: f"⟨{ord(found[0]):04X}⟩", text)


def number(value: float | None) -> str:
    r"""A number in French notation; a dash for none.

    >>> number(12345), number(97.5), number(None)
    ('12\u202f345', '97,5', '—')
    """
    return "—" if value is None else f"{value:,}".replace(",", _THIN).replace(".", ",")


def size(value: int | None) -> str:
    r"""A size of so many bytes in French notation; a dash for none.

    >>> size(1_766_000).replace("\u202f", " ")
    '1,8 Mo'
    """
    if value is None:
        return "—"
    for unit, power in (("Go", 10**9), ("Mo", 10**6), ("Ko", 10**3)):
        if value >= power:
            return f"{number(round(value / power, 1))}{_THIN}{unit}"
    return f"{value}{_THIN}o"


def duration(seconds: float) -> str:
    """A duration in French notation.

    >>> duration(3725)
    '1 h 02 min 05 s'
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02} min {rest:02} s"
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
