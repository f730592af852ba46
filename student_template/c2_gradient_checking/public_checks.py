"""The public checks of A checker for gradients; run them with `grade check`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
import numpy as np
from grader.authoring import Array, Reference, Student, array, check, close, double_precision, entries, fresh, refuses, require, scalar, sequence, unchanged, unpack


Network = dict[str, Array]


LOOSE = 1e-3


RIGHT = 1e-7


MOST_NOTED = 400


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
