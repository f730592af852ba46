# expect: kink_coordinates loses
"""A kink at which the slope falls is not seen."""

from functools import partial

import numpy as np


def _line(f, theta, direction, t):
    return f(theta + t * direction)


def _directions(theta):
    for place in np.ndindex(*np.shape(theta)):
        e = np.zeros(np.shape(theta))
        e[place] = 1
        yield place, e


def parameters_to_vector(parameters, keys):
    return np.hstack([np.zeros((0,))] + [parameters[k].ravel() for k in keys])


def vector_to_parameters(theta, keys, shapes):
    sizes = [np.empty(s).size for s in shapes]
    ends = np.cumsum([0, *sizes]).astype(int)
    if ends[-1] != np.size(theta):
        raise ValueError(f"{np.size(theta)} != {ends[-1]}")
    return {
        k: np.array(theta[a:b], dtype=float).reshape(s)
        for k, s, a, b in zip(keys, shapes, ends, ends[1:])
    }


def forward_difference(f, x, h):
    return (f(x + h) - f(x)) / h


def central_difference(f, x, h):
    return (f(x + h) - f(x - h)) / (2 * h)


def numeric_gradient(f, theta, epsilon=1e-6):
    out = np.zeros(theta.shape)
    for place, e in _directions(theta):
        out[place] = central_difference(partial(_line, f, theta, e), 0.0, epsilon)
    return out


def relative_difference(grad, gradapprox):
    g, n = np.linalg.norm(np.ravel(grad)), np.linalg.norm(np.ravel(gradapprox))
    with np.errstate(invalid="ignore"):
        d = np.linalg.norm(np.ravel(grad - gradapprox)) / (g + n)
    return 0.0 if g + n == 0 else d


def gradient_check(f, grad_f, theta, epsilon=1e-6, threshold=1e-6):
    d = relative_difference(grad_f(theta), numeric_gradient(f, theta, epsilon=epsilon))
    return dict(difference=d, ok=bool(d <= threshold))


def check_parameters(cost, gradients, parameters, epsilon=1e-6):
    def replaced(key, value):
        return cost({**parameters, key: value})

    d = {
        key: relative_difference(
            gradients[f"d{key}"], numeric_gradient(partial(replaced, key), value, epsilon)
        )
        for key, value in parameters.items()
    }
    return d, max(d, key=d.get)


def kink_coordinates(f, theta, epsilon=1e-5, tol=1e-2):
    found = []
    for (i,), e in _directions(theta):
        bend = f(theta + epsilon * e) - 2 * f(theta) + f(theta - epsilon * e)
        if bend / epsilon > tol:
            found.append(i)
    return found
