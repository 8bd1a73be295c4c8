"""Figures that alarms of a state watch: above 0 while something is wrong, 0 once it is mended."""

from pathlib import Path

import boto3
import pytest
from aws_lambda_powertools.utilities import parameters

from chalicelib.text import nomenclature_file
from tests.stage import REGION
from tests.stage.lambdas import SCHEDULED, Context, lambdas
from tests.stage.metrics import published
from tests.stage.story import JEAN
from tests.world import scan

SHIPPED = Path(nomenclature_file.__file__).with_name("nomenclature.yaml")
PAGES = {f"lot-1/{JEAN}/{number}.pdf": scan(str(number)) for number in range(3)}


@pytest.fixture
def stage():
    with lambdas(JEAN) as stage:
        yield stage


def write_setting(stage, name, value):
    """Write a setting, as a form or an administrator does, and let the functions read it."""
    boto3.client("ssm", region_name=REGION).put_parameter(Name=f"/ububiko/test/{name}", Value=value, Type="String", Overwrite=True)
    parameters.clear_caches()
    stage.forget()


@pytest.mark.parametrize(
    ("setting", "values", "figure"),
    [
        ("start-rate", ("0", "5"), "ReadingsPaused"),
        ("pages-per-month", ("2", "100"), "CeilingReached"),
        ("dollars-per-month", ("0", "-"), "CeilingReached"),
    ],
)
def test_readings_that_are_held_are_told_until_they_go_on(stage, capsys, setting, values, figure):
    holding, lifted = values
    write_setting(stage, setting, holding)
    stage.sync(PAGES)
    stage.drain()
    held = published(capsys.readouterr().out)[figure]
    write_setting(stage, setting, lifted)
    stage.run()
    after = published(capsys.readouterr().out)[figure]

    assert (held[-1], after[-1]) == (1.0, 0.0)
    assert len(stage.jobs()) == len(PAGES)


def sweep():
    """Let the minute's sweep run."""
    from functions.sweep import sweep as minute  # noqa: PLC0415 - the stage sets the environment first

    minute(SCHEDULED, Context(function_name="sweep"))


def refuse_a_setting(stage, *, wrong):
    write_setting(stage, "start-rate", "vite" if wrong else "5")


def refuse_the_nomenclature(stage, *, wrong):
    text = SHIPPED.read_text("utf-8")
    body = text.replace("mandatory: always", "mandatory: toujours") if wrong else text
    stage.tools["s3"].put_object(Bucket="ububiko-test-vault", Key="settings/nomenclature.yaml", Body=body.encode())
    stage.forget()


def refuse_the_career_rules(stage, *, wrong):
    text = SHIPPED.with_name("career_rules.yaml").read_text("utf-8")
    body = text.replace("from: 2016-01-01", "from: 2016") if wrong else text
    stage.tools["s3"].put_object(Bucket="ububiko-test-vault", Key="settings/career_rules.yaml", Body=body.encode())
    stage.forget()


@pytest.mark.parametrize(
    ("trouble", "figure"),
    [
        (refuse_a_setting, "SettingsRefused"),
        (refuse_the_nomenclature, "NomenclatureRefused"),
        (refuse_the_career_rules, "CareerRulesRefused"),
    ],
)
def test_what_is_refused_is_told_each_minute_until_it_is_mended(stage, capsys, trouble, figure):
    figures = []
    for wrong in (True, True, False):
        trouble(stage, wrong=wrong)
        sweep()
        figures.append(published(capsys.readouterr().out)[figure])

    assert figures == [[1.0], [1.0], [0.0]]
