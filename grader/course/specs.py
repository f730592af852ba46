"""The TOML files of a course: what may stand in them, and how they are read.

Whatever is wrong with one is a `CourseInvalid` with file, key and what was expected.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from grader.errors import CourseInvalid
from grader.results import FeedbackLevel


class _Spec(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LimitsSpec(_Spec):
    """What student code may use."""

    call_seconds: float = Field(
        default=5.0, gt=0, le=600, description="Seconds that one call of a function may take."
    )
    exercise_seconds: float = Field(
        default=30.0,
        gt=0,
        le=3600,
        description="Seconds that all calls for one exercise may take together.",
    )
    submission_seconds: float | None = Field(
        default=None,
        gt=0,
        le=36000,
        description=(
            "Seconds for all exercises of a submission; by default twice `exercise_seconds`, and "
            "at least 60."
        ),
    )
    memory_mb: int = Field(
        default=1024, ge=64, le=65536, description="Megabytes of memory that it may take."
    )

    @property
    def whole_seconds(self) -> float:
        """The seconds that a submission may take, said or not."""
        return self.submission_seconds or max(60.0, 2 * self.exercise_seconds)


class ExerciseSpec(_Spec):
    """One function or class to complete."""

    name: str = Field(
        pattern=r"^[A-Za-z_]\w*$", description="The name of the function or class to complete."
    )
    points: int = Field(ge=0, description="Points: the sum of those of its checks.")
    uses: tuple[str, ...] = Field(
        default=(),
        description=(
            "The exercises that it calls: where one of them is wrong, the reference stands in for "
            "it."
        ),
    )
    forbidden: tuple[str, ...] = Field(
        default=(),
        description=(
            "What it may not use: functions by their full names (`np.tanh`), and exercises, which "
            "then may not do for it what it may not."
        ),
    )


class AssignmentSpec(_Spec):
    """`assignment.toml`."""

    title: str = Field(min_length=1, description="The title, as students read it.")
    module: str = Field(
        pattern=r"^[A-Za-z_]\w*$",
        description="The name of what students hand in, without `.py` or `.ipynb`.",
    )
    points: int = Field(ge=0, description="Points: the sum of those of the exercises.")
    seed: int = Field(
        ge=0, description="What hidden inputs follow from: any whole number. Students don't get it."
    )
    feedback: FeedbackLevel = Field(
        default="full",
        description=(
            'What a student\'s page tells of hidden checks: "full" all, "hint" the hint, "name" '
            'the title and the points, "silent" the points of each exercise.'
        ),
    )
    prerequisites: tuple[str, ...] = Field(
        default=(),
        description="Slugs of the assignments to be done before: a note; nothing waits for them.",
    )
    minutes: int | None = Field(
        default=None, gt=0, description="How long it takes, in minutes, as the handout says."
    )
    imports: tuple[str, ...] = Field(
        default=(),
        description=(
            "Modules that submissions may import besides those that all may (`math`, `numpy`, "
            "`itertools` and the like)."
        ),
    )
    given: tuple[str, ...] = Field(
        default=(),
        description=(
            "Modules that students get and may import, without `.py`: files in the "
            "assignment's `given/` or in `common/given/`."
        ),
    )
    limits: LimitsSpec = LimitsSpec()
    exercises: tuple[ExerciseSpec, ...] = Field(min_length=1)


class HandoutSpec(AssignmentSpec):
    """That of a handout, without the seed from which hidden inputs follow."""

    seed: int = Field(default=0, ge=0)


class ChangeSpec(_Spec):
    """The text in the reference's function that is replaced, and what it becomes."""

    old: str = Field(
        min_length=1, description="A text that occurs exactly once in the exercise's function."
    )
    new: str = Field(description="What stands there in its place.")


class MisconceptionSpec(_Spec):
    """One entry of `misconceptions.toml`."""

    id: str = Field(pattern=r"^\w+$", description="Its name: letters, digits and underscores.")
    exercise: str = Field(description="The exercise that goes wrong.")
    says: str = Field(min_length=1, description="What was done, as reports name it.")
    hint: str = Field(min_length=1, description="For the student: it teaches, and gives no code.")
    change: ChangeSpec | None = Field(
        default=None, description='`{ old = "…", new = "…" }`, a small change of the reference.'
    )
    file: str | None = Field(
        default=None,
        description="Or `misconceptions/<name>.py`, definitions that override the reference's.",
    )
    handout: str = Field(
        default="",
        description=(
            "Words of the README or of a stub that name the mistake; public checks must catch it."
        ),
    )


class MisconceptionsSpec(_Spec):
    """`misconceptions.toml`."""

    misconception: tuple[MisconceptionSpec, ...] = ()


class EquivalentSpec(_Spec):
    """A mutant that no check can kill, as it does the same: its statement before and after."""

    exercise: str = Field(description="The exercise whose mutant it is.")
    old: str = Field(min_length=1, description="The statement, as `grade prove` prints it.")
    new: str = Field(description="What the mutant has in its place, as `grade prove` prints it.")
    why: str = Field(
        min_length=1, description="Why it does the same, so that a reader can check it."
    )


class EquivalentsSpec(_Spec):
    """`equivalent.toml`."""

    equivalent: tuple[EquivalentSpec, ...] = ()


class CourseEntry(_Spec):
    """One assignment's or quiz's place in the course."""

    slug: str = Field(
        pattern=r"^\w+$", description="The name of its folder, or of the quiz's file without .toml."
    )
    weight: float = Field(
        default=1.0,
        gt=0,
        allow_inf_nan=False,
        description="What it counts in the mean of the course, beside the others.",
    )
    due: str | None = Field(
        default=None, description="When it is due: a note in quotes; nothing is compared with it."
    )


class CourseSpec(_Spec):
    """`course.toml`."""

    title: str = Field(default="Course", description="The title of the course.")
    # See grader.quizzes.
    secret: str = Field(
        default="",
        max_length=200,
        description="What the values of quizzes follow from, for each student: keep it from them.",
    )
    assignment: tuple[CourseEntry, ...] = Field(min_length=1)
    quiz: tuple[CourseEntry, ...] = ()


@dataclass(frozen=True)
class Key:
    """One key of a file: what it says, and what holds without it, as TOML ("" for nothing)."""

    name: str
    says: str
    required: bool
    default: str


def keys_of(model: type[BaseModel]) -> Iterator[Key]:
    """The keys of a file's table, but for those that are tables of their own."""
    for name, field in model.model_fields.items():
        if field.description:
            required, default = field.is_required(), field.default
            text = "" if required or default is None else json.dumps(default, ensure_ascii=False)
            yield Key(name, field.description, required, text)


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
    """What a TOML file of the course says. Raises `CourseInvalid`, with each key to mend."""
    data: dict[str, Any] = {}
    try:
        data = tomllib.loads(file_text(path))
        return model.model_validate(data)
    except tomllib.TOMLDecodeError as fault:
        raise CourseInvalid(f"{course_path(path)} is not TOML: {fault}.") from fault
    except ValidationError as fault:
        found = [f"{course_path(path)}: {_says(one, data)}." for one in fault.errors()]
        raise CourseInvalid(*found) from fault


def _says(fault: Mapping[str, Any], data: Any) -> str:
    """A key, and what is wrong with it."""
    whole = fault["type"] == "missing" or isinstance(fault["input"], dict)
    given = "" if whole else f", not {_short(fault['input'])}"
    expected = {"missing": "this key is missing", "extra_forbidden": "there is no such key"}
    msg = fault["msg"].removeprefix("Value error, ")
    says = expected.get(fault["type"], msg[:1].lower() + msg[1:] + given)
    return f"{_key(fault['loc'], data)}: {says}"


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
