# expect: forward_difference loses
"""f(x) is asked twice."""

import numpy as np


def parameters_to_vector(parameters, keys):
    pieces = []
    for key in keys:
        pieces.append(np.reshape(parameters[key], -1))
    if not pieces:
        return np.zeros(0)
    return np.concatenate(pieces).astype(np.float64)


def vector_to_parameters(theta, keys, shapes):
    total = 0
    for shape in shapes:
        total += int(np.prod(shape))
    if total != theta.shape[0]:
        raise ValueError("the shapes do not fit theta")
    parameters = {}
    position = 0
    for i in range(len(keys)):
        n = int(np.prod(shapes[i]))
        parameters[keys[i]] = theta[position : position + n].reshape(shapes[i]).astype(np.float64)
        position = position + n
    return parameters


def forward_difference(f, x, h):
    print("f(x) =", f(x))
    return (f(x + h) - f(x)) / h


def central_difference(f, x, h):
    return (f(x + h) - f(x - h)) / (2 * h)


def numeric_gradient(f, theta, epsilon=1e-6):
    theta = theta.astype(float)
    n = np.zeros(theta.shape)
    for i in np.ndindex(theta.shape):
        plus = theta.copy()
        plus[i] += epsilon
        minus = theta.copy()
        minus[i] -= epsilon
        n[i] = (f(plus) - f(minus)) / (2 * epsilon)
    return n


def relative_difference(grad, gradapprox):
    bottom = np.sqrt(np.sum(grad**2)) + np.sqrt(np.sum(gradapprox**2))
    if bottom == 0:
        return 0.0
    return np.sqrt(np.sum((grad - gradapprox) ** 2)) / bottom


def gradient_check(f, grad_f, theta, epsilon=1e-6, threshold=1e-6):
    g = grad_f(theta)
    n = numeric_gradient(f, theta, epsilon)
    d = relative_difference(g, n)
    return {"ok": d <= threshold, "difference": d}


def check_parameters(cost, gradients, parameters, epsilon=1e-6):
    differences = {}
    for name in parameters:

        def f(value, name=name):
            changed = dict(parameters)
            changed[name] = value
            return cost(changed)

        n = numeric_gradient(f, parameters[name], epsilon)
        differences[name] = relative_difference(gradients["d" + name], n)
    worst = None
    for name in differences:
        if worst is None or differences[name] > differences[worst]:
            worst = name
    return differences, worst


def kink_coordinates(f, theta, epsilon=1e-5, tol=1e-2):
    kinks = []
    middle = f(theta)
    for i in range(theta.shape[0]):
        e = np.zeros(theta.shape)
        e[i] = epsilon
        right = (f(theta + e) - middle) / epsilon
        left = (middle - f(theta - e)) / epsilon
        if np.abs(right - left) > tol:
            kinks.append(i)
    return kinks
