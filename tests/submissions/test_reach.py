"""Which code counts for whom: what is written otherwise is the same, what does otherwise is not."""

import ast

import pytest

from grader.submissions import Asked, needed
from grader.submissions.reading import read
from grader.submissions.source.reach import MOST_PARTS, MOST_TOLD

TWO = """\
import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def relu(z):
    return np.maximum(0, z)
"""


def parts(source, *exercises):
    return read(source.encode(), Asked(forbidden=dict.fromkeys(exercises, ()))).parts


def part(source, name):
    (found,) = [one for one in parts(source) if name in one.names and one.waits]
    return found


def loaded(source, *roots):
    """The source of what is run for these names."""
    found = parts(source)
    lines = source.split("\n")
    return "\n".join(
        line
        for number in needed(found, roots)
        for line in lines[found[number].spans[0][0] - 1 : found[number].spans[0][1]]
    )


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


@pytest.mark.parametrize(
    ("statement", "waits"),
    [
        ("def f(x, n=1) -> None:\n    pass\n", True),
        ("def f(x, n=len(KEPT)) -> None:\n    pass\n\nKEPT = []", False),
        ("import f", True),
        ("from numpy import f", True),
        ("class f:\n    N = 3\n    def g(self):\n        return h(self)\n", True),
        ("class f:\n    KEPT = make()\n", False),
        ("class f(Base):\n    pass\n", False),
        ("@decorated\ndef f(x):\n    return x\n", False),
        ("f = 3\n", False),
        ("for f in (1, 2):\n    pass\n", False),
    ],
)
def test_what_waits_does_nothing_but_bind_its_name(statement, waits):
    (found,) = [
        one for one in parts("def h(x):\n    return x\n\n\n" + statement) if "f" in one.names
    ]
    assert found.waits == waits


@pytest.mark.parametrize(
    ("run", "left_alone"),
    [
        (["def f(x):", "    return x"], ["print(f(1))"]),
        (["def f(x):", "    return x"], ["for i in range(3):", "    x = f(i)"]),
        (["K = make()", "def f(x):", "    return K"], ["L = make()"]),
        (["def g(x):", "    return x", "def f(x):", "    return g(x)"], ["def h():", "    f(1)"]),
        (["K = 1", "K = K + 1", "def f(x):", "    return K"], ["print(K)"]),
        (
            ["T = {}", "for i in range(3):", "    T[i] = i", "def f(x):", "    return T[x]"],
            ["print(i)"],
        ),
        (["T = []", "T.append(3)", "def f(x):", "    return T"], ["f(1)"]),
        (["T = []", "U = T", "U.append(3)", "def f(x):", "    return T"], ["f(1)"]),
        (
            ["def put(t):", "    t.append(1)", "T = []", "put(T)", "def f(x):", "    return T"],
            ["f(1)"],
        ),
        (
            ["T = []", "def put():", "    T.append(1)", "put()", "def f(x):", "    return T"],
            ["f(1)"],
        ),
        (
            [
                "N = 0",
                "def more():",
                "    global N",
                "    N += 1",
                "more()",
                "def f():",
                "    return N",
            ],
            ["f()"],
        ),
        (["def f(x):", "    return f.kept", "f.kept = 3"], ["f(1)"]),
        (["import numpy as np", "np.random.seed(1)", "def f(x):", "    return np.pi"], ["f(1)"]),
        (["import numpy as np", "np.tau = 6", "def f(x):", "    return np.tau"], ["f(1)"]),
        (["import matplotlib.pyplot as plt", "def f(x):", "    plt.plot(x)"], ["plt.show()"]),
        (["from numpy import *", "def f(x):", "    return exp(x)"], ["y = exp(3)"]),
        (["class A:", "    pass", "def f(x):", "    return A()"], ["class B:", "    pass"]),
        (["A = []", "class B:", "    A.append(1)", "def f(x):", "    return A"], ["f(1)"]),
        (
            ["class R:", "    kept = []", "class B(R):", "    pass", "def f(x):", "    return B"],
            ["R()"],
        ),
        (
            ["def d(g):", "    return g", "@d", "def f(x):", "    return x"],
            ["@d", "def h():", "    f(1)"],
        ),
        (["if True:", "    def f(x):", "        return x"], ["f(1)"]),
        (["def f(x):", "    return x", "del f"], ["g = 3"]),
        (["def f(i):", "    for i in range(3):", "        x = i"], ["for i in f(1):", "    x = i"]),
        (["def f(g):", "    return g['W1']"], ["W1 = f({})"]),
        (["K: int = make()", "def f(x):", "    return K"], ["N: int"]),
        (["def f(x, n=[]):", "    return n"], ["f(1).append(2)"]),
        (["f = lambda x: x"], ["f(1)"]),
        (["with np.errstate():", "    f = make()"], ["f(1)"]),
    ],
)
def test_an_exercise_needs_what_binds_or_changes_what_it_reaches(run, left_alone):
    source = "\n".join([*run, *left_alone])
    assert loaded(source, "f") == "\n".join(run)


@pytest.mark.parametrize(
    "line",
    [
        "exec('f = None')",
        "globals()['f'] = None",
        "setattr(np, 'sum', f)",
        "vars()['f'] = 1",
        "sys.modules['x'] = 1",
    ],
)
def test_what_may_bind_any_name_is_run_with_all_that_stands_there(line):
    source = f"{TWO}\n\n{line}\nprint(relu(1))\n"
    assert len(needed(parts(source), ["sigmoid"])) in (len(parts(source)), 3)
    assert line in loaded(source, "sigmoid")


@pytest.mark.parametrize(
    "body", ["eval('relu')", "globals()['relu']", "sigmoid.__globals__", "gc.get_objects()"]
)
def test_what_may_name_anything_needs_everything(body):
    source = f"{TWO}\n\ndef f(x):\n    return {body}\n\n\nprint(relu(1))\n"
    assert len(needed(parts(source), ["f"])) == len(parts(source))
    assert len(needed(parts(source), ["relu"])) == 2


@pytest.mark.parametrize(
    "line",
    [
        "eval('f')",
        "getattr(f, name)",
        "f.__code__",
        "f.__doc__",
        "import inspect",
        "from numpy import *",
    ],
)
def test_what_sees_how_it_is_written_is_marked(line):
    assert parts(f"{TWO}\n{line}\n")[-1].sees_itself


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
def test_what_may_differ_from_run_to_run_is_marked(line):
    assert parts(f"{TWO}\n\n{line}\n")[-1].by_chance
    assert not parts(f"{TWO}\n\nrng = np.random.default_rng(3)\n")[-1].by_chance


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


def test_a_file_of_too_many_parts_is_run_and_marked_as_one():
    (found,) = parts("x = 1\n" * (MOST_PARTS + 1))
    assert found.always
    assert found.by_chance


def test_a_module_beside_the_work_does_not_wait():
    """Importing it runs it: in which order may matter."""
    asked = Asked(own=("m0", "m1"))
    found = read(b"import numpy\nimport m0, os\nfrom m1 import *\nfrom m1.sub import x\n", asked)
    waits = {one.spans[0][0]: one.waits for one in found.parts}
    assert waits == {1: True, 2: False, 3: False, 4: False}


def test_many_names_for_many_values_are_followed_once():
    """Each was followed once for each of the others: minutes, in each worker anew."""
    count = 12_000
    names = ", ".join(f"n{number}" for number in range(count))
    values = ", ".join(f"x{number}" for number in range(count))
    lines = [f"x{number} = []" for number in range(50)]
    source = "\n".join([*lines, f"{names} = {values}", "def f():", "    return n0", ""])
    found = parts(source)
    assert len(needed(found, ["f"])) == len(found)


def test_a_file_of_too_many_names_is_run_and_marked_as_one():
    values = ", ".join(f"x{number}" for number in range(MOST_TOLD // 2))
    (found,) = parts(f"x = 1\n[{values}] = [x] * 3\nprint([{values}])\n")
    assert found.always


def test_a_number_of_many_digits_is_a_number():
    digits = "f" * 6000
    assert part(f"def f():\n    return 0x{digits}\n", "f").digest != (
        part(f"def f():\n    return 0x{digits}1\n", "f").digest
    )
