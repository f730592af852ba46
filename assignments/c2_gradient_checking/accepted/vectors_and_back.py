# Everything is flattened first; lengths come from dot products, scaled against overflow.

import numpy as np


def parameters_to_vector(parameters, keys):
    if not keys:
        return np.array([], dtype=np.float64)
    columns = [parameters[key].reshape(-1, 1) for key in keys]
    return np.vstack(columns).astype(np.float64)[:, 0].copy()


def vector_to_parameters(theta, keys, shapes):
    parameters = {}
    rest = np.array(theta, dtype=np.float64)
    for key, shape in zip(keys, shapes, strict=True):
        n = 1
        for side in shape:
            n *= side
        if len(rest) < n:
            raise ValueError(f"nothing left for {key}")
        parameters[key], rest = rest[:n].reshape(shape).copy(), rest[n:]
    if len(rest):
        raise ValueError("something is left")
    return parameters


def numeric_gradient(f, theta, epsilon=1e-6):
    flat = theta.flatten().astype(np.float64)
    gradient = np.zeros(flat.shape)
    for i in range(flat.size):
        plus, minus = np.copy(flat), np.copy(flat)
        plus[i] += epsilon
        minus[i] -= epsilon
        J_plus, J_minus = f(plus.reshape(theta.shape)), f(minus.reshape(theta.shape))
        gradient[i] = (J_plus - J_minus) / (2 * epsilon)
    return gradient.reshape(theta.shape)


def relative_difference(grad, gradapprox):
    g, n = grad.ravel(), gradapprox.ravel()
    largest = max(np.abs(g).max(initial=0), np.abs(n).max(initial=0))
    if largest == 0:
        return np.float64(0)
    g, n = g / largest, n / largest
    return np.sqrt((g - n) @ (g - n)) / (np.sqrt(g @ g) + np.sqrt(n @ n))


def gradient_check(f, grad_f, theta, epsilon=1e-6, threshold=1e-6):
    grad, gradapprox = grad_f(theta.copy()), numeric_gradient(f, theta, epsilon)
    numerator = np.linalg.norm(grad - gradapprox)
    denominator = np.linalg.norm(grad) + np.linalg.norm(gradapprox)
    difference = numerator / denominator if denominator else 0.0
    if difference > threshold or np.isnan(difference):
        return {"ok": np.bool_(False), "difference": np.array(difference)}
    return {"ok": np.bool_(True), "difference": np.array(difference)}
