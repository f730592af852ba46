"""Lines of a submission as the student knows them: in a notebook by cell, and never a line that
is not there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from grader.diagnosis import meaning_at
from grader.results import CheckResult, ExerciseResult, Repair, SourceLine
from grader.results.words import listed
from grader.submissions import Reading, Stopped, Submission

# A whole file may stand on one line, and each check that fails shows it.
MOST_OF_A_LINE = 300
MOST_NAMES = 4
_LINE = re.compile(r"\b(on )?[Ll]ine (\d{1,7})\b")
# What a file may not do: the line is read off its text.
_REFUSED = re.compile(r"Line \d{1,7} (changes|uses) ")
_RAISED = re.compile(r"Your code raised (\w+)( at line \d{1,7} of your file)")
_WARNED = re.compile(r" \(line (\d+)\)$")


def located(reading: Reading, submission: Submission) -> str:
    """What keeps a source from being read, with its line as the student knows it."""
    if reading.line is None:
        return reading.problem
    return reading.problem.replace(
        f"line {reading.line}:", f"{_place(reading.line, submission)}:", 1
    )


def _place(line: int, submission: Submission) -> str:
    """A line of the source as the student knows it: in a notebook, by cell."""
    places = submission.line_map
    if places is None or not 0 < line <= len(places):
        return f"line {line}"
    cell, inner = places[line - 1]
    return f"{cell}, line {inner}"


def placed(sentence: str, submission: Submission) -> str:
    """A sentence of ours about the source, with its lines as the student knows them."""
    if submission.line_map is None:
        return sentence

    def place(found: re.Match[str]) -> str:
        return f"{'in ' if found[1] else ''}{_place(int(found[2]), submission)}"

    told = _LINE.sub(place, sentence)
    return f"{told[:1].upper()}{told[1:]}" if sentence[:1].isupper() else told


def left_out(stopped: Stopped, submission: Submission) -> str:
    """What is said of a statement that was not run to its end."""
    place = _place(stopped.line, submission)
    names = [name for name in stopped.names if not name.startswith("__")][:MOST_NAMES]
    need = f"; what needs {listed([f'`{name}`' for name in names])} can't work" if names else ""
    return f"{place[0].upper()}{place[1:]} was left out: {stopped.why}{need}."


def relocated(
    result: ExerciseResult,
    submission: Submission,
    told: Collection[int] = (),
    endless: Sequence[tuple[int, int, str]] = (),
) -> ExerciseResult:
    """The same result with each line that it names: where it is for the student, and its text.

    On hidden checks only those `told` are named: which one it is may follow from the inputs. What
    took too long in one of the `endless` loops is told why.
    """
    placed_checks = (_placed(check, submission, told) for check in result.checks)
    checks = tuple(_with_loop(check, endless, submission) for check in placed_checks)
    repairs = tuple(_mended(one, submission) for one in result.repairs)
    return result.model_copy(update={"checks": checks, "repairs": repairs})


def _with_loop(
    check: CheckResult, endless: Sequence[tuple[int, int, str]], submission: Submission
) -> CheckResult:
    """The check with why a loop that it was stopped in never ends: the innermost one."""
    if check.verdict != "timed_out" or check.line is None:
        return check
    at = (check.line, *check.callers)
    around = [why for first, last, why in endless if any(first <= one <= last for one in at)]
    if not around:
        return check
    return check.model_copy(update={"cause": placed(around[-1], submission)})


def _mended(repair: Repair, submission: Submission) -> Repair:
    """Lines of edits are ours, and of those that may be told."""
    lines = submission.source.split("\n")
    if repair.line is None or not 0 < repair.line <= len(lines):
        return repair.model_copy(update={"line": None})
    text = _start(lines[repair.line - 1].strip())
    source = SourceLine(where=_of_file(_place(repair.line, submission)), text=text)
    return repair.model_copy(update={"source": source})


def _placed(check: CheckResult, submission: Submission, told: Collection[int]) -> CheckResult:
    """Lines come from the worker: one beyond the file would be a number of the student's choice."""
    lines = submission.source.split("\n")
    message, line, warnings = check.message, check.line, check.warnings
    if _REFUSED.match(message):
        message = placed(message, submission)
    source = []
    for number in _lines_named(check):
        place = _place(number, submission)
        there = number <= len(lines) and (check.public or number in told)
        if number == line:
            at = f" at line {number} of your file"
            said = _refused(message, lines[number - 1]) if there else message
            message = said.replace(at, _at(place) if there else "")
            line = line if there else None
        named = f" (line {number})"
        warnings = tuple(text.replace(named, f" ({place})" if there else "") for text in warnings)
        if there:
            before = _leads(check) if number in check.callers and number != check.line else ""
            text = _start(lines[number - 1].strip())
            source.append(SourceLine(where=f"{before}{_of_file(place)}", text=text))
    update: dict[str, object] = {
        "message": message,
        "line": line,
        "callers": tuple(number for number in check.callers if number <= len(lines)),
        "warnings": warnings,
        "source": tuple(source),
    }
    if line is not None and source:
        update["cause"] = meaning_at(check.cause, source[0].text)
    return check.model_copy(update=update)


def _leads(check: CheckResult) -> str:
    """What is said before a line that is among those that led to another, or that it had called."""
    return "which had called " if check.verdict == "timed_out" else "called from "


def relined(check: CheckResult, line_of: Callable[[int], int]) -> CheckResult:
    """The same result with other numbers for the lines that it names, before it is relocated."""
    line, message = check.line, check.message
    if line is not None:
        line = line_of(line)
        message = message.replace(
            f" at line {check.line} of your file", f" at line {line} of your file"
        )
    warnings = tuple(
        _WARNED.sub(lambda found: f" (line {line_of(int(found[1]))})", text)
        for text in check.warnings
    )
    callers = tuple(map(line_of, check.callers))
    update = {"line": line, "callers": callers, "message": message, "warnings": warnings}
    return check.model_copy(update=update)


def _refused(message: str, line: str) -> str:
    """What is said where the line itself raises what came: the input was refused on purpose.

    It is read off what is told anyway, so it tells no more of a hidden input.
    """
    raised = _RAISED.match(message)
    if raised is None or raised[1] == "NotImplementedError":
        return message
    wanted = rf"raise\s+{raised[1]}" if raised[1] != "AssertionError" else "raise|assert"
    if not re.search(rf"(^|[:;])\s*({wanted})\b", line):
        return message
    said = f"Your code refused this input{raised[2]}: it raised {raised[1]} there"
    return f"{said}, and must take the input{message[raised.end() :]}"


def _start(line: str) -> str:
    return line if len(line) <= MOST_OF_A_LINE else f"{line[:MOST_OF_A_LINE]} …"


def _lines_named(check: CheckResult) -> list[int]:
    """The line that raised, those that led to it, then those at which NumPy warned."""
    warned = [_WARNED.search(text) for text in check.warnings]
    numbers = [check.line, *check.callers, *(int(found[1]) for found in warned if found)]
    return list(dict.fromkeys(number for number in numbers if number is not None))


def _of_file(place: str) -> str:
    return f"{place} of your file" if place.startswith("line") else place


def _at(place: str) -> str:
    return f" at {place} of your file" if place.startswith("line") else f" in {place}"
