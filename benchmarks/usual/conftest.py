"""The student's module as a fixture: one submission, or each one of a folder of them."""

import importlib.util
import os
import sys
from pathlib import Path

import pytest

CLASS = os.environ.get("BENCH_CLASS", "")


def imported(path, name):
    """The module in a file, under a name of its own."""
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def pytest_generate_tests(metafunc):
    """With a class, each test runs for every submission in its folder."""
    if CLASS and "student" in metafunc.fixturenames:
        paths = sorted(Path(CLASS).glob("*.py"))
        ids = [path.stem for path in paths]
        metafunc.parametrize("student", paths, ids=ids, indirect=True, scope="session")


@pytest.fixture(scope="session")
def student(request):
    """The submission that is tested."""
    path = getattr(request, "param", None)
    if path is not None:
        return imported(path, f"student_{path.stem}")
    path = Path(os.environ["BENCH_SUBMISSION"])
    return imported(path, path.stem)
