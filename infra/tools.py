"""Tools that cannot be installed beside the project's packages: checkov, parliament, and the Lambda emulator of AWS's SAM CLI.

`python -m infra.tools STAGE` prints checkov's findings on the packaged template of a stage.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from infra.bundle import PackagingError, run
from infra.package import ROOT
from infra.terminal import Terminal

SAM_CLI = "aws-sam-cli==1.170.0 --hash=sha256:24ebaf5ecba38dc1758089968cb89ab61e124b84e92a344fc7a2771a47f4d0bf"
EMULATOR = "samcli/local/rapid/aws-lambda-rie-x86_64"
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]


def command(name: str, root: Path = ROOT) -> str:
    """Path of a command in the environment of requirements-tools.lock, which `make setup` makes."""
    found = root / ".venv-tools" / "bin" / name
    if not found.exists():
        raise PackagingError(f"{name} is not here: run `make setup`")
    return str(found)


def emulator(root: Path = ROOT) -> Path:
    """Path of AWS's Runtime Interface Emulator: a binary taken from the wheel of the SAM CLI, downloaded once."""
    binary = root / "build" / "tools" / Path(EMULATOR).name
    if not binary.exists():
        folder = binary.parent / "wheel"
        folder.mkdir(parents=True, exist_ok=True)
        wanted = folder / "wanted.txt"
        wanted.write_text(SAM_CLI + "\n", "utf-8")
        fetch = ["download", "--no-deps", "--require-hashes", "--only-binary=:all:", "--dest", str(folder), "--requirement", str(wanted)]
        run([*PIP, *fetch], "the Lambda emulator could not be fetched")
        (wheel,) = folder.glob("*.whl")
        unfinished = binary.with_suffix(".part")
        with zipfile.ZipFile(wheel) as zipped:
            unfinished.write_bytes(zipped.read(EMULATOR))
        unfinished.chmod(0o755)
        unfinished.rename(binary)
        shutil.rmtree(folder)
    return binary


def open_findings(*templates: Path, root: Path = ROOT) -> list[str]:
    """Findings of checkov on templates, less those that a template itself skips with a reason."""
    options = ["--framework", "cloudformation", "--skip-download", "--compact", "--quiet", "--output", "json"]
    checkov = [command("checkov", root), *options, "--file", *map(str, templates)]
    done = subprocess.run(checkov, capture_output=True, text=True, check=False)  # noqa: S603 - fetched by its hash
    report = json.loads(done.stdout)
    if not report["summary"]["passed"]:
        return [f"checkov has looked at nothing: {done.stderr}"]
    return [f"{found['check_id']} {found['resource']} {found['check_name']}" for found in report["results"]["failed_checks"]]


def policy_findings(policies: Mapping[str, Any], root: Path = ROOT) -> list[str]:
    """Findings of parliament on IAM policies, each with the name of its policy."""
    with tempfile.TemporaryDirectory() as folder:
        for name, policy in policies.items():
            Path(folder, f"{name}.json").write_text(json.dumps(policy), "utf-8")
        parliament = [command("parliament", root), "--directory", folder, "--json"]
        done = subprocess.run(parliament, capture_output=True, text=True, check=False)  # noqa: S603 - fetched by its hash
    if done.returncode not in (0, 1):
        return [f"parliament has looked at nothing: {done.stderr}"]
    findings = map(json.loads, done.stdout.splitlines())
    return [f"{Path(found['location']['filepath']).stem}: {found['issue']} {found['detail']}" for found in findings]


def main() -> int:
    """`python -m infra.tools STAGE`."""
    terminal = Terminal()
    try:
        findings = open_findings(ROOT / "build" / sys.argv[1] / "template.json")
    except PackagingError as error:
        terminal.fail(error, lead="error: ")
        return 1
    terminal.say("\n".join(findings) or "checkov: nothing open")
    return int(bool(findings))


if __name__ == "__main__":
    sys.exit(main())
