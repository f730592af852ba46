"""Activations, written so that a mistake of mine shouts."""

import numpy as np

NAMES = ("sigmoid", "tanh", "relu", "leaky_relu")


def _array(z):
    z = np.asarray(z, dtype=np.float64)
    if np.isnan(z).any():
        raise ValueError("NaN in the input")
    return z


def _pair(dA, Z):
    dA, Z = _array(dA), _array(Z)
    if dA.shape != Z.shape:
        raise ValueError(f"dA has shape {dA.shape}, but Z has {Z.shape}")
    return dA, Z


def sigmoid(z):
    z = _array(z)
    flat = z.reshape(-1)
    out = np.empty(flat.shape)
    right = flat >= 0
    out[right] = 1 / (1 + np.exp(-flat[right]))
    left = np.exp(flat[~right])
    out[~right] = left / (1 + left)
    out = out.reshape(z.shape)
    assert out.shape == z.shape
    assert ((out >= 0) & (out <= 1)).all()
    return out


def tanh(z):
    z = _array(z)
    t = np.expm1(-2 * np.fabs(z))
    out = np.copysign(-t / (t + 2), z)
    assert (np.abs(out) <= 1).all()
    return out.reshape(z.shape)


def relu(z):
    z = np.array(z, copy=True)
    z = np.atleast_1d(z).reshape(z.shape)
    out = np.where(z > 0, z, np.zeros_like(z))
    assert (out >= 0).all()
    return out


def leaky_relu(z, alpha=0.01):
    z = _array(z)
    assert 0 <= alpha <= 1, "alpha lies in [0, 1]"
    out = z.copy()
    np.multiply(z, alpha, out=out, where=z <= 0)
    return out


def sigmoid_backward(dA, Z):
    dA, Z = _pair(dA, Z)
    s = sigmoid(Z)
    dZ = dA * s * (1 - s)
    assert dZ.shape == Z.shape
    return dZ


def tanh_backward(dA, Z):
    dA, Z = _pair(dA, Z)
    t = np.asarray(tanh(Z))
    dZ = dA * (1 - np.square(t))
    assert dZ.shape == Z.shape
    return dZ


def relu_backward(dA, Z):
    dA, Z = _pair(dA, Z)
    dZ = np.array(dA, copy=True)
    dZ[Z <= 0] = 0
    assert dZ.shape == Z.shape
    assert not np.shares_memory(dZ, dA)
    return dZ


def leaky_relu_backward(dA, Z, alpha=0.01):
    dA, Z = _pair(dA, Z)
    dZ = np.array(dA, copy=True)
    dZ[Z <= 0] *= alpha
    assert dZ.shape == Z.shape
    return dZ


def _slopes(Z, activation):
    if not isinstance(activation, str) or activation not in NAMES:
        raise ValueError(f"activation must be one of {', '.join(NAMES)}; got {activation!r}")
    ones = np.ones(np.shape(Z), dtype=np.float64)
    return np.abs(globals()[activation + "_backward"](ones, Z))


def saturated_fraction(Z, activation, tol=0.01):
    slopes = _slopes(_array(Z), activation)
    fraction = np.count_nonzero(slopes < tol) / max(1, slopes.size)
    assert 0.0 <= fraction <= 1.0
    return float(fraction)


def dead_units(Z):
    Z = np.atleast_2d(_array(Z))
    dead = np.logical_not(np.any(Z > 0, axis=1))
    assert dead.shape == (Z.shape[0],)
    assert dead.dtype == np.bool_
    return dead


def gradient_attenuation(Zs, activation):
    Zs = [_array(Z) for Z in Zs]
    assert len({Z.shape for Z in Zs}) <= 1, "layers of different shapes"
    product = None
    result = []
    for Z in reversed(Zs):
        s = _slopes(Z, activation)
        product = s if product is None else product * s
        result.append(float(np.mean(np.abs(product))))
    result.reverse()
    assert len(result) == len(Zs)
    return result


def collapse_linear(Ws, bs):
    if len(Ws) != len(bs) or len(Ws) == 0:
        raise ValueError("one bias per layer, and at least one layer")
    W = np.array(Ws[0], dtype=np.float64, copy=True)
    b = np.array(bs[0], dtype=np.float64, copy=True).reshape(-1, 1)
    for Wl, bl in zip(Ws[1:], bs[1:], strict=True):
        assert Wl.shape[1] == W.shape[0]
        W = np.dot(Wl, W)
        b = np.dot(Wl, b) + bl
    assert W.shape == (Ws[-1].shape[0], Ws[0].shape[1])
    assert b.shape == (Ws[-1].shape[0], 1)
    return W, b
