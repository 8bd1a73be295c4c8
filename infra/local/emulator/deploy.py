"""Deployment of the production template into the emulator: code first, then the stack."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from infra.local.emulator.process import ACCOUNT, REGION, Emulator
from infra.package import ARCHIVES, uploaded_names
from infra.terminal import CommandError

STACK = "ububiko"
CODE_BUCKET = f"ububiko-code-{ACCOUNT}-{REGION}"
CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"]
SECONDS_TO_DEPLOY = 300


class DeploymentError(CommandError):
    """The stack was not made; the text names the resources that failed."""


def deploy(emulator: Emulator, build: Path, parameters: Mapping[str, str]) -> dict[str, str]:
    """Create the stack, or bring it up to date.

    Args:
        emulator: a running one.
        build: what `infra.package` wrote.
        parameters: of the template, where they differ from its defaults.

    Returns:
        The stack's outputs.

    Raises:
        DeploymentError: the emulator did not make the stack.
    """
    # The zips carry this interpreter's bytecode and libraries, hence other digests than the template's defaults.
    names = uploaded_names(build)
    template = f"{names['CodeKey']}.json"
    zips = {name: build / ARCHIVES[key] for key, name in names.items()}
    _upload(emulator.client("s3"), {**zips, template: build / "template.json"})
    cloud = emulator.client("cloudformation")
    # By address, since a template of this size is too long to be sent along.
    _put_stack(cloud, f"{emulator.url}/{CODE_BUCKET}/{template}", {"CodeBucket": CODE_BUCKET, **names, **parameters})
    return _outputs(cloud)


def set_settings(emulator: Emulator, path: str, values: Mapping[str, str]) -> None:
    """Change settings as an administrator does in the console."""
    client = emulator.client("ssm")
    for name, value in values.items():
        client.put_parameter(Name=f"{path}{name}", Value=value, Type="String", Overwrite=True)


def _upload(s3: Any, files: Mapping[str, Path]) -> None:  # noqa: ANN401 - boto3's client
    try:
        s3.head_bucket(Bucket=CODE_BUCKET)
    except ClientError:
        s3.create_bucket(Bucket=CODE_BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    for key, file in files.items():
        s3.upload_file(str(file), CODE_BUCKET, key)


def _put_stack(cloud: Any, template: str, parameters: Mapping[str, str]) -> None:  # noqa: ANN401
    wanted = {
        "StackName": STACK,
        "TemplateURL": template,
        "Parameters": [{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()],
        "Capabilities": CAPABILITIES,
    }
    if _status(cloud) is None:
        cloud.create_stack(**wanted)
    else:
        try:
            cloud.update_stack(**wanted)
        except ClientError as error:
            if "No updates" not in str(error):
                raise
    _wait(cloud)


def _status(cloud: Any) -> str | None:  # noqa: ANN401
    try:
        status: str = cloud.describe_stacks(StackName=STACK)["Stacks"][0]["StackStatus"]
    except ClientError:
        return None
    return None if status == "DELETE_COMPLETE" else status


def _wait(cloud: Any) -> None:  # noqa: ANN401
    deadline = time.monotonic() + SECONDS_TO_DEPLOY
    while (status := _status(cloud)) and status.endswith("_IN_PROGRESS") and time.monotonic() < deadline:
        time.sleep(0.2)
    if status not in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}:
        events = cloud.describe_stack_events(StackName=STACK)["StackEvents"]
        failed = [
            f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', '')}"
            for event in events
            if "FAILED" in event["ResourceStatus"]
        ]
        raise DeploymentError("\n".join([f"{status}", *failed]))


def _outputs(cloud: Any) -> dict[str, str]:  # noqa: ANN401
    stack = cloud.describe_stacks(StackName=STACK)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
