"""`make deploy STAGE=prod`: packages, uploads the code and creates or updates the stack, with the AWS CLI's own credentials.

The same can be done by hand in the console: docs/deploiement.md.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from infra import site
from infra.bundle import PackagingError
from infra.package import ARCHIVES, package

AWS = shutil.which("aws", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}") or "aws"
"""The CLI of this environment, else the machine's."""
CONSOLE = "https://{region}.console.aws.amazon.com/cloudformation/home?region={region}#/stacks"


def main(arguments: list[str] | None = None) -> int:
    """Deploy from the command line."""
    parser = argparse.ArgumentParser(prog="python -m infra.deploy", description="Met en place ou à jour une installation.")
    parser.add_argument("--stage", required=True, help="nom de l'installation, par exemple prod")
    parser.add_argument("--stack", help="nom de la pile CloudFormation (ububiko-<stage> sinon)")
    parser.add_argument(
        "--set", action="append", default=[], metavar="NOM=VALEUR", help="paramètre de la pile, par exemple AlarmEmail=a@b.bi"
    )
    chosen = parser.parse_args(arguments)
    try:
        deploy(chosen.stage, chosen.stack or f"ububiko-{chosen.stage}", chosen.set)
    except PackagingError as error:
        print(f"Le paquet n'a pas pu être fait :\n{error}", file=sys.stderr)
    except subprocess.CalledProcessError as error:
        print(f"La commande a échoué ({error.returncode}) : aws {' '.join(error.cmd[1:4])}. Événements : {_events()}", file=sys.stderr)
    else:
        return 0
    return 1


def deploy(stage: str, stack: str, parameters: list[str]) -> None:
    """Package, upload, create or update, put the site's pages in place; prints the stack's outputs."""
    account, region = aws("sts", "get-caller-identity", "--query", "Account"), chosen_region()
    print(f"Compte {account}, région {region}, pile {stack}.")
    out = package(stage, release=True)
    if not region:
        raise PackagingError("Aucune région : `aws configure`, ou AWS_REGION=eu-west-1.")
    bucket = f"ububiko-code-{account}-{region}"
    ensure_bucket(bucket, region)
    keys = upload(out, bucket)
    template = ["--template-file", str(out / "template.json"), "--s3-bucket", bucket, "--s3-prefix", "ububiko"]
    overrides = ["--parameter-overrides", f"CodeBucket={bucket}", *(f"{name}={key}" for name, key in keys.items()), *parameters]
    options = ["--capabilities", "CAPABILITY_IAM", "--no-fail-on-empty-changeset", "--tags", "Archive=ububiko", f"Stage={stage}"]
    run("cloudformation", "deploy", "--stack-name", stack, *template, *overrides, *options)
    described = ("cloudformation", "describe-stacks", "--stack-name", stack)
    site.main(["--bucket", aws(*described, "--query", "Stacks[0].Outputs[?OutputKey=='SiteBucket'].OutputValue")])
    run(*described, "--query", "Stacks[0].Outputs[].[OutputKey,OutputValue]", "--output", "text")


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
    """Upload the zips under the names that the template expects; tell these, by the template's parameters."""
    parameters = json.loads((out / "template.json").read_text("utf-8"))["Parameters"]
    keys: dict[str, str] = {name: parameters[name]["Default"] for name in ARCHIVES}
    for name, key in keys.items():
        run("s3", "cp", "--no-progress", str(out / ARCHIVES[name]), f"s3://{bucket}/{key}")
    return keys


def run(*words: str) -> None:
    """Run the AWS CLI before the person's eyes."""
    subprocess.run([AWS, *words], check=True)  # noqa: S603


def aws(*words: str) -> str:
    """Ask the AWS CLI for one word; nothing when it has none."""
    command = [AWS, *words, "--output", "text"]
    done = subprocess.run(command, capture_output=True, text=True, check=words[0] != "configure")  # noqa: S603
    return done.stdout.strip()


def chosen_region() -> str:
    """Tell which region the AWS CLI will speak to."""
    return os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or aws("configure", "get", "region")


def _events() -> str:
    return CONSOLE.format(region=chosen_region())


if __name__ == "__main__":
    sys.exit(main())
