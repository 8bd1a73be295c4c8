"""Deployment (`make deploy STAGE=prod`): package, upload the code, create or update the stack, with the AWS CLI's credentials.

The same can be done by hand in the console: docs/deploiement.md.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import boto3

from infra import site
from infra.administration import stack as administration
from infra.asking import told
from infra.bundle import PackagingError
from infra.command_line import FrenchParser
from infra.package import ARCHIVES, package
from infra.terminal import CommandError, Terminal, aligned

AWS = shutil.which("aws", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}") or "aws"
"""The CLI of this environment, else the machine's."""
REVIEWED = "REVIEW_IN_PROGRESS"
"""Status of a stack that has a change set and no resource yet."""
CONSOLE = "https://{region}.console.aws.amazon.com/cloudformation/home?region={region}#/stacks"


def main(arguments: list[str] | None = None) -> int:
    """Deploy from the command line."""
    parser = FrenchParser(prog="python -m infra.deploy", description="Met en place ou à jour une installation.")
    parser.add_argument("--stage", required=True, help="nom de l'installation, par exemple prod")
    parser.add_argument("--stack", help="nom de la pile CloudFormation (ububiko-<stage> sinon)")
    parser.add_argument(
        "--set", action="append", default=[], metavar="NOM=VALEUR", help="paramètre de la pile, par exemple AlarmEmail=a@b.bi"
    )
    parser.add_argument(
        "--approvers", default="", metavar="ARN,ARN", help="deux ou trois approbateurs : met en place les formulaires de la console"
    )
    chosen, terminal = parser.parse_args(arguments), Terminal()
    stack = chosen.stack or f"ububiko-{chosen.stage}"
    return told(lambda: deploy(chosen.stage, stack, chosen.set, approver_parameters(chosen.approvers), terminal), terminal)


def deploy(stage: str, stack: str, parameters: list[str], approvers: list[str], terminal: Terminal) -> None:
    """Package, upload, create or update, put the site's pages and the console's forms in place; write the stack's outputs."""
    if shutil.which(AWS) is None:
        raise CommandError("La commande aws est introuvable.", advice="make setup, puis recommencer")
    region = chosen_region()
    if not region:
        raise CommandError("Aucune région n'est choisie.", advice="aws configure, ou AWS_REGION=eu-west-1")
    account = aws("sts", "get-caller-identity", "--query", "Account")
    terminal.say(f"Compte {account}, région {region}, pile {stack}.", style="bold")
    status = deployable_status(stack)
    with terminal.step("Paquet de production"):
        out = _packaged(stage)
    bucket = f"ububiko-code-{account}-{region}"
    terminal.say(f"Le code est envoyé dans {bucket} :")
    ensure_bucket(bucket, region)
    keys = upload(out, bucket)
    overrides = [f"CodeBucket={bucket}", *(f"{name}={key}" for name, key in keys.items()), *parameters]
    terminal.say("La pile est mise en place ou à jour :")
    run(*_deployment(stack, out / "template.json", bucket, stage), "--parameter-overrides", *overrides, *unfinished_kept(status))
    described = ("cloudformation", "describe-stacks", "--stack-name", stack, "--query")
    with terminal.step("Pages du site"):
        site.upload(boto3.client("s3"), aws(*described, "Stacks[0].Outputs[?OutputKey=='SiteBucket'].OutputValue"), site.build())
    forms = f"{stack}-administration"
    prefix = [each for each in parameters if each.startswith("Prefix=")]
    if approvers or deployable_status(forms):
        terminal.say("Les formulaires de la console sont mis en place ou à jour :")
        overrides = [f"Stage={stage}", *prefix, *approvers]
        run(*_deployment(forms, out / administration.FILE, bucket, stage), "--parameter-overrides", *overrides)
    outputs = aws(*described, "Stacks[0].Outputs[].[OutputKey,OutputValue]")
    for line in aligned([line.split("\t") for line in outputs.splitlines()]):
        terminal.copyable(line)


def _deployment(stack: str, template: Path, bucket: str, stage: str) -> list[str]:
    """Words of the AWS CLI that create or update a stack; the caller adds its parameters."""
    place = ["--template-file", str(template), "--s3-bucket", bucket, "--s3-prefix", "ububiko"]
    options = ["--capabilities", "CAPABILITY_IAM", "--no-fail-on-empty-changeset", "--tags", "Archive=ububiko", f"Stage={stage}"]
    return ["cloudformation", "deploy", "--stack-name", stack, *place, *options]


def approver_parameters(said: str) -> list[str]:
    """Write the approvers as parameters of the administration stack; none where none is said.

    >>> approver_parameters("arn:aws:iam::123456789012:user/marie,arn:aws:iam::123456789012:user/jean")[1]
    'SecondApprover=arn:aws:iam::123456789012:user/jean'

    Raises:
        CommandError: fewer than two, or more than three.
    """
    names = [each.strip() for each in said.split(",") if each.strip()]
    if names and not len(set(names)) == len(names) in (2, 3):
        raise CommandError(
            "Il faut deux ou trois approbateurs, différents.", advice="--approvers arn:aws:iam::…:user/marie,arn:aws:iam::…:user/jean"
        )
    return [f"{number}Approver={name}" for number, name in zip(("First", "Second", "Third"), names, strict=False)]


def deployable_status(stack: str) -> str:
    """Return CloudFormation's status of a stack; nothing where there is none.

    Raises:
        CommandError: nothing can be deployed over this status.
    """
    listed = (
        "cloudformation",
        "list-stacks",
        "--query",
        f"StackSummaries[?StackName=='{stack}'&&StackStatus!='DELETE_COMPLETE'].StackStatus",
    )
    status = aws(*listed).partition("\t")[0].partition("\n")[0]
    if status.endswith("_IN_PROGRESS") and status != REVIEWED:
        raise CommandError(f"La pile {stack} est en cours de changement ({status}).", advice=f"Attendre, puis recommencer : {_events()}")
    if status in ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "DELETE_FAILED"):
        advice = "Supprimer la pile, puis reprendre ses données : docs/deploiement.md, « Une première mise en place qui échoue »."
        raise CommandError(f"La première mise en place de {stack} a échoué et a été défaite ({status}).", advice=advice)
    return status


def unfinished_kept(status: str) -> list[str]:
    """Options of a deployment: what a failed creation has made stays, and the same command goes on from there.

    Undone, a creation would leave the table and the user pool, protected from deletion, under names that the next one needs. A failed
    update is undone, so that the archive works as before.
    """
    return ["--disable-rollback"] if status in ("", "CREATE_FAILED", REVIEWED) else []


def _packaged(stage: str) -> Path:
    try:
        return package(stage, release=True)
    except PackagingError as error:
        raise CommandError(f"Le paquet n'a pas pu être fait :\n{error}", advice=error.advice) from error


def ensure_bucket(bucket: str, region: str) -> None:
    """Make the bucket of the code if it is not there: private, versions kept."""
    found = subprocess.run([AWS, "s3api", "head-bucket", "--bucket", bucket], capture_output=True, check=False)  # noqa: S603
    if found.returncode == 0:
        return
    run("s3", "mb", f"s3://{bucket}", "--region", region)
    run("s3api", "put-bucket-versioning", "--bucket", bucket, "--versioning-configuration", "Status=Enabled")
    closed = "BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true"
    run("s3api", "put-public-access-block", "--bucket", bucket, "--public-access-block-configuration", closed)


def upload(out: Path, bucket: str) -> dict[str, str]:
    """Upload the zips under the names that the template expects, and return these names by the template's parameters."""
    parameters = json.loads((out / "template.json").read_text("utf-8"))["Parameters"]
    keys: dict[str, str] = {name: parameters[name]["Default"] for name in ARCHIVES}
    for name, key in keys.items():
        run("s3", "cp", "--no-progress", str(out / ARCHIVES[name]), f"s3://{bucket}/{key}")
    return keys


def run(*words: str) -> None:
    """Run the AWS CLI before the person's eyes.

    Raises:
        CommandError: it failed.
    """
    code = subprocess.run([AWS, *words], check=False).returncode  # noqa: S603
    if code:
        raise CommandError(f"La commande a échoué ({code}) : aws {' '.join(words[:3])}", advice=f"Événements de la pile : {_events()}")


def aws(*words: str) -> str:
    """Ask the AWS CLI for one word; nothing when it has none.

    Raises:
        CommandError: it failed.
    """
    command = [AWS, *words, "--output", "text"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode and words[0] != "configure":
        text = f"La commande a échoué ({done.returncode}) : aws {' '.join(words[:3])}\n{done.stderr.strip()}"
        raise CommandError(text, advice="Vérifier la clé et les droits : aws sts get-caller-identity")
    return done.stdout.strip()


def chosen_region() -> str:
    """Return the region that the AWS CLI uses."""
    return os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or aws("configure", "get", "region")


def _events() -> str:
    return CONSOLE.format(region=chosen_region())


if __name__ == "__main__":
    sys.exit(main())
