"""Forms on the local stack: what the console would refuse is refused, with what the field expects."""

import pytest

from infra.local.form import filled_in, form_named
from infra.terminal import CommandError


def test_a_field_that_is_left_empty_has_its_default() -> None:
    assert filled_in(form_named("relire-des-pieces"), ["lot=echantillon"])["lot"] == "echantillon"
    assert filled_in(form_named("ouvrir-des-comptes"), ["province=Gitega", "matricules=100667K,108418K"])["matricules"] == [
        "100667K",
        "108418K",
    ]


@pytest.mark.parametrize(
    ("form", "fields", "said"),
    [
        ("clore-un-lot", [], "lot manque"),
        ("clore-un-lot", ["lots=echantillon"], "pas de champ lots"),
        ("fixer-le-plafond-de-pages-du-mois", ["pages=beaucoup"], "pas permise"),
        ("remettre-en-route-une-file-des-echecs", ["file=arrivals"], "pas permise"),
    ],
)
def test_what_the_console_would_refuse_is_refused(form: str, fields: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        filled_in(form_named(form), fields)


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(CommandError, match="Aucun formulaire"):
        form_named("clore")
