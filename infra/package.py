"""Deployment package: `python -m infra.package --stage prod` writes the template and the zips to build/prod.

Chalice generates the functions, the API and their roles; infra/*.yaml holds the other resources; SAM's shorthand is expanded here, so that
the template that is checked is, byte for byte, the one that is deployed (docs/decisions/one-template.md).
"""

import argparse
import hashlib
import json
import os
import shutil
import sys
import zipfile
from pathlib import Path

import yaml

from infra import bundle, dashboards, exceptions, layers, site, template
from infra.administration import stack
from infra.bundle import PackagingError
from infra.terminal import Terminal, aligned
from web import build

ROOT = Path(__file__).parent.parent
ARCHIVES = {"CodeKey": "deployment.zip"} | {layer.key: layer.archive for layer in layers.LAYERS}
"""Zips to upload, by the parameter of the template that holds their name in the code bucket."""
CHALICE_STAGE = "archive"
"""Chalice's only stage: the archive's stages are stacks of one template, which differ by the parameter Stage."""


def package(stage: str, out: Path | None = None, *, release: bool = False, linted: bool = True, root: Path = ROOT) -> Path:
    """Write the template and the zips of a stage.

    Args:
        stage: name of the stage; the default of the template's parameter, and of its resources' prefix.
        out: folder to write into; build/<stage> when not given.
        release: fail where no bytecode for Lambda's Python can be made.
        linted: fail where cfn-lint complains of a template, which takes most of the time; what goes to AWS always is.
        root: the project's folder.

    Returns:
        The folder, with template.json (deploy this one), template.yaml (the same in SAM's shorthand), administration.json (a second
        stack, for the console) and the zips of `ARCHIVES`.

    Raises:
        PackagingError: the package is not fit to deploy; the message says what to change.
    """
    out = (out or root / "build" / stage).resolve()
    source = out / "src"
    shutil.rmtree(source, ignore_errors=True)
    stage_sources(root, source, bundle.vendored(root, root / "build" / "wheels"))
    sam = chalice_package(root, source)
    archive = make_archive(source, out, release=release)
    made = {layer: layers.make_layer(layer, root, out) for layer in layers.LAYERS}
    finish(sam, stage, uploaded_names(out))
    write(sam, out)
    (out / stack.FILE).write_text(json.dumps(stack.administration_template(stage), ensure_ascii=False, indent=1) + "\n", "utf-8")
    handlers = [resource["Properties"]["Handler"] for resource in sam["Resources"].values() if "Handler" in resource.get("Properties", {})]
    faults = [*bundle.faults(archive, handlers), *(fault for layer, zipped in made.items() for fault in layers.faults(layer, zipped))]
    if linted:
        faults += [complaint for name in ("template.json", stack.FILE) for complaint in template.complaints(out / name)]
    if faults:
        raise PackagingError("\n".join(["not fit to deploy:", *faults]))
    return out


def stage_sources(root: Path, source: Path, wheels: Path) -> None:
    """Copy what Chalice packages into a folder: functions/ goes below vendor/, since Chalice silently leaves it out beside app.py."""
    no_caches = shutil.ignore_patterns("__pycache__", "*.pyc")
    shutil.copytree(wheels, source / "vendor", ignore=no_caches)
    for name, target in ((".chalice", ".chalice"), ("chalicelib", "chalicelib"), ("functions", "vendor/functions")):
        shutil.copytree(root / name, source / target, ignore=shutil.ignore_patterns("__pycache__", "*.pyc", "deployments", "deployed"))
    shutil.copy(root / "app.py", source)


def chalice_package(root: Path, source: Path) -> template.Template:
    """Chalice's template, merged with infra/*.yaml."""
    ours = source / "ours.yaml"
    try:
        parts = template.merged(sorted((root / "infra").glob("*.yaml")))
    except (ValueError, yaml.YAMLError) as error:
        raise PackagingError(f"infra/: {error}") from error
    ours.write_text(yaml.dump(parts, Dumper=template.Dumper, allow_unicode=True), "utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    environment |= {"AWS_DEFAULT_REGION": template.REGION, "PYTHONPATH": str(source / "vendor"), "PYTHONDONTWRITEBYTECODE": "1"}
    chalice = [sys.executable, "-c", "from chalice.cli import main; raise SystemExit(main())"]
    arguments = ["package", "--stage", CHALICE_STAGE, "--template-format", "yaml", "--merge-template", ours.name, "packaged"]
    words = bundle.run([*chalice, *arguments], "chalice could not package", cwd=source, env=environment)
    if "Could not install dependencies" in words:  # and exits 0
        raise PackagingError(words)
    sam: template.Template = yaml.safe_load((source / "packaged" / "sam.yaml").read_text("utf-8"))
    return sam


def make_archive(source: Path, out: Path, *, release: bool) -> Path:
    """Write Chalice's zip again, with bytecode and without dates."""
    tree, archive = source / "tree", out / "deployment.zip"
    with zipfile.ZipFile(source / "packaged" / "deployment.zip") as zipped:
        zipped.extractall(tree)
    python = bundle.target_python()
    if python:
        bundle.compile_tree(tree, python)
    elif release:
        advice = f"For example: uv python install {bundle.TARGET}"
        raise PackagingError(f"a release needs Python {bundle.TARGET} here, to compile for Lambda", advice=advice)
    bundle.write_zip(tree, archive)
    return archive


def uploaded_names(out: Path) -> dict[str, str]:
    """Names of the zips in the code bucket, by parameter: they carry a digest, since CloudFormation updates nothing under an old name."""
    digests = {key: hashlib.sha256((out / name).read_bytes()).hexdigest()[:16] for key, name in ARCHIVES.items()}
    return {key: f"ububiko-{Path(ARCHIVES[key]).stem}-{digest}.zip" for key, digest in digests.items()}


def finish(sam: template.Template, stage: str, names: dict[str, str]) -> None:
    """Set in the template, in place, what a merge cannot: names with digests, dashboards, the Python of Lambda, digests of scripts."""
    dashboards.fill(sam)
    defaults = {"Stage": stage, "Prefix": f"ububiko-{stage}", **names}
    for name, value in defaults.items():
        sam["Parameters"][name]["Default"] = value
    headers = sam["Resources"]["SecurityHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    policy = headers["ContentSecurityPolicy"]["ContentSecurityPolicy"]
    policy["Fn::Sub"] = build.with_digests(policy["Fn::Sub"])
    for resource in sam["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            # Chalice writes the version of the Python that runs it.
            resource["Properties"] |= {
                "Runtime": f"python{bundle.TARGET}",
                "Architectures": ["x86_64"],
                "CodeUri": {"Bucket": {"Ref": "CodeBucket"}, "Key": {"Ref": "CodeKey"}},
            }
            resource["Properties"].pop("Tags", None)
            for event in resource["Properties"].get("Events", {}).values():
                if event["Properties"].get("MaximumBatchingWindowInSeconds") == 0:  # the default; a FIFO queue allows none
                    del event["Properties"]["MaximumBatchingWindowInSeconds"]


def write(sam: template.Template, out: Path) -> None:
    """Write the template twice: in SAM's shorthand for reading, and expanded for deployment."""
    (out / "template.yaml").write_text(yaml.dump(sam, Dumper=template.Dumper, allow_unicode=True, sort_keys=False), "utf-8")
    plain = template.spelled_out(sam)
    template.tag(plain)
    exceptions.excuse(plain)
    (out / "template.json").write_text(json.dumps(plain, ensure_ascii=False, indent=1) + "\n", "utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Package from the command line."""
    parser = argparse.ArgumentParser(prog="python -m infra.package", description="Write the template and the zips of a stage.")
    parser.add_argument("--stage", required=True, help="name of the stage, for example prod")
    parser.add_argument("--out", type=Path, help="folder to write into (default: build/<stage>)")
    parser.add_argument(
        "--release", action="store_true", help=f"with the site's pages; fail where no bytecode for Python {bundle.TARGET} can be made"
    )
    chosen, terminal = parser.parse_args(arguments), Terminal()
    try:
        with terminal.waiting("Packaging"):
            out = package(chosen.stage, chosen.out, release=chosen.release)
            pages = site.write_release(out, site.build()) if chosen.release else None
    except PackagingError as error:
        terminal.fail(error, lead="package: ")
        return 1
    if bundle.target_python() is None:
        terminal.warn(f"no Python {bundle.TARGET} here: the zip goes without bytecode, and cold starts will be slower")
    parameters = json.loads((out / "template.json").read_text("utf-8"))["Parameters"]
    for name in ("template.json", stack.FILE):
        terminal.copyable(f"{out / name}")
    rows = [
        (f"{out / name}", f"{(out / name).stat().st_size / 1e6:.1f} MB", key, parameters[key]["Default"]) for key, name in ARCHIVES.items()
    ]
    rows += [(f"{pages}", f"{pages.stat().st_size / 1e6:.1f} MB", "the site's pages", "sh publier.sh BUCKET")] if pages else []
    for line in aligned(rows):
        terminal.copyable(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
