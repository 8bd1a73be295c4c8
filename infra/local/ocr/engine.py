"""RapidOCR with settings for office paper, and its results as lines and words; runs in workers only.

The settings were measured on real typewritten French pages: a classifier of upside-down lines harms upright pages,
and detection at 960 pixels finds what more pixels find. Three things save a third of the time together: one line a batch, for
padding short lines costs more than batching saves; widths in steps, for openvino prepares each new width; and 32-bit floats
where the processor has no matrix unit, for openvino takes bfloat16 as soon as it can be computed at all.
"""

import importlib.util
import math
import sys
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np

from chalicelib.model.transcript import Box, TextLine, Word
from infra.local.ocr.raster import Pixels

SHRINK = 0.19
"""Share of a box's height that is air above and below: with it, boxes are as tall as Textract's."""
LOWEST_SCORE = 0.5
"""Lines below are noise."""
DOUBTFUL_SCORE = 0.8
"""A page whose text has a lower score may be upside down."""
STEP = 64
"""Pixels: lines are as wide as a multiple of this."""


class Engine:
    """One OCR engine on one thread."""

    def __init__(self, *, threads: int = 1) -> None:
        """Load the models, from the wheel."""
        # openvino announces each import to its maker unless it cannot find the module that does.
        sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
        from rapidocr import EngineType, RapidOCR  # noqa: PLC0415 - after the line above

        openvino = importlib.util.find_spec("openvino") is not None
        runtime = EngineType.OPENVINO if openvino else EngineType.ONNXRUNTIME
        self.name = "rapidocr/openvino" if openvino else "rapidocr/onnxruntime"
        self._ocr = RapidOCR(
            params={
                "Global.log_level": "error",
                "Global.use_cls": False,
                "Global.max_side_len": 2000,
                "Global.return_word_box": True,
                "Global.return_single_char_box": True,
                "Global.text_score": 0.0,
                "Det.engine_type": runtime,
                "Det.limit_type": "max",
                "Det.limit_side_len": 960,
                "Rec.engine_type": runtime,
                "Rec.rec_batch_num": 1,
                "EngineConfig.openvino.inference_num_threads": threads,
                "EngineConfig.onnxruntime.intra_op_num_threads": threads,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )
        # rapidocr offers no setting for either: its sessions are changed in place.
        detector, recogniser = self._ocr._load_det_model(), self._ocr._load_rec_model()  # type: ignore[no-untyped-call] # noqa: SLF001
        if openvino and not _has_matrix_unit():
            for session in (detector.session, recogniser.session):
                _compute_in_f32(session, threads)
        recogniser.session = _Stepped(recogniser.session)

    def read(self, pixels: Pixels) -> tuple[TextLine, ...]:
        """Read one page, top to bottom; try it upside down when it makes little sense."""
        answer = self._ocr(pixels)
        score = _score(answer)
        if score is None or score >= DOUBTFUL_SCORE:
            return _lines(answer, pixels.shape[:2], turned=False)
        second = self._ocr(np.ascontiguousarray(pixels[::-1, ::-1]))
        if (_score(second) or 0.0) > score:
            return _lines(second, pixels.shape[:2], turned=True)
        return _lines(answer, pixels.shape[:2], turned=False)


class _Stepped:
    """A recogniser's session that sees few widths: lines are filled up with what the recogniser fills them up with."""

    def __init__(self, session: Any) -> None:  # noqa: ANN401 - rapidocr's own type, untyped
        self._session = session

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self._session, name)

    def __call__(self, lines: Any) -> Any:  # noqa: ANN401
        width = lines.shape[3]
        missing = -width % STEP
        answer = self._session(np.pad(lines, ((0, 0), (0, 0), (0, 0), (0, missing))))
        return answer[:, : math.ceil(answer.shape[1] * width / (width + missing))]


def _has_matrix_unit() -> bool:
    """Whether bfloat16 is faster here than 32-bit floats."""
    try:
        return "amx_bf16" in Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False


def _compute_in_f32(session: Any, threads: int) -> None:  # noqa: ANN401
    from openvino import Core  # noqa: PLC0415 - only where it is installed

    # Pinned, the single threads of two workers would share the first core and leave the second idle.
    settings = {"INFERENCE_PRECISION_HINT": "f32", "INFERENCE_NUM_THREADS": str(threads), "ENABLE_CPU_PINNING": "NO"}
    session.session = Core().compile_model(session.model, "CPU", settings).create_infer_request()


def _score(answer: Any) -> float | None:  # noqa: ANN401 - rapidocr's own type, untyped
    """Mean score of the lines, the long ones counting more; None on a blank page."""
    if not answer.txts:
        return None
    weights = [len(text) for text in answer.txts]
    return float(sum(score * weight for score, weight in zip(answer.scores, weights, strict=True)) / max(sum(weights), 1))


def _lines(answer: Any, shape: tuple[int, int], *, turned: bool) -> tuple[TextLine, ...]:  # noqa: ANN401
    if not answer.txts:
        return ()
    placed = answer.word_results if len(answer.word_results) == len(answer.txts) else [()] * len(answer.txts)
    return tuple(
        _line(text, score, box, characters, shape, turned=turned)
        for text, score, box, characters in zip(answer.txts, answer.scores, answer.boxes, placed, strict=True)
        if score >= LOWEST_SCORE and text.strip()
    )


def _line(text: str, score: float, corners: Any, characters: Any, shape: tuple[int, int], *, turned: bool) -> TextLine:  # noqa: ANN401, PLR0913
    box = _box(corners, shape, turned=turned)
    texts = text.split()
    found = [item for item in characters if isinstance(item, tuple | list)] if isinstance(characters, tuple | list) else []
    if len(found) == sum(map(len, texts)):
        words = _words_by_characters(texts, found, shape, turned=turned)
    else:
        words = _words_by_length(texts, score, box)
    return TextLine(text=" ".join(texts), confidence=round(score * 100, 4), box=box, words=words)


def _words_by_characters(texts: list[str], characters: list[Any], shape: tuple[int, int], *, turned: bool) -> tuple[Word, ...]:
    """The engine's own word list breaks words: split at blanks, and place each by its characters."""
    words, start = [], 0
    for text in texts:
        own = characters[start : start + len(text)]
        start += len(text)
        corners = np.concatenate([np.asarray(corners, dtype=float) for _, _, corners in own])
        confidence = round(fmean(score for _, score, _ in own) * 100, 4)
        words.append(Word(text=text, confidence=confidence, box=_box(corners, shape, turned=turned)))
    return tuple(words)


def _words_by_length(texts: list[str], score: float, box: Box) -> tuple[Word, ...]:
    """Without characters' boxes, a word has its share of the line."""
    left, top, width, height = box
    share = width / max(len(" ".join(texts)), 1)
    words, start = [], 0
    for text in texts:
        place = (left + start * share, top, len(text) * share, height)
        words.append(Word(text=text, confidence=round(score * 100, 4), box=place))
        start += len(text) + 1
    return tuple(words)


def _box(corners: Any, shape: tuple[int, int], *, turned: bool) -> Box:  # noqa: ANN401
    """Corners in pixels as a share of the page, without the air above and below."""
    height, width = shape
    points = np.asarray(corners, dtype=float)
    left, top = points.min(axis=0)
    right, bottom = points.max(axis=0)
    air = (bottom - top) * SHRINK if right - left >= bottom - top else 0.0
    left, right = sorted(float(np.clip(x / width, 0, 1)) for x in (left, right))
    top, bottom = sorted(float(np.clip(y / height, 0, 1)) for y in (top + air, bottom - air))
    if turned:
        left, top, right, bottom = 1 - right, 1 - bottom, 1 - left, 1 - top
    return left, top, right - left, bottom - top
