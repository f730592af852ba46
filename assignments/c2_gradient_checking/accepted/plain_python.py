# Lists and the math module, with as little NumPy as can be.

import math

import numpy as np


def flat(v):
    return [float(x) for x in np.asarray(v).ravel()]


def length(v):
    return math.sqrt(math.fsum(x * x for x in v))


def parameters_to_vector(parameters, keys):
    return np.array([x for key in keys for x in flat(parameters[key])], dtype=float)


def vector_to_parameters(theta, keys, shapes):
    left = flat(theta)
    found = {}
    for key, shape in zip(keys, shapes, strict=True):
        size = math.prod(shape)
        if size > len(left):
            raise ValueError("theta is too short")
        found[key] = np.array(left[:size], dtype=float).reshape(shape)
        del left[:size]
    if left:
        raise ValueError("theta is too long")
    return found


def forward_difference(f, x, h):
    return (f(x + h) - f(x)) / h


def central_difference(f, x, h):
    return (f(x + h) - f(x - h)) / h / 2


def numeric_gradient(f, theta, epsilon=1e-6):
    entries, shape = flat(theta), np.shape(theta)

    def at(i, x):
        return f(np.array([*entries[:i], x, *entries[i + 1 :]]).reshape(shape))

    slopes = [
        central_difference(lambda x, i=i: at(i, x), entry, epsilon)
        for i, entry in enumerate(entries)
    ]
    return np.array(slopes, dtype=float).reshape(shape)


def relative_difference(grad, gradapprox):
    g, n = flat(grad), flat(gradapprox)
    below = length(g) + length(n)
    return length([a - b for a, b in zip(g, n, strict=True)]) / below if below > 0 else 0


def gradient_check(f, grad_f, theta, epsilon=1e-6, threshold=1e-6):
    claimed, numeric = flat(grad_f(theta.copy())), flat(numeric_gradient(f, theta, epsilon))
    if any(math.isnan(x) for x in claimed):
        return {"ok": False, "difference": float("inf")}
    d = relative_difference(claimed, numeric)
    return {"ok": d <= threshold, "difference": d}


def check_parameters(cost, gradients, parameters, epsilon=1e-6):
    differences, worst = {}, None
    for key in parameters:
        others = {name: value.copy() for name, value in parameters.items()}

        def alone(value, others=others, key=key):
            return cost(dict(others, **{key: value}))

        numeric = numeric_gradient(alone, parameters[key], epsilon)
        differences[key] = relative_difference(gradients["d" + key], numeric)
        if worst is None or differences[key] > differences[worst]:
            worst = key
    return differences, worst


def kink_coordinates(f, theta, epsilon=1e-5, tol=1e-2):
    here, kinks = f(np.array(theta, dtype=float)), ()
    for i in range(len(theta)):
        up, down = flat(theta), flat(theta)
        up[i] += epsilon
        down[i] -= epsilon
        bend = (f(np.array(up)) - here) / epsilon - (here - f(np.array(down))) / epsilon
        if not -tol <= bend <= tol:
            kinks += (i,)
    return kinks
