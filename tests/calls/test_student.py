"""The student as checks see it: what a reply says is read with suspicion, or refused."""

from __future__ import annotations

import os
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.calls.call import Call, Handle
from grader.calls.local import LocalCaller
from grader.calls.messages import Ends, load_request, observed, packed, violation
from grader.calls.student import RemoteFunction, RemoteStudent
from grader.calls.told import OWN_CLASS
from grader.outcome import (
    CallFailed,
    Died,
    NotImplementedYet,
    Observation,
    OutOfMemory,
    ProtocolViolation,
    StudentRaised,
)
from grader.worker.frames import WireError, parse, payload
from grader.worker.host import EXIT, MEMORY, MISSING, RAISED, Host
from grader.worker.observe import MOST_STEPS
from grader.worker.wire import UNSENDABLE, Encoder, Op, Tag, decode

from ..conftest import trusted

# `make fuzz` draws a hundred times as many messages.
MANY = 100 if os.environ.get("GRADUS_FUZZ") else 1

pytestmark = pytest.mark.usefixtures("clean_modules")


class Answering:
    """A caller that gives one observation, and keeps the calls it got."""

    def __init__(self, observation=None):
        self.observation = observation if observation is not None else Observation(None)
        self.calls = []

    def invoke(self, call):
        self.calls.append(call)
        return self.observation


ENDS = Ends(Answering())


def value_reply(tree=None, warned=(), changed=(), steps=0, shared=False):
    return [Op.VALUE.value, tree, list(warned), list(changed), steps, shared]


def raised_reply(bases=("ValueError",), own="ValueError", **parts):
    line, function = parts.get("line"), parts.get("function", "f")
    text, outcome = parts.get("text", ""), parts.get("outcome", RAISED)
    callers = list(parts.get("callers", ()))
    return [Op.RAISED.value, list(bases), own, text, line, function, callers, outcome]


def through_the_wire(reply):
    """A reply as it arrives: its arrays are packed, all else is left as an attacker wrote it."""

    def prepared(part):
        if isinstance(part, np.ndarray):
            return Encoder(ENDS).pack(part)
        return [prepared(one) for one in part] if isinstance(part, list) else part

    return body(payload(prepared(reply)))


def failure_of(reply, name="f"):
    with pytest.raises(CallFailed) as caught:
        observed(reply, name, ENDS)
    return caught.value


def body(request):
    length, _, data = request
    return parse(data[:length], data[length:])


# What is sent


def test_a_call_is_its_name_its_arguments_and_what_to_watch():
    op, name, args, kwargs, watch, keep = body(
        packed(Call(Op.CALL, "f", (1, np.ones(2)), {"k": "v"}, ("steps",)), ENDS)
    )
    assert (op, name, watch, keep) == (Op.CALL, "f", ["steps"], 0)
    assert decode(args, ENDS)[1].tolist() == [1.0, 1.0]
    assert decode(kwargs, ENDS) == {"k": "v"}


def test_a_method_and_an_attribute_are_asked_of_a_handle():
    handle = Handle(4, "an object of class Node", Answering())
    assert body(packed(Call(Op.GET, "grad", handle=handle), ENDS)) == [
        Op.GET,
        [Tag.HANDLE, 4],
        "grad",
    ]
    method = body(packed(Call(Op.METHOD, "plus", (handle,), handle=handle), ENDS))
    assert method[:3] == [Op.METHOD, [Tag.HANDLE, 4], "plus"]
    assert method[3] == [Tag.TUPLE, [Tag.HANDLE, 4]]


def test_functions_of_the_checkers_are_passed_by_number():
    ends = Ends(Answering())
    args = body(packed(Call(Op.CALL, "f", (len, abs)), ends))[2]
    assert args == [Tag.TUPLE, [Tag.FUNCTION, 0], [Tag.FUNCTION, 1]]
    assert ends.function(1) is abs
    for number in (-1, 2):
        with pytest.raises(WireError, match="never passed"):
            ends.function(number)


def test_a_check_may_not_pass_what_cannot_cross():
    with pytest.raises(TypeError, match="set"):
        packed(Call(Op.CALL, "f", ({1, 2},)), ENDS)


def test_loading_sends_source_and_given_code():
    host = Host(lambda *_: 7)
    request = load_request(
        "from extras import y\ndef f():\n    return y\ndef g():\n    return 1\n",
        "mine",
        given={"extras": "y = 2\n"},
        replaced=("g",),
    )
    assert observed(body(host.reply(body(request))), "mine", ENDS).value is None
    answers = [
        observed(body(host.reply(body(packed(Call(Op.CALL, name), ENDS)))), name, ENDS).value
        for name in "fg"
    ]
    assert answers == [2, 7]
    assert host.submission.filename == "mine.py"


# What comes back


def test_a_value_comes_with_what_was_seen():
    reply = value_reply(
        [Tag.TUPLE.value, 1, 2.5],
        ["overflow encountered in exp (line 3)"],
        ["0", "w"],
        77,
        True,
    )
    assert observed(reply, "f", ENDS) == Observation(
        (1, 2.5), ("0", "w"), 77, ("overflow encountered in exp (line 3)",), True
    )


def described(text, ends):
    handle = observed(value_reply([Tag.HANDLE.value, 3, text]), "f", ends).value
    assert handle.number == 3
    return str(handle)


@pytest.mark.parametrize(
    "text",
    [
        "an object of class generator",
        "an object of class set",
        "an object of class Node",
        "an array of dtype O",
        *sorted(UNSENDABLE),
    ],
)
def test_an_object_of_the_workers_becomes_a_handle(text):
    assert described(text, Ends(Answering(), {"Node"})) == text


@pytest.mark.parametrize(
    "text",
    [
        "an object of class Node",  # no class of this course
        "an object of class z_is_minus_3_and_5",
        "an array of dtype z=-3",
        "right; full marks",
        "",
    ],
)
def test_a_submissions_own_words_do_not_describe_its_objects(text):
    """The name of a class could spell out what a hidden check gave it."""
    assert described(text, ENDS) == OWN_CLASS


@pytest.mark.parametrize(
    "tagged",
    [
        [6],
        [6, 1],
        [6, "1", "text"],
        [6, 1, 2],
        [6, 1, "two\nlines"],
        [6, 1, "\x1b[31mred"],
        [6, 1, "x" * 200],
        [6, 1, "text", "more"],
        [7, 1, "text"],
    ],
    ids=repr,
)
def test_a_malformed_handle_is_refused(tagged):
    assert tagged[0] in (Tag.HANDLE, Tag.FUNCTION)
    with pytest.raises(WireError):
        observed(value_reply(tagged), "f", ENDS)


@pytest.mark.parametrize(
    ("steps", "read"), [(-5, 0), (0, 0), (MOST_STEPS + 1, MOST_STEPS), (2**62, MOST_STEPS)]
)
def test_steps_stay_within_their_range(steps, read):
    assert observed(value_reply(steps=steps), "f", ENDS).steps == read


@pytest.mark.parametrize(
    "text",
    [
        "overflow encountered in exp",
        "divide by zero encountered in log (line 12)",
        "invalid value encountered in scalar divide",
        "Mean of empty slice.",
        "Degrees of freedom <= 0 for slice (line 7)",
        "All-NaN axis encountered",
    ],
)
def test_numpys_own_warnings_are_passed_on(text):
    assert observed(value_reply(warned=[text]), "f", ENDS).warnings == (text,)


@pytest.mark.parametrize(
    "provoke",
    [
        lambda: np.exp(np.array([1e4])),
        lambda: np.float64(1e308) * np.float64(10),
        lambda: np.log(np.zeros(2)),
        lambda: np.log1p(np.array([-1.0])),
        lambda: np.array([1e308, 1e308]).sum(),
        lambda: np.cumsum(np.array([1e308, 1e308])),
        lambda: np.array([[1e308]]) @ np.array([[1e308]]),
        lambda: np.dot(np.array([1e308]), np.array([1e308])),
        lambda: np.array([np.nan]).astype(int),
        lambda: np.float64(1) / np.float64(0),
        lambda: np.array([1.0]).std(ddof=1),
        lambda: np.nanmax(np.array([np.nan])),
        lambda: np.array([]).mean(),
    ],
)
def test_what_numpy_warns_of_is_told_in_its_own_words(provoke):
    with warnings.catch_warnings(record=True) as caught, np.errstate(all="warn"):
        warnings.simplefilter("always")
        provoke()
    texts = [str(one.message) for one in caught]
    assert texts
    assert observed(value_reply(warned=texts), "f", ENDS).warnings == tuple(texts)


@pytest.mark.parametrize(
    "text",
    [
        "all checks passed",
        "overflow encountered in w_is_1_25_and_b_is_0_5",
        "overflow encountered in expo",
        "overflow encountered in exp\nscore: 100",
        "overflow encountered in exp (line 3) well done",
        "<b>overflow encountered in exp</b>",
        "overflow encountered in " + "x" * 10_000,
        "overflow encountered in " + "passed_with_full_marks_" * 20,
        "overflow encountered in exp (line " + "9" * 5000 + ")",
        7,
        None,
        ["overflow encountered in exp"],
    ],
    ids=lambda text: str(text)[:40],
)
def test_a_warning_in_other_words_is_not_passed_on(text):
    assert observed(value_reply(warned=[text]), "f", ENDS).warnings == ("a RuntimeWarning",)


@pytest.mark.parametrize(
    "reply",
    [
        [],
        [Op.VALUE.value],
        [Op.VALUE.value, 1],
        [Op.VALUE.value, None, [], [], 0],
        [Op.VALUE.value, None, [], [], 0, False, 1],
        [Op.VALUE.value, None, "text", [], 0, False],
        [Op.VALUE.value, None, [], [], 1.5, False],
        [Op.VALUE.value, None, [], [], 0, 1],
        [Op.VALUE.value, [99], [], [], 0, False],
        [Op.VALUE.value, [], [], [], 0, False],
        [Op.ANSWER.value, 1],
        [Op.LOAD.value, "x", "y", "z", {}, []],
        ["text", None, [], [], 0, False],
        [None] * 6,
        [np.zeros(3), None, [], [], 0, False],
        [np.zeros(0), None, [], [], 0, False],
        [[], None, [], [], 0, False],
        [{}, None, [], [], 0, False],
        [Op.RAISED.value, ["ValueError"], "V", "text", 1, "f", RAISED],
        [Op.RAISED.value, ["ValueError"], "V", "text", 1, "f", 3, RAISED],
        [Op.RAISED.value, ["ValueError"], "V", "text", 1, "f", [3] * 5, RAISED],
        [Op.RAISED.value, "ValueError", "V", "text", 1, "f", [], RAISED],
        [Op.RAISED.value, [], 1, "text", 1, "f", [], RAISED],
        [Op.RAISED.value, [], "V", b"text", 1, "f", [], RAISED],
        [np.ones(2), [], "V", "text", 1, "f", [], RAISED],
        [Op.RAISED.value, [], "V", "text", 1, "f", [], np.zeros(2)],
    ],
    ids=lambda reply: repr(reply)[:50],
)
def test_a_reply_of_another_form_breaks_the_protocol(reply):
    with pytest.raises(WireError):
        observed(through_the_wire(reply), "f", ENDS)


PARTS = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-3, 12),
        st.floats(),
        st.text(max_size=4),
        st.sampled_from([RAISED, MISSING, MEMORY, EXIT, "NotImplementedError"]),
        st.builds(np.zeros, st.sampled_from([(), (0,), (2,)])),
    ),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)


@settings(max_examples=120 * MANY)
@given(st.lists(PARTS, min_size=5, max_size=7), st.sampled_from([7, 8, 7.0, True]))
def test_any_reply_is_read_or_refused(parts, op):
    for reply in ([op, *parts], parts, [op, parts[0], [], [], 0, False]):
        try:
            seen = observed(through_the_wire(reply), "f", ENDS)
        except (WireError, CallFailed):
            continue
        assert isinstance(seen, Observation)


# What a call raised


def test_the_nearest_safe_class_is_named_and_the_own_words_are_kept_apart():
    fault = failure_of(
        raised_reply(
            ["Secret", "ValueError", "Exception"], own="Secret", text="the answer is 42", line=3
        )
    )
    assert isinstance(fault, StudentRaised)
    assert (fault.type_name, fault.bases) == ("ValueError", ("ValueError", "Exception"))
    assert (fault.own_name, fault.text, fault.line) == ("Secret", "the answer is 42", 3)
    assert "Secret" not in fault.message
    assert "42" not in fault.message
    assert "line 3" in fault.message


def test_a_class_without_a_known_base_is_an_exception():
    for bases in ([], ["Mine"], [1, None, ["ValueError"]]):
        assert failure_of(raised_reply(bases)).type_name == "Exception"


def test_what_the_student_wrote_is_shortened():
    fault = failure_of(raised_reply(own="N" * 1000, text="t" * 10_000, function="g" * 1000))
    assert max(len(fault.own_name), len(fault.function)) <= 60
    assert len(fault.text) <= 500


@pytest.mark.parametrize("line", [0, -3, 10**7, 2**62, "3", 3.0, [3]])
def test_a_line_that_cannot_be_one_is_left_out(line):
    fault = failure_of(raised_reply(line=line))
    assert fault.line is None
    assert "line" not in fault.message


@pytest.mark.parametrize(
    ("outcome", "kind", "words"),
    [
        (MISSING, NotImplementedYet, "no function called f"),
        (MEMORY, OutOfMemory, "memory"),
        (EXIT, Died, "exit"),
        ("forged", StudentRaised, "ValueError"),
    ],
)
def test_outcomes_have_their_own_verdicts(outcome, kind, words):
    fault = failure_of(raised_reply(outcome=outcome))
    assert type(fault) is kind
    assert words in fault.message


def test_a_stub_that_raises_is_not_filled_in_yet_only_when_it_is_the_one_called():
    bases = ["NotImplementedError", "RuntimeError", "Exception"]
    assert type(failure_of(raised_reply(bases, function="f"))) is NotImplementedYet
    other = failure_of(raised_reply(bases, function="helper"))
    assert type(other) is StudentRaised
    assert other.function == "helper"


def test_a_subclass_of_not_implemented_error_is_an_answer_of_the_students():
    bases = ["RecursionError", "NotImplementedError"]
    assert type(failure_of(raised_reply(bases))) is StudentRaised


def test_a_breach_of_the_protocol_is_a_verdict():
    fault = violation(WireError("an array that lies"))
    assert isinstance(fault, ProtocolViolation)
    assert "an array that lies" in fault.message


# The student's functions


def test_changed_arguments_are_named_as_the_reference_names_them():
    caller = Answering(Observation(1, changed=("0", "1", "5", "b", "evil name")))
    function = RemoteFunction("f", caller, ("a", "b"))
    seen = function.observe("changed", args=(1,), kwargs={})
    assert seen.changed == ("a", "b", "argument 6", "b", "an argument")
    assert caller.calls[0].watch == ("changed",)


@pytest.mark.parametrize("text", ["9" * 5000, "9" * 4000, "²", "٣", "-1", "", "1e3"])
def test_a_place_that_cannot_be_one_is_just_an_argument(text):
    function = RemoteFunction("f", Answering(Observation(1, changed=(text,))), ("a", "b"))
    (name,) = function.observe("changed", args=(), kwargs={}).changed
    assert len(name) < 40


def test_nothing_is_looked_up_before_it_is_called():
    caller = Answering(Observation(5))
    student = RemoteStudent(caller, {})
    function = student.no_such_function
    assert caller.calls == []
    assert function(1, k=2) == 5
    assert caller.calls == [Call(Op.CALL, "no_such_function", (1,), {"k": 2})]


def test_python_may_ask_a_student_for_its_special_attributes():
    with pytest.raises(AttributeError):
        _ = RemoteStudent(Answering(), {}).__deepcopy__


def test_a_handle_asks_through_its_caller():
    caller = Answering(Observation(2.5))
    handle = Handle(3, "an object of class Node", caller)
    assert handle.get("grad") == 2.5
    assert handle.call("plus", 1, k=2) == 2.5
    assert [call.op for call in caller.calls] == [Op.GET, Op.METHOD]
    assert all(call.handle is handle for call in caller.calls)


# Trusted code in this process, through the same codec

SOURCE = """
import numpy as np

class Node:
    def __init__(self, data):
        self.data = data
    def plus(self, other):
        return Node(self.data + other.data)

def node(x):
    return Node(x)
def double(x):
    return 2 * x
def helper(x):
    return x
def outer(x):
    return helper(x) + 1
def apply(f, x):
    return f(x)
def write(x):
    x[0] = 9
    return x
def log(x):
    return np.log(x)
"""


@pytest.fixture
def student():
    return trusted(SOURCE, module="trusted_one")


def test_a_local_student_answers_as_a_remote_one(student):
    assert student.double(np.ones(2)).tolist() == [2.0, 2.0]
    with pytest.raises(NotImplementedYet):
        student.nothing()
    with pytest.raises(StudentRaised) as caught:
        student.double(None)
    assert caught.value.type_name == "TypeError"


def test_a_local_student_cannot_reach_the_callers_arrays(student):
    mine = np.zeros(2)
    assert student.write(mine).tolist() == [9.0, 0.0]
    assert mine.tolist() == [0.0, 0.0]


def test_objects_of_a_local_student_are_handles(student):
    three = student.node(1.0).call("plus", student.node(2.0))
    assert three.get("data") == 3.0
    assert str(three) == OWN_CLASS
    with pytest.raises(StudentRaised) as caught:
        three.get("nothing")
    assert caught.value.type_name == "AttributeError"


def test_a_function_of_the_checks_is_called_back(student):
    assert student.apply(lambda x: x + 5, 1) == 6


def test_a_local_student_has_its_warnings_seen_and_leaves_the_filters_alone(student):
    show, filters = warnings.showwarning, list(warnings.filters)
    seen = student.log.observe(args=(np.zeros(1),), kwargs={})
    assert len(seen.warnings) == 1
    assert seen.warnings[0].startswith("divide by zero encountered in log (line ")
    assert warnings.showwarning is show
    assert warnings.filters == filters


def test_replaced_functions_are_the_checkers():
    student = RemoteStudent(
        LocalCaller(SOURCE, "trusted_two", replaced={"helper": lambda x: x * 100}), {}
    )
    assert student.outer(2) == 201


def test_trusted_code_that_does_not_load_says_so():
    with pytest.raises(StudentRaised) as caught:
        LocalCaller("x = 1 / 0\n", "trusted_three")
    assert caught.value.line == 1


def test_the_namespace_is_what_the_module_defines():
    assert LocalCaller("x = 3\n", "trusted_four").namespace["x"] == 3


def test_unsendable_results_are_handles_that_say_so():
    student = trusted("def f():\n    x = []\n    x.append(x)\n    return x\n", module="loop")
    assert "too deep" in str(student.f())


def test_a_blob_of_an_encoder_belongs_to_its_call_only():
    large = np.ones(20_000)
    first = packed(Call(Op.CALL, "f", (large,)), ENDS)
    second = packed(Call(Op.CALL, "f", (1,)), ENDS)
    assert first[1] == large.nbytes
    assert second[1] == 0
    assert Encoder(ENDS).blobs == []


def test_an_object_of_the_students_own_class_is_itself_again_when_it_comes_back():
    student = trusted(
        "from collections import OrderedDict\n"
        "from typing import NamedTuple\n"
        "class Cache(NamedTuple):\n    A: object\n    W: object\n"
        "def forward(x):\n    return 2 * x, Cache(x, [1.0])\n"
        "def backward(cache):\n    return cache.A + cache.W[0]\n"
        "def table():\n    return OrderedDict(a=1)\n"
        "def kind(x):\n    return type(x).__name__\n"
    )
    _, cache = student.forward(3.0)
    assert cache == (3.0, [1.0])
    assert student.backward(cache) == 4.0
    assert student.table() == {"a": 1}
    assert student.kind(student.table()) == "OrderedDict"
    assert student.kind(tuple(cache)) == "tuple"
