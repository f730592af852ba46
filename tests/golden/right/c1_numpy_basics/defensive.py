"""NumPy building blocks. Checks everything, trusts nobody."""

import numpy as np

EPS = 1e-12


def _as_float(a, name="input"):
    arr = np.asarray(a, dtype=np.float64)
    if arr.dtype != np.float64:
        raise TypeError(f"{name} must be numeric")
    return arr


def _as_matrix(a, name="input"):
    arr = np.atleast_2d(_as_float(a, name))
    assert arr.ndim == 2, f"{name} must have two axes, has {arr.ndim}"
    return arr


def sigmoid(z):
    z = _as_float(z, "z")
    result = np.empty(z.shape, dtype=np.float64)
    positive = z >= 0
    negative = np.logical_not(positive)
    result[positive] = 1.0 / (1.0 + np.exp(-z[positive]))
    e = np.exp(z[negative])
    result[negative] = e / (1.0 + e)
    assert result.shape == z.shape
    assert np.all((result >= 0) & (result <= 1))
    return result


def sigmoid_derivative(z):
    z = _as_float(z, "z")
    s = np.asarray(sigmoid(z))
    d = np.multiply(s, np.subtract(1.0, s))
    assert d.shape == z.shape
    return d


def image_to_vector(image):
    if not isinstance(image, np.ndarray):
        image = np.array(image)
    if image.ndim != 3:
        raise ValueError("an image has three axes")
    column = np.ascontiguousarray(image).reshape(
        image.shape[0] * image.shape[1] * image.shape[2], 1
    )
    assert column.dtype == image.dtype
    return column.copy()


def flatten_images(images):
    if not isinstance(images, np.ndarray):
        images = np.array(images)
    assert images.ndim == 4 and images.shape[0] >= 1
    columns = [image_to_vector(one) for one in images]
    out = np.concatenate(columns, axis=1)
    assert out.shape == (int(np.prod(images.shape[1:])), images.shape[0])
    return out


def scale_pixels(X):
    X = np.array(X, dtype=np.float64, copy=True)
    X /= 255.0
    return X


def normalize_rows(x):
    x = _as_matrix(x, "x")
    norms = np.sqrt(np.sum(np.square(x), axis=1, keepdims=True))
    safe = np.where(norms > 0, norms, 1.0)
    out = x / safe
    assert out.shape == x.shape
    assert not np.isnan(out).any()
    return out


def softmax(x):
    x = _as_matrix(x, "x")
    shifted = x - np.max(x, axis=1, keepdims=True)
    e = np.exp(shifted)
    s = np.sum(e, axis=1, keepdims=True)
    assert np.all(s >= 1.0)
    p = e / s
    assert np.allclose(p.sum(axis=1), 1.0)
    return p


def _pair(yhat, y):
    yhat, y = _as_float(yhat, "yhat"), _as_float(y, "y")
    if yhat.shape != y.shape:
        raise ValueError(f"yhat has shape {yhat.shape} and y has shape {y.shape}")
    return yhat, y


def l1_loss(yhat, y):
    yhat, y = _pair(yhat, y)
    loss = np.sum(np.abs(y - yhat))
    assert np.ndim(loss) == 0
    return float(loss)


def l2_loss(yhat, y):
    yhat, y = _pair(yhat, y)
    loss = np.sum((y - yhat) ** 2)
    assert np.ndim(loss) == 0
    return float(loss)


def broadcast_shape(shape_a, shape_b):
    try:
        a = tuple(int(s) for s in shape_a)
        b = tuple(int(s) for s in shape_b)
    except TypeError as err:
        raise ValueError("a shape is a tuple of whole numbers") from err
    if any(s < 0 for s in a + b):
        raise ValueError("a side cannot be negative")
    n = max(len(a), len(b))
    a = (1,) * (n - len(a)) + a
    b = (1,) * (n - len(b)) + b
    out = []
    for p, q in zip(a, b, strict=True):
        if not (p == q or p == 1 or q == 1):
            raise ValueError(f"sides {p} and {q} do not fit")
        out.append(q if p == 1 else p)
    return tuple(out)


def center_and_scale(X):
    X = _as_matrix(X, "X").copy()
    m = X.shape[1]
    assert m > 0, "no examples"
    mu = np.sum(X, axis=1, keepdims=True) / m
    X -= mu
    sigma = np.sqrt(np.sum(X * X, axis=1, keepdims=True) / m)
    flat = sigma <= EPS * np.maximum(1.0, np.abs(mu))
    sigma[flat] = 1.0
    X /= sigma
    X[np.repeat(flat, m, axis=1)] = 0.0
    return X


def pairwise_sq_distances(A, B):
    A, B = _as_matrix(A, "A"), _as_matrix(B, "B")
    assert A.shape[1] == B.shape[1], "points of different dimension"
    D = (
        np.sum(A**2, axis=1)[:, np.newaxis]
        + np.sum(B**2, axis=1)[np.newaxis, :]
        - 2.0 * np.dot(A, B.T)
    )
    D = np.maximum(D, 0.0)
    assert D.shape == (A.shape[0], B.shape[0])
    return D
