"""Port of the service that binds copies of case files, a function of its own."""

from typing import Protocol

from chalicelib.model.casefile_copy import CaseFileCopy


class CaseFileCopyService(Protocol):
    """Copies of case files, bound on request."""

    def bind_copy(self, copy: CaseFileCopy) -> None:
        """Bind a copy and wait for it; raise `TransientError` if it fails."""
