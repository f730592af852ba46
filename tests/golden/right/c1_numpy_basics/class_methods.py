import numpy as np


class Activation:
    """Everything with an exponential."""

    LIMIT = 709.0

    def __init__(self, limit=LIMIT):
        self.limit = limit

    def __call__(self, z):
        z = np.clip(np.asarray(z, dtype="float64"), -self.limit, self.limit)
        return 1 / (1 + np.exp(-z))

    def slope(self, z):
        s = self(z)
        return s - s**2

    @staticmethod
    def softmax(x):
        e = np.exp((x.T - x.max(axis=1)).T)
        return (e.T / e.sum(axis=1)).T


class Picture:
    def __init__(self, pixels):
        self.pixels = pixels

    @property
    def column(self):
        return self.pixels.flatten().reshape((-1, 1))


class Album(list):
    @classmethod
    def load(cls, images):
        return cls(Picture(p) for p in images)

    def matrix(self):
        return np.hstack([p.column for p in self])


class Loss:
    def __init__(self, fn):
        self.fn = fn

    def __call__(self, yhat, y):
        yhat = np.array(yhat, dtype=float)
        y = np.array(y, dtype=float)
        if yhat.shape != y.shape:
            raise ValueError("yhat and y must have the same shape")
        return self.fn(y - yhat).sum()


class Shape:
    def __init__(self, sides):
        self.sides = tuple(sides)

    def __len__(self):
        return len(self.sides)

    def padded(self, n):
        return [1] * (n - len(self)) + list(self.sides)

    def __add__(self, other):
        n = max(len(self), len(other))
        result = []
        for p, q in zip(self.padded(n), other.padded(n)):
            if p == q or q == 1:
                result.append(p)
            elif p == 1:
                result.append(q)
            else:
                raise ValueError(f"{self.sides} and {other.sides} do not fit")
        return Shape(result)


class Scaler:
    def fit(self, X):
        self.mean_ = X.mean(axis=1)
        self.scale_ = X.std(axis=1)
        self.scale_[self.scale_ == 0] = 1
        return self

    def transform(self, X):
        return ((X.T - self.mean_) / self.scale_).T

    def fit_transform(self, X):
        return self.fit(X).transform(X)


_activation = Activation()
_l1 = Loss(np.abs)
_l2 = Loss(np.square)


def sigmoid(z):
    return _activation(z)


def sigmoid_derivative(z):
    return _activation.slope(z)


def image_to_vector(image):
    return Picture(image).column


def flatten_images(images):
    return Album.load(images).matrix()


def scale_pixels(X):
    return np.asarray(X).astype(np.float64) / 255


def normalize_rows(x):
    norm = np.linalg.norm(x, ord=2, axis=1)
    norm[norm == 0] = 1
    return (x.T / norm).T


def softmax(x):
    return Activation.softmax(x)


def l1_loss(yhat, y):
    return _l1(yhat, y)


def l2_loss(yhat, y):
    return _l2(yhat, y)


def broadcast_shape(shape_a, shape_b):
    return (Shape(shape_a) + Shape(shape_b)).sides


def center_and_scale(X):
    return Scaler().fit_transform(X)


def pairwise_sq_distances(A, B):
    A = A.reshape(A.shape[0], 1, A.shape[1])
    diff = A - B
    return np.sum(diff * diff, axis=2)
