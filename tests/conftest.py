"""What every handler finds in its environment on AWS, set before any test imports one; and which skips the gate allows."""

import os

import pytest
from hypothesis import HealthCheck, settings

from tests import speedups
from tests.shared_data import ABSENT

os.environ.setdefault("AWS_DEFAULT_REGION", "eu-west-1")
os.environ.setdefault("POWERTOOLS_SERVICE_NAME", "ububiko")
os.environ.setdefault("POWERTOOLS_METRICS_NAMESPACE", "Ububiko/test")

speedups.install()

# A busy machine is no fault: what an example takes, and its making, is not held against it.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    """Fail a test that was skipped for anything but absent shared data."""
    return without_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report():
    """Fail a module that was skipped when it was imported."""
    return without_skip((yield))


def without_skip(report):
    """Make a failure of a skip that the gate does not allow: what is not there must be installed by `make setup`."""
    if report.skipped and not hasattr(report, "wasxfail") and ABSENT not in str(report.longrepr):
        report.outcome, report.longrepr = "failed", f"the gate allows no such skip: {report.longrepr}"
    return report
