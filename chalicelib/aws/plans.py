"""The roadmap's plan, an object in the vault that the direction's page writes; S3 keeps every version."""

from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.aws.faults import translated
from chalicelib.model.errors import PermanentError
from chalicelib.model.roadmap import SavedPlan
from chalicelib.text.roadmap_file import PlanError, PlansKept, RefusedPlan, read_plan

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

KEY = "settings/roadmap.yaml"
_VERSIONS = 20
"""Versions looked at, those after the last deletion."""


class PlanObject:
    """Port `Plans` on S3."""

    def __init__(self, client: "S3Client", bucket: str) -> None:
        """Use the object in `bucket`."""
        self._client = client
        self._bucket = bucket
        self._read: dict[str, SavedPlan | RefusedPlan] = {}

    def current(self) -> PlansKept:
        """See `Plans`. A version never changes, so this process reads each once."""
        with translated():
            listed = self._client.list_object_versions(Bucket=self._bucket, Prefix=KEY, MaxKeys=_VERSIONS)
        deleted = [(found["IsLatest"], found["LastModified"]) for found in listed.get("DeleteMarkers", ()) if found["Key"] == KEY]
        last = max(deleted, default=None)
        kept = [found for found in listed.get("Versions", ()) if found["Key"] == KEY]
        written = [found for found in kept if last is None or (found["IsLatest"], found["LastModified"]) > last]
        read = [self._version(found["VersionId"], found["LastModified"]) for found in written]
        saved = [each for each in read if isinstance(each, SavedPlan)]
        refused = [each for each in read if isinstance(each, RefusedPlan) and (not saved or read.index(each) < read.index(saved[0]))]
        return PlansKept(saved=tuple(saved), refused=tuple(refused))

    def save(self, body: bytes) -> None:
        """See `Plans`."""
        with translated():
            self._client.put_object(Bucket=self._bucket, Key=KEY, Body=body, ContentType="application/yaml")

    def _version(self, version: str, at: datetime) -> SavedPlan | RefusedPlan | None:
        """Read a version; None for one that is gone since it was listed."""
        if version not in self._read:
            try:
                with translated():
                    body = self._client.get_object(Bucket=self._bucket, Key=KEY, VersionId=version)["Body"].read()
                self._read[version] = SavedPlan(version=version, at=at, plan=read_plan(body))
            except PlanError as error:
                self._read[version] = RefusedPlan(version=version, at=at, problems=error.problems)
            except PermanentError:
                return None
        return self._read[version]
