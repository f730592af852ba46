"""What is held for a person: what reaches a name that cannot be seen, and nothing ordinary."""

from __future__ import annotations

import marshal
import textwrap

import pytest

from grader.submissions.source.analysis import analyse
from grader.submissions.source.harmless import SUBMODULES, is_module_of


def held(source):
    found = analyse(textwrap.dedent(source), given=["graph"])
    assert not found.problem
    return found.held


@pytest.mark.parametrize(
    "source",
    [
        "import warnings\ngetattr(getattr(warnings, 'sys'), 'modules')\n",
        "import warnings\nw = warnings\n",
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
        "import sys\ns = sys\n",
    ],
)
def test_what_cannot_be_seen_to_be_harmless_is_held(source):
    assert held(source), source


@pytest.mark.parametrize(
    "source",
    [
        "import sys\nsys.setrecursionlimit(10_000)\n",
        "import argparse\np = argparse.ArgumentParser()\np.add_argument('--n')\n",
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
        "import collections.abc\ncollections.abc.Sequence\n",
        "import time\ntime.time()\nimport random\nrandom.random()\n",
    ],
)
def test_ordinary_work_is_not_held(source):
    assert held(source) == (), source


def test_what_stands_in_a_demo_never_runs():
    source = "__name__ = '__main__'\nif __name__ == '__main__':\n    x = 1\n\n\ny = 2\n"
    found = analyse(source)
    for program in (marshal.loads(found.code), compile(found.source, "f", "exec")):
        module: dict[str, object] = {}
        exec(program, module)
        assert "x" not in module
        assert module["y"] == 2
    assert found.source.splitlines().index("y = 2") == 5
    assert found.held


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
                assert is_module_of(full), full
