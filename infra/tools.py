"""Tools that cannot live beside our own packages: checkov, which pins an old boto3, and the emulator inside AWS's SAM CLI.

Both are fetched once into build/tools, by their hashes. `python -m infra.tools STAGE` says what checkov has against a stage's template.
"""

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from infra.bundle import run
from infra.package import ROOT

SAM_CLI = "aws-sam-cli==1.170.0 --hash=sha256:24ebaf5ecba38dc1758089968cb89ab61e124b84e92a344fc7a2771a47f4d0bf"
EMULATOR = "samcli/local/rapid/aws-lambda-rie-x86_64"
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]


def checkov(root: Path = ROOT) -> Path:
    """The command, in an environment of its own that requirements-tools.lock pins."""
    home, lock = root / "build" / "tools" / "checkov", root / "requirements-tools.lock"
    ready = home / lock.name
    if not ready.exists() or ready.read_bytes() != lock.read_bytes():
        shutil.rmtree(home, ignore_errors=True)
        run([sys.executable, "-m", "venv", "--without-pip", str(home)], "no environment could be made for checkov")
        install = ["--python", str(home / "bin" / "python"), "install", "--require-hashes", "--requirement", str(lock)]
        run([*PIP, *install], "checkov could not be fetched")
        shutil.copy(lock, ready)
    return home / "bin" / "checkov"


def emulator(root: Path = ROOT) -> Path:
    """AWS's Runtime Interface Emulator: one binary out of a wheel of which nothing else is used."""
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


def open_findings(template: Path, root: Path = ROOT) -> list[str]:
    """What checkov has against a template, less what the template itself gives a reason for."""
    options = ["--framework", "cloudformation", "--skip-download", "--compact", "--quiet", "--output", "json"]
    done = subprocess.run([str(checkov(root)), *options, "--file", str(template)], capture_output=True, text=True, check=False)  # noqa: S603
    report = json.loads(done.stdout)
    if not report["summary"]["passed"]:
        return [f"checkov has looked at nothing: {done.stderr}"]
    return [f"{found['check_id']} {found['resource']} {found['check_name']}" for found in report["results"]["failed_checks"]]


if __name__ == "__main__":
    findings = open_findings(ROOT / "build" / sys.argv[1] / "template.json")
    print("\n".join(findings) or "checkov: nothing open")
    sys.exit(bool(findings))
