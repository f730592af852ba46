"""What a handout tells of known mistakes is fresh, and nothing that hidden checks alone see."""

from __future__ import annotations

import json

from grader.course import KNOWN_MISTAKES, load_course, misconceptions_of
from grader.handout import handout_of
from grader.proof import prove_handout, stale_mistakes, tell_mistakes
from grader.proof.leaks import handed_out, hinted

HIDDEN = "What does the chain rule multiply by?"


def told_in(root):
    return json.loads((root / "assignments" / "tiny" / KNOWN_MISTAKES).read_text("utf-8"))


def test_they_are_told_anew_when_the_assignment_has_changed(tiny_course):
    course = load_course(tiny_course)
    (sentence,) = stale_mistakes(course)
    assert sentence == f"assignments/tiny/{KNOWN_MISTAKES} is out of date"
    assert any(one.startswith(sentence) for one in prove_handout(course))
    assert tell_mistakes(course) == ["tiny"]
    assert (stale_mistakes(course), tell_mistakes(course)) == ([], [])
    mistakes = tiny_course / "assignments" / "tiny" / "misconceptions.toml"
    text = mistakes.read_text("utf-8")
    mistakes.write_text(text.replace("for x = -2?", "for x = -3?"), encoding="utf-8")
    assert len(stale_mistakes(load_course(tiny_course))) == 1
    assert tell_mistakes(load_course(tiny_course)) == ["tiny"]
    assert [one["hint"] for one in told_in(tiny_course)["mistakes"]] == [
        "What must come back for x = -3?"
    ]


def test_the_handout_has_the_hints_of_what_public_checks_catch_and_no_others(tiny_course):
    course = load_course(tiny_course)
    tell_mistakes(course)
    assignment = course.load("tiny")
    found = json.loads(handout_of(assignment)[KNOWN_MISTAKES])
    assert [*found] == ["mistakes"]
    assert [one["hint"] for one in found["mistakes"]] == ["What must come back for x = -2?"]
    assert list(handed_out(assignment)) == []


def test_the_hint_of_what_only_a_hidden_check_catches_is_a_leak(tiny_course):
    course = load_course(tiny_course)
    tell_mistakes(course)
    told = told_in(tiny_course)
    told["mistakes"].append({**told["mistakes"][0], "exercise": "relu_backward", "hint": HIDDEN})
    path = tiny_course / "assignments" / "tiny" / KNOWN_MISTAKES
    path.write_text(json.dumps(told), encoding="utf-8")
    assignment = course.load("tiny")
    known = misconceptions_of(assignment)
    missed = [one for one in known if one.hint == HIDDEN]
    (sentence,) = hinted(assignment, missed)
    assert list(hinted(assignment, [one for one in known if one.hint != HIDDEN])) == []
    assert KNOWN_MISTAKES in sentence
    assert HIDDEN[:40] in sentence
