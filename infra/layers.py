"""Lambda layers: libraries that a few functions need, each packaged once and kept out of the zip that all functions share."""

import hashlib
import shutil
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement

from infra import bundle

FOLDER = "python"
"""The folder of a layer that Lambda puts on Python's path, as /opt/python."""
LIMIT = 5_000_000
"""Bytes of a layer's zip."""
RUNNING = f"{sys.version_info.major}.{sys.version_info.minor}"
"""The version of Python that runs here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One layer: the wheels of a dependency group of pyproject.toml, less the files that nothing here uses."""

    name: str
    """Also the name of the dependency group."""
    key: str
    """Parameter of the template: the name of the zip in the code bucket."""
    module: str
    """The package that functions import from it."""
    platform: str
    """As in the names of the wheels."""
    unused: tuple[str, ...]
    """Glob patterns, below the layer's folder."""

    @property
    def archive(self) -> str:
        """Name of the zip in the packaged folder."""
        return f"{self.name}.zip"


PDF = Layer(
    name="pdf-layer",
    key="PdfLayerKey",
    module="pypdfium2_raw",
    platform=bundle.PLATFORM,
    # pdfium is called through its C interface; the Python interface over it and its command stay out.
    unused=("pypdfium2", "pypdfium2_cfg", "pypdfium2_cli"),
)
_PILLOW_UNUSED = ("avif", "freetype", "harfbuzz", "brotli", "lcms2", "png16", "imagingcms", "imagingft", "imagingmorph", "imagingtk")
"""Libraries of Pillow that no page is rendered with: AVIF, fonts, colour profiles, windows. It reads PNG by itself."""
IMAGE = Layer(
    name="image-layer",
    key="ImageLayerKey",
    module="PIL",
    # Pillow's wheels are named so. Lambda's Python 3.13 runs on Amazon Linux 2023, whose C library is newer.
    platform="manylinux_2_28_x86_64",
    unused=(*(f"{folder}/*{part}*.so*" for part in _PILLOW_UNUSED for folder in ("PIL", "pillow.libs")), "**/*.pyi"),
)
LAYERS = (PDF, IMAGE)


def make_layer(layer: Layer, root: Path, out: Path, version: str = bundle.TARGET) -> Path:
    """Write a layer's zip for a version of Python, with bytecode where that Python is installed here.

    Args:
        layer: one of `LAYERS`.
        root: the project's folder, with pyproject.toml and requirements.lock.
        out: folder to write into.
        version: of Python, for example 3.13.
    """
    tree, archive = out / "src" / layer.name, out / layer.archive
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(_unpacked(layer, root, version), tree / FOLDER)
    python = sys.executable if version == RUNNING else bundle.target_python()
    if python:
        bundle.compile_tree(tree, python, "/opt")
    bundle.write_zip(tree, archive)
    return archive


def faults(layer: Layer, archive: Path) -> Iterator[str]:
    """What makes a layer's zip unfit to deploy."""
    with zipfile.ZipFile(archive) as zipped:
        names = zipped.namelist()
    if f"{FOLDER}/{layer.module}/__init__.py" not in names:
        yield f"{archive.name} does not hold {layer.module}"
    yield from (f"{name} must not be in a layer" for name in names if not name.startswith(f"{FOLDER}/"))
    if archive.stat().st_size > LIMIT:
        yield f"{archive.name} has {archive.stat().st_size:,} bytes, more than {LIMIT:,}"


def _unpacked(layer: Layer, root: Path, version: str) -> Path:
    """A folder with the layer's wheels unpacked; made once for a set of pins, so that the next time needs no network."""
    groups = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
    requirements = bundle.pins(root / "requirements.lock", [Requirement(text).name for text in groups[layer.name]])
    digest = hashlib.sha256((requirements + str(layer.unused)).encode()).hexdigest()[:12]
    folder = root / "build" / "wheels" / f"{layer.name}-{version}-{digest}"
    if not folder.is_dir():
        unfinished = bundle.unpacked(requirements, folder.with_name(f"{folder.name}.part"), platform=layer.platform, python=version)
        bundle.remove(unfinished, layer.unused)
        unfinished.rename(folder)
    return folder
