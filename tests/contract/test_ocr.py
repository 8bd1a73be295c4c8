"""Contract of the port OcrEngine: every page of a Textract result is read, in reading order, whatever else it holds."""

import json
from pathlib import Path
from typing import Any

import pytest

from chalicelib.aws.ocr import read_parts
from chalicelib.model.transcript import Transcript, from_json, to_json
from tests.shared_data import ANSWERS, FOLDER, needs

REAL = sorted([*FOLDER.glob(ANSWERS), *FOLDER.glob("textract_pairs/*.textract.json")])


PLACE = {"BoundingBox": {"Left": 0.1, "Top": 0.1, "Width": 0.2, "Height": 0.02}, "Polygon": [{"X": 0.1, "Y": 0.1}]}


pytestmark = pytest.mark.filterwarnings("error")


def block(kind: str, name: str, *children: str, **more: Any) -> dict[str, Any]:
    relations = [{"Type": "CHILD", "Ids": list(children)}] if children else None
    return {"BlockType": kind, "Id": name, "Geometry": PLACE, "Confidence": 99.0, "Relationships": relations, **more}


def blocks_of(answer: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [each for each in answer.get("Blocks") or () if each["BlockType"] == kind]


@needs(ANSWERS)
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_a_real_answer_gives_as_many_pages_and_lines_as_it_has(path: Path) -> None:
    answer = json.loads(path.read_text("utf-8"))
    pages = read_parts([answer])

    assert [page.number for page in pages] == list(range(1, len(blocks_of(answer, "PAGE")) + 1))
    assert sum(len(page.lines) for page in pages) == len([each for each in blocks_of(answer, "LINE") if each.get("Text")])
    assert all(
        word.text and len(word.box) == 4 and 0 <= word.confidence <= 100 for page in pages for line in page.lines for word in line.words
    )
    assert from_json(to_json(Transcript(reader="essai", pages=tuple(pages)))).pages == tuple(pages)


@needs(ANSWERS)
def test_a_real_answer_cut_into_parts_anywhere_says_the_same() -> None:
    answer = json.loads((FOLDER / "textract_responses" / "multi_page_example_file.json").read_text("utf-8"))
    whole = read_parts([answer])

    for size in (1, 7, 100, 1000):
        parts = [{"Blocks": answer["Blocks"][start : start + size]} for start in range(0, len(answer["Blocks"]), size)]
        assert read_parts(parts) == whole


@needs(ANSWERS)
def test_a_real_form_s_labels_come_with_what_was_filled_in() -> None:
    answer = json.loads((FOLDER / "textract_responses" / "gib1.json").read_text("utf-8"))
    pairs = {pair.label: pair.text for page in read_parts([answer]) for pair in page.pairs}

    assert pairs["Name:"] == "SomeName"


@needs(ANSWERS)
def test_a_real_page_of_two_columns_is_read_column_after_column() -> None:
    answer = json.loads((FOLDER / "textract_responses" / "test-multicol-response.json").read_text("utf-8"))
    lines = [line.text for line in read_parts([answer])[0].lines]
    columns = [
        "This section has two columns,",
        "within one paragraph.",
        "A horizontally separate right",
        "it after the left column's content.",
    ]

    assert sorted(columns, key=lines.index) == columns
    assert lines[-1] == "good start."


@needs(ANSWERS)
@pytest.mark.parametrize("name", ["gib__180_degrees.json"])
def test_a_real_page_that_lies_on_its_head_is_read_from_its_own_top(name: str) -> None:
    lines = [line.text for line in read_parts([json.loads((FOLDER / "textract_responses" / name).read_text("utf-8"))])[0].lines]

    assert lines[:2] == ["Date: 2020-03-27", "Name: SomeName"]


@pytest.mark.parametrize(
    "answer",
    [
        {"JobStatus": "FAILED"},
        {"JobStatus": "IN_PROGRESS", "Blocks": None},
        {"Blocks": []},
        {"Blocks": [block("LINE", "l", Text="Une ligne sans page")]},
    ],
)
def test_an_answer_without_a_page_gives_none(answer: dict[str, Any]) -> None:
    assert read_parts([answer]) == []


def test_what_is_broken_in_an_answer_takes_nothing_else_with_it() -> None:
    blocks = [
        block("PAGE", "p", "l", "lost", "mute", "k"),
        block("LINE", "l", "w", "lost", Text="Article 1er"),
        block("LINE", "mute"),
        block("WORD", "w", Text="Article"),
        block("WORD", "nowhere", Text="x") | {"Geometry": None},
        block("KEY_VALUE_SET", "k", EntityTypes=["KEY"]),
        block("KEY_VALUE_SET", "v", "w", EntityTypes=["VALUE"]),
        block("QUERY", "q", Query={"Text": "?"}),
        block("LAYOUT_TEXT", "y", "l"),
        block("SIGNATURE", "s"),
    ]
    pages = read_parts([{"Blocks": blocks}])

    assert [[line.text for line in page.lines] for page in pages] == [["Article 1er"]]
    assert pages[0].pairs == ()


def test_a_blank_page_is_a_page() -> None:
    pages = read_parts([{"Blocks": [block("PAGE", "a", Page=1), block("PAGE", "b", Page=2)]}])

    assert [(page.number, page.lines) for page in pages] == [(1, ()), (2, ())]
