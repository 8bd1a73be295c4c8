"""Photos of reports in the work bucket: drafts below one prefix, what was looked at below another, which only a function writes."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from chalicelib.aws.faults import translated
from chalicelib.aws.objects import download, photo_draft_object, photo_object, photo_page_object
from chalicelib.model.file_format import EXTENSIONS, MEDIA_TYPES
from chalicelib.model.page_image import MEDIA_TYPE, PageImage
from chalicelib.model.rectification import PhotoKind

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class ReportPhotosBucket:
    """Port `ReportPhotos` on S3."""

    def __init__(self, client: "S3Client", work: str, inbox: str) -> None:
        """Use the bucket called `work`; added photos go to the bucket called `inbox`."""
        self._client = client
        self._work = work
        self._inbox = inbox

    @contextmanager
    def open_draft(self, draft: str) -> Iterator[tuple[Path, str]]:
        """See `ReportPhotos`."""
        with tempfile.TemporaryDirectory(prefix="photo-") as folder:
            path = Path(folder, "draft")
            digest = download(self._client, path, bucket=self._work, key=photo_draft_object(draft))
            yield path, digest

    def keep(self, photo: str, kind: PhotoKind, path: Path) -> None:
        """See `ReportPhotos`."""
        with path.open("rb") as body, translated():
            key = photo_object(photo, EXTENSIONS[kind])
            self._client.put_object(Bucket=self._work, Key=key, Body=body, ContentType=MEDIA_TYPES[kind])

    def keep_page(self, photo: str, image: PageImage, path: Path) -> None:
        """See `ReportPhotos`."""
        said = {"width": str(image.width), "height": str(image.height)}
        with path.open("rb") as body, translated():
            key = photo_page_object(photo, image.page)
            self._client.put_object(Bucket=self._work, Key=key, Body=body, ContentType=MEDIA_TYPE, Metadata=said)

    def add_to_inbox(self, photo: str, kind: PhotoKind, key: str) -> None:
        """See `ReportPhotos`."""
        source = {"Bucket": self._work, "Key": photo_object(photo, EXTENSIONS[kind])}
        with translated():
            self._client.copy_object(Bucket=self._inbox, Key=key, CopySource=source)  # type: ignore[arg-type]
