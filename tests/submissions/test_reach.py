"""Which code counts for whom: what is written otherwise is the same, what does otherwise is not."""

import ast

import pytest

from grader.submissions import Asked
from grader.submissions.reading import read

TWO = """\
import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def relu(z):
    return np.maximum(0, z)
"""


def reach(source):
    return read(source.encode(), Asked(forbidden={})).reach


def part(source, name):
    (found,) = [one for one in reach(source).parts if name in one.names and one.waits]
    return found


@pytest.mark.parametrize(
    "other",
    [
        "def f(x):\n    # why\n    return x + 1\n",
        'def f(x):\n    """Why."""\n    return x + 1\n',
        "def f(x):\n    return (\n        x\n        + 1\n    )\n",
        "def f( x ) :\n\n\n        return x+1",
        "X = 3\n\n\ndef f(x):\n    return (x + 0x1)\n",
    ],
)
def test_how_it_is_written_does_not_count(other):
    assert part(other, "f").digest == part("def f(x):\n    return x + 1\n", "f").digest


@pytest.mark.parametrize(
    "other",
    [
        "def f(x):\n    return x + 1.0\n",
        "def f(x):\n    return x - 1\n",
        "def f(x):\n    return 1 + x\n",
        "def f(x, y=1):\n    return x + 1\n",
        "def f(y):\n    return y + 1\n",
        "def f(x): return x + 1\n",  # its lines are told by statement
        "async def f(x):\n    return x + 1\n",
        "def f(x):\n    'x' + '1'\n    return x + 1\n",
    ],
)
def test_what_it_says_counts(other):
    assert part(other, "f").digest != part("def f(x):\n    return x + 1\n", "f").digest


def test_a_definition_waits_and_its_head_runs():
    found = part("def f(x: np.ndarray, n=len(KEPT)) -> None:\n    return g(x)\n\nKEPT = []", "f")
    assert found.waits
    assert found.head
    assert "KEPT" in found.head_uses
    assert part("def f(x, n=1) -> None:\n    pass\n", "f").head == ""


@pytest.mark.parametrize(
    "statement",
    [
        "@decorated\ndef f(x):\n    return x\n",
        "class f(Base):\n    pass\n",
        "class f:\n    KEPT = make()\n",
        "class f:\n    @decorated\n    def g(self):\n        pass\n",
        "f = 3\n",
        "from numpy import f\n",
        "if True:\n    def f(x):\n        return x\n",
        "try:\n    f = 1\nexcept NameError:\n    f = 2\n",
        "for f in (1, 2):\n    pass\n",
        "del f\n",
        "f.kept = 1\n",
        "[f := 1]\n",
    ],
)
def test_what_does_something_counts_for_all(statement):
    found = reach("def h(x):\n    return x\n\n\n" + statement)
    assert found.parts
    (one,) = [one for one in found.parts if "f" in one.names]
    assert not one.waits


@pytest.mark.parametrize(
    "text",
    [
        "g(1)",
        "x.g",
        "'g'",
        "'call g now'",
        "f(g=1)",
        "lambda g: 1",
        "[g for g in x]",
        "b'g'",
        "f'{g}'",
    ],
)
def test_a_name_is_used_wherever_it_stands(text):
    source = f"def g(x):\n    return x\n\n\ndef f(x):\n    return {text}\n"
    assert "g" in part(source, "f").uses


@pytest.mark.parametrize(
    "line",
    [
        "eval('f')",
        "globals()['f']",
        "getattr(f, name)",
        "vars(f)",
        "f.__code__",
        "f.__globals__",
        "f.__doc__",
        "setattr(np, 'sum', f)",
        "from numpy import *",
        "import sys",
        "import inspect",
        "def __getattr__(name):\n    return f",
        "class Meta(type):\n    def __prepare__(*_):\n        return {}",
    ],
)
def test_what_reaches_in_other_ways_counts_as_a_whole(line):
    source = f"{TWO}\n\n{line}\n"
    found = reach(source)
    assert found.parts == ()
    assert found.whole == "" or found.whole != reach(source + "# another\n").whole


@pytest.mark.parametrize(
    "line",
    [
        "import time",
        "from random import random",
        "rng = np.random.default_rng()",
        "rng = np.random.default_rng(None)",
        "rng = np.random.default_rng(seed=None)",
        "rng = np.random.RandomState()",
        "print(id(np))",
    ],
)
def test_what_may_differ_from_run_to_run_is_never_known_again(line):
    found = reach(f"{TWO}\n\n{line}\n")
    assert found.parts == ()
    assert found.whole == ""


def test_a_seeded_generator_is_steady():
    assert reach(f"{TWO}\n\nrng = np.random.default_rng(3)\n").parts


def test_imports_wait_as_none_can_fail():
    found = reach("import numpy as np\nimport matplotlib.pyplot as plt\n")
    assert [one.waits for one in found.parts] == [True, True]
    assert [one.names for one in found.parts] == [("np",), ("plt",)]


def test_spans_are_those_of_the_statements_but_docstrings():
    source = '''def f(x):
    """One
    of two."""
    if x:
        y = (
            1
        )
    else:
        try:
            y = 2
        except ValueError:
            y = 3
    return y
'''
    assert part(source, "f").spans == (
        (1, 13),
        (4, 12),
        (5, 7),
        (9, 12),
        (10, 10),
        (12, 12),
        (13, 13),
    )
    assert len(ast.parse(source).body) == 1


def test_a_file_of_too_many_parts_is_marked_by_itself():
    assert reach("x = 1\n" * 1001) == type(reach(""))()
