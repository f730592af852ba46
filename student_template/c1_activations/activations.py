"""Activation functions: four curves, their slopes, and what the slopes do to learning.

Arrays are float64. g is an activation, Z the pre-activations, A = g(Z) the activations:

    z, Z   an array of any shape, 0-d included
    dA     dJ/dA, the gradient that arrives from above, of Z's shape
    dZ     dJ/dZ = dA · g′(Z), entry by entry, of Z's shape

Where Z is (n, m), the n rows are units and the m columns are examples.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def sigmoid(z: Array) -> Array:
    """Return 1/(1 + e^(−z)), in z's shape.

    NumPy may not warn for any |z| up to 10000. Values near 0 keep their digits: for z in
    [−30, 0) the relative error is at most 1e-9.
    """
    raise NotImplementedError


def tanh(z: Array) -> Array:
    """Return (e^z − e^(−z))/(e^z + e^(−z)), in z's shape.

    Made of exponentials (exp or expm1, or your sigmoid): no ready-made tanh, sinh or cosh.
    NumPy may not warn for any |z| up to 10000, and near 0 the relative error is at most
    1e-6 for every |z| down to 1e-12.
    """
    raise NotImplementedError


def relu(z: Array) -> Array:
    """Return max(0, z), in z's shape. z may hold integers, and stays as it is."""
    raise NotImplementedError


def leaky_relu(z: Array, alpha: float = 0.01) -> Array:
    """Return z where z > 0 and alpha · z elsewhere, in z's shape.

    alpha lies in [0, 1]. z may hold integers; alpha · z is no integer then.
    """
    raise NotImplementedError


def sigmoid_backward(dA: Array, Z: Array) -> Array:
    """Return dZ for A = sigmoid(Z).

    dA and Z are arrays of one shape, which dZ has too; they stay as they are. Uses sigmoid.
    """
    raise NotImplementedError


def tanh_backward(dA: Array, Z: Array) -> Array:
    """Return dZ for A = tanh(Z). dA, Z and dZ have one shape. Uses tanh."""
    raise NotImplementedError


def relu_backward(dA: Array, Z: Array) -> Array:
    """Return dZ for A = relu(Z), as a new array; dA and Z stay as they are.

    dA, Z and dZ have one shape. The slope at Z = 0 is taken to be 0.
    """
    raise NotImplementedError


def leaky_relu_backward(dA: Array, Z: Array, alpha: float = 0.01) -> Array:
    """Return dZ for A = leaky_relu(Z, alpha). dA, Z and dZ have one shape.

    The slope at Z = 0 is taken to be alpha.
    """
    raise NotImplementedError


def saturated_fraction(Z: Array, activation: str, tol: float = 0.01) -> float:
    """Return the share of the entries of Z at which the slope |g′| is below tol.

    Z is an array (n, m). activation names g: "sigmoid", "tanh", "relu" or "leaky_relu" (with
    alpha = 0.01); any other name raises ValueError. Returns one number from 0 to 1. Uses the
    four backward functions.
    """
    raise NotImplementedError


def dead_units(Z: Array) -> NDArray[np.bool_]:
    """Return which ReLU units are dead on this batch: an array (n,) of bool.

    Z is (n, m). Unit i is dead when Z[i, j] ≤ 0 for every example j: its output is zero and
    so is the gradient that passes through it.
    """
    raise NotImplementedError


def gradient_attenuation(Zs: list[Array], activation: str) -> list[float]:
    """Return, for each of L layers, by what the slopes above shrink its gradient.

    Zs is a list of L arrays (n, m), the first layer's first; it stays as it is. activation is
    one of the four names of saturated_fraction. Returns a list of L numbers: entry l is the
    mean over all entries of |g′(Zs[l]) · g′(Zs[l+1]) · … · g′(Zs[L−1])|, a product entry by
    entry. Uses the four backward functions.
    """
    raise NotImplementedError


def collapse_linear(Ws: list[Array], bs: list[Array]) -> tuple[Array, Array]:
    """Return the one layer (W, b) that computes what L linear layers compute.

    Ws and bs are lists of L arrays, W_l (n_l, n_(l−1)) and b_l (n_l, 1), the first layer's
    first. A layer turns x into W_l x + b_l, with no activation. W is (n_L, n_0) and b is
    (n_L, 1). The lists and their arrays stay as they are.
    """
    raise NotImplementedError
