"""In the gate nothing is skipped but what needs files of other people."""

import pytest

pytest_plugins = ["pytester"]

CONFTEST = "from tests.conftest import pytest_make_collect_report, pytest_runtest_makereport"


@pytest.mark.parametrize(
    ("text", "outcomes"),
    [
        ("import pytest\ndef test_it(): pytest.skip('no chromium')", {"failed": 1}),
        ("import pytest\npytest.importorskip('nothing_of_that_name')", {"errors": 1}),
        ("import pytest\nfrom tests.shared_data import needs\n@needs('nothing/*')\ndef test_it(): pass", {"skipped": 1}),
        ("import pytest\n@pytest.mark.xfail(reason='known')\ndef test_it(): assert False", {"xfailed": 1}),
    ],
    ids=["of a program", "of a module", "of shared data", "of a known fault"],
)
def test_only_absent_shared_data_excuse_a_test(pytester: pytest.Pytester, text: str, outcomes: dict[str, int]) -> None:
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(text)

    pytester.runpytest("-p", "no:cacheprovider").assert_outcomes(**outcomes)
