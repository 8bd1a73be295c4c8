"""Printed pages as a browser reads them, for comparing a page with one that was kept."""

import re
from html.parser import HTMLParser
from pathlib import Path

GOLDEN = Path(__file__).parent / "golden"
"""Pages that were looked at and kept."""


class Page(HTMLParser):
    """A page's tags with their attributes, and its texts; spaces count as one, and not at all between tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._text = ""
        self.feed(page)
        self.close()
        self._end_text()

    def handle_decl(self, decl: str) -> None:
        self.parts.append(f"<!{decl}>")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._end_text()
        self.parts.append(f"<{tag}{''.join(f' {name}={value!r}' for name, value in sorted(attrs))}>")

    def handle_endtag(self, tag: str) -> None:
        self._end_text()
        self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._text += data

    def _end_text(self) -> None:
        text = re.sub(r"[ \n]+", " ", self._text)
        if text.strip(" "):
            self.parts.append(text)
        self._text = ""


def parts(page: str) -> list[str]:
    """What a browser reads in a page, in its order."""
    return Page(page).parts


def golden(name: str) -> list[str]:
    """What a browser reads in the page that was kept under a name."""
    return parts((GOLDEN / f"{name}.html").read_text("utf-8"))
