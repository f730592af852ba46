"""A network with one hidden layer, trained by gradient descent, in NumPy.

Columns are examples. m is the number of examples, n_x of features, n_h of hidden units and
n_y of outputs. All arrays are float64:

    X  (n_x, m)      inputs             Y  (n_y, m)   labels, 0 or 1
    W1 (n_h, n_x)    hidden weights     b1 (n_h, 1)   hidden biases
    W2 (n_y, n_h)    output weights     b2 (n_y, 1)   output biases

`parameters` is the dict {"W1": …, "b1": …, "W2": …, "b2": …}, and gradients are a dict with
the keys "dW1", "db1", "dW2", "db2". `activation` names the hidden layer's, "tanh" or "relu";
the output is always a sigmoid.
"""

from typing import Any

import numpy as np

Parameters = dict[str, np.ndarray]
Gradients = dict[str, np.ndarray]


def layer_sizes(X: np.ndarray, Y: np.ndarray, n_h: int = 4) -> tuple[int, int, int]:
    """Return the sizes (n_x, n_h, n_y) of the layers that fit X (n_x, m) and Y (n_y, m)."""
    # BEGIN SOLUTION
    return X.shape[0], n_h, Y.shape[0]
    # END SOLUTION


def initialize_parameters(n_x: int, n_h: int, n_y: int, seed: int) -> Parameters:
    """Return parameters to start from: small random weights, and biases of zero.

    Each weight is drawn on its own from the normal distribution with mean 0 and standard
    deviation 0.01. The same seed gives the same parameters, and another seed others; which
    of NumPy's generators you seed is up to you.
    """
    # BEGIN SOLUTION
    rng = np.random.default_rng(seed)
    return {
        "W1": rng.normal(size=(n_h, n_x)) * 0.01,
        "b1": np.zeros((n_h, 1)),
        "W2": rng.normal(size=(n_y, n_h)) * 0.01,
        "b2": np.zeros((n_y, 1)),
    }
    # END SOLUTION


def forward_propagation(
    X: np.ndarray, parameters: Parameters, activation: str = "tanh"
) -> tuple[np.ndarray, Any]:
    """Run the network forward and return (A2, cache).

    A2 (n_y, m) holds the probabilities. cache is whatever your backward_propagation needs,
    best a dict with "Z1", "A1", "Z2" and "A2". An activation other than "tanh" and "relu"
    raises ValueError. A2 is right for |Z2| up to 1000. X and parameters stay as they are.
    """
    # BEGIN SOLUTION
    if activation not in ("tanh", "relu"):
        raise ValueError(f'activation must be "tanh" or "relu", not {activation!r}')
    W1, b1, W2, b2 = (parameters[name] for name in ("W1", "b1", "W2", "b2"))
    Z1 = W1 @ X + b1
    A1 = np.tanh(Z1) if activation == "tanh" else np.maximum(Z1, 0)
    Z2 = W2 @ A1 + b2
    A2 = (1 + np.tanh(Z2 / 2)) / 2  # σ(Z2), and no e^1000 on the way
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}
    # END SOLUTION


def compute_cost(A2: np.ndarray, Y: np.ndarray) -> float:
    """Return the cross-entropy of A2 (n_y, m) for Y (n_y, m), one number.

    The sum over all the entries, divided by the number m of examples. A2 lies in [0, 1],
    ends included: the cost stays finite there and NumPy does not warn. Move A2 at most 1e-8
    away from the ends, so that the cost elsewhere stays right. A2 and Y stay as they are.
    """
    # BEGIN SOLUTION
    m = Y.shape[1]
    A = np.clip(A2, 1e-15, 1 - 1e-15)
    return float(-np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m)
    # END SOLUTION


def backward_propagation(
    parameters: Parameters, cache: Any, X: np.ndarray, Y: np.ndarray, activation: str = "tanh"
) -> Gradients:
    """Return the gradients of the cost, {"dW1": …, "db1": …, "dW2": …, "db2": …}.

    Each has the shape of its parameter. cache is what forward_propagation returned for this
    X, these parameters and this activation. There is no loop over the examples. Nothing
    that is passed in changes: parameters, cache, X and Y can be used again.
    """
    # BEGIN SOLUTION
    m = X.shape[1]
    Z1, A1, A2 = cache["Z1"], cache["A1"], cache["A2"]
    dZ2 = A2 - Y
    dW2 = dZ2 @ A1.T / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    slope = 1 - A1**2 if activation == "tanh" else Z1 > 0
    dZ1 = parameters["W2"].T @ dZ2 * slope
    dW1 = dZ1 @ X.T / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
    # END SOLUTION


def update_parameters(
    parameters: Parameters, grads: Gradients, learning_rate: float = 1.2
) -> Parameters:
    """Return the parameters after one step of gradient descent.

    Each of the four moves by −learning_rate times its own gradient. Whether you make new
    arrays or write into the ones you were given is up to you.
    """
    # BEGIN SOLUTION
    return {
        name: parameters[name] - learning_rate * grads["d" + name]
        for name in ("W1", "b1", "W2", "b2")
    }
    # END SOLUTION


def nn_model(
    X: np.ndarray,
    Y: np.ndarray,
    n_h: int,
    num_iterations: int = 10000,
    learning_rate: float = 1.2,
    activation: str = "tanh",
    seed: int = 3,
    initial: Parameters | None = None,
) -> tuple[Parameters, list[float]]:
    """Train a network with n_h hidden units on X and Y; return (parameters, costs).

    Takes num_iterations steps of gradient descent, each on all the examples. costs holds a
    cost for every iteration, taken before its update. Training starts at
    initialize_parameters, or at `initial` when that is given: then its own width counts and
    not n_h, and `initial` stays as it is. Uses all the functions above.
    """
    # BEGIN SOLUTION
    if initial is None:
        parameters = initialize_parameters(*layer_sizes(X, Y, n_h), seed)
    else:
        parameters = {name: value.copy() for name, value in initial.items()}
    costs = []
    for _ in range(num_iterations):
        A2, cache = forward_propagation(X, parameters, activation)
        costs.append(compute_cost(A2, Y))
        grads = backward_propagation(parameters, cache, X, Y, activation)
        parameters = update_parameters(parameters, grads, learning_rate)
    return parameters, costs
    # END SOLUTION


def predict(parameters: Parameters, X: np.ndarray, activation: str = "tanh") -> np.ndarray:
    """Return the predicted labels (n_y, m) of X: 1 where A2 exceeds 1/2, and 0 elsewhere.

    Each output is decided on its own. Uses forward_propagation.
    """
    # BEGIN SOLUTION
    A2, _ = forward_propagation(X, parameters, activation)
    return np.where(A2 > 0.5, 1.0, 0.0)
    # END SOLUTION


def count_distinct_units(parameters: Parameters, tol: float = 1e-8) -> int:
    """Return how many different hidden units there are.

    Unit i is row i of W1, b1[i] and column i of W2. Two units are the same when they differ
    by at most tol in every one of these numbers.
    """
    # BEGIN SOLUTION
    units = np.hstack([parameters["W1"], parameters["b1"], parameters["W2"].T])
    distinct: list[np.ndarray] = []
    for unit in units:
        if not any(np.all(np.abs(unit - other) <= tol) for other in distinct):
            distinct.append(unit)
    return len(distinct)
    # END SOLUTION
