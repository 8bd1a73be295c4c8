"""Uploads the site's pages, web/dist, into its bucket: `python -m infra.site --bucket NAME`; `make deploy` calls it last.

`make package STAGE=prod ARGS=--release` writes site.zip, with a script for a deployment by the AWS console alone.

Browsers cache files named by their digest for a year, and revalidate pages at each visit. The upload sends the former first and pages
last, so that a page never refers to an absent file. It keeps old files for pages that are still open, and deletes pages that are no longer
built. Each file has a copy compressed by Brotli, which CloudFront sends to browsers that accept it (IndexPages in front.yaml).
"""

import hashlib
import mimetypes
import shlex
import sys
import zipfile
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import boto3
import brotli

from infra import bundle
from infra.asking import told
from infra.command_line import FrenchParser
from infra.terminal import Terminal

ROOT = Path(__file__).parent.parent
DIST = ROOT / "web" / "dist"
HASHED = "assets/"
"""Folder of the files that `web/build.py` names by their digest."""
BROTLI = ".br"
"""Suffix of the compressed copies."""
IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATED = "no-cache"
"""Cache-Control of pages: CloudFront caches them for a second, browsers revalidate them at each visit, so no invalidation is needed."""
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
}
"""Content types by suffix, the same on every machine; `mimetypes` reads the operating system's table, which may differ."""


def build(root: Path = ROOT) -> Path:
    """Build the pages.

    Returns:
        Their folder.

    Raises:
        PackagingError: the build failed.
    """
    bundle.run([sys.executable, "-m", "web.build"], "the site's pages could not be made", cwd=root)
    return root / "web" / "dist"


def upload(s3: Any, bucket: str, dist: Path = DIST) -> list[str]:  # noqa: ANN401 - boto3's client
    """Upload the files that differ from those in the bucket, and delete pages that are no longer built.

    Args:
        s3: client of an administrator.
        bucket: of the site.
        dist: folder that `web/build.py` writes.

    Returns:
        Uploaded keys, then deleted keys.
    """
    tags = _uploaded(s3, bucket)
    # The content of a file named by its digest never changes: a compressed copy in the bucket is not made again.
    files = _files(dist, compressed={key.removesuffix(BROTLI) for key in tags if key.startswith(HASHED) and key.endswith(BROTLI)})
    changed = [key for key in files if tags.get(key) != _tag(files[key])]
    for key in changed:
        s3.put_object(Bucket=bucket, Key=key, Body=files[key], **headers_of(key))
    obsolete = [key for key in tags if key not in files and not key.startswith(HASHED)]
    for key in obsolete:
        s3.delete_object(Bucket=bucket, Key=key)
    return changed + obsolete


def _files(dist: Path, *, compressed: Collection[str] = ()) -> dict[str, bytes]:
    """Contents by key, in the order of their upload, each with its compressed copy unless it is among `compressed`."""
    files = {path.relative_to(dist).as_posix(): path.read_bytes() for path in sorted(dist.rglob("*")) if path.is_file()}
    files |= {f"{key}{BROTLI}": brotli.compress(content) for key, content in files.items() if key not in compressed}
    return {key: files[key] for key in sorted(files, key=lambda key: (not key.startswith(HASHED), _rank(key), key))}


def headers_of(key: str) -> dict[str, str]:
    """Headers that S3 stores with a file and sends to browsers, by the names of boto3.

    >>> headers_of("assets/app-0123456789.js.br")["ContentEncoding"], headers_of("index.html")["CacheControl"]
    ('br', 'no-cache')
    """
    encoding = {"ContentEncoding": "br"} if key.endswith(BROTLI) else {}
    cache = IMMUTABLE if key.startswith(HASHED) else REVALIDATED
    return {"ContentType": type_of(key.removesuffix(BROTLI)), **encoding, "CacheControl": cache}


def write_release(out: Path, dist: Path = DIST) -> Path:
    """Write site.zip: the files of the site, their compressed copies, and the script that publishes them from AWS CloudShell.

    Args:
        out: folder of the package.
        dist: folder that `web/build.py` writes.

    Returns:
        The zip.
    """
    files = _files(dist)
    archive = out / "site.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
        for key, content in files.items():
            zipped.writestr(f"site/{key}", content)
        zipped.writestr("publier.sh", _script(files))
    return archive


def _script(keys: Iterable[str]) -> str:
    """Shell script that uploads each file with its headers, in order."""
    commands = []
    for key in keys:
        headers = (f"{_FLAGS[name]} {shlex.quote(value)}" for name, value in headers_of(key).items())
        commands.append(" ".join(["put", shlex.quote(key), *headers]))
    return _HEAD + "\n".join(commands) + _TAIL


_FLAGS = {"ContentType": "--content-type", "ContentEncoding": "--content-encoding", "CacheControl": "--cache-control"}
"""Options of `aws s3 cp`, by the names of boto3."""
_HEAD = """#!/bin/sh
# Met les pages du site dans leur seau, depuis AWS CloudShell : sh publier.sh SEAU (sortie SiteBucket de la pile). Se relance sans dommage.
set -eu
seau="${1:?Donnez le seau du site : sh publier.sh SEAU}"
cd "$(dirname "$0")/site"
put() {
    key="$1"
    shift
    aws s3 cp --only-show-errors "$key" "s3://$seau/$key" "$@"
    echo "$key"
}
"""
_TAIL = """
# Une page qui n'existe plus est retirée ; les fichiers nommés par leur empreinte restent, pour les pages encore ouvertes.
aws s3 sync --only-show-errors --size-only --delete --exclude 'assets/*' . "s3://$seau/"
echo 'Le site est en place.'
"""


def type_of(key: str) -> str:
    """The content type of a file, by its suffix.

    >>> type_of("assets/app-0123456789.js"), type_of("index.html")
    ('text/javascript; charset=utf-8', 'text/html; charset=utf-8')
    """
    ending = Path(key).suffix
    return _TYPES.get(ending) or mimetypes.types_map.get(ending, "application/octet-stream")


def _rank(key: str) -> int:
    """Rank in the upload: other files, pages, then service workers, since a new worker caches the pages that it finds."""
    plain = key.removesuffix(BROTLI)
    return 2 if plain.endswith("worker.js") else int(plain.endswith(".html"))


def _uploaded(s3: Any, bucket: str) -> dict[str, str]:  # noqa: ANN401
    """ETags of the bucket's files, by key."""
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return {each["Key"]: each["ETag"].strip('"') for page in pages for each in page.get("Contents", [])}


def _tag(content: bytes) -> str:
    """The ETag that S3 gives an object that was uploaded in one part under S3's own key."""
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def main(arguments: list[str] | None = None) -> int:
    """Build the pages and upload them with the credentials of the AWS CLI."""
    parser = FrenchParser(prog="python -m infra.site", description="Met les pages du site dans leur seau.")
    parser.add_argument("--bucket", required=True, help="seau du site : sortie SiteBucket de la pile")
    chosen, terminal = parser.parse_args(arguments), Terminal()

    def run() -> None:
        with terminal.step("Pages du site faites et envoyées"):
            changed = upload(boto3.client("s3"), chosen.bucket, build())
        terminal.say(f"{len(changed)} fichiers du site envoyés ou retirés.")

    return told(run, terminal)


if __name__ == "__main__":
    sys.exit(main())
