"""From a student's answers to his report: a question is an exercise with one check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import grader
from grader.quizzes.answers import (
    AnswerProblem,
    Answers,
    AnswersUnreadable,
    letters_of,
    read_answers,
    value_of,
)
from grader.quizzes.drawing import same_person
from grader.quizzes.expressions import names_in, shown, unfilled
from grader.quizzes.paper import Asked, Known, Paper, Papers
from grader.quizzes.text import one_line
from grader.results import (
    CheckResult,
    ExerciseResult,
    Option,
    Question,
    Report,
    SubmissionInfo,
    Verdict,
)
from grader.results.words import listed
from grader.submissions import Submission
from grader.versions import versions

# What of a file is asked for by no question is named up to so many.
MOST_NOTES = 10


@dataclass(frozen=True)
class _Marked:
    """What an answer is worth: its part of the points in halves, and what there is to say of it.

    `known` is the recognised number that it is, `chosen` are the letters that it names.
    """

    halves: int
    verdict: Verdict
    given: str = ""
    understood: bool = True
    message: str = ""
    chosen: tuple[str, ...] = ()
    known: Known | None = None
    says: str = ""
    misconception: str | None = None


def mark(papers: Papers, submission: Submission, info: SubmissionInfo) -> Report:
    """The report on the answers to a quiz; never raises for what is in them.

    `info` is what a report says of what was handed in. Raises `CourseInvalid` where the quiz
    itself, or the course's secret, is at fault.
    """
    slug = submission.assignment
    paper = papers.of(slug, submission.student)
    if submission.problem:
        status: Literal["missing", "unreadable"] = "missing" if submission.missing else "unreadable"
        return _unreadable(paper, submission, info, submission.problem, status=status)
    try:
        answers = read_answers(submission.source)
    except AnswersUnreadable as fault:
        name = submission.files[0] if submission.files else "the file"
        return _unreadable(paper, submission, info, f"{name}: {fault}")
    if answers.student and same_person(answers.student) in map(same_person, _ids(submission)):
        # Papers were made for that id, be he called otherwise in the download.
        paper = papers.of(slug, answers.student)
    problem = _of_another_paper(paper, answers, submission)
    if problem:
        return _unreadable(paper, submission, info, problem)
    exercises = [_question(asked, answers) for asked in paper.asked]
    unknown = [name for name in answers.given if name not in paper.quiz.questions]
    notes = [
        f"{_where(answers, name)}: {name[:80]!r} is no question of this quiz, and was left out"
        for name in unknown
    ]
    if len(notes) > MOST_NOTES:
        notes[MOST_NOTES:] = [f"{len(notes) - MOST_NOTES} more like these were left out"]
    return _report(paper, submission, info, exercises).model_copy(
        update={"notes": (*submission.notes, *notes)}
    )


def _ids(submission: Submission) -> list[str]:
    """What the student may be called in a list of the class: nothing that he can choose himself, as
    the name that a system shows.
    """
    return [one for one in (submission.student, *submission.ids.values()) if one]


def _unreadable(
    paper: Paper,
    submission: Submission,
    info: SubmissionInfo,
    problem: str,
    *,
    status: Literal["missing", "unreadable"] = "unreadable",
) -> Report:
    """The report when there are no answers that could be marked."""
    report = _report(paper, submission, info, ())
    return report.model_copy(update={"status": status, "problem": problem})


def _report(
    paper: Paper, submission: Submission, info: SubmissionInfo, exercises: Sequence[ExerciseResult]
) -> Report:
    quiz = paper.quiz
    return Report(
        grader=grader.__version__,
        student=submission.student,
        assignment=quiz.slug,
        title=quiz.spec.title,
        quiz=True,
        status="graded",
        score=sum(one.score for one in exercises),
        max_score=quiz.max_score,
        isolation=None,
        seed=0,
        feedback=quiz.spec.feedback,
        assignment_sha256=paper.edition,
        submission=info,
        versions=versions(),
        notes=submission.notes,
        held=tuple(map(_unread, filter(_is_held, exercises))),
        exercises=tuple(exercises),
    )


def _is_held(exercise: ExerciseResult) -> bool:
    """Whether a person may find an answer where none was understood, to a question that counts."""
    question = exercise.question
    return question is not None and not question.understood and exercise.max_score > 0


def _unread(exercise: ExerciseResult) -> str:
    return f"{exercise.name}, {exercise.checks[0].message}"


def _of_another_paper(paper: Paper, answers: Answers, submission: Submission) -> str:
    """Why these are no answers to this paper; "" if they are."""
    slug = paper.quiz.slug
    known = listed([repr(one[:80]) for one in dict.fromkeys(_ids(submission))])
    if answers.quiz and answers.quiz != slug:
        return f"these are answers to {answers.quiz[:80]!r}, and not to {slug!r}"
    if answers.student and same_person(answers.student) != same_person(paper.student):
        return (
            f"these are answers to the paper of {answers.student[:80]!r}, and were handed in by "
            f"somebody who is known here by {known}, whose values are others; answer your own "
            "paper (for the instructor: if both are one person, hand out papers for the id that "
            "the names of folders and files bear, as `grade handout --student "
            f"{submission.student[:80]!r}` does)"
        )
    if answers.paper and answers.paper != paper.code:
        return (
            "this paper is not the one that is marked: its questions, or the secret that its "
            "values follow from, were changed after it was handed out; answer the new one (for "
            "the instructor: or mark with the course as it was, `secret` in course.toml included)"
        )
    return ""


def _question(asked: Asked, answers: Answers) -> ExerciseResult:
    spec = asked.spec
    marked = _marked(asked, answers)
    earned = spec.counts * marked.halves // 2
    title = one_line(unfilled(spec.text))
    check = CheckResult(
        id=spec.id,
        title=title,
        kind="question",
        public=spec.practice,
        points=spec.counts,
        earned=earned,
        verdict=marked.verdict,
        message=marked.message,
    )
    return ExerciseResult(
        name=spec.id,
        score=earned,
        max_score=spec.counts,
        misconception=marked.misconception,
        misconception_hint=one_line(marked.says),
        question=Question(
            kind=spec.kind,
            text=one_line(asked.text),
            label=title,
            values={name: shown(value) for name, value in asked.values.items()},
            given=marked.given,
            understood=marked.understood,
            right=asked.right_words,
            why=one_line(asked.why),
            options=tuple(_options(asked, marked)),
        ),
        checks=(check,),
    )


def _marked(asked: Asked, answers: Answers) -> _Marked:
    given = answers.given.get(asked.spec.id, "")
    try:
        if asked.options:
            return _chosen(asked, given)
        return _reckoned(asked, given)
    except AnswerProblem as fault:
        message = f"{_where(answers, asked.spec.id)}: {fault}."
        return _Marked(0, "failed", message=message, understood=False)


def _chosen(asked: Asked, given: object) -> _Marked:
    several = asked.spec.kind == "multi"
    letters = "".join(one.letter for one in asked.options)
    chosen = letters_of(given, letters, several=several)
    if not chosen:
        return _UNANSWERED
    right = {one.letter for one in asked.options if one.right}
    slips = len(right ^ {*chosen})
    # To take everything is no answer.
    half = asked.spec.half and slips == 1 and len(chosen) < len(letters)
    wrong = [one for one in asked.options if one.letter in chosen and not one.right]
    # Of several that were taken one is named: that which says the most.
    wrong.sort(key=lambda one: (one.spec.misconception is None, not one.spec.says))
    return _Marked(
        halves=2 if not slips else int(half),
        verdict="failed" if slips else "passed",
        given=", ".join(chosen),
        message="One slip: half of the points." if half else "",
        chosen=chosen,
        says=wrong[0].spec.says if wrong else "",
        misconception=wrong[0].spec.misconception if wrong else None,
    )


def _reckoned(asked: Asked, given: object) -> _Marked:
    value = value_of(given, asked.spec.kind)
    if value is None:
        return _UNANSWERED
    words = shown(value)
    right = next((one for one in asked.right if asked.agrees(value, one.value)), None)
    if right is not None:
        return _Marked(2, "passed", given=words, known=right)
    wrong = next((one for one in asked.wrong if asked.agrees(value, one.value)), None)
    if wrong is not None:
        return _Marked(
            0,
            "failed",
            given=words,
            known=wrong,
            says=wrong.says,
            misconception=wrong.misconception,
        )
    return _Marked(0, "failed", given=words)


_UNANSWERED = _Marked(0, "not_implemented", message="Not answered.")


def _options(asked: Asked, marked: _Marked) -> list[Option]:
    """What might have been answered: the choices of the paper, or the numbers that are known."""
    if asked.options:
        return [
            Option(
                letter=one.letter,
                text=one_line(one.text),
                label=one_line(unfilled(one.spec.text)),
                right=one.right,
                chosen=one.letter in marked.chosen,
                misconception=one.spec.misconception,
            )
            for one in asked.options
        ]
    specs = asked.spec
    found = [
        Option(
            text=shown(one.value),
            label=_marked_off(written),
            right=True,
            chosen=one is marked.known,
        )
        for one, written in zip(asked.right, specs.answer, strict=True)
    ]
    return found + [
        Option(
            text=shown(one.value),
            label=f"{_marked_off(spec.answer)}: {one_line(unfilled(spec.says))}",
            right=False,
            chosen=one is marked.known,
            misconception=one.misconception,
        )
        for one, spec in zip(asked.wrong, specs.wrong, strict=True)
    ]


def _marked_off(expression: str) -> str:
    """An answer that is the same for everyone, or with the names that values were drawn for."""
    return unfilled(f"{{{{{expression}}}}}") if names_in(expression) else expression


def _where(answers: Answers, name: str) -> str:
    line = answers.lines.get(name)
    return f"line {line}" if line else "the answers"
