"""State file (`--state`): addresses, users and buckets of the running stack, as JSON for other programs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from infra.local.emulator.process import REGION, Credentials, Emulator
from infra.local.emulator.users import Reader, write_secret

Adapter = TypeVar("Adapter")
BUCKETS = ("Inbox", "Vault", "Work", "Outbox", "Site")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """The running stack."""

    emulator: Emulator
    textract: str
    """The Textract double's endpoint."""
    outputs: Mapping[str, str]
    """The CloudFormation stack's."""
    uploader: Credentials
    """Writes batches, and never the roster."""
    roster_uploader: Credentials
    """Writes the roster, and nothing else."""
    readers: Sequence[Reader]
    web: str
    """The site's address."""

    @property
    def gateway(self) -> str:
        """The API's own address, which refuses requests that do not come through the site."""
        return f"{self.emulator.url}/restapis/{self.outputs['RestAPIId']}/api/_user_request_"

    def bucket(self, role: str) -> str:
        """A bucket's name: `inbox`, `vault`, `work`, `outbox` or `site`."""
        return self.outputs[f"{role.capitalize()}Bucket"]

    def adapter(self, kind: Callable[[Any, str], Adapter]) -> Adapter:
        """An adapter of the register's table."""
        return kind(self.emulator.client("dynamodb"), self.outputs["RegisterTable"])

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "web": self.web,
            "api": f"{self.web}/api",
            "gateway": self.gateway,
            "endpoint": self.emulator.url,
            "textract": self.textract,
            "region": REGION,
            "buckets": {role.lower(): self.bucket(role) for role in BUCKETS},
            "table": self.outputs["RegisterTable"],
            "administer": self.outputs["AdministerFunction"],
            "user_pool": self.outputs["UserPoolId"],
            "client": self.outputs["ReadersClientId"],
            "uploader": _key(self.uploader),
            "roster_uploader": _key(self.roster_uploader),
            "administrator": _key(self.emulator.credentials),
            "users": [asdict(reader) for reader in self.readers],
        }

    def write(self, file: Path) -> None:
        """Write it where only its owner can read it."""
        write_secret(file, self.plain())


def _key(credentials: Credentials) -> dict[str, str]:
    return {"access_key_id": credentials.key, "secret_access_key": credentials.secret}
