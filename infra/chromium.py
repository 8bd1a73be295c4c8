"""Chromium, in which the tests open the site: where it is, and its installation by `make setup`.

Only the standard library: nothing is installed yet.
"""

import sys
from shutil import which

from infra.debian import SetupError, install_packages

NAMES = ("chromium", "chromium-browser")
PACKAGES = ("chromium", "fonts-liberation")
"""The fonts are Chromium's own choice for Arial, Times and Courier (Debian's package recommends them)."""


def find_chromium() -> str | None:
    """Path of the command; None where there is none."""
    return next(filter(None, map(which, NAMES)), None)


def main() -> int:
    """`python -m infra.chromium`."""
    if find_chromium() is None:
        try:
            install_packages(*PACKAGES)
        except SetupError as error:
            print(f"The tests open the site in Chromium. {error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
