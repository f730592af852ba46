"""The author's own Python files, run: `checks.py`, `explore.py`, and what they share.

What several assignments share lies in `assignments/common/`, and is imported from there while a
file runs. It is forgotten afterwards: another course has another one.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType

from grader.course.specs import course_path
from grader.errors import CourseInvalid

COMMON = "common"


def homes(folder: Path, kind: str) -> tuple[Path, Path]:
    """Where an assignment's files of a kind ("given", "data") lie: its own, then those of all."""
    return folder / kind, folder.parent / COMMON / kind


def place_of(folder: Path, kind: str, name: str) -> Path:
    """The file of that kind and name, the assignment's own before the one that all share."""
    return first_of(homes(folder, kind), name)


def first_of(folders: Sequence[Path], name: str) -> Path:
    """The file of that name in the first of these folders that has it, or else in the first."""
    paths = [folder / name for folder in folders]
    return next((path for path in paths if path.is_file()), paths[0])


def run_module(path: Path, slug: str, shared: Path | None = None) -> ModuleType:
    """The module of a file; `shared` is the folder that holds `common/`.

    Raises `CourseInvalid`, with the line, when it does not load.
    """
    if not path.is_file():
        raise CourseInvalid(f"{course_path(path)} is missing.")
    spec = importlib.util.spec_from_file_location(f"gradus_{path.stem}_{slug}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Dataclasses and inspect look a module up by its name.
    sys.modules[spec.name] = module
    try:
        with _importable(shared):
            spec.loader.exec_module(module)
    except (Exception, SystemExit) as fault:
        line = _line_in(fault, path)
        raise CourseInvalid(
            f"{course_path(path)}{line} does not load: {type(fault).__name__}: {fault}."
        ) from fault
    return module


@contextlib.contextmanager
def _importable(shared: Path | None) -> Iterator[None]:
    """Let `common` be that of this folder, whatever else is called so."""
    if shared is None or not (shared / COMMON).is_dir():
        yield
        return
    others = {name: sys.modules.pop(name) for name in _loaded()}
    sys.path.insert(0, str(shared))
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path.remove(str(shared))
        for name in _loaded():
            del sys.modules[name]
        sys.modules.update(others)


def _loaded() -> list[str]:
    return [name for name in sys.modules if name.partition(".")[0] == COMMON]


def _line_in(fault: BaseException, path: Path) -> str:
    line = fault.lineno if isinstance(fault, SyntaxError) else None
    trace = fault.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == str(path):
            line = trace.tb_lineno
        trace = trace.tb_next
    return f" (line {line})" if line else ""
