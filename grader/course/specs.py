"""The TOML files of a course: what may stand in them, and how they are read.

Whatever is wrong with one is a `CourseInvalid` with file, key and what was expected.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from grader.errors import CourseInvalid
from grader.results import FeedbackLevel


class _Spec(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LimitsSpec(_Spec):
    """What student code may use: wall-clock seconds a call, an exercise and all of a submission's
    exercises together (by default twice what one may take, and a minute at least), and memory."""

    call_seconds: float = Field(default=5.0, gt=0, le=600)
    exercise_seconds: float = Field(default=30.0, gt=0, le=3600)
    submission_seconds: float | None = Field(default=None, gt=0, le=36000)
    memory_mb: int = Field(default=1024, ge=64, le=65536)

    @property
    def whole_seconds(self) -> float:
        """The seconds that a submission may take, said or not."""
        return self.submission_seconds or max(60.0, 2 * self.exercise_seconds)


class ExerciseSpec(_Spec):
    """One function or class to complete, and the exercises that it uses.

    `forbidden` are what it may not use: functions by their full names (`np.tanh`), and exercises,
    which then may not do for it what it may not.
    """

    name: str = Field(pattern=r"^[A-Za-z_]\w*$")
    points: int = Field(ge=0)
    uses: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()


class AssignmentSpec(_Spec):
    """`assignment.toml`."""

    title: str = Field(min_length=1)
    module: str = Field(pattern=r"^[A-Za-z_]\w*$")
    points: int = Field(ge=0)
    seed: int = Field(ge=0)
    feedback: FeedbackLevel = "full"
    prerequisites: tuple[str, ...] = ()
    minutes: int | None = Field(default=None, gt=0)
    imports: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    limits: LimitsSpec = LimitsSpec()
    exercises: tuple[ExerciseSpec, ...] = Field(min_length=1)


class HandoutSpec(AssignmentSpec):
    """That of a handout, without the seed from which hidden inputs follow."""

    seed: int = Field(default=0, ge=0)


class ChangeSpec(_Spec):
    """The text in the reference's function that is replaced, and what it becomes."""

    old: str = Field(min_length=1)
    new: str


class MisconceptionSpec(_Spec):
    """One entry of `misconceptions.toml`."""

    id: str = Field(pattern=r"^\w+$")
    exercise: str
    says: str = Field(min_length=1)
    hint: str = Field(min_length=1)
    change: ChangeSpec | None = None
    file: str | None = None


class MisconceptionsSpec(_Spec):
    """`misconceptions.toml`."""

    misconception: tuple[MisconceptionSpec, ...] = ()


class EquivalentSpec(_Spec):
    """A mutant that no check can kill, as it does the same: its statement before and after."""

    exercise: str
    old: str = Field(min_length=1)
    new: str
    why: str = Field(min_length=1)


class EquivalentsSpec(_Spec):
    """`equivalent.toml`."""

    equivalent: tuple[EquivalentSpec, ...] = ()


class CourseEntry(_Spec):
    """One assignment's place in the course."""

    slug: str = Field(pattern=r"^\w+$")
    weight: float = Field(default=1.0, gt=0, allow_inf_nan=False)
    due: str | None = None


class CourseSpec(_Spec):
    """`course.toml`."""

    title: str = "Course"
    # What the values of quizzes follow from, for each student: see grader.quizzes.
    secret: str = Field(default="", max_length=200)
    assignment: tuple[CourseEntry, ...] = Field(min_length=1)
    quiz: tuple[CourseEntry, ...] = ()


def course_path(path: Path) -> str:
    """A file of the course as an author knows it: from the course's root."""
    parts = path.parts
    for top in ("assignments", "solutions"):
        if top in parts:
            return "/".join(parts[len(parts) - 1 - parts[::-1].index(top) :])
    return path.name


def file_text(path: Path) -> str:
    """A file of the course. Raises `CourseInvalid`."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CourseInvalid(f"{course_path(path)} is missing.") from None
    except OSError as fault:
        raise CourseInvalid(f"{course_path(path)} cannot be read: {fault.strerror}.") from fault
    except UnicodeDecodeError as fault:
        raise CourseInvalid(f"{course_path(path)} cannot be read: {fault}.") from fault


_AnySpec = TypeVar("_AnySpec", bound=BaseModel)


def read(path: Path, model: type[_AnySpec]) -> _AnySpec:
    """What a TOML file of the course says. Raises `CourseInvalid`, with the key to mend."""
    data: dict[str, Any] = {}
    try:
        data = tomllib.loads(file_text(path))
        return model.model_validate(data)
    except tomllib.TOMLDecodeError as fault:
        raise CourseInvalid(f"{course_path(path)} is not TOML: {fault}.") from fault
    except ValidationError as fault:
        first = fault.errors()[0]
        key = _key(first["loc"], data)
        whole = first["type"] == "missing" or isinstance(first["input"], dict)
        given = "" if whole else f", not {_short(first['input'])}"
        expected = {"missing": "this key is missing", "extra_forbidden": "there is no such key"}
        msg = first["msg"].removeprefix("Value error, ")
        says = expected.get(first["type"], msg[:1].lower() + msg[1:] + given)
        raise CourseInvalid(f"{course_path(path)}: {key}: {says}.") from fault


def _key(place: Sequence[int | str], data: Any) -> str:
    """Where something stands: an entry of a list by what it is called, or else counted from 1."""
    text = ""
    for part in place:
        try:
            data = data[part]
        except (LookupError, TypeError):
            data = None  # what is missing, or no key of the file's but a name of pydantic's
        if isinstance(part, int):
            text += f" {_called(data) or part + 1}: "
        else:
            text += f".{part}" if text and not text.endswith(" ") else part
    return text.removesuffix(": ")


def _called(entry: Any) -> str:
    """What an entry calls itself, if that is a name."""
    names = [entry.get(key) for key in ("id", "name", "slug")] if isinstance(entry, dict) else []
    return next((one for one in names if isinstance(one, str) and one.isidentifier()), "")


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:60] + "…"
