"""A new assignment says every key that there is, and what holds without those not needed."""

import re
import tomllib

import pytest

from grader.course.course import load_course
from grader.course.scaffold import scaffold
from grader.course.specs import AssignmentSpec, ExerciseSpec, LimitsSpec

OFFERED = re.compile(r"^# (\w+) = (.*)$", re.MULTILINE)


@pytest.fixture
def text(tiny_course):
    scaffold(load_course(tiny_course), "c2_doubling")
    return (tiny_course / "assignments/c2_doubling/assignment.toml").read_text()


def test_every_key_is_there_with_what_holds_without_it(text):
    offered = {name for name, default in OFFERED.findall(text) if default == "…"}
    found = tomllib.loads(OFFERED.sub(r"\1 = \2", text.replace(" = …", ' = "…"')))
    for said, model in (
        (found, AssignmentSpec),
        (found["limits"], LimitsSpec),
        (found["exercises"][0], ExerciseSpec),
    ):
        assert said.keys() == model.model_fields.keys()
        for name, _ in OFFERED.findall(text):
            if name in said and name not in offered:
                default = model.model_fields[name].default
                assert said[name] == (list(default) if isinstance(default, tuple) else default)
    assert offered == {"submission_seconds"}


def test_none_of_these_is_set(text):
    spec = AssignmentSpec.model_validate(tomllib.loads(text))
    assert spec.limits == LimitsSpec()
    assert (spec.imports, spec.given, spec.prerequisites) == ((), (), ())
