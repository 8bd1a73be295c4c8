"""Whatever tool wrote a manifest, its lines are matched, or each is told."""

import pytest

from chalicelib.ingest.manifest import Manifest, match, read_manifest
from tests.world import World, scan

JEAN = "123456"
ONE, TWO = "1" * 64, "ab" * 32
THERE = ["123456/acte.pdf", "123456/diplôme (1).pdf"]

MANIFESTS = {
    "sha256sum, text mode": f"{ONE}  123456/acte.pdf\n{TWO}  123456/diplôme (1).pdf\n",
    "sha256sum, binary mode, capitals": f"{ONE} *./123456/acte.pdf\r\n{TWO.upper()} *./123456/diplôme (1).pdf\r\n",
    "sha256sum --tag": f"SHA256 (123456/acte.pdf) = {ONE}\nSHA256 (123456/diplôme (1).pdf) = {TWO}\n",
    "openssl dgst": f"SHA2-256(123456/acte.pdf)= {ONE}\nSHA256(123456/diplôme (1).pdf)= {TWO}\n",
    "a comment and a blank line": f"# fait à la main, par Jean\n\n{ONE}  123456/acte.pdf\n; fin\n{TWO}  123456/diplôme (1).pdf\n",
    "Export-Csv": (
        '#TYPE Selected.System.Object\r\n"Algorithm","Hash","Path"\r\n'
        f'"SHA256","{ONE}","C:\\scans\\lot-1\\123456\\acte.pdf"\r\n"SHA256","{TWO.upper()}","C:\\scans\\lot-1\\123456\\diplôme (1).pdf"\r\n'
    ),
    "Export-Csv -UseCulture, another folder": (
        f'"Path";"Hash"\r\n"D:\\DCIM\\2024\\123456\\acte.pdf";"{ONE}"\r\n"D:\\DCIM\\2024\\123456\\diplôme (1).pdf";"{TWO}"\r\n'
    ),
    "Export-Csv, a network folder, the header lost": (
        f'"SHA256","{ONE}","\\\\nas\\scans\\123456\\acte.pdf"\r\n"SHA256","{TWO}","\\\\nas\\scans\\123456\\diplôme (1).pdf"\r\n'
    ),
    "Format-Table": (
        f"\r\n{'Algorithm':<16}{'Hash':<71}Path\r\n{'---------':<16}{'----':<71}----\r\n"
        f"{'SHA256':<16}{ONE:<71}C:\\scans\\lot-1\\123456\\acte.pdf\r\n"
        f"{'SHA256':<16}{TWO.upper():<71}C:\\scans\\lot-1\\123456\\diplôme (1).pdf\r\n\r\n"
    ),
    "Format-Table, path first": (
        f"{'Path':<45} Hash\n{'----':<45} ----\n"
        f"{'C:/scans/lot-1/123456/acte.pdf':<45} {ONE}\n{'C:/scans/lot-1/123456/diplôme (1).pdf':<45} {TWO}\n"
    ),
    "Format-Table -Wrap": (
        f"Hash{' ' * 61}Path\n----{' ' * 61}----\n{ONE} C:\\scans\\lot-1\\123456\\acte\n{' ' * 65}.pdf\n"
        f"{TWO} C:\\scans\\lot-1\\123456\\diplôme (1).pdf\n"
    ),
    "Format-List": (
        f"\r\n\r\nAlgorithm : SHA256\r\nHash      : {ONE}\r\nPath      : C:\\scans\\lot-1\\123456\r\n            \\acte.pdf\r\n\r\n"
        f"Algorithm : SHA256\r\nHash      : {TWO}\r\nPath      : C:\\scans\\lot-1\\123456\\diplôme (1).pdf\r\n\r\n"
    ),
    "certutil": (
        f"SHA256 hash of C:\\scans\\lot-1\\123456\\acte.pdf:\r\n{ONE}\r\nCertUtil: -hashfile command completed successfully.\r\n"
        f"Hachage SHA256 de C:\\scans\\lot-1\\123456\\diplôme (1).pdf :\r\n{' '.join([TWO[:2]] * 32)}\r\n"
        "CertUtil: -hashfile La commande terminée correctement.\r\n"
    ),
    "a table of a person": f"Fichier;Empreinte (SHA-256);Taille\n123456/acte.pdf;{ONE};12\n# remarque\n123456/diplôme (1).pdf;{TWO};7\n",
    "a table without header": f"123456/acte.pdf;{ONE}\n123456/diplôme (1).pdf;{TWO}\n",
    "hashdeep": (
        "%%%% HASHDEEP-1.0\n%%%% size,sha256,filename\n## Invoked from: /home/scan\n##\n"
        f"12,{ONE},/home/scan/lot-1/123456/acte.pdf\n7,{TWO},/home/scan/lot-1/123456/diplôme (1).pdf\n"
    ),
    "7-Zip": (
        f"SHA256{' ' * 58}          Size  Name\n{'-' * 64} ------------- ------------\n"
        f"{'':<64} {'':>13} 123456\n"
        f"{ONE} {12:>13} 123456\\acte.pdf\n{TWO} {7:>13} 123456\\diplôme (1).pdf\n{'-' * 64} ------------- ------------\n"
    ),
    "HashMyFiles": "".join(
        f"{'=' * 50}\r\nFilename          : {name}\r\nSHA-256           : {digest}\r\n"
        f"Full Path         : C:\\scans\\lot-1\\123456\\{name}\r\n{'=' * 50}\r\n\r\n"
        for name, digest in (("acte.pdf", ONE), ("diplôme (1).pdf", TWO))
    ),
    "a folder and a name in columns": f"Dossier;Nom du fichier;SHA256\n123456;acte.pdf;{ONE}\n123456\\;diplôme (1).pdf;{TWO}\n",
    "the path, then the digest": f"123456\\acte.pdf : {ONE}\r\n123456\\diplôme (1).pdf -> {TWO}\r\n",
    "the algorithm before the digest": f"sha256:{ONE}  123456/acte.pdf\n123456/diplôme (1).pdf sha256:{TWO}\n",
    "quotation marks and blanks": f'"{ONE}" "123456/acte.pdf"\n"{TWO}" "123456/diplôme (1).pdf"\n',
    "from a folder above": f"{ONE}  scans/lot-1/123456/acte.pdf\n{TWO}  scans/lot-1/123456/diplôme (1).pdf\n",
}


def seen(data: bytes, present: list[str]) -> tuple[dict[str, str | None], list[str], list[tuple[int, str]]]:
    """Match a manifest: what is found with its digest, what is missing, and the problems by line."""
    manifest: Manifest = read_manifest(data)
    matched = match(manifest, "lot-1", present)
    problems = [(each.line, each.reason) for each in (*manifest.problems, *matched.problems)]
    return {path: line.digest for path, line in matched.found.items()}, [line.path for line in matched.missing], problems


@pytest.mark.parametrize("name", MANIFESTS)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_the_list_of_a_common_tool_is_matched(name: str, encoding: str) -> None:
    found, missing, problems = seen(MANIFESTS[name].encode(encoding), THERE)

    assert (found, missing, problems) == ({THERE[0]: ONE, THERE[1]: TWO}, [], [])


@pytest.mark.parametrize("name", MANIFESTS)
def test_what_the_list_names_and_never_came_is_missing(name: str) -> None:
    found, missing, problems = seen(MANIFESTS[name].encode(), THERE[:1])

    assert (found, missing, problems) == ({THERE[0]: ONE}, THERE[1:], [])


@pytest.mark.parametrize("name", [name for name in MANIFESTS if "lot-1" in MANIFESTS[name]])
def test_where_nothing_came_the_folder_named_like_the_batch_places_the_files(name: str) -> None:
    _, missing, problems = seen(MANIFESTS[name].encode(), [])

    assert (missing, problems) == (THERE, [])


def test_gnu_escapes_are_undone() -> None:
    found, missing, _ = seen(f"\\{ONE}  12\\\\345/a.pdf\n\\{TWO} *deux\\nlignes.pdf\n".encode(), ["12\\345/a.pdf", "deux\nlignes.pdf"])

    assert (found, missing) == ({"12\\345/a.pdf": ONE, "deux\nlignes.pdf": TWO}, [])


def test_a_path_that_is_written_as_in_an_address_is_matched() -> None:
    found, missing, _ = seen(f"{ONE}  123456/dipl%C3%B4me%20(1).pdf\n{TWO}  100%25.pdf\n".encode(), [THERE[1], "100%25.pdf"])

    assert (found, missing) == ({THERE[1]: ONE, "100%25.pdf": TWO}, [])


def test_a_bare_list_of_scans_announces_them_without_digests() -> None:
    found, missing, problems = seen(b"123456\\acte.pdf\r\n123456\\absent.PDF\r\n", THERE)

    assert (found, missing, problems) == ({THERE[0]: None}, ["123456/absent.PDF"], [])


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (f"SHA512 (acte.pdf) = {ONE}{ONE}", "digest"),
        ("MD5 (acte.pdf) = d41d8cd98f00b204e9800998ecf8427e", "digest"),
        ("SHA256 (acte.pdf) = pas-une-empreinte", "digest"),
        (f"{ONE[:40]}  acte.pdf", "digest"),
        (f"SHA256          {ONE}       C:\\scans\\lot-1\\1234...", "cut"),
        ("voir la feuille jointe", "manifest_line"),
        ("SHA256 hash of acte.pdf:", "manifest_line"),
        (ONE, "manifest_line"),
    ],
)
def test_a_line_that_is_not_understood_is_told_by_its_number(line: str, reason: str) -> None:
    found, _, problems = seen(f"{ONE}  123456/acte.pdf\n{line}\n".encode(), THERE)

    assert (found, problems) == ({THERE[0]: ONE}, [(2, reason)])


@pytest.mark.parametrize("table", ["Hash    Path\n----    ----\n{one} C:\\sca…\n", "Hash : {one}\nPath : C:\\sca...\n\n"])
def test_a_path_that_powershell_has_cut_is_told(table: str) -> None:
    assert [each.reason for each in read_manifest(table.format(one=ONE[:4]).encode()).problems] == ["cut"]


@pytest.fixture
def world() -> World:
    return World(JEAN)


def test_two_manifests_of_one_batch_are_both_read(world: World) -> None:
    world.sync(
        {
            f"lot-1/{JEAN}/a.pdf": scan(),
            "lot-1/_manifest.csv": f"fichier\n{JEAN}/a.pdf\n".encode(),
            "lot-1/manifest-sha256.txt": f"SHA256 ({JEAN}/absent.pdf) = {ONE}\n".encode(),
        }
    )
    world.run()

    assert world.outcomes("lot-1") == {f"{JEAN}/a.pdf": "filed", f"{JEAN}/absent.pdf": "missing"}
    assert world.receipt("lot-1")["manifest"] == "lot-1/manifest-sha256.txt, lot-1/_manifest.csv"


def test_a_manifest_that_is_not_understood_is_named_with_its_problems(world: World) -> None:
    world.sync({f"lot-1/{JEAN}/a.pdf": scan(), "lot-1/_manifest.csv": b"PK\x03\x04\x00\x00 un classeur Excel"})
    world.run()

    receipt = world.receipt("lot-1")
    assert (receipt["manifest"], [each["reason"] for each in receipt["manifest_problems"]]) == (
        "lot-1/_manifest.csv",
        ["manifest_unreadable"],
    )
    assert world.outcomes("lot-1") == {f"{JEAN}/a.pdf": "filed"}


def test_a_batch_waits_its_quiet_time_where_a_line_of_its_manifest_was_not_understood(world: World) -> None:
    started = world.clock.now()
    manifest = f"fichier;sha256\n{JEAN}/a.pdf;\n{JEAN}/b.pdf;md5\n".encode()
    world.sync({f"lot-1/{JEAN}/a.pdf": scan(), "lot-1/_manifest.csv": manifest})
    world.run()

    assert world.clock.now() - started >= world.settings.quiet
    assert [each["line"] for each in world.receipt("lot-1")["manifest_problems"]] == [3]


def test_a_manifest_may_list_itself_and_what_is_ignored(world: World) -> None:
    listed = ("_manifest.csv", "Thumbs.db", f"{JEAN}\\a.pdf", f"{JEAN}\\a.pdf.part")
    rows = "".join(f'"SHA256","{ONE}","C:\\scans\\lot-1\\{name}"\r\n' for name in listed[:2]) + f'"","","C:\\scans\\lot-1\\{listed[2]}"\r\n'
    world.sync({f"lot-1/{JEAN}/a.pdf": scan(), "lot-1/_manifest.csv": f'"Algorithm","Hash","Path"\r\n{rows}'.encode("utf-16")})
    world.run()

    assert world.outcomes("lot-1") == {f"{JEAN}/a.pdf": "filed"}
    assert world.receipt("lot-1")["manifest_problems"] == []
