"""What a process does once before student code can run in it: import, then forget.

It imports NumPy, the entry and what the entry wants early, finds out which folders those came
from, and then removes every way to import the rest. Must hold no check, no path of a
submission and no secret: its memory is inherited by the worker.
"""

from __future__ import annotations

import gc
import importlib
import os
import random
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from grader.sandbox.types import LayerFailed, Plan

Serve = Callable[[socket.socket], None]
_OTHER_PACKAGES: Final = ("site-packages", "dist-packages")


@dataclass(frozen=True)
class Loaded:
    """What workers run, and what the machine must still let one read for late imports."""

    serve: Serve
    selftest: Serve
    stdlib: Path
    packages: tuple[Path, ...]  # lib-dynload, numpy, numpy.libs, shared libraries
    hidden: tuple[Path, ...]  # other packages that lie below the standard library


def load(plan: Plan) -> Loaded:
    """Import what workers need; afterwards only the standard library and NumPy can be found."""
    sys.path[:0] = plan.python_path
    try:
        numpy = importlib.import_module("numpy")
    except ImportError:
        # The checker's own NumPy can lie where only its environment variables point.
        sys.path.append(plan.numpy_home)
        numpy = importlib.import_module("numpy")
    importlib.import_module("numpy.random")
    module_name, _, function = plan.entry.partition(":")
    module = importlib.import_module(module_name)
    for name in getattr(module, "PRELOAD", ()):
        importlib.import_module(name)
    serve: Serve = getattr(module, function)
    selftest = importlib.import_module("grader.sandbox.inside.selftest").serve
    stdlib = Path(os.__file__).parent
    home = Path(str(numpy.__file__)).parent
    # Where extension modules of the standard library are; "DLLs" on Windows.
    dynload = tuple(Path(p) for p in sys.path if Path(p).name in ("lib-dynload", "DLLs"))
    packages = (*dynload, home, home.parent / "numpy.libs")
    hidden = tuple(path for name in _OTHER_PACKAGES if (path := stdlib / name).is_dir())
    _forget({str(path) for path in (stdlib, home.parent, *dynload)})
    libraries = _library_folders((stdlib, *packages)) if sys.platform == "linux" else ()
    return Loaded(serve, selftest, stdlib, (*packages, *libraries), hidden)


def _forget(kept: set[str]) -> None:
    """Leave no finder and no path that leads to other packages."""
    sys.path[:] = [path for path in sys.path if path in kept]
    sys.path_importer_cache.clear()
    standard = {"BuiltinImporter", "FrozenImporter", "PathFinder"}
    sys.meta_path[:] = [f for f in sys.meta_path if getattr(f, "__name__", "") in standard]
    sys.argv[:] = [""]
    sys.orig_argv[:] = []


def _library_folders(known: tuple[Path, ...]) -> tuple[Path, ...]:
    """The folders of the shared libraries in use, for extension modules imported later.

    One that holds the standard library or NumPy is left out: it holds other packages too.
    """
    lines = Path("/proc/self/maps").read_text(errors="replace").splitlines()
    files = {line.split(maxsplit=5)[-1].strip() for line in lines}
    folders = {Path(file).parent for file in files if file.startswith("/") and ".so" in file}
    return tuple(
        sorted(
            folder
            for folder in folders
            if not any(folder.is_relative_to(p) or p.is_relative_to(folder) for p in known)
            and not any(part in folder.parts for part in _OTHER_PACKAGES)
        )
    )


def threads_alive() -> int:
    """How many threads this process has (Linux)."""
    return len(list(Path("/proc/self/task").iterdir()))


def require_one_thread() -> None:
    """Raise `LayerFailed` if a thread is alive: a fork would copy locks that it holds."""
    if (count := threads_alive()) != 1:
        raise LayerFailed("single thread", f"{count} threads are alive after the imports")


def settle() -> None:
    """Move all that is loaded out of the garbage collector's sight, so that forks share it."""
    gc.collect()
    gc.freeze()


def ready_streams() -> None:
    """Let what student code prints leave at each line: a worker that is killed flushes nothing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(line_buffering=True, errors="backslashreplace")


def fix_seeds() -> None:
    """Give every worker the same state of the global generators.

    They were seeded from the system's entropy when the zygote imported them: without this a
    submission that draws from them would be marked differently at each re-grade.
    """
    random.seed(0)
    importlib.import_module("numpy.random").seed(0)
