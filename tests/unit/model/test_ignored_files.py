"""Which names of a batch are no documents: bins, versions, partial files, locks and litter, each in the receipt."""

import pytest

from chalicelib.model.identifiers import ignored_as, role_of
from chalicelib.model.ignored_files import IGNORED, IgnoredFilesError, ignored_kind, read_ignored_files
from tests.world import World, scan

JEAN = "123456"

NAMES = {
    "bin": [
        "#recycle/654321/a.pdf",
        "@Recycle/654321/a.pdf",
        "$RECYCLE.BIN/S-1-5-21-1-2-3-1001/$R3K2.pdf",
        "RECYCLER/S-1-5-21-1-2-3-500/Dc1.pdf",
        ".Trash-1000/files/654321/a.pdf",
        ".Trashes/501/a.pdf",
        "654321/.recycle/a.pdf",
        "654321/.trashed-1712345678-IMG_2024.jpg",
        ".Recycle.Bin/654321/a.pdf",
        "Recycle Bin - Volume_1/654321/a.pdf",
        ".dtrash/654321/a.pdf",
        "Rubbish/.debris/2024-03-12/a.pdf",
        "654321/$R3K2ABC.pdf",
    ],
    "version": [
        ".stversions/654321/a~20240312-101500.pdf",
        "654321/a~20240312-101500.pdf",
        "654321/.snapshot/hourly.0/a.pdf",
        ".zfs/snapshot/auto-2024/654321/a.pdf",
        "#snapshot/GMT+02-2024.03.12/654321/a.pdf",
        "@GMT-2024.03.12-10.15.00/654321/a.pdf",
        "654321/a.sync-conflict-20240312-101500-ABCDEF7.pdf",
        "654321/a.pdf~",
        "FileHistory/654321/a (2024_03_12 10_15_00 UTC).pdf",
        "654321/a.pdf 2024-03-12 101500.pdf",
        "_gsdata_/_history_/654321/a.pdf",
        "654321/a.pdf.v1710238500",
    ],
    "partial": [
        "654321/a.pdf.part",
        "654321/a.pdf.1a2b3c4d.partial",
        "654321/a.pdf.filepart",
        "654321/Unconfirmed 123456.crdownload",
        "654321/a.pdf.download/a.pdf",
        "654321/a.pdf.opdownload",
        "654321/~a.TMP",
        "654321/.syncthing.a.pdf.tmp",
        "654321/~syncthing~a.pdf.tmp",
        "654321/.a.pdf.Xa3f9Z",
        "654321/.rsync-partial/a.pdf",
        ".tmp.drivedownload/a.pdf",
        "654321/.in.a.pdf.",
        "654321/.a.pdf.~1a2b3c4d",
        "654321/.a.pdf.icloud",
        "654321/a.pdf.part0",
        "654321/.getxfer.1234.mega",
        "654321/a.pdf.rclone-partial",
        "654321/a.pdf.ffs_tmp",
        "654321/a.pdf.xltd",
    ],
    "temporary": ["654321/~$acte.docx", "654321/.~lock.acte.odt#", "654321/.#acte.pdf", "654321/.acte.pdf.swp", "654321/.nfs000000000012"],
    "litter": [
        "Thumbs.db",
        "654321/.DS_Store",
        "654321/._acte.pdf",
        "@eaDir/654321/a.pdf@SynoEAStream",
        "654321/@eaDir/a.pdf/SYNOPHOTO_THUMB_XL.jpg",
        "__MACOSX/654321/._a.pdf",
        "System Volume Information/WPSettings.dat",
        "lost+found/#12345.pdf",
        ".sync/Archive/654321/a.pdf",
        ".dropbox.cache/2024-03-12/a.pdf",
        "654321/a.pdf:Zone.Identifier",
        "654321/a.pdf\uf03aZone.Identifier",
        "654321/a.pdf:Zone.Identifier:$DATA",
        "654321/a.pdf.Zone.Identifier",
        "654321/a.pdf:AFP_AfpInfo:$DATA",
        ".cache/654321/a.pdf",
        "654321/a.pdfZone.Identifier",
        "654321/a.pdf%3AZone.Identifier",
        "654321/a.pdf:DocumentSummaryInformation",
        "LOST.DIR/1234.jpg",
    ],
}


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in NAMES.items() for name in names])
def test_what_a_system_leaves_beside_documents_is_ignored_wherever_it_stands(kind: str, name: str) -> None:
    assert ignored_kind(f"lot-1/{name}") == kind
    assert ignored_kind(name.swapcase()) == kind  # a batch of its own, where a parent folder was synced


@pytest.mark.parametrize(
    "name",
    [
        "Corbeille 1972/654321/acte.pdf",
        "Corbeille/654321/acte.pdf",
        "À recycler/654321/acte.pdf",
        "Versions/654321/acte.pdf",
        "Sauvegarde/654321/acte.pdf",
        "654321/Partie 2.pdf",
        "654321/acte.part.pdf",
        "654321/acte à la date du 12:30.pdf",
        "654321/Télécharger.download.pdf",
        "654321/#12 acte.pdf",
        "654321/acte~1.pdf",
        "654321/lost and found.pdf",
        "654321/ACTE.PDF;1",
        "654321/.acte.pdf",
        ".654321/acte.pdf",
        ".classeur/654321/acte.pdf",
        "654321/acte.bak",
        "654321/$100 000.pdf",
        "654321/acte 2024-03-12 101500.pdf",
        "654321/avis zone.identifier de la commune.pdf",
        "Recycle/654321/acte.pdf",
        "654321/acte.pdf.20240312",
    ],
)
def test_a_name_that_a_person_may_have_given_is_a_document(name: str) -> None:
    assert role_of(f"lot-1/{name}") == "scan"


def test_every_kind_is_explained() -> None:
    assert {*NAMES, "bag"} == IGNORED.keys()


@pytest.mark.parametrize(
    "name", ["bagit.txt", "bag-info.txt", "fetch.txt", "tagmanifest-sha256.txt", "manifest-sha512.txt", "tagmanifest-md5.txt"]
)
def test_what_accompanies_a_bag_is_no_document_at_the_root_of_a_batch_alone(name: str) -> None:
    assert ignored_as(f"lot-1/{name}") == "bag"
    assert ignored_as(f"lot-1/654321/{name}") is None


def test_an_old_roster_in_a_bin_never_takes_force() -> None:
    assert role_of("_roster/#recycle/personnel.csv") == role_of("_roster/personnel.csv.part") == "ignored"
    assert role_of("_roster/personnel.csv") == "roster"


SECTIONS = "".join(f'[{kind}]\nfolders = ["#{kind}"]\nfiles = ["*.{kind}"]\n' for kind in NAMES)


@pytest.mark.parametrize(
    "wrong",
    [
        SECTIONS.replace("[bin]", "[corbeille]"),
        SECTIONS.replace("folders", "directories", 1),
        SECTIONS.replace('"#bin"', '"#bin/files"'),
        SECTIONS.replace('"#bin"', '""'),
        SECTIONS.replace('"#bin"', "7"),
        SECTIONS.replace('"#version"', '"#bin"'),
        SECTIONS.replace('"*.bin"', '"*.pdf"'),
        SECTIONS.replace('"*.bin"', '"[0-9]*"'),
    ],
)
def test_a_list_that_would_lose_documents_or_says_nothing_is_not_loaded(wrong: str) -> None:
    folders, files = read_ignored_files(SECTIONS)

    assert (folders("#bin"), files("a.version"), files("a.pdf")) == ("bin", "version", None)
    with pytest.raises(IgnoredFilesError):
        read_ignored_files(wrong)


def test_each_ignored_file_stands_in_the_receipt_with_its_kind() -> None:
    world = World(JEAN)
    ignored = {f"lot-1/{names[0]}": kind for kind, names in NAMES.items()}
    world.sync({f"lot-1/{JEAN}/a.pdf": scan()} | {key: scan(key) for key in ignored})
    world.run()

    assert world.outcomes("lot-1") == {f"{JEAN}/a.pdf": "filed"}
    assert {each["key"]: each["why"] for each in world.receipt("lot-1")["ignored"]} == ignored


def test_a_bin_that_comes_as_a_batch_of_its_own_gets_a_receipt() -> None:
    world = World(JEAN)
    world.sync({f"#recycle/{JEAN}/a.pdf": scan()})
    world.run()

    receipt = next(body for key, body in world.outbox.objects.items() if key.endswith(".json"))
    assert f'"#recycle/{JEAN}/a.pdf"' in receipt
    assert list(world.register.every_piece()) == []
