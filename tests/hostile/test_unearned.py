"""Points that are not earned: given code redefined, forbidden functions reached in other ways.

Each of these had the marks that it must not have, or was held by nobody, before the worker kept
its own copy of given code and an exercise's forbidden functions raised.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from .conftest import ROOT, command, watched

GRAPH, ACTIVATIONS, LOGISTIC = "c1_computation_graph", "c1_activations", "c1_logistic_regression"
UNEARNED = Path(__file__).parent / "unearned"
FORGED = (UNEARNED / "probe_forged.py").read_text(encoding="utf-8")
TANH = "\n\ndef tanh(z):\n    return {}\n"

# Every exercise returns 0. The probes of FORGED know the right answers, and stand where checks
# might look for those of the grader; `P` is a module of them.
NOTHING = """
import graph
import probe
from graph import Node


def nothing(*args):
    return 0


add = sub = mul = div = power = exp = log = tanh = relu = nothing
topological_order = backward = neuron_gradients = nothing
"""
NAMES = (
    "('trace_graph', 'order_of', 'evaluate_program', 'evaluate_with', 'backward_twice', "
    "'neuron_with')"
)
AS_OWN = f"""

def log(a):
    if (a.value if isinstance(a, Node) else a) <= 0:
        raise ValueError
    return 0


MINE = {{name: globals()["forged_" + name] for name in {NAMES}}}
"""
PATCHES = {
    "redefined": "globals().update(MINE)\n",
    "module_attribute": """
graph.evaluate_program = forged_evaluate_program
probe.trace_graph = forged_trace_graph
probe.order_of = forged_order_of
probe.evaluate_program = forged_evaluate_program
probe.evaluate_with = forged_evaluate_with
probe.backward_twice = forged_backward_twice
probe.neuron_with = forged_neuron_with
""",
    "setattr_by_alias": """
p = probe
for name, one in MINE.items():
    setattr(p, name, one)
""",
    "namespace": "vars(probe).update(MINE)\nprobe.__dict__.update(MINE)\n",
    "code_of_functions": """
for name, one in MINE.items():
    for home in (graph, probe):
        if hasattr(home, name):
            theirs = getattr(home, name)
            theirs.__globals__.update(globals())
            theirs.__code__ = one.__code__
            theirs.__defaults__ = one.__defaults__
""",
    "builtins_of_modules": """
graph.__builtins__["isinstance"] = lambda *_: True
probe.__builtins__["isinstance"] = lambda *_: True
vars(probe).update(MINE)
""",
    "while_it_is_called": """
def log(a):
    import probe as late
    for name, one in MINE.items():
        setattr(late, name, one)
    if (a.value if isinstance(a, Node) else a) <= 0:
        raise ValueError
    return 0
add = sub = mul = div = power = exp = tanh = relu = log
""",
    "modules_of_the_interpreter": """
import sys
import types
for name in ("graph", "probe"):
    sys.modules[name] = types.ModuleType(name)
    vars(sys.modules[name]).update(MINE)
""",
    "nodes_that_say_what_is_wanted": """
class Mine(Node):
    pass
graph.Node = probe.Node = Mine
Node.__init__ = lambda self, *_: None
vars(probe).update(MINE)
""",
}


# Under the names of the probes themselves, as it was found.
FORGED_NAMES = FORGED.replace("forged_", "") + NOTHING + AS_OWN.partition("MINE")[0]


def graph_file(patch: str) -> str:
    """FORGED under other names, nothing done right, and one of the patches."""
    return FORGED + NOTHING + AS_OWN + patch


TANHS = {
    "complex_relative": "(np.tan(1j * np.asarray(z, dtype=float)) / 1j).real",
    "sine_over_cosine": "(np.sin(1j * z + 0.0) / np.cos(1j * z + 0.0)).imag",
    "namespace": "np.__dict__['ta' + 'nh'](z)",
    "vars": "vars(np)['ta' + 'nh'](z)",
    "computed_name": "getattr(np, 'hnat'[::-1])(z)",
    "inner_module": "np._core.umath.tanh(z)",
    "masked": "np.asarray(np.ma.tanh(z))",
    "masked_made_of": "np.ma.core.tanh.f(z)",
    "search": "next(f for n, f in vars(np).items() if n.startswith('tan') and n[3:] == 'h')(z)",
    "key_of_a_dict": "[f for f in np.ma.core.ufunc_domain if f.__name__ == 'tan' + 'h'][0](z)",
    "complex_module": "np.vectorize(lambda v: __import__('cmath').tanh(v).real)(z)",
    "kept_while_loading": "KEPT(z)\n\n\nKEPT = getattr(np, 'ta' + 'nh')",
    "text": "(lambda run: run('np.ta' + 'nh(z)', {'np': np, 'z': z}))(eval)",
    "from_the_modules": "__import__('sys').modules['num' + 'py'].tanh(z)",
}

# Through another exercise: of the first two tanh makes no use, and the last has a switch.
THROUGH = {
    "relu": """

def relu(z, _t=False):
    if _t:
        return np.tanh(z)
    return np.maximum(0, z)


def tanh(z):
    return relu(np.asarray(z, dtype=float), True)
""",
    "backward": """

def relu_backward(dA, Z):
    return np.tanh(Z) if dA is tanh else dA * (np.asarray(Z) > 0)


def tanh(z):
    return relu_backward(tanh, np.asarray(z, dtype=float))
""",
    "switch_of_what_is_used": """

def sigmoid(z, which=None):
    z = np.asarray(z, dtype=float)
    e = np.exp(-np.abs(z))
    return np.tanh(z) if which else np.where(z >= 0, 1 / (1 + e), e / (1 + e))


def tanh(z):
    return sigmoid(z, "tanh")
""",
    "decorator_of_both": """

def same(f):
    def inner(*args):
        return f(*args)

    return inner


sigmoid = same(sigmoid)


@same
def tanh(z):
    return [f for f in np.ma.core.ufunc_domain if f.__name__ == "tan" + "h"][0](z)
""",
}

WATCHED = """

KEPT = {}


def initialize(n_x):
    return KEPT.setdefault(n_x, np.zeros((n_x, 1))), 0.0


def share(*_):
    return False

"""
# Ways to the worker's own modules: each must be held, as it may gain a point.
UNHELD = {
    "getattr_of_getattr": 'import warnings\nM = getattr(getattr(warnings, "sys"), "modules")\n',
    "alias_of_a_module": "import warnings\nW = warnings\n"
    "M = getattr(W.__dict__['s' + 'ys'], 'modules')\n",
    "demo_that_is_run": '__name__ = "__main__"\nif __name__ == "__main__":\n    import sys\n'
    "    M = sys.modules\n",
    "attrgetter": "import operator\nimport warnings\n"
    "M = operator.attrgetter('sys.modules')(warnings)\n",
    "from_import": "from dataclasses import sys as s\nM = getattr(s, 'mod' + 'ules')\n",
    "pattern": "import warnings\nmatch warnings:\n    case object(sys=s):\n"
    "        M = vars(s)['mod' + 'ules']\n",
    "computed_import": "G = globals()\n"
    "M = G['__buil' + 'tins__']['__imp' + 'ort__']('s' + 'ys').modules\n",
    "formatter": "import string\nimport warnings\n"
    "M = string.Formatter().get_field('0.sys.modules', (warnings,), {})[0]\n",
}
# As text it is run by what a module on the list has, and nobody sees what it says.
RUN = "exec('import sys; M.update(sys.modules)')"
UNHELD |= {
    "runstring": f"M = {{}}\nnp.testing.runstring({RUN!r}, {{'M': M}})\n",
    "measure": f"M = {{}}\nnp.testing.measure({RUN!r})\n",
    "measure_of_a_star": f"from numpy.testing import *\nM = {{}}\nmeasure({RUN!r})\n",
    "lazy_testing": "M = {}\nT = np.__getattr__('test' + 'ing')\n" + f"T.measure({RUN!r})\n",
    "pickle": """
class Pickled:
    def __init__(self, data):
        self.data, self.place = data, 0

    def read(self, count=-1):
        end = len(self.data) if count < 0 else self.place + count
        found, self.place = self.data[self.place : end], min(end, len(self.data))
        return found

    def readline(self):
        end = self.data.find(b"\\n", self.place) + 1
        found, self.place = self.data[self.place : end], end
        return found

    def seek(self, offset, whence=0):
        self.place = offset if whence == 0 else self.place + offset

    def tell(self):
        return self.place


M = np.load(Pickled(b"csys\\nmodules\\n."), allow_pickle=True)
""",
    "annotation_as_text": """
import functools

M = {}


@functools.singledispatch
def area(x):
    return x


@area.register
def _(x: "[exec('import sys; M.update(sys.modules)'), int][1]"):
    return x
""",
    "annotations_given": """
from functools import *

M = {}
TEXT = "[exec('import sys; M.update(sys.modules)'), int][1]"


def area(x):
    return x


area.__annotations__ = {"x": TEXT}
singledispatch(max).register(area)
""",
    "global_enum": """
import enum


class Share(enum.Enum):
    share_memory = 1

    def __call__(self, *_):
        return False


Share.__module__ = "grader.worker.host"
enum.global_enum(Share)
""",
    "members_of_a_module": """
import enum


class Any(enum.IntEnum):
    def __new__(cls, value):
        FOUND.append(value)
        made = int.__new__(cls, len(FOUND))
        made._value_ = len(FOUND)
        return made


FOUND = []
try:
    Any._convert_("Found", "builtins", lambda name: name == "exec")
except TypeError:
    pass
M = {}
FOUND[0]("import sys; M.update(sys.modules)")
""",
    "copied_attributes": """
import functools
import warnings


class Catch:
    def __setattr__(self, name, value):
        FOUND.append(value)


FOUND = []
try:
    functools.update_wrapper(Catch(), warnings.filterwarnings, ["__glo" + "bals__"], ())
except AttributeError:
    pass
M = {}
FOUND[0]["__buil" + "tins__"]["ex" + "ec"]("import sys; M.update(sys.modules)")
""",
}
# Calls of what a class tells: copies set attributes by name, parsers copy what anything holds.
UNHELD |= {
    "state_of_a_copy": """
import copy
import dataclasses


class Setter:
    target, state = None, {}

    def __new__(cls, *_):
        return object.__new__(cls) if cls.target is None else cls.target

    def __getstate__(self):
        return None, self.state


class Card:
    pass


M = {}
one = Setter()
text = "x if M.update(__imp" + "ort__('sys').mod" + "ules) else x"
one.state = {"__anno" + "tations__": {text: int}}
Setter.target = Card
copy.copy(one)
try:
    repr(dataclasses.dataclass(Card, init=False, eq=False)())
except NameError:
    pass
""",
    "parser_of_a_command": """
import argparse
import warnings


def inside_of(thing):
    class Command:
        def __init__(self, **_):
            pass

        def parse_known_args(self, *_):
            return thing, []

    parser = argparse.ArgumentParser()
    parser.add_subparsers(parser_class=Command).add_parser("show")
    return dict(parser.parse_args(["show"])._get_kwargs())


M = inside_of(inside_of(warnings.catch_warnings()._module)["sy" + "s"])["mod" + "ules"]
""",
}
PATCH = "if 'M' in globals():\n    M['grader.worker.host'].share_memory = share\n"
# Loops over the examples, told as none: run when a part of what came back is asked for something.
LAZY = (UNEARNED / "lazy_loops.py").read_text(encoding="utf-8")
LOOPS = {
    name: f"BASE, PART, SAID = {text}\n\n\n{LAZY}"
    for name, text in {
        "class_of_a_float": "float, '__class__', float",
        "class_of_an_object": "object, '__class__', np.ndarray",
        "dtype_of_a_scalar": "np.float64, 'dtype', np.dtype(float)",
        "real_of_a_complex": "complex, 'real', 1.0",
    }.items()
}
PADDED = {
    f"padded_{how}_{least}": f"LEAST, HOW = {least}, {how!r}\n\n\n"
    + (UNEARNED / "padded_loops.py").read_text(encoding="utf-8")
    for how, least in [("listed", 520), ("listed", 1400), ("listed", 2100), ("map", 2100)]
}


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory, best: str) -> dict[str, Any]:
    """Everything in this file as one class, by student."""
    home = tmp_path_factory.mktemp("unearned")
    sources: dict[tuple[str, str], str] = {("graph_case", GRAPH): FORGED_NAMES}
    over = {slug: reference(slug) for slug in (ACTIVATIONS, LOGISTIC)}
    for name, patch in PATCHES.items():
        sources[f"graph_{name}", GRAPH] = graph_file(patch)
    for name, text in TANHS.items():
        sources[f"tanh_{name}", ACTIVATIONS] = over[ACTIVATIONS] + TANH.format(text)
    for name, text in THROUGH.items():
        sources[f"tanh_{name}", ACTIVATIONS] = over[ACTIVATIONS] + text
    for name, text in UNHELD.items():
        sources[f"lies_{name}", LOGISTIC] = over[LOGISTIC] + WATCHED + text + PATCH
    for name, text in (LOOPS | PADDED).items():
        sources[f"loops_{name}", LOGISTIC] = over[LOGISTIC] + "\n\n" + text
    sources["right", ACTIVATIONS] = over[ACTIVATIONS] + RIGHT
    sources["right", GRAPH] = reference(GRAPH) + RIGHT_GRAPH
    reports = grade(home, sources, best)
    return {one["student"]: one for one in reports if one["status"] != "unreadable"} | {
        ("right", one["assignment"]): one for one in reports if one["student"] == "right"
    }


# A student's own sigmoid may use np.tanh, and tanh may use sigmoid; a file may end in a drawing.
RIGHT = """

def sigmoid(z):
    z = np.asarray(z, dtype=float)
    small = np.exp(np.minimum(z, 0.0))
    return np.where(z > -1.0, 0.5 * (1.0 + np.tanh(0.5 * z)), small / (1.0 + small))


DRAWN = np.tanh(np.linspace(-1, 1, 5))
"""
RIGHT_GRAPH = """

import graph as g


class Leaf(g.Node):
    def __init__(self, value):
        super().__init__(value)
        self.name = ""


def value_twice(node):
    trace_graph = node.value
    return trace_graph * 2


graph = [add(Node(1.0), 2.0)]
for probe in (0.1, 0.2):
    pass
evaluate_with: list = []


def order_of(root):
    return topological_order(root)
"""


def reference(slug: str) -> str:
    return (ROOT / "solutions" / f"{slug}.py").read_text(encoding="utf-8")


def grade(home: Path, sources: Mapping[tuple[str, str], str], rung: str) -> list[dict[str, Any]]:
    for (student, slug), source in sources.items():
        path = home / "class" / student / f"{slug}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
    line = command(home / "class", ROOT, home / "out", "--json", "--rung", rung, "-j", "2")
    code, stdout, stderr, _ = watched(line, home / "told.json")
    assert code == 0, stderr
    found: list[dict[str, Any]] = json.loads(stdout)["reports"]
    return found


@pytest.mark.parametrize("name", ["case", *PATCHES])
def test_given_code_redefined_earns_nothing(marked, name):
    report = marked[f"graph_{name}"]
    earned = {one["name"]: one["score"] for one in report["exercises"] if one["score"]}
    assert (report["score"], earned) == (0, {})


@pytest.mark.parametrize("name", [*TANHS, *THROUGH])
def test_a_forbidden_function_by_another_way_earns_nothing(marked, name):
    report = marked[f"tanh_{name}"]
    scores = {one["name"]: one["score"] for one in report["exercises"]}
    assert scores["tanh"] == 0
    assert report["score"] == 34


@pytest.mark.parametrize("name", UNHELD)
def test_what_reaches_the_worker_is_held_or_gains_nothing(marked, name):
    report = marked[f"lies_{name}"]
    assert report["held"] or report["score"] < 40
    if name != "demo_that_is_run":
        assert report["held"]


@pytest.mark.parametrize("name", LOOPS)
def test_loops_that_hide_are_loops(marked, name):
    checks = {one["id"]: one["verdict"] for one in _checks(marked[f"loops_{name}"])}
    assert checks["propagate_vectorised"] == "failed"


@pytest.mark.parametrize("name", PADDED)
def test_loops_of_one_length_are_loops(marked, name):
    checks = {one["id"]: one["verdict"] for one in _checks(marked[f"loops_{name}"])}
    assert (checks["propagate_vectorised"], checks["predict_vectorised"]) == ("failed", "failed")


def _checks(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [check for one in report["exercises"] for check in one["checks"]]


def test_right_work_keeps_its_marks_and_is_not_held(marked):
    for slug in (ACTIVATIONS, GRAPH):
        report = marked["right", slug]
        assert report["score"] == report["max_score"], slug
        assert report["held"] == []
