# Plain Python loops and math wherever no check counts steps; nested lists come back as lists.

import math

import numpy as np


def logistic(value):
    if value >= 0:
        return 1 / (1 + math.exp(-value))
    grown = math.exp(value)
    return grown / (1 + grown)


def sigmoid(z):
    values = np.asarray(z, dtype=float)
    out = np.empty(values.shape)
    for place, value in np.ndenumerate(values):
        out[place] = logistic(value)
    return out


def sigmoid_derivative(z):
    values = np.asarray(z, dtype=float)
    out = np.empty(values.shape)
    for place, value in np.ndenumerate(values):
        out[place] = logistic(value) * logistic(-value)
    return out


def image_to_vector(image):
    h, w, c = image.shape
    column = np.zeros((h * w * c, 1), dtype=image.dtype)
    row = 0
    for i in range(h):
        for j in range(w):
            for k in range(c):
                column[row, 0] = image[i, j, k]
                row += 1
    return column


def flatten_images(images):
    columns = []
    for image in images:
        columns.append(image_to_vector(image))
    return np.hstack(columns)


def scale_pixels(X):
    if np.ndim(X) > 1:
        return [scale_pixels(part) for part in X]
    return [float(pixel) / 255 for pixel in X]


def normalize_rows(x):
    out = []
    for row in x:
        norm = math.sqrt(sum(value * value for value in row))
        out.append([value / norm if norm else 0.0 for value in row])
    return out


def l1_loss(yhat, y):
    if np.shape(yhat) != np.shape(y):
        raise ValueError("shapes differ")
    total = 0.0
    for a, b in zip(np.ravel(yhat), np.ravel(y), strict=True):
        total += abs(a - b)
    return total


def l2_loss(yhat, y):
    if np.shape(yhat) != np.shape(y):
        raise ValueError("shapes differ")
    total = 0
    for a, b in zip(np.ravel(yhat), np.ravel(y), strict=True):
        total += (b - a) ** 2
    return total


def broadcast_shape(shape_a, shape_b):
    sides = []
    for place in range(1, max(len(shape_a), len(shape_b)) + 1):
        p = shape_a[-place] if place <= len(shape_a) else 1
        q = shape_b[-place] if place <= len(shape_b) else 1
        if p != q and 1 not in (p, q):
            raise ValueError("no fit")
        sides.insert(0, q if p == 1 else p)
    return sides


def center_and_scale(X):
    out = np.zeros(X.shape)
    for j, row in enumerate(X):
        mean = sum(row) / len(row)
        deviation = math.sqrt(sum((value - mean) ** 2 for value in row) / len(row))
        if deviation > 0:
            for i, value in enumerate(row):
                out[j, i] = (value - mean) / deviation
    return out
