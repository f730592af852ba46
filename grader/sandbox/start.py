"""How the checker starts a fresh Python: a new program, with nothing of the checker's in it.

Executed, never forked: a fork would copy the hidden checks into memory that student code can
walk. Must never put a token, a secret or the path of a submission on the command line or in
the environment.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from typing import Final

# Several threads would be copied broken by a fork, and would share the machine unfairly. Hashes
# are fixed because the order of a set must not decide a mark.
_ENVIRONMENT: Final = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "LANG": "C.UTF-8",
}
# The isolated mode (-I) would ignore PYTHONHASHSEED too: -s and -P are the rest of it, and the
# environment above is whole, so there is nothing else to ignore.
_OPTIONS: Final = ("-s", "-P", "-X", "utf8")
_BOOT: Final = "import sys; sys.path.insert(0, sys.argv[1]); from {} import main; main({})"


def command(module: str, argument: int) -> list[str]:
    """The command line that runs `main(argument)` of a module of this package."""
    here = Path(__file__).resolve().parents[2]
    return [sys.executable, *_OPTIONS, "-c", _BOOT.format(module, argument), str(here)]


def environment() -> dict[str, str]:
    """The whole environment of a zygote or a cold worker."""
    # Windows cannot start a program or open a socket without this one.
    kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    return {**_ENVIRONMENT, **kept}


def numpy_home() -> str:
    """The folder that this process would import NumPy from, without importing it."""
    found = importlib.util.find_spec("numpy")
    if found is None or not found.origin:
        return ""
    return str(Path(found.origin).parents[1])
