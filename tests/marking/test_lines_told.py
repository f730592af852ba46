"""On hidden checks a line is told that is one of a few: which one could follow from the inputs."""

import math

import pytest

from grader.reports import feedback_of
from grader.submissions import analyse
from grader.submissions.source.told import MOST_LINES

KINDS = {
    "a branch for each number": "\n".join(
        f"    if n == {n}:\n        raise ValueError" for n in range(400)
    ),
    "many lines of one statement": "    raise [\n"
    + "\n".join(f"        lambda: 1 / 0 if n != {n} else None," for n in range(400))
    + "\n    ][n]()",
    "a jump into padding": "\n" * 3000 + "    raise ValueError",
}


def compute_cost(body):
    return f"def compute_cost(A, Y):\n    n = hash(np.asarray(A).tobytes()) % 400\n{body}\n"


def many(count):
    """A function each for so many numbers, and one that calls them by the input."""
    text = "\n".join(f"def f{n}(A):\n    raise ValueError\n" for n in range(count))
    named = ", ".join(f"f{n}" for n in range(count))
    return f"{text}\n{compute_cost(f'    return [{named}][n](A)')}"


SOURCES = {name: compute_cost(body) for name, body in KINDS.items()} | {"many functions": many(400)}


def lines_of(report, *, public):
    return [
        check.line
        for one in report.exercises
        for check in one.checks
        if one.name == "compute_cost" and check.public == public
    ]


@pytest.mark.parametrize("kind", SOURCES)
def test_a_hidden_check_tells_one_of_few_lines(kind, mark, with_function):
    source = with_function(SOURCES[kind])
    told = analyse(source).lines_told("compute_cost")
    assert len(told) <= MOST_LINES
    report = mark(source)
    assert report.status == "graded"
    for line in lines_of(report, public=False):
        assert line is None or line in told
    for check in report.exercises[2].checks:
        if not check.public and check.line is None:
            assert not check.source
            assert "at line" not in check.message


def test_a_file_of_two_hundred_thousand_lines_tells_six_bits(assignment):
    padding = "\n".join(f"    if n == {n}: raise ValueError" for n in range(200_000))
    source = f"{assignment.reference}\n\n{compute_cost(padding)}"
    # The parser's part of it alone: what is told must not take long to find.
    told = analyse(source[:400_000].rsplit("\n", 1)[0]).lines_told("compute_cost")
    assert math.log2(len(told) + 1) == 6


def test_the_lines_of_a_function_of_the_usual_length_are_all_told(mark, with_function):
    source = with_function("""
def helper(A):
    return A[99, 99]

def compute_cost(A, Y):
    m = Y.shape[1]
    if m != 3:
        return helper(A)
    raise ValueError("no")
""")
    lines = source.split("\n")
    report = mark(source)
    (shown,) = lines_of(report, public=True)
    assert "raise ValueError" in lines[shown - 1]
    hidden = {lines[line - 1].strip() for line in lines_of(report, public=False) if line}
    assert "return A[99, 99]" in hidden
    told = feedback_of(report.model_copy(update={"feedback": "hint"}))
    assert any(check.line for check in told.exercises[2].checks if not check.public)


def test_what_called_the_line_that_raised_is_told_of_public_checks_alone(mark, with_function):
    source = with_function("""
def helper(A):
    return A[99, 99]

def through(A):
    return [helper(one) for one in [A]]

def compute_cost(A, Y):
    return through(
        A)
""")
    first = source.split("\n").index("def helper(A):") + 2
    line_map = tuple(("cell 3", number - first) for number in range(1, source.count("\n") + 2))
    for places, where in ((None, "line {} of your file"), (line_map, "cell 3, line {}")):
        start = first if places is None else 0
        report = mark(source, line_map=places)
        for check in report.exercises[2].checks:
            assert check.verdict == "errored"
            called = [one for one in check.source if one.where.startswith("called from ")]
            assert [(one.where, one.text) for one in called] == [
                (f"called from {where.format(start + down)}", text)
                for down, text in (
                    (3, "return [helper(one) for one in [A]]"),
                    (6, "return through("),
                )
                if check.public
            ]


ENDLESS = """
def compute_cost(A, Y):
    i, m = 0, Y.shape[1]
    while i < m:
        A = A + 1
    return 1.0
"""


def test_why_a_loop_never_ends_is_said_where_its_line_is(mark, with_function):
    source = with_function(ENDLESS)
    number = source.split("\n").index("    while i < m:") + 1
    book = tuple(("cell 3", line) for line in range(1, source.count("\n") + 2))
    for places, where in ((None, f"on line {number}"), (book, f"in cell 3, line {number}")):
        checks = mark(source, line_map=places).exercises[2].checks
        stopped = [check for check in checks if check.verdict == "timed_out" and check.line]
        assert stopped
        for check in stopped:
            why = f"Nothing in the loop {where} changes `i` or `m`, so its condition stays true."
            assert check.cause == why
    other = with_function(ENDLESS.replace("A = A + 1", "m = m + 1"))
    assert not any(check.cause for check in mark(other).exercises[2].checks)


def test_what_took_too_long_tells_what_it_had_called_on_public_checks_alone(mark, with_function):
    source = with_function("""
def steps(m):
    k = 0
    while k < m:
        m = m
    return k

def compute_cost(A, Y):
    return steps(Y.shape[1])
""")
    first = source.split("\n").index("def steps(m):") + 1
    (check, *_) = [one for one in mark(source).exercises[2].checks if one.verdict == "timed_out"]
    assert check.public
    assert (check.line, check.callers) in [(first + 7, (first + down,)) for down in (2, 3)]
    (here, called) = check.source
    assert here.text == "return steps(Y.shape[1])"
    assert called.where.startswith("which had called line ")
    endless = source.replace("m = m\n", "k + m\n")
    (check, *_) = [one for one in mark(endless).exercises[2].checks if one.verdict == "timed_out"]
    why = (
        f"Nothing in the loop on line {first + 2} changes `k` or `m`, so its condition stays true."
    )
    assert check.cause == why


def test_the_nearest_come_first():
    text = "\n".join(
        ["def f(x):", "    return g(x)", "", "def g(x):", "    return 1 / x", "", "x = 1"]
        + [f"y{n} = {n}" for n in range(200)]
    )
    told = sorted(analyse(text).lines_told("f"))
    assert told[:5] == [1, 2, 4, 5, 7]
    assert len(told) == MOST_LINES
    assert analyse("").lines_told("f") == frozenset()
