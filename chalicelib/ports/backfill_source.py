"""Port of the backfill's source, a bucket of the ministry in which scans lie already."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from chalicelib.model.backfill import CopyOutcome, SourceObject


class BackfillSource(Protocol):
    """Objects that may be copied into the inbox."""

    @property
    def bucket(self) -> str:
        """The name of the bucket; empty where the installation names none."""

    def objects(self, prefix: str, *, after: str = "") -> Iterator[SourceObject]:
        """List the objects whose keys have a prefix, in the order of keys, from behind the key `after`.

        Raises:
            PermanentError: `denied`, the installation has no right to list the bucket; `vanished`, there is no such bucket.
        """

    def copy_to_inbox(self, copies: Sequence[tuple[SourceObject, str]]) -> Sequence[CopyOutcome]:
        """Copy objects to keys of the inbox, without their tags and metadata; return what became of each.

        Raises:
            TransientError: S3 is busy; some may have been copied.
        """
