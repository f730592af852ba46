"""The worker: whatever student code does, each request gets one reply, and says what happened."""

from __future__ import annotations

import builtins
import gc
import socket
import sys
import textwrap
import threading
import warnings

import numpy as np
import pytest

from grader.calls.messages import load_request
from grader.worker import host as hosting
from grader.worker import observe as observing
from grader.worker.frames import HEADER, WireError, frame, parse, payload, read_header
from grader.worker.host import CHANGED, EXIT, MEMORY, MISSING, RAISED, REFUSED, Host
from grader.worker.module import MOST_WARNINGS
from grader.worker.objects import MOST_TEXT
from grader.worker.server import Server, serve
from grader.worker.wire import Encoder, Op, Tag, decode

MODULE = "handed_in"

pytestmark = pytest.mark.usefixtures("clean_modules")


class End:
    """The checker's end in its plainest form: handles stay tagged lists."""

    def pack(self, value):
        match value:
            case ["function", number]:
                return [Tag.FUNCTION.value, number]
            case ["handle", number]:
                return [Tag.HANDLE.value, number]
        raise AssertionError(value)

    def keep(self, _):
        return None

    def unpack(self, tagged):
        return Mark(tagged)


class Mark:
    """What does not cross by value."""

    def __init__(self, tagged):
        self.tag, self.number, self.text = tagged


class Marker:
    """Stands in arguments for a handle or a function of the checker's, by its number."""

    def __init__(self, kind, number):
        self.kind, self.number = kind, number


class Arguments(End):
    def pack(self, value):
        if isinstance(value, Mark):
            return [Tag.HANDLE.value, value.number]
        assert isinstance(value, Marker), value
        return [value.kind.value, value.number]


def called(name, *args, watch=(), keep=0, **kwargs):
    """The payload that calls a function."""
    encoder = Encoder(Arguments())
    trees = [encoder.pack(args), encoder.pack(kwargs)]
    return payload([Op.CALL.value, name, *trees, list(watch), keep], encoder.blobs)


def decoded(packed):
    body, _, data = packed
    return parse(data[:body], data[body:])


class Loaded:
    """A submission in a host of this process."""

    def __init__(self, source, *, ask=None, given=None, replaced=()):
        self.host = Host(ask or (lambda *_: pytest.fail("nobody was to be asked")))
        request = load_request(
            textwrap.dedent(source), MODULE, given=given, replaced=list(replaced)
        )
        self.loading = self.send(request)

    def send(self, request):
        try:
            return decoded(self.host.reply(decoded(request)))
        except BaseException as fault:  # noqa: BLE001 (what comes out is the test's finding)
            escaped = object.__repr__(fault)
        # Told without the exception itself: its class may be one that breaks its readers.
        return pytest.fail(f"out of the host came {escaped}")

    def call(self, name, *args, watch=(), **kwargs):
        return self.send(called(name, *args, watch=watch, **kwargs))

    def value(self, name, *args, **kwargs):
        reply = self.call(name, *args, **kwargs)
        assert reply[0] == Op.VALUE, reply
        return decode(reply[1], End())

    def raised(self, name, *args, **kwargs):
        """Bases, own name, text, line, function, lines of callers and outcome."""
        reply = self.call(name, *args, **kwargs)
        assert reply[0] == Op.RAISED, reply
        return reply[1:]

    def changed(self, name, *args, **kwargs):
        return self.call(name, *args, watch=("changed",), **kwargs)[3]

    def steps(self, name, *args):
        return self.call(name, *args, watch=("steps",))[4]

    def shared(self, name, *args, **kwargs):
        return self.call(name, *args, watch=("shared",), **kwargs)[5]


# Values


def test_a_call_gives_the_value_and_nothing_else_when_nothing_is_watched():
    loaded = Loaded("def double(x, *, times=2):\n    return x * times\n")
    assert loaded.loading == [Op.VALUE, None, [], [], 0, False]
    assert loaded.call("double", 4) == [Op.VALUE, 8, [], [], 0, False]
    assert loaded.value("double", 4, times=5) == 20


def test_student_code_may_write_into_what_it_is_given():
    loaded = Loaded("def zero(x):\n    x[:] = 0\n    return x\n")
    mine = np.arange(3.0)
    assert not loaded.value("zero", mine).any()
    assert mine.tolist() == [0.0, 1.0, 2.0]


def test_an_object_stays_and_its_attributes_and_methods_can_be_reached():
    loaded = Loaded(
        """
        class Node:
            def __init__(self, data):
                self.data = data
            def plus(self, other):
                return Node(self.data + other.data)
        def node(x):
            return Node(x)
        """
    )
    one = loaded.value("node", 1.5)
    assert (one.tag, one.text) == (Tag.HANDLE, "an object of class Node")
    encoder = Encoder(Arguments())
    handle = [Tag.HANDLE.value, one.number]
    args = encoder.pack((Marker(Tag.HANDLE, one.number),))
    reply = loaded.send(payload([Op.METHOD.value, handle, "plus", args, encoder.pack({})]))
    two = decode(reply[1], End())
    assert two.number != one.number
    got = loaded.send(payload([Op.GET.value, [Tag.HANDLE.value, two.number], "data"]))
    assert got[:2] == [Op.VALUE, 3.0]


def test_a_class_cannot_name_itself_freely():
    loaded = Loaded(
        """
        def f():
            return type("score: 100\\n<b>" + "x" * 500, (), {})()
        """
    )
    text = loaded.value("f").text
    assert len(text) < 100
    assert text.removeprefix("an object of class ").isalnum()


def test_a_value_too_large_or_cyclic_becomes_a_handle_that_says_so():
    loaded = Loaded(
        """
        def loop():
            x = {}
            x["x"] = x
            return x
        def many():
            return [0] * 1_000_000
        def same(x):
            return len(x), x is x.get("x") if isinstance(x, dict) else x[0] == 0
        """
    )
    for name, length in (("loop", 1), ("many", 1_000_000)):
        mark = loaded.value(name)
        assert "nested too deep or too large" in mark.text
        assert loaded.value("same", mark) == (length, True)


def test_only_the_parts_that_cannot_cross_stay():
    loaded = Loaded(
        """
        import numpy as np
        def loop():
            x = {}
            x["x"] = x
            return x
        LOOP = loop()
        def forward(x):
            return 2 * x, [LOOP, {"Z": x}, LOOP], (LOOP,), {"a": LOOP}
        def backward(A, caches, last, table):
            return (caches[0] is LOOP and caches[2] is LOOP and caches[1]["Z"][0] == 1.0
                    and last[0] is LOOP and table["a"] is LOOP)
        """
    )
    A, caches, last, table = loaded.value("forward", np.ones(3))
    assert A.tolist() == [2.0, 2.0, 2.0]
    first, second, third = caches
    assert second["Z"].tolist() == [1.0, 1.0, 1.0]
    for mark in (first, third, last[0], table):
        assert "nested too deep or too large" in mark.text
    assert loaded.value("backward", A, caches, last, table) is True


def test_what_crosses_before_a_part_that_cannot_is_whole():
    """Large arrays travel beside the message: those of a failed attempt must not."""
    loaded = Loaded(
        """
        import numpy as np
        def f():
            x = {"big": np.full(20_000, 1.0)}
            x["x"] = x
            return np.full(20_000, 2.0), x, np.full(20_000, 3.0)
        """
    )
    first, mark, last = loaded.value("f")
    assert (set(first), set(last)) == ({2.0}, {3.0})
    assert isinstance(mark, Mark)


def test_an_array_within_a_cache_comes_back_as_itself():
    loaded = Loaded(
        """
        import numpy as np
        class Named(np.ndarray):
            pass
        def forward(x):
            named = x.view(Named)
            named.name = "x"
            return named, {"x": named, "masked": np.ma.masked_array(x, [True, False])}
        """
    )
    A, cache = loaded.value("forward", np.arange(2.0))
    assert type(A) is type(cache["x"]) is type(cache["masked"]) is np.ndarray
    assert cache["x"].tolist() == A.tolist() == [0.0, 1.0]


def test_a_value_of_an_own_class_crosses_by_value_and_comes_back_as_itself():
    loaded = Loaded(
        """
        from typing import NamedTuple
        class Cache(NamedTuple):
            z: float
            name: str
        def make(z):
            return [Cache(z, "a")]
        def use(cache):
            return cache.z * 2, type(cache) is Cache
        """
    )
    (cache,) = loaded.value("make", 1.5)
    assert tuple(cache) == (1.5, "a")
    assert loaded.value("use", cache) == (3.0, True)


def test_an_array_of_objects_is_described_by_its_dtype():
    loaded = Loaded(
        "import numpy as np\ndef f():\n    return np.array([None, 'x'], dtype=object)\n"
    )
    assert loaded.value("f").text == "an array of dtype O"


def test_an_unknown_request_is_answered_too():
    reply = Loaded("").send(payload([99]))
    assert reply[0] == Op.RAISED
    assert reply[2] == "WireError"


# Loading


def test_the_top_level_runs_once_and_keeps_its_state():
    loaded = Loaded(
        """
        count = 0
        def next_one():
            global count
            count += 1
            return count
        """
    )
    assert [loaded.value("next_one") for _ in range(3)] == [1, 2, 3]


def test_a_top_level_that_raises_says_where():
    reply = Loaded("x = 1\ny = x / 0\n").loading
    assert reply[0] == Op.RAISED
    assert reply[2:5] == ["ZeroDivisionError", "division by zero", 2]


def test_main_is_not_run():
    loaded = Loaded("ran = __name__\ndef f():\n    return ran\n")
    assert loaded.value("f") == MODULE


def test_given_modules_are_there_to_import_and_can_be_called():
    loaded = Loaded(
        "from helpers import twice\ndef f(x):\n    return twice(x)\n",
        given={"helpers": "def twice(x):\n    return 2 * x\n"},
    )
    assert loaded.value("f", 4) == 8
    assert loaded.value("twice", 5) == 10
    assert "helpers" not in sys.modules


def test_the_given_code_wins_over_a_module_of_that_name():
    loaded = Loaded("import math\ndef f():\n    return math.pi\n", given={"math": "pi = 3\n"})
    assert loaded.value("f") == 3


def test_an_import_that_fails_costs_nothing_until_it_is_used():
    loaded = Loaded(
        """
        import no_such_package.plots as plots
        from no_such_package import figure
        import no_such_package.inner
        def plain():
            return 1
        def plotted():
            return plots.line([1, 2])
        def drawn():
            return figure()
        def inner():
            return no_such_package.inner.deep.call()
        """
    )
    assert loaded.loading[0] == Op.VALUE
    assert loaded.value("plain") == 1
    for name in ("plotted", "drawn", "inner"):
        bases, _, text, *_, outcome = loaded.raised(name)
        assert bases[0] == "ImportError"
        assert "no_such_package" in text
        assert outcome == RAISED


@pytest.mark.parametrize(
    "line",
    [
        'plots.rcParams["figure.figsize"] = (7.0, 4.0)',
        'plots.style.use("ggplot")',
        "X = plots.load()[0] / 255.0 + 1; print(f'{X:.3f}', -X, abs(X), X > 1, len(X))",
        "for step in range(plots.steps): f(step)",
        "with plots.figure() as figure: figure.show()",
        "for line in plots.lines: line.show()",
        "def other(x: plots.Float['n m']) -> plots.Float: return x",
        "class Net(plots.Module):\n    def forward(self): return 1",
        "if plots.available(): device = plots.device('gpu')",
        "epsilon = float(plots.epsilon); plots.epsilon = 1; del plots.cache[0]",
        "f(plots.ones(3))",
        "figure, axes = plots.subplots()",
        "first, *others = plots.split()",
    ],
)
def test_what_a_file_does_with_an_absent_module_does_nothing(line):
    """A last cell that draws costs nothing; a function that needs the module still raises."""
    loaded = Loaded(
        "import no_such_package.plots as plots\n"
        "def f(x):\n    return isinstance(x, plots.Tensor)\n"
        f"def g(x):\n    return plots.tanh(x)\n{line}\n"
        "@plots.compiled\ndef h(x):\n    return x\n"
    )
    assert loaded.loading[0] == Op.VALUE
    assert loaded.value("f", 1.0) is False
    assert loaded.value("h", 1.0) == 1.0  # what it decorates stays what it is
    bases, _, text, *_ = loaded.raised("g", 1.0)
    assert bases[0] == "ImportError"
    assert text.endswith("is not available here")


@pytest.mark.parametrize("use", ["plots + 1", "[*plots]", "plots[0]", "len(plots)", "1 < plots"])
def test_a_function_may_use_no_absent_module_in_any_way(use):
    loaded = Loaded(f"import no_such_package as plots\ndef f():\n    return {use}\n")
    assert loaded.raised("f")[0][0] == "ImportError"


def test_dataclasses_work_in_a_submission():
    loaded = Loaded(
        """
        from __future__ import annotations
        from dataclasses import dataclass
        @dataclass
        class Cache:
            z: float
        def f():
            return Cache(2.0).z
        """
    )
    assert loaded.value("f") == 2.0


def test_a_submission_can_read_its_own_source():
    loaded = Loaded(
        """
        import inspect
        def f():
            return inspect.getsource(f)
        """
    )
    assert "return inspect.getsource(f)" in loaded.value("f")


def test_replaced_names_call_back():
    asked = []

    def ask(target, args, kwargs):
        asked.append((target, args, kwargs))
        return 42

    loaded = Loaded(
        """
        def helper(x):
            return -1
        def outer(x):
            return helper(x, extra=True) + 1
        """,
        ask=ask,
        replaced=["helper"],
    )
    assert loaded.value("outer", 3) == 43
    assert asked == [("helper", (3,), {"extra": True})]


def test_a_function_of_the_checkers_may_be_an_argument():
    loaded = Loaded(
        "def twice(f, x):\n    return f(f(x))\n", ask=lambda target, args, _: args[0] + target
    )
    assert loaded.value("twice", Marker(Tag.FUNCTION, 5), 1) == 11


# What a call raises


@pytest.mark.parametrize(
    ("statement", "base", "outcome"),
    [
        ("1 / 0", "ZeroDivisionError", RAISED),
        ("raise NotImplementedError", "NotImplementedError", REFUSED),
        ("raise KeyboardInterrupt", "KeyboardInterrupt", REFUSED),
        ("raise GeneratorExit", "GeneratorExit", REFUSED),
        ("raise StopIteration", "StopIteration", REFUSED),
        ("raise BaseException('x')", "BaseException", REFUSED),
        ("raise SystemExit(0)", "SystemExit", EXIT),
        ("exit_code = 3; import sys; sys.exit(3)", "SystemExit", EXIT),
        ("raise MemoryError", "MemoryError", MEMORY),
        ("import numpy as np; np.zeros((10**6, 10**6, 10**3))", "MemoryError", MEMORY),
        ("f()", "RecursionError", RAISED),
        ("assert not f", "AssertionError", REFUSED),
        ("int('x')", "ValueError", RAISED),
        ("h()", "KeyError", REFUSED),
        ("raise ValueError(1 / 0)", "ZeroDivisionError", RAISED),
        ("raise ExceptionGroup('many', [ValueError()])", "ExceptionGroup", REFUSED),
    ],
)
def test_what_student_code_raises_is_told_apart(statement, base, outcome):
    loaded = Loaded(
        f"def f():\n    {statement}\ndef g():\n    return 1\ndef h():\n    raise KeyError(3)\n"
    )
    bases, _, _, line, function, callers, found = loaded.raised("f")
    assert base in bases
    assert found == outcome
    assert (line, function) == ((6, "h") if statement == "h()" else (2, "f"))
    assert callers == ([2] if statement == "h()" else [])
    assert loaded.value("g") == 1


def test_the_lines_that_lead_to_an_exception_are_told_the_nearest_first():
    loaded = Loaded(
        """
        import functools
        def f():
            return g(30)
        def g(n):
            if n:
                return g(n - 1)
            return functools.reduce(h, [1, 0])
        def h(a, b):
            return a / b
        def long():
            return a1()
        """
        + "".join(f"def a{n}():\n            return a{n + 1}()\n        " for n in range(1, 9))
        + "def a9():\n            return 1 / 0\n"
    )
    *_, line, function, callers, _ = loaded.raised("f")
    assert (line, function, callers) == (10, "h", [8, 7, 4])
    *_, line, _, callers, _ = loaded.raised("long")
    assert callers == [line - 2, line - 4, line - 6, line - 8]


def test_what_is_only_raised_again_is_not_the_students_own():
    source = "def f():\n    try:\n        int('x')\n    except ValueError:\n        raise\n"
    assert Loaded(source).raised("f")[-1] == RAISED


def test_a_function_that_is_not_there_is_missing():
    loaded = Loaded("value = 3\n")
    for name in ("nothing", "value"):
        assert loaded.raised(name)[-1] == MISSING


def test_a_lookup_error_of_the_students_is_not_taken_for_a_missing_function():
    assert Loaded("def f():\n    raise LookupError('f')\n").raised("f")[-1] == REFUSED


def test_an_exception_of_the_students_own_class_names_its_built_in_bases():
    loaded = Loaded(
        """
        class Mine(ValueError):
            pass
        def f():
            raise Mine("x" * 10_000)
        """
    )
    bases, own, text, *_ = loaded.raised("f")
    assert bases == ["ValueError", "Exception", "BaseException", "object"]
    assert own == "Mine"
    assert text == "x" * MOST_TEXT


@pytest.mark.parametrize(
    "body",
    [
        "raise ValueError('no')",
        "raise SystemExit",
        "return 3",
        "return self",
        "return str(self)",
        "raise self",
    ],
)
def test_an_exception_whose_text_raises_is_still_an_answer(body):
    loaded = Loaded(
        f"""
        class Mine(Exception):
            def __str__(self):
                {body}
        def f():
            raise Mine
        """
    )
    bases, own, text, *_ = loaded.raised("f")
    assert (bases[0], own) == ("Exception", "Mine")
    assert text.startswith("(its text raised ")


@pytest.mark.parametrize(
    "statement",
    [
        "raise ValueError('\\ud800')",
        "raise KeyError('\\udfff' * 1000)",
    ],
)
def test_a_text_that_is_no_unicode_does_not_end_the_worker(statement):
    bases, *_ = Loaded(f"def f():\n    {statement}\n").raised("f")
    assert bases[0] in ("ValueError", "KeyError")


def test_a_value_that_is_no_unicode_is_answered():
    reply = Loaded("def f():\n    return ['\\ud800']\n").call("f")
    assert reply[0] in (Op.VALUE, Op.RAISED)


def test_an_exception_class_that_hides_its_module_does_not_end_the_worker():
    loaded = Loaded(
        """
        class Meta(type):
            @property
            def __module__(cls):
                raise RuntimeError("no module")
        class Mine(ValueError, metaclass=Meta):
            pass
        def f():
            raise Mine
        """
    )
    assert loaded.raised("f")[1] == "Mine"


def test_the_line_is_that_of_the_innermost_frame_in_the_students_file():
    loaded = Loaded(
        """
        import numpy as np
        def inner(x):
            return np.linalg.inv(x)
        def outer(x):
            return inner(x)
        """
    )
    bases, own, _, line, function, *_ = loaded.raised("outer", np.zeros((2, 2)))
    assert own == "LinAlgError"
    assert bases[0] == "ValueError"
    assert (line, function) == (4, "inner")


def test_a_call_with_wrong_arguments_has_no_line():
    bases, _, text, line, *_ = Loaded("def f(x):\n    return x\n").raised("f")
    assert bases[0] == "TypeError"
    assert "missing" in text
    assert line is None


def test_arguments_that_cannot_be_read_are_answered():
    reply = Loaded("def f(x):\n    return x\n").send(
        payload([Op.CALL.value, "f", [99], [2], [], 0])
    )
    assert reply[0] == Op.RAISED


# Warnings


@pytest.fixture
def warned():
    """Warnings go where the worker sends them, and NumPy gives them as in the worker."""

    def loaded(source):
        one = Loaded(source)
        warnings.showwarning = one.host.submission.record_warning
        return one

    with (
        warnings.catch_warnings(),
        np.errstate(divide="warn", over="warn", invalid="warn", under="ignore"),
    ):
        warnings.simplefilter("always")
        yield loaded


def test_numpys_warnings_are_told_with_the_students_line(warned):
    loaded = warned("import numpy as np\ndef f(x):\n    return np.log(x)\n")
    assert loaded.call("f", np.zeros(2))[2] == ["divide by zero encountered in log (line 3)"]
    assert loaded.call("f", np.ones(2))[2] == []


def test_other_warnings_are_not_told(warned):
    loaded = warned(
        "import warnings\ndef f():\n    warnings.warn('old')\n    "
        "warnings.warn('older', DeprecationWarning)\n    return 1\n"
    )
    assert loaded.call("f")[2] == []


def test_a_flood_of_warnings_is_cut(warned):
    loaded = warned(
        "import warnings\ndef f():\n    for i in range(500):\n        "
        "warnings.warn('x' * 5000, RuntimeWarning)\n"
    )
    seen = loaded.call("f")[2]
    assert len(seen) == MOST_WARNINGS
    assert max(map(len, seen)) < MOST_TEXT + 20


# What is watched


def test_changed_arguments_are_named_by_place_and_by_name():
    loaded = Loaded(
        """
        def f(a, b, *, c=None, d=None):
            a += 1
            c["key"].append(2)
            return a
        """
    )
    changed = loaded.changed("f", np.zeros(2), np.zeros(2), c={"key": [1]}, d=[1])
    assert sorted(changed) == ["0", "c"]


@pytest.mark.parametrize(
    ("statement", "argument"),
    [
        ("x[0] = np.nan", np.zeros(3)),
        ("x[0] = -x[0]", np.zeros(3)),
        ("x.sort()", [2, 1]),
        ("x.clear()", {"a": 1}),
        ("x['b'] = 2", {"a": 1}),
        ("x['a'] = 1.0", {"a": 1}),
        ("x['a'][0] += 1e-300", {"a": np.zeros(2)}),
        ("x[0].append(1)", ([],)),
        ("x.resize(2, refcheck=False)", np.zeros(4)),
        ("x.shape = (2, 2)", np.zeros(4)),
        ("x[-1] = 1", np.zeros(50_000)),
    ],
)
def test_every_change_of_an_argument_is_noticed(statement, argument):
    loaded = Loaded(f"import numpy as np\ndef f(x):\n    {statement}\n")
    assert loaded.changed("f", argument) == ["0"]


def test_what_stands_in_itself_may_be_watched():
    loaded = Loaded(
        "import numpy as np\n"
        "def make():\n    x = {'A': np.zeros(2)}\n    x['x'] = [x]\n    return x\n"
        "def read(x):\n    return x['x'][0]['A'] + 1\n"
        "def write(x):\n    x['x'][0]['A'] += 1\n"
        "def add(x):\n    x['x'].append(1)\n"
        "def swap(x):\n    x['x'] = [[x]]\n"
    )
    mark = loaded.value("make")
    assert loaded.changed("read", mark) == []
    for name in ("write", "add", "swap"):
        assert loaded.changed(name, mark) == ["0"], name


@pytest.mark.parametrize(
    "argument", [np.zeros(3), [1, [2]], {"a": np.full(2, np.nan)}, np.zeros(50_000), 1.5, None]
)
def test_reading_an_argument_is_no_change(argument):
    loaded = Loaded("import copy\ndef f(x):\n    y = copy.deepcopy(x)\n    return [y, x]\n")
    assert loaded.changed("f", argument) == []


def test_a_handle_may_be_watched_for_changes():
    loaded = Loaded(
        "class C: pass\ndef make():\n    return C()\ndef f(c, x):\n    x[0] = 1\n    return 1\n"
    )
    handle = loaded.value("make")
    assert loaded.changed("f", Marker(Tag.HANDLE, handle.number), np.zeros(2)) == ["1"]


def test_steps_grow_with_a_loop_and_not_with_the_size_of_an_array():
    loaded = Loaded(
        """
        def summed(x):
            total = 0.0
            for value in x:
                total += value
            return total
        def vectorised(x):
            return x.sum()
        """
    )
    small, large = np.ones(10), np.ones(1000)
    assert loaded.steps("summed", large) > 50 * loaded.steps("summed", small) > 0
    loaded.steps("vectorised", small)  # the first call also counts what NumPy imports late
    assert 0 < loaded.steps("vectorised", large) == loaded.steps("vectorised", small)


@pytest.mark.parametrize(
    "loop",
    [
        "return [v + 1 for v in x]",
        "return list(map(lambda v: v + 1, x))",
        "return sum(v for v in x)",
        "return np.vectorize(lambda v: v + 1)(x)",
        "return np.apply_along_axis(lambda v: v + 1, 1, x[:, None])",
        "return np.frompyfunc(lambda v: v + 1, 1, 1)(x).astype(float)",
        "i = 0\n    while i < len(x): i += 1\n    return i",
        "return g(x, 0)",
    ],
)
def test_a_loop_in_disguise_is_counted(loop):
    loaded = Loaded(
        f"import numpy as np\ndef g(x, i):\n    return g(x, i + 1) if i < len(x) else i\n"
        f"def f(x):\n    {loop}\n"
    )
    small, large = (loaded.steps("f", np.ones(size)) for size in (10, 200))
    assert large - small >= 2 * 190


@pytest.mark.parametrize(
    "line",
    [
        "print(x)",
        "text = str(x) + repr(x) + f'{x}'",
        "np.einsum('i,i->i', x, x, optimize=True)",
    ],
)
def test_what_numpy_does_in_python_to_write_or_to_plan_is_no_loop(line):
    loaded = Loaded(f"import numpy as np\ndef f(x):\n    {line}\n    return x + 1\n")
    small, large = (loaded.steps("f", np.ones(size)) for size in (10, 500))
    assert 0 < large < small + 200


def test_a_loop_under_the_name_of_a_numpy_file_is_counted():
    loaded = Loaded(
        """
        import numpy as np
        def f(x):
            total = 0.0
            for value in x:
                total += value
            return total
        f.__code__ = f.__code__.replace(co_filename=np.einsum_path.__wrapped__.__code__.co_filename)
        """
    )
    assert loaded.steps("f", np.ones(1000)) > 50 * loaded.steps("f", np.ones(10)) > 0


HIDING = (
    ["sys.monitoring.set_events(2, 0)", "sys.monitoring.register_callback(2, 1 << 6, None)"]
    if observing.MONITORING
    else ["sys.settrace(None)", "sys.settrace(lambda *_: None)"]
)


@pytest.mark.parametrize("hide", [*HIDING, "gc.enable()"])
def test_who_switches_the_counting_off_has_counted_to_the_end(hide):
    loaded = Loaded(f"import gc, sys\ndef f():\n    {hide}\n    return 1\n")
    assert loaded.steps("f") == observing.MOST_STEPS


def test_counting_ends_with_the_call_even_if_it_raises():
    Loaded("def f():\n    1 / 0\n").call("f", watch=("steps",))
    assert sys.gettrace() is None
    assert gc.isenabled()


SHARING = """
import numpy as np
KEPT = np.zeros(3)
CACHE = []
TABLE = {}
class Box:
    pass
def same(x):
    return x
def view(x):
    return x[::2]
def transposed(x):
    return x.T
def inside(x):
    return {"grads": [1, (x[1:],)]}
def kept(x):
    return KEPT
def kept_view(x):
    return KEPT[1:]
def fresh(x):
    return x + 1
def copied(x):
    return x.copy(), [0.0], {"a": 1}
def cached_list(x):
    return CACHE
def cached_table(x):
    return TABLE
def history(x, costs=[]):
    costs.append(1.0)
    return np.zeros(2), costs
def bare_history(x, costs=[]):
    costs.append(1.0)
    return costs
def text(x):
    return "a", 1, None, ()
def disjoint(x):
    return np.zeros(3)[:0]
"""


@pytest.mark.parametrize(
    ("name", "shared"),
    [
        ("same", True),
        ("view", True),
        ("transposed", True),
        ("inside", True),
        ("kept", True),
        ("kept_view", True),
        ("history", True),
        ("cached_list", True),
        ("cached_table", True),
        ("bare_history", True),
        ("fresh", False),
        ("copied", False),
        ("text", False),
        ("disjoint", False),
    ],
)
def test_what_a_result_shares_is_noticed(name, shared):
    assert Loaded(SHARING).shared(name, np.arange(4.0)) is shared


def test_a_list_that_was_given_and_is_returned_is_shared():
    loaded = Loaded(SHARING)
    assert loaded.shared("same", [1.0, 2.0]) is True
    assert loaded.shared("same", x={"w": 1.0}) is True
    assert loaded.shared("copied", np.arange(4.0)) is False


def test_parts_of_one_array_that_do_not_overlap_are_not_shared():
    whole = np.zeros(10)
    assert observing.share_memory([whole[:5]], [whole[4:]])
    assert not observing.share_memory([whole[:5]], [whole[5:]])


# The loop over a socket


class Conversation:
    """Speaks with a server in a thread of this process as the checker would."""

    def __init__(self, source=None, **load):
        self.sock, theirs = socket.socketpair()
        self.sock.settimeout(10)
        self.fault = None
        self.sent = 0

        def run():
            try:
                serve(theirs)
            except BaseException as fault:  # noqa: BLE001 (the test looks at it)
                self.fault = fault
            finally:
                theirs.close()

        self.thread = threading.Thread(target=run)
        self.thread.start()
        if source is not None:
            number = self.send(load_request(textwrap.dedent(source), MODULE, **load))
            assert self.receive() == (number, [Op.VALUE, None, [], [], 0, False])

    def send(self, request, number=None):
        self.sent += 1
        number = self.sent if number is None else number
        self.sock.sendall(frame(number, request))
        return number

    def exactly(self, count):
        data = b""
        while len(data) < count:
            part = self.sock.recv(count - len(data))
            if not part:
                raise EOFError
            data += part
        return data

    def receive(self):
        seq, body, blob = read_header(self.exactly(HEADER.size))
        return seq, parse(self.exactly(body), self.exactly(blob))

    def close(self):
        self.sock.close()
        self.thread.join(10)
        assert not self.thread.is_alive()


@pytest.fixture
def conversation():
    """Opens conversations, and puts this process's warnings back when they end."""
    opened = []

    def open_one(*args, **how):
        opened.append(Conversation(*args, **how))
        return opened[-1]

    with warnings.catch_warnings():
        yield open_one
        for one in opened:
            one.close()


def value_of(reply):
    assert reply[0] == Op.VALUE, reply
    return decode(reply[1], End())


def answer(value):
    return payload([Op.ANSWER.value, Encoder(Arguments()).pack(value)])


def test_requests_sent_ahead_are_answered_in_their_order(conversation):
    talk = conversation("def f(x):\n    return x * 10\n")
    numbers = [talk.send(called("f", x)) for x in range(20)]
    for x, number in enumerate(numbers):
        seq, reply = talk.receive()
        assert (seq, value_of(reply)) == (number, x * 10)


def test_frames_may_arrive_in_pieces_and_in_one_piece(conversation):
    talk = conversation("def f(x):\n    return x\n")
    data = b"".join(frame(100 + i, called("f", i)) for i in range(3))
    for i in range(0, len(data), 7):
        talk.sock.sendall(data[i : i + 7])
    assert [talk.receive()[0] for _ in range(3)] == [100, 101, 102]


def test_large_arrays_travel_beside_the_message(conversation):
    talk = conversation("def f(x, y):\n    return y, x + 1\n")
    x, y = np.arange(40_000.0), np.ones((200, 300), order="F")
    talk.send(called("f", x, y))
    back, plus = value_of(talk.receive()[1])
    assert np.array_equal(back, y)
    assert np.array_equal(plus, x + 1)


def test_a_raise_is_one_reply_and_the_loop_goes_on(conversation):
    talk = conversation(
        "def f():\n    raise SystemExit\ndef g():\n    raise KeyboardInterrupt\n"
        "def h():\n    return 1\n"
    )
    for name in "fgh":
        talk.send(called(name))
    assert [talk.receive()[1][0] for _ in range(3)] == [Op.RAISED, Op.RAISED, Op.VALUE]


def test_a_call_back_is_asked_under_the_number_of_its_request(conversation):
    talk = conversation("def f(g, x):\n    return g(x, key=2) + 1\n")
    number = talk.send(called("f", Marker(Tag.FUNCTION, 3), np.arange(3.0)))
    seq, ask = talk.receive()
    assert seq == number
    assert ask[:2] == [Op.ASK, 3]
    assert decode(ask[2], End())[0].tolist() == [0.0, 1.0, 2.0]
    assert decode(ask[3], End()) == {"key": 2}
    talk.send(answer(41))
    seq, reply = talk.receive()
    assert (seq, value_of(reply)) == (number, 42)


def test_requests_behind_a_call_back_keep_their_turn(conversation):
    talk = conversation(
        """
        order = []
        def f(g, name):
            order.append(name)
            first = g()
            return first + g()
        def done():
            return list(order)
        """
    )
    one = talk.send(called("f", Marker(Tag.FUNCTION, 0), "one"))
    two = talk.send(called("f", Marker(Tag.FUNCTION, 0), "two"))
    last = talk.send(called("done"))
    for number, first, second in ((one, 10, 1), (two, 20, 2)):
        for value in (first, second):
            seq, ask = talk.receive()
            assert (seq, ask[0]) == (number, Op.ASK)
            talk.send(answer(value))
        seq, reply = talk.receive()
        assert (seq, value_of(reply)) == (number, first + second)
    seq, reply = talk.receive()
    assert (seq, value_of(reply)) == (last, ["one", "two"])


def test_a_replaced_function_asks_by_name(conversation):
    talk = conversation(
        "def helper(x):\n    return -1\ndef f(x):\n    return helper(x)\n", replaced=["helper"]
    )
    talk.send(called("f", 3))
    _, ask = talk.receive()
    assert ask[:2] == [Op.ASK, "helper"]
    talk.send(answer(np.full(2, 7.0)))
    assert value_of(talk.receive()[1]).tolist() == [7.0, 7.0]


@pytest.mark.parametrize(
    ("kind", "base"), [("ValueError", "ValueError"), ("NoSuchName", "RuntimeError")]
)
def test_a_refused_call_back_raises_in_the_students_code(conversation, kind, base):
    talk = conversation(
        """
        def f(g):
            try:
                g()
            except Exception as fault:
                return type(fault).__name__, str(fault)
        """
    )
    talk.send(called("f", Marker(Tag.FUNCTION, 0)))
    talk.receive()
    talk.send(payload([Op.REFUSE.value, kind, "not here"]))
    assert value_of(talk.receive()[1]) == (base, "not here")


def test_the_answer_to_a_call_back_may_be_written_into(conversation):
    talk = conversation("def f(g):\n    x = g()\n    x += 1\n    return x\n")
    talk.send(called("f", Marker(Tag.FUNCTION, 0)))
    talk.receive()
    talk.send(answer(np.zeros(2)))
    assert value_of(talk.receive()[1]).tolist() == [1.0, 1.0]


def test_warnings_of_numpy_are_seen_by_the_server(conversation):
    talk = conversation("import numpy as np\ndef f(x):\n    return np.exp(x)\n")
    talk.send(called("f", np.array([1e4])))
    talk.send(called("f", np.array([-1e4])))
    assert talk.receive()[1][2] == ["overflow encountered in exp (line 3)"]
    assert talk.receive()[1][2] == []


def test_the_loop_ends_when_the_checker_hangs_up(conversation):
    talk = conversation("def f():\n    return 1\n")
    talk.close()
    assert talk.fault is None


def test_the_loop_ends_when_the_checker_hangs_up_in_the_middle_of_a_frame(conversation):
    talk = conversation("def f():\n    return 1\n")
    talk.sock.sendall(frame(5, called("f"))[:-1])
    talk.close()
    assert talk.fault is None


def test_bytes_that_are_no_frame_end_the_loop(conversation):
    talk = conversation()
    talk.sock.sendall(HEADER.pack(1, 2**32 - 1, 0))
    with pytest.raises(EOFError):
        talk.receive()
    talk.thread.join(10)
    assert isinstance(talk.fault, WireError)


def test_a_server_does_not_run_anything_before_it_is_told_to():
    ours, theirs = socket.socketpair()
    with ours, theirs, warnings.catch_warnings():
        Server(theirs)
        ours.setblocking(False)
        with pytest.raises(BlockingIOError):
            ours.recv(1)


# Nothing of the student's runs once a call was watched

ASKED = """
import numpy as np

RAN = []


class Asked:
    @property
    def __class__(self):
        RAN.append("class")
        return float

    def __getattribute__(self, name):
        RAN.append(name)
        return super().__getattribute__(name)

    def __iter__(self):
        RAN.append("iter")
        return iter(())

    def __array_function__(self, *_):
        RAN.append("shares_memory")
        return False


class Parted(complex):
    @property
    def real(self):
        RAN.append("real")
        return 0.0


class Bare(type):
    @property
    def __name__(self):
        RAN.append("name")
        return "x"


KINDS = {kind.__name__: type("Own", (Asked, kind), {}) for kind in
    (float, int, complex, str, tuple, list, dict, np.float64, np.longdouble, np.str_, np.ndarray)}


def made(kind):
    RAN.clear()
    if kind == "object":
        return type("Own", (Asked,), {})()
    if kind == "parted":
        return Parted(1.0)
    if kind == "bare":
        return [Bare("Own", (list,), {})()]
    if kind == "key":
        return {KINDS["int"](): 1}
    if kind == "ndarray":
        own = np.zeros(3).view(KINDS["ndarray"])
        RAN.clear()
        return own
    return KINDS[kind]()


def ran(_=None):
    return list(RAN)
"""
KINDS = (
    "float int complex str tuple list dict float64 longdouble str_ ndarray object parted bare key"
).split()


@pytest.mark.parametrize("watch", [(), ("steps",), ("changed",), ("shared",)])
@pytest.mark.parametrize("kind", KINDS)
def test_a_value_is_packed_without_asking_it(kind, watch):
    loaded = Loaded(ASKED)
    assert loaded.call("made", kind, watch=watch)[0] == Op.VALUE
    assert loaded.value("ran") == []


def test_an_argument_is_compared_without_asking_it():
    loaded = Loaded(ASKED + "\n\ndef kept(kind):\n    return [made(kind)]\n")
    for kind in ("object", "list", "tuple", "dict"):
        tag, number, *_ = loaded.call("kept", kind)[1][1]
        assert tag in (Tag.HANDLE, Tag.KEPT)
        loaded.changed("ran", Mark([tag, number, ""]))
        assert loaded.value("ran") == [], kind


def test_an_array_that_answers_for_itself_shares_memory_all_the_same():
    loaded = Loaded(ASKED + "\n\nKEPT = made('ndarray')\n\n\ndef own():\n    return KEPT\n")
    assert loaded.shared("own") is True


@pytest.mark.parametrize("changed", ["the name", "its code", "a method", "a builtin"])
def test_who_changes_what_watches_is_told_of_and_has_no_value(monkeypatch, changed):
    loaded = Loaded("import numpy as np\nKEPT = np.ones(3)\ndef f():\n    return KEPT\n")
    assert loaded.shared("f") is True
    lie = (lambda *_: False).__code__
    if changed == "the name":
        monkeypatch.setattr(hosting, "share_memory", lambda *_: False)
    elif changed == "its code":
        monkeypatch.setattr(hosting.share_memory, "__code__", lie)
    elif changed == "a method":
        monkeypatch.setattr(observing._Unhandled, "keep", lambda *_: None)
    else:
        monkeypatch.setattr(builtins, "id", lambda _: 1)
    reply = loaded.call("f", watch=("shared",))
    monkeypatch.undo()
    assert (reply[0], reply[-1]) == (Op.RAISED, CHANGED)
    assert loaded.call("f", watch=("shared",))[-1] == CHANGED, "whenever it was changed"
    assert loaded.call("f")[0] == Op.VALUE


LATE = """
class First(float):
    @property
    def __class__(self):
        work()
        return float


class Last:
    def __init__(self):
        self.me = self

    def __del__(self):
        work()


def work():
    for _ in range(SIZE):
        pass


def asked(size):
    global SIZE
    SIZE = size
    return [First()]


def collected(size):
    global SIZE
    SIZE = size
    Last()
    return MANY


MANY = [((),)] * 3000


def many_made(size):
    global SIZE
    SIZE = size
    Last()
    made = [*map(list, [()] * 6000)]
    return len(made)


def plain(size):
    return MANY
"""


@pytest.mark.parametrize("name", ["asked", "collected", "many_made"])
def test_what_runs_while_a_value_is_packed_is_counted_or_does_not_run(name):
    loaded = Loaded(LATE + "\nimport gc\ngc.collect()\n")
    few, many = (loaded.steps(name, size) for size in (0, 4000))
    assert loaded.steps("plain", 0) < 100, "packing itself is not counted"
    assert (few == many) if name == "asked" else (many > 4000)
