"""Port of the service that binds copies of case files and of some pages, a function of its own."""

from typing import Protocol

from chalicelib.model.casefile_copy import CaseFileCopy, PagesCopy


class CaseFileCopyService(Protocol):
    """Copies of case files, and of some pages of an original, made on request."""

    def bind_copy(self, copy: CaseFileCopy) -> None:
        """Bind a copy and wait for it; raise `TransientError` if it fails."""

    def copy_pages(self, copy: PagesCopy) -> None:
        """Copy some pages of an original and wait for it; raise `TransientError` if it fails."""
