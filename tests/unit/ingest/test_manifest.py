"""What a batch announces, and what of it came."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.ingest.manifest import Announced, Manifest, match, read_manifest

ONE, TWO = "1" * 64, "ab" * 32


def bag(*lines: str) -> Manifest:
    return read_manifest("\n".join(lines).encode())


def table(text: str) -> Manifest:
    return read_manifest(text.encode())


def paths(manifest: Manifest) -> list[str]:
    return [line.path for line in manifest.announced]


def reasons(manifest: Manifest) -> list[tuple[int, str]]:
    return [(problem.line, problem.reason) for problem in manifest.problems]


def test_a_bag_announces_each_file_with_its_digest() -> None:
    manifest = bag(f"{ONE}  data/12345/acte.pdf", f"{TWO.upper()} *12346/arrêté 01.pdf", "")

    assert manifest == Manifest(
        announced=(
            Announced(path="data/12345/acte.pdf", digest=ONE, line=1),
            Announced(path="12346/arrêté 01.pdf", digest=TWO, line=2),
        )
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_however_it_was_saved_the_manifest_says_the_same(encoding: str, end: str) -> None:
    for text in (f"{ONE}  arrêté.pdf{end}", f"fichier;sha256{end}arrêté.pdf;{ONE}{end}"):
        assert [(line.path, line.digest) for line in read_manifest(text.encode(encoding)).announced] == [("arrêté.pdf", ONE)]


@pytest.mark.parametrize("heading", ["fichier", "Chemin", "key", "PATH", "name", "Nom du fichier"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_needs_one_column_and_may_have_a_digest(heading: str, delimiter: str) -> None:
    manifest = table(f"{heading}{delimiter}Empreinte\n12345/a.pdf{delimiter}{ONE}\n12345/b.pdf{delimiter}\n")

    assert manifest.announced == (Announced(path="12345/a.pdf", digest=ONE, line=2), Announced(path="12345/b.pdf", line=3))


def test_a_table_of_one_column_keeps_the_commas_of_its_names() -> None:
    assert paths(table("fichier\n12345/acte, copie; 2.pdf\n")) == ["12345/acte, copie; 2.pdf"]


def test_a_file_announced_twice_alike_is_one_and_announced_twice_otherwise_is_reported() -> None:
    manifest = bag(f"{ONE}  a.pdf", f"{ONE}  ./a.pdf", f"{TWO}  a.pdf")

    assert manifest.announced == (Announced(path="a.pdf", digest=ONE, line=1),)
    assert reasons(manifest) == [(3, "repeated")]


def test_a_bad_line_is_reported_and_the_rest_taken() -> None:
    manifest = bag("# made by hand", ONE, f"{ONE[:32]}  md5.pdf", f"{ONE}  good.pdf")

    assert paths(manifest) == ["good.pdf"]
    assert reasons(manifest) == [(2, "manifest_line"), (3, "digest")]


@pytest.mark.parametrize("path", ["../lot-2/a.pdf", "12345/../../a.pdf", "..\\a.pdf", "12345/", "a//b.pdf", "C:a.pdf", "C:\\..\\a.pdf"])
def test_a_path_that_leads_out_of_the_batch_is_reported(path: str) -> None:
    manifest = bag(f"{ONE}  good.pdf", f"{ONE}  {path}")

    assert paths(manifest) == ["good.pdf"]
    assert reasons(manifest) == [(2, "path")]


@pytest.mark.parametrize("path", ["/etc/passwd", "C:\\scans\\a.pdf", "s3://bucket/a.pdf", "\\\\serveur\\partage\\a.pdf"])
def test_an_absolute_path_outside_of_the_folder_that_was_synced_is_reported(path: str) -> None:
    matched = match(bag(f"{ONE}  good.pdf", f"{ONE}  {path}"), "lot-1", ["good.pdf"])

    assert (list(matched.found), matched.missing) == (["good.pdf"], ())
    assert [(problem.line, problem.reason) for problem in matched.problems] == [(2, "path")]


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (b"", 1, "manifest_empty"),
        (b"fichier\n", 1, "manifest_empty"),
        (b"no digest at all", 1, "manifest_line"),
        (b"12345/acte.docx;\n", 1, "manifest_line"),
        (b"PK\3\4\0", 1, "manifest_unreadable"),
        (b'{"files": ["a.pdf"]}', 1, "manifest_line"),
    ],
)
def test_a_manifest_that_announces_nothing_says_why(data: bytes, line: int, reason: str) -> None:
    manifest = read_manifest(data)

    assert manifest.announced == ()
    assert (line, reason) in reasons(manifest)


@pytest.mark.parametrize(
    ("announced", "present"),
    [
        ("12345/a.pdf", "12345/a.pdf"),
        ("data/12345/a.pdf", "12345/a.pdf"),
        ("12345/a.pdf", "data/12345/a.pdf"),
        ("lot-1/12345/a.pdf", "12345/a.pdf"),
        ("lot-1/data/12345/a.pdf", "12345/a.pdf"),
        ("data/lot-1/12345/a.pdf", "12345/a.pdf"),
        ("./12345/a.pdf", "12345/a.pdf"),
        ("12345\\a.pdf", "12345/a.pdf"),
        (".\\lot-1\\12345\\a.pdf", "12345/a.pdf"),
        ("100%25.pdf", "100%.pdf"),
        ("100%.pdf", "100%.pdf"),
        ("100%25.pdf", "100%25.pdf"),
        ("two%0Alines.pdf", "two\nlines.pdf"),
        (unicodedata.normalize("NFD", "arrêté.pdf"), "arrêté.pdf"),
        ("arrêté.pdf", unicodedata.normalize("NFD", "arrêté.pdf")),
        ("12\u00a0345/à la date du 12:30.pdf", "12\u00a0345/à la date du 12:30.pdf"),
    ],
)
def test_a_line_finds_its_file_however_the_tool_wrote_the_path(announced: str, present: str) -> None:
    matched = match(bag(f"{ONE}  {announced}"), "lot-1", [present])

    assert list(matched.found) == [present]
    assert matched.missing == matched.unannounced == ()


def test_a_folder_named_like_its_batch_is_found_as_it_is_written() -> None:
    matched = match(bag(f"{ONE}  lot-1/a.pdf", f"{TWO}  a.pdf"), "lot-1", ["a.pdf", "lot-1/a.pdf"])

    assert {path: line.digest for path, line in matched.found.items()} == {"lot-1/a.pdf": ONE, "a.pdf": TWO}


def test_one_file_never_stands_for_two_lines() -> None:
    matched = match(bag(f"{ONE}  data/a.pdf", f"{TWO}  a.pdf"), "lot-1", ["a.pdf"])

    assert matched.found["a.pdf"].digest == TWO
    assert [line.path for line in matched.missing] == ["data/a.pdf"]


def test_what_never_came_and_what_nobody_announced_are_told_apart() -> None:
    matched = match(bag(f"{ONE}  came.pdf", f"{ONE}  never.pdf"), "lot-1", ["came.pdf", "surprise.pdf"])

    assert list(matched.found) == ["came.pdf"]
    assert [line.path for line in matched.missing] == ["never.pdf"]
    assert matched.unannounced == ("surprise.pdf",)


@settings(max_examples=40)
@given(st.lists(st.from_regex(r"[a-z0-9éà %+]{1,20}(/[a-z0-9éà %+]{1,20})?\.pdf", fullmatch=True), min_size=1, unique=True))
def test_every_line_is_found_or_missing_and_every_file_announced_or_not(names: list[str]) -> None:
    manifest = table("fichier\n" + "\n".join(names))

    present = [name.strip() for name in names][::2]
    matched = match(manifest, "lot-1", present)

    assert len(matched.missing) + len(matched.found) + len(matched.problems) == len(manifest.announced)
    assert len(matched.unannounced) + len(matched.found) == len(set(present))


@settings(max_examples=40)
@given(st.binary(max_size=300), st.sampled_from([b"", b"fichier,sha256\n", ONE.encode() + b"  a.pdf\n", b"Hash Path\n---- ----\n"]))
def test_whatever_is_dropped_announces_paths_inside_the_batch_or_has_a_problem(data: bytes, head: bytes) -> None:
    manifest = read_manifest(head + data)

    assert manifest.announced or manifest.problems
    assert not any(".." in line.path.split("/") for line in manifest.announced)
