"""Prepared checks kept on disk, so that a class of one is marked without drawing anew.

A file holds what one assignment's checks were prepared to, under a digest of all that they
follow from: the assignment, the seed, the grader, and the versions of Python and its packages.
It is a cache: whatever is wrong with it, the checks are prepared once more. Must never be read
from where anybody else may write.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import pickle
import platform
import types
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from grader.authoring.gradients import NumericGradient, Partial
from grader.cache import is_own, own_folder, put
from grader.calls import Call, Earlier, Op, PlannedCall, Told, frozen
from grader.course import Assignment
from grader.preparation.prepare import KnownExamples, prepare
from grader.preparation.prepared import Example, Prepared, PreparedCheck
from grader.preparation.reference import Asked
from grader.versions import grader_sha256, versions

MOST_FILES = 64
# What a file may make; anything else in it is refused.
_OURS = (Asked, Call, Earlier, Example, NumericGradient, Op, Partial, PlannedCall, Told)
_PLAIN = {
    "builtins": {"set", "frozenset", "complex", "slice", "range"},
    "numpy": {"ndarray", "dtype"},
    "numpy._core.multiarray": {"_reconstruct", "scalar"},
    "numpy.core.multiarray": {"_reconstruct", "scalar"},
    "numpy._core.numeric": {"_frombuffer"},
    "numpy.core.numeric": {"_frombuffer"},
}
_OUR_NAMES = {(one.__module__, one.__name__) for one in _OURS}


def prepare_once(assignment: Assignment, *, seed: int | None = None) -> Prepared:
    """As `prepare`, from what is kept if there is something, and kept from now on."""
    folder = own_folder("prepared")
    if folder is None or not assignment.sha256:
        return prepare(assignment, seed=seed)
    number = assignment.spec.seed if seed is None else seed
    path = folder / f"{_digest(assignment, number)}.pickle"
    known = _read(path) if is_own(path) else {}
    found = prepare(assignment, seed=seed, known=known)
    if not known:
        # A fault may be of this moment: memory that ran short would break the check for good.
        _write(path, [one for one in found.checks if not one.fault])
    return found


def _digest(assignment: Assignment, seed: int) -> str:
    digest = hashlib.sha256()
    for part in (
        assignment.sha256,
        str(assignment.folder),
        str(seed),
        grader_sha256(),
        versions().model_dump_json(),
        f"{platform.system()} {platform.machine()}",
    ):
        digest.update(f"{len(part)}:{part}".encode())
    return digest.hexdigest()


def _read(path: Path) -> KnownExamples:
    """The examples of each check that is kept."""
    found: dict[str, tuple[Example, ...]] = {}
    try:
        with path.open("rb") as file:
            for check, content in _Reader(file).load().items():
                examples = _Reader(io.BytesIO(content)).load()
                for example in examples:
                    frozen(example.inputs)
                    for asked in example.asked:
                        frozen(asked.answer)
                found[check] = examples
    # A damaged file fails in any way; what it held is prepared again.
    except Exception:  # noqa: BLE001
        return {}
    return found


def _write(path: Path, checks: Iterable[PreparedCheck]) -> None:
    kept = {}
    for one in checks:
        # What closes over a function of the course's own cannot be kept, and is cheap to make.
        with contextlib.suppress(pickle.PicklingError, AttributeError, TypeError):
            file = io.BytesIO()
            _Writer(file, protocol=5).dump(one.examples)
            kept[one.check.id] = file.getvalue()
    with contextlib.suppress(OSError):  # a full disk, or one that may not be written to
        put(path, pickle.dumps(kept, protocol=5))
        files = sorted(path.parent.glob("*.pickle"), key=lambda one: one.stat().st_mtime)
        for old in files[:-MOST_FILES]:
            old.unlink()


def _is_kept(module: str, name: str) -> bool:
    return name in _PLAIN.get(module, ()) or (module, name) in _OUR_NAMES


class _Writer(pickle.Pickler):
    """Writes plain values; all else is refused."""

    def reducer_override(self, value: Any) -> Any:
        named = isinstance(value, types.FunctionType | type)
        if named and not _is_kept(value.__module__, value.__name__):
            raise pickle.PicklingError(f"{value.__name__} is not kept")
        return NotImplemented


class _Reader(pickle.Unpickler):
    """Reads what `_Writer` wrote, and makes nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if not _is_kept(module, name):
            raise pickle.UnpicklingError(f"{module}.{name} is nothing that is kept")
        return super().find_class(module, name)
