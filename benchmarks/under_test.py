"""Which grader and course are measured: this checkout's, or the one that `--grader` names.

Must be imported before anything of `grader` is. The processes that a benchmark starts learn of
the folder, and of the one BLAS thread that all contenders have, through their environment.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VARIABLE = "BENCH_GRADER"
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def use(folder: Path | None) -> None:
    """Import the grader from that folder from now on, here and in processes started from here.

    NumPy, here and there, has one thread: it must not have been imported.
    """
    os.environ.update(ONE_THREAD)
    if folder is not None:
        os.environ[VARIABLE] = str(folder.resolve())
    sys.path.insert(0, str(home()))


def home() -> Path:
    """The checkout that is measured: its `grader`, `assignments` and `solutions`."""
    return Path(os.environ.get(VARIABLE) or ROOT)
