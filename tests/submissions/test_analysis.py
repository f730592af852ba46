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

from grader.submissions.names import MOST_CHARACTERS, MOST_TEXTS
from grader.submissions.source.analysis import Analysis, analyse
from grader.submissions.source.reasons import MOST_HELD
from grader.submissions.source.rules import not_allowed
from grader.submissions.source.slips import heads


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
        ("\n\nprint 3\n", 3),
        ("f() = 1\n", 1),
        ("if x:\n\ty\n        z\n", 3),
    ],
)
def test_a_syntax_error_is_told_with_its_line(source, line):
    found = analyse(source)
    assert found.line == line
    assert found.problem.startswith(f"line {line}: ")
    assert not found.parts


@pytest.mark.parametrize(
    ("source", "line", "names"),
    [
        ("x = 1\nreturn 1\n", 2, ()),
        ("x = 1\nbreak\n", 2, ()),
        ("x = 1\ndef f(x, x):\n    pass\n", 2, ("f",)),
        ("x = 1\nfrom __future__ import no_such_thing\n", 2, ("no_such_thing",)),
    ],
)
def test_a_statement_that_only_compiling_refuses_is_left_out(source, line, names):
    found = analyse(source)
    assert found.problem == ""
    (refused,) = found.refused
    assert (refused.line, refused.names) == (line, names)
    assert refused.why.startswith("it is not valid in Python 3.")
    assert [part.names for part in found.reach] == [("x",)]


@pytest.mark.parametrize(
    ("source", "note"),
    [
        ("%matplotlib inline\nx = 1\n", "one magic was left out of the file"),
        (
            "!pip install numpy\nx = 1\nx?\n",
            "one shell line and one help line were left out of the file",
        ),
    ],
)
def test_what_only_ipython_understands_is_left_out_of_a_script(source, note):
    found = analyse(source)
    assert (found.problem, found.notes) == ("", (note,))
    assert "x" in {name for part in found.reach for name in part.names}


AGAIN = (
    "line 4 defines f as a stub again, below the one of line 1: the last one counts, so take the "
    "stub out"
)
NEVER = (
    "line 2 defines f under an `if` that is false when work is marked: move the function out of it"
)
ANOTHER = (
    "line 4 gives f another value, so that the function of line 1 is gone: use another name there"
)


TWICE = (
    "line {} defines f again, below the one of line 1: the last one counts, so take out what is "
    "not meant to"
)


@pytest.mark.parametrize(
    ("source", "note"),
    [
        (
            "def f(x):\n    return x\n\ndef f(x):\n    raise NotImplementedError\n",
            AGAIN,
        ),
        (
            "def f(x):\n    return x\n\nf = f(3)\n",
            ANOTHER,
        ),
        (
            "def f(x):\n    return x\n\nW, f = g(3)\n",
            ANOTHER,
        ),
        (
            "if __name__ == '__main__':\n    def f(x):\n        return x\n",
            NEVER,
        ),
        (
            "def f(x):\n    return x\n\ndef f(x):\n    return None\n",
            AGAIN,
        ),
        (
            "def f(x):\n    return x\n\nfor f in range(3):\n    pass\n",
            ANOTHER,
        ),
        (
            "def f(x):\n    return x\n\nfrom numpy import exp as f\n",
            ANOTHER,
        ),
        (
            "class C:\n    def f(self, x):\n        return x\n",
            (
                "line 2 defines f inside the class C, where it is not found: move it out of it, "
                "and take out `self`"
            ),
        ),
        (
            "def main():\n    if 1:\n        def f(x):\n            return x\n",
            "line 3 defines f inside the function main, where it is not found: move it out of it",
        ),
        (
            "def F(x):\n    return x\n",
            "line 1 defines F, and nothing defines f: if that is what it is, call it f",
        ),
        ("try:\n    def f(x):\n        return x\nfinally:\n    x = 1\n", ""),
        ("def F(x):\n    pass\n", ""),
        ("def f(x):\n    return x\n\nf = cached(f)\n", ""),
        ("def f(x):\n    return x\n\ng = f(3)\n", ""),
        ("def f(x):\n    raise NotImplementedError\n", ""),
        ("def f(x):\n    return 1\n\nf(3)\n\ndef f(x):\n    return 2\n", TWICE.format(6)),
        ("def f(x):\n    return 1\n\ny = f(3)\ndef f(x):\n    return 2\n", TWICE.format(5)),
        ("class f:\n    x = 1\n\nclass f:\n    x = 2\n", TWICE.format(4)),
        (
            "def f(x):\n    return 1\n" * 3,
            (
                "line 5 defines f again, below the ones of line 1 and line 3: the last one counts, "
                "so take out what is not meant to"
            ),
        ),
        ("def f(x):\n    return 1\n\nf = 3\ndef f(x):\n    return 2\n", TWICE.format(5)),
        ("def f(x):\n    pass\n\ndef f(x):\n    return 2\n", ""),
        (
            "class f:\n    def g_(self):\n        raise NotImplementedError\nclass f: x = 2\n",
            "",
        ),
        ("def f(x):\n    return 1\n\ng = f\ndef f(x):\n    return g(x)\n", ""),
        ("def f(x):\n    return 1\n\ng = cached(f)\ndef f(x):\n    return g(x)\n", ""),
        ("def f(x):\n    return 1\n\ndef f(x, g=f):\n    return g(x)\n", ""),
        ("class f:\n    x = 1\n\nclass f(f):\n    y = 2\n", ""),
    ],
)
def test_a_function_that_is_not_what_it_seems_is_told(source, note):
    assert analyse(source, exercises=["f"]).notes == ((note,) if note else ())
    assert analyse(source, exercises=["g"]).notes == ()


NO_NUMPY = (
    "line 2 gives np another value, and what calls NumPy by it can't work: use another name there"
)
MATRIX = (
    "line 3 uses np.matrix: * is then the matrix product, and two axes are kept; use np.array and @"
)


@pytest.mark.parametrize(
    ("source", "note"),
    [
        ("import numpy as np\nnp = 5\n", NO_NUMPY),
        ("import numpy as np\ndef f(x):\n    return np.matrix(x)\n", MATRIX),
        ("try:\n    import cupy as np\nexcept ImportError:\n    import numpy as np\n", ""),
    ],
)
def test_what_is_made_of_numpy_is_told(source, note):
    told = [one for one in analyse(source, exercises=["f"]).notes if "cupy" not in one]
    assert told == ([note] if note else [])


UNUSED = (
    "line 1: f is given {} and never uses it: draw its random numbers from it, or every seed gives "
    "the same ones"
)
REPLACED = (
    "line 3 of f gives seed another value before it was used: draw the random numbers from the one "
    "that was passed"
)


@pytest.mark.parametrize(
    ("body", "note"),
    [
        ("(n, seed):\n    return np.random.randn(n)", UNUSED.format("seed")),
        ("(n, *, rng):\n    g = np.random.default_rng(3)\n    return g", UNUSED.format("rng")),
        ("(n, seed):\n    w = n\n    seed = 3\n    return np.random.default_rng(seed)", REPLACED),
        ("(n, seed):\n    return np.random.default_rng(seed)", ""),
        ("(n, seed):\n    seed = seed or 1\n    return g(seed)", ""),
        ("(n, seed):\n    if seed is None:\n        seed = 1\n    return g(seed)", ""),
        (
            "(n, seed):\n    def g():\n        return np.random.default_rng(seed)\n    return g()",
            "",
        ),
        ("(n, seed):\n    return g(**locals())", ""),
        ("(n, seed):\n    raise NotImplementedError", ""),
        ("(n, cost):\n    return n", ""),
    ],
)
def test_a_seed_that_nothing_is_drawn_from_is_told(body, note):
    assert analyse(f"def f{body}\n", exercises=["f"]).notes == ((note,) if note else ())


def test_slips_of_one_kind_are_told_in_one_sentence():
    source = "class C:\n" + "".join(f"    def {name}(x): return x\n" for name in "bca")
    assert analyse(source, exercises=["a", "b", "c"]).notes == (
        (
            "line 2 defines b inside the class C, where it is not found: move it out of it; so it "
            "is with c (line 3) and a (line 4)"
        ),
    )


@pytest.mark.parametrize("name", ["computeCost", "ComputeCost", "compute_costs", "compute_cots"])
def test_a_name_that_is_nearly_right_is_told(name):
    source = f"def {name}(x):\n    return x\n\ndef predict(x):\n    return x\n"
    (note,) = analyse(source, exercises=["compute_cost", "predict"]).notes
    assert note.startswith(f"line 1 defines {name}, and nothing defines compute_cost: ")


DOCUMENTED = '"""A.\ndef f(x):\n    """Of x."""\n    return x · 2\n'
BROKEN = {
    "def f():\n    return {“a”: 1}\n": "line 2: invalid character '“' (U+201C); type the quotes",
    "x = 3 − 2\n": "type the minus sign anew on the keyboard",
    "x = 1\n\u00a0y = 2\n": "an invisible character came along",
    "if 1:\n        x = 1\n\ty = 2\n": "indent all lines of the function with spaces only",
    "def f():\n\tx = 1\n    y = 2\n": "line 2 begins with a tab and others with spaces",
    "if 1:\n    x = 1\n  y = 2\n": "begin the line as far in as the lines above it",
    "def f():\nx = 1\n": "write what belongs in there, further in, or `pass`",
    ">>> f(1)\n2\n": "take out the prompts",
    "In [3]: f(1) 2\n": "take out the prompts",
    "```python\nx = 1\n```\n": "``` marks code in a text or a chat",
    "pip install numpy\n": "line 1: invalid syntax; this is a command for a terminal and no Python",
    "Here is the solution:\nx = 1\n": "this is text and no Python",
    "x = 1\nTraceback (most recent call last):\n": "an error message was pasted here",
    "if 1:\n    x = 1\nelse if 2:\n    x = 2\n": "write elif for else if",
    "".join(f"{n} x = 1\n" for n in range(1, 7)): "the lines begin with their numbers",
    "+x = 1\n-y = (\n" * 3: "the lines begin with + or -, as Git shows changes",
    DOCUMENTED: 'one of the """ in the file has no partner',
    "print 'a'\n": "Missing parentheses in call to 'print'; write print(...)",
    "if x = 1:\n    pass\n": "invalid syntax; maybe you meant '=='",
    "x = (1\n": "line 1: '(' was never closed",
    "x = = 1\n": "line 1: invalid syntax",
}


@pytest.mark.parametrize(("source", "said"), BROKEN.items())
def test_what_to_do_is_said_of_a_file_that_is_no_python(source, said):
    problem = analyse(source).problem
    assert said in problem
    assert not problem.endswith("?")


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
        ("try:\n    import torch\nexcept KeyError:\n    torch = None", "torch"),
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
        ("import grader.authoring", "imports grader.authoring"),
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
    assert len(of("".join(f"eval('{i}')\n" for i in range(100))).held) == MOST_HELD + 1


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


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("import sys\ndef f():\n    sys.setrecursionlimit(9000)\n", []),
        ("import sys as s\ndef f():\n    s.setrecursionlimit(s.getrecursionlimit() * 2)\n", []),
        ("from sys import setrecursionlimit\ndef f():\n    setrecursionlimit(9000)\n", []),
        ("import sys\ndef f():\n    sys.setrecursionlimit(9)\n    return sys.modules\n", [4]),
        ("import sys\ndef f():\n    return sys\n", [3]),
        ("import os\ndef f():\n    os.setrecursionlimit(9)\n", [3]),
    ],
)
def test_an_exercise_may_recurse_deeply(source, lines):
    found = complaints(source)
    assert [int(one.split()[1]) for one in found] == lines


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


# Names that are something else than what is forbidden


OWN_TANH = """
def tanh(z):
    if z < 0:
        return -tanh(-z)
    return (exp(2 * z) - 1) / (exp(2 * z) + 1)
"""
TWO_METHODS = """
import numpy as np
class Curve{bases}:
    @staticmethod
    def value(z):
        return z
    @staticmethod
    def slope(z):
        return 1 - np.tanh(z) ** 2
"""
OBJECT = """
import numpy as np
class Curve:
    def __init__(self, k):
        self.k = k
    def value(self, z):
        return self.half(z) + self.half(z)
    def half(self, z):
        return z / 2
    def slope(self, z):
        return 1 - np.tanh(z) ** 2
"""
HELPER = "import numpy as np\nt = np.tanh\n"
# Each is to be told from the forms below that differ little and do use np.tanh.
CLEAN = {
    "a local name": HELPER + "def f(x):\n    t = 2 * x\n    return t\n",
    "a parameter": HELPER + "def f(x, t=1):\n    return x * t\n",
    "a name of keywords": HELPER + "def f(x, *args, **t):\n    return x, t\n",
    "a name of a loop": HELPER + "def f(x):\n    for t in x:\n        x += t\n    return x\n",
    "names of comprehensions": HELPER
    + "def f(x):\n    return [t for t in x], {t: t for t in x}, {t for t in x if t}\n",
    "of a generator in two": HELPER + "def f(x):\n    return sum(t for r in x for t in r)\n",
    "a name of with": HELPER + "def f(x):\n    with x as t:\n        return t\n",
    "a caught error": HELPER + "def f(x):\n    try:\n        x()\n    except OSError as t:\n"
    "        return t\n",
    "a captured name": HELPER + "def f(x):\n    match x:\n        case [t, *_]:\n"
    "            return t\n",
    "a name given on the way": HELPER + "def f(x):\n    return (t := x) + t\n",
    "a function within": HELPER + "def f(x):\n    def t(v):\n        return v\n    return t(x)\n",
    "a name of the function around": HELPER
    + "def f(x):\n    t = x\n    def g():\n        nonlocal t\n        t += 1\n        return t\n"
    "    return g()\n",
    "lambdas on a line": HELPER + "def f(x):\n    return (lambda t: t)(x) + (lambda t: t)(x)\n",
    "another import within": HELPER + "def f(x):\n    from math import exp as t\n    return t(x)\n",
    "a module as a parameter's name": "import numpy as np\ndef f(np):\n    return np.tanh(1)\n",
    "its own below a star": "from numpy import *\n" + OWN_TANH + "def f(x):\n    return tanh(x)\n",
    "its own below the import": "from numpy import exp, tanh\n"
    + OWN_TANH
    + "def f(x):\n    return tanh(x)\n",
    "its own as a lambda": "from numpy import *\ntanh = lambda z: -tanh(-z) if z < 0 else z\n"
    "def f(x):\n    return tanh(x)\n",
    "its own, named later while loading": "from numpy import *\n"
    + OWN_TANH
    + "def f(x):\n    return tanh(x)\nTABLE = {'tanh': tanh, 'f': f}\n",
    "a helper defined again": "import numpy as np\ndef h(x):\n    return np.tanh(x)\n"
    "def f(x):\n    return h(x)\ndef h(x):\n    return x\n",
    "another static method": TWO_METHODS.format(bases="")
    + "def f(x):\n    return Curve.value(x)\ndef g(x):\n    return Curve.slope(x)\n",
    "another static method by a name": TWO_METHODS.format(bases="(object)") + "f = Curve.value\n",
    "another method of an object": OBJECT + "def f(x):\n    return Curve(2).value(x)\n",
    "another method of an own base": "class Base:\n    def half(self):\n        return self\n"
    + TWO_METHODS.format(bases="(Base)")
    + "def f(x):\n    return Curve.value(x)\n",
    "the object elsewhere": OBJECT
    + "def f(x):\n    return Curve(2).value(x)\ndef make():\n    return Curve(1)\n",
}


@pytest.mark.parametrize("form", CLEAN)
def test_a_name_that_is_something_else_is_not_found(form):
    assert complaints(CLEAN[form]) == []


USED = {
    # Local names that do lead there.
    "an import within": "def f(x):\n    import numpy as np\n    return np.tanh(x)\n",
    "an import around": "def f(x):\n    from numpy import tanh as t\n    def g():\n"
    "        return [t(v) for v in x]\n    return g()\n",
    "a local alias": "import numpy as np\ndef f(x):\n    t = np.tanh\n    return t(x)\n",
    "a local name of the module": "import numpy\ndef f(x):\n    n = numpy\n    return n.tanh(x)\n",
    "the module as an argument": "import numpy\ndef h(np, x):\n    return np.tanh(x)\n"
    "def f(x):\n    return h(numpy, x)\n",
    "the module as a default": "import numpy\ndef f(x, m=numpy):\n    return m.tanh(x)\n",
    "the module in a table": "import numpy\nT = [numpy]\ndef f(x):\n    return T[0].tanh(x)\n",
    "getattr of the module": "import numpy as np\nL = np\n"
    "def f(x):\n    return getattr(L, 'tanh')(x)\n",
    "the module in an object": "import numpy as np\nclass C:\n    lib = np\n"
    "    def g(self, x):\n        return self.lib.tanh(x)\ndef f(x):\n    return C().g(x)\n",
    "a default of its own name": HELPER + "def f(x, t=t):\n    return t(x)\n",
    "a keyword default": HELPER + "def f(x, *, t=t):\n    return t(x)\n",
    "a default of a function within": HELPER
    + "def f(x):\n    def g(t=t):\n        return t(x)\n    return g()\n",
    "a default of a lambda": HELPER + "def f(x):\n    return (lambda v, t=t: t(v))(x)\n",
    "a global": HELPER + "def f(x):\n    global t\n    return t(x)\n",
    "a global in a function within": HELPER
    + "def f(x):\n    t = 1\n    def g():\n        global t\n        return t\n    return g()(x)\n",
    "what a comprehension runs over": HELPER + "def f(x):\n    return [t for t in t(x)]\n",
    "beside a comprehension": HELPER + "def f(x):\n    return [t for t in x] + t(x)\n",
    "a comprehension beside a twin": HELPER
    + "def f(x): return (lambda: [t(v) for v in x])(), (lambda t: t)(x)\n",
    "a lambda beside a twin": HELPER + "def f(x): return (lambda v: t(v))(x), (lambda t: t)(x)\n",
    "a class within reads the module's": HELPER
    + "def f(x):\n    t = 0\n    class C:\n        t = t\n    return C.t(x)\n",
    "a class imports it": "class C:\n    from numpy import tanh\ndef f(x):\n    return C.tanh(x)\n",
    "a class imports the module": "class C:\n    import numpy as n\n"
    "def f(x):\n    return C.n.tanh(x)\n",
    "a decorator": HELPER + "def d(g):\n    return t\n@d\ndef f(x):\n    return x\n",
    # Names of the module that are bound more than once.
    "the import below": "def tanh(z):\n    return z\nfrom numpy import tanh\n"
    "def f(x):\n    return tanh(x)\n",
    "the star below": "def tanh(z):\n    return z\nfrom numpy import *\n"
    "def f(x):\n    return tanh(x)\n",
    "the exercise is the import": "def f(x):\n    return x\nfrom numpy import tanh as f\n",
    "the helper defined again": "import numpy as np\ndef h(x):\n    return x\n"
    "def f(x):\n    return h(x)\ndef h(x):\n    return np.tanh(x)\n",
    "its own if": "from numpy import tanh\nif 0:\n    def tanh(z):\n        return z\n"
    "def f(x):\n    return tanh(x)\n",
    "its own in a try": "from numpy import tanh\ntry:\n    1 / 0\n    tanh = abs\n"
    "except Exception:\n    pass\ndef f(x):\n    return tanh(x)\n",
    "its own in a loop": "from numpy import tanh\nfor tanh in ():\n    pass\n"
    "def f(x):\n    return tanh(x)\n",
    "only annotated": "from numpy import tanh\ntanh: object\ndef f(x):\n    return tanh(x)\n",
    "in a module's comprehension": "from numpy import tanh\n[tanh for tanh in ()]\n"
    "def f(x):\n    return tanh(x)\n",
    "kept before its own": "from numpy import tanh\nkept = tanh\n"
    "def tanh(z):\n    return kept(z)\ndef f(x):\n    return tanh(x)\n",
    "its own by its former self": "from numpy import tanh\ntanh = (lambda g: [g, abs][0])(tanh)\n"
    "def f(x):\n    return tanh(x)\n",
    "its own with a default": "from numpy import tanh\ndef tanh(z, t=tanh):\n    return t(z)\n"
    "def f(x):\n    return tanh(x)\n",
    "kept by a function while loading": "from numpy import tanh\ndef keep():\n    keep.t = tanh\n"
    "keep()\ndef tanh(z):\n    return keep.t(z)\ndef f(x):\n    return tanh(x)\n",
    "kept by two functions while loading": "from numpy import tanh\ndef give():\n    return tanh\n"
    "def keep():\n    return give()\nkept = keep()\ndef tanh(z):\n    return kept(z)\n"
    "def f(x):\n    return tanh(x)\n",
    "kept by a decorated function": "from numpy import tanh\ndef now(g):\n    return g()\n"
    "@now\ndef kept():\n    return tanh\ndef tanh(z):\n    return kept(z)\n"
    "def f(x):\n    return tanh(x)\n",
    "kept by a class": "from numpy import tanh\nclass K:\n    def g():\n        return tanh\n"
    "    t = g()\ndef tanh(z):\n    return K.t(z)\ndef f(x):\n    return tanh(x)\n",
    "deleted again": "import numpy as np\ndef h(x):\n    return np.tanh(x)\n"
    "def f(x):\n    return h(x)\nkeep = h\nh = abs\ndel h\nglobals()['h'] = keep\n",
    "given by another function": "import numpy as np\ndef h(x):\n    return x\ndef give():\n"
    "    global h\n    h = np.tanh\ndef f(x):\n    return h(x)\n",
    "imported by another function": "def h(x):\n    return x\ndef give():\n    global h\n"
    "    from numpy import tanh as h\ndef f(x):\n    return h(x)\n",
    "given by a class": "import numpy as np\ndef h(x):\n    return x\nclass C:\n    global h\n"
    "    h = np.tanh\ndef f(x):\n    return h(x)\n",
    "given through globals": "from numpy import tanh as h\nglobals()['kept'] = h\ndef h(x):\n"
    "    return kept(x)\ndef f(x):\n    return h(x)\n",
    "asked of globals": "import numpy as np\ndef h(x):\n    return np.tanh(x)\n"
    "def f(x):\n    return globals()['h'](x)\n",
}


@pytest.mark.parametrize("form", USED)
def test_a_name_that_leads_to_what_is_forbidden_is_found(form):
    assert any("uses np.tanh, which is not allowed" in one for one in complaints(USED[form]))


STATIC = TWO_METHODS.format(bases="")
MEMBERS = {
    "by its name": STATIC + "def f(x):\n    return Curve.slope(x)\n",
    "by an alias": STATIC + "C = Curve\ndef f(x):\n    return C.value(x)\n",
    "by getattr": STATIC + "def f(x):\n    return getattr(Curve, 'slope')(x)\n",
    "by a computed name": STATIC + "def f(x):\n    return getattr(Curve, 'slo' + 'pe')(x)\n",
    "by a name of another": STATIC
    + "def h(c, n):\n    return getattr(c, n)\ndef f(x):\n    return h(Curve, 'slope')(x)\n",
    "by its table": STATIC + "def f(x):\n    return Curve.__dict__['slo' + 'pe'].__wrapped__(x)\n",
    "by vars": STATIC + "def f(x):\n    return [*vars(Curve).values()][3](x)\n",
    "by vars and a further word": STATIC + "def f(x):\n    return vars(Curve.value).get('a')\n",
    "by a pattern": OBJECT + "def f(x):\n    match Curve(2):\n        case Curve(slope=s):\n"
    "            return s(x)\n",
    "by a format": OBJECT + "def f(x):\n    return float('{0.slope}'.format(Curve(1)))\n",
    "by another method": OBJECT.replace("return z / 2", "return self.slope(z)")
    + "def f(x):\n    return Curve(2).value(x)\n",
    "by a computed name in a method": OBJECT.replace(
        "return z / 2", "return getattr(self, 'slo' + 'pe')(z)"
    )
    + "def f(x):\n    return Curve(2).value(x)\n",
    "by a method that hands itself on": OBJECT.replace("return z / 2", "return ask(self)(z)")
    + "def ask(it):\n    return type(it).mro()[0].slope\n"
    + "def f(x):\n    return Curve(2).value(x)\n",
    "by its object": OBJECT + "def f(x):\n    return Curve(2)\n",
    "by an object of the method's making": OBJECT.replace("return z / 2", "return __class__(2)")
    + "def f(x):\n    return Curve(2).value(x)\n",
    "by another name in the class": STATIC + "    other = slope\ndef f(x):\n"
    "    return Curve.other(x)\n",
    "by a name given to it": STATIC + "Curve.value = Curve.slope\n"
    "def f(x):\n    return Curve.value(x)\n",
    "by setattr": STATIC + "def swap(c, n, to):\n    setattr(c, n, c.slope)\n"
    "swap(Curve, 'va' + 'lue', 'slope')\ndef f(x):\n    return Curve.value(x)\n",
    "by an operator": OBJECT.replace("def slope(self, z)", "def __matmul__(self, z)")
    + "def f(x):\n    return Curve(2) @ x\n",
    "by a base of its own": STATIC + "class Sub(Curve):\n    pass\n"
    "def f(x):\n    return Sub.slope(x)\n",
    "by a base that calls it": "import collections\n"
    + OBJECT.replace("class Curve:", "class Curve(collections.UserDict):")
    + "def f(x):\n    return Curve(2).value(x)\n",
    "by a metaclass": "class Meta(type):\n    def __new__(m, n, b, d):\n"
    "        return [*d.values()][-1]\n"
    + TWO_METHODS.format(bases="(metaclass=Meta)")
    + "def f(x):\n    return Curve.value(x)\n",
    "by a decorator of the class": "def last(c):\n    return c\n"
    + STATIC.replace("class", "@last\nclass")
    + "def f(x):\n    return Curve.value(x)\n",
    "by a decorator of the method": "kept = []\ndef keep(g):\n    kept.append(g)\n    return g\n"
    + STATIC.replace("    @staticmethod\n    def slope", "    @keep\n    def slope")
    + "def f(x):\n    return Curve.value(x) + kept[0](x)\n",
    "by a decorator with a plain name": "def staticmethod(g):\n    return g\n"
    + STATIC
    + "def f(x):\n    return Curve.value(x)\n",
    "by its default": STATIC.replace("def slope(z)", "def slope(z, t=np.tanh)")
    + "def f(x):\n    return Curve.value(x)\n",
    "for it is the exercise": STATIC.replace("Curve", "f"),
    "for it is a base of the exercise": STATIC + "class f(Curve):\n    pass\n",
    "for it is not always that class": STATIC + "if Curve:\n    class Curve:\n"
    "        value = np.tanh\ndef f(x):\n    return Curve.value(x)\n",
}


@pytest.mark.parametrize("form", MEMBERS)
def test_a_method_is_found_however_it_is_reached(form):
    assert any("uses np.tanh, which is not allowed" in one for one in complaints(MEMBERS[form]))


@pytest.mark.parametrize(
    "source",
    [
        "import random\ndef f(x):\n    random = x\n    return random.normal()\n",
        "import string\ndef f(x):\n    return (lambda string: string)(x)\n",
        (
            "from scipy.special import expit\ndef expit(z):\n    return z\n"
            "def f(x):\n    return expit(x)\n"
        ),
        "import torch\ntorch = None\ndef f(x):\n    return torch\n",
        (
            "try:\n    import torch\nexcept ImportError:\n    torch = None\n"
            "def f(x):\n    return torch\n"
        ),
        "def g():\n    import torch as t\ndef t(x):\n    return x\ndef f(x):\n    return t(x)\n",
    ],
)
def test_a_name_like_that_of_a_module_costs_nothing(source):
    assert complaints(source) == []


@pytest.mark.parametrize(
    "source",
    [
        (
            "def expit(z):\n    return z\nfrom scipy.special import expit\n"
            "def f(x):\n    return expit(x)\n"
        ),
        "import torch\ndef f(x, torch=torch):\n    return torch\n",
        "import torch\ndef f(x):\n    return [x for _ in torch.ones(3)]\n",
        "from torch import tanh as f\n",
        "class C:\n    import torch\ndef f(x):\n    return C.torch.tanh(x)\n",
    ],
)
def test_a_module_is_found_that_may_be_what_a_name_means(source):
    assert complaints(source)


def test_an_own_function_with_a_builtins_name_is_its_own():
    own = "def sorted(x):\n    return x\n"
    use = "def f(x):\n    return sorted(x)\n"
    assert complaints(own + use, forbidden=["sorted"]) == []
    assert complaints(
        "if 0:\n    " + own.replace("\n", "\n    ") + "\n" + use, forbidden=["sorted"]
    )
    assert complaints("kept = sorted\n" + own + use + "g = kept\n", forbidden=["sorted"]) == []
    assert complaints(own + use + "del sorted\n", forbidden=["sorted"])


# Modules that are a class's own, and sys.modules


SEQUENTIAL = """
class Sequential:
    def __init__(self, *modules):
        self.modules = modules
    def forward(self, x):
        for module in self.modules:
            x = module(x)
        return x
"""


@pytest.mark.parametrize(
    "more",
    [
        "",
        "def f(x):\n    net = Sequential(abs)\n    return [m(x) for m in net.modules]\n",
        "net = Sequential(abs)\ndef f(x):\n    return net.forward(x) + len(net.modules)\n",
    ],
)
def test_modules_of_an_own_class_are_not_held(more):
    assert of(SEQUENTIAL + more).held == ()


@pytest.mark.parametrize(
    "source",
    [
        "import sys\nsys.modules\n",
        "def f(it):\n    return it.modules\n",
        "def f(self):\n    return self.modules\n",
        "class C:\n    def f(self):\n        return self.modules\n",
        "self = vars(warnings)['s' + 'ys']\nself.modules\n",
        SEQUENTIAL + "def f(net):\n    return net.modules\n",
        SEQUENTIAL + "net = Sequential()\nnet = g()\nnet.modules\n",
        SEQUENTIAL + "net = Sequential()\nfor net in g():\n    net.modules\n",
        SEQUENTIAL + "def Sequential():\n    return g()\nnet = Sequential()\nnet.modules\n",
        SEQUENTIAL + "Sequential.forward(g(), 1)\n",
        SEQUENTIAL.replace("(self, x):", "(self, x):\n        self = g()"),
        SEQUENTIAL.replace("    def forward", "    @swapped\n    def forward"),
        SEQUENTIAL.replace("    def forward", "    @staticmethod\n    def forward"),
        SEQUENTIAL + "    def __new__(cls):\n        return g()\n",
        SEQUENTIAL + "    def g(self):\n        return (lambda self: self.modules)(g())\n",
        SEQUENTIAL + "    def g(self):\n        return self.net.modules\n",
    ],
)
def test_modules_that_may_be_those_of_sys_are_held(source):
    assert any("uses .modules" in one for one in of(source).held)


# What the source compiles to


def test_code_is_that_of_the_source():
    found = analyse("def f(x):\n    return x / 0\n", filename="mine.py")
    module: dict[str, object] = {}
    for code in found.codes:
        exec(marshal.loads(code), module)
    with pytest.raises(ZeroDivisionError) as raised:
        module["f"](1)
    where = raised.traceback[-1]
    assert (Path(where.path).name, where.lineno + 1) == ("mine.py", 2)


def test_what_does_not_compile_has_no_code():
    assert analyse("def f(:\n").codes == ()


def test_every_node_is_in_its_statement():
    source = "import math as m\nif True:\n    def f(x): return m.sqrt(x)\ny = f(2)\n"
    found, (_, *nodes) = of(source), ast.walk(ast.parse(source))
    kinds = Counter(type(node) for part in found.parts.values() for node in part)
    assert kinds == Counter(map(type, nodes))
    assert all(part[0] is statement for statement, part in found.parts.items())


@pytest.mark.parametrize("branches", [900, 2400, 20_000])
def test_a_long_chain_of_branches_is_read_or_refused(branches):
    chain = "if x == 0:\n    y = 0\n" + "elif x == 1:\n    y = 1\n" * branches
    found = analyse(f"x = 3\n{chain}")
    assert not found.problem or found.problem.startswith("Python cannot compile it")


def test_notes_on_imports_are_few():
    found = analyse("".join(f"import m{number}\n" for number in range(5000)))
    assert len(found.notes) == MOST_TEXTS + 1
    assert found.notes[-1] == f"{5000 - MOST_TEXTS} more remarks are left out here"
    assert max(map(len, found.notes)) < 250


def test_what_python_says_of_a_long_name_is_shortened():
    name = "a" * 500_000
    for source in (f"f({name}=1, {name}=1)", f"def f({name}):\n    global {name}\n"):
        found = analyse(source)
        said = found.problem or found.refused[0].why
        assert len(said) < MOST_CHARACTERS + 60


@pytest.mark.parametrize(
    ("arguments", "other"),
    [
        ("w, b, X", False),
        ("weights, bias, X", False),
        ("w, b, X, verbose=False", False),
        ("*arguments", False),
        ("X, w, b", True),
        ("w, X", True),
        ("w, b, X, rate", True),
    ],
)
def test_a_head_with_other_arguments_is_told(arguments, other):
    body = analyse(f"\ndef f({arguments}):\n    return 1\n", exercises=["f"]).parts
    told = dict(heads(body, {"f": ("w", "b", "X"), "g": ()}))
    assert told == (
        {
            "f": f"line 2: f takes ({arguments}) here, and it is called with (w, b, X): leave the "
            "handout's `def` lines as they are"
        }
        if other
        else {}
    )


def test_a_stub_with_other_arguments_is_no_work():
    body = analyse("def f(X, w):\n    raise NotImplementedError\n", exercises=["f"]).parts
    assert not dict(heads(body, {"f": ("w", "X")}))
