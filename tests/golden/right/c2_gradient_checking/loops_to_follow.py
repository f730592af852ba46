"""Gradient checking. I wrote everything with loops so that I can follow it."""

import math

import numpy as np


def parameters_to_vector(parameters, keys):
    numbers = []
    for key in keys:
        for number in np.array(parameters[key]).flatten():
            numbers.append(float(number))
    return np.array(numbers, dtype=np.float64)


def vector_to_parameters(theta, keys, shapes):
    # first count how many numbers the shapes need
    sizes = []
    total = 0
    for shape in shapes:
        size = 1
        for side in shape:
            size = size * side
        sizes.append(size)
        total = total + size
    if total != len(theta):
        raise ValueError("theta has " + str(len(theta)) + " entries, the shapes need " + str(total))
    parameters = {}
    position = 0
    for i in range(len(keys)):
        values = []
        for j in range(sizes[i]):
            values.append(float(theta[position]))
            position = position + 1
        parameters[keys[i]] = np.array(values, dtype=np.float64).reshape(tuple(shapes[i]))
    return parameters


def forward_difference(f, x, h):
    right = f(x + h)
    here = f(x)
    return (right - here) / h


def central_difference(f, x, h):
    right = f(x + h)
    left = f(x - h)
    return (right - left) / (2 * h)


def numeric_gradient(f, theta, epsilon=1e-6):
    shape = np.shape(theta)
    gradient = np.zeros(shape)
    for index in np.ndindex(*shape):
        # two fresh copies for each entry, so nothing has to be put back
        up = np.array(theta, dtype=np.float64)
        down = np.array(theta, dtype=np.float64)
        up[index] = up[index] + epsilon
        down[index] = down[index] - epsilon
        gradient[index] = (f(up) - f(down)) / (2 * epsilon)
    return gradient


def length(v):
    total = 0.0
    for number in np.array(v, dtype=np.float64).flatten():
        total = total + float(number) * float(number)
    return math.sqrt(total)


def relative_difference(grad, gradapprox):
    distance = length(np.array(grad, dtype=np.float64) - np.array(gradapprox, dtype=np.float64))
    together = length(grad) + length(gradapprox)
    if together == 0:
        return 0.0
    return distance / together


def gradient_check(f, grad_f, theta, epsilon=1e-6, threshold=1e-6):
    claimed = grad_f(theta)
    numeric = numeric_gradient(f, theta, epsilon)
    difference = relative_difference(claimed, numeric)
    if difference <= threshold:
        ok = True
    else:
        ok = False  # also when it is NaN
    return {"ok": ok, "difference": difference}


def check_parameters(cost, gradients, parameters, epsilon=1e-6):
    differences = {}
    for name in parameters:
        # all in float, and all fresh
        moved = {}
        for other in parameters:
            moved[other] = np.array(parameters[other], dtype=np.float64)
        numeric = np.zeros(np.shape(parameters[name]))
        for index in np.ndindex(*numeric.shape):
            before = moved[name][index]
            moved[name][index] = before + epsilon
            up = cost(moved)
            moved[name][index] = before - epsilon
            down = cost(moved)
            moved[name][index] = before
            numeric[index] = (up - down) / (2 * epsilon)
        differences[name] = relative_difference(gradients["d" + name], numeric)
    worst = None
    for name in differences:
        if worst is None or differences[name] > differences[worst]:
            worst = name
    return differences, worst


def kink_coordinates(f, theta, epsilon=1e-5, tol=1e-2):
    kinks = []
    here = f(np.array(theta, dtype=np.float64))
    for i in range(len(theta)):
        up = np.array(theta, dtype=np.float64)
        up[i] = up[i] + epsilon
        down = np.array(theta, dtype=np.float64)
        down[i] = down[i] - epsilon
        slope_right = (f(up) - here) / epsilon
        slope_left = (here - f(down)) / epsilon
        if slope_right - slope_left > tol or slope_left - slope_right > tol:
            kinks.append(i)
    return kinks
