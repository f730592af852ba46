"""The proof of a quiz: for every student there is one right answer, and no wrong one passes for it.

What is drawn is tried for all values, or for those of thousands of students where there are more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, partial

from grader.course import Course, misconception_ids
from grader.errors import CourseInvalid
from grader.handout import quiz_files
from grader.quizzes import (
    Asked,
    Draws,
    Paper,
    QuestionSpec,
    Value,
    ask,
    load_quiz,
    names_in,
    paper_of,
    plain,
    shown,
    value_of,
)

MOST_TRIED = 3000
# Whose papers are looked through for what may not be in them.
STUDENTS = ("ada", "Grace Hopper", "#7`\n=x", "ŷ")
# For trying out: no paper of a real student follows from it.
TRIED_WITH = "for the proof, and nobody's papers"


@dataclass
class QuizProof:
    """What was tried of a quiz, and what is wrong with it."""

    slug: str
    questions: int = 0
    tried: int = 0
    faults: list[str] = field(default_factory=list)


def prove_quiz(course: Course, slug: str) -> QuizProof:
    """Prove one quiz; whatever keeps it from being tried is a fault as well."""
    proof = QuizProof(slug)
    try:
        quiz = load_quiz(course.root, slug)
        proof.questions = len(quiz.spec.question)
        if len({one.practice for one in quiz.spec.question}) < 2:
            proof.faults.append(
                "Some questions count, and one at least is for practice; this quiz has only one "
                "of the two kinds."
            )
        ids = cache(partial(misconception_ids, course.root))
        for question in quiz.spec.question:
            for fault in (*_question(question, proof), *_known(course, question, ids)):
                proof.faults.append(f"{question.id}: {fault}")
        if not proof.faults:
            for student in STUDENTS:
                proof.faults += _handed_out(course, paper_of(quiz, TRIED_WITH, student))
    except CourseInvalid as fault:
        proof.faults.append(str(fault))
    return proof


def _question(question: QuestionSpec, proof: QuizProof) -> Iterator[str]:
    """What is wrong with a question for some values: of each kind of fault the first."""
    told: set[str] = set()
    used = {name for _, expression in question.expressions() for name in names_in(expression)}
    for name in question.draw.keys() - used:
        yield f"{name} is drawn and nowhere used; take it out."
    try:
        number = 0
        for values in _values(question):
            number += 1
            asked = ask(question, values, None)
            for kind, fault in _faults(asked):
                if kind not in told:
                    told.add(kind)
                    yield f"{fault}{_with(values)}."
        proof.tried += number
        if not number:
            yield "`where` refuses all values."
    except (ValueError, LookupError) as fault:
        yield f"{fault}."


def _values(question: QuestionSpec) -> Iterator[Mapping[str, Value]]:
    if question.combinations <= MOST_TRIED:
        yield from question.all_values()
        return
    for student in range(MOST_TRIED):
        yield Draws(TRIED_WITH, "proof", str(student)).values(question)


def _with(values: Mapping[str, Value]) -> str:
    some = ", ".join(f"{name} = {value}" for name, value in values.items())
    return f" (where {some})" if some else ""


def _faults(asked: Asked) -> Iterator[tuple[str, str]]:
    if asked.options:
        yield from _of_choices(asked)
    else:
        yield from _of_numbers(asked)


def _of_choices(asked: Asked) -> Iterator[tuple[str, str]]:
    right = [one for one in asked.options if one.right]
    if asked.spec.kind == "single" and len(right) != 1:
        yield "right", f"{len(right)} choices are right, and exactly one must be"
    if asked.spec.kind == "multi" and len(right) in (0, len(asked.options)):
        yield "right", "some choices must be right and some wrong, or there is nothing to choose"
    texts: dict[str, str] = {}
    for one in asked.options:
        text = " ".join(plain(one.text).split()).casefold()
        if text in texts:
            yield "same", f"two choices read the same: {one.text!r}"
        texts[text] = one.text
        if one.spec.right is True and (one.spec.misconception or one.spec.says):
            yield "slip", f"the right choice {one.text!r} stands for a mistake"


def _of_numbers(asked: Asked) -> Iterator[tuple[str, str]]:
    for one in asked.right:
        numbers = one.value if isinstance(one.value, tuple) else (one.value,)
        if isinstance(one.value, tuple) != (asked.spec.kind == "tuple"):
            yield "form", f"the answer {one.value!r} is not of the kind {asked.spec.kind}"
        elif not all(type(number) in (int, float) for number in numbers):
            yield "form", f"the answer {one.value!r} is not made of numbers"
        elif not asked.agrees(one.value, one.value):
            yield "finite", f"the answer {one.value!r} is not finite"
        elif not asked.agrees(value_of(shown(one.value), asked.spec.kind) or 0, one.value):
            yield "digits", f"the answer {shown(one.value)}, as reports show it, would be wrong"
    for wrong in asked.wrong:
        for other in asked.wrong[: wrong.place]:
            if asked.agrees(wrong.value, other.value):
                specs = asked.spec.wrong
                told = f"{specs[other.place].answer!r} and {specs[wrong.place].answer!r}"
                yield f"alike {wrong.place}", f"the wrong answers {told} are the same"
        for one in asked.right:
            if asked.agrees(wrong.value, one.value):
                yield (
                    f"wrong {wrong.place}",
                    f"the wrong answer {asked.spec.wrong[wrong.place].answer!r} is right, too",
                )
            elif _overlap(asked, wrong.value, one.value):
                told = f"an answer between {wrong.value!r} and {one.value!r} passes for either"
                yield f"near {wrong.place}", f"{told}; make the tolerance smaller"


def _overlap(asked: Asked, wrong: object, right: object) -> bool:
    """Whether some number, or tuple, is within the tolerance of both."""
    if isinstance(wrong, tuple) and isinstance(right, tuple):
        pairs = zip(wrong, right, strict=False)
        return len(wrong) == len(right) and all(_overlap(asked, *pair) for pair in pairs)
    if isinstance(wrong, int | float) and isinstance(right, int | float):
        return abs(wrong - right) <= asked.spec.near(right) + asked.spec.near(wrong)
    return False


def _known(
    course: Course, question: QuestionSpec, ids: Callable[[str], frozenset[str]]
) -> Iterator[str]:
    """Every misconception that a question names is one of the course's."""
    for name in question.misconceptions():
        slug, _, own = name.partition("/")
        if slug not in course.slugs():
            yield f"the misconception {name!r} is of no assignment of the course."
        elif own not in ids(slug):
            yield f"assignments/{slug}/misconceptions.toml has no {own!r}."


def _handed_out(course: Course, paper: Paper) -> Iterator[str]:
    """Nothing of an answer that counts is in what a student gets, and its page can be made."""
    files = {
        name: content.decode()
        for name, content in quiz_files(course, paper).items()
        if not name.endswith(".html")
    }
    for one in paper.asked:
        if one.spec.practice:
            continue
        secrets = [("why", one.why), *(("says", choice.spec.says) for choice in one.options)]
        secrets += [("says", known.says) for known in one.wrong]
        for what, secret in secrets:
            for name, content in files.items():
                if secret and (secret in content or plain(secret) in content):
                    yield f"{one.spec.id}: its {what} stands in the handed out {name}."
