import numpy as np


def sigmoid(z):
    z = np.asarray(z, float)
    with np.errstate(over="ignore"):
        return np.reciprocal(1.0 + np.exp(-z))


def sigmoid_derivative(z):
    s = sigmoid(z)
    return np.einsum("...,...->...", s, 1 - s)


def image_to_vector(image):
    return np.ravel(image, order="C")[:, None]


def flatten_images(images):
    m, h, w, c = images.shape
    return np.einsum("mhwc->hwcm", images).reshape(h * w * c, m)


def scale_pixels(X):
    return np.true_divide(X, 255, dtype=np.float64)


def normalize_rows(x):
    sq = np.einsum("ij,ij->i", x, x)
    inv = np.zeros_like(sq)
    np.divide(1.0, np.sqrt(sq), out=inv, where=sq > 0)
    return np.einsum("ij,i->ij", x, inv)


def softmax(x):
    e = np.exp(x - np.amax(x, axis=-1)[:, None])
    return np.einsum("ij,i->ij", e, 1 / np.einsum("ij->i", e))


def diff(yhat, y):
    d = np.asarray(y, float), np.asarray(yhat, float)
    if d[0].shape != d[1].shape:
        raise ValueError
    return (d[0] - d[1]).ravel()


def l1_loss(yhat, y):
    d = diff(yhat, y)
    return np.einsum("i,i->", d, np.sign(d))


def l2_loss(yhat, y):
    d = diff(yhat, y)
    return np.tensordot(d, d, axes=1)


def broadcast_shape(shape_a, shape_b):
    n = max(len(shape_a), len(shape_b))
    sides = np.ones((2, n), dtype=np.int64)
    sides[0, n - len(shape_a) :] = shape_a
    sides[1, n - len(shape_b) :] = shape_b
    a, b = sides
    if not ((a == b) | (a == 1) | (b == 1)).all():
        raise ValueError("shapes do not fit")
    return tuple(int(s) for s in np.where(a == 1, b, a))


def center_and_scale(X):
    m = X.shape[1]
    Xc = X - (X @ np.full((m, 1), 1 / m))
    sd = np.sqrt(np.einsum("ij,ij->i", Xc, Xc) / m)
    sd[sd < 1e-10] = np.inf
    return Xc / sd[:, None]


def pairwise_sq_distances(A, B):
    aa = np.einsum("pk,pk->p", A, A)
    bb = np.einsum("qk,qk->q", B, B)
    return aa[:, None] + bb - 2 * np.einsum("pk,qk->pq", A, B)
