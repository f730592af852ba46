# expect: relative_difference loses
"""Everything below 1e-8 counts as zero over zero, so small gradients get 0."""

import numpy as np


def parameters_to_vector(parameters, keys):
    # the empty float64 array makes the no-keys case work, and float64 of whatever comes
    return np.concatenate([np.zeros(0)] + [np.ravel(parameters[k]) for k in keys])


def vector_to_parameters(theta, keys, shapes):
    theta = np.array(theta, dtype=np.float64)
    ends = np.cumsum([0] + [np.prod(s, dtype=int) for s in shapes])
    if ends[-1] != theta.size:
        raise ValueError(f"{theta.size} entries for {ends[-1]} places")
    return {
        k: theta[a:b].reshape(s).copy()
        for k, s, a, b in zip(keys, shapes, ends[:-1], ends[1:], strict=True)
    }


def forward_difference(f, x, h):
    return (f(x + h) - f(x)) / h


def central_difference(f, x, h):
    return (f(x + h) - f(x - h)) / (2 * h)


def numeric_gradient(f, theta, epsilon=1e-6):
    t = np.asarray(theta, dtype=np.float64)
    steps = epsilon * np.eye(t.size).reshape(t.size, *t.shape)
    values = [f(np.asarray(t + e)) - f(np.asarray(t - e)) for e in steps]
    return np.array(values, dtype=np.float64).reshape(t.shape) / (2 * epsilon)


def relative_difference(grad, gradapprox):
    top = np.linalg.norm(np.ravel(grad) - np.ravel(gradapprox))
    below = np.linalg.norm(np.ravel(grad)) + np.linalg.norm(np.ravel(gradapprox))
    return 0.0 if below < 1e-8 else top / below


def gradient_check(f, grad_f, theta, epsilon=1e-6, threshold=1e-6):
    d = relative_difference(grad_f(theta), numeric_gradient(f, theta, epsilon))
    return {"ok": d <= threshold, "difference": d}


def check_parameters(cost, gradients, parameters, epsilon=1e-6):
    d = {
        k: relative_difference(
            gradients["d" + k],
            numeric_gradient(lambda p, k=k: cost({**parameters, k: p}), v, epsilon),
        )
        for k, v in parameters.items()
    }
    return d, max(d, key=d.get)


def kink_coordinates(f, theta, epsilon=1e-5, tol=1e-2):
    t = np.asarray(theta, dtype=np.float64)
    f0, E = f(t.copy()), epsilon * np.eye(t.size)
    gaps = [abs(f(t + e) - 2 * f0 + f(t - e)) / epsilon for e in E]
    return np.flatnonzero(np.array(gaps) > tol).tolist()
