# Iterators of NumPy's, in place on a copy that is put back.

import numpy as np


def parameters_to_vector(parameters, keys):
    total = sum(parameters[k].size for k in keys)
    theta, at = np.empty(total), 0
    for k in keys:
        for value in np.nditer(parameters[k], flags=["zerosize_ok"], order="C"):
            theta[at] = value
            at += 1
    return theta


def vector_to_parameters(theta, keys, shapes):
    pieces = iter(np.asarray(theta, dtype=float))
    found = {}
    try:
        for key, shape in zip(keys, shapes, strict=True):
            found[key] = np.zeros(shape)
            for place in np.ndindex(*shape):
                found[key][place] = next(pieces)
    except StopIteration:
        raise ValueError("too few") from None
    for _ in pieces:
        raise ValueError("too many")
    return found


def forward_difference(f, x, h):
    return np.divide(np.subtract(f(x + h), f(x)), h)


def central_difference(f, x, h):
    left, right = [f(at) for at in (x - h, x + h)]
    return (right - left) / (h + h)


def numeric_gradient(f, theta, epsilon=1e-6):
    t = theta.astype(float)
    out = np.zeros_like(t)
    it = np.nditer(t, flags=["multi_index", "zerosize_ok"])
    for _ in it:
        i = it.multi_index
        old = t[i]
        t[i] = old - epsilon
        low = f(t)
        t[i] = old + epsilon
        high = f(t)
        t[i] = old
        out[i] = 0.5 * (high - low) / epsilon
    return out


def relative_difference(grad, gradapprox):
    below = np.sqrt(np.sum(grad * grad)) + np.sqrt(np.sum(gradapprox * gradapprox))
    above = np.sqrt(np.sum((grad - gradapprox) ** 2))
    return np.divide(above, below, out=np.zeros(()), where=below != 0)


def check_parameters(cost, gradients, parameters, epsilon=1e-6):
    mine = {k: v.astype(float) for k, v in parameters.items()}
    result = {}
    for k, v in mine.items():
        keep = v.copy()
        numeric = np.zeros(v.shape)
        for place, old in np.ndenumerate(keep):
            v[place] = old + epsilon
            high = cost(mine)
            v[place] = old - epsilon
            low = cost(mine)
            v[place] = old
            numeric[place] = (high - low) / (2 * epsilon)
        result[k] = relative_difference(gradients[f"d{k}"], numeric)
    names = list(result)
    return result, names[int(np.argmax([float(result[k]) for k in names]))]
