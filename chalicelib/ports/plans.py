"""Port of the roadmap's plan: its versions in the vault."""

from typing import Protocol

from chalicelib.text.roadmap_file import PlansKept


class Plans(Protocol):
    """The plan that the direction has saved, with the versions before it."""

    def current(self) -> PlansKept:
        """Read the latest good version, those before it, and later ones that are refused."""

    def save(self, body: bytes) -> None:
        """Write a version; the ones before it are kept."""
