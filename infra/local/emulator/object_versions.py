"""Repair of the emulator's GetObject with a version: ranges, and the response name of a link, as on S3.

The emulator (1.5.33) answers a request that names a version with the whole of it, and forgets `Range` and `response-*`; without a
version it knows both. Every link of ours names a version.
"""

from collections.abc import Callable, Mapping
from typing import Any

Answer = tuple[int, dict[str, str], Any]


def mend_versions() -> None:
    """Set the emulator's reading right, in the emulator's own process."""
    from ministack.services import s3  # noqa: PLC0415 - heavy, in that process only

    s3._get_object = _as_s3_reads(s3._get_object, s3)  # noqa: SLF001 - it has no other door


def _as_s3_reads(read: Callable[..., Answer], s3: Any) -> Callable[..., Answer]:  # noqa: ANN401 - the emulator's module
    def mended(bucket: str, key: str, headers: Mapping[str, str], query: Mapping[str, Any] | None = None) -> Answer:
        status, told, body = read(bucket, key, headers, query)
        if status != 200 or "versionId" not in (query or {}):  # noqa: PLR2004 - HTTP's OK
            return status, told, body
        s3._apply_response_overrides(told, query)  # noqa: SLF001 - as above
        asked = headers.get("range", "")
        part = s3._parse_range(asked, len(body)) if asked else (0, len(body) - 1)  # noqa: SLF001 - as above
        if part is None:
            refusal = s3._xml_body(s3._range_error_xml(bucket, key))  # noqa: SLF001 - as above
            return 416, {"Content-Type": "application/xml", "Content-Range": f"bytes */{len(body)}"}, refusal
        if not asked:
            return status, told, body
        first, last = part
        size = {"Content-Length": str(last + 1 - first), "Content-Range": f"bytes {first}-{last}/{len(body)}"}
        return 206, told | size, body[first : last + 1]

    return mended
