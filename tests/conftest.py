"""Fixtures that every test may use: a small course, and a process left as it was found."""

from __future__ import annotations

import atexit
import importlib.util
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import settings

# The same examples on every machine: a test that fails in CI fails at home.
settings.register_profile("same_everywhere", deadline=None, derandomize=True, database=None)
settings.register_profile("other_each_time", deadline=None, database=None)
settings.load_profile("other_each_time" if os.environ.get("GRADUS_FUZZ") else "same_everywhere")

# What the grader keeps is kept apart from the user's own; xdist's workers inherit the name.
if "GRADUS_CACHE" not in os.environ:
    os.environ["GRADUS_CACHE"] = tempfile.mkdtemp(prefix="gradus-tests-")
    atexit.register(shutil.rmtree, os.environ["GRADUS_CACHE"], ignore_errors=True)


def _beside(name: str) -> ModuleType:
    """The module beside this file, by its place: tests are no package to be imported from."""
    path = Path(__file__).with_name(f"{name}.py")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def tiny() -> ModuleType:
    """The module `tiny.py`: the texts of the tiny course, and how to write it with changes."""
    return _beside("tiny")


@pytest.fixture(scope="session")
def small() -> ModuleType:
    """The module `small_handout.py`: a student's folder, and how to write it."""
    return _beside("small_handout")


@pytest.fixture
def tiny_course(tiny: ModuleType, tmp_path: Path) -> Path:
    """The root of a course with one sound assignment, `tiny`."""
    root: Path = tiny.write_tiny_course(tmp_path / "course")
    return root


@pytest.fixture
def course_with(tiny: ModuleType, tmp_path: Path) -> Callable[..., Path]:
    """Write the tiny course with one text of one of its files replaced; gives its root."""

    def write(name: str, old: str, new: str) -> Path:
        root: Path = tiny.write_tiny_course(tmp_path / "course", tiny.changed_text(name, old, new))
        return root

    return write


@pytest.fixture
def clean_modules() -> Iterator[None]:
    """Whatever a test loads under a name of its own is forgotten afterwards."""
    before = dict(sys.modules)
    yield
    for name, module in list(sys.modules.items()):
        ours = name.startswith("gradus_") or getattr(module, "__spec__", None) is None
        if name not in before and ours:
            del sys.modules[name]
