"""The reference of c1_computation_graph and its given code, against other mathematics.

Differences, closed forms, and sums over paths. The checks themselves are proved elsewhere; of
their helpers, what lends a student a right answer is tested here, because it must not lend more.
"""

import itertools
import math
from pathlib import Path
from types import SimpleNamespace

import pytest

from grader.calls.local import LocalCaller
from grader.calls.student import RemoteStudent
from grader.course.load import load

ROOT = Path(__file__).parents[2]
SLUG = "c1_computation_graph"


@pytest.fixture(scope="module")
def assignment():
    return load(ROOT, SLUG)


@pytest.fixture(scope="module")
def caller(assignment):
    return LocalCaller(assignment.reference, assignment.spec.module, given=assignment.given)


@pytest.fixture(scope="module")
def ref(caller):
    return SimpleNamespace(**caller.namespace)


@pytest.fixture(scope="module")
def checks(assignment):
    """The namespace of the assignment's checks.py."""
    return SimpleNamespace(**assignment.checks[0].function.__globals__)


def difference(f, at, h=1e-6):
    return (f(at + h) - f(at - h)) / (2 * h)


def paths(root, node):
    """The derivative as the definition has it: over all paths, the product of the slopes."""
    if root is node:
        return 1.0
    pairs = zip(root.parents, root.local_grads, strict=True)
    return sum(slope * paths(parent, node) for parent, slope in pairs)


@pytest.mark.parametrize(
    ("name", "f"),
    [
        ("add", lambda a, b: a + b),
        ("sub", lambda a, b: a - b),
        ("mul", lambda a, b: a * b),
        ("div", lambda a, b: a / b),
    ],
)
@pytest.mark.parametrize(("a", "b"), [(2.0, 3.0), (-1.5, 0.7), (0.4, -2.0)])
def test_operations_of_two(ref, name, f, a, b):
    x, y = ref.Node(a), ref.Node(b)
    node = getattr(ref, name)(x, y)
    assert node.value == pytest.approx(f(a, b))
    assert node.parents == (x, y)
    assert node.local_grads == pytest.approx(
        (difference(lambda t: f(t, b), a), difference(lambda t: f(a, t), b)), rel=1e-7
    )


@pytest.mark.parametrize(
    ("name", "f", "at"),
    [
        ("exp", math.exp, (-2.0, 0.0, 1.3)),
        ("log", math.log, (0.3, 1.0, 40.0)),
        ("tanh", lambda t: (math.exp(2 * t) - 1) / (math.exp(2 * t) + 1), (-3.0, 0.0, 0.9)),
        ("relu", lambda t: t if t > 0 else 0.0, (-2.0, 0.5)),
    ],
)
def test_operations_of_one(ref, name, f, at):
    for a in at:
        node = getattr(ref, name)(a)
        assert node.value == pytest.approx(f(a), abs=1e-15)
        assert node.local_grads[0] == pytest.approx(difference(f, a), rel=1e-7, abs=1e-9)


@pytest.mark.parametrize(
    ("a", "k"),
    [
        *[(3.0, 2), (0.5, -2), (2.0, 0.5), (-1.5, 3), (-2.0, 1), (0.7, 0)],
        *[(-2.0, -1), (-2.0, 2.0), (-0.7, 4), (1.3, 1.5), (0.4, -0.5), (-1.2, 0)],
    ],
)
def test_power(ref, a, k):
    node = ref.power(a, k)
    assert node.value == pytest.approx(a**k)
    assert node.local_grads[0] == pytest.approx(difference(lambda t: t**k, a), rel=1e-7, abs=1e-9)


def test_power_at_zero(ref):
    assert [ref.power(0.0, k).local_grads[0] for k in (0, 1, 2, 3)] == [0.0, 1.0, 0.0, 0.0]
    assert ref.power(0.0, 0).value == 1.0


def test_relu_at_zero_and_log_out_of_its_domain(ref):
    assert ref.relu(0.0).local_grads == (0.0,)
    for a in (0.0, -1.0):
        with pytest.raises(ValueError, match="logarithm"):
            ref.log(a)


@pytest.mark.parametrize("name", ["add", "sub", "mul", "div"])
def test_a_zero_has_a_slope_like_any_other_number(ref, name):
    f = {
        "add": lambda a, b: a + b,
        "sub": lambda a, b: a - b,
        "mul": lambda a, b: a * b,
        "div": lambda a, b: a / b,
    }[name]
    for a, b in ((0.0, 5.0), (0.0, 0.0), (5.0, 0.0)):
        if name != "div" or b:
            want = (difference(lambda t, b=b: f(t, b), a), difference(lambda t, a=a: f(a, t), b))
            assert getattr(ref, name)(a, b).local_grads == pytest.approx(want, rel=1e-7, abs=1e-9)


def test_log_of_a_node_out_of_its_domain(ref):
    for a in (0.0, -1.0):
        with pytest.raises(ValueError, match="logarithm"):
            ref.log(ref.Node(a))


def test_an_order_may_be_an_array(assignment):
    source = assignment.reference.replace("    return order\n", "    return np.array(order)\n")
    caller = LocalCaller(
        "import numpy as np\n" + source, assignment.spec.module, given=assignment.given
    )
    assert RemoteStudent(caller, {}).order_of([[], [0, 0], [1, 0]]) == [0, 1, 2]


def test_operators_call_the_operations(ref):
    x = ref.Node(3.0)
    for made, value in (
        (x + 1, 4.0),
        (1 + x, 4.0),
        (x - 1, 2.0),
        (1 - x, -2.0),
        (2 * x, 6.0),
        (x * 2, 6.0),
        (x / 2, 1.5),
        (6 / x, 2.0),
        (x**2, 9.0),
        (-x, -3.0),
    ):
        assert made.value == value
        assert x in made.parents


def test_a_node_refuses_what_is_no_graph(ref):
    x = ref.Node(1.0)
    with pytest.raises(ValueError, match="one local gradient per parent"):
        ref.Node(2.0, (x, x), (1.0,))
    with pytest.raises(TypeError, match="must be a Node"):
        ref.Node(2.0, (3.0,), (1.0,))


def test_order_of_every_graph_of_four_nodes(ref):
    """All ways to pick parents among the nodes before: every law, by brute force."""
    choices = [itertools.product(range(2), repeat=i) for i in range(4)]
    for picked in itertools.product(*map(list, choices)):
        nodes = []
        for row in picked:
            parents = [node for node, taken in zip(nodes, row, strict=True) if taken]
            nodes.append(ref.Node(1.0, parents, [1.0] * len(parents)))
        order = ref.topological_order(nodes[-1])
        assert order[-1] is nodes[-1]
        assert len(set(order)) == len(order)
        for place, node in enumerate(order):
            assert all(parent in order[:place] for parent in node.parents)
        assert all(paths(nodes[-1], node) == 0 for node in nodes if node not in order)


def test_backward_is_the_sum_over_paths(ref):
    x, y = ref.Node(0.8), ref.Node(-1.2)
    u = ref.tanh(x * y + x)
    v = ref.exp(u) / (u * u + 1)
    root = v * u - ref.log(x) + v
    ref.backward(root)
    first = [node.grad for node in (x, y, u, v, root)]
    assert first == pytest.approx([paths(root, node) for node in (x, y, u, v, root)])
    ref.backward(root)
    assert [node.grad for node in (x, y, u, v, root)] == first


def test_backward_leaves_other_nodes_alone(ref):
    x = ref.Node(2.0)
    square, other = x * x, x * 3
    other.grad = 5.0
    ref.backward(square)
    assert (x.grad, other.grad) == (4.0, 5.0)


@pytest.mark.parametrize("y", [0, 1])
@pytest.mark.parametrize("b", [-14.0, 0.3, 14.0])
def test_neuron_finds_the_clean_gradient(ref, y, b):
    w, x = [0.5, -0.2], [1.0, 2.0]
    z = 0.1 + b
    error = 1 / (1 + math.exp(-z)) - y
    loss, dw, db = ref.neuron_gradients(w, b, x, y)
    assert loss == pytest.approx(math.log1p(math.exp(-z if y else z)), rel=1e-8)
    assert [*dw, db] == pytest.approx([error, 2 * error, error], rel=1e-8)


def test_evaluate_program_as_the_handout_shows_it(caller):
    program = [("var", 3.0), ("var", 2.0), ("add", 0, 1), ("sub", 0, 1), ("mul", 2, 3)]
    assert RemoteStudent(caller, {}).evaluate_program(program) == (
        [3.0, 2.0, 5.0, 1.0, 5.0],
        [6.0, -4.0, 1.0, 5.0, 1.0],
    )


def test_nothing_is_lent_but_what_was_named(ref, checks):
    answer = checks.lender(ref, checks.before("div"))
    assert answer("mul", 3.0, -4.0) == (-12.0, (-4.0, 3.0))
    for name in ("div", "tanh", "backward"):
        with pytest.raises(LookupError, match="not lent"):
            answer(name, 1.0, 2.0)


def test_lending_goes_one_way_only(checks):
    """Two operations made of each other must not both be lent: both would pass."""
    for one, other in itertools.combinations(checks.OPERATIONS, 2):
        assert other not in checks.before(one)
    assert {*checks.OPERATIONS} == {*checks.FORWARD}


def test_lent_order_and_backward_speak_of_the_nodes_they_were_given(ref, checks):
    # z = y + y·x with y = x·x, its nodes listed from the root
    rows = [
        (12.0, 0.0, [1, 2], [1.0, 1.0]),
        (4.0, 0.0, [3, 3], [2.0, 2.0]),
        (8.0, 0.0, [1, 3], [2.0, 4.0]),
        (2.0, 0.0, [], []),
    ]
    answer = checks.lender(ref, checks.EVERYTHING)
    assert answer("topological_order", rows) == [3, 1, 2, 0]
    assert answer("backward", rows) == [1.0, 3.0, 1.0, 16.0]
