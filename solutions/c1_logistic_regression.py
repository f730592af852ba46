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
    # BEGIN SOLUTION
    z = np.clip(z, -700.0, 700.0)  # exp(710) would overflow
    return 1.0 / (1.0 + np.exp(-z))
    # END SOLUTION


def initialize(n_x: int) -> tuple[np.ndarray, float]:
    """Return the starting point (w, b) of a neuron with n_x inputs.

    w is a new (n_x, 1) array of float zeros and b is 0.0. Zero does no harm here: a single
    neuron has no twin that it could stay equal to.
    """
    # BEGIN SOLUTION
    return np.zeros((n_x, 1)), 0.0
    # END SOLUTION


def compute_cost(A: np.ndarray, Y: np.ndarray) -> float:
    """Return the mean cross-entropy of the predictions A (1, m) for the labels Y (1, m).

    One number. A lies in [0, 1], ends included: the cost stays finite there and NumPy does
    not warn. Move A at most 1e-8 away from the ends, so that the cost elsewhere stays right.
    """
    # BEGIN SOLUTION
    A = np.clip(A, 1e-15, 1 - 1e-15)
    return float(-np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A)))
    # END SOLUTION


def propagate(
    w: np.ndarray, b: float, X: np.ndarray, Y: np.ndarray
) -> tuple[dict[str, Any], float]:
    """Run the neuron forward and backward once.

    w (n_x, 1), b number, X (n_x, m), Y (1, m). Returns (grads, cost): the gradients of the
    cross-entropy cost, grads = {"dw": (n_x, 1), "db": number}, and that cost. Uses sigmoid
    and compute_cost, has no loop over examples and leaves its inputs as they are.
    """
    # BEGIN SOLUTION
    m = X.shape[1]
    A = sigmoid(w.T @ X + b)
    dw = X @ (A - Y).T / m
    db = np.sum(A - Y) / m
    return {"dw": dw, "db": db}, compute_cost(A, Y)
    # END SOLUTION


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
    # BEGIN SOLUTION
    grads: dict[str, Any] = {}
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        if i % record_every == 0:
            costs.append(cost)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
    return {"w": w, "b": b}, grads, costs
    # END SOLUTION


def predict(w: np.ndarray, b: float, X: np.ndarray) -> np.ndarray:
    """Return the predicted labels (1, m) of X (n_x, m): 1 where the activation exceeds 1/2.

    w (n_x, 1), b number. Every entry is 0 or 1. Uses sigmoid and has no loop over examples.
    """
    # BEGIN SOLUTION
    A = sigmoid(w.T @ X + b)
    return np.where(A > 0.5, 1.0, 0.0)
    # END SOLUTION


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
    # BEGIN SOLUTION
    w, b = initialize(X_train.shape[0])
    params, _, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate)
    w, b = params["w"], params["b"]
    Y_prediction_train = predict(w, b, X_train)
    Y_prediction_test = predict(w, b, X_test)
    return {
        "w": w,
        "b": b,
        "costs": costs,
        "Y_prediction_train": Y_prediction_train,
        "Y_prediction_test": Y_prediction_test,
        "train_accuracy": 100 * np.mean(Y_prediction_train == Y_train),
        "test_accuracy": 100 * np.mean(Y_prediction_test == Y_test),
    }
    # END SOLUTION


def mse_propagate(
    w: np.ndarray, b: float, X: np.ndarray, Y: np.ndarray
) -> tuple[dict[str, Any], float]:
    """Run the neuron forward and backward once, for the squared error.

    As propagate, for the cost J = (1/(2m)) · sum of (A − Y)². Returns (grads, cost), with
    grads = {"dw": (n_x, 1), "db": number}. Uses sigmoid.
    """
    # BEGIN SOLUTION
    m = X.shape[1]
    A = sigmoid(w.T @ X + b)
    dZ = (A - Y) * A * (1 - A) / m
    return {"dw": X @ dZ.T, "db": np.sum(dZ)}, np.sum((A - Y) ** 2) / (2 * m)
    # END SOLUTION


def curvature(w: float, x: ArrayLike, y: ArrayLike, loss: str) -> float:
    """Return the second derivative in w of the mean loss J(w), with a = sigmoid(w·x).

    w is a number; x and y are lists or 1-d arrays of the same length m; there is no bias.
    loss is "bce" for the cross-entropy or "mse" for (1/2)(a − y)²; any other string
    raises ValueError. Returns one number. Uses sigmoid.
    """
    # BEGIN SOLUTION
    x, y = np.array(x), np.array(y)
    a = sigmoid(w * x)
    s = a * (1 - a)
    if loss == "bce":
        return float(np.mean(x**2 * s))
    if loss == "mse":
        return float(np.mean(x**2 * s * (s + (a - y) * (1 - 2 * a))))
    raise ValueError(f'loss must be "bce" or "mse", not {loss!r}')
    # END SOLUTION


def nonconvexity_witness() -> dict[str, Any]:
    """Return data and two weights that prove the mean squared error not convex.

    A dict with "x" (a list of 1 to 20 numbers, |x| ≤ 10), "y" (as many labels, 0 or 1), and
    two weights "wa" and "wb" (|w| ≤ 50). With J(w) the mean of (1/2)(sigmoid(w·x) − y)²:

        J((wa + wb)/2) > (J(wa) + J(wb))/2 + 0.001
    """
    # BEGIN SOLUTION
    return {"x": [1.0], "y": [0], "wa": 1.0, "wb": 9.0}
    # END SOLUTION
