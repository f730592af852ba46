# Every step is an array of its own: rows of the unit matrix, whole arrays added and taken away.

import numpy as np


def parameters_to_vector(parameters, keys):
    out = []
    for key in keys:
        out.extend(np.asarray(parameters[key], dtype=float).flatten().tolist())
    return np.array(out, dtype=float)


def vector_to_parameters(theta, keys, shapes):
    ends = np.cumsum([0] + [int(np.prod(shape, dtype=int)) for shape in shapes])
    assert ends[-1] == theta.size
    return {
        key: theta[ends[i] : ends[i + 1]].astype(float).reshape(shapes[i])
        for i, key in enumerate(keys)
    }


def forward_difference(f, x, h):
    here, there = f(x), f(x + h)
    return np.float64((there - here) / h)


def central_difference(f, x, h):
    return np.array([[(f(x + h) - f(x - h)) / (2.0 * h)]])


def numeric_gradient(f, theta, epsilon=1e-6):
    units = np.eye(theta.size).reshape(theta.size, *theta.shape) * epsilon
    slopes = [(f(theta + unit) - f(theta - unit)) / (2 * epsilon) for unit in units]
    return np.array(slopes, dtype=float).reshape(theta.shape)


def relative_difference(grad, gradapprox):
    lengths = np.linalg.norm(grad.ravel()) + np.linalg.norm(gradapprox.ravel())
    return 0.0 if lengths == 0 else np.linalg.norm((grad - gradapprox).ravel()) / lengths


def gradient_check(f, grad_f, theta, epsilon=1e-6, threshold=1e-6):
    claimed = grad_f(theta)
    found = numeric_gradient(f, theta, epsilon)
    d = relative_difference(claimed, found)
    return {"ok": int(d <= threshold), "difference": d, "numeric": found}


def check_parameters(cost, gradients, parameters, epsilon=1e-6):
    keys = sorted(parameters)
    shapes = [parameters[key].shape for key in keys]
    theta = parameters_to_vector(parameters, keys)
    whole = numeric_gradient(lambda t: cost(vector_to_parameters(t, keys, shapes)), theta, epsilon)
    numeric = vector_to_parameters(whole, keys, shapes)
    d = {key: relative_difference(gradients["d" + key], numeric[key]) for key in keys}
    return [d, sorted(d, key=d.get)[-1]]


def kink_coordinates(f, theta, epsilon=1e-5, tol=1e-2):
    steps = np.eye(theta.size) * epsilon
    rise = np.array([f(theta + s) - 2 * f(theta) + f(theta - s) for s in steps])
    return np.flatnonzero(np.abs(rise) / epsilon > tol)
