"""The reference of c5_transformer, against loops over single numbers and differences.

Nothing here calls the checks: what they take for granted is tested here.
"""

import math
import runpy
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
GIVEN = ROOT / "assignments" / "common" / "given"
H = 1e-5


def loaded(path):
    return SimpleNamespace(**runpy.run_path(str(path)))


@pytest.fixture(scope="module")
def ref():
    sys.path.insert(0, str(GIVEN))
    try:
        return loaded(ROOT / "solutions" / "c5_transformer.py")
    finally:
        sys.path.remove(str(GIVEN))


@pytest.fixture(scope="module")
def attention():
    """What was written in c5_attention, which attnhelp gives back."""
    return loaded(ROOT / "solutions" / "c5_attention.py")


def normed(row, gamma, beta, eps=1e-5):
    """A norm of one row, number by number."""
    mean = sum(row) / len(row)
    variance = sum((value - mean) ** 2 for value in row) / len(row)
    return [
        g * (value - mean) / math.sqrt(variance + eps) + b
        for value, g, b in zip(row, gamma, beta, strict=True)
    ]


def fed(row, P):
    """The network of one row, unit by unit."""
    hidden = [
        max(0.0, sum(x * w for x, w in zip(row, column, strict=True)) + b)
        for column, b in zip(P["W1"].T, P["b1"], strict=True)
    ]
    return np.array(hidden) @ P["W2"] + P["b2"]


def sublayer(x, change, P, number):
    """The norm of x plus what a sublayer gave, row by row."""
    s = x + change
    names = P[f"gamma{number}"], P[f"beta{number}"]
    rows = [normed(row, *names) for row in s.reshape(-1, s.shape[-1])]
    return np.reshape(rows, s.shape)


def network_of(u, P):
    return np.array([[fed(row, P) for row in one] for one in u])


def encoded(attention, x, P, h, mask):
    """An encoder block, with the attention of the assignment before."""
    u = sublayer(x, attention.multi_head_attention(x, x, P["attention"], h, mask)[0], P, 1)
    return sublayer(u, network_of(u, P["ffn"]), P, 2)


def decoded(attention, x, memory, P, h, mask):
    """A decoder block, one target position after the other, each with those before it alone."""
    rows = []
    for i in range(x.shape[1]):
        now, before = x[:, i : i + 1], x[:, : i + 1]
        look = attention.multi_head_attention
        u = sublayer(now, look(now, before, P["self_attention"], h)[0], P, 1)
        v = sublayer(u, look(u, memory, P["cross_attention"], h, mask)[0], P, 2)
        rows.append(sublayer(v, network_of(v, P["ffn"]), P, 3))
    return np.concatenate(rows, axis=1)


def heads(rng, d, d_kv):
    shapes = {"Wq": (d, d), "Wk": (d_kv, d), "Wv": (d_kv, d), "Wo": (d, d)}
    shapes |= dict.fromkeys(("bq", "bk", "bv", "bo"), (d,))
    return {name: 0.6 * rng.normal(size=shape) for name, shape in shapes.items()}


def block(seed, d=4, d_ff=3, d_m=None):
    rng = np.random.default_rng(seed)
    shapes = {"W1": (d, d_ff), "b1": (d_ff,), "W2": (d_ff, d), "b2": (d,)}
    P = {"ffn": {name: rng.normal(size=shape) for name, shape in shapes.items()}}
    if d_m is None:
        P["attention"] = heads(rng, d, d)
    else:
        P |= {"self_attention": heads(rng, d, d), "cross_attention": heads(rng, d, d_m)}
    for number in range(1, 3 if d_m is None else 4):
        P[f"gamma{number}"], P[f"beta{number}"] = 1 + 0.3 * rng.normal(size=(2, d))
    return P


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


def test_positions_entry_by_entry(ref):
    for d in (2, 6, 8):
        found = ref.positional_encoding(7, d)
        for p in range(7):
            for i in range(d):
                angle = p / 10000 ** (2 * (i // 2) / d)
                want = math.cos(angle) if i % 2 else math.sin(angle)
                assert found[p, i] == pytest.approx(want, abs=1e-12)
    with pytest.raises(ValueError, match="even"):
        ref.positional_encoding(3, 5)


def test_embedding_token_by_token(ref):
    rng = np.random.default_rng(0)
    E, tokens = rng.normal(size=(5, 6)), rng.integers(5, size=(3, 4))
    found, places = ref.embed_tokens(tokens, E), ref.positional_encoding(4, 6)
    for b, t in np.ndindex(tokens.shape):
        assert np.allclose(found[b, t], math.sqrt(6) * E[tokens[b, t]] + places[t])


@pytest.mark.parametrize("lead", [(), (3,), (2, 3), (2, 2, 3)])
@pytest.mark.parametrize("eps", [1e-5, 2.0])
def test_norm_row_by_row_and_its_slopes(ref, lead, eps):
    rng = np.random.default_rng(len(lead))
    x, dy = rng.normal(size=(2, *lead, 5))
    gamma, beta = rng.normal(size=(2, 5))
    y, cache = ref.layer_norm_forward(x, gamma, beta, eps)

    def output(x, gamma, beta):
        rows = [normed(row, gamma, beta, eps) for row in x.reshape(-1, 5)]
        return np.reshape(rows, x.shape)

    assert np.allclose(y, output(x, gamma, beta))
    dx, dgamma, dbeta = ref.layer_norm_backward(dy, cache)
    slopes = (
        slope_of(lambda v: float(np.sum(dy * output(v, gamma, beta))), x),
        slope_of(lambda v: float(np.sum(dy * output(x, v, beta))), gamma),
        slope_of(lambda v: float(np.sum(dy * output(x, gamma, v))), beta),
    )
    for found, want in zip((dx, dgamma, dbeta), slopes, strict=True):
        assert np.allclose(found, want, atol=1e-6)


def test_network_row_by_row_and_its_slopes(ref):
    rng = np.random.default_rng(1)
    P = block(2)["ffn"]
    x, dy = rng.normal(size=(2, 2, 3, 4))
    y, cache = ref.feed_forward(x, P)
    assert np.allclose(y, network_of(x, P))
    dx, grads = ref.feed_forward_backward(dy, cache)

    def cost(x, P):
        return float(np.sum(dy * network_of(x, P)))

    assert np.allclose(dx, slope_of(lambda v: cost(v, P), x), atol=1e-6)
    for name, value in P.items():
        want = slope_of(lambda v, name=name: cost(x, P | {name: v}), value)
        assert np.allclose(grads[f"d{name}"], want, atol=1e-6)


MASKS = (
    None,
    np.tril(np.ones((3, 3), dtype=bool)),
    np.array([[[True, True, False]], [[False] * 3]]),
    np.random.default_rng(5).random((2, 3, 3)) < 0.5,
)


@pytest.mark.parametrize("mask", MASKS, ids=["none", "causal", "padding", "any"])
def test_encoder_block_and_its_slopes(ref, attention, mask):
    rng = np.random.default_rng(3)
    P, (x, dy) = block(4), 1.5 * rng.normal(size=(2, 2, 3, 4))
    y, cache = ref.encoder_block(x, P, 2, mask)
    assert np.allclose(y, encoded(attention, x, P, 2, mask))
    dx, grads = ref.encoder_block_backward(dy, cache)

    def cost(x, P):
        return float(np.sum(dy * ref.encoder_block(x, P, 2, mask)[0]))

    assert np.allclose(dx, slope_of(lambda v: cost(v, P), x), rtol=1e-4, atol=1e-6)
    for name, value in P.items():
        inner = value if isinstance(value, dict) else {name: value}
        found = grads[name] if isinstance(value, dict) else grads
        for one, at in inner.items():

            def of(v, name=name, one=one, inner=inner, value=value):
                return cost(x, P | {name: {**inner, one: v} if isinstance(value, dict) else v})

            assert np.allclose(found[f"d{one}"], slope_of(of, at), rtol=1e-4, atol=1e-6)


def test_decoder_block_position_by_position(ref, attention):
    rng = np.random.default_rng(6)
    P, x = block(7, d_m=5), rng.normal(size=(2, 3, 4))
    memory = rng.normal(size=(2, 6, 5))
    for lengths in ((6, 6), (4, 1), (2, 0)):
        mask = np.arange(6) < np.array(lengths)[:, None, None]
        found = ref.decoder_block(x, memory, P, 2, mask)
        assert np.allclose(found, decoded(attention, x, memory, P, 2, mask))
    assert np.allclose(
        ref.decoder_block(x, memory, P, 2), decoded(attention, x, memory, P, 2, None)
    )


def test_whole_model_block_by_block_and_its_size(ref, attention):
    rng = np.random.default_rng(8)
    V, d, d_ff = 5, 4, 3
    P = {
        "encoder": [block(seed) for seed in (1, 2)],
        "decoder": [block(seed, d_m=d) for seed in (3, 4, 5)],
        "E_source": rng.normal(size=(V, d)),
        "E_target": rng.normal(size=(V, d)),
        "W_out": rng.normal(size=(d, V)),
        "b_out": rng.normal(size=V),
    }
    source, target = rng.integers(V, size=(2, 6)), rng.integers(V, size=(2, 3))
    mask = np.arange(6) < np.array([6, 2])[:, None, None]
    memory = ref.embed_tokens(source, P["E_source"])
    for one in P["encoder"]:
        memory = encoded(attention, memory, one, 2, mask)
    y = ref.embed_tokens(target, P["E_target"])
    for one in P["decoder"]:
        y = decoded(attention, y, memory, one, 2, mask)
    found = ref.transformer_forward(source, target, P, 2, mask)
    assert np.allclose(found, y @ P["W_out"] + P["b_out"])

    def size(nested):
        if isinstance(nested, np.ndarray):
            return nested.size
        return sum(size(one) for one in (nested.values() if isinstance(nested, dict) else nested))

    assert ref.transformer_parameter_count(V, d, d_ff, 2, 3) == size(P)
    assert ref.transformer_parameter_count(5, 2, 3, 1, 1) == 161


def test_given_attention_is_that_of_the_assignment_before(attention):
    given = loaded(GIVEN / "attnhelp.py")
    rng = np.random.default_rng(9)
    P, X_q, X_kv = heads(rng, 4, 5), rng.normal(size=(2, 3, 4)), rng.normal(size=(2, 6, 5))
    d_out = rng.normal(size=(2, 3, 4))
    any_mask = rng.random((2, 3, 6)) < 0.4
    for mask in (None, any_mask[0], any_mask[:, :1], any_mask):
        out, cache = given.mha(X_q, X_kv, P, 2, mask)
        want, weights = attention.multi_head_attention(X_q, X_kv, P, 2, mask)
        assert np.allclose(out, want)
        assert np.allclose(cache["weights"], weights)
        dX_q, dX_kv, grads = given.mha_backward(d_out, cache)
        wants = attention.multi_head_attention_backward(d_out, X_q, X_kv, P, 2, mask)
        assert np.allclose(dX_q, wants[0])
        assert np.allclose(dX_kv, wants[1])
        assert grads.keys() == wants[2].keys()
        assert all(np.allclose(grads[name], wants[2][name]) for name in grads)
    assert np.array_equal(given.causal_mask(4), attention.causal_mask(4))
