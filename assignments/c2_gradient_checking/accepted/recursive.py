# Whatever is nested goes down one axis at a time; functions are partly applied.

from functools import partial, reduce

import numpy as np


def parameters_to_vector(parameters, keys):
    return reduce(
        lambda row, key: np.append(row, np.array(parameters[key], dtype=float)), keys, np.zeros(0)
    )


def vector_to_parameters(theta, keys, shapes):
    sizes = [np.zeros(shape).size for shape in shapes]
    if np.size(theta) != sum(sizes):
        raise ValueError("theta and the shapes do not fit")
    cuts = np.split(np.copy(theta).astype(float), np.cumsum(sizes)[:-1]) if sizes else []
    return dict(zip(keys, map(np.reshape, map(np.copy, cuts), shapes), strict=True))


def difference(low, high, f, x, h):
    return (f(x + high * h) - f(x + low * h)) / ((high - low) * h)


forward_difference = partial(difference, 0, 1)
central_difference = partial(difference, -1, 1)


def along(f, theta, place):
    def g(t):
        moved = theta.copy()
        moved[place] = t
        return f(moved)

    return g


def gradient_at(f, theta, epsilon, place=()):
    if len(place) == theta.ndim:
        return central_difference(along(f, theta, place), theta[place], epsilon)
    return [gradient_at(f, theta, epsilon, (*place, i)) for i in range(theta.shape[len(place)])]


def numeric_gradient(f, theta, epsilon=1e-6):
    theta = theta.astype(np.float64)
    return np.array(gradient_at(f, theta, epsilon), dtype=float).reshape(theta.shape)


def kink_coordinates(f, theta, epsilon=1e-5, tol=1e-2):
    theta = theta * 1.0
    slopes = [
        (
            difference(0, 1, along(f, theta, i), theta[i], epsilon),
            difference(-1, 0, along(f, theta, i), theta[i], epsilon),
        )
        for i in range(theta.size)
    ]
    return [np.int64(i) for i, (right, left) in enumerate(slopes) if abs(right - left) > tol]
