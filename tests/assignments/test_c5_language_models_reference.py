"""The reference of c5_language_models, against loops over single numbers, counts and differences.

Nothing here calls the checks: what they take for granted is tested here.
"""

import itertools
import math
import runpy
import sys
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
GIVEN = ROOT / "assignments" / "c5_language_models" / "given"
H = 1e-5


@pytest.fixture(scope="module")
def ref():
    sys.path.insert(0, str(GIVEN))
    try:
        return SimpleNamespace(**runpy.run_path(str(ROOT / "solutions" / "c5_language_models.py")))
    finally:
        sys.path.remove(str(GIVEN))
        sys.modules.pop("attendhelp", None)


def network(rng, V, d, k, places):
    shapes = {"E": (V, d), "Pos": (places, d), "Wq": (d, k), "Wk": (d, k), "Wv": (d, d)}
    shapes |= {"U": (d, V), "c": (V,)}
    return {name: rng.normal(size=shape) for name, shape in shapes.items()}


def slow_logits(tokens, P, causal):
    """One sequence, one position, one number at a time."""
    d, k = P["Wq"].shape
    X = [[P["E"][t][f] + P["Pos"][i][f] for f in range(d)] for i, t in enumerate(tokens)]

    def through(row, W):
        return [sum(row[f] * W[f][g] for f in range(len(row))) for g in range(W.shape[1])]

    logits = []
    for i, row in enumerate(X):
        seen = X[: i + 1] if causal else X
        q = through(row, P["Wq"])
        scores = [
            sum(a * b for a, b in zip(q, through(other, P["Wk"]), strict=True)) / math.sqrt(k)
            for other in seen
        ]
        e = [math.exp(score) for score in scores]
        h = list(row)
        for share, other in zip(e, seen, strict=True):
            for f, value in enumerate(through(other, P["Wv"])):
                h[f] += share / sum(e) * value
        logits.append([a + b for a, b in zip(through(h, P["U"]), P["c"], strict=True)])
    return np.array(logits)


@pytest.mark.parametrize("causal", [True, False])
def test_logits_are_those_of_loops(ref, causal):
    rng = np.random.default_rng(1)
    P = network(rng, V=6, d=3, k=2, places=7)
    tokens = rng.integers(6, size=(3, 5))
    logits, _ = ref.attention_lm_forward(tokens, P, causal)
    for row, found in zip(tokens, logits, strict=True):
        np.testing.assert_allclose(found, slow_logits(row, P, causal), rtol=1e-12)


@pytest.mark.parametrize("causal", [True, False])
def test_derivatives_are_differences(ref, causal):
    rng = np.random.default_rng(2)
    P = network(rng, V=5, d=3, k=2, places=6)
    tokens = np.array([[1, 1, 4, 0], [2, 1, 2, 2]])
    up = rng.normal(size=(2, 4, 5))
    grads = ref.attention_lm_backward(up, ref.attention_lm_forward(tokens, P, causal)[1])
    assert set(grads) == {f"d{name}" for name in P}
    for name, value in P.items():
        for index in np.ndindex(value.shape):
            ends = []
            for step in (H, -H):
                moved = {one: other.copy() for one, other in P.items()}
                moved[name][index] += step
                ends.append(np.sum(up * ref.attention_lm_forward(tokens, moved, causal)[0]))
            slope = (ends[0] - ends[1]) / (2 * H)
            assert grads[f"d{name}"][index] == pytest.approx(slope, rel=1e-6, abs=1e-7)
    assert not grads["dE"][3].any()
    assert not grads["dPos"][4:].any()


def test_losses_are_those_of_fractions(ref):
    rng = np.random.default_rng(3)
    sizes = rng.integers(1, 9, size=(2, 4, 5))
    tokens = np.array([[0, 3, 3, 1], [2, 0, 4, 0]])
    total, count = 0.0, 0
    for b, i in itertools.product(range(2), range(3)):
        if tokens[b, i + 1] != 0:
            share = Fraction(int(sizes[b, i, tokens[b, i + 1]]), int(sizes[b, i].sum()))
            total, count = total - math.log(share), count + 1
    loss, dlogits = ref.causal_lm_loss(np.log(sizes), tokens, 0)
    assert count == 4
    assert loss == pytest.approx(total / count)
    assert ref.perplexity(loss) == pytest.approx(math.exp(total / count))
    for index in np.ndindex(2, 4, 5):
        ends = []
        for step in (H, -H):
            moved = np.log(sizes)
            moved[index] += step
            ends.append(ref.causal_lm_loss(moved, tokens, 0)[0])
        assert dlogits[index] == pytest.approx((ends[0] - ends[1]) / (2 * H), abs=1e-9)


def test_masks_come_in_their_shares(ref):
    tokens = np.random.default_rng(4).integers(2, 12, size=(300, 400))
    inputs, labels = ref.mask_tokens(tokens, 12, 1, [0, 7], 5, 0.3)
    chosen = labels != -100
    assert not (chosen & (tokens == 7)).any()
    assert chosen.mean() == pytest.approx(0.3 * 0.9, abs=0.01)
    was, became = tokens[chosen], inputs[chosen]
    assert np.mean(became == 1) == pytest.approx(0.8, abs=0.01)
    assert np.mean(became == was) == pytest.approx(0.1 + 0.1 / 9, abs=0.01)
    others = np.bincount(became[(became != 1) & (became != was)], minlength=12)
    assert not others[[0, 1, 7]].any()
    assert np.ptp(others[[2, 3, 4, 5, 6, 8, 9, 10, 11]]) < 0.2 * others.max()


def nucleus(shares, top_k, top_p):
    """In fractions: the tokens that stay, in the order of their shares."""
    order = sorted(range(len(shares)), key=lambda v: (-shares[v], v))[:top_k]
    total, kept, reached = sum(shares[v] for v in order), [], Fraction(0)
    for v in order:
        if top_p is not None and reached >= top_p:
            break
        kept.append(v)
        reached += Fraction(shares[v], total)
    return [
        Fraction(shares[v], sum(shares[k] for k in kept)) if v in kept else 0
        for v in range(len(shares))
    ]


@pytest.mark.parametrize(
    ("top_k", "top_p"), [(None, None), (3, None), (None, 0.61), (4, 0.7), (9, 0.999), (1, 0.2)]
)
def test_distributions_are_those_of_fractions(ref, top_k, top_p):
    shares = [3, 11, 1, 3, 7, 1]
    for power, temperature in ((1, 1.0), (2, 0.5), (3, 1 / 3)):
        want = nucleus([one**power for one in shares], top_k, top_p)
        found = ref.next_token_distribution(np.log(shares), temperature, top_k, top_p)
        np.testing.assert_allclose(found, [float(one) for one in want], rtol=1e-12)


def test_what_is_written_follows_the_model(ref):
    moves = np.array([[0.0, 0.5, 0.5], [0.9, 0.0, 0.1], [0.2, 0.8, 0.0]])

    def model(tokens):
        with np.errstate(divide="ignore"):
            return np.log(moves[tokens])

    tokens = ref.generate(model, [0], 6000, 3)
    counts = np.zeros((3, 3))
    np.add.at(counts, (tokens[:-1], tokens[1:]), 1)
    np.testing.assert_allclose(counts / counts.sum(axis=1, keepdims=True), moves, atol=0.05)
    assert ref.generate(model, [2, 0], 50, 3, end_id=2)[-1] == 2


def test_a_trained_model_depends_on_what_it_may(ref):
    P = network(np.random.default_rng(6), V=5, d=4, k=3, places=6)
    for causal, want in ((True, np.tri(6, dtype=bool)), (False, np.ones((6, 6), dtype=bool))):
        found = ref.dependency_matrix(
            lambda tokens, causal=causal: ref.attention_lm_forward(tokens, P, causal)[0],
            [4, 0, 1, 1, 3, 4],
            5,
        )
        assert np.array_equal(found, want)


def test_the_classifier_goes_down_its_derivatives(ref):
    rng = np.random.default_rng(7)
    features, labels = rng.normal(size=(5, 3, 4)), rng.integers(3, size=5)
    values = {"features": features, "W": rng.normal(size=(4, 3)), "b": rng.normal(size=3)}
    _, grads = ref.classifier_cost_and_grads(labels=labels, **values)
    for name, slope in (("features", "d_features"), ("W", "dW"), ("b", "db")):
        for index in np.ndindex(values[name].shape):
            ends = []
            for step in (H, -H):
                moved = values | {name: values[name].copy()}
                moved[name][index] += step
                ends.append(ref.classifier_cost_and_grads(labels=labels, **moved)[0])
            assert grads[slope][index] == pytest.approx((ends[0] - ends[1]) / (2 * H), abs=1e-8)
