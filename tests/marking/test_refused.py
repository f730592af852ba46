"""What a student's own statement raises is called a refusal, and what it calls is not."""

import pytest

from grader.course.load import load
from grader.marking.marker import Marker
from grader.preparation.prepare import prepare

from ..conftest import marked_by

REFUSING = {
    "raise": ("if x.ndim != 9:\n        raise ValueError('could not be broadcast')", "ValueError"),
    "on one line": ("if x.ndim != 9: raise KeyError(x)", "KeyError"),
    "assert": ("assert x.ndim == 9, 'no'", "AssertionError"),
}
RAISING = {
    "by accident": ("return {}[x.ndim]", "KeyError"),
    "what it calls": ("return int('x')  # or raise ValueError", "ValueError"),
    "another one on the line": ("raise KeyError(1 / 0)", "ZeroDivisionError"),
    "handed on": ("try: int('x')\n    except ValueError: raise", "ValueError"),
}


@pytest.fixture(scope="module")
def mark(tiny, sandbox, tmp_path_factory):
    home = tiny.write_tiny_course(tmp_path_factory.mktemp("course"))
    return marked_by(Marker(prepare(load(home, "tiny")), sandbox, mends=False), "tiny")


@pytest.fixture
def first(mark, tiny):
    """What is said of relu, whose function begins so: by its public check, and by a hidden one."""

    def results(line):
        body = "return np.maximum(x, 0.0)"
        checks = mark(tiny.SOLUTION.replace(body, f"{line}\n    {body}")).exercises[0].checks
        assert [one.public for one in checks[:2]] == [True, False]
        return checks[:2]

    return results


@pytest.mark.parametrize("kind", REFUSING)
def test_what_a_student_raises_himself_is_called_a_refusal(kind, first):
    line, raised = REFUSING[kind]
    for check in first(line):
        assert check.message == (
            f"Your code refused this input at line {check.line} of your file: it raised {raised} "
            "there, and must take the input"
        )
        # His own words are no complaint of NumPy's.
        assert check.cause == ""


@pytest.mark.parametrize("kind", RAISING)
def test_what_is_raised_by_accident_is_no_refusal(kind, first):
    line, raised = RAISING[kind]
    for check in first(line):
        assert check.message == f"Your code raised {raised} at line {check.line} of your file"


def test_a_line_that_is_not_told_is_not_said_to_refuse(first):
    many = "\n    ".join(["x = x + 0"] * 70)
    public, hidden = first(f"{many}\n    raise ValueError")
    assert public.message.startswith("Your code refused this input")
    assert (hidden.message, hidden.line) == ("Your code raised ValueError", None)
