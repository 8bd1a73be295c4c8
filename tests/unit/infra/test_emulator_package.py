"""The local stack's package is made anew when something that it is made of has changed."""

import subprocess
import sys
from pathlib import Path

from infra.local.emulator.package import ROOT, _sources

IMPORTED = """
import sys
import infra.package
print(*(module.__file__ for name, module in sys.modules.items() if name.partition(".")[0] in ("infra", "web")), sep="\\n")
"""


def test_every_module_that_makes_a_package_is_among_its_sources() -> None:
    done = subprocess.run([sys.executable, "-c", IMPORTED], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - our own
    makers = {Path(name) for name in done.stdout.split()}

    assert {ROOT / "infra/package.py", ROOT / "web/build.py"} <= makers
    assert makers <= set(_sources())
