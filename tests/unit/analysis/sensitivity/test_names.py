"""Names: what is masked of the names of files, folders and batches, and what is left to find them by."""

import pytest

from chalicelib.analysis.sensitivity.names import batch_name, is_masked, mask_path, mask_paths


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("Liste des Hutu 1972/654321/acte.pdf", "[nom masqué]/654321/acte.pdf"),
        ("lot-1/654321_Tutsi/acte.pdf", "lot-1/654321 [nom masqué]/acte.pdf"),
        ("lot-1/654321/H_u_t_u.PDF", "lot-1/654321/[nom masqué].PDF"),
        ("lot-1/654321/UPRONA2015.tif", "lot-1/654321/[nom masqué].tif"),
        ("lot-1/654321/\u041dutu.pdf", "lot-1/654321/[nom masqué].pdf"),
        ("lot-1/654321/cotisation syndicale.jpg", "lot-1/654321/[nom masqué].jpg"),
        ("lot-1/654321/certificat de baptême (1).pdf", "lot-1/654321/[nom masqué].pdf"),
        ("lot-1/654321/test VIH.pdf", "lot-1/654321/[nom masqué].pdf"),
        ("lot-1/membre du parti/CNL.pdf", "lot-1/[nom masqué]/[nom masqué].pdf"),
        ("lot-1/scan.hutu", "lot-1/[nom masqué]"),
        ("Twa/654321/acte.pdf", "[nom masqué]/654321/acte.pdf"),
        ("Liste CNL 2020/654321/acte.pdf", "[nom masqué]/654321/acte.pdf"),
        ("lot-1/TWA_1972/654321/acte.pdf", "lot-1/[nom masqué]/654321/acte.pdf"),
        ("lot-1/654321/HUTUliste.pdf", "lot-1/654321/[nom masqué].pdf"),
        ("lot-1/654321/VIHPositif.pdf", "lot-1/654321/[nom masqué].pdf"),
        ("lot-1/654321/654321-UPRONAcarte (2).jpg", "lot-1/654321/654321 [nom masqué].jpg"),
    ],
)
def test_a_name_with_a_forbidden_mention_is_masked_but_its_number_and_extension(path: str, shown: str) -> None:
    assert mask_path(path) == shown
    assert mask_path(shown) == shown


@pytest.mark.parametrize(
    "path",
    [
        "lot-1/654321/acte.pdf",
        "2026-11-30/654321 NDAYIZEYE Chrétien/arrêté n° 12.pdf",
        "Lycée catholique de Gitega/654321/conf_grade_2010.pdf",
        "lot-1/654321/relevé de notes religion (2).pdf",
        "lot-1/654321/congé de maladie.pdf",
        "lot-1/654321/Sœur NIYONKURU.pdf",
        "lot-1/654321/TWAgirayezu 1972.pdf",
        "lot-1/654321/NIYONZIMAacte 2010 (1).pdf",
        "",
    ],
)
def test_an_ordinary_name_stays(path: str) -> None:
    assert mask_path(path) == path


def test_many_paths_are_masked_each_for_itself() -> None:
    assert mask_paths(["a/hutu.pdf", "a/acte.pdf", "b/hutu.pdf"]) == ("a/[nom masqué].pdf", "a/acte.pdf", "b/[nom masqué].pdf")


def test_a_masked_name_is_known_by_its_mask() -> None:
    assert is_masked("654321 [nom masqué].pdf")
    assert is_masked("[nom masqué, ligne 3 du bordereau].pdf")
    assert not is_masked("acte.pdf")


def test_a_batch_with_a_forbidden_name_has_a_pseudonym_that_stays_the_same() -> None:
    names = {batch_name(folder) for folder in ("Liste des Hutu 1972", "Liste des Hutu 1973", "Liste des Hutu 1972")}

    assert len(names) == 2
    assert all(name.startswith("lot-masque-") and len(name) == 19 for name in names)
    assert batch_name("2026-11-30") == "2026-11-30"
