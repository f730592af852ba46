"""The public checks of Activation functions: curves, slopes and saturation; run them with `grade check`."""

from typing import Any
import numpy as np
from grader.authoring import Array, Function, Reference, Student, array, check, close, fresh, quiet, refuses, require, sequence, unchanged, unpack


NOTHING = 1e-200


LOUD = 1e6


def in_other_shapes(function: Function, *arrays: Array, want: Array) -> None:
    """The same of the first number alone, which has no axis, and of all of them on three axes."""
    one = [np.array(values.flat[0]) for values in arrays]
    close(function(*one), float(want.flat[0]), what="the result for one number (0-d)")
    axes = (want.shape[1], 1, want.shape[0])
    three = [values.reshape(axes) for values in arrays]
    close(function(*three), want.reshape(axes), what="the result for three axes")


@check(
    "sigmoid",
    points=1,
    kind="example",
    public=True,
    hint="exp(ln 3) = 3: 1/(1 + 1/3) = 3/4. Which exponentials overflow at ±1000? And a tiny value "
    "has all its digits only where nothing is subtracted.",
)
def sigmoid_known_values(student: Student, ref: Reference) -> None:
    """σ: −ln 3, 0, ln 3 → 1/4, 1/2, 3/4; −ln(10¹² − 1), −1000, 1000 → 10⁻¹², 0, 1; no warning."""
    z = np.array([[-np.log(3.0), 0.0, np.log(3.0)], [-np.log(1e12 - 1), -1000.0, 1000.0]])
    want = np.array([[0.25, 0.5, 0.75], [1e-12, 0.0, 1.0]])
    close(quiet(student.sigmoid, z), want, rtol=1e-9, atol=NOTHING, what="σ(z)")
    unchanged(student.sigmoid, z)
    in_other_shapes(student.sigmoid, z, want=want)


@check(
    "tanh",
    points=1,
    kind="example",
    public=True,
    hint="(2 − 1/2)/(2 + 1/2) = 3/5. At ±1000 no exponent may be large, and at 10⁻¹² a difference "
    "of near equals has lost its digits.",
)
def tanh_known_values(student: Student, ref: Reference) -> None:
    """tanh of ½ ln 1.2 is 1/11, of ±ln 2 ±3/5, of 10⁻¹² 10⁻¹², of ±1000 ±1, without a warning."""
    small = np.log([1.2, 1.02]) / 2
    z = np.array([[*small, np.log(2.0), -np.log(2.0)], [1e-12, -1e-12, -1000.0, 1000.0]])
    want = np.array([[1 / 11, 1 / 101, 0.6, -0.6], [1e-12, -1e-12, -1.0, 1.0]])
    close(quiet(student.tanh, z), want, atol=1e-20, what="tanh(z)")
    unchanged(student.tanh, z)
    in_other_shapes(student.tanh, z, want=want)


@check(
    "relu",
    points=1,
    kind="example",
    public=True,
    hint="Below 0 the value is cut off to 0, in a new array: the backward pass needs z as it was.",
)
def relu_known_values(student: Student, ref: Reference) -> None:
    """relu of [[−2, 0, 3], [0.5, −7, 40]] is [[0, 0, 3], [0.5, 0, 40]], and z stays as it is."""
    z = np.array([[-2.0, 0.0, 3.0], [0.5, -7.0, 40.0]])
    want = np.array([[0.0, 0.0, 3.0], [0.5, 0.0, 40.0]])
    close(student.relu(z), want)
    unchanged(student.relu, z)
    in_other_shapes(student.relu, z, want=want)
    close(student.relu(np.array([[-2, 0], [3, 1]])), np.array([[0, 0], [3, 1]]), what="of integers")


@check(
    "leaky_relu",
    points=1,
    kind="example",
    public=True,
    hint="Left of 0 the line goes on with slope alpha: −2 becomes −2·alpha, a fraction even where "
    "z holds integers.",
)
def leaky_relu_known_values(student: Student, ref: Reference) -> None:
    """leaky_relu of −2 is −0.02 by default and −1 with alpha = 0.5; z stays as it is."""
    z = np.array([[-2.0, 0.0, 3.0], [5.0, -6.0, -8.0]])
    want = np.array([[-0.02, 0.0, 3.0], [5.0, -0.06, -0.08]])
    close(student.leaky_relu(z), want, what="with the default alpha")
    close(student.leaky_relu(z.astype(np.int64)), want, what="of integers")
    halves = np.array([[-1.0, 0.0, 3.0], [5.0, -3.0, -4.0]])
    close(student.leaky_relu(z, alpha=0.5), halves, what="with alpha = 0.5")
    cut = np.array([[0.0, 0.0, 3.0], [5.0, 0.0, 0.0]])
    close(student.leaky_relu(z, alpha=0.0), cut, what="with alpha = 0")
    unchanged(student.leaky_relu, z, alpha=0.5)
    in_other_shapes(student.leaky_relu, z, want=want)


@check(
    "sigmoid_backward",
    points=1,
    kind="example",
    public=True,
    hint="σ(0) = 1/2 has the slope 1/4, σ(±ln 3) the slope 3/16, σ(ln 9) = 9/10 the slope 9/100 "
    "and σ(−ln 4) = 1/5 the slope 4/25; at ±ln 999 it is 999/10⁶, and at −1000 it is 0.",
)
def sigmoid_backward_by_hand(student: Student, ref: Reference) -> None:
    """dZ is dA times slopes that are worked out by hand; dA and Z stay as they are."""
    Z = np.array([[0.0, np.log(3.0), -np.log(3.0)], [np.log(9.0), -np.log(4.0), -1000.0]])
    dA = np.array([[4.0, 16.0, -32.0], [100.0, 50.0, 7.0]])
    want = np.array([[1.0, 3.0, -6.0], [9.0, 8.0, 0.0]])
    close(student.sigmoid_backward(dA, Z), want, what="dZ")
    unchanged(student.sigmoid_backward, dA, Z)
    in_other_shapes(student.sigmoid_backward, dA, Z, want=want)
    far, loud = np.log([[999.0], [1 / 999]]), np.full((2, 1), LOUD)
    got = student.sigmoid_backward(loud, far)
    close(got, np.full((2, 1), 999.0), what="dZ of dA = 10⁶ at Z = ±ln 999")


@check(
    "tanh_backward",
    points=1,
    kind="example",
    public=True,
    hint="tanh(ln 2) = 3/5: the slope is 1 − 9/25 = 16/25, at −ln 2 too. At −ln 1000 it is "
    "4·10⁶/(10⁶ + 1)², tiny and not 0; at −1000 it is 0.",
)
def tanh_backward_by_hand(student: Student, ref: Reference) -> None:
    """dZ is dA times slopes that are worked out by hand; dA and Z stay as they are."""
    Z = np.array([[0.0, np.log(2.0), -np.log(2.0)], [np.log(3.0), -np.log(1000.0), -1000.0]])
    dA = np.array([[3.0, 100.0, -50.0], [25.0, LOUD, 7.0]])
    want = np.array([[3.0, 64.0, -32.0], [9.0, LOUD * 4e6 / (1e6 + 1) ** 2, 0.0]])
    close(student.tanh_backward(dA, Z), want, what="dZ")
    unchanged(student.tanh_backward, dA, Z)
    in_other_shapes(student.tanh_backward, dA, Z, want=want)


@check(
    "relu_backward",
    points=1,
    kind="example",
    public=True,
    hint="The gate asks for the sign of Z, however near to 0, and not of dA; at Z = 0 it is shut. "
    "Where every gate is open, dZ is a copy of dA and not dA itself.",
)
def relu_backward_by_hand(student: Student, ref: Reference) -> None:
    """dZ is dA where Z > 0, at 10⁻¹² too, and else 0; a new array; dA and Z stay as they are."""
    Z = np.array([[-1.0, 0.0, 2.0], [3.0, -4.0, 1e-12]])
    dA = np.array([[5.0, 6.0, -7.0], [8.0, -9.0, 10.0]])
    want = np.array([[0.0, 0.0, -7.0], [8.0, 0.0, 10.0]])
    close(student.relu_backward(dA, Z), want, what="dZ")
    unchanged(student.relu_backward, dA, Z)
    fresh(student.relu_backward, dA, np.abs(Z) + 1)
    in_other_shapes(student.relu_backward, dA, Z, want=want)


@check(
    "leaky_relu_backward",
    points=1,
    kind="example",
    public=True,
    hint="Left of 0, and at 0, the slope is the alpha that was passed, 0.01 by default; right of "
    "0, however near, it is 1.",
)
def leaky_relu_backward_by_hand(student: Student, ref: Reference) -> None:
    """dZ is dA where Z > 0, at 10⁻¹² too, and else alpha·dA; alpha is 0.01 by default."""
    Z = np.array([[-1.0, 0.0, 2.0], [3.0, -4.0, 1e-12]])
    dA = np.array([[5.0, 6.0, -7.0], [8.0, -9.0, 10.0]])
    want = np.array([[0.05, 0.06, -7.0], [8.0, -0.09, 10.0]])
    close(student.leaky_relu_backward(dA, Z), want, what="dZ with the default alpha")
    halves = np.array([[2.5, 3.0, -7.0], [8.0, -4.5, 10.0]])
    got = student.leaky_relu_backward(dA, Z, alpha=0.5)
    close(got, halves, what="dZ with alpha = 0.5")
    cut = np.array([[0.0, 0.0, -7.0], [8.0, 0.0, 10.0]])
    got = student.leaky_relu_backward(dA, Z, alpha=0.0)
    close(got, cut, what="dZ with alpha = 0")
    unchanged(student.leaky_relu_backward, dA, Z)
    in_other_shapes(student.leaky_relu_backward, dA, Z, want=want)


@check(
    "saturated_fraction",
    points=1,
    kind="example",
    public=True,
    hint="Compare slopes and not values: of the sigmoid at 0, 10, −4 they are 0.25, 0.00005 and "
    "0.018, of tanh at −4 and 2 they are 0.0013 and 0.071. An activation of another name must "
    "raise ValueError.",
)
def saturated_fraction_by_hand(student: Student, ref: Reference) -> None:
    """Z = [[0, 10, −4], [−10, 1, 2]]: sigmoid 1/3, tanh and relu 1/2; sigmoid 1 at tol = 0.3."""
    Z = np.array([[0.0, 10.0, -4.0], [-10.0, 1.0, 2.0]])
    for name, share in (("sigmoid", 1 / 3), ("tanh", 0.5), ("relu", 0.5)):
        close(student.saturated_fraction(Z, name), share, what=f'the share of "{name}"')
    got = student.saturated_fraction(Z, "sigmoid", tol=0.3)
    close(got, 1.0, what='the share of "sigmoid" at tol = 0.3')
    got = student.saturated_fraction(Z, "leaky_relu", tol=0.05)
    close(got, 0.5, what='the share of "leaky_relu" at tol = 0.05')
    # Slopes of 1 are not below 1.
    got = student.saturated_fraction(Z, "relu", tol=1.0)
    close(got, 0.5, what='the share of "relu" at tol = 1, below which 1 is not,')
    unchanged(student.saturated_fraction, Z, "tanh")
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
    """A unit is dead when no example of its row lies above 0; at 10⁻¹² it is alive."""
    Z = np.array([[-1.0, -2.0, -3.0, -1.0], [-3.0, 1.0, -4.0, -2.0], [0.0, -1.0, 0.0, -5.0]])
    close(told_dead(student.dead_units(Z), 3), np.array([1.0, 0.0, 1.0]))
    faint = np.array([[-1.0, 1e-12, -2.0], [-1.0, 0.0, -2.0]])
    close(told_dead(student.dead_units(faint), 2), np.array([0.0, 1.0]), what="the units at 10⁻¹²")
    # Alive, with a mean above 0; and dead without a single negative number.
    lit = np.array([[-1.0, 6.0, 2.0, -3.0], [0.0, 0.0, 0.0, 0.0]])
    got = told_dead(student.dead_units(lit), 2)
    close(got, np.array([0.0, 1.0]), what="a unit with a mean above 0, and one at 0")
    unchanged(student.dead_units, Z)


@check(
    "gradient_attenuation",
    points=1,
    kind="example",
    public=True,
    hint="σ′(0) = 1/4: the first layer's gradient has passed three of them, the last one's one. "
    "For relu only the first entry is open in both layers: multiply, and average after that.",
)
def gradient_attenuation_by_hand(student: Student, ref: Reference) -> None:
    """The two examples of the handout, and its two layers with leaky_relu: [0.175, 0.505]."""
    layers = [np.zeros((2, 3)) for _ in range(3)]
    gates = [[[1.0, 2.0, -1.0], [-2.0, 3.0, 4.0]], [[5.0, -6.0, 7.0], [8.0, -1.0, -2.0]]]
    for name, Zs, want in (
        ("sigmoid", layers, (1 / 64, 1 / 16, 1 / 4)),
        ("tanh", layers, (1.0, 1.0, 1.0)),
        ("relu", [np.array(Z) for Z in gates], (1 / 6, 1 / 2)),
        ("leaky_relu", [np.array(Z) for Z in gates], (1.05 / 6, 3.03 / 6)),
    ):
        found = sequence(student.gradient_attenuation(Zs, name), len(Zs))
        for k, value in enumerate(found):
            close(value, want[k], atol=1e-12, what=f'entry {k} for "{name}"')
        unchanged(student.gradient_attenuation, Zs, name)


@check(
    "collapse_linear",
    points=1,
    kind="example",
    public=True,
    hint="Substitute: W₂(W₁x + b₁) + b₂ = (W₂W₁)x + (W₂b₁ + b₂). The sums are new arrays, and the "
    "lists stay whole.",
)
def collapse_linear_by_hand(student: Student, ref: Reference) -> None:
    """W and b of one, two and three layers, worked out by hand; the lists stay as they are."""
    # These fit in any order: a wrong one gives another value here, and no error.
    square = [np.array([[1.0, 2.0], [3.0, 1.0]]), np.array([[2.0, 1.0], [1.0, -1.0]])]
    offsets = [np.array([[1.0], [-1.0]]), np.array([[3.0], [1.0]])]
    W, b = unpack(student.collapse_linear(square, offsets), "W", "b")
    close(W, np.array([[5.0, 5.0], [-2.0, 1.0]]), what="W of two square layers")
    close(b, np.array([[4.0], [3.0]]), what="b of two square layers")
    Ws = [
        np.array([[1.0, 0.0, 2.0, 0.0], [0.0, 1.0, 0.0, -1.0]]),
        np.array([[2.0, 0.0], [0.0, 3.0], [1.0, 1.0]]),
    ]
    bs = [np.array([[1.0], [2.0]]), np.array([[1.0], [0.0], [-1.0]])]
    W, b = unpack(student.collapse_linear(Ws, bs), "W", "b")
    want = np.array([[2.0, 0.0, 4.0, 0.0], [0.0, 3.0, 0.0, -3.0], [1.0, 1.0, 2.0, -1.0]])
    close(W, want, what="W")
    close(b, np.array([[3.0], [6.0], [2.0]]), what="b")
    unchanged(student.collapse_linear, Ws, bs)
    more = [*Ws, np.array([[1.0, -1.0, 2.0]])], [*bs, np.array([[5.0]])]
    W, b = unpack(student.collapse_linear(*more), "W", "b")
    close(W, np.array([[4.0, -1.0, 8.0, 1.0]]), what="W of three layers")
    close(b, np.array([[6.0]]), what="b of three layers")
    W, b = unpack(unchanged(student.collapse_linear, Ws[:1], bs[:1]), "W", "b")
    close(W, Ws[0], what="W of one layer")
    close(b, bs[0], what="b of one layer")
