"""The receipt: its sums close, and it is read back, opened in a spreadsheet and printed without surprises."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.access.stored_receipt import StoredReceipt
from chalicelib.ingest.receipt import FIELDS, STATUSES, Receipt, ReceiptFile, ReceiptPiece, to_csv, to_json, with_masked_names
from chalicelib.ingest.receipt_print import to_html
from chalicelib.model.advice import ADVICE
from chalicelib.model.codec import from_plain
from chalicelib.model.piece import OUTCOMES
from chalicelib.model.settings import Settings
from chalicelib.model.wording import REASONS
from chalicelib.text.nomenclature_file import shipped
from chalicelib.text.table import TableProblem

OPENED = datetime(2026, 11, 22, 7, 3, tzinfo=UTC)
DIGEST = "ab" * 32
FILED = ReceiptFile(
    key="lot-1/104000/arrêté.pdf",
    version="v1",
    size=1_766_000,
    digest=DIGEST,
    status="filed",
    piece=f"{DIGEST}-0a1b2c3d",
    matricule="104000",
    pages=2,
    confidence=97.5,
    type="03.1",
    fields={"act_date": "2010-03-03", "act_number": "550/590"},
)
EMPTY = ReceiptFile(key="lot-1/104007/vide.pdf", version="v2", size=0, status="refused", reason="empty")
ABSENT = ReceiptFile(key="lot-1/104007/jamais.pdf", status="missing", reason="never_came")


def receipt(*files: ReceiptFile, **changes: object) -> Receipt:
    values = {"batch": "lot-1", "revision": 1, "opened_at": OPENED, "closed_at": OPENED + timedelta(seconds=669), "files": files}
    return Receipt(**(values | changes))  # type: ignore[arg-type]


def rows(written: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(written.removeprefix("\ufeff"), newline=""), delimiter=";"))


def read_back(written: str) -> Receipt:
    stored = StoredReceipt(iter(written.split("\n")))
    files = tuple(from_plain(ReceiptFile, file) for file in stored.files())
    tail = stored.tail()
    problems = [TableProblem(**{name: each[name] for name in ("line", "column", "reason")}) for each in tail["manifest_problems"]]
    receipt = replace(from_plain(Receipt, {**stored.head, "files": [], "manifest": tail["manifest"]}), files=files)
    ignored = tuple((each["key"], each["why"]) for each in tail["ignored"])

    assert stored.head["counts"] == receipt.counts
    return replace(receipt, ignored=ignored, manifest_problems=tuple(problems))


class Page(HTMLParser):
    """What a browser would find in a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.words: list[str] = []
        self.links: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.links += [f"{name}={value}" for name, value in attrs if name in {"src", "href", "action"} or name.startswith("on")]
        if tag not in {"meta", "col"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)


def page(made: Receipt, time_zone: str = "Africa/Bujumbura") -> Page:
    return Page(to_html(made, Settings(time_zone=time_zone), shipped()))


texts = st.text(max_size=20)
maybe = st.none() | texts
receipt_files = st.builds(
    ReceiptFile,
    key=texts,
    version=maybe,
    size=st.none() | st.integers(0),
    digest=st.none() | st.just(DIGEST),
    status=st.sampled_from(OUTCOMES),
    reason=st.none() | st.sampled_from(sorted(REASONS)) | texts,
    piece=maybe,
    matricule=maybe,
    pages=st.none() | st.integers(0),
    confidence=st.none() | st.floats(0, 100),
    duplicate_of=maybe,
)
receipts = st.builds(
    Receipt,
    batch=texts,
    revision=st.integers(1),
    opened_at=st.datetimes(timezones=st.just(UTC)),
    closed_at=st.datetimes(timezones=st.just(UTC)),
    files=st.lists(receipt_files, max_size=5, unique_by=lambda file: (file.key, file.version)).map(tuple),
    ignored=st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
    manifest=maybe,
    manifest_problems=st.just(()) | st.just((TableProblem(line=7, reason="digest", column="empreinte"),)),
)


def test_the_files_announced_are_the_sum_of_the_six_outcomes() -> None:
    counts = receipt(FILED, EMPTY, ABSENT).counts

    assert counts == {"announced": 3, "filed": 1, "to_review": 0, "duplicate": 0, "refused": 1, "failed": 0, "missing": 1}


def test_a_receipt_that_leaves_a_file_out_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="3 files announced, 2 accounted for"):
        receipt(FILED, EMPTY, announced=3)


def test_a_receipt_that_counts_a_file_twice_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="two lines"):
        receipt(FILED, FILED)


def test_an_overwritten_file_has_a_line_for_each_version() -> None:
    again = ReceiptFile(key=FILED.key, version="v9", status="filed")

    assert receipt(FILED, again).counts["announced"] == 2


def test_a_receipt_with_a_file_still_in_work_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="waiting"):
        receipt(ReceiptFile(key="lot-1/a.pdf", status="waiting"))


def test_a_receipt_tells_its_times_with_their_zone_or_not_at_all() -> None:
    with pytest.raises(ValueError, match="aware"):
        receipt(FILED, opened_at=datetime(2026, 11, 22))  # noqa: DTZ001 - the point of the test


def test_the_names_that_others_rely_on_stand_first_and_in_order() -> None:
    said = json.loads(to_json(receipt(FILED, EMPTY)))

    assert list(said)[:8] == ["batch", "revision", "opened_at", "reopened_at", "closed_at", "seconds", "counts", "folder_alone"]
    assert list(said["counts"]) == ["announced", "filed", "to_review", "duplicate", "refused", "failed", "missing"]
    names = (
        "key,version,size,digest,status,reason,piece,matricule,pages,confidence,duplicate_of,duplicate_file,duplicate_batch,type,fields,"
        "remark,folder_alone,attachments,pieces"
    )
    assert list(said["files"][0])[: len(FIELDS)] == list(FIELDS)
    assert ",".join(FIELDS) == names
    assert (said["opened_at"], said["seconds"]) == ("2026-11-22T07:03:00Z", 669.0)
    assert said["files"][1]["reason_fr"] == "Le fichier est vide."
    assert said["files"][1]["reason_en"] == "The file is empty."


def test_a_file_that_only_its_folder_has_filed_is_marked_and_counted_and_the_sums_stay() -> None:
    made = receipt(FILED, replace(FILED, key="lot-1/104000/circulaire.pdf", folder_alone=True), EMPTY)
    said = json.loads(to_json(made))

    assert (said["folder_alone"], said["counts"]["filed"], said["counts"]["announced"]) == (1, 2, 3)
    assert [each["folder_alone"] for each in said["files"]] == [False, True, False]
    assert [row[-3] for row in rows(to_csv(made))] == ["dossier seul", "", "oui", ""]
    assert to_html(made, Settings(time_zone="UTC"), shipped()).count("dossier seul") == 2
    assert "dossier seul" not in to_html(receipt(FILED), Settings(time_zone="UTC"), shipped())


def test_a_divided_file_is_one_line_that_names_its_pieces_and_their_pages() -> None:
    pieces = (
        ReceiptPiece(piece="a", pages=(1, 2), status="filed", type="03.1", matricule="104000"),
        ReceiptPiece(piece="b", pages=(4,), status="to_review", reason="homonyms"),
    )
    made = receipt(replace(FILED, pages=4, pieces=pieces), EMPTY)

    assert rows(to_csv(made))[1][-1] == "p. 1-2 : classé 03.1 104000 | p. 4 : à vérifier (homonyms)"
    assert [each["range"] for each in json.loads(to_json(made))["files"][0]["pieces"]] == ["1-2", "4"]
    assert sum(made.counts[status] for status in ("filed", "refused")) == made.counts["announced"]


def dossier_of_pieces() -> ReceiptFile:
    """A file of nine pages in five pieces: filed, to be checked, sealed, the duplicate of pages of another file, and set aside."""
    pieces = (
        ReceiptPiece(piece="a", pages=(1, 2), status="filed", type="03.1", matricule="104000"),
        ReceiptPiece(piece="b", pages=(3, 4), status="to_review", reason="homonyms", type="04.1"),
        ReceiptPiece(piece="c", pages=(5,), status="to_review", reason="sealed_off", type="99", matricule="104999"),
        ReceiptPiece(
            piece="d", pages=(6, 7), status="duplicate", type="03.1", matricule="104000", duplicate_of="a",
            duplicate_file="lot-1/104000/arrêté.pdf", duplicate_range="3-4",
        ),
        ReceiptPiece(piece="e", pages=(8,), status="refused", reason="by_review"),
    )  # fmt: skip
    return replace(FILED, key="lot-1/104000/dossier.pdf", pages=9, status="to_review", reason="pieces_in_review", pieces=pieces)


def test_the_printed_receipt_lists_the_pieces_of_a_file_with_pages_type_status_and_reason() -> None:
    words = " ".join(" ".join(page(receipt(FILED, dossier_of_pieces())).words).split())

    for pages, code in (("1-2", "03.1"), ("3-4", "04.1")):
        assert f"p. {pages} · {next(each.fr for each in shipped().types if each.code == code)}" in words
    assert words.count(str(REASONS["homonyms"][0])) == 2
    assert "p. 8 · type non reconnu" in words
    assert "Doublon de 104000/arrêté.pdf , p. 3-4" in words
    assert "1 fichier, 5 pièces" in words
    assert words.count("p. 3-4") == 3


def test_of_a_sealed_piece_the_printed_receipt_tells_only_its_pages_and_that_a_guardian_decides() -> None:
    sealed = to_html(receipt(FILED, dossier_of_pieces()), Settings(time_zone="UTC"), shipped())

    assert "p. 5 · scellée" in sealed
    assert "104999" not in sealed
    assert "elle est scellée jusqu" in sealed


def test_a_file_of_one_piece_lists_no_pieces_on_paper() -> None:
    whole = replace(FILED, pieces=(ReceiptPiece(piece="a", pages=(1, 2), status="filed", type="03.1"),))

    assert "p. 1-2" not in to_html(receipt(whole), Settings(time_zone="UTC"), shipped())


def test_the_file_of_which_a_piece_is_the_duplicate_is_masked_where_its_name_holds_a_forbidden_mention() -> None:
    made = dossier_of_pieces()
    twin = replace(made.pieces[3], duplicate_file="lot-1/Liste des Hutu 1972.pdf")
    shown = with_masked_names(receipt(replace(made, pieces=(*made.pieces[:3], twin))))

    assert "Hutu" not in to_json(shown)
    assert "Hutu" not in to_html(shown, Settings(time_zone="UTC"), shipped())


def test_two_revisions_can_be_compared_line_by_line() -> None:
    lines = to_json(receipt(FILED, EMPTY, ABSENT)).splitlines()

    assert sum(line.startswith('{"key": ') for line in lines) == 3


@settings(max_examples=40)
@given(receipts)
def test_a_receipt_read_back_line_by_line_is_the_receipt_that_was_written(made: Receipt) -> None:
    assert read_back(to_json(made)) == made


@pytest.mark.parametrize("text", ["", "[]", "{}", '"lot-1"', '{"batch": "lot-1"}', "not a receipt"])
def test_what_is_no_receipt_is_not_read_as_one(text: str) -> None:
    with pytest.raises(json.JSONDecodeError):
        StoredReceipt(iter(text.split("\n")))


def test_a_french_spreadsheet_opens_the_table_with_accents_columns_and_decimals() -> None:
    written = to_csv(receipt(FILED, EMPTY))

    assert written.startswith("\ufefffichier;version;")
    assert rows(written)[1] == [
        "lot-1/104000/arrêté.pdf",
        "v1",
        "1766000",
        DIGEST,
        "classé",
        "",
        "",
        FILED.piece,
        "104000",
        "2",
        "97,5",
        "",
        "",
        "03.1",
        "act_date=2010-03-03 | act_number=550/590",
        "",
        "",
        "",
    ]
    assert rows(written)[2][4:7] == ["refusé", "empty", "Le fichier est vide."]


@pytest.mark.parametrize("key", ["=cmd|' /C calc'!A0", "+1+1", "-2", "@SUM(A1)", " =1", "\t=1", "\r=1", "\uff1d1", '"=1'])
def test_no_name_of_a_file_is_run_as_a_formula(key: str) -> None:
    cell = rows(to_csv(receipt(ReceiptFile(key=key, status="filed"))))[1][0]

    assert not re.match(r"\s*[=+\-@\uff1d]", cell)


@settings(max_examples=40)
@given(receipts)
def test_every_line_of_the_table_has_every_column_whatever_the_names(made: Receipt) -> None:
    assert {len(row) for row in rows(to_csv(made))} == {18}


@settings(max_examples=40)
@given(receipts)
def test_no_name_can_break_the_page(made: Receipt) -> None:
    found = page(made)

    assert found.open == []
    assert found.links == []
    assert not {"script", "img", "link", "iframe", "a"} & set(found.seen)


def test_a_remark_on_a_file_that_was_taken_stands_beside_its_name() -> None:
    remarked = receipt(replace(FILED, remark="end_missing"))

    assert json.loads(to_json(remarked))["files"][0]["remark_en"].startswith("The file's end marker is missing")
    assert rows(to_csv(remarked))[1][-2].startswith("La marque de fin du fichier manque")
    assert any(words.startswith("La marque de fin du fichier manque") for words in page(remarked).words)


def test_a_duplicate_says_of_which_file_and_of_which_batch_where_it_is_another() -> None:
    twin = replace(FILED, key="lot-1/104000/bis.pdf", status="duplicate", piece=None, duplicate_of=FILED.piece)
    made = receipt(
        FILED,
        replace(twin, duplicate_file="lot-1/104000/arrêté.pdf"),
        replace(twin, key="lot-1/104000/ter.pdf", duplicate_file="Liste des Hutu 1972.pdf", duplicate_batch="lot-0"),
    )
    shown = with_masked_names(made)

    assert [row[12] for row in rows(to_csv(shown))] == [
        "doublon du fichier",
        "",
        "lot-1/104000/arrêté.pdf",
        "[nom masqué].pdf, lot lot-0",
    ]
    words = " ".join(page(shown).words)
    assert "Doublon de 104000/arrêté.pdf" in re.sub(r"\s+", " ", words)
    assert ", lot lot-0" in words
    assert read_back(to_json(shown)) == shown


def test_a_file_whose_name_promises_another_format_is_told_so() -> None:
    named = ReceiptFile(key="lot-1/104000/acte.PDF", status="refused", reason="type")
    other = replace(named, key="lot-1/104000/notes.docx")

    assert str(named.reason_fr).startswith("Nommé .pdf, mais ce n'en est pas un")
    assert str(named.reason_en).startswith("Named .pdf, but it is none")
    assert str(other.reason_fr).startswith("Ce type de fichier n'est pas accepté")


def test_a_second_revision_says_when_the_batch_was_first_opened_and_when_it_was_opened_again() -> None:
    again = receipt(FILED, revision=2, reopened_at=datetime(2026, 11, 22, 7, 13, tzinfo=UTC))
    words = " ".join(page(again).words)

    assert again.seconds == 69.0
    assert "22 novembre 2026 à 9 h 03" in words
    assert "22 novembre 2026 à 9 h 13" in words
    assert read_back(to_json(again)) == again


def test_every_printed_page_has_the_letterhead_and_places_for_two_signatures() -> None:
    written = to_html(receipt(FILED), Settings(letterhead=("République de Test", "Ministère du Test")), shipped())

    assert "<b>République de Test</b>Ministère du Test" in written
    assert written.count("Nom, date et signature") == 2


def test_a_name_that_is_markup_is_printed_as_it_is() -> None:
    name = "<script>alert('1')</script>&amp;.pdf"
    found = page(receipt(ReceiptFile(key=f"lot-1/{name}", status="filed")))

    assert name in found.words


def test_a_batch_named_to_leave_the_style_sheet_stays_in_it() -> None:
    found = Page(to_html(receipt(FILED, batch='"}</style><img src=x>'), Settings(time_zone="UTC"), shipped()))

    assert "img" not in found.seen


def test_a_name_that_turns_the_reading_direction_shows_that_it_does() -> None:
    written = to_html(receipt(ReceiptFile(key="lot-1/acte\u202efdp.exe", status="filed")), Settings(time_zone="UTC"), shipped())

    assert "acte⟨202E⟩fdp.exe" in written
    assert "\u202e" not in written


def test_the_page_says_first_what_must_be_seen_to_the_gravest_first() -> None:
    failed = ReceiptFile(key="lot-1/a.pdf", status="failed", reason="pages_lost")
    review = ReceiptFile(key="lot-1/b.pdf", status="to_review", reason="no_matricule")
    words = page(receipt(FILED, review, EMPTY, ABSENT, failed)).words

    headings = ["À traiter d'abord", "Échec : 1", "Manquant : 1", "Refusé : 1", "À vérifier : 1", "Tous les fichiers"]
    assert sorted(headings, key=words.index) == headings
    assert ADVICE["never_came"] in words


def test_a_batch_without_trouble_says_that_nothing_is_left_to_do() -> None:
    assert "Rien : tous les fichiers du lot sont classés ou étaient déjà dans l'archive." in page(receipt(FILED)).words


def test_the_files_are_printed_by_matricule_and_those_without_one_last() -> None:
    files = [
        ReceiptFile(key=f"lot-1/{name}", status="filed", matricule=said) for name, said in (("x", None), ("b", "2"), ("a", "2"), ("c", "1"))
    ]
    words = page(receipt(*files)).words

    assert [word for word in words if word in {"x", "a", "b", "c"}] == ["c", "a", "b", "x"]


def test_times_are_those_of_the_ministrys_clocks() -> None:
    assert "22 novembre 2026 à 9 h 03 (Africa/Bujumbura)" in page(receipt(FILED)).words


def test_a_mistyped_time_zone_costs_the_local_hour_not_the_receipt() -> None:
    for mistyped in ("Afrique/Bujumbura", "Africa", "", "../etc/passwd"):
        assert "22 novembre 2026 à 7 h 03 (UTC)" in page(receipt(FILED), mistyped).words


def test_a_page_can_be_read_aloud() -> None:
    written = to_html(receipt(FILED, EMPTY), Settings(time_zone="UTC"), shipped())

    assert '<html lang="fr">' in written
    assert written.count("<caption>") == written.count("<table>") == 2
    assert written.count('scope="col"') == 10
    assert written.count('scope="row"') == 3


def test_what_was_passed_over_and_what_the_manifest_garbled_is_said() -> None:
    words = page(receipt(FILED, ignored=(("lot-1/Thumbs.db", "litter"),), manifest_problems=(TableProblem(line=7, reason="digest"),))).words

    assert {"Thumbs.db", "Ignorés", "Lignes illisibles du bordereau", "L'empreinte n'est pas un SHA-256."} <= set(words)


def test_every_outcome_has_a_french_name_and_every_reason_an_advice() -> None:
    assert list(STATUSES) == list(OUTCOMES)
    assert set(REASONS) <= set(ADVICE)
