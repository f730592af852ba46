from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from grader.reports import feedback_of, to_html, to_markdown
from grader.results import FeedbackLevel, to_json
from grader.results.report import (
    CheckResult,
    Counterexample,
    ExerciseResult,
    NamedMisconception,
    Option,
    Question,
    Repair,
    Report,
    SourceLine,
)

ROOT = Path(__file__).resolve().parents[2]
LEVELS = ("full", "hint", "name", "silent")


def secret(name):
    """A word that no escaping changes."""
    return f"SECRET{name.upper().replace('_', '')}"


@pytest.fixture
def planted(check, exercise, report):
    """A report whose every text on hidden checks is a word of its own."""

    def make(level):
        found = Counterexample(
            inputs={secret("inputname"): secret("input")},
            call=secret("call"),
            got=secret("got"),
            want=secret("want"),
            shrunk=True,
        )
        texts = {name: secret(name) for name in ("title", "message", "raised")}
        hidden = check(
            secret("id"),
            "failed",
            counterexample=found,
            line=987654,
            cause=secret("why"),
            source=(
                SourceLine(where="line 987654 of your file", text=secret("firstline")),
                SourceLine(where="line 987655 of your file", text=secret("otherline")),
            ),
            seconds=0.4321,
            warnings=(secret("warning"),),
            **texts,
        )
        other = check(secret("id"), "failed", hint=secret("hint"), title="Another law")
        public = check("shown", "errored", public=True, raised="PUBLICRAISED", hint="PUBLICHINT")
        return report(
            "ada",
            exercise(
                "softmax",
                hidden,
                misconception=secret("misconception"),
                misconception_hint=secret("cause"),
                besides=(NamedMisconception(id=secret("misconception"), hint=secret("cause")),),
                repairs=(
                    Repair(
                        line=987656,
                        source=SourceLine(
                            where="line 987656 of your file", text=secret("mendedline")
                        ),
                        kind="sign",
                        says=f"It {secret('says')}.",
                        old=secret("old"),
                        new=secret("new"),
                    ),
                ),
            ),
            exercise("scores", other, public),
            feedback=level,
            held=(secret("held"),),
            output=secret("output"),
        )

    return make


SHOWN = {
    "full": {
        "title", "message", "hint", "inputname", "input", "call", "got", "want", "warning", "cause",
        "why", "firstline", "otherline", "says", "mendedline",
    },
    "hint": {"title", "hint", "cause", "firstline", "says"},
    "name": {"title"},
    "silent": set(),
}  # fmt: skip
ALL = SHOWN["full"] | {"raised", "held", "output", "old", "new"}


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("render", [to_html, to_markdown])
def test_each_level_shows_what_it_may_and_nothing_else(planted, level, render):
    text = render(planted(level))
    found = {name for name in ALL if secret(name) in text}
    assert found == SHOWN[level]
    assert ("987654" in text) == (level in ("full", "hint"))
    assert "PUBLICRAISED" in text
    assert "PUBLICHINT" in text


@pytest.mark.parametrize("level", LEVELS)
def test_the_projection_itself_holds_no_more(planted, level):
    text = to_json(feedback_of(planted(level)))
    # The id and the misconception's name stand in the data, though no page shows them.
    names = {"full": {"id", "misconception"}, "hint": {"id", "misconception"}, "name": {"id"}}
    found = {name for name in ALL | {"id", "misconception"} if secret(name) in text}
    assert found == SHOWN[level] | names.get(level, set())
    assert ("0.4321" in text) == (level == "full")


@pytest.mark.parametrize("level", LEVELS)
def test_projecting_twice_changes_nothing(planted, level):
    once = feedback_of(planted(level))
    assert feedback_of(once) == once


@pytest.mark.parametrize("level", LEVELS)
def test_scores_are_the_same_at_every_level(planted, level):
    before, after = planted(level), feedback_of(planted(level))
    assert (after.score, after.max_score) == (before.score, before.max_score)
    assert [e.score for e in after.exercises] == [e.score for e in before.exercises]


def test_silent_lists_public_checks_only(planted):
    checks = [one for part in feedback_of(planted("silent")).exercises for one in part.checks]
    assert [check.id for check in checks] == ["shown"]


@pytest.mark.parametrize("level", LEVELS)
def test_what_of_ours_broke_is_not_shown(check, exercise, report, level):
    broken = report(
        "ada",
        exercise("softmax", check("rows", "broken", message=secret("message"))),
        status="broken",
        score=None,
        max_score=3,
        problem=secret("problem"),
        feedback=level,
    )
    for text in (to_html(broken), to_markdown(broken), to_json(feedback_of(broken))):
        assert "SECRET" not in text


def test_an_exercise_of_public_checks_keeps_its_misconception(check, exercise, report):
    one = report(
        "ada",
        exercise("f", check("a", "failed", public=True), misconception="m", misconception_hint="h"),
        feedback="name",
    )
    assert feedback_of(one).exercises[0].misconception_hint == "h"


def test_every_field_of_the_models_has_been_decided():
    # A field that is new must be named in feedback_of or kept from students on purpose.
    assert set(Report.model_fields) - set(feedback_fields(Report)) == {"held", "output"}
    assert set(CheckResult.model_fields) - set(feedback_fields(CheckResult)) == {
        "raised",
        "callers",
    }
    # That others, or he himself, handed in the same code is no news for a student.
    fields = set(ExerciseResult.model_fields) - set(feedback_fields(ExerciseResult))
    assert fields == {"reused"}
    assert set(Repair.model_fields) - set(feedback_fields(Repair)) == {"old", "new"}
    for model in (NamedMisconception, Question, Option):  # see tests/quizzes/test_class.py
        assert set(model.model_fields) == set(feedback_fields(model))


def feedback_fields(model):
    decided = {
        Report: "schema_version grader student assignment title quiz status problem score "
        "max_score isolation seed seconds feedback assignment_sha256 grader_sha256 submission "
        "versions notes exercises pictures",
        CheckResult: "id title kind public points earned verdict message hint counterexample "
        "cause line warnings source seconds",
        Repair: "line source kind says mends",
        ExerciseResult: "name score max_score follow_through replaced misconception "
        "misconception_hint besides repairs question checks",
        NamedMisconception: "id hint",
        Question: "kind text label values given understood right why options",
        Option: "letter text label right chosen misconception",
    }
    return decided[model].split()


def test_the_readme_says_what_each_level_tells():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert get_args(FeedbackLevel) == LEVELS
    for level in LEVELS:
        assert f'`"{level}"`' in text
