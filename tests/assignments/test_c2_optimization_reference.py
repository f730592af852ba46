"""The reference of c2_optimization, against mathematics written another way.

Loops over single numbers, closed forms, counts and the numbers of the handout. Nothing here
may call the checks: they are proved elsewhere, and what they take for granted is tested here.
"""

import math
import runpy
import sys
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
GIVEN = ROOT / "assignments" / "common" / "given"
DIMS = [3, 4, 2]


@pytest.fixture(scope="module")
def ref():
    sys.path.insert(0, str(GIVEN))
    try:
        return SimpleNamespace(**runpy.run_path(str(ROOT / "solutions" / "c2_optimization.py")))
    finally:
        sys.path.remove(str(GIVEN))
        sys.modules.pop("nethelp", None)


def network(dims=DIMS, seed=3):
    rng = np.random.default_rng(seed)
    found = {}
    for layer in range(1, len(dims)):
        found[f"W{layer}"] = 0.8 * rng.normal(size=(dims[layer], dims[layer - 1]))
        found[f"b{layer}"] = 0.5 * rng.normal(size=(dims[layer], 1))
    return found


def slopes(parameters, seed):
    rng = np.random.default_rng(seed)
    return {f"d{name}": rng.normal(size=theta.shape) for name, theta in parameters.items()}


def data(m, dims=DIMS, seed=4):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(dims[0], m)), rng.integers(0, 2, size=(dims[-1], m)).astype(float)


def same(found, want, **room):
    assert found.keys() == want.keys()
    for name, value in want.items():
        assert np.allclose(found[name], value, **{"rtol": 1e-12, "atol": 1e-12} | room), name


def one_number(rule, theta, gs, **settings):
    """The values of one number under a rule, step by step, with math alone."""
    v = s = 0.0
    values = []
    for t, g in enumerate(gs, start=1):
        if rule == "momentum":
            v = settings["beta"] * v + (1 - settings["beta"]) * g
            theta -= settings["rate"] * v
        elif rule == "rmsprop":
            s = settings["beta"] * s + (1 - settings["beta"]) * g * g
            theta -= settings["rate"] * g / (math.sqrt(s) + settings["epsilon"])
        else:
            # The averages as sums: what each of the gradients still weighs.
            b1, b2 = settings["beta1"], settings["beta2"]
            v_hat = sum(b1 ** (t - k) * gs[k - 1] for k in range(1, t + 1))
            v_hat /= sum(b1**k for k in range(t))
            s_hat = sum(b2 ** (t - k) * gs[k - 1] ** 2 for k in range(1, t + 1))
            s_hat /= sum(b2**k for k in range(t))
            theta -= settings["rate"] * v_hat / (math.sqrt(s_hat) + settings["epsilon"])
        values.append(theta)
    return values


def test_plain_descent_goes_down_the_slope_of_each(ref):
    parameters = network([2] * 13)
    grads = {f"d{name}": np.full_like(v, i) for i, (name, v) in enumerate(parameters.items())}
    moved = ref.update_parameters_with_gd(parameters, grads | {"dA3": np.ones(7)}, 0.5)
    same(moved, {n: value - 0.5 * i for i, (n, value) in enumerate(parameters.items())})


@pytest.mark.parametrize(("m", "size"), [(7, 3), (6, 3), (1, 1), (5, 64), (64, 64), (65, 64)])
def test_batches_hold_each_example_once_with_its_label(ref, m, size):
    X = np.arange(2.0 * m).reshape(2, m)
    Y = np.vstack([10 * X[0], X[0] % 2, -X[1]])
    batches = ref.random_mini_batches(X, Y, size, seed=5)
    assert [X_b.shape[1] for X_b, _ in batches][:-1] == [size] * (math.ceil(m / size) - 1)
    columns = [tuple(column) for X_b, _ in batches for column in X_b.T]
    assert Counter(columns) == Counter(tuple(column) for column in X.T)
    for X_b, Y_b in batches:
        assert np.array_equal(Y_b, np.vstack([10 * X_b[0], X_b[0] % 2, -X_b[1]]))


def test_all_orders_of_three_examples_are_as_likely(ref):
    X = np.arange(3.0)[None, :]
    counts = Counter()
    for seed in range(1200):
        batches = ref.random_mini_batches(X, X, 2, seed)
        counts[tuple(int(x) for X_b, _ in batches for x in X_b[0])] += 1
    assert len(counts) == 6
    # 200 of each, with a deviation of √(1200·(1/6)·(5/6)) = 13.
    assert all(abs(count - 200) < 65 for count in counts.values())


def test_batches_follow_the_seed_and_leave_the_data(ref):
    X, Y = data(50)
    before = X.copy(), Y.copy()
    one, again, other = (ref.random_mini_batches(X, Y, 8, seed) for seed in (1, 1, 2))
    assert all(np.array_equal(a[0], b[0]) for a, b in zip(one, again, strict=True))
    assert not all(np.array_equal(a[0], b[0]) for a, b in zip(one, other, strict=True))
    assert np.array_equal(X, before[0])
    assert np.array_equal(Y, before[1])


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9, 0.99])
def test_the_average_is_the_sum_of_what_each_value_still_weighs(ref, beta):
    values = np.random.default_rng(2).normal(size=9)
    want = [sum((1 - beta) * beta ** (t - k) * values[k] for k in range(t + 1)) for t in range(9)]
    assert np.allclose(ref.exponentially_weighted_average(values, beta), want, rtol=1e-12)
    weights = [sum((1 - beta) * beta**k for k in range(t + 1)) for t in range(9)]
    corrected = ref.exponentially_weighted_average(values, beta, True)
    assert np.allclose(corrected, np.divide(want, weights), rtol=1e-12)
    assert np.allclose(ref.exponentially_weighted_average([3] * 9, beta, True), 3.0)


def test_the_average_of_the_handout(ref):
    assert ref.exponentially_weighted_average([10, 20, 30], 0.9) == pytest.approx([1, 2.9, 5.61])
    corrected = ref.exponentially_weighted_average([10, 20, 30], 0.9, True)
    assert corrected == pytest.approx([10, 15.26, 20.70], abs=0.005)


def test_states_begin_at_zero_in_arrays_of_their_own(ref):
    parameters = {name: theta.round().astype(int) for name, theta in network().items()}
    v, s = ref.initialize_adam(parameters)
    states = v, s, ref.initialize_velocity(parameters)
    for state in states:
        assert list(state) == ["dW1", "db1", "dW2", "db2"]
        for name, theta in parameters.items():
            assert state[f"d{name}"].shape == theta.shape
            assert state[f"d{name}"].dtype == np.float64
            assert not state[f"d{name}"].any()
    arrays = [array for state in states for array in state.values()]
    assert len({id(array) for array in arrays}) == 12
    assert not any(np.shares_memory(a, b) for i, a in enumerate(arrays) for b in arrays[:i])


@pytest.mark.parametrize("rule", ["momentum", "rmsprop", "adam"])
@pytest.mark.parametrize("epsilon", [1e-8, 0.3])
def test_five_steps_number_by_number(ref, rule, epsilon):
    parameters = network()
    grads = [slopes(parameters, seed) for seed in range(5)]
    settings = {"rate": 0.2, "beta": 0.7, "beta1": 0.6, "beta2": 0.8, "epsilon": epsilon}
    theta, v = parameters, ref.initialize_velocity(parameters)
    s = ref.initialize_velocity(parameters)
    for t, one in enumerate(grads, start=1):
        if rule == "momentum":
            theta, v = ref.update_parameters_with_momentum(theta, one, v, 0.7, 0.2)
        elif rule == "rmsprop":
            theta, s = ref.update_parameters_with_rmsprop(theta, one, s, 0.7, 0.2, epsilon)
        else:
            theta, v, s = ref.update_parameters_with_adam(
                theta, one, v, s, t, 0.2, 0.6, 0.8, epsilon
            )
        for name, start in parameters.items():
            for place in np.ndindex(start.shape):
                gs = [g[f"d{name}"][place] for g in grads[:t]]
                want = one_number(rule, start[place], gs, **settings)[-1]
                assert theta[name][place] == pytest.approx(want, rel=1e-12, abs=1e-13)


def test_updates_leave_what_they_are_given(ref):
    parameters = network()
    grads, v = slopes(parameters, 1), slopes(parameters, 2)
    s = {name: value**2 for name, value in slopes(parameters, 3).items()}
    kept = [{name: a.copy() for name, a in one.items()} for one in (parameters, grads, v, s)]
    ref.update_parameters_with_gd(parameters, grads, 0.1)
    ref.update_parameters_with_momentum(parameters, grads, v, 0.9, 0.1)
    ref.update_parameters_with_rmsprop(parameters, grads, s)
    ref.update_parameters_with_adam(parameters, grads, v, s, 3)
    for one, before in zip((parameters, grads, v, s), kept, strict=True):
        same(one, before, rtol=0, atol=0)


def test_the_handouts_worked_example(ref):
    theta, g = {"W1": np.array([[1.0, -2.0, 3.0]])}, {"dW1": np.array([[4.0, 2.0, -6.0]])}

    def state(*numbers):
        return {"dW1": np.array([numbers], dtype=float)}

    def parameters(*numbers):
        return {"W1": np.array([numbers])}

    same(ref.update_parameters_with_gd(theta, g, 0.5), parameters(-1, -3, 6))
    moved, v = ref.update_parameters_with_momentum(theta, g, state(8, -2, 6), 0.75, 0.5)
    same(v, state(7, -1, 3))
    same(moved, parameters(-2.5, -1.5, 1.5))
    moved, s = ref.update_parameters_with_rmsprop(theta, g, state(0, 4, 36), 0.75, 0.5, 2.0)
    same(s, state(4, 4, 36))
    same(moved, parameters(0.5, -2.25, 3.375))
    moved, v, s = ref.update_parameters_with_adam(
        theta, g, state(18, 5.25, 3), state(32, 8, 9), 2, 0.5, 0.25, 0.75, 2.0
    )
    same(v, state(7.5, 2.8125, -3.75))
    same(s, state(28, 7, 15.75))
    same(moved, parameters(0.6, -2.25, 3.25))


def test_adams_first_step_is_as_long_as_the_rate(ref):
    parameters = network()
    grads = slopes(parameters, 1)
    v, s = ref.initialize_adam(parameters)
    moved, _, _ = ref.update_parameters_with_adam(parameters, grads, v, s, 1, 0.3)
    for name, theta in parameters.items():
        assert np.allclose(theta - moved[name], 0.3 * np.sign(grads[f"d{name}"]), atol=1e-5)


def test_where_it_is_flat_nothing_moves_and_nothing_warns(ref):
    parameters = network()
    flat = {f"d{name}": np.zeros_like(theta) for name, theta in parameters.items()}
    with np.errstate(all="raise"):
        moved, s = ref.update_parameters_with_rmsprop(parameters, flat, flat)
        same(moved, parameters, rtol=0, atol=0)
        moved, v, s = ref.update_parameters_with_adam(parameters, flat, flat, s, 1)
        same(moved, parameters, rtol=0, atol=0)
        same(v, flat, rtol=0, atol=0)


def test_an_epochs_cost_is_the_mean_over_its_examples(ref):
    X, Y = data(7)
    parameters = network()
    whole, _ = ref.cost_and_grads(X, Y, parameters)
    for size in (1, 2, 3, 7, 64):
        _, costs = ref.model(X, Y, parameters, "adam", 0.0, size, 2)
        assert costs == pytest.approx([whole, whole], rel=1e-12)


@pytest.mark.parametrize("optimizer", ["gd", "momentum", "rmsprop", "adam"])
def test_training_is_a_step_for_each_batch(ref, optimizer):
    X, Y = data(5)
    start = network()
    found, costs = ref.model(X, Y, start, optimizer, 0.1, 2, 3, 0.8, 0.7, 0.9, 0.01, seed=6)
    theta = {name: value.copy() for name, value in start.items()}
    record, history = [], []
    for epoch in range(3):
        taken = []
        for X_b, Y_b in ref.random_mini_batches(X, Y, 2, 6 + epoch):
            cost, grads = ref.cost_and_grads(X_b, Y_b, theta)
            history.append(grads)
            taken += [cost] * X_b.shape[1]
            # From the beginning, with all gradients so far: no state is carried on here.
            for name, value in start.items():
                for place in np.ndindex(value.shape):
                    gs = [g[f"d{name}"][place] for g in history]
                    if optimizer == "gd":
                        theta[name][place] = value[place] - 0.1 * sum(gs)
                        continue
                    settings = {"rate": 0.1, "beta": 0.8, "beta1": 0.7, "beta2": 0.9}
                    theta[name][place] = one_number(
                        optimizer, value[place], gs, epsilon=0.01, **settings
                    )[-1]
        record.append(sum(taken) / len(taken))
    same(found, theta, rtol=1e-9, atol=1e-12)
    assert costs == pytest.approx(record, rel=1e-9)
    same(start, network(), rtol=0, atol=0)


def test_only_the_four_optimizers_are_known(ref):
    X, Y = data(5)
    for name in ("sgd", "Adam", "", "ada"):
        with pytest.raises(ValueError, match="optimizer"):
            ref.model(X, Y, network(), name)


def test_the_public_losses_are_multiples_of_ln_2(ref):
    k = np.array([[1, 1, 1, 1, 6], [2, 2, 2, 2, 7]])
    X = np.log(2.0**k - 1)
    still = {"W1": np.eye(2), "b1": np.zeros((2, 1))}
    for i in range(5):
        cost, _ = ref.cost_and_grads(X[:, [i]], np.zeros((2, 1)), still)
        assert cost == pytest.approx(k[:, i].sum() * math.log(2), rel=1e-12)


def test_costs_rest_in_one_order_and_stay_in_motion_in_others(ref):
    """What the check of shuffling rests on."""
    X = np.array([[-1.5, -1.0, -0.5, 0.5, 1.0, 1.5, 2.0]])
    Y = np.array([[0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 1.0]])
    start = {"W1": np.array([[0.3]]), "b1": np.array([[-0.2]])}
    for seed in range(20):
        _, costs = ref.model(X, Y, start, "gd", 1.0, 2, 60, seed=seed)
        assert np.abs(np.diff(costs[-20:])).max() > 0.05
        theta, record = start, []
        batches = ref.random_mini_batches(X, Y, 2, seed)
        for _ in range(60):
            total = 0.0
            for X_b, Y_b in batches:
                cost, grads = ref.cost_and_grads(X_b, Y_b, theta)
                total += cost * X_b.shape[1] / 7
                theta = ref.update_parameters_with_gd(theta, grads, 1.0)
            record.append(total)
        assert np.abs(np.diff(record[-20:])).max() < 1e-8
