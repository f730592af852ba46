"""The public checks of Activation functions: curves, slopes and saturation; run them with `grade check`."""

from typing import Any
import numpy as np
from grader.authoring import Array, Reference, Student, array, check, close, refuses, require, sequence, unpack


@check("sigmoid", points=1, kind="example", public=True, hint="exp(ln 3) = 3: 1/(1 + 1/3) = 3/4.")
def sigmoid_known_values(student: Student, ref: Reference) -> None:
    """σ(−ln 3) = 1/4, σ(0) = 1/2, σ(ln 3) = 3/4."""
    close(student.sigmoid(np.log([1 / 3, 1.0, 3.0])), np.array([0.25, 0.5, 0.75]))


@check("tanh", points=1, kind="example", public=True, hint="(2 − 1/2)/(2 + 1/2) = 3/5.")
def tanh_known_values(student: Student, ref: Reference) -> None:
    """tanh(0) = 0, tanh(ln 2) = 3/5, tanh(−ln 2) = −3/5."""
    z = np.array([0.0, np.log(2.0), -np.log(2.0)])
    close(student.tanh(z), np.array([0.0, 0.6, -0.6]))


@check("relu", points=1, kind="example", public=True, hint="Below 0 the value is cut off to 0.")
def relu_known_values(student: Student, ref: Reference) -> None:
    """relu(−2) = 0, relu(0) = 0, relu(3) = 3."""
    close(student.relu(np.array([-2.0, 0.0, 3.0])), np.array([0.0, 0.0, 3.0]))


@check(
    "leaky_relu",
    points=1,
    kind="example",
    public=True,
    hint="Left of 0 the line goes on with slope alpha: −2 becomes −2·alpha.",
)
def leaky_relu_known_values(student: Student, ref: Reference) -> None:
    """z = −2, 0, 3: alpha = 0.01 (the default) gives −0.02, 0, 3; alpha = 0.5 gives −1, 0, 3."""
    z = np.array([-2.0, 0.0, 3.0])
    close(student.leaky_relu(z), np.array([-0.02, 0.0, 3.0]), what="with the default alpha")
    close(student.leaky_relu(z, alpha=0.5), np.array([-1.0, 0.0, 3.0]), what="with alpha = 0.5")


@check(
    "sigmoid_backward",
    points=1,
    kind="example",
    public=True,
    hint="σ(0) = 1/2 has the slope 1/4, and σ(ln 3) = 3/4 the slope 3/16.",
)
def sigmoid_backward_by_hand(student: Student, ref: Reference) -> None:
    """dA = [4, 16], Z = [0, ln 3]: dZ = [4·1/4, 16·3/16] = [1, 3]."""
    got = student.sigmoid_backward(np.array([4.0, 16.0]), np.array([0.0, np.log(3.0)]))
    close(got, np.array([1.0, 3.0]), what="dZ")


@check(
    "tanh_backward",
    points=1,
    kind="example",
    public=True,
    hint="tanh(ln 2) = 3/5, so the slope there is 1 − 9/25 = 16/25.",
)
def tanh_backward_by_hand(student: Student, ref: Reference) -> None:
    """dA = [1, 100], Z = [0, ln 2]: dZ = [1, 100·0.64] = [1, 64]."""
    got = student.tanh_backward(np.array([1.0, 100.0]), np.array([0.0, np.log(2.0)]))
    close(got, np.array([1.0, 64.0]), what="dZ")


@check(
    "relu_backward",
    points=1,
    kind="example",
    public=True,
    hint="The gate asks for the sign of Z, not of dA; at Z = 0 it is shut.",
)
def relu_backward_by_hand(student: Student, ref: Reference) -> None:
    """dA = [5, 6, −7], Z = [−1, 0, 2]: dZ = [0, 0, −7]."""
    got = student.relu_backward(np.array([5.0, 6.0, -7.0]), np.array([-1.0, 0.0, 2.0]))
    close(got, np.array([0.0, 0.0, -7.0]), what="dZ")


@check(
    "leaky_relu_backward",
    points=1,
    kind="example",
    public=True,
    hint="Left of 0 the slope is alpha, 0.01 by default; right of it the slope is 1.",
)
def leaky_relu_backward_by_hand(student: Student, ref: Reference) -> None:
    """dA = [100, 100, 100], Z = [−1, 0, 2]: dZ = [1, 1, 100], the slope at 0 being alpha."""
    got = student.leaky_relu_backward(np.full(3, 100.0), np.array([-1.0, 0.0, 2.0]))
    close(got, np.array([1.0, 1.0, 100.0]), what="dZ")


@check(
    "saturated_fraction",
    points=1,
    kind="example",
    public=True,
    hint="Compare slopes and not values: σ′(±10) is 0.00005 and σ′(1) is 0.197. "
    "An activation of another name must raise ValueError.",
)
def saturated_fraction_by_hand(student: Student, ref: Reference) -> None:
    """Z = [[0, 10], [−10, 1]]: half for sigmoid, tanh and relu; all for sigmoid at tol = 0.3."""
    Z = np.array([[0.0, 10.0], [-10.0, 1.0]])
    for name in ("sigmoid", "tanh", "relu"):
        close(student.saturated_fraction(Z, name), 0.5, what=f'the share of "{name}"')
    got = student.saturated_fraction(Z, "sigmoid", tol=0.3)
    close(got, 1.0, what='the share of "sigmoid" at tol = 0.3')
    # A test for being part of a string takes "elu" and "" for known, or "relu6".
    for name in ("softsign", "elu", "relu6", ""):
        refuses(student.saturated_fraction, Z, name)


def told_dead(got: Any, n: int, what: str = "") -> Array:
    """What is said of n units, as floats 0 and 1."""
    found = array(got, (n,), what=what).astype(np.float64)
    law = f"{what or 'the result'} must hold only True and False"
    require(np.isin(found, [0.0, 1.0]).all(), law, got=got)
    return found


@check(
    "dead_units",
    points=1,
    kind="example",
    public=True,
    hint="A unit is a row. One example that lights it is enough for it to be alive.",
)
def dead_units_by_hand(student: Student, ref: Reference) -> None:
    """Z = [[−1, −2], [−1, 3], [0, −1]]: the first and the last unit are dead."""
    Z = np.array([[-1.0, -2.0], [-1.0, 3.0], [0.0, -1.0]])
    close(told_dead(student.dead_units(Z), 3), np.array([1.0, 0.0, 1.0]))


@check(
    "gradient_attenuation",
    points=1,
    kind="example",
    public=True,
    hint="σ′(0) = 1/4: the first layer's gradient has passed three of them, the last one's one.",
)
def gradient_attenuation_by_hand(student: Student, ref: Reference) -> None:
    """Three layers of zeros: [1/64, 1/16, 1/4] for sigmoid, [1, 1, 1] for tanh."""
    Zs = [np.zeros((2, 3)) for _ in range(3)]
    for name, slope in (("sigmoid", 0.25), ("tanh", 1.0)):
        found = sequence(student.gradient_attenuation(Zs, name), 3)
        for k, value in enumerate(found):
            close(value, slope ** (3 - k), atol=1e-12, what=f'entry {k} for "{name}"')


@check(
    "collapse_linear",
    points=1,
    kind="example",
    public=True,
    hint="Substitute: 3·(2x + 1) + 4 = 6x + 7.",
)
def collapse_linear_by_hand(student: Student, ref: Reference) -> None:
    """W₁ = [[2]], b₁ = [[1]], W₂ = [[3]], b₂ = [[4]]: W = [[6]], b = [[7]]."""
    Ws, bs = [np.array([[2.0]]), np.array([[3.0]])], [np.array([[1.0]]), np.array([[4.0]])]
    W, b = unpack(student.collapse_linear(Ws, bs), "W", "b")
    close(W, np.array([[6.0]]), what="W")
    close(b, np.array([[7.0]]), what="b")
