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

from grader.calls.local import LocalCaller
from grader.calls.student import RemoteStudent
from grader.course.course import load_course
from grader.course.load import load
from grader.diagnosis import told
from grader.diagnosis.explain import suggested
from grader.marking.marker import Marker
from grader.preparation.prepare import prepare
from grader.sandbox import Limits, Sandbox, best_rung
from grader.submissions import Submission

ROOT = Path(__file__).resolve().parents[1]
SLUG = "c1_logistic_regression"
COURSE = [*load_course(ROOT).slugs()]
# What every assignment goes through is tried on this one by `make test`, and on the others by
# `make course`: those tests are marked `course`.
SAMPLE = "c1_activations"
# What takes half a minute for an assignment, such as its notebook, is tried on these: `make prove`
# names all, `make prove-part` those of `part.py`, and more of which it makes the proof.
NAMED = os.environ.get("PROVE", SAMPLE)
PROVED = COURSE if NAMED == "all" else NAMED.split()
TRIED = os.environ.get("TRY", "").split() or PROVED

# The same examples on every machine: a test that fails in CI fails at home.
settings.register_profile("same_everywhere", deadline=None, derandomize=True, database=None)
settings.register_profile("other_each_time", deadline=None, database=None)
settings.load_profile("other_each_time" if os.environ.get("GRADUS_FUZZ") else "same_everywhere")

# What these say to pytest, click and rich is of the machine, and changes what they print: on CI
# pytest's summary is not cut off to the terminal's width.
for _name in ("CI", "BUILD_NUMBER", "GITHUB_ACTIONS", "NO_COLOR", "FORCE_COLOR", "PY_COLORS"):
    os.environ.pop(_name, None)

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


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for `every_slug` is run for each assignment; one's in one process.

    One that asks for a `proved_slug` is run for those that are named, for a `tried_slug` for those
    to be proved. One that asks for a `lone_slug` marks over and over: it is run for the first of
    those, or for all.
    """
    lone = PROVED if NAMED == "all" else PROVED[:1] if "PROVE" in os.environ else []
    asked = {"every_slug": COURSE, "proved_slug": PROVED, "tried_slug": TRIED, "lone_slug": lone}
    for name, slugs in asked.items():
        if name in metafunc.fixturenames:
            marked = [pytest.param(one, marks=of_assignment(one)) for one in slugs]
            metafunc.parametrize(name, marked)


def of_assignment(slug: str) -> list[pytest.MarkDecorator]:
    """The marks of a test that tries one assignment as it could any."""
    others = [pytest.mark.course] if slug != SAMPLE else []
    return [pytest.mark.xdist_group(slug), *others]


@pytest.fixture(scope="session")
def proved_slugs() -> list[str]:
    """The assignments that are tried as a whole."""
    return PROVED


@pytest.fixture(scope="session")
def beside() -> Callable[[str], ModuleType]:
    """What loads a module that lies beside this file."""
    return _beside


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


# One real assignment, prepared once, and a marker of it at the best rung of this machine.


@pytest.fixture(scope="session")
def root():
    return ROOT


@pytest.fixture(scope="session")
def assignment():
    return load(ROOT, SLUG)


@pytest.fixture(scope="session")
def prepared(assignment):
    return prepare(assignment)


@pytest.fixture(scope="session")
def safe_rung():
    return best_rung(allow_unsafe=False)


@pytest.fixture(scope="session")
def sandbox(safe_rung, assignment):
    limits = Limits(memory_bytes=assignment.spec.limits.memory_mb << 20)
    with Sandbox(safe_rung, limits) as open_sandbox:
        yield open_sandbox


@pytest.fixture(scope="session")
def marker(prepared, sandbox):
    # What mends a function is looked for in tests of its own: it takes longer than marking.
    return Marker(prepared, sandbox, mends=False)


@pytest.fixture(scope="session")
def mark(marker):
    """Mark source text; gives the report."""

    def marked(source, **how):
        return marker.mark(Submission(student="ada", assignment=SLUG, source=source, **how))

    return marked


@pytest.fixture(scope="session")
def with_function(assignment):
    """The reference, with one function defined anew at its end."""

    def source(text):
        return f"{assignment.reference}\n\n{text}\n"

    return source


def marked_by(marker, slug):
    """What gives the report on source text, without times."""

    def mark(source):
        return without_times(marker.mark(Submission(student="ada", assignment=slug, source=source)))

    return mark


def without_times(report):
    """The report but for how long things took, and for whether they were run again."""
    exercises = [
        one.model_copy(
            update={
                "checks": tuple(c.model_copy(update={"seconds": 0}) for c in one.checks),
                "reused": False,
            }
        )
        for one in report.exercises
    ]
    return report.model_copy(update={"seconds": 0, "exercises": tuple(exercises)})


def trusted(source, **how):
    """Trusted source as a student in this process (see `LocalCaller` for `how`)."""
    return RemoteStudent(LocalCaller(source, **how), {})


def likely_cause(facts, known):
    """What may be said of a wrong answer to one input alone, or ""."""
    return told(suggested(facts, known), ())
