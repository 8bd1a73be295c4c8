"""Lists that the site repeats from the service: fields, types and reasons are the same, each with its word in the dictionary."""

import json
import re
from typing import get_args

import pytest
import yaml

from chalicelib.administration.audit_words import ACTIONS, ROLES, STATUSES
from chalicelib.administration.due_rounds import DOUBT_WORDS
from chalicelib.analysis.description.fields import DATES, NAMES
from chalicelib.model.audit import AuditKind, ConsultationAction, SignInOutcome
from chalicelib.model.nomenclature import FORBIDDEN
from chalicelib.model.wording import REASONS
from chalicelib.reconciliation.spreadsheet import AGREEMENT_WORDS, CHANGE_WORDS, KIND_WORDS, STATE_WORDS
from chalicelib.text.nomenclature_file import shipped
from infra.package import ROOT
from web import build

WORDS = {key for section in json.loads((build.SOURCE / "words" / "fr.json").read_text("utf-8")).values() for key in section}


def listed(screen, name):
    """Read a constant list of a screen."""
    text = (build.SOURCE / "screens" / screen).read_text("utf-8")
    return re.findall(r'"([^"]+)"', re.search(rf"const {name} = \[(.*?)\]", text, re.DOTALL)[1])


def test_the_fields_of_a_piece_are_the_same_in_the_service_its_description_and_the_site():
    described = yaml.safe_load((ROOT / "docs" / "openapi.yaml").read_text("utf-8"))["components"]["schemas"]["FieldName"]["enum"]

    assert listed("proposal.js", "NAMES") == described == list(NAMES)
    assert set(listed("piece.js", "DATES")) == DATES
    assert {f"field.{name}" for name in NAMES} <= WORDS


def test_the_types_of_a_piece_are_those_of_the_shipped_nomenclature():
    codes = [each.code for each in shipped().types]

    assert listed("types.js", "TYPES") == [code for code in codes if code != FORBIDDEN]
    assert {f"type.{code}" for code in codes} <= WORDS


def test_the_reasons_by_which_the_queue_is_filtered_are_reasons_of_the_service():
    reasons = listed("review.js", "REASONS")

    assert set(reasons) <= set(REASONS)
    assert {f"reason.{each}" for each in reasons} <= WORDS


def test_what_the_audit_trail_tells_has_its_words():
    assert tuple(listed("journal.js", "KINDS")) == get_args(AuditKind)
    assert {f"kind.{each}" for each in get_args(AuditKind)} <= WORDS
    assert {f"deed.{each}" for each in (*get_args(ConsultationAction), *get_args(SignInOutcome))} <= WORDS
    assert {f"outcome.{each}" for each in get_args(SignInOutcome)} <= WORDS


def test_the_journal_of_the_site_and_its_spreadsheet_have_the_same_words():
    said = json.loads((build.SOURCE / "words" / "fr.json").read_text("utf-8"))["journal"]
    words = {key: text.replace("’", "'") for key, text in said.items()}

    assert {key.removeprefix("deed."): text for key, text in words.items() if key.startswith("deed.")} == ACTIONS
    assert {key.removeprefix("standing."): text for key, text in words.items() if key.startswith("standing.")} == STATUSES
    assert {key.removeprefix("role."): text for key, text in words.items() if key.startswith("role.")} == ROLES


@pytest.mark.parametrize(
    ("section", "prefix", "written"),
    [
        ("due", "due.doubt.", DOUBT_WORDS),
        ("reconciliation", "reconciliation.kind.", KIND_WORDS),
        ("reconciliation", "reconciliation.agree.", AGREEMENT_WORDS),
        ("reconciliation", "reconciliation.", CHANGE_WORDS | STATE_WORDS),
    ],
    ids=["doubts", "kinds", "agreements", "states"],
)
def test_due_lists_and_discrepancies_have_the_same_words_on_the_site_and_in_their_spreadsheets(section, prefix, written):
    said = json.loads((build.SOURCE / "words" / "fr.json").read_text("utf-8"))[section]
    shown = {each: said[prefix + each].replace("’", "'") for each in written if each}

    assert {each: text.lower() for each, text in shown.items()} == {each: text.lower() for each, text in written.items() if each}


@pytest.mark.parametrize("source", sorted((ROOT / "chalicelib" / "formats").glob("*.py")), ids=lambda path: path.stem)
def test_each_refusal_of_a_file_has_a_sentence_and_a_word_of_the_statistics(source):
    codes = set(re.findall(r'Refusal\(\s*"(\w+)"', source.read_text("utf-8")))

    assert codes <= set(REASONS)
    assert {f"refusal.{code}" for code in codes} <= WORDS
