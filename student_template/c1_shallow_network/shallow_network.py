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
    raise NotImplementedError


def initialize_parameters(n_x: int, n_h: int, n_y: int, seed: int) -> Parameters:
    """Return parameters to start from: small random weights, and biases of zero.

    Each weight is drawn on its own from the normal distribution with mean 0 and standard
    deviation 0.01. The same seed gives the same parameters, and another seed others; which
    of NumPy's generators you seed is up to you.
    """
    raise NotImplementedError


def forward_propagation(
    X: np.ndarray, parameters: Parameters, activation: str = "tanh"
) -> tuple[np.ndarray, Any]:
    """Run the network forward and return (A2, cache).

    A2 (n_y, m) holds the probabilities. cache is whatever your backward_propagation needs,
    best a dict with "Z1", "A1", "Z2" and "A2". An activation other than "tanh" and "relu"
    raises ValueError. A2 is right for |Z2| up to 1000. X and parameters stay as they are.
    """
    raise NotImplementedError


def compute_cost(A2: np.ndarray, Y: np.ndarray) -> float:
    """Return the cross-entropy of A2 (n_y, m) for Y (n_y, m), one number.

    The sum over all the entries, divided by the number m of examples. A2 lies in [0, 1],
    ends included: the cost stays finite there and NumPy does not warn. Move A2 at most 1e-8
    away from the ends, so that the cost elsewhere stays right. A2 and Y stay as they are.
    """
    raise NotImplementedError


def backward_propagation(
    parameters: Parameters, cache: Any, X: np.ndarray, Y: np.ndarray, activation: str = "tanh"
) -> Gradients:
    """Return the gradients of the cost, {"dW1": …, "db1": …, "dW2": …, "db2": …}.

    Each has the shape of its parameter. cache is what forward_propagation returned for this
    X, these parameters and this activation. There is no loop over the examples. Nothing
    that is passed in changes: parameters, cache, X and Y can be used again.
    """
    raise NotImplementedError


def update_parameters(
    parameters: Parameters, grads: Gradients, learning_rate: float = 1.2
) -> Parameters:
    """Return the parameters after one step of gradient descent.

    Each of the four moves by −learning_rate times its own gradient. Whether you make new
    arrays or write into the ones you were given is up to you.
    """
    raise NotImplementedError


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
    raise NotImplementedError


def predict(parameters: Parameters, X: np.ndarray, activation: str = "tanh") -> np.ndarray:
    """Return the predicted labels (n_y, m) of X: 1 where A2 exceeds 1/2, and 0 elsewhere.

    Each output is decided on its own. Uses forward_propagation.
    """
    raise NotImplementedError


def count_distinct_units(parameters: Parameters, tol: float = 1e-8) -> int:
    """Return how many different hidden units there are.

    Unit i is row i of W1, b1[i] and column i of W2. Two units are the same when they differ
    by at most tol in every one of these numbers.
    """
    raise NotImplementedError
