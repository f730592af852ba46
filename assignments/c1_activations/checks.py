"""The checks of "Activation functions: curves, slopes and saturation".

Each states one law of the exercise that its name starts with. Nothing here may touch a
student's value before one of the comparing helpers has looked at its type and shape.
"""

from typing import Any

import numpy as np
from numpy.random import Generator

from grader.authoring import (
    Array,
    Function,
    Reference,
    Student,
    array,
    check,
    close,
    draw,
    fresh,
    given,
    gradients_agree,
    numbers,
    quiet,
    refuses,
    require,
    scalar,
    sequence,
    unchanged,
    unpack,
)

NAMES = ("sigmoid", "tanh", "relu", "leaky_relu")
# Z is drawn in hundredths and never 0, and no slope of a sigmoid or tanh is then within 1e-6 of
# one of these, nor of the default 0.01: a comparison does not hang on rounding. The slopes of
# relu and leaky_relu are 0, 0.01 and 1 without any.
TOLERANCES = (0.001, 0.012, 0.2, 1.0)
# Where e^z overflows, and far beyond.
HUGE = np.array([710.0, 745.0, 1e4])
# sigmoid(−500) is 7e-218: a z that is clipped there still gives 0 to within this.
NOTHING = 1e-200
# Factors that keep the sign: a curve with a kink at 0 looks the same at every scale.
# At the least of them a value that is cut off still differs by more than the tolerance of 1e-8.
SCALES = (3e-9, 1e-4, 0.3, 1e9)
# A gradient large enough for a tiny slope to show in the product.
LOUD = 1e6


# What the checks share: inputs, and laws used more than once


def shape(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> tuple[int, ...]:
    """Z's shape, or for Z itself one of so many axes; without an axis it is one number."""
    if "Z" in fields:
        return tuple(fields["Z"].shape)
    return tuple(rng.integers(1, sizes["side"], size=sizes["axes"], endpoint=True).tolist())


def spread(low: float, high: float) -> draw.Field:
    """Numbers between the bounds, in full precision."""

    def field(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Array:
        return np.asarray(rng.uniform(low, high, size=shape(rng, sizes, fields)))

    return field


def hundredths(scale: float = 1.0) -> draw.Field:
    """Numbers on both sides of 0, in hundredths and nowhere 0."""

    def field(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Array:
        drawn = scale * rng.normal(size=shape(rng, sizes, fields))
        return np.asarray(np.copysign(np.round(np.abs(drawn) + 0.01, 2), drawn))

    return field


def slopes(low: float, high: float, fewest: int = 1) -> Any:
    """Pre-activations between the bounds, and the gradients dA and dB that might arrive there."""
    sizes = {"axes": (fewest, 3), "side": (1, 4)}
    return draw.drawn(sizes, Z=spread(low, high), dA=hundredths(), dB=hundredths())


def off_the_kink(fewest: int = 1) -> Any:
    """Pre-activations that are nowhere 0, and the gradient that arrives there."""
    return draw.drawn({"axes": (fewest, 3), "side": (1, 4)}, Z=hundredths(2.0), dA=hundredths())


def partly_dead(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Array:
    """Rows of four kinds: any signs, never above 0, never above 0 but once 0, above 0 once."""
    Z = np.round(rng.normal(size=(sizes["n"], sizes["m"])), 2)
    for row in Z:
        kind, one = rng.integers(4), rng.integers(sizes["m"])
        if kind > 0:
            row[:] = -0.01 - np.abs(row)
        if kind == 2:
            row[one] = 0.0
        if kind == 3:
            row[one] = rng.choice([0.3, 1e-13])
    return Z


def stack(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> list[Array]:
    """The pre-activations of L layers of one shape."""
    shape = (sizes["L"], sizes["n"], sizes["m"])
    return [np.array(Z) for Z in np.round(2.0 * rng.normal(size=shape), 2)]


def weights(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> list[Array]:
    """The matrices of L linear layers whose widths fit; square ones in a quarter of the draws."""
    widths = rng.integers(1, sizes["widest"], size=sizes["L"] + 1, endpoint=True)
    if rng.integers(4) == 0:
        widths[:] = sizes["widest"]
    pairs = zip(widths[1:], widths[:-1], strict=True)
    return [np.round(rng.normal(size=(int(rows), int(columns))), 2) for rows, columns in pairs]


def square(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> list[Array]:
    """The matrices of L linear layers of one width, which fit in any order."""
    shape = (sizes["L"], sizes["width"], sizes["width"])
    return [np.array(W) for W in np.round(rng.normal(size=shape), 2)]


def biases(rng: Generator, _: draw.Sizes, fields: draw.Fields) -> list[Array]:
    """A bias for each of the layers."""
    return [np.round(rng.normal(size=(W.shape[0], 1)), 2) for W in fields["Ws"]]


def inputs(rng: Generator, _: draw.Sizes, fields: draw.Fields) -> Array:
    """Five examples that fit the first layer."""
    return np.round(rng.normal(size=(fields["Ws"][0].shape[1], 5)), 2)


LINEAR_LAYERS = draw.drawn(sizes={"L": (1, 7), "widest": (1, 4)}, Ws=weights, bs=biases, X=inputs)
SQUARE_LAYERS = draw.drawn(sizes={"L": (1, 4), "width": (1, 3)}, Ws=square, bs=biases)


def right_digits(got: Any, want: Array, most: float, z: Array, what: str) -> None:
    """`got` equals `want`, and even where that is tiny its relative error is at most `most`."""
    close(got, want, what=what)
    found = np.atleast_1d(numbers(got, want.shape, what)).ravel()
    wanted = np.atleast_1d(want).ravel()
    # Shown are values of no more digits than tell them apart, so the message gives the error.
    error = np.abs(found - wanted) / np.abs(wanted)
    worst = int(np.argmax(error))
    law = f"{what} must have a relative error of at most {most:g}"
    here = f"at z = {float(np.ravel(z)[worst]):.6g} it is {float(error[worst]):.1e}"
    require(error[worst] <= most, f"{law}; {here}", got=found[worst], want=wanted[worst])


def in_other_shapes(function: Function, *arrays: Array, want: Array) -> None:
    """The same of the first number alone, which has no axis, and of all of them on three axes."""
    one = [np.array(values.flat[0]) for values in arrays]
    close(function(*one), float(want.flat[0]), what="the result for one number (0-d)")
    axes = (want.shape[1], 1, want.shape[0])
    three = [values.reshape(axes) for values in arrays]
    close(function(*three), want.reshape(axes), what="the result for three axes")


def is_linear(backward: Any, slopes: Array, dA: Array, dB: Array, Z: Array) -> None:
    """backward(2·dA − 3·dB, Z) = 2·backward(dA, Z) − 3·backward(dB, Z), and these are right."""
    for name, arrives in (("dA", dA), ("dB", dB), ("2·dA − 3·dB", 2 * dA - 3 * dB)):
        close(backward(np.asarray(arrives), Z), arrives * slopes, what=f"dZ of {name}")


def in_the_tails(backward: Any, far: Array, slopes: Array) -> None:
    """backward gives LOUD · slopes at Z = ±far, and 0 where the curve has long been flat."""
    Z, want = np.concatenate([-far, far]), LOUD * np.concatenate([slopes, slopes])
    close(backward(np.full(Z.size, LOUD), Z), want, what=f"dZ for dA = {LOUD:g} in the tails")
    flat = np.array([-1e4, 1e4])
    close(backward(np.ones(2), flat), np.zeros(2), what="dZ at Z = −10000 and 10000")


# sigmoid


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
    "sigmoid",
    points=1,
    kind="reference",
    hint="The exponent's sign first. And a tiny value loses its digits as a difference of two "
    "large ones: which form has no subtraction?",
)
@given(z=draw.any_shape(low=-30, high=30), examples=25)
def sigmoid_with_all_digits(student: Student, ref: Reference, z: Array) -> None:
    """σ(z) = 1/(1 + e^(−z)) in any shape, to a relative 1e-9 even where tiny; z stays as it is."""
    right_digits(student.sigmoid(z), ref.sigmoid(z), 1e-9, z, "σ(z)")
    unchanged(student.sigmoid, z)


@check(
    "sigmoid",
    points=2,
    kind="stability",
    hint="exp overflows above 709, also in a formula that np.where computes and does not choose: "
    "exp of −|z| is safe on both sides, and needs no bound on z.",
)
def sigmoid_of_huge_numbers(student: Student, ref: Reference) -> None:
    """|z| = 710, 745, 10000: σ is 0 left and 1 right, without a warning; z stays as it is."""
    close(quiet(student.sigmoid, HUGE), np.ones(3), what="σ of large positive z")
    z = np.concatenate([-HUGE, HUGE])
    unchanged(student.sigmoid, z)
    got = quiet(student.sigmoid, z)
    close(got, np.repeat([0.0, 1.0], 3), what="σ of large z")
    found = numbers(got, (6,))
    left, right = np.abs(found[:3]).max(), np.abs(found[3:] - 1).max()
    law = f"σ({-HUGE[0]:g}) must be 0 to within {NOTHING:g}: a z clipped too soon flattens the tail"
    require(left <= NOTHING, law, got=float(left), want=0.0)
    law = f"1 − σ({HUGE[0]:g}) must be 0 to within 1e-15: a z clipped too soon flattens the tail"
    require(right <= 1e-15, law, got=float(right), want=0.0)


# tanh


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
    "tanh",
    points=1,
    kind="property",
    hint="tanh is odd: what it makes of −z is the negative of what it makes of z.",
)
@given(z=draw.any_shape(low=-20, high=20), examples=25)
def tanh_is_odd(student: Student, ref: Reference, z: Array) -> None:
    """tanh(z) = (e^z − e^(−z))/(e^z + e^(−z)) in any shape, tanh(−z) = −tanh(z); z stays as is."""
    found = numbers(student.tanh(z), z.shape)
    close(found, np.tanh(z))
    close(student.tanh(np.asarray(-z)), -found, what="tanh(−z)")
    unchanged(student.tanh, z)


@check(
    "tanh",
    points=1,
    kind="stability",
    hint="∞/∞ is NaN. Divide above and below by the larger exponential; only e^(−2|z|) remains.",
)
def tanh_of_huge_numbers(student: Student, ref: Reference) -> None:
    """|z| = 400, 1000, 10000: tanh is −1 left and 1 right, without a warning; z stays as it is."""
    large = np.array([400.0, 1000.0, 1e4])
    z, ends = np.concatenate([-large, large]), np.repeat([-1.0, 1.0], 3)
    unchanged(student.tanh, z)
    close(quiet(student.tanh, z), ends, rtol=0.0, atol=1e-12)


@check(
    "tanh",
    points=1,
    kind="stability",
    hint="1 − e^(−2z) takes two numbers near 1 from each other: np.expm1 gives e^x − 1 in full.",
)
def tanh_near_zero(student: Student, ref: Reference) -> None:
    """tanh(z) is right to a relative 1e-6 for |z| from 0.5 to 1e-12, beside huge z as well."""
    small = np.array([0.5, 0.1, 1e-2, 1e-3, 1e-6, 1e-9, 1e-12])
    z = np.concatenate([-small, small])
    # Huge neighbours show whether the formula was chosen for the whole array at once, and
    # tell a sum of exponentials that overflows from one that only cancels.
    found = array(student.tanh(np.concatenate([z, [-1e4, 1e4]])), (z.size + 2,))
    right_digits(found[:-2], np.tanh(z), 1e-6, z, "tanh(z)")


# relu


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
    "relu",
    points=1,
    kind="property",
    hint="Above 0 it is the identity, without a ceiling; below it is 0. The shape is z's.",
)
@given(
    draw.drawn(z=draw.integers(5, low=-9, high=9)),
    x=draw.any_shape(low=-30, high=30),
    c=draw.options(*SCALES),
    examples=20,
)
def relu_of_any_shape(student: Student, ref: Reference, z: Any, x: Array, c: float) -> None:
    """relu(x) = (x + |x|)/2 for floats and integers, and relu(c·x) = c·relu(x) for c > 0."""
    close(student.relu(x), (x + np.abs(x)) / 2, what="relu(x)")
    scaled = np.asarray(c * x)
    close(student.relu(scaled), c * (x + np.abs(x)) / 2, what="relu(c·x)")
    close(student.relu(z), (z + np.abs(z)) / 2, what="relu of integers")


@check(
    "relu",
    points=1,
    kind="purity",
    hint="The result belongs into a new array: z[z < 0] = 0, for example, would write into the one "
    "that the caller still holds.",
)
@given(draw.drawn(sizes={"n": (1, 4), "m": (2, 6)}, z=draw.normal("n", "m")), examples=5)
def relu_keeps_its_input(student: Student, ref: Reference, z: Array) -> None:
    """z is the same after the call as before, and relu(z) is right."""
    unchanged(student.relu, z)
    close(student.relu(z), ref.relu(z), what="relu(z)")


# leaky_relu


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
    "leaky_relu",
    points=1,
    kind="property",
    hint="The argument alpha is the slope on the left; alpha·z is a float even where z is not.",
)
@given(
    draw.drawn(z=draw.integers(5, low=-9, high=9)),
    x=draw.any_shape(low=-30, high=30),
    alpha=draw.number(0.0, 1.0),
    c=draw.options(*SCALES),
    examples=15,
)
def leaky_relu_between_relu_and_identity(
    student: Student, ref: Reference, z: Any, x: Array, alpha: float, c: float
) -> None:
    """leaky_relu(x) is alpha·x + (1 − alpha)·relu(x), for tiny, huge and integer x; x stays."""
    for values, kind in ((x, "floats"), (np.asarray(c * x), "c·x"), (z, "integers")):
        cut = (values + np.abs(values)) / 2
        want = alpha * values + (1 - alpha) * cut
        close(student.leaky_relu(values, alpha=alpha), want, what=f"leaky_relu of {kind}")
    close(student.leaky_relu(x, alpha=0.0), (x + np.abs(x)) / 2, what="with alpha = 0")
    close(student.leaky_relu(x, alpha=1.0), x, what="with alpha = 1")
    unchanged(student.leaky_relu, x, alpha=alpha)


# sigmoid_backward


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
    "sigmoid_backward",
    points=1,
    kind="gradient",
    hint="The chain rule: what arrives times the slope at Z, and that slope is σ(Z)·(1 − σ(Z)).",
)
@given(slopes(-6.0, 6.0, fewest=0), examples=25)
def sigmoid_backward_is_the_gradient(
    student: Student, ref: Reference, Z: Array, dA: Array, dB: Array
) -> None:
    """dZ is the derivative of Σ dA·σ(Z) in Z, in any shape."""

    def forward(Z: Array) -> Any:
        return ref.sigmoid(Z)

    gradients_agree(ref.gradient(forward, upstream=dA, Z=Z), Z=student.sigmoid_backward(dA, Z))


@check(
    "sigmoid_backward",
    points=1,
    kind="reference",
    hint="A flat curve still has a slope: about e^(−|Z|). What makes it another, far out?",
)
def sigmoid_backward_in_the_tails(student: Student, ref: Reference) -> None:
    """At |Z| = 7, 12, 20: dZ = dA·e^(−|Z|)/(1 + e^(−|Z|))², tiny and not 0; at |Z| = 10000: 0."""
    far = np.array([7.0, 12.0, 20.0])
    in_the_tails(student.sigmoid_backward, far, np.exp(-far) / (1 + np.exp(-far)) ** 2)


@check(
    "sigmoid_backward",
    points=1,
    kind="property",
    hint="dA is one factor of the result, and it is the caller's: dA *= … would write into it.",
)
@given(slopes(-6.0, 6.0), examples=15)
def sigmoid_backward_is_linear(
    student: Student, ref: Reference, Z: Array, dA: Array, dB: Array
) -> None:
    """dZ of 2·dA − 3·dB is 2 times that of dA minus 3 times that of dB; dA and Z stay."""
    is_linear(student.sigmoid_backward, ref.sigmoid_backward(np.ones_like(Z), Z), dA, dB, Z)
    unchanged(student.sigmoid_backward, dA, Z)


# tanh_backward


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
    "tanh_backward",
    points=1,
    kind="gradient",
    hint="With a = tanh(z) the slope is 1 − a²: a is squared, and it is a and not z.",
)
@given(slopes(-4.0, 4.0, fewest=0), examples=25)
def tanh_backward_is_the_gradient(
    student: Student, ref: Reference, Z: Array, dA: Array, dB: Array
) -> None:
    """dZ is the derivative of Σ dA·tanh(Z) in Z, in any shape."""

    def forward(Z: Array) -> Any:
        return ref.tanh(Z)

    gradients_agree(ref.gradient(forward, upstream=dA, Z=Z), Z=student.tanh_backward(dA, Z))


@check(
    "tanh_backward",
    points=1,
    kind="reference",
    hint="tanh is flat on both sides, and nowhere quite: its slope is about 4e^(−2|Z|) far out.",
)
def tanh_backward_in_the_tails(student: Student, ref: Reference) -> None:
    """At |Z| = 6, 8, 10: dZ = dA·4e^(−2|Z|)/(1 + e^(−2|Z|))², tiny and not 0; at |Z| = 10000: 0."""
    far = np.array([6.0, 8.0, 10.0])
    in_the_tails(student.tanh_backward, far, 4 * np.exp(-2 * far) / (1 + np.exp(-2 * far)) ** 2)


@check(
    "tanh_backward",
    points=1,
    kind="property",
    hint="An odd curve has an even slope: it is as steep at −z as at z. And dA is the caller's: "
    "dA *= … would write into it.",
)
@given(slopes(-4.0, 4.0), examples=15)
def tanh_backward_is_linear_and_even(
    student: Student, ref: Reference, Z: Array, dA: Array, dB: Array
) -> None:
    """dZ of 2·dA − 3·dB is 2 times that of dA minus 3 times that of dB; at −Z it is the same."""
    steep = ref.tanh_backward(np.ones_like(Z), Z)
    is_linear(student.tanh_backward, steep, dA, dB, Z)
    close(student.tanh_backward(dA, np.asarray(-Z)), dA * steep, what="dZ at −Z")
    unchanged(student.tanh_backward, dA, Z)


# relu_backward


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
    "relu_backward",
    points=1,
    kind="gradient",
    hint="The slope is 1 right of 0 and 0 left of it, however near: dA passes unchanged, or not.",
)
@given(off_the_kink(fewest=0), examples=25)
def relu_backward_is_the_gradient(student: Student, ref: Reference, Z: Array, dA: Array) -> None:
    """dZ is the derivative of Σ dA·relu(Z) in Z, wherever Z ≠ 0; also at Z/10¹² and 10⁶·Z."""

    def forward(Z: Array) -> Any:
        return ref.relu(Z)

    gradients_agree(ref.gradient(forward, upstream=dA, Z=Z), Z=student.relu_backward(dA, Z))
    want = np.where(Z > 0, dA, 0.0)
    close(student.relu_backward(dA, np.asarray(Z / 1e12)), want, what="dZ at Z/10¹²")
    close(student.relu_backward(dA, np.asarray(Z * 1e6)), want, what="dZ at 10⁶·Z")


@check(
    "relu_backward",
    points=1,
    kind="purity",
    hint="dZ is an array of its own: dZ = dA would give dA a second name, and zeros that are "
    "written into the one stand in the other.",
)
@given(off_the_kink(), examples=8)
def relu_backward_returns_a_new_array(
    student: Student, ref: Reference, Z: Array, dA: Array
) -> None:
    """dA and Z stay as they are; dZ is right, and shares no memory with them."""
    unchanged(student.relu_backward, dA, Z)
    close(student.relu_backward(dA, Z), ref.relu_backward(dA, Z), what="dZ")
    fresh(student.relu_backward, dA, Z)


# leaky_relu_backward


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
    "leaky_relu_backward",
    points=1,
    kind="gradient",
    hint="Where Z is negative, however slightly, dA is multiplied by the alpha that was passed in; "
    "the product goes into a new array, for dA is the caller's.",
)
@given(off_the_kink(fewest=0), alpha=draw.number(0.0, 1.0), examples=25)
def leaky_relu_backward_is_the_gradient(
    student: Student, ref: Reference, Z: Array, dA: Array, alpha: float
) -> None:
    """dZ is the derivative of Σ dA·leaky_relu(Z, alpha) in Z, Z ≠ 0; dA and Z stay as they are."""

    def forward(Z: Array) -> Any:
        return ref.leaky_relu(Z, alpha=alpha)

    got = student.leaky_relu_backward(dA, Z, alpha=alpha)
    gradients_agree(ref.gradient(forward, upstream=dA, Z=Z), Z=got)
    near, slope = np.asarray(Z / 1e12), np.where(Z > 0, 1.0, alpha)
    got = student.leaky_relu_backward(dA, near, alpha=alpha)
    close(got, dA * slope, what="dZ at Z/10¹²")
    got = student.leaky_relu_backward(dA, Z, alpha=0.0)
    close(got, np.where(Z > 0, dA, 0.0), what="dZ with alpha = 0")
    unchanged(student.leaky_relu_backward, dA, Z, alpha=alpha)


# saturated_fraction


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


@check(
    "saturated_fraction",
    points=1,
    kind="reference",
    hint="A gradient of ones, sent backward through the named activation, returns its slopes. "
    "Without tol they are compared with 0.01.",
)
@given(
    draw.drawn(sizes={"n": (1, 4), "m": (1, 8)}, Z=draw.normal("n", "m", scale=4.0)),
    activation=draw.options(*NAMES),
    tol=draw.options(*TOLERANCES),
    examples=30,
)
def saturated_fraction_counts_small_slopes(
    student: Student, ref: Reference, Z: Array, activation: str, tol: float
) -> None:
    """The share of entries with |g′(Z)| < tol, which is 0.01 by default; Z stays as it is."""
    want = ref.saturated_fraction(Z, activation, tol=tol)
    close(student.saturated_fraction(Z, activation, tol=tol), want, what="the share")
    if activation != "leaky_relu":
        want = ref.saturated_fraction(Z, activation)
        close(student.saturated_fraction(Z, activation), want, what="the share without tol")
    unchanged(student.saturated_fraction, Z, activation, tol=tol)


@check(
    "saturated_fraction",
    points=1,
    kind="property",
    hint="A share lies between 0 and 1: divide by the number of entries. It counts the slopes that "
    "are less than the tol that was passed.",
)
@given(
    draw.drawn(sizes={"n": (1, 4), "m": (2, 8)}, Z=draw.normal("n", "m", scale=4.0)),
    activation=draw.options(*NAMES),
    examples=15,
)
def saturated_fraction_grows_with_tol(
    student: Student, ref: Reference, Z: Array, activation: str
) -> None:
    """The share never falls as tol rises, from 0 at tol = 0 to 1 at tol = 1.5."""
    got = student.saturated_fraction(Z, activation, tol=0.0)
    close(got, 0.0, what="the share at tol = 0, below which nothing is,")
    for tol in (*TOLERANCES, 1.5):
        found = student.saturated_fraction(Z, activation, tol=tol)
        want = ref.saturated_fraction(Z, activation, tol=tol)
        close(found, want, what=f"the share at tol = {tol:g}")


# dead_units


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
    "dead_units",
    points=1,
    kind="property",
    hint="Look along each row, over all its examples; their order says nothing. At Z = 0 no "
    "gradient passes either.",
)
@given(draw.drawn(sizes={"n": (1, 6), "m": (1, 12)}, Z=partly_dead), examples=25)
def dead_units_pass_no_gradient(student: Student, ref: Reference, Z: Array) -> None:
    """A unit is dead when relu passes no gradient at any example, in any order; Z stays as is."""
    want = 1.0 - ref.relu_backward(np.ones_like(Z), Z).any(axis=1)
    close(told_dead(student.dead_units(Z), len(Z)), want)
    turned = told_dead(student.dead_units(np.roll(Z, 1, axis=1)), len(Z))
    close(turned, want, what="the result for the examples in another order")
    unchanged(student.dead_units, Z)


# gradient_attenuation


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
    "gradient_attenuation",
    points=1,
    kind="reference",
    hint="Multiply the slopes entry by entry, from the top layer down, and average last. The list "
    "and its arrays are the caller's: walk over them, and change neither.",
)
@given(
    draw.drawn(sizes={"L": (1, 9), "n": (1, 3), "m": (1, 4)}, Zs=stack),
    activation=draw.options(*NAMES),
    examples=30,
)
def gradient_attenuation_is_the_mean_product(
    student: Student, ref: Reference, Zs: list[Array], activation: str
) -> None:
    """Entry l is mean |g′(Z_l)·g′(Z_(l+1))· … ·g′(Z_(L−1))|, entry by entry; Zs stays as it is."""
    want = ref.gradient_attenuation(Zs, activation)
    found = sequence(student.gradient_attenuation(Zs, activation), len(Zs))
    for k, value in enumerate(found):
        close(value, want[k], atol=1e-12, what=f"entry {k}")
    unchanged(student.gradient_attenuation, Zs, activation)


@check(
    "gradient_attenuation",
    points=1,
    kind="property",
    hint="Each layer further down adds a factor below 1: entry 0 is the smallest.",
)
@given(draw.drawn(sizes={"L": (2, 6), "n": (1, 3), "m": (1, 4)}, Zs=stack), examples=15)
def gradient_attenuation_shrinks_with_depth(
    student: Student, ref: Reference, Zs: list[Array]
) -> None:
    """No entry exceeds the next, for sigmoid and tanh; for sigmoid entry l is at most 4^(l − L)."""
    for name, steepest in (("sigmoid", 0.25), ("tanh", 1.0)):
        got = student.gradient_attenuation(Zs, name)
        found = [scalar(value, f"entry {k}") for k, value in enumerate(sequence(got, len(Zs)))]
        for k, factor in enumerate(found):
            most = steepest ** (len(Zs) - k)
            law = f'entry {k} for "{name}" must lie between 0 and {most:.6g}'
            require(-1e-12 <= factor <= most + 1e-12, law, got=got)
        law = f'for "{name}" no entry may exceed the next one: the last has passed one layer only'
        require(np.diff(found).min() >= -1e-12, law, got=got)
        # The factor of the last layer: without it, zeros would shrink as well as anything.
        wanted = float(ref.gradient_attenuation(Zs, name)[-1])
        close(found[-1], wanted, what=f'the last entry for "{name}"')


# collapse_linear


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


@check(
    "collapse_linear",
    points=2,
    kind="property",
    hint="Put one layer into the next, up to the last one: W₂(W₁x + b₁) + b₂. What stands before "
    "x, and what is left?",
)
@given(LINEAR_LAYERS, examples=25)
def collapse_linear_is_the_network(
    student: Student, ref: Reference, Ws: list[Array], bs: list[Array], X: Array
) -> None:
    """W·X + b is what the layers compute one after the other; W is (n_L, n_0), b is (n_L, 1)."""
    want, at_zero = X, np.zeros((X.shape[0], 1))
    for W_l, b_l in zip(Ws, bs, strict=True):
        want, at_zero = W_l @ want + b_l, W_l @ at_zero + b_l
    got_W, got_b = unpack(student.collapse_linear(Ws, bs), "W", "b")
    W = numbers(got_W, (want.shape[0], X.shape[0]), "W")
    b = numbers(got_b, at_zero.shape, "b")
    close(b, at_zero, what="b (the network's output at x = 0)")
    close(W @ X + b, want, rtol=0.0, atol=1e-8 * (1 + np.abs(want).max()), what="W·X + b")


@check(
    "collapse_linear",
    points=1,
    kind="purity",
    hint="W and b are arrays of your own: what is written into Ws[0], or taken out of a list, the "
    "caller has lost.",
)
@given(SQUARE_LAYERS, examples=8)
def collapse_linear_keeps_its_inputs(
    student: Student, ref: Reference, Ws: list[Array], bs: list[Array]
) -> None:
    """The lists and their arrays stay as they are, for one layer too; W and b are right."""
    unchanged(student.collapse_linear, Ws, bs)
    W, b = unpack(student.collapse_linear(Ws, bs), "W", "b")
    wanted_W, wanted_b = ref.collapse_linear(Ws, bs)
    close(W, wanted_W, what="W")
    close(b, wanted_b, what="b")
