"""The reference of c5_attention, against loops over single numbers and differences.

Nothing here calls the checks: what they take for granted is tested here.
"""

import math
import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
H = 1e-5


@pytest.fixture(scope="module")
def ref():
    return SimpleNamespace(**runpy.run_path(str(ROOT / "solutions" / "c5_attention.py")))


def shares(row, allowed):
    """A softmax of one row, number by number."""
    kept = [
        math.exp(value - max(row)) if may else 0.0 for value, may in zip(row, allowed, strict=True)
    ]
    total = sum(kept)
    return [value / total if total else 0.0 for value in kept]


def attended(Q, K, V, mask):
    """Attention of one example, query by query and key by key."""
    output, weights = np.zeros((len(Q), V.shape[1])), np.zeros((len(Q), len(K)))
    for i, query in enumerate(Q):
        row = [
            sum(a * b for a, b in zip(query, key, strict=True)) / math.sqrt(len(query)) for key in K
        ]
        weights[i] = shares(row, mask[i])
        for j in range(len(K)):
            for column in range(V.shape[1]):
                output[i, column] += weights[i, j] * V[j, column]
    return output, weights


def many_heads(X_q, X_kv, P, h, mask):
    """Attention with h heads, one example and one head at a time: their outputs are added up."""
    width = P["Wq"].shape[1] // h
    outputs, weights = [], []
    for one, other, allowed in zip(X_q, X_kv, mask, strict=True):
        output = np.tile(P["bo"], (len(one), 1))
        found = []
        for k in range(h):
            block = slice(k * width, (k + 1) * width)
            Q, K, V = (
                x @ P[f"W{name}"][:, block] + P[f"b{name}"][block]
                for x, name in ((one, "q"), (other, "k"), (other, "v"))
            )
            head, share = attended(Q, K, V, allowed)
            output = output + head @ P["Wo"][block]
            found.append(share)
        outputs.append(output)
        weights.append(found)
    return np.array(outputs), np.array(weights)


def slope_of(f, at):
    """Central differences of a number in every entry of an array."""
    found = np.zeros(at.shape)
    for index in np.ndindex(at.shape):
        ends = []
        for step in (H, -H):
            moved = at.copy()
            moved[index] += step
            ends.append(f(moved))
        found[index] = (ends[0] - ends[1]) / (2 * H)
    return found


def network(seed=2, d_q=3, d_kv=5, d=4, d_o=2):
    """X_q of 3 queries, X_kv of 4 keys, two examples, and parameters."""
    rng = np.random.default_rng(seed)
    shapes = {"Wq": (d_q, d), "Wk": (d_kv, d), "Wv": (d_kv, d), "Wo": (d, d_o)}
    shapes |= {"bq": (d,), "bk": (d,), "bv": (d,), "bo": (d_o,)}
    P = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    mask = rng.random((2, 3, 4)) < 0.6
    mask[0, 1] = False
    return rng.normal(size=(2, 3, d_q)), rng.normal(size=(2, 4, d_kv)), P, mask


@pytest.mark.parametrize("shape", [(5,), (3, 4), (2, 3, 4), (2, 2, 3, 4)])
def test_softmax_number_by_number(ref, shape):
    rng = np.random.default_rng(len(shape))
    scores, mask = 3 * rng.normal(size=shape), rng.random(shape) < 0.5
    for allowed in (mask, mask[..., :1], mask[0], np.zeros(shape, dtype=bool), None):
        rows = np.broadcast_to(True if allowed is None else allowed, shape).reshape(-1, shape[-1])
        want = [shares(*pair) for pair in zip(scores.reshape(rows.shape), rows, strict=True)]
        found = ref.masked_softmax(scores, allowed)
        assert np.allclose(found, np.reshape(want, shape), rtol=1e-12, atol=0)


def test_softmax_of_large_scores_does_not_warn(ref):
    scores = np.array([[-2e9, 0.0, -2e9], [1e300, -1e4, -1e300], [1e12, 1e12, 0.0]])
    mask = np.array([[True, False, True], [False, True, False], [True, True, True]])
    with np.errstate(all="raise", under="ignore"):
        found = ref.masked_softmax(scores, mask)
    assert found.tolist() == [[0.5, 0, 0.5], [0, 1, 0], [0.5, 0.5, 0]]


def test_masks_entry_by_entry(ref):
    for n in (1, 2, 5):
        found = ref.causal_mask(n)
        assert found.tolist() == [[j <= i for j in range(n)] for i in range(n)]
        lengths = [0, 2, n, n + 3]
        padding = ref.padding_mask(np.array(lengths), n)
        assert padding.tolist() == [[[j < one for j in range(n)]] for one in lengths]
        assert found.dtype == padding.dtype == bool


@pytest.mark.parametrize("lead", [(), (2,), (3, 2)])
def test_attention_by_loops_and_its_slopes(ref, lead):
    rng = np.random.default_rng(len(lead))
    Q, K, V = (rng.normal(size=(*lead, *size)) for size in ((3, 5), (4, 5), (4, 2)))
    mask = rng.random((*lead, 3, 4)) < 0.6
    mask[..., 1, :] = False
    output, weights = ref.scaled_dot_product_attention(Q, K, V, mask)
    for place in np.ndindex(lead):
        want = attended(Q[place], K[place], V[place], mask[place])
        assert np.allclose(output[place], want[0])
        assert np.allclose(weights[place], want[1])
    up = rng.normal(size=output.shape)

    def cost(Q, K, V):
        found = [attended(Q[at], K[at], V[at], mask[at])[0] for at in np.ndindex(lead)]
        return float(np.sum(up * np.reshape(found, output.shape)))

    dQ, dK, dV = ref.attention_backward(up, Q, K, V, mask)
    assert np.allclose(dQ, slope_of(lambda x: cost(x, K, V), Q), atol=1e-7)
    assert np.allclose(dK, slope_of(lambda x: cost(Q, x, V), K), atol=1e-7)
    assert np.allclose(dV, slope_of(lambda x: cost(Q, K, x), V), atol=1e-7)
    assert not dQ[..., 1, :].any()


def test_softmax_backward_is_the_jacobian(ref):
    rng = np.random.default_rng(6)
    weights = ref.masked_softmax(rng.normal(size=(4, 5)), rng.random((4, 5)) < 0.7)
    up = rng.normal(size=(4, 5))
    want = [(np.diag(w) - np.outer(w, w)) @ d for w, d in zip(weights, up, strict=True)]
    assert np.allclose(ref.softmax_backward(up, weights), want)


@pytest.mark.parametrize("h", [1, 2, 4])
def test_many_heads_one_at_a_time_and_their_slopes(ref, h):
    X_q, X_kv, P, mask = network()
    output, weights = ref.multi_head_attention(X_q, X_kv, P, h, mask)
    want = many_heads(X_q, X_kv, P, h, mask)
    assert np.allclose(output, want[0])
    assert np.allclose(weights, want[1])
    up = np.random.default_rng(9).normal(size=output.shape)
    dX_q, dX_kv, grads = ref.multi_head_attention_backward(up, X_q, X_kv, P, h, mask)

    def cost(X_q, X_kv, P):
        return float(np.sum(up * many_heads(X_q, X_kv, P, h, mask)[0]))

    assert np.allclose(dX_q, slope_of(lambda x: cost(x, X_kv, P), X_q), atol=1e-7)
    assert np.allclose(dX_kv, slope_of(lambda x: cost(X_q, x, P), X_kv), atol=1e-7)
    for name, value in P.items():
        want = slope_of(lambda v, name=name: cost(X_q, X_kv, P | {name: v}), value)
        assert np.allclose(grads[f"d{name}"], want, atol=1e-7)
    assert np.abs(grads["dbk"]).max() < 1e-12


def test_masks_of_three_shapes_say_the_same(ref):
    X_q, X_kv, P, mask = network()
    for given in (mask[0], mask[:, :1], mask, None):
        full = np.broadcast_to(True if given is None else given, mask.shape)
        found = ref.multi_head_attention(X_q, X_kv, P, 2, given)
        want = many_heads(X_q, X_kv, P, 2, full)
        assert np.allclose(found[0], want[0])
        assert np.allclose(found[1], want[1])


def test_heads_index_by_index(ref):
    X = np.random.default_rng(1).normal(size=(2, 3, 12))
    for h in (1, 2, 3, 4, 6, 12):
        heads = ref.split_heads(X, h)
        width = 12 // h
        for b, k, s, j in np.ndindex(heads.shape):
            assert heads[b, k, s, j] == X[b, s, k * width + j]
        assert np.array_equal(ref.merge_heads(heads), X)
    with pytest.raises(ValueError, match="12"):
        ref.split_heads(X, 5)


def test_additive_attention_by_loops(ref):
    rng = np.random.default_rng(3)
    A, s = rng.normal(size=(2, 4, 5)), rng.normal(size=(2, 3))
    shapes = {"Wa": (5, 6), "Ws": (3, 6), "b": (6,), "v": (6,)}
    P = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    context, weights = ref.additive_attention(s, A, P)
    for b in range(2):
        energies = [
            sum(
                P["v"][u] * math.tanh(a @ P["Wa"][:, u] + s[b] @ P["Ws"][:, u] + P["b"][u])
                for u in range(6)
            )
            for a in A[b]
        ]
        want = shares(energies, [True] * 4)
        assert np.allclose(weights[b], want)
        assert np.allclose(context[b], sum(w * a for w, a in zip(want, A[b], strict=True)))


def test_the_handouts_worked_example(ref):
    a = math.log(2)
    Q = np.array([[1.0, 1, 0, 0], [0, 0, 2, 1]])
    K = a * np.array([[0.0, 2, 1, 0], [1, -1, 1, 0], [-1, 1, 1, 2]])
    V = np.array([[12.0, 0, 0, 24, 12], [0, 12, 0, -12, 12], [0, 0, 12, 12, -24]])
    mask = np.array([[True, True, True], [True, False, True]])
    output, weights = ref.scaled_dot_product_attention(Q, K, V, mask)
    assert np.allclose(weights, [[1 / 2, 1 / 4, 1 / 4], [1 / 3, 0, 2 / 3]])
    assert np.allclose(output, [[6, 3, 3, 12, 3], [4, 0, 8, 16, -12]])
    up = np.array([[0.0, 1, 0, 0, 1], [2, 1, -1, 0, 0]])
    dQ, dK, dV = ref.attention_backward(up, Q, K, V, mask)
    assert np.allclose(dQ, a * np.array([[6, -3, 0, -7.5], [4, 4, 0, -8]]))
    assert np.allclose(dK, [[1.5, 1.5, 8, 4], [2.25, 2.25, 0, 0], [-3.75, -3.75, -8, -4]])
    thirds = [[8, 10, -4, 0, 6], [0, 3, 0, 0, 3], [16, 11, -8, 0, 3]]
    assert np.allclose(dV, np.array(thirds) / 12)
