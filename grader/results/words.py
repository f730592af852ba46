"""The words, symbols and tones that verdicts, statuses and rungs are shown with.

One place, so that every view says the same. A tone is a colour's name and never stands
without its word.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from grader.results.report import Repair, Report
from grader.results.verdicts import FeedbackLevel, Kind, QuestionKind, Rung, Status, Verdict

SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def readable(value: float | None, digits: int = 4) -> str:
    """A number for reading: a few digits, a real minus sign, and powers of ten as such."""
    if value is None:
        return "no finite number"
    text, _, power = f"{value:.{digits}g}".replace("-", "−").partition("e")
    if power:
        raised = str(int(power.replace("−", "-"))).translate(SUPERSCRIPTS)
        text = f"{text}·10{raised}"
    return text


def count(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: "1 check", "3 checks"."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def percent(part: int, whole: int) -> int:
    """The whole percentage, rounded down, so that only full marks read 100."""
    return 100 * part // whole if whole else 100


def listed(items: list[str]) -> str:
    """The items as a person lists them: "a, b and c"."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def repair_words(repair: Repair) -> str:
    """Where a mistake is, if that is told, and of which kind it is, in a sentence."""
    if repair.source is None:
        return repair.says
    where, says = repair.source.where, repair.says
    return f"{where[:1].upper()}{where[1:]}: {says[:1].lower()}{says[1:]}"


def mending_words(repairs: Sequence[Repair], *, public: bool = False) -> str:
    """What is known of these places: what comes out right with a small change there, or with the
    right value; of the public checks, if the others were not tried.
    """
    one = len(repairs) == 1
    mends = repairs[0].mends
    if mends == "all":
        where = "a small change there" if one else "small changes at these places"
        return f"With {where}, every {'public ' if public else ''}check of this exercise passes."
    if any(repair.kind.startswith("value") for repair in repairs):
        where = "the right value there" if one else "the right values at these places"
    else:
        where = "a small change there" if one else "small changes at these places"
    if mends == "some":
        return f"With {where}, more of what comes back is right."
    return f"With {where}, the checks that fail come out right, as far as was tried."


Tone = Literal["good", "bad", "warn", "quiet"]


class Word(NamedTuple):
    """How one outcome is shown."""

    symbol: str
    text: str
    tone: Tone


def verdict_word(verdict: Verdict) -> Word:
    """A verdict as students read it."""
    match verdict:
        case "passed":
            return Word("✓", "passed", "good")
        case "failed":
            return Word("✗", "wrong answer", "bad")
        case "not_implemented":
            return Word("○", "not filled in yet", "quiet")
        case "errored":
            return Word("!", "raised an error", "bad")
        case "timed_out":
            return Word("…", "took too long", "bad")
        case "out_of_memory":
            return Word("▲", "used too much memory", "bad")
        case "died":
            return Word("■", "ended the process", "bad")
        case "protocol":
            return Word("≠", "broke the protocol", "bad")
        case "skipped":
            return Word("–", "skipped", "quiet")
        case "broken":
            return Word("?", "grader’s fault", "warn")


def verdict_means(verdict: Verdict) -> str:
    """What a verdict tells the student, where the word alone does not say it."""
    match verdict:
        case "broken":
            return "The check itself failed, not your code; no point is taken for it."
        case "skipped":
            return "It needs something that did not pass, so it was not run."
        case "protocol":
            return (
                "Your code wrote something of its own where only its results may go, "
                "or far too much of it."
            )
        case _:
            return ""


def status_word(status: Status) -> Word:
    """A submission's status, for the instructor."""
    match status:
        case "graded":
            return Word("✓", "graded", "good")
        case "missing":
            return Word("○", "nothing handed in", "quiet")
        case "unreadable":
            return Word("!", "unreadable", "bad")
        case "stopped":
            return Word("!", "stopped while it was loaded", "bad")
        case "broken":
            return Word("?", "withheld", "warn")


def kind_words(kind: Kind | Literal["question"]) -> str:
    """What sort of law a check tests."""
    match kind:
        case "property":
            return "property"
        case "gradient":
            return "numeric gradient"
        case "reference":
            return "compared with the reference"
        case "example":
            return "worked example"
        case "statistical":
            return "statistics"
        case "training":
            return "training run"
        case "vectorised":
            return "no loop over examples"
        case "stability":
            return "numerical stability"
        case "purity":
            return "inputs left as they were"
        case "static":
            return "rules for the source"
        case "question":
            return "question"


def rung_words(rung: Rung | None) -> str:
    """What a rung of isolation stands for."""
    match rung:
        case "A":
            return "A (full isolation)"
        case "B":
            return "B (isolated, without namespaces)"
        case "C":
            return "C (system calls and resources limited)"
        case "D":
            return "D (a separate process, not a sandbox)"
        case None:
            return "none (no code was run)"


def level_words(level: FeedbackLevel) -> str:
    """What a student is told of hidden checks at this level."""
    match level:
        case "full":
            return ""
        case "hint":
            return "Hidden checks give a hint, not the input on which they fail."
        case "name":
            return "Hidden checks give their name and their verdict only."
        case "silent":
            return "Hidden checks are not listed; their points are in each exercise’s score."


def unread_words(kind: QuestionKind) -> str:
    """What an answer to such a question is that could not be understood."""
    match kind:
        case "number":
            return "no number"
        case "tuple":
            return "no shape"
        case "single" | "multi":
            return "no choice"


def score_words(report: Report) -> str:
    """A report's score in a table's cell: "41/50", or the word for why there is none."""
    if report.status != "graded" or report.score is None:
        return status_word(report.status).text
    return f"{report.score}/{report.max_score}"


# What a cause ends with where another input, of which no axis has length 2, can tell more.
EITHER_TWO = "is it that 2, or a 2 of the formula?"
# The least that can be said of a gradient that is wrong.
NO_MULTIPLE = "no multiple of the gradient"


def is_vague(cause: str) -> bool:
    """Whether another input, or a hint, may tell more than this cause does."""
    return all(EITHER_TWO in line or NO_MULTIPLE in line for line in cause.splitlines())
