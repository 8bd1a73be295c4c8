"""The ministry's own nomenclature: an object in the vault that administrators write by the console, and that the uploader may not."""

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
"""How many writings are looked back through for a good one."""


class NomenclatureObject:
    """The nomenclature in force: the newest good version of the object; the shipped one where there is none, or it was deleted.

    The vault keeps every version, so that « the old one stays » holds for a Lambda that starts after the bad one was written.
    """

    def __init__(self, client: "S3Client", bucket: str, *, age: float = 60, clock: "Callable[[], float]" = time.monotonic) -> None:
        """Look in `bucket`, at most once in `age` seconds."""
        self._client = client
        self._bucket = bucket
        self._age = age
        self._clock = clock
        self._looked: tuple[float, NomenclatureInForce] | None = None
        self._read: dict[str, Nomenclature | RefusedNomenclature] = {}

    def current(self, *, afresh: bool = False) -> NomenclatureInForce:
        """Tell which nomenclature is in force, and which newer ones were refused and why.

        Args:
            afresh: look now, as whoever has just written one wants.

        Raises:
            TransientError: S3 was busy, and nothing is known yet of what is in force; ask again.
        """
        now = self._clock()
        if afresh or self._looked is None or now - self._looked[0] >= self._age:
            self._looked = (now, self._seen())
        return self._looked[1]

    def _seen(self) -> NomenclatureInForce:
        """Look; where that cannot be done what was in force stays, for no piece may wait for a table of types.

        A right that we lack comes back when a person gives it: until then the shipped one serves, and the alarm rings.
        """
        before = self._looked[1] if self._looked else None
        try:
            return self._look()
        except TransientError:
            if before is None:
                raise
            return before
        except ClientError as error:
            return replace(before or NomenclatureInForce(nomenclature=shipped()), unreadable=code_of(error))

    def _look(self) -> NomenclatureInForce:
        refused: list[RefusedNomenclature] = []
        for version in self._versions():
            found = self._judge(version)
            if isinstance(found, Nomenclature):
                return NomenclatureInForce(nomenclature=found, version=version, refused=tuple(refused))
            if found:
                refused.append(found)
        return NomenclatureInForce(nomenclature=shipped(), refused=tuple(refused))

    def _versions(self) -> list[str]:
        """Name the writings since the last deletion, newest first."""
        with translated():
            listed = self._client.list_object_versions(Bucket=self._bucket, Prefix=KEY, MaxKeys=_VERSIONS)
        written = [
            (found["IsLatest"], found["LastModified"], found["VersionId"]) for found in listed.get("Versions", ()) if found["Key"] == KEY
        ]
        deleted = [(found["IsLatest"], found["LastModified"]) for found in listed.get("DeleteMarkers", ()) if found["Key"] == KEY]
        last = max(deleted, default=None)
        # S3 gives the newest first; where two were written within a second, its order is the only one there is.
        return [version for latest, at, version in written if last is None or (latest, at) > last]

    def _judge(self, version: str) -> Nomenclature | RefusedNomenclature | None:
        """Read one version; once, for a version never changes."""
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
