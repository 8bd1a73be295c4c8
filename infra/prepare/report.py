"""Report of a check, as a page to open in a browser: the numbers, then each file with a remark and pictures of its pages."""

from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from infra.prepare.file_check import FileCheck
from infra.prepare.folder_check import counts_of
from infra.prepare.words import Language, sentence, size, text


def report_of(folder: str, checks: Sequence[FileCheck], language: Language, when: datetime) -> str:
    """Write the report.

    Args:
        folder: its name.
        checks: of all files.
        language: of the clerk.
        when: local time of the check.
    """
    environment = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined)
    numbers = {"files": len(checks), "pages": sum(check.pages for check in checks), **counts_of(checks)}
    remarks = [check for check in checks if check.findings]
    return environment.get_template("report.html").render(
        language=language,
        folder=folder,
        when=f"{when:%d/%m/%Y %H:%M}" if language == "fr" else f"{when:%d %B %Y, %H:%M}",
        counts=numbers.items(),
        saving=saving_of(checks, language),
        checks=sorted(remarks, key=lambda check: (not check.is_refused, not check.must_be_seen, check.path)),
        say=lambda key, **values: text(key, language, **values),
        sentence=partial(sentence, language=language),
        base64=lambda data: b64encode(data).decode(),
    )


def saving_of(checks: Sequence[FileCheck], language: Language) -> str:
    """Say what the copy saves; empty where no file was lightened."""
    lightened = [check for check in checks if check.digest and check.sent_size != check.size]
    if not lightened:
        return ""
    before, after = (sum(getattr(check, name) for check in checks if check.digest) for name in ("size", "sent_size"))
    percent = round(100 * (before - after) / before)
    values = {"before": size(before, language), "after": size(after, language), "percent": percent, "count": len(lightened)}
    return text("saved", language, **values)
