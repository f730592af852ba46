"""The handout: what is inside the solution regions never gets out."""

from __future__ import annotations

import ast
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.course import solution_lines, stub, stub_of
from grader.course.load import load
from grader.course.specs import HandoutSpec
from grader.errors import CourseInvalid
from grader.handout import public_checks
from grader.handout.tree import handout_of
from grader.submissions.source.analysis import analyse

SOLUTION = '''\
"""A module."""

import numpy as np


def relu(x):
    """The larger of x and 0."""
    # BEGIN SOLUTION
    secret = np.maximum(x, 0)
    return secret
    # END SOLUTION


class Layer:
    """A layer."""

    def forward(self, x):
        """Forward."""
        # BEGIN SOLUTION
        if x:
            return secret(x)
        return 2
        # END SOLUTION

    def name(self):
        """Kept."""
        return "layer"
'''

STUB = '''\
"""A module."""

import numpy as np


def relu(x):
    """The larger of x and 0."""
    raise NotImplementedError


class Layer:
    """A layer."""

    def forward(self, x):
        """Forward."""
        raise NotImplementedError

    def name(self):
        """Kept."""
        return "layer"
'''


def refused(source):
    with pytest.raises(CourseInvalid) as caught:
        stub(source, "solutions/some.py")
    message = str(caught.value)
    assert message.startswith("solutions/some.py")
    return message


def test_each_region_becomes_a_raise_at_its_indentation():
    assert stub(SOLUTION, "solutions/some.py") == STUB


def test_the_grader_sees_the_stub_as_one():
    assert analyse(STUB).stubs == {"relu"}


def test_a_stub_of_a_stub_is_refused():
    assert "no solution region" in refused(STUB)


def test_a_file_without_regions_is_refused():
    assert "# BEGIN SOLUTION" in refused("def f(x):\n    return x\n")


def test_a_region_that_never_ends_is_refused():
    message = refused("def f(x):\n    # BEGIN SOLUTION\n    return x\n")
    assert "line 2 never ends" in message


def test_a_region_that_never_began_is_refused():
    assert "line 3" in refused("def f(x):\n    return x\n    # END SOLUTION\n")


def test_a_region_in_a_region_is_refused():
    message = refused(
        "def f(x):\n    # BEGIN SOLUTION\n    # BEGIN SOLUTION\n    return x\n    # END SOLUTION\n"
    )
    assert "line 3" in message
    assert "line 2" in message


def test_a_region_that_cuts_a_statement_is_refused():
    message = refused(
        "def f(x):\n    return (\n    # BEGIN SOLUTION\n    x\n    # END SOLUTION\n    )\n"
    )
    assert "not valid Python" in message


@pytest.mark.parametrize(
    "begin",
    [
        "#BEGIN SOLUTION",
        "# begin solution",
        "# BEGIN  SOLUTION",
        "# BEGIN SOLUTION:",
        "# BEGIN SOLUTION (relu)",
        "## BEGIN SOLUTION",
        "x = x  # BEGIN SOLUTION",
    ],
)
def test_a_mark_that_is_nearly_one_is_refused(begin):
    # Taken for a comment, it would leave the solution in the handout.
    end = begin.replace("BEGIN", "END").replace("begin", "end")
    good = "def g(x):\n    # BEGIN SOLUTION\n    return 1\n    # END SOLUTION\n"
    message = refused(f"{good}\ndef f(x):\n    {begin}\n    return secret(x)\n    {end}\n")
    assert "line 7" in message


def test_solution_lines_are_those_inside():
    assert [line.strip() for line in solution_lines(SOLUTION)] == [
        "secret = np.maximum(x, 0)",
        "return secret",
        "if x:",
        "return secret(x)",
        "return 2",
    ]


LINES = st.sampled_from(
    [
        "    # BEGIN SOLUTION",
        "    # END SOLUTION",
        "    kept = 1",
        "    secret = 2",
        "def f():",
        "",
    ]
)


@given(st.lists(LINES, max_size=12).map("\n".join))
def test_a_stub_holds_nothing_of_a_region_or_is_refused(source):
    try:
        found = stub(source, "some.py")
    except CourseInvalid:
        return
    ast.parse(found)
    inside = source.count("secret") - found.count("secret")
    assert inside == sum("secret" in line for line in solution_lines(source))
    assert "SOLUTION" not in found


def test_an_exercise_without_a_region_is_refused(course_with):
    root = course_with(
        "solutions/tiny.py",
        "    # BEGIN SOLUTION\n    return upstream * (x > 0)\n    # END SOLUTION\n",
        "    return upstream * (x > 0)\n",
    )
    with pytest.raises(CourseInvalid, match="relu_backward has no solution region"):
        stub_of(load(root, "tiny"))


def test_an_exercise_that_the_solution_lacks_is_refused(course_with):
    root = course_with("solutions/tiny.py", "def row_means(x)", "def rows_means(x)")
    with pytest.raises(CourseInvalid, match="defines no row_means"):
        stub_of(load(root, "tiny"))


def test_the_tiny_stub_is_all_stubs(tiny_course):
    found = stub_of(load(tiny_course, "tiny"))
    assert analyse(found).stubs == {"relu", "relu_backward", "row_means"}
    assert "maximum" not in found


def test_what_is_shared_keeps_its_name(tiny_course):
    common = tiny_course / "assignments" / "common"
    common.mkdir(exist_ok=True)
    (common / "__init__.py").write_text("")
    (common / "edges.py").write_text("EDGE = 3.0\n")
    checks = tiny_course / "assignments/tiny/checks.py"
    checks.write_text(f"from common.edges import EDGE as END  # noqa: F401\n{checks.read_text()}")
    with pytest.raises(CourseInvalid, match=r"line 1, calls EDGE of common\.edges END"):
        public_checks(load(tiny_course, "tiny"))


def test_a_module_that_is_shared_is_not_imported_as_a_whole(course_with):
    root = course_with(
        "assignments/tiny/checks.py",
        "import numpy as np",
        "import numpy as np\nfrom common import x",
    )
    common = root / "assignments" / "common"
    common.mkdir(exist_ok=True)
    (common / "__init__.py").write_text("x = 1\n")
    with pytest.raises(CourseInvalid, match=r"from common\.module import name"):
        public_checks(load(root, "tiny"))


def test_a_parameter_is_no_name_of_the_file(course_with):
    root = course_with(
        "assignments/tiny/checks.py",
        "def tables():",
        "def student():\n    return SECRET\n\n\nSECRET = 3\n\n\ndef tables():",
    )
    found = public_checks(load(root, "tiny"))
    assert "def relu_known_values" in found
    assert "SECRET" not in found


def test_public_checks_are_those_and_what_they_need(course_with):
    root = course_with(
        "assignments/tiny/checks.py",
        "def tables():",
        'ZERO = 0.0\nSECRET = "the trick"\n\n\ndef zero():\n    return ZERO\n\n\ndef tables():',
    )
    checks = root / "assignments/tiny/checks.py"
    checks.write_text(
        checks.read_text().replace("np.array([0.0, 0.0, 3.0]))", "np.array([zero(), 0.0, 3.0]))")
    )
    found = public_checks(load(root, "tiny"))
    assert "def relu_known_values" in found
    assert "def zero" in found
    assert "ZERO = 0.0" in found
    for hidden in ("SECRET", "relu_is_the_larger", "tables", "gradients_agree", "unchanged"):
        assert hidden not in found
    names = {}
    exec(compile(found, "public_checks.py", "exec"), names)
    assert names["relu_known_values"].public


def test_what_hidden_checks_use_is_not_handed_out(root):
    assignment = load(root, "c1_logistic_regression")
    text = handout_of(assignment)["assignment.toml"].decode()
    assert assignment.spec.seed > 0
    assert "seed" not in text
    spec = HandoutSpec.model_validate(tomllib.loads(text))
    assert spec.model_dump() == assignment.spec.model_dump() | {"seed": 0}
