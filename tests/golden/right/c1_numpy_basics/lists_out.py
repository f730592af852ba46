# I think in lists, so my functions return lists.
import numpy as np


def sigmoid(z):
    if isinstance(z, (list, tuple)):
        return [sigmoid(v) for v in z]
    if isinstance(z, np.ndarray) and z.ndim > 0:
        return [sigmoid(v) for v in z]
    v = float(z)
    if v < -700:
        return 0.0
    return float(1 / (1 + np.exp(-v)))


def sigmoid_derivative(z):
    s = sigmoid(z)
    if isinstance(s, list):
        return [sigmoid_derivative(v) for v in z]
    return s * (1 - s)


def image_to_vector(image):
    return np.array([[px] for row in image for col in row for px in col], dtype=image.dtype)


def flatten_images(images):
    flat = [[px for row in im for col in row for px in col] for im in images.tolist()]
    return [list(pixels) for pixels in zip(*flat)]


def scale_pixels(X):
    def scale(v):
        return [scale(w) for w in v] if isinstance(v, list) else v / 255

    return scale(X.tolist())


def normalize_rows(x):
    out = []
    for row in x.tolist():
        norm = sum(v * v for v in row) ** 0.5
        out.append([v / norm if norm else 0.0 for v in row])
    return out


def softmax(x):
    x = np.array(x)
    e = np.exp(x - x.max(axis=1).reshape(-1, 1))
    return (e / e.sum(axis=1).reshape(-1, 1)).tolist()


def _flat(a):
    return np.array(a, dtype=float).flatten().tolist()


def l1_loss(yhat, y):
    if np.array(yhat).shape != np.array(y).shape:
        raise ValueError("different shapes")
    return np.array([[sum(abs(p - q) for p, q in zip(_flat(y), _flat(yhat)))]])


def l2_loss(yhat, y):
    if np.array(yhat).shape != np.array(y).shape:
        raise ValueError("different shapes")
    return [sum((p - q) ** 2 for p, q in zip(_flat(y), _flat(yhat)))][0]


def broadcast_shape(shape_a, shape_b):
    a, b = list(shape_a), list(shape_b)
    out = []
    while a or b:
        p = a.pop() if a else 1
        q = b.pop() if b else 1
        if p == 1:
            out = [q] + out
        elif q == 1 or p == q:
            out = [p] + out
        else:
            raise ValueError("sides " + str(p) + " and " + str(q))
    return out


def center_and_scale(X):
    out = []
    for row in X.tolist():
        m = len(row)
        mu = sum(row) / m
        sigma = (sum((v - mu) ** 2 for v in row) / m) ** 0.5
        out.append([(v - mu) / sigma for v in row] if max(row) > min(row) else [0.0] * m)
    return out


def pairwise_sq_distances(A, B):
    A, B = np.array(A), np.array(B)
    return (np.linalg.norm(A[:, None, :] - B[None, :, :], axis=2) ** 2).tolist()
