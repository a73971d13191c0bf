"""Which form of the loops over postings runs: numpy's, or numba's once it is compiled.

Compiling takes seconds the first time and a moment when it is cached, and nobody who waits
for an answer pays for either: what stays running calls `compile_in_background`. Until that
is done, without numba, or where it fails, numpy answers, with the same results.
"""

from __future__ import annotations

import importlib
import logging
import threading
from types import ModuleType

import numpy as np

from index.postings import vectorised
from index.postings.arrays import Arrays, Postings

_log = logging.getLogger(__name__)
_lock = threading.Lock()
_compiled: ModuleType | None = None


def loops() -> ModuleType:
    """The module whose `search` and `exact` are the fastest there are at the moment."""
    return _compiled or vectorised


def compile_in_background() -> threading.Thread:
    """Starts compiling, and returns at once; the thread ends with it."""
    thread = threading.Thread(target=compile_now, name="compile", daemon=True)
    thread.start()
    return thread


def compile_now() -> bool:
    """Compiles, or loads what was compiled before: whether `loops` is the compiled form now."""
    global _compiled
    with _lock:
        if _compiled is None:
            try:
                # Not imported before it is wanted, for numba takes a while.
                kernels = importlib.import_module("index.postings.kernels")
                _call_once(kernels)
                _compiled = kernels
            except Exception as error:
                # A machine without numba, or one that it cannot compile for, is answered slower.
                _log.info("postings are read without compiled loops: %s", error)
        return _compiled is not None


def _call_once(module: ModuleType) -> None:
    """Calls both functions with arguments of the types that they are always given."""
    kinds = (np.int32, np.int32, np.uint16, np.int32, np.uint16, np.uint16, np.uint16)
    own = [np.zeros(0, kind) for kind in kinds]
    score, number = np.zeros(0, np.float32), np.zeros(0, np.int32)
    spans, places = np.zeros((0, 2), np.int64), np.zeros(0, np.int64)
    postings = Postings([Arrays._make([*own, score, score, spans, places, number])])
    module.search(
        postings, spans, np.zeros(2, np.int64), number, score, number, score, np.float32(1),
        np.zeros(1, np.float32), np.float32(0), score, places, score, np.zeros(1, np.int64),
    )  # fmt: skip
    module.exact(
        postings, places, places, number, np.zeros(0), np.zeros((1, 1)),
        np.zeros((0, 0), np.int32), number, places, np.zeros(0),
    )  # fmt: skip
