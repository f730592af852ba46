"""What the student's page says, before it takes a form: HTML and Markdown render this.

Reads a report only through `feedback_of`, so that no view can show what it may not.
All text here is plain and unescaped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from grader.reports.evidence import CheckView, check_view, first_of, said_once
from grader.reports.feedback import feedback_of
from grader.reports.question import QuestionView, question_view
from grader.reports.svg.picture import PictureView, picture_view
from grader.reports.text import one_line, shown_name, visible
from grader.results import LONG_KINDS, CheckResult, ExerciseResult, Report, Status
from grader.results.words import (
    Word,
    count,
    level_words,
    listed,
    mending_words,
    percent,
    repair_words,
    rung_words,
    verdict_word,
)

MOST_NOTES = 20


@dataclass(frozen=True)
class ExerciseView:
    """One exercise: what fails, what fails `also`, what waits, what passes.

    `mended` says where the mistake is, each place with the text of its line, and `sure` why.
    """

    anchor: str
    name: str
    word: Word
    score: str
    """Empty when the score is withheld."""
    passed_count: str
    cause: str
    mended: tuple[tuple[str, str], ...]
    sure: str
    follow_through: str
    unlisted: str
    failing: tuple[CheckView, ...]
    also: tuple[CheckView, ...]
    waiting: tuple[CheckView, ...]
    passed: tuple[CheckView, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing of it is open."""
        return self.word.tone == "good" and not (self.failing or self.waiting)


@dataclass(frozen=True)
class NextStep:
    """What to do next: a sentence in three parts, the middle one naming an exercise."""

    before: str
    exercise: str = ""
    after: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class StudentPage:
    """The whole page."""

    title: str
    student: str
    status: Status
    headline: str
    score: int | None
    max_score: int
    percent: int
    lead: str
    problem: str
    next_step: NextStep | None
    notes: tuple[str, ...]
    files: tuple[str, ...]
    exercises: tuple[ExerciseView, ...]
    """In the course's order."""
    questions: tuple[QuestionView, ...]
    """Of a quiz, which has no exercises."""
    pictures: tuple[PictureView, ...]
    scoring: tuple[str, ...]
    made_with: tuple[str, ...]

    @property
    def open(self) -> tuple[ExerciseView, ...]:
        """The exercises that want something."""
        return tuple(one for one in self.exercises if not one.complete)

    @property
    def complete(self) -> tuple[ExerciseView, ...]:
        """Those that need not be looked at again."""
        return tuple(one for one in self.exercises if one.complete)


def student_page(report: Report, limit: int = 2000) -> StudentPage:
    """The page of `report`; evidence longer than `limit` characters is clipped."""
    seen = feedback_of(report)
    withheld = seen.status == "broken"
    # Of what was not tried, each check would say the same as the page's head.
    tried = () if seen.status in ("unreadable", "stopped") else seen.exercises
    exercises = tuple(
        _exercise(number, exercise, withheld, limit)
        for number, exercise in enumerate(tried, start=1)
        if not seen.quiz
    )
    headline, lead = _headline(seen)
    return StudentPage(
        title=one_line(seen.title or seen.assignment) or "Assignment",
        student=shown_name(seen.student),
        status=seen.status,
        headline=headline,
        score=None if withheld else seen.score,
        max_score=seen.max_score,
        percent=percent(seen.score or 0, seen.max_score),
        lead=lead,
        problem=visible(seen.problem, limit),
        next_step=_next_step(seen),
        notes=first_of(seen.notes, MOST_NOTES, limit),
        files=first_of(seen.submission.files, MOST_NOTES, min(limit, 200)),
        exercises=exercises,
        questions=tuple(
            question_view(number, one, limit)
            for number, one in enumerate(tried, start=1)
            if one.question is not None and one.checks
        ),
        pictures=tuple(
            picture_view(number, one) for number, one in enumerate(seen.pictures, start=1)
        ),
        scoring=_scoring(seen),
        made_with=_made_with(seen),
    )


def _headline(report: Report) -> tuple[str, str]:
    points = count(report.max_score, "point")
    match report.status:
        case "broken":
            told = (
                "Something of the grader broke while your work was marked. That is not your "
                "fault, and your instructor can see what it was. Nothing is asked of you: your "
                "work will be marked again."
            )
            return ("Your score is withheld; it has not been lowered", told)
        case "missing":
            told = f"It counts {report.score} of {points} until something is handed in."
            return ("Nothing was handed in", told)
        case "unreadable" if report.quiz:
            told = (
                "So none of them was marked. "
                f"Until they can be read they count {report.score} of {points}."
            )
            return ("Your answers could not be read", told)
        case "unreadable":
            standing = (
                "It has no score yet."
                if report.score is None
                else f"Until it can be read it counts {report.score} of {points}."
            )
            return ("Your work could not be read", f"So none of it was run. {standing}")
        case "stopped":
            told = (
                "So none of your functions could be tried: marking runs what stands outside of "
                "functions first, as Python does, as far as they need it. "
                f"Until it can be loaded it counts {report.score} of {points}."
            )
            return ("Your file stops while it is loaded", told)
        case "graded":
            if report.score is None:
                return ("No score", "")
            share = percent(report.score, report.max_score)
            return (f"{report.score} of {points}", f"{share} % of what can be earned.")


def _next_step(report: Report) -> NextStep | None:
    if report.status == "broken":
        return None
    if report.status == "missing":
        return NextStep("Hand in your work.")
    if report.status in ("unreadable", "stopped"):
        return NextStep("Mend what is named here, then hand in again.")
    for number, exercise in enumerate(report.exercises, start=1):
        if exercise.score >= exercise.max_score or exercise.question is not None:
            continue
        anchor = f"e{number}"
        name = one_line(exercise.name, 120)
        missed = [c for c in exercise.checks if c.verdict != "passed" and c.points > 0]
        wrong = [c for c in missed if c.verdict not in ("not_implemented", "skipped")]
        if wrong:
            return NextStep("Start with", name, f": {_mistake(exercise, wrong[0])}", anchor)
        if any(c.verdict == "not_implemented" for c in missed):
            lost = why_not_there(report, exercise)
            return (
                NextStep("Start with", name, f": {lost}.", anchor)
                if lost
                else NextStep("Fill in", name, ".", anchor)
            )
        if not missed:
            open_points = count(exercise.max_score - exercise.score, "point")
            return NextStep(
                "Look again at", name, f": {open_points} missing in hidden checks.", anchor
            )
    if report.score is not None and report.score >= report.max_score:
        return NextStep("Nothing is left to do: every point is earned.")
    return None


def why_not_there(report: Report, exercise: ExerciseResult) -> str:
    """Why a function is not found, as a note has it, or only that it is not; "" for one that waits
    to be filled in.
    """
    named = re.compile(rf"\b(?:defines|gives) {re.escape(exercise.name)}\b")
    told = [note for note in report.notes if named.search(note)]
    told += [
        one.message for one in exercise.checks if one.message.startswith("Your file defines no ")
    ]
    sentence = one_line(told[0]).partition("; so it is with")[0] if told else ""
    return f"{sentence[:1].lower()}{sentence[1:]}"


def _mistake(exercise: ExerciseResult, check: CheckResult) -> str:
    """What is known of the mistake, in a sentence: its name, a cause, or what was wrong."""
    causes = check.cause.splitlines()
    places = " ".join(map(repair_words, exercise.repairs))
    cause = causes[0] if len(causes) == 1 else ""
    # A cause says more than a place of which nothing else is known.
    if all(one.kind == "value" for one in exercise.repairs):
        places, cause = cause, places
    for told in (exercise.known_mistake, places, cause, check.message):
        if told:
            sentence = one_line(told)
            return sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."
    return f"{one_line(check.title).rstrip('.')} ({verdict_word(check.verdict).text})."


def _exercise(number: int, exercise: ExerciseResult, withheld: bool, limit: int) -> ExerciseView:
    anchor = f"e{number}"
    views = [
        (check, check_view(f"{anchor}c{place}", check, limit))
        for place, check in enumerate(exercise.checks, start=1)
    ]
    # Checks that give no points teach too, but come after those that do.
    views.sort(key=lambda pair: pair[0].points == 0)
    named = visible(exercise.known_mistake, limit)
    if named:
        # A check's hint is of a law, and not of this mistake.
        views = [(check, replace(view, hint="")) for check, view in views]
    mended = tuple(
        (visible(repair_words(one), limit), visible(one.source.text, limit) if one.source else "")
        for one in exercise.repairs
    )
    # What only some of the checks fail by says nothing of the others.
    known = bool(named) or (bool(mended) and exercise.repairs[0].mends != "some")
    waiting = ("not_implemented", "skipped")
    passed = [view for check, view in views if check.verdict == "passed"]
    wrong = [(c, view) for c, view in views if c.verdict not in ("passed", *waiting)]
    failing = tuple(view for _, view in wrong)
    # Where right values were given, checks of these kinds were not tried with them.
    untried = exercise.repairs and exercise.repairs[0].mends == "tried"
    apart = tuple(v for c, v in wrong[1:] if untried and c.kind in LONG_KINDS) if known else ()
    score = f"{exercise.score} of {count(exercise.max_score, 'point')}"
    return ExerciseView(
        anchor=anchor,
        name=one_line(exercise.name, 120) or "(no name)",
        word=_exercise_word(exercise, withheld),
        score="" if withheld else score,
        passed_count=f"{len(passed)} of {len(views)}" if views else "not listed",
        cause=named,
        mended=mended,
        sure=mending_words(exercise.repairs) if mended else "",
        follow_through=_follow_through(exercise),
        unlisted="" if withheld else _unlisted(exercise),
        failing=(*failing[:1], *apart) if known else failing,
        also=tuple(replace(view, message="") for view in failing[1:] if view not in apart)
        if known
        else (),
        waiting=said_once([v for c, v in views if c.verdict in waiting]),
        passed=tuple(passed),
    )


def _exercise_word(exercise: ExerciseResult, withheld: bool) -> Word:
    if withheld:
        broke = any(check.verdict == "broken" for check in exercise.checks)
        return Word("?", "grader’s fault", "warn") if broke else Word("–", "checked", "quiet")
    if exercise.score >= exercise.max_score:
        return Word("✓", "complete", "good")
    verdicts = {check.verdict for check in exercise.checks}
    if exercise.score == 0 and verdicts and verdicts <= {"not_implemented", "skipped"}:
        return verdict_word("not_implemented" if "not_implemented" in verdicts else "skipped")
    return Word("✗", "points open", "bad")


def _follow_through(exercise: ExerciseResult) -> str:
    if not exercise.follow_through:
        return ""
    names = [f"`{one_line(name, 120)}`" for name in exercise.replaced]
    what = f"the reference’s {listed(names)}" if names else "the reference’s helpers"
    return f"Marked again with {what} in place of yours, so that one mistake costs once."


def _unlisted(exercise: ExerciseResult) -> str:
    listed_points = sum(check.points for check in exercise.checks)
    if listed_points >= exercise.max_score:
        return ""
    unlisted = count(exercise.max_score - listed_points, "point")
    return f"Checks that are not listed here are worth {unlisted}."


def _scoring(report: Report) -> tuple[str, ...]:
    if report.status != "graded":
        return ()
    if report.quiz:
        return ("The score is the sum of the questions’ points; those for practice have none.",)
    said = [
        "A check gives all of its points or none; an exercise’s score is the sum of its checks."
    ]
    if any(exercise.follow_through for exercise in report.exercises):
        said.append(
            "An exercise that uses another, wrong one was marked again with the reference in "
            "its place; what passes then earns its points."
        )
    hidden = any(not check.public for exercise in report.exercises for check in exercise.checks)
    if (hidden or report.feedback == "silent") and (words := level_words(report.feedback)):
        said.append(words)
    return tuple(said)


def _made_with(report: Report) -> tuple[str, ...]:
    versions = report.versions
    parts = [
        f"Gradus {one_line(report.grader, 40)}",
        f"Python {one_line(versions.python, 40)}",
        f"NumPy {one_line(versions.numpy, 40)}",
        f"Hypothesis {one_line(versions.hypothesis, 40)}",
    ]
    if not report.quiz:
        parts += [f"seed {report.seed}", f"isolation {rung_words(report.isolation)}"]
    if report.assignment_sha256:
        parts.append(f"assignment {one_line(report.assignment_sha256, 200)[:16]}")
    if report.submission.sha256:
        parts.append(f"submission {one_line(report.submission.sha256, 200)[:16]}")
    if report.submission.received:
        parts.append(f"received {one_line(report.submission.received, 60)}")
    return tuple(parts)
