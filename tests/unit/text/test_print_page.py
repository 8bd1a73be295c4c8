"""Printed pages: what a template must be given, and what becomes of hostile values in it."""

import pytest
from jinja2 import UndefinedError

from chalicelib.text.print_page import render

LAYOUT = {"title": "Récépissé", "above": "Ububiko", "below": "", "foot": ""}


def test_a_value_that_a_template_is_not_given_is_an_error() -> None:
    with pytest.raises(UndefinedError, match="foot"):
        render("text/print_page.html", **{name: value for name, value in LAYOUT.items() if name != "foot"})


def test_a_value_is_escaped_and_shows_its_invisible_characters() -> None:
    page = render("text/print_page.html", **LAYOUT | {"above": "<i>acte\u202efdp.exe</i>"})

    assert "&lt;i&gt;acte⟨202E⟩fdp.exe&lt;/i&gt;" in page


def test_a_foot_cannot_leave_the_style_sheet() -> None:
    page = render("text/print_page.html", **LAYOUT | {"foot": '"}</style>'})

    assert page.count("</style>") == 1
    assert 'content:"\\000022\\00007d\\00003c' in page
