"""pdfium, which opens PDFs: the library, documents and pages. Untrusted files are opened in the sandbox's worker alone."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from chalicelib.model.errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WRONG_PASSWORD, UNKNOWN_SECURITY = 4, 5
"""FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY."""


@cache
def library() -> Any:  # noqa: ANN401 - ctypes bindings have no types
    """pdfium, loaded with the first PDF; images do not need it."""
    import pypdfium2_raw

    pypdfium2_raw.FPDF_InitLibrary()
    return pypdfium2_raw


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """Open a PDF; pdfium reads only the parts that it needs.

    Raises:
        Refusal: `encrypted` where a password is required, `corrupt` where it cannot be opened.
    """
    pdfium = library()
    document = pdfium.FPDF_LoadDocument(bytes(path), None)
    if not document:
        error = pdfium.FPDF_GetLastError()
        raise Refusal("encrypted" if error in (WRONG_PASSWORD, UNKNOWN_SECURITY) else "corrupt", f"pdfium error {error}")
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


@contextmanager
def loaded(document: Any, index: int) -> Iterator[Any]:  # noqa: ANN401
    """Open a page; raise `Refusal` where it cannot be opened."""
    pdfium = library()
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        raise Refusal("corrupt", f"page {index + 1} cannot be opened")
    try:
        yield page
    finally:
        pdfium.FPDF_ClosePage(page)
