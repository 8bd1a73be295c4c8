"""The two neural networks of RapidOCR, from the weights in its wheel: the detector finds lines of text, the recogniser reads one line.

openvino runs them where it is installed, onnxruntime elsewhere. The recogniser scores 18,710 characters, most of them Chinese, at each step
along a line; under openvino its last layer keeps the columns of the Latin ones alone. RapidOCR's own Python code is not imported.
"""

import importlib.util
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Network = Callable[[Floats], Floats]
"""Takes images (count, 3, height, width) from -1, black, to 1, white. Its result is overwritten by the next call."""

BLANK = ""
"""The first of the recogniser's characters: it separates two others (the blank of connectionist temporal classification)."""
LATIN = (
    (0x0020, 0x024F),  # ASCII, Latin-1, Latin Extended-A and -B
    (0x2010, 0x209F),  # dashes, quotation marks, superscripts, subscripts
    (0x20A0, 0x218F),  # currencies, letterlike symbols, Roman numerals
    (0x2190, 0x2199),  # arrows
    (0x25A0, 0x25FF),  # squares, circles
    (0x2610, 0x2612),  # boxes to tick
    (0x2713, 0x2718),  # ticks, crosses
)
"""First and last code points of the characters that papers in Latin script have."""


class ModelError(Exception):
    """The weights are not those that this module was written for; the text says what differs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Networks:
    """Both networks, loaded."""

    detector: Network
    """Returns the probability of text at each pixel: (1, 1, height, width)."""
    recogniser: Network
    """Returns the probability of each character at each step from left to right: (1, steps, characters)."""
    characters: tuple[str, ...]
    """The recogniser's, in the order of its columns."""
    name: str
    warning: str
    """Why the recogniser still scores all its characters, which is slower; empty where it scores the Latin ones alone."""


def load_networks(*, threads: int) -> Networks:
    """Load both networks, each for so many threads.

    Raises:
        ModelError: the wheel holds no such weights.
    """
    if importlib.util.find_spec("openvino") is None:
        return _load_for_onnxruntime(threads)
    return _load_for_openvino(threads)


def find_weights(task: str) -> Path:
    """Path of the weights of one network, `det` or `rec`, in the wheel.

    Raises:
        ModelError: the wheel holds no such weights.
    """
    spec = importlib.util.find_spec("rapidocr")
    if spec is None or spec.origin is None:
        raise ModelError("rapidocr is not installed")
    path = Path(spec.origin).parent / "models" / f"PP-OCRv6_{task}_small.onnx"
    if not path.is_file():
        raise ModelError(f"rapidocr has no {path.name}")
    return path


def keep_columns(recogniser: Any, kept: Sequence[int]) -> None:  # noqa: ANN401 - openvino's own, untyped
    """Remove all columns but those kept from the recogniser's last layer, a product and a sum before softmax.

    Raises:
        ModelError: the last layer is another one.
    """
    from openvino import opset13  # noqa: PLC0415 - not on every machine

    layers = {layer.get_type_name(): layer for layer in _last_layers(recogniser)}
    if not layers.keys() >= {"Softmax", "Add", "MatMul"}:
        raise ModelError(f"the recogniser ends with {', '.join(layers)}")
    for layer in (layers["Add"], layers["MatMul"]):
        columns = np.ascontiguousarray(layer.input_value(1).get_node().data[..., kept])
        layer.input(1).replace_source_output(opset13.constant(columns).output(0))
    recogniser.validate_nodes_and_infer_types()
    if recogniser.output(0).get_partial_shape()[2].get_length() != len(kept):
        raise ModelError("the recogniser's last layer cannot be cut")


def _last_layers(model: Any) -> Iterator[Any]:  # noqa: ANN401
    """The four layers before a network's result, the last one first."""
    layer = model.output(0).get_node()
    for _ in range(4):
        layer = layer.input_value(0).get_node()
        yield layer


def _load_for_openvino(threads: int) -> Networks:
    # openvino announces each import to its maker unless it cannot find the module that does.
    sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
    from openvino import Core  # noqa: PLC0415 - not on every machine, and after the line above

    # Pinned, the single threads of two workers would share the first core and leave the second idle.
    settings: dict[str, Any] = {"INFERENCE_NUM_THREADS": threads, "ENABLE_CPU_PINNING": False}
    if not _has_matrix_unit():
        settings["INFERENCE_PRECISION_HINT"] = "f32"
    core = Core()
    recogniser = core.read_model(find_weights("rec"))
    characters = _characters(recogniser.get_rt_info(["framework", "character"]).value)
    kept = [column for column, character in enumerate(characters) if _is_latin(character)]
    warning = ""
    try:
        keep_columns(recogniser, kept)
    except ModelError as error:
        kept, warning = list(range(len(characters))), str(error)
        recogniser = core.read_model(find_weights("rec"))
    return Networks(
        detector=_compile(core, core.read_model(find_weights("det")), settings),
        recogniser=_compile(core, recogniser, settings),
        characters=tuple(characters[column] for column in kept),
        name="rapidocr/openvino",
        warning=warning,
    )


def _compile(core: Any, model: Any, settings: dict[str, Any]) -> Network:  # noqa: ANN401
    request = core.compile_model(model, "CPU", settings).create_infer_request()

    def run(images: Floats) -> Floats:
        result: Floats = request.infer([images], share_inputs=True, share_outputs=True)[0]
        return result

    return run


def _load_for_onnxruntime(threads: int) -> Networks:
    from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415 - only where openvino is not

    options = SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    detector, recogniser = (InferenceSession(find_weights(task), options, ["CPUExecutionProvider"]) for task in ("det", "rec"))
    return Networks(
        detector=lambda images: detector.run(None, {"x": images})[0],
        recogniser=lambda images: recogniser.run(None, {"x": images})[0],
        characters=_characters(recogniser.get_modelmeta().custom_metadata_map["character"]),
        name="rapidocr/onnxruntime",
        warning="onnxruntime cannot change the recogniser's last layer",
    )


def _characters(dictionary: str) -> tuple[str, ...]:
    """The recogniser's characters: the blank, those that its weights list one a line, the space."""
    return (BLANK, *dictionary.splitlines(), " ")


def _is_latin(character: str) -> bool:
    return character == BLANK or any(first <= ord(character) <= last for first, last in LATIN)


def _has_matrix_unit() -> bool:
    """Whether bfloat16, which openvino takes wherever it can be computed, is faster here than 32-bit floats."""
    try:
        return "amx_bf16" in Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
