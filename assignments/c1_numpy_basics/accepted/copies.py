# Works in place, on copies of its own: augmented assignments and out= everywhere.

import copy

import numpy as np


def sigmoid(z):
    out = np.array(z, dtype=np.float64)
    np.negative(out, out=out)
    np.minimum(out, 700, out=out)
    np.exp(out, out=out)
    out += 1
    np.divide(1.0, out, out=out)
    return out


def sigmoid_derivative(z):
    s = sigmoid(z)
    s -= s**2
    return s


def image_to_vector(image):
    column = copy.copy(image)
    column.shape = (column.size, 1)
    return column


def flatten_images(images):
    m, h, w, c = images.shape
    out = np.empty((h * w * c, m), dtype=images.dtype)
    for i in range(m):
        out[:, i] = images[i].flatten()
    return out


def scale_pixels(X):
    X = X.astype(np.float64)
    X /= 255.0
    return X


def normalize_rows(x):
    x = x.copy()
    norms = np.sqrt(np.add.reduce(x**2, axis=1))
    x[norms > 0] /= norms[norms > 0, np.newaxis]
    return x


def softmax(x):
    x = np.array(x)
    x -= x.max(axis=-1, keepdims=True)
    np.exp(x, out=x)
    x /= x.sum(axis=-1, keepdims=True)
    return x


def center_and_scale(X):
    X = copy.deepcopy(X)
    X -= X.mean(axis=1).reshape(-1, 1)
    deviation = np.sqrt((X**2).mean(axis=1)).reshape(-1, 1)
    deviation[deviation == 0] = np.inf
    X /= deviation
    return X


def pairwise_sq_distances(A, B):
    D = A @ B.T
    D *= -2
    D += (A * A).sum(axis=1)[:, None]
    D += (B * B).sum(axis=1)
    np.maximum(D, 0, out=D)
    return D
