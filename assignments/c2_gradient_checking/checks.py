"""The checks of "A checker for gradients".

Here the student's functions do what checks do elsewhere, so they are handed functions whose
gradients are known: right ones and wrong ones, with kinks, of all scales. These live here, in
the checker, and can't be looked into. Each notes where it was asked. The student's checker is
asked what it says of them, and nothing rests on what it says.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
from numpy.random import Generator

from grader.authoring import (
    Array,
    Reference,
    Student,
    array,
    check,
    close,
    double_precision,
    draw,
    entries,
    finite,
    fresh,
    given,
    refuses,
    require,
    scalar,
    sequence,
    unchanged,
    unpack,
)

Network = dict[str, Array]

# So much of a step may be lost to rounding, in itself and in the entries that stand still.
LOOSE = 1e-3
# A right gradient is this near to its differences, and a wrong one is far from them.
RIGHT = 1e-7
# More points than any right work asks about; those after them are counted only.
MOST_NOTED = 400
# Shapes that theta may have: no two sides alike, but for one.
SHAPES = ((1,), (3,), (5,), (7,), (2, 3), (3, 2), (4, 1), (1, 5), (2, 2), (2, 1, 3))


# Functions that students are handed


@dataclass
class OfNumbers:
    """A function of one number, which notes what it was asked about."""

    value: Callable[[float], float]
    asked: list[float] = field(default_factory=list)

    def __call__(self, x: Any) -> float:
        """Its value. Raises `TypeError` for what is no real number."""
        found = np.asarray(x) if isinstance(x, int | float | np.generic | np.ndarray) else None
        if found is None or found.size != 1 or found.dtype.kind not in "biuf":
            raise TypeError("f takes one real number")
        self.asked = [*self.asked[-MOST_NOTED:], float(found.reshape(()))]
        return float(self.value(self.asked[-1]))


@dataclass
class OfArrays:
    """A function of an array of one shape: a number, or the gradient that it claims to have."""

    shape: tuple[int, ...]
    value: Callable[[Array], Any]
    calls: int = 0
    asked: list[Array] = field(default_factory=list)

    def __call__(self, theta: Any) -> Any:
        """Its value. Raises `TypeError` or `ValueError` for other than real arrays of the shape."""
        if not isinstance(theta, np.ndarray | list | tuple):
            raise TypeError(f"f takes an array of shape {self.shape}")
        found = np.array(theta)
        if found.dtype.kind not in "biuf":
            raise TypeError("f takes an array of real numbers")
        if found.shape != self.shape:
            raise ValueError(f"f takes an array of shape {self.shape}, not {found.shape}")
        found = found.astype(np.float64)
        self.calls += 1
        if self.calls <= MOST_NOTED:
            self.asked.append(found.copy())
        value = self.value(found)
        return value if isinstance(value, np.ndarray) else float(value)


@dataclass
class OfParameters:
    """A cost of a dict of arrays."""

    like: Network
    value: Callable[[Network], float]
    asked: list[Network] = field(default_factory=list)

    def __call__(self, parameters: Any) -> float:
        """Its value. Raises `TypeError`, `KeyError` or `ValueError` for other parameters."""
        if not isinstance(parameters, dict):
            raise TypeError("cost takes a dict of parameters")
        found = {}
        for name, like in self.like.items():
            value = parameters[name]
            if not isinstance(value, np.ndarray) or value.dtype.kind not in "biuf":
                raise TypeError(f"{name} must be an array of real numbers")
            if value.shape != like.shape:
                raise ValueError(f"{name} has shape {like.shape}, not {value.shape}")
            found[name] = value.astype(np.float64)
        if len(self.asked) < MOST_NOTED:
            self.asked.append(found)
        return float(self.value(found))


def asked_at(f: OfNumbers, wanted: list[float], law: str) -> None:
    """f was asked at these points, once each and in any order."""
    found, want = np.sort(f.asked), np.sort(wanted)
    same = found.shape == want.shape and bool((np.abs(found - want) < 1e-9).all())
    require(same, law, got=f.asked, want=wanted)


def moves_one_at_a_time(
    asked: list[Array], theta: Array, epsilon: float, f: str = "f", whole: str = "theta"
) -> None:
    """Each point that f was asked about is theta, or one entry of it is moved by epsilon.

    `f` and `whole` are what the function and theta are called.
    """
    for point in asked:
        step = point - theta
        moved = np.abs(step) > LOOSE * epsilon
        # Which of the entries was to be moved nobody knows: there is no point to be shown.
        asked_here = "below is what it was asked about"
        law = f"{f} may be asked about {whole} with one entry moved and no more; {asked_here}"
        require(moved.sum() <= 1, law, got=point)
        right = np.abs(np.abs(step[moved]) - epsilon) <= LOOSE * epsilon
        law = f"{f} must be asked about {whole} with an entry moved by epsilon = {epsilon:g}"
        want = theta + np.where(moved, np.copysign(epsilon, step), 0.0)
        require(right.all(), f"{law}; {asked_here}", got=point, want=want)


def size_of(v: Array) -> float:
    """The root of the sum of the squares of all entries."""
    return float(np.sqrt(np.sum(np.square(v))))


def apart(one: Array, other: Array) -> float:
    """The relative difference of two arrays that are not both zero."""
    return size_of(one - other) / (size_of(one) + size_of(other))


# Inputs


def parameter_sets(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Network:
    """Arrays of 0 to 3 axes under names in no order, one of them of whole numbers."""
    found: dict[str, Any] = {}
    for name in rng.permutation(["W1", "b1", "W2", "b2", "W10", "gamma"])[: sizes["count"]]:
        shape = rng.integers(0, 4, size=int(rng.integers(0, 4)))
        shape = np.where((shape == 0) & (rng.random(shape.shape) < 2 / 3), 2, shape)
        found[str(name)] = np.asarray(rng.normal(size=tuple(shape)).round(2))
    whole = sorted(found)[0]
    found[whole] = rng.integers(-9, 9, size=found[whole].shape)
    return found


def names_of(rng: Generator, _: draw.Sizes, fields: draw.Fields) -> list[str]:
    """Their names in another order; in a third of the draws one of them is left out."""
    names = [str(name) for name in rng.permutation(list(fields["parameters"]))]
    return names[1:] if len(names) > 1 and rng.random() < 1 / 3 else names


def some_parameters() -> Any:
    """Parameters, and the names of those to take."""
    return draw.drawn(sizes={"count": (1, 5)}, parameters=parameter_sets, keys=names_of)


def points(scale: float) -> draw.Field:
    """Theta of the drawn shape; an entry of it may be 0."""

    def entry(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Array:
        theta: Array = draw.normal(*fields["shape"], scale=scale)(rng, sizes, fields)
        if rng.random() < 1 / 2:
            theta.flat[rng.integers(theta.size)] = 0.0
        return theta

    return entry


def a_row(*sides: int) -> draw.Field:
    """An array (*sides, N), for N entries of theta."""

    def entry(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Array:
        found: Array = draw.normal(*sides, fields["theta"].size)(rng, sizes, fields)
        return found

    return entry


def a_square(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Array:
    """A matrix (N, N), for N entries of theta."""
    N = fields["theta"].size
    found: Array = draw.normal(N, N)(rng, sizes, fields)
    return found


def at_a_point(scale: float = 2.0, **more: draw.Field) -> Any:
    """A shape, and theta of it."""
    return draw.drawn(None, shape=draw.choice(SHAPES), theta=points(scale), **more)


def a_quadratic(shape: tuple[int, ...], A: Array, b: Array) -> tuple[OfArrays, Callable[..., Any]]:
    """½·tᵀAt + b·t, for theta's entries t; and its gradient."""

    def value(theta: Array) -> Any:
        t = theta.ravel()
        return t @ A @ t / 2 + b @ t

    def gradient(theta: Array) -> Array:
        return ((A + A.T) @ theta.ravel() / 2 + b).reshape(theta.shape)

    return OfArrays(shape, value), gradient


def a_wave(shape: tuple[int, ...], w: Array, v: Array) -> tuple[OfArrays, Callable[..., Any]]:
    """sin(w·t) + Σ e^(v·t/4), for theta's entries t; and its gradient."""

    def value(theta: Array) -> Any:
        t = theta.ravel()
        return np.sin(w @ t) + np.sum(np.exp(v * t / 4))

    def gradient(theta: Array) -> Array:
        t = theta.ravel()
        return (w * np.cos(w @ t) + v / 4 * np.exp(v * t / 4)).reshape(theta.shape)

    return OfArrays(shape, value), gradient


# parameters_to_vector


@check(
    "parameters_to_vector",
    points=1,
    kind="example",
    public=True,
    hint="First the entries of b, since keys says so, then the one of c, then those of W, row by "
    "row; one axis. A side of 0 has no entries. What you return is a copy.",
)
def parameters_to_vector_by_hand(student: Student, ref: Reference) -> None:
    """Entries come in the order of keys, row by row, as floats; without keys none; a copy."""
    parameters = {"W": np.array([[1, 2, 3], [4, 5, 6]]), "b": np.array([7, 8]), "c": np.array(9)}
    parameters |= {"left_out": np.array([10.0, 11.0]), "none": np.zeros((2, 0), np.int64)}
    got = unchanged(student.parameters_to_vector, parameters, ["b", "c", "none", "W"])
    close(got, np.array([7.0, 8.0, 9.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0]), what="theta")
    double_precision(got, "theta")
    close(student.parameters_to_vector(parameters, []), np.zeros(0), what="theta without keys")
    alone = {"W": np.array([[1.0, 2.0]])}
    close(student.parameters_to_vector(alone, ["W"]), np.array([1.0, 2.0]), what="theta of W alone")
    fresh(student.parameters_to_vector, alone, ["W"])


@check(
    "parameters_to_vector",
    points=1,
    kind="property",
    hint="A single number has one entry, a side of 0 none. What you return is a copy, in floats.",
)
@given(some_parameters(), examples=10)
def parameters_to_vector_of_any_shapes(
    student: Student, ref: Reference, parameters: Network, keys: list[str]
) -> None:
    """All entries in the order of keys, C order, float64, whatever the shapes; a copy."""
    rows = [float(v) for key in keys for v in parameters[key].ravel()]
    found = unchanged(student.parameters_to_vector, parameters, keys)
    close(found, np.array(rows), what="theta")
    double_precision(found, "theta")
    fresh(student.parameters_to_vector, parameters, keys)
    fresh(student.parameters_to_vector, {"W": np.array([[1.0, 2.0]])}, ["W"])


# vector_to_parameters


@check(
    "vector_to_parameters",
    points=1,
    kind="example",
    public=True,
    hint="The first two entries are b's, a side of 0 takes none, the next six are W's, and a "
    "single number takes one. One entry too many is refused, too.",
)
def vector_to_parameters_by_hand(student: Student, ref: Reference) -> None:
    """theta fills the shapes in turn, with copies; entries too few or too many: ValueError."""
    theta = np.array([7.0, 8.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 9.0, 0.0])
    keys, shapes = ["b", "none", "W", "c"], [(2, 1), (2, 0), (2, 3), ()]
    got = unchanged(student.vector_to_parameters, theta[:9], keys, shapes)
    W, b, c, none = entries(got, "W", "b", "c", "none")
    close(none, np.zeros((2, 0)), what="the one with a side of 0")
    close(b, np.array([[7.0], [8.0]]), what="b")
    close(W, np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), what="W")
    close(c, 9.0, what="c")
    refuses(student.vector_to_parameters, theta[:8], keys, shapes)
    refuses(student.vector_to_parameters, theta, keys, shapes)
    fresh(student.vector_to_parameters, theta[:9], keys, shapes)
    nothing = student.vector_to_parameters(np.zeros(0), [], [])
    require(nothing == {}, "of no entries and no keys comes an empty dict", got=nothing, want={})
    whole = student.vector_to_parameters(np.arange(6), ["W"], [(2, 3)])
    double_precision(entries(whole, "W")[0], "W of whole numbers")


@check(
    "vector_to_parameters",
    points=1,
    kind="property",
    hint="Read as parameters_to_vector wrote, row by row. The shape () takes one entry, (2, 0) "
    "none. What comes back are copies, of floats; entries too many or too few: ValueError.",
)
@given(some_parameters(), examples=10)
def vector_to_parameters_undoes_it(
    student: Student, ref: Reference, parameters: Network, keys: list[str]
) -> None:
    """What parameters_to_vector made of parameters becomes these again; copies, float64."""
    theta = np.array([float(v) for key in keys for v in parameters[key].ravel()])
    shapes = [parameters[key].shape for key in keys]
    found = unchanged(student.vector_to_parameters, theta, keys, shapes)
    for key, value in zip(keys, entries(found, *keys), strict=True):
        close(value, parameters[key].astype(np.float64), what=key)
        double_precision(value, key)
    require(len(found) == len(keys), "there must be no other keys", got=list(found), want=keys)
    whole = student.vector_to_parameters(np.arange(6), ["W"], [(2, 3)])
    double_precision(entries(whole, "W")[0], "W of whole numbers")
    nothing = student.vector_to_parameters(np.zeros(0), [], [])
    require(nothing == {}, "of no entries and no keys comes an empty dict", got=nothing, want={})
    refuses(student.vector_to_parameters, np.append(theta, 1.0), keys, shapes)
    fresh(student.vector_to_parameters, theta, keys, shapes)


# forward_difference


@check(
    "forward_difference",
    points=1,
    kind="example",
    public=True,
    hint="(12.25 − 9)/0.5: one point at x, one at x + h, and their distance below.",
)
def forward_difference_by_hand(student: Student, ref: Reference) -> None:
    """f(x) = x² at x = 3 with h = 1/2: (3.5² − 3²)/0.5 = 6.5, for two calls of f."""
    f = OfNumbers(lambda x: x * x)
    close(student.forward_difference(f, 3.0, 0.5), 6.5)
    asked_at(f, [3.0, 3.5], "f must be asked twice: once at x, and once at x + h")


def polynomials() -> Any:
    """x, h and coefficients."""
    return draw.drawn(
        x=draw.normal(scale=3.0),
        h=draw.uniform(low=0.02, high=1.5),
        a=draw.normal(),
        b=draw.normal(),
        c=draw.normal(),
    )


def a_polynomial(*coefficients: float) -> OfNumbers:
    """The one with these coefficients, the highest power's first."""
    return OfNumbers(lambda t: float(np.polyval(coefficients, t)))


@check(
    "forward_difference",
    points=1,
    kind="property",
    hint="Of a line the quotient is the slope, of a·x² it is a·(2x + h). Two calls are enough.",
)
@given(polynomials(), examples=8)
def forward_difference_is_off_by_h(
    student: Student, ref: Reference, x: float, h: float, a: float, b: float, c: float
) -> None:
    """f = a·x² + b·x + c gives a·(2x + h) + b, and b for a = 0; f is asked at x and x + h."""
    for curve in (a, 0.0):
        f = a_polynomial(curve, b, c)
        found = student.forward_difference(f, x, h)
        close(found, curve * (2 * x + h) + b, rtol=1e-9, atol=1e-9)
        asked_at(f, [x, x + h], "f must be asked twice: once at x, and once at x + h")


# central_difference


@check(
    "central_difference",
    points=1,
    kind="example",
    public=True,
    hint="(343 − 1)/6: the two points lie 2h apart. Two calls of f are enough.",
)
def central_difference_by_hand(student: Student, ref: Reference) -> None:
    """f(x) = x³ at x = 4 with h = 3: (7³ − 1³)/6 = 57, for two calls of f."""
    f = OfNumbers(lambda x: x**3)
    close(student.central_difference(f, 4.0, 3.0), 57.0)
    asked_at(f, [1.0, 7.0], "f must be asked twice: once at x − h, and once at x + h")


@check(
    "central_difference",
    points=1,
    kind="property",
    hint="From x − h to x + h, over 2h: for a parabola that is exact, and half the step leaves a "
    "quarter of the error.",
)
@given(polynomials(), examples=6)
def central_difference_is_off_by_h_squared(
    student: Student, ref: Reference, x: float, h: float, a: float, b: float, c: float
) -> None:
    """a·x³ + b·x² + c·x gives a·(3x² + h²) + 2b·x + c; for e^x the error falls with h²."""
    for cubic in (a, 0.0):
        f = a_polynomial(cubic, b, c, 0.0)
        found = student.central_difference(f, x, h)
        close(found, cubic * (3 * x * x + h * h) + 2 * b * x + c, rtol=1e-9, atol=1e-8)
        asked_at(f, [x - h, x + h], "f must be asked twice: once at x − h, and once at x + h")
    f = OfNumbers(lambda t: np.exp(t / 3))
    errors = []
    for step in (0.1, 0.05):
        slope = finite(student.central_difference(f, x, step), "the slope")
        errors.append(abs(slope - np.exp(x / 3) / 3))
    law = "of e^(x/3) the error with h = 0.1 must be four times that with h = 0.05"
    require(3.9 * errors[1] < errors[0] < 4.1 * errors[1], law, got=errors)


# numeric_gradient


@check(
    "numeric_gradient",
    points=1,
    kind="example",
    public=True,
    hint="(27 + 15 − 1 − 5)/2 = 18 and (8 + 12 − 8 − 8)/2 = 2: one entry moves, the other is put "
    "back. A table of whole numbers has a slope in each of its entries, for two calls each; of no "
    "entries there is an empty one.",
)
def numeric_gradient_by_hand(student: Student, ref: Reference) -> None:
    """The handout's gradient is [18, 2], that of Σ w·t is w; whole numbers, too; 2N + 2 calls."""
    f = OfArrays((2,), lambda t: t[0] ** 3 + t[0] * t[1])
    close(student.numeric_gradient(f, np.array([2.0, 5.0]), 1.0), np.array([18.0, 2.0]))
    require(f.calls <= 6, "for two entries f may be called 6 times", got=f.calls, want="at most 6")
    # Of whole numbers nothing is left over when a step is taken back; of these there is.
    unchanged(student.numeric_gradient, f, np.array([0.1, 0.7]))
    w = np.array([[3.0, -1.0, 2.0], [0.5, 4.0, -2.0]])
    f = OfArrays((2, 3), lambda t: np.sum(w * t))
    whole = np.array([[1, 2, 3], [4, 5, 6]])
    found = student.numeric_gradient(f, whole)
    close(found, w, rtol=0, atol=1e-6)
    double_precision(found, "the gradient")
    require(
        f.calls <= 14, "for six entries f may be called 14 times", got=f.calls, want="14 or less"
    )
    moves_one_at_a_time(f.asked, whole.astype(np.float64), 1e-6)
    for none in ((0,), (2, 0)):
        found = student.numeric_gradient(OfArrays(none, np.sum), np.zeros(none))
        close(found, np.zeros(none), what="the gradient in no entries")


@check(
    "numeric_gradient",
    points=2,
    kind="property",
    hint="For a quadratic function central differences are exact, with any step. Is each entry "
    "back in its place before the next one moves?",
)
@given(at_a_point(A=a_square, b=a_row()), epsilon=draw.number(0.005, 0.5), examples=7)
def numeric_gradient_of_quadratics(
    student: Student,
    ref: Reference,
    shape: tuple[int, ...],
    theta: Array,
    A: Array,
    b: Array,
    epsilon: float,
) -> None:
    """The gradient of ½·tᵀAt + b·t is exact with any ε, for theta of one to three axes; float64."""
    f, gradient = a_quadratic(shape, A, b)
    found = student.numeric_gradient(f, theta, epsilon)
    close(found, gradient(theta), rtol=1e-8, atol=1e-8)
    double_precision(found, "the gradient")


@check(
    "numeric_gradient",
    points=1,
    kind="property",
    hint="Central differences, with two calls of f for an entry. A step of 1e-6 counts where theta "
    "holds whole numbers, too; and of no entries the gradient has none.",
)
@given(at_a_point(scale=1.5, w=a_row(), v=a_row()), examples=6)
def numeric_gradient_of_waves(
    student: Student,
    ref: Reference,
    shape: tuple[int, ...],
    theta: Array,
    w: Array,
    v: Array,
) -> None:
    """Gradients of sin and exp are right to 1e-7; at whole numbers, too; in 2N + 2 calls of f."""
    whole = np.rint(theta).astype(np.int64)
    for at in (theta, whole):
        f, gradient = a_wave(shape, w, v)
        found, floats = student.numeric_gradient(f, at), at.astype(np.float64)
        close(found, gradient(floats), rtol=RIGHT, atol=RIGHT)
        moves_one_at_a_time(f.asked, floats, 1e-6)
        most = 2 * theta.size + 2
        law = f"for {theta.size} entries f may be called {most} times"
        require(f.calls <= most, law, got=f.calls, want=f"at most {most}")
    for none in ((0,), (2, 0)):
        found = student.numeric_gradient(OfArrays(none, np.sum), np.zeros(none))
        close(found, np.zeros(none), what="the gradient in no entries")


@check(
    "numeric_gradient",
    points=1,
    kind="purity",
    hint="f is asked about theta with one entry moved, by epsilon up and by epsilon down, and all "
    "others as they were given. Afterwards theta is what it was, to the last digit: what is added "
    "and taken away again leaves a rounding error.",
)
@given(
    at_a_point(scale=30.0, A=a_square, b=a_row()),
    epsilon=draw.options(1e-6, 1e-5, 1e-4, 1e-3),
    examples=6,
)
def numeric_gradient_leaves_theta(
    student: Student,
    ref: Reference,
    shape: tuple[int, ...],
    theta: Array,
    A: Array,
    b: Array,
    epsilon: float,
) -> None:
    """theta is the same afterwards; f sees one entry moved, by epsilon; the gradient is right."""
    size = max(1.0, float(np.abs(theta).max()))
    f, gradient = a_quadratic(shape, A / size, b)
    found = unchanged(student.numeric_gradient, f, theta, epsilon)
    close(found, gradient(theta), rtol=1e-5, atol=1e-5, what="the gradient")
    moves_one_at_a_time(f.asked, theta, epsilon)


# relative_difference


@check(
    "relative_difference",
    points=1,
    kind="example",
    public=True,
    hint="‖(3, 4)‖ = 5, and ‖(6, 8)‖ = 10: 5/15, whichever comes first. From (−3, 4) it is 6 away. "
    "Nothing over nothing is 0, but a length of 1e-9 is not nothing.",
)
def relative_difference_by_hand(student: Student, ref: Reference) -> None:
    """From (3, 4) to itself d is 0, to (6, 8) 1/3, to (−3, 4) 0.6, to 0 it is 1; matrices, too."""
    g, zero = np.array([3.0, 4.0]), np.zeros(2)
    twice, turned = np.array([6.0, 8.0]), np.array([-3.0, 4.0])
    M = np.array([[3.0, 0.0, 0.0], [0.0, 4.0, 0.0]])
    pairs = (g, g, 0), (g, twice, 1 / 3), (twice, g, 1 / 3), (g, turned, 0.6), (g, zero, 1)
    short = 2e-10 * g, 2e-10 * twice, 1 / 3
    for one, other, want in (*pairs, short, (M, M * [-1.0, 1.0, 1.0], 0.6)):
        close(unchanged(student.relative_difference, one, other), want)
    close(student.relative_difference(zero, zero), 0.0, what="The difference of zero and zero")


def of_the_shape(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Array:
    """An array of the drawn shape."""
    found: Array = draw.normal(*fields["shape"])(rng, sizes, fields)
    return found


def two_gradients() -> Any:
    """A gradient and another, of one shape."""
    return draw.drawn(shape=draw.choice(SHAPES), grad=of_the_shape, other=of_the_shape)


@check(
    "relative_difference",
    points=1,
    kind="property",
    hint="Other units multiply both lengths and the distance alike, so the quotient stays what "
    "it is. Does yours, for gradients of size 1e-9?",
)
@given(two_gradients(), scale=draw.options(1e-9, 1e-6, 1e-3, 1e3, 1e9), examples=10)
def relative_difference_has_no_units(
    student: Student,
    ref: Reference,
    shape: tuple[int, ...],
    grad: Array,
    other: Array,
    scale: float,
) -> None:
    """d is symmetric, the same for c·g and c·n, and 1 for g and −g; the arguments stay."""
    want = apart(grad, other)
    found = unchanged(student.relative_difference, other, grad)
    close(found, want, atol=0, what="The one of (n, g)")
    found = student.relative_difference(scale * grad, scale * other)
    close(found, want, atol=0, what=f"The one of {scale:g}·g and {scale:g}·n")
    close(student.relative_difference(grad, -grad), 1.0, what="The one of g and −g")


@check(
    "relative_difference",
    points=1,
    kind="property",
    hint="One length for the whole array, whatever its shape: the root of the sum of all squares.",
)
@given(two_gradients(), near=draw.options(1.0, 1e-3, 1e-6), examples=12)
def relative_difference_is_of_lengths(
    student: Student, ref: Reference, shape: tuple[int, ...], grad: Array, other: Array, near: float
) -> None:
    """‖g − n‖/(‖g‖ + ‖n‖) with ‖v‖² = Σ v², for one to three axes, far and near."""
    gradapprox = grad + near * other
    want = apart(grad, gradapprox)
    close(student.relative_difference(grad, gradapprox), want, atol=0)


# gradient_check


def checked(got: Any) -> tuple[bool, float]:
    """The verdict and the difference of a check."""
    ok, difference = entries(got, "ok", "difference")
    verdict = scalar(ok, "ok")
    require(verdict in (0, 1), "ok must be True or False", got=ok, want="True or False")
    return bool(verdict), scalar(difference, "the difference")


def says(got: Any, ok: bool, what: str) -> float:
    """The check's difference, if its verdict is the right one."""
    verdict, difference = checked(got)
    require(verdict == ok, f"{what} is {'' if ok else 'not '}ok", got=got, want=f"ok: {ok}")
    return difference


@check(
    "gradient_check",
    points=1,
    kind="example",
    public=True,
    hint="The slopes of t₀² + t₁² at (1, −2) are (2, −4). From (2, 4) they are 8/(2√20) away. Is "
    "any number less than NaN? With ε = 1 the slope of t₀³ at 2 is (27 − 1)/2 = 13.",
)
def gradient_check_by_hand(student: Student, ref: Reference) -> None:
    """Of t₀² + t₁², (2t₀, 2t₁) is ok, at the minimum too; (2t₀, −2t₁) is not, and NaN never is.

    At [1, −2], that is, where (2t₀, −2t₁) is ok for a threshold of 1 alone. And t₀³ at 2 with
    ε = 1: the slope 12 is 1/25 from the numeric 13.
    """
    cube, slope = OfArrays((1,), lambda t: t[0] ** 3), OfArrays((1,), lambda t: 3 * t**2)
    d = says(student.gradient_check(cube, slope, np.array([2.0]), 1.0), False, "3t₀² with ε = 1")
    close(d, 1 / 25, what="The difference of 3t₀² with ε = 1")
    theta = np.array([1.0, -2.0])
    f = OfArrays((2,), lambda t: np.sum(t**2))
    right, wrong = OfArrays((2,), lambda t: 2 * t), OfArrays((2,), lambda t: t * [2.0, -2.0])
    d = says(unchanged(student.gradient_check, f, right, theta), True, "(2t₀, 2t₁)")
    require(0 <= d < RIGHT, "the difference of (2t₀, 2t₁) must be below 1e-7", got=d)
    unchanged(student.gradient_check, f, right, np.array([0.1, 0.7]))
    for threshold in ((), (1e-6, 1.0)):
        where = f"(2t₀, −2t₁) with {'threshold 1' if threshold else 'the default threshold'}"
        got = student.gradient_check(f, wrong, theta, *threshold)
        d = says(got, bool(threshold), where)
        close(d, 4 / np.sqrt(20), rtol=1e-5, what="The difference of (2t₀, −2t₁)")
    require(wrong.calls == 2, "grad_f must be called once", got=wrong.calls / 2, want=1)
    d_of_none = says(student.gradient_check(f, right, np.zeros(2)), True, "0 at the minimum")
    close(d_of_none, 0.0, rtol=0, atol=0, what="The difference of two zero gradients")
    says(student.gradient_check(f, wrong, theta, 1e-6, d), True, "A difference at the threshold")
    unknown = OfArrays((2,), lambda t: np.array([2 * t[0], np.nan]))
    verdict = entries(student.gradient_check(f, unknown, theta), "ok")[0]
    require(scalar(verdict, "ok") == 0, "a gradient that holds NaN is not ok", got=verdict)


def a_neuron(shape: tuple[int, ...], X: Array, y: Array) -> tuple[OfArrays, Callable[..., Any]]:
    """The cross-entropy of a neuron without a bias, of its weights; and the gradient."""

    def value(w: Array) -> Any:
        z = w @ X
        return np.mean(np.logaddexp(0.0, z) - y * z)

    def gradient(w: Array) -> Array:
        found: Array = X @ ((1 + np.tanh(w @ X / 2)) / 2 - y) / y.size
        return found

    return OfArrays(shape, value), gradient


KINDS = "quadratic", "wave", "neuron"


def a_function(kind: str, theta: Array, A: Array, b: Array, y: Array) -> Any:
    """A function of that kind, and its gradient."""
    if kind == "neuron":
        return a_neuron(theta.shape, A, y)
    if kind == "wave":
        return a_wave(theta.shape, A[0], b)
    return a_quadratic(theta.shape, A, b)


def spoiled(g: Array, how: str, at: int) -> Array:
    """A gradient as a mistake makes it."""
    wrong = g.copy()
    if how == "one sign":
        wrong[at] = -g[at]
    elif how == "one percent":
        wrong *= 1.01
    elif how == "two swapped":
        other = (at + 1) % g.size
        wrong[[at, other]] = g[[other, at]]
    elif how == "not averaged":
        wrong *= g.size + 1
    elif how == "one entry off":
        wrong[at] += 2e-3 * size_of(g)
    elif how == "errors that cancel":
        wrong[at] += 0.3 * size_of(g)
        wrong[(at + 1) % g.size] -= 0.3 * size_of(g)
    return wrong


MISTAKES = (
    "one sign",
    "one percent",
    "two swapped",
    "not averaged",
    "one entry off",
    "errors that cancel",
)
# Two at a time, so that each of them comes first once, and once second.
PAIRS = tuple(zip(MISTAKES, MISTAKES[1:] + MISTAKES[:1], strict=True))


def as_wrong(how: str, at: int, units: float, g: Array) -> Array:
    """A wrong gradient in other units."""
    return units * spoiled(g, how, at)


def claimed(theta: Array, gradient: Callable[..., Any], change: Callable[..., Any]) -> OfArrays:
    """A function that claims to be a gradient: what `change` makes of the right one."""
    return OfArrays(theta.shape, lambda t: change(gradient(t)))


def in_units(units: float, f: OfArrays) -> OfArrays:
    """f in other units."""
    return OfArrays(f.shape, lambda t: units * f.value(t))


def suspects(most: int) -> Any:
    """Functions of 2 to `most` numbers, one of each kind, and where their gradients are wrong."""
    return draw.drawn(
        sizes={"n": (2, most)},
        theta=draw.normal("n"),
        A=a_square,
        b=draw.normal("n"),
        y=draw.integers("n", low=0, high=1),
        at=lambda rng, sizes, _: int(rng.integers(sizes["n"])),
    )


def is_no_trifle(one: dict[str, Any]) -> bool:
    """The gradients are neither short nor long, and all of the mistakes change them."""
    for kind in KINDS:
        _, gradient = a_function(kind, *(one[name] for name in ("theta", "A", "b", "y")))
        g = gradient(one["theta"])
        wrong = [apart(spoiled(g, how, one["at"]), g) for how in MISTAKES]
        if not (0.1 < size_of(g) < 10 and min(wrong) > 5e-4):
            return False
    return True


@check(
    "gradient_check",
    points=3,
    kind="property",
    hint="Compare all entries at once, relative to their size. Right must pass and wrong must not, "
    "whatever the units of f: both verdicts count.",
)
@given(
    suspects(4).filter(is_no_trifle),
    kind=draw.options(*KINDS),
    how=draw.options(*PAIRS),
    examples=6,
)
def gradient_check_tells_right_from_wrong(
    student: Student,
    ref: Reference,
    theta: Array,
    A: Array,
    b: Array,
    y: Array,
    at: int,
    kind: str,
    how: tuple[str, str],
) -> None:
    """A right gradient is ok and below 1e-7; a wrong one is not, and its difference is right.

    The right one is that of a billion times f, and a wrong one that of a billionth.
    """
    plain, gradient = a_function(kind, theta, A, b, y)
    g = gradient(theta)
    f = in_units(1e9, plain)
    right = claimed(theta, gradient, lambda g: 1e9 * g)
    d = says(student.gradient_check(f, right, theta), True, "a right gradient")
    require(0 <= d < RIGHT, "the difference of a right gradient must be below 1e-7", got=d)
    for one, units in zip(how, (1e-9, 1.0), strict=True):
        f = in_units(units, plain)
        wrong = claimed(theta, gradient, partial(as_wrong, one, at, units))
        got = student.gradient_check(f, wrong, theta)
        d = says(got, False, f"a wrong gradient ({one})")
        want = apart(spoiled(g, one, at), g)
        close(d, want, rtol=0.01, atol=0, what=f"The difference of a wrong gradient ({one})")


@check(
    "gradient_check",
    points=1,
    kind="property",
    hint="ok says difference ≤ threshold, and nothing else; no number is less than NaN. epsilon is "
    "the step of the numeric gradient, and threshold has no part in that.",
)
@given(
    suspects(3).filter(is_no_trifle),
    kind=draw.options(*KINDS),
    how=draw.options("one sign", "one percent", "errors that cancel"),
    epsilon=draw.options(1e-3, 1e-4),
    examples=3,
)
def gradient_check_keeps_to_the_threshold(
    student: Student,
    ref: Reference,
    theta: Array,
    A: Array,
    b: Array,
    y: Array,
    at: int,
    kind: str,
    how: str,
    epsilon: float,
) -> None:
    """ok says whether the difference is at most threshold; two zeros are ok, and NaN is not."""
    f, gradient = a_function(kind, theta, A, b, y)
    wrong = claimed(theta, gradient, partial(as_wrong, how, at, 1.0))
    d = checked(unchanged(student.gradient_check, f, wrong, theta, epsilon, 1e-6))[1]
    moves_one_at_a_time(f.asked, theta, epsilon)
    require(wrong.calls == 1, "grad_f must be called once", got=wrong.calls, want=1)
    want = apart(wrong.value(theta), gradient(theta))
    close(d, want, rtol=0.01, atol=0, what="The difference of a wrong gradient")
    for threshold, ok in ((d, True), (d / 2, False)):
        got = student.gradient_check(f, wrong, theta, epsilon, threshold)
        says(got, ok, f"a difference of {d:.3g} with the threshold {threshold:.3g}")
    f.asked.clear()
    for factor, ok in ((1 + 1e-6, True), (1 + 4e-6, False)):
        near = claimed(theta, gradient, partial(np.multiply, factor))
        got = student.gradient_check(f, near, theta)
        says(got, ok, f"{factor:.6f} times the gradient, with the default threshold,")
    moves_one_at_a_time(f.asked, theta, 1e-6)
    unknown = claimed(theta, gradient, lambda g: np.where(np.arange(g.size) == at, np.nan, g))
    verdict = entries(student.gradient_check(f, unknown, theta), "ok")[0]
    require(scalar(verdict, "ok") == 0, "a gradient that holds NaN is not ok", got=verdict)
    valley = OfArrays(theta.shape, lambda t: np.sum(t**2))
    flat = claimed(theta, lambda t: 2 * t, np.array)
    says(student.gradient_check(valley, flat, 0 * theta), True, "0 at a minimum, of numeric 0,")


# check_parameters


@check(
    "check_parameters",
    points=1,
    kind="example",
    public=True,
    hint="The slopes are (4, 3) in W, (20, 5) in b, 2 in c and 7 in v. Each parameter has a "
    "difference of its own. b is furthest off, but not relative to its length. With ε = 1 the "
    "slope of u³ at 2 is (27 − 1)/2 = 13. Where a right gradient is 1/3 off, a factor is 2.",
)
def check_parameters_by_hand(student: Student, ref: Reference) -> None:
    """Differences of W, b, c, v are 1, 1/5, 0 and 1/15, and W is worst; nothing is changed.

    The cost is W₀² + 3W₁ + 5b₀b₁ + 2c + 7v at W = (2, 1), b = (1, 4), c = v = 1, and the
    gradients are dW = 0, db = (30, 7.5), dc = 2, dv = 8. And u³ at 2 with ε = 1: the slope 12 is
    1/25 from the numeric 13.
    """
    parameters = {"W": np.array([[2.0], [1.0]]), "b": np.array([[1.0], [4.0]])}
    parameters |= {"c": np.ones(1), "v": np.ones(1)}
    gradients = {"dW": np.zeros((2, 1)), "db": np.array([[30.0], [7.5]]), "dc": np.array([2.0])}
    gradients |= {"dv": np.array([8.0]), "dA": np.ones((2, 3))}

    def value(at: Network) -> float:
        (W0, W1), (b0, b1), (c,), (v,) = (at[name].ravel() for name in "Wbcv")
        return float(W0**2 + 3 * W1 + 5 * b0 * b1 + 2 * c + 7 * v)

    cost = OfParameters(parameters, value)
    got = unchanged(student.check_parameters, cost, gradients, parameters)
    differences, worst = unpack(got, "differences", "worst")
    W, b, c, v = entries(differences, "W", "b", "c", "v")
    law = "the difference of c, whose gradient is right, must be below 1e-7"
    require(0 <= scalar(c, "c") < RIGHT, law, got=c)
    close(W, 1.0, what="The difference of W")
    close(b, 0.2, what="The difference of b")
    close(v, 1 / 15, what="The difference of v")
    require(isinstance(worst, str) and worst == "W", "the worst is W", got=worst, want="W")
    alone = {"u": np.array([2.0])}
    cube = OfParameters(alone, lambda at: float(at["u"][0] ** 3))
    got = student.check_parameters(cube, {"du": np.array([12.0])}, alone, 1.0)
    (u,) = entries(unpack(got, "differences", "worst")[0], "u")
    close(u, 1 / 25, what="The difference of u, with ε = 1,")


def a_network(X: Array, Y: Array) -> Callable[[Network], tuple[float, Network]]:
    """The cost of a network with a hidden layer of tanh units, and its gradients under W1 …"""

    def both(p: Network) -> tuple[float, Network]:
        m = X.shape[1]
        A1 = np.tanh(p["W1"] @ X + p["b1"])
        Z2 = p["W2"] @ A1 + p["b2"]
        cost = float(np.sum(np.logaddexp(0.0, Z2) - Y * Z2) / m)
        dZ2 = ((1 + np.tanh(Z2 / 2)) / 2 - Y) / m
        dZ1 = (p["W2"].T @ dZ2) * (1 - A1**2)
        grads = {"W1": dZ1 @ X.T, "b1": dZ1.sum(axis=1, keepdims=True)}
        return cost, grads | {"W2": dZ2 @ A1.T, "b2": dZ2.sum(axis=1, keepdims=True)}

    return both


def a_network_of(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Network:
    """W1, b1, W2, b2 in an order of their own."""
    n_x, n_h, n_y = (sizes[name] for name in ("n_x", "n_h", "n_y"))
    shapes = {"W1": (n_h, n_x), "b1": (n_h, 1), "W2": (n_y, n_h), "b2": (n_y, 1)}
    order = [str(name) for name in rng.permutation(list(shapes))]
    return {name: draw.normal(*shapes[name])(rng, sizes, fields) for name in order}


# The parameters whose gradients may be wrong.
GUILTY = draw.options("W1", "b1", "W2", "b2")


def networks() -> Any:
    """A network and its data."""
    return draw.drawn(
        sizes={"n_x": (2, 3), "n_h": (1, 2), "n_y": (1, 2), "m": (3, 6)},
        X=draw.normal("n_x", "m"),
        Y=draw.integers("n_y", "m", low=0, high=1),
        parameters=a_network_of,
    )


def has_slopes(one: dict[str, Any]) -> bool:
    """No parameter's gradient is too short to be compared, nor one of its entries."""
    grads = a_network(one["X"], one["Y"])(one["parameters"])[1]
    return bool(min(np.abs(g).min() for g in grads.values()) > 1e-3)


def one_spoiled(g: Array, how: str) -> Array:
    """The gradient of one parameter as a mistake makes it; another one, whatever its shape."""
    if how == "transposed" and g.shape[0] == g.shape[1] > 1:
        return g.T
    if how == "one sign":
        wrong = g.copy()
        wrong[-1, -1] *= -1
        return wrong
    return -g if how == "sign" else 5 * g


@check(
    "check_parameters",
    points=2,
    kind="property",
    hint="One numeric gradient for each parameter, with all entries of it and all others held "
    "fixed, from ε below to ε above: a difference of 1/3 is a factor of 2. The name that you "
    "return is that of the largest difference.",
)
@given(
    networks().filter(has_slopes),
    guilty=GUILTY,
    how=draw.options("sign", "one sign", "factor", "transposed"),
    examples=4,
)
def check_parameters_finds_the_guilty(
    student: Student,
    ref: Reference,
    X: Array,
    Y: Array,
    parameters: Network,
    guilty: str,
    how: str,
) -> None:
    """Of a network's gradients one is wrong: it is the worst, and the others are below 1e-6.

    Or two are: the shortest by a factor of 1.3, and the longest, further away, by one of 1.2.
    """
    both = a_network(X, Y)
    right = both(parameters)[1]
    given_ones = {f"d{name}": value for name, value in right.items()}
    given_ones |= {f"d{guilty}": one_spoiled(right[guilty], how), "dA1": np.ones((2, 2))}
    cost = OfParameters(parameters, lambda p: both(p)[0])
    got = student.check_parameters(cost, given_ones, parameters)
    differences, worst = unpack(got, "differences", "worst")
    for name, value in zip(parameters, entries(differences, *parameters), strict=True):
        found = scalar(value, f"the difference of {name}")
        if name == guilty:
            want = apart(given_ones[f"d{name}"], right[name])
            close(
                found, want, rtol=1e-3, what=f"The difference of {name}, whose gradient is wrong,"
            )
        else:
            law = f"the difference of {name}, whose gradient is right, must be below 1e-6"
            require(0 <= found < 1e-6, law, got=value)
    named = isinstance(worst, str) and worst == guilty
    require(named, f"the worst is {guilty}", got=worst, want=guilty)
    lengths = {name: size_of(value) for name, value in right.items()}
    short, long = min(lengths, key=lengths.__getitem__), max(lengths, key=lengths.__getitem__)
    two = {f"d{name}": value for name, value in right.items()}
    two |= {f"d{long}": 1.2 * right[long], f"d{short}": 1.3 * right[short]}
    worst = unpack(student.check_parameters(cost, two, parameters), "differences", "worst")[1]
    law = f"the worst is {short}, with a factor of 1.3, and not {long}, with one of 1.2"
    require(isinstance(worst, str) and worst == short, law, got=worst, want=short)


@check(
    "check_parameters",
    points=1,
    kind="purity",
    hint="cost is asked about all the parameters with one entry moved, by epsilon up and by "
    "epsilon down. What was handed in is somebody else's, and stays as it is. The differences must "
    "be right.",
)
@given(networks().filter(has_slopes), guilty=GUILTY, epsilon=draw.options(1e-4, 1e-5), examples=4)
def check_parameters_leaves_all_as_it_is(
    student: Student,
    ref: Reference,
    X: Array,
    Y: Array,
    parameters: Network,
    guilty: str,
    epsilon: float,
) -> None:
    """Both dicts stay as they are; cost sees one entry moved, by epsilon; differences are right."""
    both = a_network(X, Y)
    right = both(parameters)[1]
    given_ones = {f"d{name}": value for name, value in right.items()}
    given_ones[f"d{guilty}"] = 2 * right[guilty]
    order = sorted(parameters)
    theta = np.concatenate([parameters[name].ravel() for name in order])
    steps: tuple[tuple[float, ...], ...] = (epsilon,), ()
    for step in steps:
        cost = OfParameters(parameters, lambda p: both(p)[0])
        got = unchanged(student.check_parameters, cost, given_ones, parameters, *step)
        found = entries(unpack(got, "differences", "worst")[0], *parameters)
        asked = [np.concatenate([at[name].ravel() for name in order]) for at in cost.asked]
        whole = f"all parameters ({', '.join(order)}, in a row)"
        moves_one_at_a_time(asked, theta, *(step or (1e-6,)), "cost", whole)
        for name, value in zip(parameters, found, strict=True):
            want = 1 / 3 if name == guilty else 0.0
            how = "twice the right one" if want else "right"
            what = f"The difference of {name}, whose gradient is {how},"
            close(value, want, rtol=1e-3, atol=1e-5, what=what)


# kink_coordinates


def places(got: Any, want: list[int]) -> None:
    """`got` is a rising list of these whole numbers."""
    found = sequence(got, what="the list of kinks")
    numbers = [scalar(one, "an entry of the list") for one in found]
    no_masks = all(array(one).dtype.kind in "iu" for one in found)
    require(no_masks, "the list must hold places, whole numbers", got=got, want=want)
    require(numbers == want, "the list of kinks is another one", got=got, want=want)


@check(
    "kink_coordinates",
    points=1,
    kind="example",
    public=True,
    hint="|t| has the slopes −1 and 1 on the two sides of 0, and a kink only there. The slope of "
    "−2|t| falls by 4, and that of relu grows from 0 to 1. A step of 0.5 from 0.3 reaches over 0.",
)
def kink_coordinates_by_hand(student: Student, ref: Reference) -> None:
    """Kinks of |t|, −2|t| and relu at 0 are listed, if the slopes differ by more than tol.

    For (t₀ − 1)² + |t₁| + |t₂| − 2|t₃| + 3t₄ + relu(t₅) at [1, 0, 2, 0, 0, 0] that is [1, 3, 5];
    with tol = 1.5 it is [1, 3], with tol = 4 none. For |t₀| + 3t₁ at [0.3, 1] with ε = 0.5 the
    slopes are 1 and 0.2 in t₀.
    """

    def value(t: Array) -> Any:
        return (t[0] - 1) ** 2 + abs(t[1]) + abs(t[2]) - 2 * abs(t[3]) + 3 * t[4] + max(t[5], 0)

    theta = np.array([1.0, 0.0, 2.0, 0.0, 0.0, 0.0])
    # The step of 2**-16 is exact: the gaps are 2 and 4, and not a rounding more.
    for tolerance, want in (((), [1, 3, 5]), ((1e-5, 1.5), [1, 3]), ((2.0**-16, 4.0), [])):
        got = unchanged(student.kink_coordinates, OfArrays((6,), value), theta, *tolerance)
        places(got, want)
    near = np.array([0.3, 1.0])
    f = OfArrays((2,), lambda t: abs(t[0]) + 3 * t[1])
    for epsilon, want in ((0.5, [0]), (0.2, [])):
        places(student.kink_coordinates(f, near, epsilon, 0.5), want)


def bends(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Array:
    """How much each slope jumps at its kink: in a third of them little more than tol, or less."""
    size = rng.uniform(0.03, 2.0, size=sizes["n"])
    small = np.where(rng.random(sizes["n"]) < 0.5, 0.007, 0.015)
    size = np.where(rng.random(sizes["n"]) < 1 / 3, small, size)
    found: Array = size * rng.choice([-1.0, 1.0], size=sizes["n"])
    return found


def away(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Array:
    """How far each entry lies from its kink: in half of them not at all."""
    far = rng.uniform(0.01, 1.0, size=sizes["n"]) * rng.choice([-1.0, 1.0], size=sizes["n"])
    found: Array = np.where(rng.random(sizes["n"]) < 0.5, 0.0, far)
    return found


@check(
    "kink_coordinates",
    points=1,
    kind="property",
    hint="Compare the slope to the right with the slope to the left, in one direction and the "
    "other, with tol. f decides, not theta: a kink may lie anywhere.",
)
@given(
    draw.drawn(
        sizes={"n": (2, 5)},
        theta=draw.normal("n", scale=1.5),
        bend=bends,
        far=away,
    ),
    leaning=draw.options(False, True),
    tol=draw.options(0.004, 0.3),
    examples=8,
)
def kink_coordinates_finds_them(
    student: Student,
    ref: Reference,
    theta: Array,
    bend: Array,
    far: Array,
    leaning: bool,
    tol: float,
) -> None:
    """Exactly the entries at kinks where slopes differ by more than tol are listed; theta stays."""
    kink = theta - far

    def value(t: Array) -> Any:
        # Of a turned relu the slope jumps as much, and the same way.
        sides = np.maximum(0.0, kink - t) if leaning else np.maximum(0.0, t - kink)
        # Beside a slope of 20 a gap of 0.1 is small, and a kink all the same.
        return bend @ sides + np.sin(t).sum() + 0.5 * np.sum(t**2) + 20 * t.sum()

    for tolerance in ((), (1e-4, tol)):
        f = OfArrays(theta.shape, value)
        least = tolerance[1] if tolerance else 1e-2
        want = [i for i in range(theta.size) if far[i] == 0 and abs(bend[i]) > least]
        places(unchanged(student.kink_coordinates, f, theta, *tolerance), want)
        moves_one_at_a_time(f.asked, theta, tolerance[0] if tolerance else 1e-5)
