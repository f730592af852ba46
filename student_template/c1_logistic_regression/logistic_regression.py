"""One neuron: logistic regression trained by gradient descent, in NumPy.

Columns are examples. m is the number of examples and n_x the number of features:

    w (n_x, 1)   weights, one column
    b            bias, one number
    X (n_x, m)   inputs, float64
    Y (1, m)     labels, 0 or 1

Logarithms are natural, and costs are means over the m examples.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike


def sigmoid(z: ArrayLike) -> Any:
    """Squash any number into (0, 1).

    z is a number, a list or an array of any shape, of floats or whole numbers. Returns
    float64 of the same shape. For |z| as large as 10000 the result is 0 or 1 (or a hair
    inside), never NaN.
    """
    raise NotImplementedError


def initialize(n_x: int) -> tuple[np.ndarray, float]:
    """Return the starting point (w, b) of a neuron with n_x inputs.

    w is a new (n_x, 1) array of float zeros and b is 0.0. Zero does no harm here: a single
    neuron has no twin that it could stay equal to.
    """
    raise NotImplementedError


def compute_cost(A: np.ndarray, Y: np.ndarray) -> float:
    """Return the mean cross-entropy of the predictions A (1, m) for the labels Y (1, m).

    One number. A lies in [0, 1], ends included: the cost stays finite there and NumPy does
    not warn. Move A at most 1e-8 away from the ends, so that the cost elsewhere stays right.
    """
    raise NotImplementedError


def propagate(
    w: np.ndarray, b: float, X: np.ndarray, Y: np.ndarray
) -> tuple[dict[str, Any], float]:
    """Run the neuron forward and backward once.

    w (n_x, 1), b number, X (n_x, m), Y (1, m). Returns (grads, cost): the gradients of the
    cross-entropy cost, grads = {"dw": (n_x, 1), "db": number}, and that cost. Uses sigmoid
    and compute_cost, has no loop over examples and leaves its inputs as they are.
    """
    raise NotImplementedError


def optimize(
    w: np.ndarray,
    b: float,
    X: np.ndarray,
    Y: np.ndarray,
    num_iterations: int = 2000,
    learning_rate: float = 0.01,
    record_every: int = 100,
) -> tuple[dict[str, Any], dict[str, Any], list[float]]:
    """Take exactly num_iterations steps of gradient descent from (w, b).

    w (n_x, 1), b number, X (n_x, m), Y (1, m). Returns (params, grads, costs):
    params = {"w": (n_x, 1), "b": number} after the last step; grads = {"dw", "db"} as the
    last iteration computed them, before its update (anything when there is no iteration);
    costs = the list of the costs at iterations 0, record_every, 2·record_every, …, each
    recorded before that iteration's update. The caller's w stays as it is. Uses propagate.
    """
    raise NotImplementedError


def predict(w: np.ndarray, b: float, X: np.ndarray) -> np.ndarray:
    """Return the predicted labels (1, m) of X (n_x, m): 1 where the activation exceeds 1/2.

    w (n_x, 1), b number. Every entry is 0 or 1. Uses sigmoid and has no loop over examples.
    """
    raise NotImplementedError


def model(
    X_train: np.ndarray,
    Y_train: np.ndarray,
    X_test: np.ndarray,
    Y_test: np.ndarray,
    num_iterations: int = 2000,
    learning_rate: float = 0.5,
) -> dict[str, Any]:
    """Train a neuron on the training set and measure it on both sets.

    X_* (n_x, m_*), Y_* (1, m_*). Starts at initialize(n_x) and records a cost every 100
    iterations. Returns a dict with "w", "b" and "costs" after training,
    "Y_prediction_train" and "Y_prediction_test" (1, m_*), and "train_accuracy" and
    "test_accuracy" in percent. The test set serves its prediction and its accuracy and
    nothing else. Uses initialize, optimize and predict.
    """
    raise NotImplementedError


def mse_propagate(
    w: np.ndarray, b: float, X: np.ndarray, Y: np.ndarray
) -> tuple[dict[str, Any], float]:
    """Run the neuron forward and backward once, for the squared error.

    As propagate, for the cost J = (1/(2m)) · sum of (A − Y)². Returns (grads, cost), with
    grads = {"dw": (n_x, 1), "db": number}. Uses sigmoid.
    """
    raise NotImplementedError


def curvature(w: float, x: ArrayLike, y: ArrayLike, loss: str) -> float:
    """Return the second derivative in w of the mean loss J(w), with a = sigmoid(w·x).

    w is a number; x and y are lists or 1-d arrays of the same length m; there is no bias.
    loss is "bce" for the cross-entropy or "mse" for (1/2)(a − y)²; any other string
    raises ValueError. Returns one number. Uses sigmoid.
    """
    raise NotImplementedError


def nonconvexity_witness() -> dict[str, Any]:
    """Return data and two weights that prove the mean squared error not convex.

    A dict with "x" (a list of 1 to 20 numbers, |x| ≤ 10), "y" (as many labels, 0 or 1), and
    two weights "wa" and "wb" (|w| ≤ 50). With J(w) the mean of (1/2)(sigmoid(w·x) − y)²:

        J((wa + wb)/2) > (J(wa) + J(wb))/2 + 0.001
    """
    raise NotImplementedError
