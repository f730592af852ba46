# Name:   Priya Raman
# Course: Deep learning 1
# NumPy building blocks, all by hand so that I see what happens
import math

import numpy as np


def sigmoid(z):
    z = np.array(z, dtype=float)
    out = np.zeros(z.shape)
    for idx in np.ndindex(z.shape):
        v = z[idx]
        if v >= 0:
            out[idx] = 1 / (1 + math.exp(-v))
        else:
            e = math.exp(v)
            out[idx] = e / (1 + e)
    return out


def sigmoid_derivative(z):
    s = sigmoid(z)
    ds = np.zeros(s.shape)
    for idx in np.ndindex(s.shape):
        ds[idx] = s[idx] * (1 - s[idx])
    return ds


def image_to_vector(image):
    h, w, c = image.shape
    v = np.zeros((h * w * c, 1), dtype=image.dtype)
    pos = 0
    for i in range(h):
        for j in range(w):
            for k in range(c):
                v[pos, 0] = image[i, j, k]
                pos += 1
    return v


def flatten_images(images):
    m, h, w, c = images.shape
    out = np.zeros((h * w * c, m), dtype=images.dtype)
    for i in range(m):
        out[:, i] = image_to_vector(images[i])[:, 0]
    return out


def scale_pixels(X):
    out = np.zeros(X.shape, dtype=np.float64)
    for idx in np.ndindex(X.shape):
        out[idx] = float(X[idx]) / 255
    return out


def normalize_rows(x):
    n, k = x.shape
    out = np.zeros((n, k))
    for i in range(n):
        total = 0.0
        for j in range(k):
            total += float(x[i, j]) ** 2
        norm = math.sqrt(total)
        for j in range(k):
            if norm > 0:
                out[i, j] = x[i, j] / norm
    return out


def softmax(x):
    # no loop over rows is allowed, but one over the columns is
    n, k = x.shape
    biggest = x[:, 0]
    for j in range(1, k):
        biggest = np.maximum(biggest, x[:, j])
    out = np.zeros((n, k))
    total = np.zeros(n)
    for j in range(k):
        out[:, j] = np.exp(x[:, j] - biggest)
        total = total + out[:, j]
    for j in range(k):
        out[:, j] = out[:, j] / total
    return out


def l1_loss(yhat, y):
    yhat = np.array(yhat, dtype=float)
    y = np.array(y, dtype=float)
    if yhat.shape != y.shape:
        raise ValueError("shapes differ")
    total = 0.0
    for idx in np.ndindex(y.shape):
        total += math.fabs(y[idx] - yhat[idx])
    return total


def l2_loss(yhat, y):
    yhat = np.array(yhat, dtype=float)
    y = np.array(y, dtype=float)
    if yhat.shape != y.shape:
        raise ValueError("shapes differ")
    total = 0.0
    for idx in np.ndindex(y.shape):
        total += math.pow(y[idx] - yhat[idx], 2)
    return total


def broadcast_shape(shape_a, shape_b):
    a = list(shape_a)
    b = list(shape_b)
    while len(a) < len(b):
        a.insert(0, 1)
    while len(b) < len(a):
        b.insert(0, 1)
    result = []
    for i in range(len(a)):
        if a[i] == b[i]:
            result.append(a[i])
        elif a[i] == 1:
            result.append(b[i])
        elif b[i] == 1:
            result.append(a[i])
        else:
            raise ValueError("cannot broadcast %s with %s" % (shape_a, shape_b))
    return tuple(result)


def center_and_scale(X):
    n_x, m = X.shape
    out = np.zeros((n_x, m))
    for j in range(n_x):
        mu = math.fsum(X[j, i] for i in range(m)) / m
        var = math.fsum((X[j, i] - mu) ** 2 for i in range(m)) / m
        sigma = math.sqrt(var)
        for i in range(m):
            if sigma != 0:
                out[j, i] = (X[j, i] - mu) / sigma
    return out


def pairwise_sq_distances(A, B):
    # the loop runs over the coordinates, not over the points
    D = np.zeros((A.shape[0], B.shape[0]))
    for k in range(A.shape[1]):
        a = A[:, k].reshape(-1, 1)
        b = B[:, k].reshape(1, -1)
        D = D + (a - b) ** 2
    return D
