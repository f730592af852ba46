import numpy as np


class Activation:
    name = "?"

    def forward(self, z):
        raise NotImplementedError

    def slope(self, z):
        raise NotImplementedError

    def backward(self, dA, Z):
        return dA * self.slope(Z)


class Sigmoid(Activation):
    name = "sigmoid"

    def forward(self, z):
        e = np.exp(-np.abs(z))
        return np.where(z >= 0, 1, e) / (1 + e)

    def slope(self, z):
        a = self.forward(z)
        return a * (1 - a)


class Tanh(Activation):
    name = "tanh"
    SERIES_BELOW = 1e-3

    def forward(self, z):
        # 2*sigmoid(2z) - 1 loses digits near 0, where the series z - z^3/3 + 2z^5/15 has them
        far = 2 * Sigmoid().forward(2 * z) - 1
        near = np.clip(z, -self.SERIES_BELOW, self.SERIES_BELOW)
        near = near - near**3 / 3 + 2 * near**5 / 15
        return np.where(np.abs(z) < self.SERIES_BELOW, near, far)

    def slope(self, z):
        return 1 - self.forward(z) ** 2


class LeakyReLU(Activation):
    name = "leaky_relu"

    def __init__(self, alpha=0.01):
        self.alpha = alpha

    def forward(self, z):
        return np.where(np.greater(z, 0), z, self.alpha * z)

    def slope(self, z):
        return np.where(np.greater(z, 0), 1.0, self.alpha)


class ReLU(LeakyReLU):
    name = "relu"

    def __init__(self):
        super().__init__(alpha=0.0)

    def forward(self, z):
        return np.clip(z, 0, None)


BY_NAME = {cls.name: cls for cls in (Sigmoid, Tanh, ReLU, LeakyReLU)}


def sigmoid(z):
    return Sigmoid().forward(z)


def tanh(z):
    return Tanh().forward(z)


def relu(z):
    return ReLU().forward(z)


def leaky_relu(z, alpha=0.01):
    return LeakyReLU(alpha).forward(z)


def sigmoid_backward(dA, Z):
    return Sigmoid().backward(dA, Z)


def tanh_backward(dA, Z):
    return Tanh().backward(dA, Z)


def relu_backward(dA, Z):
    return ReLU().backward(dA, Z)


def leaky_relu_backward(dA, Z, alpha=0.01):
    return LeakyReLU(alpha).backward(dA, Z)


def _named(activation):
    if activation not in BY_NAME:
        raise ValueError(f"{activation!r} is none of {sorted(BY_NAME)}")
    return BY_NAME[activation]()


def saturated_fraction(Z, activation, tol=0.01):
    return (_named(activation).slope(Z) < tol).mean()


def dead_units(Z):
    return np.amax(Z, axis=1) <= 0


def gradient_attenuation(Zs, activation):
    g = _named(activation)
    slopes = np.array([g.slope(Z) for Z in Zs])
    products = np.cumprod(slopes[::-1], axis=0)[::-1]
    return products.mean(axis=(1, 2)).tolist()


class Affine:
    """x -> W x + b; `after` composes two of them."""

    def __init__(self, W, b):
        self.W, self.b = W, b

    def after(self, first):
        return Affine(self.W @ first.W, self.W @ first.b + self.b)


def collapse_linear(Ws, bs):
    whole = Affine(Ws[0], bs[0])
    for W, b in zip(Ws[1:], bs[1:]):
        whole = Affine(W, b).after(whole)
    return whole.W, whole.b
