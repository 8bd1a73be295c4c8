"""Copies of case files by a function of its own: it alone reads many originals at once, and the API may read none."""

from dataclasses import asdict

from chalicelib.aws.invocation import InvokedFunction
from chalicelib.model.casefile_copy import CaseFileCopy, PagesCopy


class LambdaCaseFileCopies:
    """Port `CaseFileCopyService` on Lambda."""

    def __init__(self, function: InvokedFunction) -> None:
        """Have copies bound by `function`."""
        self._function = function

    def bind_copy(self, copy: CaseFileCopy) -> None:
        """See `CaseFileCopyService`."""
        self._function.ask(asdict(copy), failure="unbound")

    def copy_pages(self, copy: PagesCopy) -> None:
        """See `CaseFileCopyService`."""
        self._function.ask(asdict(copy), failure="unbound")
