"""Files of the ministry, objects in the vault that take effect without a deployment: the nomenclature, the rules of careers.

A faulty version is refused, and the previous one stays in force.
"""

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from botocore.exceptions import ClientError

from chalicelib.aws.faults import code_of, translated
from chalicelib.model.career_rules import CareerRules
from chalicelib.model.errors import PermanentError, TransientError
from chalicelib.model.nomenclature import Nomenclature
from chalicelib.text.career_rules_file import read_career_rules, shipped_rules
from chalicelib.text.checked_yaml import FileInForce, MinistryFileError, RefusedVersion
from chalicelib.text.nomenclature_file import read_nomenclature, shipped

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_s3 import S3Client

T = TypeVar("T")
_VERSIONS = 20
"""Versions searched for a good one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MinistryFile(Generic[T]):
    """A kind of file that the ministry may replace."""

    key: str
    """In the vault."""
    read: "Callable[[bytes], T]"
    """Raises `MinistryFileError`."""
    shipped: "Callable[[], T]"


NOMENCLATURE: MinistryFile[Nomenclature] = MinistryFile(key="settings/nomenclature.yaml", read=read_nomenclature, shipped=shipped)
CAREER_RULES: MinistryFile[CareerRules] = MinistryFile(key="settings/career_rules.yaml", read=read_career_rules, shipped=shipped_rules)


class MinistryObject(Generic[T]):
    """The file in force: the latest good version of the object, or the one that ships if there is none or it was deleted.

    The vault keeps every version, so a function that starts after a faulty one was written finds the previous one too.
    """

    def __init__(
        self, client: "S3Client", bucket: str, file: MinistryFile[T], *, age: float = 60, clock: "Callable[[], float]" = time.monotonic
    ) -> None:
        """Use the object in `bucket`, read at most once in `age` seconds."""
        self._client = client
        self._bucket = bucket
        self._file = file
        self._age = age
        self._clock = clock
        self._last: tuple[float, FileInForce[T]] | None = None
        self._read: dict[str, FileInForce[T] | RefusedVersion] = {}

    def current(self, *, afresh: bool = False) -> FileInForce[T]:
        """Return the file in force, with later versions that were refused and why.

        Args:
            afresh: read now; for an administrator who has just written a version.

        Raises:
            TransientError: S3 is busy and nothing has been read yet.
        """
        now = self._clock()
        if afresh or self._last is None or now - self._last[0] >= self._age:
            self._last = (now, self._read_or_last())
        return self._last[1]

    def _read_or_last(self) -> FileInForce[T]:
        """Read the file; if S3 is busy the one in force stays, so that nothing waits for it.

        Without the right to read, the one in force stays too, or the one that ships; an alarm rings until the right is given.
        """
        before = self._last[1] if self._last else None
        try:
            return self._read_latest_good()
        except TransientError:
            if before is None:
                raise
            return before
        except ClientError as error:
            return replace(before or FileInForce(value=self._file.shipped()), unreadable=code_of(error))

    def _read_latest_good(self) -> FileInForce[T]:
        refused: list[RefusedVersion] = []
        for version in self._versions():
            found = self._read_version(version)
            if isinstance(found, FileInForce):
                return replace(found, refused=tuple(refused))
            if found:
                refused.append(found)
        return FileInForce(value=self._file.shipped(), refused=tuple(refused))

    def _versions(self) -> list[str]:
        """Return the versions since the last deletion, the latest first."""
        key = self._file.key
        with translated():
            listed = self._client.list_object_versions(Bucket=self._bucket, Prefix=key, MaxKeys=_VERSIONS)
        written = [
            (found["IsLatest"], found["LastModified"], found["VersionId"]) for found in listed.get("Versions", ()) if found["Key"] == key
        ]
        deleted = [(found["IsLatest"], found["LastModified"]) for found in listed.get("DeleteMarkers", ()) if found["Key"] == key]
        last = max(deleted, default=None)
        # The order is S3's, newest first: times have whole seconds only.
        return [version for latest, at, version in written if last is None or (latest, at) > last]

    def _read_version(self, version: str) -> FileInForce[T] | RefusedVersion | None:
        """Read one version and keep the result: a version never changes."""
        if version not in self._read:
            try:
                with translated():
                    body = self._client.get_object(Bucket=self._bucket, Key=self._file.key, VersionId=version)["Body"].read()
                self._read[version] = FileInForce(value=self._file.read(body), version=version)
            except MinistryFileError as error:
                self._read[version] = RefusedVersion(version=version, problems=error.problems)
            except PermanentError:
                return None  # gone since it was listed
        return self._read[version]
