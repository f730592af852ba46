# np.where and boolean masks; NaN and overflow are let happen, and repaired afterwards.

import numpy as np


def sigmoid(z):
    z = np.asarray(z, dtype=float)
    decay = np.exp(-np.abs(z))
    return np.where(z < 0, decay / (1 + decay), 1 / (1 + decay))


def sigmoid_derivative(z):
    decay = np.exp(-np.abs(np.asarray(z, dtype=float)))
    return decay / (1 + decay) ** 2


def scale_pixels(X):
    return np.multiply(X, 1 / 255, dtype=np.float64)


def normalize_rows(x):
    with np.errstate(invalid="ignore"):
        return np.nan_to_num(x / np.linalg.norm(x, axis=1).reshape(-1, 1))


def l1_loss(yhat, y):
    d = difference(yhat, y)
    return float(d[d > 0].sum() - d[d < 0].sum())


def l2_loss(yhat, y):
    return float(np.linalg.norm(difference(yhat, y)) ** 2)


def difference(yhat, y):
    yhat, y = np.asarray(yhat, dtype=float), np.asarray(y, dtype=float)
    if yhat.ndim != y.ndim or yhat.shape != y.shape:
        raise ValueError("shapes differ")
    return yhat - y


def broadcast_shape(shape_a, shape_b):
    if len(shape_a) < len(shape_b):
        shape_a, shape_b = shape_b, shape_a
    head, tail = shape_a[: len(shape_a) - len(shape_b)], shape_a[len(shape_a) - len(shape_b) :]
    if any(p != q and p != 1 and q != 1 for p, q in zip(tail, shape_b, strict=True)):
        raise ValueError("no fit")
    return head + tuple(max(p, q) if p and q else 0 for p, q in zip(tail, shape_b, strict=True))


def center_and_scale(X):
    spread = X.max(axis=1) > X.min(axis=1)
    out = np.zeros(X.shape)
    some = X[spread]
    out[spread] = (some - some.mean(1, keepdims=True)) / np.sqrt(some.var(1, keepdims=True))
    return out


def pairwise_sq_distances(A, B):
    D = np.linalg.norm(A[:, np.newaxis] - B[np.newaxis], axis=-1) ** 2
    return np.where(D > 0, D, 0.0)
