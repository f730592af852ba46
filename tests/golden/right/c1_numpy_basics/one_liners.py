import numpy as np
from itertools import zip_longest

sigmoid = lambda z: np.exp(-np.logaddexp(0, -np.asarray(z, dtype=np.float64)))
sigmoid_derivative = lambda z: sigmoid(z) * (1 - sigmoid(z))
image_to_vector = lambda image: image.reshape(-1, 1)
flatten_images = lambda images: images.reshape(len(images), -1).T
scale_pixels = lambda X: X / 255.0
normalize_rows = lambda x: x / (np.linalg.norm(x, axis=1, keepdims=True) + 1e-8)
softmax = lambda x: (lambda e: e / e.sum(1, keepdims=True))(np.exp(x - x.max(1, keepdims=True)))
same = lambda a, b: (
    (np.shape(a) == np.shape(b)) or (_ for _ in ()).throw(ValueError("shapes differ"))
)
l1_loss = lambda yhat, y: same(yhat, y) and np.abs(np.subtract(y, yhat)).sum()
l2_loss = lambda yhat, y: same(yhat, y) and np.square(np.subtract(y, yhat)).sum()


def side(p, q):
    if p != q and 1 not in (p, q):
        raise ValueError(f"{p} against {q}")
    return q if p == 1 else p


broadcast_shape = lambda shape_a, shape_b: tuple(
    side(p, q) for p, q in zip_longest(shape_a[::-1], shape_b[::-1], fillvalue=1)
)[::-1]
center_and_scale = lambda X: np.nan_to_num(
    (X - X.mean(1, keepdims=True))
    / np.where(X.std(1, keepdims=True) == 0, 1, X.std(1, keepdims=True))
)
pairwise_sq_distances = lambda A, B: ((A[:, None] - B[None]) ** 2).sum(-1)
