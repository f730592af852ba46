"""The checks of "One neuron: logistic regression" as a teaching assistant would write them for
pytest and Hypothesis: what Gradus is measured against.
"""

import copy
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
import solution
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

pytestmark = pytest.mark.timeout(30)

DATA = Path(__file__).parent / "data"
COMMON = {"deadline": None, "database": None}
# A prediction this near 1/2 could be rounded to either side.
TIE = 1e-3


# Inputs

weights = st.floats(-1, 1)
inputs = st.floats(-2, 2)
biases = st.floats(-2, 2)
probabilities = st.floats(0.01, 0.99)
nonzero = st.floats(-3, -0.1) | st.floats(0.1, 3)


def labels(m):
    """Labels (1, m) in which both classes occur, if m is at least 2."""
    drawn = arrays(np.float64, (1, m), elements=st.sampled_from([0.0, 1.0]))
    return drawn.filter(lambda Y: m < 2 or 0 < Y.sum() < m)


@st.composite
def neurons(draw):
    """A neuron and its data: (w, b, X, Y)."""
    n_x = draw(st.integers(1, 6))
    m = draw(st.integers(1, 12))
    w = draw(arrays(np.float64, (n_x, 1), elements=weights))
    b = draw(biases)
    X = draw(arrays(np.float64, (n_x, m), elements=inputs))
    # Where A is all but 0 or 1, a guard of log(0) shows in the cost.
    assume(np.abs(w.T @ X + b).max() <= 8)
    return w, b, X, draw(labels(m))


@st.composite
def certain_neurons(draw):
    """A neuron and data with w.T @ x = ±750: it is sure of every example, rightly or wrongly."""
    n_x = draw(st.integers(1, 3))
    m = draw(st.integers(1, 6))
    w = draw(arrays(np.float64, (n_x, 1), elements=nonzero))
    sides = draw(arrays(np.float64, (1, m), elements=st.sampled_from([-1.0, 1.0])))
    return w, draw(biases), 750.0 * sides * w / np.sum(w**2), draw(labels(m))


@st.composite
def predictions(draw, most):
    """Probabilities and labels, both (1, m)."""
    m = draw(st.integers(1, most))
    return draw(arrays(np.float64, (1, m), elements=probabilities)), draw(labels(m))


@st.composite
def separable_sets(draw):
    """Points (2, 60) with labels by the side of a line through the origin, a little blurred."""
    X = draw(arrays(np.float64, (2, 60), elements=st.floats(-4, 4), fill=st.nothing()))
    line = draw(arrays(np.float64, (1, 2), elements=nonzero))
    blur = draw(arrays(np.float64, (1, 60), elements=st.floats(-0.5, 0.5)))
    Y = (3 * line @ X + blur > 0).astype(np.float64)
    # Points that are all alike have nothing to learn from.
    params, _, _ = solution.optimize(np.zeros((2, 1)), 0.0, X, Y, 200, 0.1)
    assume(solution.propagate(params["w"], params["b"], X, Y)[1] < 0.75 * np.log(2))
    return X, Y


@st.composite
def two_sets(draw):
    """A training set, a test set and another test set, all with the same features."""
    n_x = draw(st.integers(1, 4))
    m = draw(st.integers(4, 12))
    m_test = draw(st.integers(2, 8))
    sets = []
    for size in (m, m_test, m_test):
        sets += [draw(arrays(np.float64, (n_x, size), elements=inputs)), draw(labels(size))]
    return sets


@st.composite
def points_on_a_line(draw):
    """A weight w, and inputs x and labels y with one axis."""
    m = draw(st.integers(1, 6))
    w = draw(st.floats(-3, 3))
    x = draw(arrays(np.float64, m, elements=st.floats(-2, 2)))
    y = draw(arrays(np.float64, m, elements=st.sampled_from([0.0, 1.0])))
    return w, x, y


def one_neuron(m):
    """A neuron with three inputs and m examples, the same at every call."""
    rng = np.random.default_rng(3)
    X = rng.normal(size=(3, m))
    return np.array([[0.4], [-0.3], [0.2]]), 0.1, X, (X[:1] > 0).astype(np.float64)


def tumours():
    """The breast-cancer set: shuffled, split, standardised by the training set's statistics."""
    data = np.load(DATA / "breast_cancer.npz")
    order = np.random.default_rng(0).permutation(data["X"].shape[1])
    X, Y = data["X"][:, order], data["Y"][:, order]
    X_train = X[:, :400]
    X = (X - X_train.mean(axis=1, keepdims=True)) / X_train.std(axis=1, keepdims=True)
    return X[:, :400], Y[:, :400], X[:, 400:], Y[:, 400:]


# Comparisons


def number(value):
    """A number in any form: Python's, NumPy's, or an array with one entry."""
    found = np.asarray(value)
    assert found.dtype.kind in "biuf", f"not a number: {value!r}"
    assert found.size == 1, f"not a single number: {value!r}"
    assert found.ndim <= 2
    return float(found.reshape(()))


def assert_close(got, want, rtol=1e-6, atol=1e-8):
    """The same shape and about the same values; where `want` is a number, any form of number."""
    if np.ndim(want) == 0:
        got = number(got)
    else:
        assert np.shape(got) == np.shape(want)
    np.testing.assert_allclose(got, want, rtol=rtol, atol=atol)


def assert_cost(got, want):
    """With room for a guard of log(0) that moves the predictions by up to 1e-8."""
    assert_close(got, want, rtol=1e-5, atol=1e-7)


def assert_costs(got, want):
    assert len(got) == len(want)
    for one, other in zip(got, want, strict=True):
        assert_cost(one, other)


def assert_gradient(got, want):
    assert_close(got, want, rtol=1e-5, atol=1e-7)


def as_classes(got, m):
    """A prediction, (1, m) or (m,), as a (1, m) array of 0 and 1."""
    found = np.asarray(got)
    assert found.shape in [(1, m), (m,)]
    found = found.reshape(1, m).astype(np.float64)
    assert np.isin(found, [0.0, 1.0]).all()
    return found


def numeric_gradient(f, x, h=1e-5):
    """The gradient of a scalar function at the array (or number) x, by central differences."""
    x = np.array(x, dtype=np.float64)
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        above, below = x.copy(), x.copy()
        above[index] += h
        below[index] -= h
        gradient[index] = (number(f(above)) - number(f(below))) / (2 * h)
    return gradient


def call_and_compare_inputs(function, *args, **kwargs):
    """The value of a call that must leave its arguments as they were."""
    before = copy.deepcopy(args)
    value = function(*args, **kwargs)
    for now, then in zip(args, before, strict=True):
        np.testing.assert_array_equal(now, then, err_msg="an argument was changed")
    return value


def call_without_warnings(function, *args):
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        return function(*args)


def count_opcodes(function, *args):
    count = 0

    def trace(frame, event, _):
        nonlocal count
        frame.f_trace_opcodes = True
        if event == "opcode":
            count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        function(*args)
    finally:
        sys.settrace(before)
    return count


def assert_vectorised(function, small, large):
    few, many = count_opcodes(function, *small), count_opcodes(function, *large)
    assert many <= 1.5 * few + 30, "a loop runs over the examples"


# sigmoid


def test_sigmoid_known_values(student):
    assert_close(student.sigmoid(np.log([1 / 3, 1.0, 3.0])), np.array([0.25, 0.5, 0.75]))


@settings(max_examples=20, **COMMON)
@given(
    ordinary=st.integers(1, 6).flatmap(
        lambda m: arrays(np.float64, (1, m), elements=st.floats(-30, 30))
    ),
    block=arrays(
        np.float64,
        array_shapes(min_dims=0, max_dims=3, max_side=4),
        elements=st.floats(-30, 30),
    ),
    n=st.integers(-5, 5),
)
def test_sigmoid_everywhere(student, ordinary, block, n):
    z = np.hstack([ordinary, [[-1e4, 1e4]]])
    found = call_and_compare_inputs(student.sigmoid, z)
    assert_close(found, solution.sigmoid(z))
    assert np.asarray(found).dtype == np.float64
    assert_close(student.sigmoid(block), solution.sigmoid(block))
    whole = [n, 1 - n]
    assert_close(student.sigmoid(n), solution.sigmoid(n))
    assert_close(student.sigmoid(whole), solution.sigmoid(whole))
    assert_close(student.sigmoid(np.array(whole)), solution.sigmoid(whole))


# initialize


@settings(max_examples=15, **COMMON)
@given(n_x=st.integers(1, 50))
def test_initialize_zeros(student, n_x):
    w, b = student.initialize(n_x)
    assert np.shape(w) == (n_x, 1)
    assert np.asarray(w).dtype.kind == "f"
    assert np.all(np.asarray(w) == 0)
    assert number(b) == 0
    assert not np.shares_memory(w, student.initialize(n_x)[0])


@settings(max_examples=3, **COMMON)
@given(n_x=st.integers(1, 6))
def test_initialize_is_fresh(student, n_x):
    """Training one neuron must not move another."""
    w, b = student.initialize(n_x)
    other_w, other_b = student.initialize(n_x)
    assert not np.shares_memory(w, other_w)
    assert not np.shares_memory(b, other_b)


# compute_cost


def test_compute_cost_by_hand(student):
    got = student.compute_cost(np.array([[0.5, 0.25]]), np.array([[1.0, 0.0]]))
    assert_close(got, (np.log(2) + np.log(4 / 3)) / 2)
    got = number(student.compute_cost(np.array([[1e-6, 0.5]]), np.array([[1.0, 1.0]])))
    assert -np.log(1e-6 + 1.01e-8) < 2 * got - np.log(2) < -np.log(1e-6 - 1.01e-8)


@settings(max_examples=25, **COMMON)
@given(data=predictions(12))
def test_compute_cost_is_cross_entropy(student, data):
    A, Y = data
    want = solution.compute_cost(A, Y)
    assert_cost(student.compute_cost(A, Y), want)


@settings(max_examples=15, **COMMON)
@given(data=predictions(8))
def test_compute_cost_symmetries(student, data):
    """Repeating every example, or swapping the classes, leaves the cost as it is."""
    A, Y = data
    once = number(student.compute_cost(A, Y))
    assert np.isfinite(once)
    twice = student.compute_cost(np.hstack([A, A]), np.hstack([Y, Y]))
    assert_close(twice, once, atol=1e-6)
    assert_close(student.compute_cost(1 - A, 1 - Y), once, atol=1e-6)


@settings(max_examples=10, **COMMON)
@given(Y=st.integers(2, 8).flatmap(labels))
def test_compute_cost_of_the_certain(student, Y):
    """A of exactly 0 and 1: nothing when all are right, much but finite when one is wrong."""
    m = Y.shape[1]
    right = number(call_without_warnings(student.compute_cost, Y.copy(), Y))
    assert abs(right) < 3e-8
    A = np.hstack([1 - Y[:, :1], Y[:, 1:]])
    wrong = number(call_without_warnings(student.compute_cost, A.copy(), Y))
    assert 10 / m < wrong < 800 / m
    call_and_compare_inputs(student.compute_cost, A, Y)


# propagate


def test_propagate_by_hand(student):
    X, Y = np.array([[1.0, 3.0], [2.0, 4.0]]), np.array([[1.0, 0.0]])
    grads, cost = student.propagate(np.zeros((2, 1)), 0.0, X, Y)
    assert_close(grads["dw"], np.array([[0.5], [0.5]]))
    assert_close(grads["db"], 0.0)
    assert_cost(cost, np.log(2))
    far, Y = np.array([[1000.0], [0.0]]), np.array([[1.0, 0.0, 1.0]])
    X = np.array([[2.0, 1.0, 0.0], [0.0, 4.0, 2.0]])
    grads, _ = student.propagate(far, 0.0, X, Y)
    assert_close(grads["dw"], np.array([[1 / 3], [1.0]]))
    assert_close(grads["db"], 1 / 6)


@settings(max_examples=25, **COMMON)
@given(neuron=neurons())
def test_propagate_gradients(student, neuron):
    w, b, X, Y = neuron
    dw = numeric_gradient(lambda w: solution.propagate(w, b, X, Y)[1], w)
    db = numeric_gradient(lambda b: solution.propagate(w, b, X, Y)[1], b)
    grads, _ = student.propagate(w, b, X, Y)
    assert_gradient(grads["dw"], dw)
    assert_gradient(grads["db"], db)


@settings(max_examples=20, **COMMON)
@given(neuron=neurons())
def test_propagate_cost_and_shapes(student, neuron):
    w, b, X, Y = neuron
    _, want = solution.propagate(w, b, X, Y)
    grads, cost = student.propagate(w, b, X, Y)
    assert np.shape(grads["dw"]) == w.shape
    number(grads["db"])
    assert_cost(cost, want)


@settings(max_examples=10, **COMMON)
@given(neuron=certain_neurons())
def test_propagate_of_the_certain(student, neuron):
    """Where A is 0 or 1 the gradients are still the means of A - Y, and the cost is finite."""
    w, b, X, Y = neuron
    m = Y.shape[1]
    want, _ = solution.propagate(w, b, X, Y)
    wrong = np.sum((w.T @ X > 0) != Y)
    grads, cost = student.propagate(w, b, X, Y)
    assert_close(grads["dw"], want["dw"], atol=1e-3)
    assert_close(grads["db"], want["db"], atol=1e-6)
    assert 10 * wrong / m - 1e-4 <= number(cost) <= 800 * wrong / m + 1e-4


@settings(max_examples=3, **COMMON)
@given(m=st.integers(8, 24))
def test_propagate_vectorised(student, m):
    assert_vectorised(student.propagate, one_neuron(m), one_neuron(16 * m))


@settings(max_examples=3, **COMMON)
@given(neuron=neurons())
def test_propagate_keeps_its_inputs(student, neuron):
    call_and_compare_inputs(student.propagate, *neuron)


# optimize


def test_optimize_step_by_step(student):
    X, first, last = np.array([[3.0, 1.0, 2.0], [0.0, 4.0, 2.0]]), [[1.0, 0, 0]], [[0, 0, 1.0]]
    start, bias = np.array([[1.0], [-2.0]]), float(np.log(3))
    for steps, rate, every, classes in (
        (5, 0.5, 2, first),
        (3, 0.0, 1, first),
        (5, 2.0, 1, last),
        (125, 0.01, 120, first),
    ):
        Y = np.array(classes)
        w, b, wanted, grads = start, bias, [], {}
        for step in range(steps):
            grads, cost = student.propagate(w, b, X, Y)
            if step % every == 0:
                wanted.append(number(cost))
            w, b = w - rate * np.asarray(grads["dw"]), b - rate * number(grads["db"])
        found = call_and_compare_inputs(student.optimize, start, bias, X, Y, steps, rate, every)
        assert_close(found[0]["w"], w)
        assert_close(found[0]["b"], b)
        assert_close(found[1]["dw"], grads["dw"])
        assert_close(found[1]["db"], grads["db"])
        assert_costs(found[2], wanted)
    short, long = (
        student.optimize(start, bias, X, Y),
        student.optimize(start, bias, X, Y, 2000, 0.01, 100),
    )
    assert_close(short[0]["w"], long[0]["w"])
    assert_close(short[0]["b"], long[0]["b"])
    assert len(short[2]) == 20


@settings(max_examples=20, **COMMON)
@given(
    neuron=neurons(),
    num_iterations=st.integers(1, 25),
    learning_rate=st.floats(0.01, 0.5),
)
def test_optimize_is_gradient_descent(student, neuron, num_iterations, learning_rate):
    want, last, _ = solution.optimize(*neuron, num_iterations, learning_rate)
    params, grads, _ = student.optimize(*neuron, num_iterations, learning_rate)
    assert_close(params["w"], want["w"])
    assert_close(params["b"], want["b"])
    assert_close(grads["dw"], last["dw"])
    assert_close(grads["db"], last["db"])


def test_optimize_takes_every_step(student):
    """Where the cost is flat, where it rises, with a large record_every, and by default."""
    w, X, Y = np.zeros((1, 1)), np.array([[1.0, -2.0]]), np.array([[1.0, 0.0]])
    flat = np.full((1, 1), 14.0), 0.0, np.array([[1.0, -1.0]]), Y, 50, 1e3, 1
    rising = np.ones((1, 1)), 0.0, np.array([[1.0, 1.0]]), Y, 8, 10.0, 1
    rarely = w, 0.0, X, Y, 160, 0.5, 150
    defaults = w, 0.0, X, Y
    for args in (flat, rising, rarely, defaults):
        want, _, record = solution.optimize(*args)
        params, _, costs = student.optimize(*args)
        assert_costs(costs, record)
        assert_close(params["w"], want["w"])
        assert_close(params["b"], want["b"])


@settings(max_examples=8, **COMMON)
@given(neuron=neurons(), k=st.integers(1, 8), further=st.integers(1, 8))
def test_optimize_can_be_continued(student, neuron, k, further):
    """k steps and then some more lead where all of them lead in one run."""
    w, b, X, Y = neuron
    moved, _, _ = solution.optimize(w, b, X, Y, k, 0.3)
    assume(np.abs(moved["w"] - w).max() > 1e-6)
    none, _, costs = student.optimize(w, b, X, Y, 0, 0.3)
    assert_close(none["w"], w)
    assert_close(none["b"], b)
    assert len(costs) == 0
    half, _, _ = student.optimize(w, b, X, Y, k, 0.3)
    assert not np.array_equal(half["w"], w)
    rest, _, _ = student.optimize(half["w"], half["b"], X, Y, further, 0.3)
    whole, _, _ = student.optimize(w, b, X, Y, k + further, 0.3)
    assert np.shape(whole["w"]) == w.shape
    assert_close(rest["w"], whole["w"])
    assert_close(rest["b"], number(whole["b"]))


@settings(max_examples=15, **COMMON)
@given(neuron=neurons(), num_iterations=st.integers(1, 20), record_every=st.integers(1, 7))
def test_optimize_records_costs(student, neuron, num_iterations, record_every):
    _, _, want = solution.optimize(*neuron, num_iterations, 0.3, record_every)
    _, _, costs = student.optimize(*neuron, num_iterations, 0.3, record_every=record_every)
    assert_costs(costs, want)


@settings(max_examples=2, **COMMON)
@given(data=separable_sets())
def test_optimize_goes_downhill(student, data):
    """The cost never rises at this rate, and falls by at least a fifth."""
    X, Y = data
    params, _, costs = student.optimize(np.zeros((2, 1)), 0.0, X, Y, 200, 0.1, 1)
    record = np.array([number(cost) for cost in costs])
    assert record.shape == (200,)
    assert np.isfinite(record).all()
    assert np.diff(record).max() <= 1e-12
    assert np.shape(params["w"]) == (2, 1)
    _, reached = solution.propagate(np.asarray(params["w"]), number(params["b"]), X, Y)
    assert reached <= 0.8 * np.log(2)


@settings(max_examples=3, **COMMON)
@given(neuron=neurons())
def test_optimize_keeps_its_inputs(student, neuron):
    call_and_compare_inputs(student.optimize, *neuron, 3, 0.1)


# predict


def test_predict_by_hand(student):
    X = np.array([[0.0, 1.0], [1.0, 0.0]])
    found = student.predict(np.array([[1.0], [-1.0]]), 0.5, X)
    assert_close(as_classes(found, 2), np.array([[0.0, 1.0]]))


@settings(max_examples=20, **COMMON)
@given(neuron=neurons(), c=st.sampled_from([0.1, 7.0, 1000.0]))
def test_predict_is_the_sign_of_z(student, neuron, c):
    """The class is 1 where z > 0, also with c times the parameters; a tie is class 0."""
    w, b, X, _ = neuron
    m = X.shape[1]
    z = w.T @ X + b
    assume(np.abs(z).min() > TIE)
    found = call_and_compare_inputs(student.predict, w, b, X)
    assert_close(as_classes(found, m), (z > 0).astype(float))
    scaled = student.predict(c * w, c * b, X)
    assert_close(as_classes(scaled, m), (z > 0).astype(float))
    tied = student.predict(np.zeros_like(w), 0.0, X)
    assert_close(as_classes(tied, m), np.zeros((1, m)))


@settings(max_examples=3, **COMMON)
@given(m=st.integers(8, 24))
def test_predict_vectorised(student, m):
    as_classes(student.predict(*one_neuron(m)[:3]), m)
    assert_vectorised(student.predict, one_neuron(m)[:3], one_neuron(16 * m)[:3])


# model


def test_model_is_made_of_yours(student):
    X = np.array([[3.0, 1.0, 2.0, 3.0, 3.0, 1.0, 2.0], [0.0, 4.0, 2.0, 0.0, 0.0, 4.0, 2.0]])
    Y = np.array([[1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0]])
    X_test, Y_test = np.array([[2.0, 3.0, 0.0], [1.0, 5.0, 1.0]]), np.array([[0.0, 0.0, 1.0]])
    for how, steps, rate in (
        ({"num_iterations": 7, "learning_rate": 0.1}, 7, 0.1),
        ({}, 2000, 0.5),
    ):
        params, _, _ = student.optimize(np.zeros((2, 1)), 0.0, X, Y, steps, rate)
        found = student.model(X, Y, X_test, Y_test, **how)
        assert_close(found["w"], params["w"])
        assert_close(found["b"], params["b"])
        for name, data, labels in (("train", X, Y), ("test", X_test, Y_test)):
            m = labels.shape[1]
            predicted = as_classes(found[f"Y_prediction_{name}"], m)
            wanted = as_classes(student.predict(params["w"], params["b"], data), m)
            assert np.array_equal(predicted, wanted)
            assert_close(found[f"{name}_accuracy"], 100 * np.mean(predicted == labels))


def test_model_tells_tumours_apart(student):
    X_train, Y_train, X_test, Y_test = tumours()
    found = student.model(X_train, Y_train, X_test, Y_test, num_iterations=1000, learning_rate=0.1)
    w, b = np.asarray(found["w"]), number(found["b"])
    assert w.shape == (X_train.shape[0], 1)
    assert 100 * np.mean((w.T @ X_train + b > 0) == Y_train) >= 97
    assert 100 * np.mean((w.T @ X_test + b > 0) == Y_test) >= 93
    assert solution.compute_cost(solution.sigmoid(w.T @ X_train + b), Y_train) < 0.08
    assert len(found["costs"]) == 10
    assert 0 < number(found["costs"][-1]) < 0.08


@settings(max_examples=3, **COMMON)
@given(data=two_sets())
def test_model_never_learns_from_the_test_set(student, data):
    X_train, Y_train, X_test, Y_test, X_other, Y_other = data
    how = {"num_iterations": 20, "learning_rate": 0.3}
    one = call_and_compare_inputs(student.model, X_train, Y_train, X_test, Y_test, **how)
    other = call_and_compare_inputs(student.model, X_train, Y_train, X_other, Y_other, **how)
    assert np.shape(one["w"]) == (X_train.shape[0], 1)
    assert np.array_equal(one["w"], other["w"])
    assert number(one["b"]) == number(other["b"])
    assert [number(cost) for cost in one["costs"]] == [number(cost) for cost in other["costs"]]


@settings(max_examples=5, **COMMON)
@given(data=two_sets(), learning_rate=st.floats(0.05, 0.4))
def test_model_is_the_reference(student, data, learning_rate):
    X_train, Y_train, X_test, Y_test, _, _ = data
    args = X_train, Y_train, X_test, Y_test
    want = solution.model(*args, num_iterations=30, learning_rate=learning_rate)
    found = student.model(*args, num_iterations=30, learning_rate=learning_rate)
    assert set(want) <= set(found)
    assert_close(found["w"], want["w"])
    assert_close(found["b"], want["b"])
    for name, X in (("train", X_train), ("test", X_test)):
        z = want["w"].T @ X + want["b"]
        predicted = as_classes(found[f"Y_prediction_{name}"], X.shape[1])
        assert ((predicted == (z > 0)) | (np.abs(z) < TIE)).all()


def test_model_defaults(student):
    X, Y = np.array([[1.0, -2.0]]), np.array([[1.0, 0.0]])
    want = solution.model(X, Y, X, Y)
    found = student.model(X, Y, X, Y)
    assert_costs(found["costs"], want["costs"])
    assert_close(found["w"], want["w"])
    assert_close(found["b"], want["b"])


# mse_propagate


def test_mse_propagate_by_hand(student):
    X, Y = np.array([[2.0]]), np.array([[1.0]])
    grads, cost = student.mse_propagate(np.zeros((1, 1)), 0.0, X, Y)
    assert_close(grads["dw"], np.array([[-0.25]]))
    assert_close(grads["db"], -0.125)
    assert_close(cost, 0.125)


@settings(max_examples=25, **COMMON)
@given(neuron=neurons())
def test_mse_propagate_gradients(student, neuron):
    w, b, X, Y = neuron
    dw = numeric_gradient(lambda w: solution.mse_propagate(w, b, X, Y)[1], w)
    db = numeric_gradient(lambda b: solution.mse_propagate(w, b, X, Y)[1], b)
    _, want = solution.mse_propagate(w, b, X, Y)
    grads, cost = call_and_compare_inputs(student.mse_propagate, w, b, X, Y)
    assert_gradient(grads["dw"], dw)
    assert_gradient(grads["db"], db)
    assert_close(cost, want)


@settings(max_examples=5, **COMMON)
@given(w=st.floats(18, 24))
def test_mse_propagate_stalls(student, w):
    """Surely wrong, and yet hardly any gradient."""
    neuron = np.array([[w]]), 0.0, np.array([[1.0]]), np.array([[0.0]])
    want, _ = solution.mse_propagate(*neuron)
    grads, _ = student.mse_propagate(*neuron)
    assert abs(number(grads["dw"])) < 1e-7
    assert_close(grads["dw"], want["dw"], rtol=1e-3, atol=0)


# curvature


def test_curvature_by_hand(student):
    w = float(np.log(3))
    assert_close(student.curvature(w, [1], [0], "bce"), 3 / 16)
    assert_close(student.curvature(w, [1], [0], "mse"), -9 / 256)
    for name in ("mae", "BCE", "b", ""):
        with pytest.raises((ValueError, AssertionError)):
            student.curvature(w, [1], [0], name)


@settings(max_examples=30, **COMMON)
@given(points=points_on_a_line(), loss=st.sampled_from(["bce", "mse"]), as_lists=st.booleans())
def test_curvature_is_the_slope_of_the_slope(student, points, loss, as_lists):
    w, x, y = points
    propagate = solution.propagate if loss == "bce" else solution.mse_propagate

    def slope(w):
        return propagate(w.reshape(1, 1), 0.0, x.reshape(1, -1), y.reshape(1, -1))[0]["dw"]

    want = numeric_gradient(slope, w)
    data = (x.tolist(), y.tolist()) if as_lists else (x, y)
    found = call_and_compare_inputs(student.curvature, w, *data, loss)
    assert_close(found, want, atol=1e-6)


@settings(max_examples=20, **COMMON)
@given(points=points_on_a_line())
def test_curvature_of_cross_entropy(student, points):
    """Positive, and the same whatever the labels."""
    w, x, y = points
    assume(np.abs(x).max() > 1e-3)
    found = number(student.curvature(w, x.tolist(), y.tolist(), "bce"))
    assert np.isfinite(found)
    assert found > 0
    flipped = student.curvature(w, x.tolist(), (1 - y).tolist(), "bce")
    assert_close(flipped, found, atol=1e-12)


# nonconvexity_witness


def test_nonconvexity_witness_holds(student):
    found = student.nonconvexity_witness()
    x = np.array([number(value) for value in found["x"]])
    y = np.array([number(value) for value in found["y"]])
    wa, wb = number(found["wa"]), number(found["wb"])
    assert 1 <= x.size <= 20
    assert y.size == x.size
    assert np.all(np.abs(x) <= 10)
    assert np.isin(y, [0.0, 1.0]).all()
    assert abs(wa) <= 50
    assert abs(wb) <= 50

    def cost(w):
        return np.mean((solution.sigmoid(w * x) - y) ** 2) / 2

    assert cost((wa + wb) / 2) > (cost(wa) + cost(wb)) / 2 + 0.001
