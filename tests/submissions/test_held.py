"""What is held for a person: what reaches a name that cannot be seen, and nothing ordinary."""

from __future__ import annotations

import marshal
import textwrap

import pytest

from grader.submissions.source.analysis import analyse
from grader.submissions.source.harmless import SUBMODULES, is_held


def held(source):
    found = analyse(textwrap.dedent(source), given=["graph"])
    assert not found.problem
    return found.held


@pytest.mark.parametrize(
    "source",
    [
        "import warnings\ngetattr(getattr(warnings, 'sys'), 'modules')\n",
        "import warnings\nw = warnings\nw.sys\n",
        "import numpy as np\nvars(np)['ta' + 'nh']\n",
        "import numpy as np\nnp.__dict__['tanh']\n",
        "import numpy as np\nnp._core.umath\n",
        "import numpy as np\nnp.lib.format\n",
        "import numpy as np\ngetattr(np, name)\n",
        "import numpy as np\n[np]\n",
        "import numpy as np\nr = np.random\n",
        "import numpy as np\nnp.sum = max\n",
        "import random\nrandom._os\n",
        "from dataclasses import sys\n",
        "from collections import _sys as s\n",
        "import numpy.core.umath\n",
        "import operator\noperator.attrgetter('a')\n",
        "from operator import attrgetter\n",
        "import typing\ntyping.get_type_hints(f)\n",
        "import timeit\n",
        "run = eval\n",
        "def f(g=exec):\n    pass\n",
        "from functools import reduce\nreduce(getattr, ['a'], f)\n",
        "globals()[name]\n",
        "globals()['__buil' + 'tins__']\n",
        "import numpy as np\nglobals()['n' + 'p']\n",
        "__builtins__\n",
        "__name__ = '__main__'\n",
        "f'{x}'.format\nx = '__globals__'\n",
        "match f:\n    case object(__globals__=g):\n        pass\n",
        "f.__wrapped__\n",
        "len.__self__\n",
        "class C:\n    def f(self):\n        return getattr(self, name)\nK = C\nK.f(len)\n",
        "import sys\nsys._getframe()\n",
        "import sys\nsys.settrace(None)\n",
        "import sys\ns = sys\ns.modules\n",
        "from graph import *\nNode.grad = 1.0\n",
        "from graph import *\ndef f():\n    Node.grad = 1.0\n",
        "from numpy import *\nif x:\n    testing = 1\ntesting.runstring(x, {})\n",
        "import numpy as np\nxp = np\nxp.testing.runstring(x, {})\n",
        "import numpy as np\nxp = np\nxp.sum = max\n",
        "import math, numpy as np\nx = np\ny = x\nx = math\ny.testing.runstring(z, {})\n",
        "import math, numpy as np\nx = math\ny = x\nx = np\ny.testing.runstring(z, {})\n",
        "import numpy as np\nxp = np\n[xp]\n",
        "import numpy as np\ndef f(xp):\n    return xp\nf(np)\n",
        "import numpy as np\ndef f(xp):\n    return xp.load\nf(np)\n",
        "import numpy as np\ndef f(xp, name):\n    return getattr(xp, name)\nf(np, 'x')\n",
        "import numpy as np\ndef f(*xp):\n    return xp\nf(np)\n",
        "import numpy as np\ndef f(xp):\n    return xp.exp(1)\nf = vars\nf(np)\n",
        "import numpy as np\nclass C:\n    def id(self, x):\n        return x.y\nid(np)\n",
        "import numpy as np\n@g\ndef f(xp):\n    return xp.exp(1)\nf(np)\n",
        # code that is handed over as text, pickled, or named
        "import numpy as np\nnp.testing.runstring(x, {})\n",
        "import numpy as np\nrun = np.testing.measure\n",
        "from numpy.testing import rundocs\n",
        "from numpy.testing import *\nrunstring(x, {})\n",
        "from numpy import *\ntesting.runstring(x, {})\n",
        "import numpy.testing as t\nt.runstring(x, {})\n",
        "import numpy as np\nnp.load(f, allow_pickle=True)\n",
        "from numpy import load\n",
        "from numpy import *\nload(f)\n",
        "import numpy as np\nnp.test(extra_argv=x)\n",
        "import numpy as np\nnp.linalg.test()\n",
        "import numpy as np\nnp.lib.stride_tricks.as_strided(x, (9,), (8,))\n",
        "import numpy as np\nnp.random.default_rng().bit_generator.cffi\n",
        "import functools\nfunctools.singledispatch(f)\n",
        "from functools import singledispatchmethod\n",
        "from functools import *\n@singledispatch\ndef f(x):\n    return x\n",
        "import enum\nenum.global_enum(E)\n",
        "import enum\nclass E(enum.IntEnum):\n    a = 1\nE._convert_('x', 'y', f)\n",
        "import dataclasses\ndataclasses.make_dataclass('C', names)\n",
        "import dataclasses\ndataclasses.fields(C)[0].name = x\n",
        "import typing\ntyping.get_args(x)[0]._evaluate(1, 2)\n",
        "import types\ntypes.new_class('C', (), {}, f)\n",
        "import warnings\nwarnings.catch_warnings()._module.showwarning\n",
        # attributes that name a module, or hold text that is evaluated
        "C.__module__ = 'm'\n",
        "class C:\n    __module__ = 'm'\n",
        "class C:\n    @property\n    def __module__(self):\n        return 'm'\n",
        "setattr(C, '__module__', 'm')\nC = type('C', (), {'__module__': 'm'})\n",
        "type('C', (), {'__mod' + 'ule__': 'm'})\n",
        "type('C', (), names)\n",
        "del f.__annotations__\n",
        "f.__annotations__ = {'x': '1'}\n",
        "f.__annotations__['x'] = '1'\n",
        "f.__annotations__.update(x='1')\n",
        "class C:\n    __annotations__ = names\n",
        # what sets or finds by a name that is made at run time
        "object.__setattr__(f, name, 1)\n",
        "type.__setattr__(C, '__modu' + 'le__', 'm')\n",
        "import numpy as np\nnp.__getattr__('test' + 'ing').runstring(x, {})\n",
        "import functools\nfunctools.update_wrapper(a, f, [name])\n",
        "from functools import wraps\n@wraps(f, assigned=names)\ndef g():\n    pass\n",
        "import argparse\nargparse.ArgumentParser().add_subparsers(parser_class=C)\n",
        "import argparse\nargparse.Namespace.__init__(f, **names)\n",
        "x._get_kwargs()\n",
        "import warnings\nwarnings.catch_warnings()._module\n",
        "class C:\n    _module = 1\nimport warnings\nwarnings.catch_warnings()._module\n",
        "x._entered\n",
        "getattr(x, '_entered')\n",
        # by which copies, and arrays, are made of anything
        "class C:\n    def __new__(cls):\n        return f\n",
        "class C:\n    __getstate__ = f\n",
        "class C:\n    async def __reduce_ex__(self, _):\n        pass\n",
        "class C:\n    match f:\n        case __setstate__:\n            pass\n",
        "class C:\n    from m import f as __deepcopy__\n",
        "class C:\n    def __getattr__(self, name):\n        return {'data': (id(f), False)}\n",
        "class C:\n    def __getattribute__(self, name):\n        return f\n",
        "class C:\n    def __del__(self):\n        f()\n",
        "class C:\n    def __reduce__(self):\n        return f, (), (None, names)\n",
        "class C:\n    @property\n    def __class__(self):\n        return float\n",
    ],
)
def test_what_cannot_be_seen_to_be_harmless_is_held(source):
    assert held(source), source


@pytest.mark.parametrize(
    "source",
    [
        "import sys\nsys.setrecursionlimit(10_000)\n",
        "class C:\n    def __init_subclass__(cls):\n        pass\n",
        "class C(dict):\n    def __missing__(self, key):\n        return 0\n",
        "class C:\n    def __init__(self):\n        self._x = 1\nC()._x\n",
        "from collections import namedtuple\nP = namedtuple('P', 'x')\nP(1)._replace(x=2)\n",
        "import matplotlib.pyplot as plt\nplt.plot([1])\nplt.rcParams['x'] = 1\n",
        "import planar_utils\nfrom testCases_v2 import *\nplanar_utils.load()\n",
        "import numpy as np\nrng = np.random.default_rng(0)\nnp.linalg.norm(np.copy(x))\n",
        "import numpy as np\ngetattr(np, 'maximum')(1, 2)\n",
        "import numpy as np\nnp.lib.stride_tricks.sliding_window_view(x, 3)\n",
        "import copy\ncopy.copy(x)\ndef f(copy):\n    return copy\n",
        "from copy import copy\nf(copy)\n",
        "import functools\n@functools.lru_cache(None)\ndef f(x):\n    return f'{x:.2f}'\n",
        (
            "from dataclasses import dataclass, field\n@dataclass\nclass C:\n"
            "    x: list = field(default_factory=list)\n"
            "    def __post_init__(self):\n        self.y = 1\n"
        ),
        "def f(open, vars):\n    return vars(open)\n",
        "def compile(x):\n    return x\ncompile(1)\n",
        "class C:\n    def f(self, i):\n        return getattr(self, i)\nC().f('x')\n",
        "def f(o, i):\n    return getattr(o, f'W{i}'), getattr(o, 'b' + str(i))\n",
        "def g_backward():\n    pass\ndef f(x):\n    return globals()[x + '_backward']()\n",
        "class N:\n    pass\nn, k = N(), 1\nvars(n)\n",
        "type(x).__name__, f.__doc__, C.__init__\n",
        "'''The attribute __dict__ of a thing.'''\n",
        "import warnings\nwarnings.filterwarnings('ignore')\n",
        "import numpy as np\ndef helper(xp, z):\n    return xp.exp(z)\nhelper(np, 1)\n",
        "import numpy as np\nxp = np\n_np = xp\ny = xp.exp(_np.zeros(3))\n",
        (
            "import numpy as np\ndef g(z, *, k, xp):\n    return xp.exp(z)\n"
            "def f(xp):\n    return g(1, k=2, xp=xp)\nf(xp=np)\n"
        ),
        "from graph import *\ndef f(node):\n    node.grad = 1.0\n    setattr(node, 'x', 1)\n",
        "from graph import *\nn = Node(1)\nn.grad = 1.0\nfor k in n.parents:\n    k.grad = 0.0\n",
        "from graph import *\nclass C:\n    pass\nC.x = 1\nC().y = 2\n",
        "from numpy import *\ndef f(load, x):\n    load.test = x.info\n    del x.y\n",
        "import collections.abc\ncollections.abc.Sequence\n",
        "import numpy as np\nnp.testing.assert_allclose(x, y)\nnp.savez('a', x=x)\n",
        "from numpy.testing import assert_array_equal\nassert_array_equal(x, y)\n",
        "from numpy import *\nexp(zeros(3)) + len(dot(x, y))\n",
        "from functools import *\nx = [1]\nreduce(max, sorted(x))\n",
        "import functools\n@functools.wraps(f)\ndef g(*a):\n    return f(*a)\n",
        "import enum\nclass E(enum.IntEnum):\n    a = enum.auto()\nE.a.name\n",
        "class C:\n    def __setattr__(self, k, v):\n        super().__setattr__(k, v)\n",
        "class C:\n    def __init__(self):\n        object.__setattr__(self, 'x', 1)\n",
        "type(x).__module__\ntype('C', (), {'f': 1})\nself.__class__\n",
        "def f(x: 'np.ndarray') -> 'float':\n    return x\n",
        "import time\ntime.time()\nimport random\nrandom.random()\n",
    ],
)
def test_ordinary_work_is_not_held(source):
    assert held(source) == (), source


def test_what_stands_in_a_demo_never_runs():
    source = "__name__ = '__main__'\nif __name__ == '__main__':\n    x = 1\n\n\ny = 2\n"
    found = analyse(source)
    whole = compile(found.source, "f", "exec")
    for programs in ([marshal.loads(code) for code in found.codes], [whole]):
        module: dict[str, object] = {}
        for program in programs:
            exec(program, module)
        assert "x" not in module
        assert module["y"] == 2
    assert found.source.splitlines().index("y = 2") == 5
    assert found.held


def test_of_numpy_what_right_work_uses_is_not():
    """All that it has for everybody, but for what reads files, runs text and reaches memory."""
    import numpy as np

    found = {name for name in np.__all__ if is_held(f"numpy.{name}")}
    expected = {"__array_namespace_info__", "fromregex", "genfromtxt", "info", "load", "test"}
    modules = {"core", "ctypeslib", "f2py", "matlib"}
    assert expected <= found <= expected | modules


def test_every_module_that_numpy_holds_is_known_for_one():
    """But for those that may be used, in which the same is asked again."""
    import types

    import numpy as np

    waiting, seen = [("numpy", np)], set()
    while waiting:
        name, module = waiting.pop()
        seen.add(name)
        for word, value in vars(module).items():
            full = f"{name}.{word}"
            if isinstance(value, types.ModuleType) and full in SUBMODULES:
                waiting += [(full, value)] if full not in seen else []
            elif isinstance(value, types.ModuleType):
                assert is_held(full), full


PATCHES = "import sys\nsys.modules['grader.worker.host'].counted = f\n"
FLOODS = {
    "imports": "import os, pathlib, unittest, inspect, timeit, traceback, io, pickle, ast, dis\n",
    "repeats": "import numpy as np\n" + "np.load(f)\n" * 40,
    "changes": "import numpy as np\n" + "".join(f"np.x{i} = 1\n" for i in range(40)),
    "names": "".join(f"x = '__a{i}__'\n" for i in range(40)),
    "calls": "".join(f"getattr(x{i}, y)\n" for i in range(40)),
}


@pytest.mark.parametrize("name", FLOODS)
def test_the_worst_is_told_however_much_there_is(name):
    found = held(FLOODS[name] + PATCHES)
    assert [one for one in found if one.endswith("uses .modules")]
    assert len(found) == 11
    assert found[-1].endswith(" more reasons are left out here")


def test_what_is_worst_comes_first():
    found = held("import os\nx = eval\nimport numpy as np\nf.__code__\nnp.sum = f\n")
    assert [one.split()[2] for one in found] == ["changes", "uses", "names", "imports"]
