# expect: relative_difference loses
"""A small number below the line, in place of a look at it."""

import numpy as np


def parameters_to_vector(parameters, keys):
    n = sum(np.size(parameters[k]) for k in keys)
    theta = np.zeros(n)
    i = 0
    for k in keys:
        for x in np.asarray(parameters[k]).flatten():
            theta[i] = x
            i += 1
    return theta


def vector_to_parameters(theta, keys, shapes):
    theta = list(map(float, theta))
    parameters = {}
    for k, shape in zip(keys, shapes):
        size = 1
        for side in shape:
            size *= side
        taken, theta = theta[:size], theta[size:]
        parameters[k] = np.array(taken, dtype=float).reshape(shape)  # refuses what is too short
    assert theta == [], "left over"
    return parameters


def forward_difference(f, x, h):
    return -(f(x) - f(x + h)) / h


def central_difference(f, x, h):
    return f(x + h) / (2 * h) - f(x - h) / (2 * h)


def numeric_gradient(f, theta, epsilon=1e-6):
    shape = theta.shape
    flat = theta.reshape(-1).astype("d")
    steps = epsilon * np.eye(flat.size)
    up = np.array([f(row.reshape(shape)) for row in flat + steps])
    down = np.array([f(row.reshape(shape)) for row in flat - steps])
    return ((up - down) / (2 * epsilon)).reshape(shape)


def relative_difference(grad, gradapprox):
    def norm(v):
        return np.vdot(v, v) ** 0.5

    return norm(grad - gradapprox) / (norm(grad) + norm(gradapprox) + 1e-7)


def gradient_check(f, grad_f, theta, epsilon=1e-6, threshold=1e-6):
    numeric, claimed = numeric_gradient(f, theta, epsilon), grad_f(theta)
    result = {"difference": relative_difference(claimed, numeric), "claimed": claimed}
    result["ok"] = result["difference"] <= threshold
    return result


def check_parameters(cost, gradients, parameters, epsilon=1e-6):
    keys = list(parameters)
    shapes = [parameters[k].shape for k in keys]
    n = numeric_gradient(
        lambda t: cost(vector_to_parameters(t, keys, shapes)),
        parameters_to_vector(parameters, keys),
        epsilon,
    )
    n = vector_to_parameters(n, keys, shapes)
    d = {k: relative_difference(gradients["d" + k], n[k]) for k in keys}
    return d, sorted(keys, key=lambda k: -d[k])[0]


def kink_coordinates(f, theta, epsilon=1e-5, tol=1e-2):
    here = f(theta)
    slopes = []
    for step in epsilon * np.eye(len(theta)):
        slopes.append(((f(theta + step) - here) / epsilon, (here - f(theta - step)) / epsilon))
    return tuple(i for i, (r, l) in enumerate(slopes) if max(r - l, l - r) > tol)
