"""NumPy building blocks: whole arrays instead of loops, with the axes and shapes kept straight.

Twelve small functions that the rest of the course leans on. Results are float64 unless a
function says otherwise, shapes are part of the answer, and what the caller passes in stays
as it is. In data matrices X (n_x, m) the columns are examples and the rows are features.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike


def sigmoid(z: ArrayLike) -> Any:
    """Squash any number into (0, 1): 1/(1 + e^(−z)), entry by entry.

    z is a number, a list or an array of any shape, of floats or of whole numbers. Returns
    float64 of the same shape. For |z| as large as 10000 the result is 0 or 1 (or a hair
    inside), never NaN; a warning about overflow does no harm here.
    """
    # BEGIN SOLUTION
    z = np.clip(np.asarray(z, dtype=np.float64), -700.0, 700.0)  # exp(710) would overflow
    return 1.0 / (1.0 + np.exp(-z))
    # END SOLUTION


def sigmoid_derivative(z: ArrayLike) -> Any:
    """Return the slope of the sigmoid at z, entry by entry.

    z is what goes into the sigmoid, not what comes out of it: a number, a list or an array
    of any shape. Returns float64 of the same shape; 0, not NaN, far out. Uses sigmoid.
    """
    # BEGIN SOLUTION
    s = sigmoid(z)
    return s * (1.0 - s)
    # END SOLUTION


def image_to_vector(image: np.ndarray) -> np.ndarray:
    """Flatten one picture (h, w, c) into a column (h·w·c, 1).

    In C order: the last axis runs fastest, so that the c channels of a pixel stay together.
    The dtype stays the picture's. A view or a copy, as you like.
    """
    # BEGIN SOLUTION
    return image.reshape(-1, 1)
    # END SOLUTION


def flatten_images(images: np.ndarray) -> np.ndarray:
    """Flatten m pictures (m, h, w, c) into the columns of one matrix (h·w·c, m).

    Column i is picture i in C order, as image_to_vector gives it. The dtype stays. m ≥ 1.
    """
    # BEGIN SOLUTION
    return images.reshape(images.shape[0], -1).T
    # END SOLUTION


def scale_pixels(X: np.ndarray) -> np.ndarray:
    """Bring pixels from 0 … 255 to 0 … 1, by the same constant for every picture.

    X holds uint8 or float64 and has any shape. Returns a new float64 array of that shape; X
    stays as it is.
    """
    # BEGIN SOLUTION
    return np.asarray(X, dtype=np.float64) / 255
    # END SOLUTION


def normalize_rows(x: np.ndarray) -> np.ndarray:
    """Divide each row of x (n, k) by its Euclidean norm.

    Returns (n, k). A row of zeros stays a row of zeros, without NaN; a short row is divided
    like any other. An epsilon of at most 1e-8 added to the norm is fine.
    """
    # BEGIN SOLUTION
    norms = np.linalg.norm(x, axis=1, keepdims=True)
    return x / np.where(norms == 0, 1.0, norms)
    # END SOLUTION


def softmax(x: np.ndarray) -> np.ndarray:
    """Return the softmax of each row of x (n, k).

    Returns (n, k): positive, and each row sums to 1. Entries of ±1000 and more give neither
    NaN nor a warning, also when rows of very different size meet in one matrix. No loop
    over the rows.
    """
    # BEGIN SOLUTION
    e = np.exp(x - np.max(x, axis=1, keepdims=True))
    p: np.ndarray = e / np.sum(e, axis=1, keepdims=True)
    return p
    # END SOLUTION


def l1_loss(yhat: ArrayLike, y: ArrayLike) -> Any:
    """Return the sum of |y − yhat| over all entries, one number.

    yhat and y are lists or arrays of the same shape, of floats or whole numbers; with
    different shapes raise ValueError, also where NumPy would broadcast. A sum, not a mean.
    """
    # BEGIN SOLUTION
    yhat, y = np.asarray(yhat, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if yhat.shape != y.shape:
        raise ValueError(f"yhat has shape {yhat.shape}, y has shape {y.shape}")
    return np.sum(np.abs(y - yhat))
    # END SOLUTION


def l2_loss(yhat: ArrayLike, y: ArrayLike) -> Any:
    """Return the sum of (y − yhat)² over all entries, one number.

    As l1_loss: lists or arrays, ValueError for different shapes. Neither a mean nor a root.
    """
    # BEGIN SOLUTION
    yhat, y = np.asarray(yhat, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if yhat.shape != y.shape:
        raise ValueError(f"yhat has shape {yhat.shape}, y has shape {y.shape}")
    return np.sum((y - yhat) ** 2)
    # END SOLUTION


def broadcast_shape(shape_a: tuple[int, ...], shape_b: tuple[int, ...]) -> tuple[int, ...]:
    """Return the shape that a + b has in NumPy, given the shapes of a and of b.

    Shapes are tuples of whole numbers ≥ 0, of any length; () is that of a single number.
    Shapes that don't fit raise ValueError. Work on the tuples: sides may be far too large
    for an array to be made, and NumPy's own broadcasting functions are not allowed here.
    """
    # BEGIN SOLUTION
    n = max(len(shape_a), len(shape_b))
    a = (1,) * (n - len(shape_a)) + tuple(shape_a)
    b = (1,) * (n - len(shape_b)) + tuple(shape_b)
    shape = []
    for p, q in zip(a, b, strict=True):
        if p == q or q == 1:
            shape.append(p)
        elif p == 1:
            shape.append(q)
        else:
            raise ValueError(f"shapes {shape_a} and {shape_b} do not fit: {p} against {q}")
    return tuple(shape)
    # END SOLUTION


def center_and_scale(X: np.ndarray) -> np.ndarray:
    """Bring each feature, a row of X (n_x, m), to mean 0 and standard deviation 1.

    X holds floats. Divide by the population standard deviation (1/m under the root). A row
    whose deviation is 0 becomes zeros, without NaN: so does a single example. An epsilon of
    at most 1e-8 added to the deviation is fine. Returns a new float64 array (n_x, m); X
    stays as it is.
    """
    # BEGIN SOLUTION
    # Rounding may move the mean of equal numbers off them: ask whether they are equal.
    constant = np.ptp(X, axis=1, keepdims=True) == 0
    centred = np.where(constant, 0.0, X - np.mean(X, axis=1, keepdims=True))
    deviation = np.std(X, axis=1, keepdims=True)
    Z: np.ndarray = centred / np.where(deviation == 0, 1.0, deviation)
    return Z
    # END SOLUTION


def pairwise_sq_distances(A: np.ndarray, B: np.ndarray) -> np.ndarray:
    """Return the squared Euclidean distance of each row of A (p, n) to each row of B (q, n).

    Returns D (p, q): D[i, j] is the sum of (A[i] − B[j])². No Python loop over rows.
    """
    # BEGIN SOLUTION
    difference = A[:, np.newaxis, :] - B[np.newaxis, :, :]
    D: np.ndarray = np.sum(difference**2, axis=2)
    return D
    # END SOLUTION
