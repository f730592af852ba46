import numpy as np


def sigmoid(z):
    a = np.array(z, dtype=float)
    np.clip(a, -700.0, 700.0, out=a)
    a *= -1
    np.exp(a, a)
    a += 1
    np.divide(1, a, out=a)
    return a


def tanh(z):
    # sinh / cosh, out of exponentials; beyond 300 it is 1 anyway
    z = np.clip(z, -300, 300)
    up, down = np.expm1(z), np.expm1(-z)
    num = up - down
    num /= up + down + 2
    return num


def relu(z):
    out = np.copy(z)
    out[out < 0] = 0
    return out


def leaky_relu(z, alpha=0.01):
    out = np.array(z, dtype=np.float64)
    out[out < 0] *= alpha
    return out


def sigmoid_backward(dA, Z):
    dZ = np.array(dA, dtype=float)
    s = sigmoid(Z)
    dZ *= s
    dZ *= 1 - s
    return dZ


def tanh_backward(dA, Z):
    t = tanh(Z)
    return dA - np.einsum("...,...,...->...", dA, t, t)


def relu_backward(dA, Z):
    dZ = np.zeros(np.shape(Z))
    np.copyto(dZ, dA, where=Z > 0)
    return dZ


def leaky_relu_backward(dA, Z, alpha=0.01):
    mask = np.zeros(np.shape(Z))
    mask[Z > 0] = 1
    mask[Z <= 0] = alpha
    mask *= dA
    return mask


def gprime(Z, which):
    one = np.ones(Z.shape)
    if which == "sigmoid":
        return sigmoid_backward(one, Z)
    if which == "tanh":
        return tanh_backward(one, Z)
    if which == "relu":
        return relu_backward(one, Z)
    if which == "leaky_relu":
        return leaky_relu_backward(one, Z, 0.01)
    raise ValueError("activation")


def saturated_fraction(Z, activation, tol=0.01):
    slopes = gprime(Z, activation)
    np.less(slopes, tol, out=slopes)
    return np.einsum("ij->", slopes) / slopes.size


def dead_units(Z):
    lit = np.einsum("ij->i", (Z > 0).astype(int))
    return lit == 0


def gradient_attenuation(Zs, activation):
    slopes = np.stack([gprime(Z, activation) for Z in Zs])
    for l in range(len(slopes) - 2, -1, -1):
        slopes[l] *= slopes[l + 1]
    return list(np.einsum("lij->l", slopes) / slopes[0].size)


def collapse_linear(Ws, bs):
    W = np.eye(Ws[0].shape[1])
    b = np.zeros((Ws[0].shape[1], 1))
    for Wl, bl in zip(Ws, bs):
        W = np.einsum("ij,jk->ik", Wl, W)
        b = np.einsum("ij,jk->ik", Wl, b)
        b += bl
    return [W, b]
