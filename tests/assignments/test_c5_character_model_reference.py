"""The reference of c5_character_model, against loops over single numbers and differences.

Nothing here calls the checks: what they take for granted is tested here.
"""

import math
import runpy
import string
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
X, Y = [None, 2, 0, 2, 3], [2, 0, 2, 3, 1]


@pytest.fixture(scope="module")
def ref():
    return SimpleNamespace(**runpy.run_path(str(ROOT / "solutions" / "c5_character_model.py")))


@pytest.fixture(scope="module")
def names():
    home = ROOT / "assignments" / "common" / "given" / "elements.py"
    return runpy.run_path(str(home))["NAMES"]


def network(n_a=3, V=4, seed=3):
    """a0 and parameters."""
    rng = np.random.default_rng(seed)
    shapes = {
        "Wax": (n_a, V),
        "Waa": (n_a, n_a),
        "Wya": (V, n_a),
        "ba": (n_a, 1),
        "by": (V, 1),
    }
    parameters = {name: 0.7 * rng.normal(size=shape) for name, shape in shapes.items()}
    return rng.normal(size=(n_a, 1)), parameters


def loss_by_loops(X, Y, a0, p):
    """The loss and the last state, one number after the other."""
    state, loss = [float(v) for v in a0[:, 0]], 0.0
    for index, target in zip(X, Y, strict=True):
        state = [
            math.tanh(
                sum(w * a for w, a in zip(p["Waa"][i], state, strict=True))
                + (0.0 if index is None else p["Wax"][i, index])
                + p["ba"][i, 0]
            )
            for i in range(len(state))
        ]
        powers = [
            math.exp(sum(w * a for w, a in zip(row, state, strict=True)) + bias)
            for row, bias in zip(p["Wya"], p["by"][:, 0], strict=True)
        ]
        loss -= math.log(powers[target] / sum(powers))
    return loss, state


def test_the_names_are_118_words_of_small_letters(names):
    assert len(set(names)) == len(names) == 118
    assert set("".join(names)) <= set(string.ascii_lowercase)
    places = (1, 6, 26, 50, 79, 92, 118)
    known = ["hydrogen", "carbon", "iron", "tin", "gold", "uranium", "oganesson"]
    assert [names[place - 1] for place in places] == known


def test_the_loss_is_that_of_loops(ref):
    a0, parameters = network()
    loss, cache = ref.sequence_forward(X, Y, a0, parameters)
    wanted, last = loss_by_loops(X, Y, a0, parameters)
    assert loss == pytest.approx(wanted, rel=1e-12)
    _, a_last = ref.sequence_backward(X, Y, parameters, cache)
    assert a_last[:, 0] == pytest.approx(last, rel=1e-12)


@pytest.mark.parametrize("name", ["Wax", "Waa", "Wya", "ba", "by"])
def test_the_derivatives_are_those_of_differences(ref, name):
    a0, parameters = network()
    gradients, _ = ref.sequence_backward(
        X, Y, parameters, ref.sequence_forward(X, Y, a0, parameters)[1]
    )
    for place in np.ndindex(parameters[name].shape):
        moved = {key: value.copy() for key, value in parameters.items()}
        moved[name][place] += 1e-6
        above = loss_by_loops(X, Y, a0, moved)[0]
        moved[name][place] -= 2e-6
        below = loss_by_loops(X, Y, a0, moved)[0]
        assert gradients[f"d{name}"][place] == pytest.approx((above - below) / 2e-6, abs=1e-8)


def test_what_is_sampled_is_as_likely_as_its_loss_says(ref):
    """Of all sequences of at most one token each comes as often as e^(−loss) says."""
    _, parameters = network()
    numbers = {"a": 0, "\n": 1, "b": 2, "c": 3}
    zeros, of = np.zeros((3, 1)), 2000
    drawn = [tuple(ref.sample(parameters, numbers, seed)) for seed in range(of)]
    for tokens in ("", "a", "b", "c"):
        read, said = ref.encode_sequence(tokens, numbers)
        chance = math.exp(-ref.sequence_forward(read, said, zeros, parameters)[0])
        error = math.sqrt(chance * (1 - chance) / of)
        assert abs(drawn.count(tuple(said)) / of - chance) < 5 * error


def test_a_step_of_a_short_way_goes_down_by_the_squares(ref):
    a0, parameters = network()
    loss, gradients, new, _ = ref.sgd_step(X, Y, a0, parameters, 1e-5, 100.0)
    after = ref.sequence_forward(X, Y, a0, new)[0]
    squares = sum(float(np.sum(g**2)) for g in gradients.values())
    assert loss - after == pytest.approx(1e-5 * squares, rel=1e-3)


def test_it_learns_to_invent_names_that_end_like_elements(ref, names):
    """Of 100 samples after three rounds more end in "um" than a tenth, as real names mostly do."""
    parameters, numbers, losses = ref.train_character_model(names, 16, 354, 0.1, 1)
    _, letters = ref.build_vocabulary(names)
    drawn = [
        "".join(ref.decode(ref.sample(parameters, numbers, seed, temperature=0.7), letters))
        for seed in range(100)
    ]
    assert np.mean(losses[-118:]) < 0.8 * np.mean(losses[:20])
    assert sum(name.endswith("um") for name in drawn) > 10
