"""The ministry's roadmap is up to date, and no figure of it was typed by hand."""

import re
from dataclasses import replace

import pytest

from benchmarks.roadmap_document import ASSUMPTIONS, DOCUMENT, MARKED, PLAN, assumptions_in, filled
from benchmarks.roadmap_figures import budgets_of, figures_of, months_of
from chalicelib.text.roadmap_file import read_plan

NUMBER_WORD = re.compile(
    r"\b(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|trente|quarante|cinquante|soixante"
    r"|cents?|mille|millions?|milliards?|moitié|tiers|quart|double|triple|(?:diz|douz|vingt|cent)aine)\b"
)
"""Cardinals; « un » is an article too."""


@pytest.fixture(scope="module")
def figures():
    return figures_of(read_plan(PLAN.read_bytes()), assumptions_in(ASSUMPTIONS))


def test_the_document_is_what_the_command_writes(figures):
    text = DOCUMENT.read_text("utf-8")

    assert filled(text, figures) == text, "run: make roadmap"


def test_no_figure_stands_outside_the_marks():
    text = MARKED.sub("", DOCUMENT.read_text("utf-8"))

    assert re.findall(r".{0,30}\d.{0,10}", text) == []
    assert NUMBER_WORD.findall(text.lower()) == []


def test_no_line_begins_with_a_mark_since_markdown_would_take_it_for_html():
    lines = DOCUMENT.read_text("utf-8").splitlines()

    assert [line for line in lines if re.match(r"<!--=(?!table\.)", line)] == []


def test_a_mark_without_a_figure_is_refused():
    with pytest.raises(ValueError, match="nowhere"):
        filled("<!--=nowhere--><!--/-->", {})


def test_every_assumption_has_a_source_and_is_used(figures):
    given = assumptions_in(ASSUMPTIONS)
    figures_of(read_plan(PLAN.read_bytes()), given)

    assert given.entries.keys() - given.used == set()
    assert all(len(entry["source"]) > 10 for entry in given.entries.values())


def test_an_assumption_without_a_source_is_refused(tmp_path):
    path = tmp_path / "assumptions.toml"
    path.write_text("[a]\nb = {value = 1}\n")

    with pytest.raises(ValueError, match=r"a\.b"):
        assumptions_in(path)


def test_the_document_names_most_figures_and_another_plan_changes_them(figures):
    used = {found[1] for found in MARKED.finditer(DOCUMENT.read_text("utf-8"))}
    plan = read_plan(PLAN.read_bytes())
    other = figures_of(replace(plan, pages_a_casefile=2 * plan.pages_a_casefile), assumptions_in(ASSUMPTIONS))

    assert used <= figures.keys()
    assert {name for name in used if other[name] != figures[name]} >= {"pages", "budget.textract", "table.phases", "papier.capacite"}


def test_the_months_of_the_plan_bring_its_goal_and_the_budget_is_the_sum_of_its_years(figures):
    plan, given = read_plan(PLAN.read_bytes()), assumptions_in(ASSUMPTIONS)
    months, budgets = months_of(plan), budgets_of(plan, given)

    assert sum(each.casefiles for each in months) == plan.casefiles
    assert len(budgets) == len(months) // 12 == 5
    assert figures["budget.total"] == f"{sum(each.total for each in budgets):,.0f} $".replace(",", "\u202f")
