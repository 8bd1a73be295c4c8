"""Nomenclature of the ministry, an object in the vault that takes effect without a deployment.

A faulty version is refused, and the previous one stays in force.
"""

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from chalicelib.aws.faults import code_of, translated
from chalicelib.model.errors import PermanentError, TransientError
from chalicelib.model.nomenclature import Nomenclature
from chalicelib.text.nomenclature_file import NomenclatureError, NomenclatureInForce, RefusedNomenclature, read_nomenclature, shipped

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_s3 import S3Client

KEY = "settings/nomenclature.yaml"
_VERSIONS = 20
"""Versions searched for a good one."""


class NomenclatureObject:
    """The nomenclature in force: the latest good version of the object, or the one that ships if there is none or it was deleted.

    The vault keeps every version, so a function that starts after a faulty one was written finds the previous one too.
    """

    def __init__(self, client: "S3Client", bucket: str, *, age: float = 60, clock: "Callable[[], float]" = time.monotonic) -> None:
        """Use the object in `bucket`, read at most once in `age` seconds."""
        self._client = client
        self._bucket = bucket
        self._age = age
        self._clock = clock
        self._last: tuple[float, NomenclatureInForce] | None = None
        self._read: dict[str, Nomenclature | RefusedNomenclature] = {}

    def current(self, *, afresh: bool = False) -> NomenclatureInForce:
        """Return the nomenclature in force, with later versions that were refused and why.

        Args:
            afresh: read now; for an administrator who has just written a version.

        Raises:
            TransientError: S3 is busy and nothing has been read yet.
        """
        now = self._clock()
        if afresh or self._last is None or now - self._last[0] >= self._age:
            self._last = (now, self._read_or_last())
        return self._last[1]

    def _read_or_last(self) -> NomenclatureInForce:
        """Read the nomenclature; if S3 is busy the one in force stays, so that no piece waits for it.

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
            return replace(before or NomenclatureInForce(nomenclature=shipped()), unreadable=code_of(error))

    def _read_latest_good(self) -> NomenclatureInForce:
        refused: list[RefusedNomenclature] = []
        for version in self._versions():
            found = self._read_version(version)
            if isinstance(found, Nomenclature):
                return NomenclatureInForce(nomenclature=found, version=version, refused=tuple(refused))
            if found:
                refused.append(found)
        return NomenclatureInForce(nomenclature=shipped(), refused=tuple(refused))

    def _versions(self) -> list[str]:
        """Return the versions since the last deletion, the latest first."""
        with translated():
            listed = self._client.list_object_versions(Bucket=self._bucket, Prefix=KEY, MaxKeys=_VERSIONS)
        written = [
            (found["IsLatest"], found["LastModified"], found["VersionId"]) for found in listed.get("Versions", ()) if found["Key"] == KEY
        ]
        deleted = [(found["IsLatest"], found["LastModified"]) for found in listed.get("DeleteMarkers", ()) if found["Key"] == KEY]
        last = max(deleted, default=None)
        # The order is S3's, newest first: times have whole seconds only.
        return [version for latest, at, version in written if last is None or (latest, at) > last]

    def _read_version(self, version: str) -> Nomenclature | RefusedNomenclature | None:
        """Read one version and keep the result: a version never changes."""
        if version not in self._read:
            try:
                with translated():
                    body = self._client.get_object(Bucket=self._bucket, Key=KEY, VersionId=version)["Body"].read()
                self._read[version] = read_nomenclature(body)
            except NomenclatureError as error:
                self._read[version] = RefusedNomenclature(version=version, problems=error.problems)
            except PermanentError:
                return None  # gone since it was listed
        return self._read[version]
