"""Analysis: what the source says of itself, and no source that breaks the reader."""

from __future__ import annotations

import ast
import marshal
import textwrap
import warnings
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.analysis import MOST_HELD, Analysis, analyse, not_allowed


def of(source, **how):
    found = analyse(textwrap.dedent(source), **how)
    assert found.problem == "", found.problem
    return found


def complaints(source, exercise="f", forbidden=("np.tanh",), others=(), **how):
    return list(not_allowed(of(source, **how), exercise, forbidden, others))


# Sources that don't compile


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("def f(:\n", 1),
        ("x = 1\n  y = 2\n", 2),
        ("x = 'open\n", 1),
        ("return 1\n", 1),
        ("x = 1\nbreak\n", 2),
        ("\n\nprint 3\n", 3),
        ("def f(x, x):\n    pass\n", 1),
        ("f() = 1\n", 1),
        ("if x:\n\ty\n        z\n", 3),
        ("from __future__ import no_such_thing\n", 1),
    ],
)
def test_a_syntax_error_is_told_with_its_line(source, line):
    found = analyse(source)
    assert found.line == line
    assert found.problem.startswith(f"line {line}: ")
    assert not found.parts


NESTED_BLOCKS = "".join(" " * i + "if 1:\n" for i in range(150)) + " " * 150 + "pass\n"


@pytest.mark.parametrize(
    "source",
    [
        "x = 1\0",
        "\0",
        "x = '\ud800'",
        "(" * 5000,
        "[" * 100_000,
        "-" * 200_000 + "1",
        "not " * 100_000 + "x",
        "x" + "+1" * 50_000,
        "x" + ".a" * 50_000,
        "x" + "[0]" * 50_000,
        "x" + "(1)" * 20_000,
        "lambda: " * 5000 + "1",
        "1 if 1 else " * 5000 + "1",
        NESTED_BLOCKS,
        "x = " + "9" * 5000,
        "f'{" * 300,
        "x = 1_",
        "\\",
        "\ufeff\ufeffx",
        "if 1:\n" * 2000,
        "é" * 10 + "\u0000",
        "\x1b[31m",
    ],
    ids=lambda source: repr(source[:12]),
)
def test_a_source_that_breaks_the_parser_is_a_problem(source):
    found = analyse(source)
    assert found.problem
    assert found.stubs == frozenset()
    assert list(not_allowed(found, "f", ["np.tanh"], [])) == []


@pytest.mark.parametrize(
    "source",
    [
        "",
        "# -*- coding: no-such-encoding -*-\nx = 1\n",
        "# -*- coding: utf-7 -*-\nx = 1\n",
        "x = 1\r\ny = 2\r",
        "x = '\\d'\n",
        "x is 1\n",
        "assert (x, 'always true')\n",
        "x = 10 ** 10 ** 10\n",
        "\x0cx = 1\n",
    ],
    ids=repr,
)
def test_an_odd_source_that_compiles_is_no_problem(source):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert analyse(source).problem == ""


@given(st.text(max_size=60))
def test_any_text_is_read_or_a_problem(text):
    found = analyse(text)
    list(not_allowed(found, "f", ["np.tanh"], []))
    assert isinstance(found, Analysis)


@given(
    st.lists(
        st.sampled_from(
            "def f(x):|\n|    |return |import |numpy| as |n|.|tanh|(|)|x|class C:|pass|from |*|=|"
            "lambda |:|\t|'".split("|")
        ),
        max_size=25,
    ).map("".join)
)
def test_any_scraps_of_python_are_read_or_a_problem(text):
    list(not_allowed(analyse(text), "f", ["np.tanh"], []))


@pytest.mark.parametrize("levels", [500, 900, 1200, 1400])
def test_a_long_chain_of_attributes_is_read_or_a_problem(levels):
    found = analyse(f"def f(x):\n    return x{'.a' * levels}\n")
    if not found.problem:
        assert list(not_allowed(found, "f", ["np.tanh"], [])) == []


# Stubs


@pytest.mark.parametrize(
    "body",
    [
        "pass",
        "...",
        "return",
        "return None",
        "raise NotImplementedError",
        "raise NotImplementedError()",
        "raise NotImplementedError('later')",
        "raise NotImplementedError from None",
        "'''Only a docstring.'''",
        "'''A docstring.'''\n    pass",
        "'''A docstring.'''\n    ...\n    return None",
        "'''A docstring.'''\n    raise NotImplementedError",
        "pass\n    raise NotImplementedError",
        "'one'\n    'two'",
    ],
)
@pytest.mark.parametrize("head", ["def f(x):", "async def f(x):", "@staticmethod\ndef f(x):"])
def test_every_form_of_a_stub_is_one(head, body):
    assert of(f"{head}\n    {body}\n").stubs == {"f"}


@pytest.mark.parametrize(
    "body",
    [
        "return x",
        "return 0",
        "return ()",
        "return (None,)",
        "x += 1",
        "raise ValueError",
        "raise NotImplementedErrors",
        "raise errors.NotImplementedError",
        "raise",
        "print(x)",
        "if x: pass",
        "assert x",
        "yield",
        "x = None",
        "global z",
        "import math",
        "pass; return x",
    ],
)
def test_whatever_does_something_is_no_stub(body):
    assert of(f"def f(x):\n    {body}\n").stubs == frozenset()


def test_the_last_definition_counts():
    stub, done = "def f():\n    pass\n", "def f():\n    return 1\n"
    assert of(stub + done).stubs == frozenset()
    assert of(done + stub).stubs == {"f"}


@pytest.mark.parametrize(
    "later",
    [
        "f = lambda x: x + 1",
        "from given import f",
        "import fast as f",
        "f: object = len",
        "a, f = 1, len",
        "f = g = len",
        "if True:\n    def f(x):\n        return x",
        "try:\n    f = len\nexcept NameError:\n    pass",
    ],
)
def test_a_stub_whose_name_is_bound_again_is_none(later):
    # It is left to the checks: a right solution in an odd form must not score nothing.
    assert of(f"def f(x):\n    raise NotImplementedError\n\n{later}\n").stubs == frozenset()


def test_only_functions_of_the_top_level_are_stubs():
    source = """
    class C:
        def method(self):
            pass
    def outer():
        def inner():
            pass
        return inner
    """
    assert of(source).stubs == frozenset()


# Imports


@pytest.mark.parametrize(
    "line",
    [
        "import numpy",
        "import numpy as np",
        "import numpy.linalg as la",
        "from numpy import tanh as t",
        "from numpy.random import default_rng",
        "import math, itertools",
        "from __future__ import annotations",
        "from typing import *",
        "import collections.abc",
    ],
)
def test_the_usual_imports_are_allowed(line):
    found = of(f"{line}\n")
    assert found.notes == ()
    assert found.held == ()


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("import torch", "torch"),
        ("import torch.nn as nn", "torch.nn"),
        ("from scipy.special import expit", "scipy.special"),
        ("import math, scipy", "scipy"),
        ("from . import helpers", "."),
        ("from .numpy import tanh", ".numpy"),
        ("import numpyx", "numpyx"),
        ("def f():\n    import torch", "torch"),
        ("try:\n    import torch\nexcept ImportError:\n    torch = None", "torch"),
        ("import " + "x" * 200, "x" * 60 + ","),
    ],
)
def test_another_import_is_noted_with_its_line(line, name):
    (note,) = of(f"\n{line}\n").notes
    at = 3 if line.startswith(("def", "try")) else 2
    assert note.startswith(f"{name.rstrip(',')}, imported on line {at}, is not on")


def test_an_assignment_may_allow_more():
    assert of("import matplotlib.pyplot\n", imports=["matplotlib"]).notes == ()
    assert of("from petals import data\n", given=["petals"]).notes == ()


# What a person should look at


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("import os", "imports os"),
        ("import os.path as p", "imports os.path"),
        ("from sys import settrace", "imports sys"),
        ("import grader.checks", "imports grader.checks"),
        ("import ctypes", "imports ctypes"),
        ("eval('1')", "calls eval"),
        ("exec('1')", "calls exec"),
        ("open('x')", "calls open"),
        ("__import__('os')", "calls __import__"),
        ("f.__globals__", "uses .__globals__"),
        ("f.__code__.co_consts", "uses .__code__"),
        ("().__class__.__base__.__subclasses__()", "uses .__subclasses__"),
        ("frame.f_back.f_locals", "uses .f_back"),
        ("np.load('x'); np.fromfile('x')", "uses .fromfile"),
        (
            "def f():\n    class C:\n        def g(self):\n            return eval('1')",
            "calls eval",
        ),
    ],
)
def test_constructs_without_a_use_are_held_for_a_person(line, words):
    held = of(f"import numpy as np\n{line}\n").held
    assert any(words in one for one in held)
    assert all(one.startswith("line ") for one in held)


def test_ordinary_coursework_is_not_held():
    source = """
    import numpy as np
    class Layer:
        def __init__(self):
            self.open = 1
            self.cache = {}
        def __call__(self, x):
            return self.evaluate(x).__class__
        def evaluate(self, x):
            return np.load_it(x)
    """
    assert of(source).held == ()


@pytest.mark.parametrize(
    "head",
    [
        "if __name__ != '__main__':",
        "if __name__ == 'tiny_relu':",
        "if __name__ == '__main__': pass\nelse:",
        "if __name__ < '~':",
    ],
)
def test_what_marking_runs_is_held_whatever_its_condition(head):
    found = of(f"{head}\n    import os\n")
    assert found.held
    assert found.notes


def test_what_only_runs_by_hand_is_not_looked_at():
    found = of("if __name__ == '__main__':\n    import os\n    open('x')\n")
    assert (found.held, found.notes) == ((), ())


def test_what_is_held_is_told_once_and_not_without_end():
    assert of("x = eval('1') + eval('2')\n").held == ("line 1 calls eval",)
    assert len(of("".join(f"eval('{i}')\n" for i in range(100))).held) == MOST_HELD


# What an exercise may not use


@pytest.mark.parametrize(
    "source",
    [
        "import numpy as np\ndef f(x):\n    return np.tanh(x)\n",
        "import numpy\ndef f(x):\n    return numpy.tanh(x)\n",
        "import numpy as n\ndef f(x):\n    return n.tanh(x)\n",
        "from numpy import tanh\ndef f(x):\n    return tanh(x)\n",
        "from numpy import tanh as t\ndef f(x):\n    return t(x)\n",
        "from numpy import *\ndef f(x):\n    return tanh(x)\n",
        "import numpy.linalg\ndef f(x):\n    return numpy.tanh(x)\n",
        "import numpy as np, numpy as n\ndef f(x):\n    return n.tanh(x)\n",
        "def f(x):\n    import numpy as other\n    return other.tanh(x)\n",
        "def f(x):\n    from numpy import tanh as t\n    return t(x)\n",
        "import numpy as np\ndef f(x):\n    g = np.tanh\n    return g(x)\n",
        "import numpy as np\ndef f(x):\n    return list(map(np.tanh, x))\n",
        "import numpy as np\ndef f(x, g=np.tanh):\n    return g(x)\n",
        "import numpy as np\ndef h(x):\n    return np.tanh(x)\ndef f(x):\n    return h(x)\n",
        "import numpy as np\ndef f(x):\n    def g():\n        return np.tanh(x)\n    return g()\n",
        "import numpy as np\ndef f(x):\n    return (lambda v: np.tanh(v))(x)\n",
        "import numpy as np\nt = np.tanh\ndef f(x):\n    return t(x)\n",
        "import numpy as np\nt = lambda v: np.tanh(v)\ndef f(x):\n    return t(x)\n",
        "import numpy as np\nf = np.tanh\n",
        "import numpy as np\nif 1:\n    f = np.tanh\n",
        "import numpy as np\nif 1:\n    def f(x):\n        return np.tanh(x)\n",
        "import numpy as np\nclass f:\n    def g(self, x):\n        return np.tanh(x)\n",
        "import numpy as np\nasync def f(x):\n    return np.tanh(x)\n",
        "import numpy as np\ndef f(x):\n    return getattr(np, 'tanh')(x)\n",
        "import numpy as np\nif __name__ != '__main__':\n    f = np.tanh\n",
        "import numpy as np\nif __name__ == '__main__':\n    pass\nelse:\n    f = np.tanh\n",
    ],
)
def test_a_forbidden_name_is_found_under_any_alias(source):
    assert any("uses np.tanh, which is not allowed here" in one for one in complaints(source))


def test_a_forbidden_name_is_told_with_its_line():
    source = "import numpy as np\n\ndef f(x):\n    y = 1\n    return np.tanh(x)\n"
    assert complaints(source) == ["Line 5 uses np.tanh, which is not allowed here"]


@pytest.mark.parametrize(
    "source",
    [
        "import numpy as np\ndef f(x):\n    return np.sinh(x) / np.cosh(x)\n",
        "import numpy as np\ndef g(x):\n    return np.tanh(x)\ndef f(x):\n    return x\n",
        "import numpy as np\ndef f(x):\n    'Not np.tanh(x).'\n    return 'np.tanh'\n",
        "import math\ndef f(x):\n    return math.tanh(x)\n",
        "class A:\n    def tanh(self, x):\n        return x\ndef f(x):\n    return A().tanh(x)\n",
        "def tanh(x):\n    return x\ndef f(x):\n    return tanh(x)\n",
        "import numpy as np\ndef other(x):\n    return x\n",
    ],
)
def test_what_is_not_forbidden_is_not_found(source):
    assert complaints(source) == []


def test_a_forbidden_builtin_or_submodule_is_found():
    assert complaints("def f(x):\n    return sorted(x)\n", forbidden=["sorted"])
    assert complaints("def f(x):\n    return x\n", forbidden=["sorted"]) == []
    for source in (
        "import numpy as np\ndef f(x):\n    return np.linalg.inv(x)\n",
        "import numpy.linalg\ndef f(x):\n    return numpy.linalg.inv(x)\n",
        "import numpy.linalg as la\ndef f(x):\n    return la.inv(x)\n",
        "from numpy import linalg\ndef f(x):\n    return linalg.inv(x)\n",
        "from numpy.linalg import inv\ndef f(x):\n    return inv(x)\n",
    ):
        assert complaints(source, forbidden=["np.linalg.inv"]), source


@pytest.mark.parametrize(
    "source",
    [
        "import torch\ndef f(x):\n    return torch.tanh(x)\n",
        "import torch as t\ndef f(x):\n    return t.tanh(x)\n",
        "from torch import tanh\ndef f(x):\n    return tanh(x)\n",
        "import torch.nn\ndef f(x):\n    return torch.nn.Tanh()(x)\n",
        "import torch.nn as nn\ndef f(x):\n    return nn.Tanh()(x)\n",
        "def f(x):\n    import torch\n    return torch.tanh(x)\n",
        "import torch\ndef h(x):\n    return torch.tanh(x)\ndef f(x):\n    return h(x)\n",
    ],
)
def test_a_module_that_is_not_allowed_is_found_where_it_is_used(source):
    (one,) = set(complaints(source, forbidden=()))
    assert "uses torch, which is not allowed here" in one


def test_a_module_that_is_not_allowed_costs_only_the_exercises_that_use_it():
    source = "import torch\ndef f(x):\n    return x\ndef g(x):\n    return torch.tanh(x)\n"
    assert complaints(source) == []
    assert complaints(source, exercise="g")


def test_another_exercise_answers_for_itself():
    source = "import numpy as np\ndef g(x):\n    return np.tanh(x)\ndef f(x):\n    return g(x)\n"
    assert complaints(source)
    assert complaints(source, others=["g"]) == []


def test_helpers_that_call_each_other_are_looked_at_once():
    source = """
    import numpy as np
    def a(x):
        return b(x)
    def b(x):
        return a(np.tanh(x))
    def f(x):
        return a(x) + b(x) + f(x)
    """
    assert len(complaints(source)) == 1


# What the source compiles to


def test_code_is_that_of_the_source():
    found = analyse("def f(x):\n    return x / 0\n", filename="mine.py")
    module: dict[str, object] = {}
    exec(marshal.loads(found.code), module)
    with pytest.raises(ZeroDivisionError) as raised:
        module["f"](1)
    where = raised.traceback[-1]
    assert (Path(where.path).name, where.lineno + 1) == ("mine.py", 2)


def test_what_does_not_compile_has_no_code():
    assert analyse("def f(:\n").code == b""


def test_every_node_is_in_its_statement():
    source = "import math as m\nif True:\n    def f(x): return m.sqrt(x)\ny = f(2)\n"
    found, (_, *nodes) = of(source), ast.walk(ast.parse(source))
    kinds = Counter(type(node) for part in found.parts.values() for node in part)
    assert kinds == Counter(map(type, nodes))
    assert all(part[0] is statement for statement, part in found.parts.items())
