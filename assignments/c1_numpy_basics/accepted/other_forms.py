# Lists, 0-d and (1, 1) arrays, np.float64 and np.int64 where a number or a tuple would do.

import numpy as np


def sigmoid(z):
    result = 1 / (1 + np.exp(-np.array(z)))
    return result.reshape(1, 1) if result.ndim == 0 else result.tolist()


def sigmoid_derivative(z):
    s = np.array(1 / (1 + np.exp(-np.array(z, dtype=np.float64))))
    return (s - s * s).tolist()


def image_to_vector(image):
    return [[value] for value in image.ravel().tolist()]


def flatten_images(images):
    return tuple(tuple(row) for row in images.reshape(len(images), -1).T.tolist())


def normalize_rows(x):
    return (x / (np.sqrt((x * x).sum(1))[:, None] + 1e-8)).tolist()


def softmax(x):
    e = np.exp(x - x.max(1)[:, None])
    return (e / e.sum(1)[:, None]).tolist()


def l1_loss(yhat, y):
    yhat, y = np.array(yhat), np.array(y)
    if yhat.shape != y.shape:
        raise ShapeError("yhat and y differ in shape")
    return np.abs(yhat - y).sum(keepdims=True).reshape(1, 1)


class ShapeError(ValueError):
    """A subclass of ValueError is a ValueError."""


def l2_loss(yhat, y):
    if np.array(yhat).shape != np.array(y).shape:
        raise ShapeError("yhat and y differ in shape")
    return np.array(np.square(np.subtract(yhat, y)).sum())


def broadcast_shape(shape_a, shape_b):
    n = max(len(shape_a), len(shape_b))
    a, b = np.ones(n, dtype=np.int64), np.ones(n, dtype=np.int64)
    a[n - len(shape_a) :] = shape_a
    b[n - len(shape_b) :] = shape_b
    if np.any((a != b) & (a != 1) & (b != 1)):
        raise ValueError("no fit")
    return list(np.where(a == 1, b, a))


def center_and_scale(X):
    scales = X.std(1) + 1e-9
    return ((X.T - X.mean(1)) / scales).T.tolist()


def pairwise_sq_distances(A, B):
    return np.square(A[:, None] - B).sum(-1).tolist()
