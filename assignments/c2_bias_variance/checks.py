"""The checks of "Diagnosing bias and variance".

Each states one law of the exercise that its name starts with. Nothing here may touch a
student's value before one of the comparing helpers has looked at its type and shape.
"""

from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from common.datasets import waves
from grader.authoring import (
    Array,
    Reference,
    Student,
    check,
    close,
    double_precision,
    draw,
    entries,
    equal,
    finite,
    given,
    numbers,
    refuses,
    require,
    scalar,
    sequence,
    unchanged,
    unpack,
)

WORDS = ("cat", "dog", "catfish", "10", "1")
# A difference this near the tolerance may be rounded to either side of it.
TIE = 1e-6


# What the checks share


def two_rows(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> NDArray[np.int64]:
    """Labels 0 … 4 and predictions, of which some agree, and some only begin alike."""
    rows = rng.integers(5, size=(2, sizes["rows"] * sizes["columns"]))
    # Predictions may be longer words than all of the labels, or reals beside whole numbers.
    rows[0] = np.where(rng.random() < 0.5, np.array([0, 1, 0, 4, 4])[rows[0]], rows[0])
    rows[1] = np.where(rng.random(rows.shape[1]) < 0.4, rows[0], rows[1])
    return rows


def two_shapes(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> list[tuple[int, ...]]:
    """Two shapes of as many entries."""
    rows, columns = sizes["rows"], sizes["columns"]
    shapes = [(rows * columns,), (rows, columns), (columns, rows), (1, -1), (-1, 1)]
    return [shapes[int(place)] for place in rng.integers(len(shapes), size=2)]


def labels_of(row: NDArray[np.int64], shape: tuple[int, ...], kind: str) -> Any:
    """Labels as an array of digits, of zeros and ones, of halves, or as a list of words."""
    if kind == "words":  # arrays of words cross no wire
        return np.array(WORDS)[row].reshape(shape).tolist()
    if kind == "halves":  # those that are all whole come as whole numbers: 1 is equal to 1.0
        halves = np.array([1, 2, 1.5, 3.5, 3])[row].reshape(shape)
        whole: NDArray[Any] = halves.astype(np.int64)
        return whole if (whole == halves).all() else halves
    values = 2 * row + 1 if kind == "digits" else (row % 2).astype(np.float64)
    return values.reshape(shape)


def flat(labels: Any) -> list[Any]:
    """Labels in reading order."""
    found: list[Any] = np.asarray(labels).ravel().tolist()
    return found


def errors_of(got: Any, count: int, what: str) -> list[float]:
    """So many finite numbers."""
    return [finite(one, f"an entry of {what}") for one in sequence(got, count, what)]


def three(got: Any) -> dict[str, Any]:
    """The three numbers of a decomposition."""
    names = ("bias2", "variance", "mse")
    return dict(zip(names, entries(got, *names), strict=True))


def fits(**more: draw.Field) -> Any:
    """Training and dev sets of a curve with noise, and what polynomial to fit to them."""

    def curve(of: str) -> draw.Field:
        def field(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Array:
            x = fields[f"x_{of}"]
            noise = 0.3 * rng.normal(size=x.size)
            found: Array = np.round(np.sin(3 * x) + x + 0.5 + noise, 3)
            return found

        return field

    def places(m: str) -> draw.Field:
        def field(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Array:
            found: Array = np.round(rng.uniform(-1, 1, size=sizes[m]), 3)
            return found

        return field

    return draw.drawn(
        sizes={"m_train": (12, 40), "m_dev": (5, 30), "degree": (1, 4)},
        x_train=places("m_train"),
        y_train=curve("train"),
        x_dev=places("m_dev"),
        y_dev=curve("dev"),
        degree=lambda _, sizes, __: sizes["degree"],
        **more,
    )


# error_rate


@check(
    "error_rate",
    points=1,
    kind="example",
    public=True,
    hint="Count the places where the two differ, one by one, and divide by how many there are.",
)
def error_rate_by_hand(student: Student, ref: Reference) -> None:
    """2 of 5 differ: 0.4; a row and a column of digits: 1/3; two rows and one: 1/3; words: 1/2."""
    y, y_hat = np.array([[1, 0, 1, 1, 1]]), np.array([1, 1, 1, 0, 1])
    close(student.error_rate(y, y_hat), 0.4, what="the error rate")
    y, y_hat = np.array([[3, 7, 9]]), np.array([[3], [2], [9]])
    close(student.error_rate(y, y_hat), 1 / 3, what="the error rate of a row and a column")
    y, y_hat = np.array([[1, 2, 3], [4, 5, 6]]), np.array([1, 2, 3.5, 4, 5, 0])
    close(student.error_rate(y, y_hat), 1 / 3, what="the error rate of two rows and one")
    words = ["cat", "dog", "cat", "ant"], ["cat", "dog", "dog", "anteater"]
    close(student.error_rate(*words), 1 / 2, what="the error rate of words")
    unchanged(student.error_rate, y, y_hat)


@check(
    "error_rate",
    points=2,
    kind="property",
    hint="Labels are names: equal or not. Lay both out flat first, whatever shapes they come in.",
)
@given(
    draw.drawn(sizes={"rows": (2, 4), "columns": (1, 5)}, rows=two_rows, shapes=two_shapes),
    kind=draw.options("digits", "zeros and ones", "halves", "words"),
    examples=40,
)
def error_rate_is_the_share(
    student: Student,
    ref: Reference,
    rows: NDArray[np.int64],
    shapes: list[tuple[int, ...]],
    kind: str,
) -> None:
    """The share of places where the labels differ, in reading order; both stay as they are."""
    y, y_hat = (labels_of(row, shape, kind) for row, shape in zip(rows, shapes, strict=True))
    differ = [one != other for one, other in zip(flat(y), flat(y_hat), strict=True)]
    close(student.error_rate(y, y_hat), sum(differ) / len(differ), what="the error rate")
    unchanged(student.error_rate, y, y_hat)
    same = labels_of(rows[1], shapes[0], kind)
    close(student.error_rate(same, y_hat), 0.0, what="the error rate of labels with themselves")


# diagnose


def diagnosis(got: Any, bias: float, variance: float, problems: list[str]) -> None:
    """The two gaps and the list of problems."""
    found = entries(got, "avoidable_bias", "variance", "problems")
    close(found[0], bias, what="avoidable_bias")
    close(found[1], variance, what="variance")
    equal(sequence(found[2], what="the list of problems"), problems, "the list of problems")


@check(
    "diagnose",
    points=1,
    kind="example",
    public=True,
    hint="Two gaps, each with its sign: from what is possible to training, and from training to "
    "dev. Both may be problems at once. Above the tolerance, not at it.",
)
def diagnose_by_hand(student: Student, ref: Reference) -> None:
    """Train and dev errors of 15% and 16%: bias; 1% and 11%: variance; and other pairs."""
    diagnosis(student.diagnose(0.15, 0.16), 0.15, 0.01, ["bias"])
    diagnosis(student.diagnose(0.01, 0.11), 0.01, 0.10, ["variance"])
    diagnosis(student.diagnose(0.15, 0.30), 0.15, 0.15, ["bias", "variance"])
    diagnosis(student.diagnose(0.005, 0.01), 0.005, 0.005, [])
    diagnosis(student.diagnose(0.15, 0.16, bayes_error=0.14), 0.01, 0.01, [])
    diagnosis(student.diagnose(0.15, 0.16, 0.0, 0.2), 0.15, 0.01, [])
    diagnosis(student.diagnose(0.021, 0.040), 0.021, 0.019, ["bias"])
    diagnosis(student.diagnose(0.02004, 0.04003), 0.02004, 0.01999, ["bias"])
    diagnosis(student.diagnose(0.10, 0.04, 0.13), -0.03, -0.06, [])
    # These are exact in binary: both gaps are the tolerance itself.
    diagnosis(student.diagnose(0.25, 0.5, 0.0, 0.25), 0.25, 0.25, [])


def off_the_tolerance(drawn: dict[str, Any]) -> bool:
    """No gap is rounded to the tolerance."""
    train, dev, bayes = drawn["errors"]
    gaps = np.array([train - bayes, dev - train])
    return bool(np.abs(gaps - drawn["tolerance"]).min() > TIE)


@check(
    "diagnose",
    points=2,
    kind="reference",
    hint="Each gap is a difference, which may be negative and comes back as it is. Each is "
    "compared with the tolerance by itself: none, one or both may be a problem.",
)
@given(
    draw.drawn(
        errors=lambda rng, _, __: tuple(np.round(rng.uniform(0, [0.4, 0.5, 0.2]), 6).tolist()),
        tolerance=lambda rng, _, __: float(rng.choice([0.005, 0.01, 0.03, 0.1])),
    ).filter(off_the_tolerance),
    examples=40,
)
def diagnose_compares_gaps(
    student: Student, ref: Reference, errors: tuple[float, float, float], tolerance: float
) -> None:
    """The gaps are train − bayes and dev − train; problems are those that exceed the tolerance."""
    wanted = ref.diagnose(*errors, tolerance)
    want = wanted["avoidable_bias"], wanted["variance"], wanted["problems"]
    diagnosis(student.diagnose(*errors, tolerance), *want)


# recommend

AGAINST_BIAS = ["bigger_network", "new_architecture", "train_longer"]
AGAINST_VARIANCE = ["dropout", "more_data", "regularization"]


@check(
    "recommend",
    points=1,
    kind="example",
    public=True,
    hint="The handout's table, row by row; both problems give all six, sorted by name. Any other "
    "name raises ValueError.",
)
def recommend_by_hand(student: Student, ref: Reference) -> None:
    """["variance"] gives dropout, more_data, regularization; ["bias"] the others; [] nothing."""
    every = sorted(AGAINST_BIAS + AGAINST_VARIANCE)
    for problems, want in (
        (["variance"], AGAINST_VARIANCE),
        (["bias"], AGAINST_BIAS),
        (["bias", "variance"], every),
        (["variance", "bias"], every),
        (["bias", "bias"], AGAINST_BIAS),
        (["variance"], AGAINST_VARIANCE),
        ([], []),
    ):
        got = unchanged(student.recommend, problems)
        equal(sequence(got), want, f"the answer to {problems}")
    for other in ("overfitting", "Bias", "bia", "vari", ""):
        refuses(student.recommend, [other])
        refuses(student.recommend, ["bias", other])


@check(
    "recommend",
    points=1,
    kind="property",
    hint="A problem that is named twice is one; a name that you don't know is the caller's slip.",
)
@given(
    problems=draw.options(
        ("bias", "bias"),
        ("variance", "bias", "variance"),
        ("bias", "variance", "bias"),
        ("variance", "variance"),
        ("bias",),
        (),
    ),
    other=draw.options("", "Bias", "bia", "noise", "variance ", "biasvariance", "none"),
    examples=15,
)
def recommend_is_a_union(
    student: Student, ref: Reference, problems: tuple[str, ...], other: str
) -> None:
    """Each remedy once, sorted, however often its problem is named; other names: ValueError."""
    for given_as in (list(problems), list(reversed(problems))):
        want = ref.recommend(given_as)
        equal(sequence(student.recommend(given_as)), want, f"the answer to {given_as}")
        unchanged(student.recommend, given_as)
        for place in {0, len(given_as)}:
            refuses(student.recommend, [*given_as[:place], other, *given_as[place:]])


# polynomial_features


@check(
    "polynomial_features",
    points=1,
    kind="example",
    public=True,
    hint="Row j holds the powers x^j, and the first row is x^0: ones, also where x is 0.",
)
def polynomial_features_by_hand(student: Student, ref: Reference) -> None:
    """x = [2, 3], degree 2: [[1, 1], [2, 3], [4, 9]]; [0, −1] and 3; 1000⁷; degree 0: ones."""
    want = np.array([[1.0, 1.0], [2.0, 3.0], [4.0, 9.0]])
    close(student.polynomial_features(np.array([2.0, 3.0]), 2), want, what="Phi")
    want = np.array([[1.0, 1.0], [0.0, -1.0], [0.0, 1.0], [0.0, -1.0]])
    close(student.polynomial_features(np.array([0.0, -1.0]), 3), want, what="Phi of 0 and −1")
    want = np.array([[1.0, 1.0, 1.0, 1.0], [4.0, -1.0, 3.0, 0.0], [16.0, 1.0, 9.0, 0.0]])
    got = student.polynomial_features(np.array([4, -1, 3, 0]), 2)
    close(got, want, what="Phi of whole numbers")
    double_precision(got, "Phi of whole numbers")
    unchanged(student.polynomial_features, np.array([4, -1, 3, 0]), 2)
    want = np.array([[1.0, 1.0, 1.0], *([10.0 ** (3 * j), (-3.0) ** j, 1.0] for j in range(1, 8))])
    got = student.polynomial_features(np.array([1000, -3, 1]), 7)
    close(got, want, what="Phi of whole numbers")
    got = student.polynomial_features(np.array([0.5, 7.0, -2.0]), 0)
    close(got, np.ones((1, 3)), what="Phi of degree 0")


def places_with_zero(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> NDArray[Any]:
    """x (m,) between −2 and 2, one of them 0; in a third of the draws whole numbers, some large."""
    x = np.round(rng.uniform(-2, 2, size=sizes["m"]), 2)
    x[int(rng.integers(x.size))] = 0.0
    if rng.random() < 2 / 3:
        return x
    return np.rint((3 if rng.random() < 0.5 else 3000) * x).astype(np.int64)


@check(
    "polynomial_features",
    points=1,
    kind="property",
    hint="degree + 1 rows, each the row before it times x; negative x and whole numbers too.",
)
@given(
    draw.drawn(
        sizes={"m": (1, 7), "degree": (0, 8)},
        x=places_with_zero,
        degree=lambda _, sizes, __: sizes["degree"],
    ),
    examples=25,
)
def polynomial_features_row_by_row(
    student: Student, ref: Reference, x: NDArray[Any], degree: int
) -> None:
    """Phi (degree + 1, m), float64: row 0 is ones, row j + 1 is row j times x; x is unchanged."""
    got = student.polynomial_features(x, degree)
    want = np.ones((degree + 1, x.size))
    for j in range(degree):
        want[j + 1] = want[j] * x
    close(got, want, what="Phi")
    double_precision(got, "Phi")
    unchanged(student.polynomial_features, x, degree)


# ridge_fit


@check(
    "ridge_fit",
    points=1,
    kind="example",
    public=True,
    hint="Of the line theta_0 is 3, the mean of y, whatever λ, and the slope is 5/(2 + λ). Where "
    "row 0 is not all ones, or the others don't sum to 0, theta_0 is no mean: one system of "
    "equations gives all of theta together.",
)
def ridge_fit_by_hand(student: Student, ref: Reference) -> None:
    """Through (−1, 1), (0, 2), (1, 6): [3, 2.5] for λ = 0, [3, 2] for 0.5, [3, 1] for 3.

    Three rows, of which row 0 is not ones: [3, 3, 1]; and more rows than examples.
    """
    Phi, y = np.array([[1.0, 1.0, 1.0], [-1.0, 0.0, 1.0]]), np.array([1.0, 2.0, 6.0])
    for lambd, slope in ((0.0, 2.5), (0.5, 2.0), (3.0, 1.0)):
        got = student.ridge_fit(Phi, y, lambd)
        close(got, np.array([3.0, slope]), what=f"theta for λ = {lambd:g}")
    Phi = np.array([[2.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 1.0], [0.0, 0.0, 1.0, 1.0]])
    got = student.ridge_fit(Phi, np.array([6.0, 5.0, 1.0, 5.0]), 1.0)
    close(got, np.array([3.0, 3.0, 1.0]), what="theta for three rows")
    unchanged(student.ridge_fit, Phi, np.array([6.0, 5.0, 1.0, 5.0]), 1.0)
    # Of two examples: the slope is halved by λ, and the larger row bears more of it.
    Phi = np.array([[1.0, 1.0], [-1.0, 1.0], [2.0, -2.0]])
    got = student.ridge_fit(Phi, np.array([1.0, 5.0]), 10.0)
    close(got, np.array([3.0, 0.2, -0.4]), what="theta for three rows and two examples")


@check(
    "ridge_fit",
    points=2,
    kind="gradient",
    hint="At the minimum 2·Phi·(theta·Phi − y) + 2·λ·theta is 0, the first entry without λ. Solve "
    "these equations: small steps towards the minimum may end before they are there.",
)
@given(
    draw.drawn(
        sizes={"n": (1, 6), "m": (8, 30)}, Phi=draw.normal("n", "m"), y=draw.normal("m", scale=2)
    ),
    lambd=draw.options(0.0, 0.1, 5.0, 40.0),
    examples=30,
)
def ridge_fit_is_the_minimum(
    student: Student, ref: Reference, Phi: Array, y: Array, lambd: float
) -> None:
    """The gradient of ‖theta·Phi − y‖² + λ·(theta_1² + …) is 0 at theta."""
    found = numbers(student.ridge_fit(Phi, y, lambd), (len(Phi),), "theta")
    penalised = np.concatenate([[0.0], found[1:]])
    gradient = 2 * Phi @ (found @ Phi - y) + 2 * lambd * penalised
    close(gradient, np.zeros(len(Phi)), rtol=0, atol=1e-7, what="the gradient at theta")


@check(
    "ridge_fit",
    points=2,
    kind="property",
    hint="The penalty spares theta_0, and one system of equations gives all of theta. Lift all of "
    "y by c, and the curve is lifted by c: only the constant changes.",
)
@given(
    draw.drawn(
        sizes={"n": (1, 7), "m": (3, 12)},
        rest=draw.normal("n", "m"),
        y=draw.normal("m"),
        c=draw.normal(scale=5),
        lambd=draw.uniform(low=0.05, high=4),
    ),
    examples=20,
)
def ridge_fit_leaves_the_constant_free(
    student: Student, ref: Reference, rest: Array, y: Array, c: float, lambd: float
) -> None:
    """With a row of ones theta is right; y + c adds c to theta_0 only, c·y multiplies theta by c.

    There may be more rows than examples; Phi and y stay as they are.
    """
    Phi = np.vstack([np.ones(y.size), rest])
    n = len(Phi)
    wanted = ref.ridge_fit(Phi, y, lambd)
    close(student.ridge_fit(Phi, y, lambd), wanted, what="theta")
    lifted = wanted + c * (np.arange(n) == 0)
    close(student.ridge_fit(Phi, y + c, lambd), lifted, what="theta for y + c")
    close(student.ridge_fit(Phi, c * y, lambd), c * wanted, what="theta for c·y")
    unchanged(student.ridge_fit, Phi, y, lambd)
    steep = numbers(student.ridge_fit(Phi, y, 1e9), (n,), "theta for λ = 10⁹")
    close(steep, float(np.mean(y)) * (np.arange(n) == 0), atol=1e-6, what="theta for λ = 10⁹")


# learning_curve


@check(
    "learning_curve",
    points=1,
    kind="example",
    public=True,
    hint="Of degree 0 the fit is the mean of the first s, of the others it is ridge_fit's, with λ. "
    "An error is a mean of squares, without penalty.",
)
def learning_curve_by_hand(student: Student, ref: Reference) -> None:
    """The errors of degree 0 for 2, 4, 1 and again 2 examples; of a line; of 4 + 2x + 2x².

    The line has λ = 2, and its slope is 1/2; the parabola is fitted to two examples, with λ = 1.
    """
    x_train, y_train = np.array([3.0, -1.0, 0.0, 2.0]), np.array([1.0, 3.0, 8.0, 4.0])
    x_dev, y_dev = np.array([5.0, 7.0, 9.0]), np.array([2.0, 5.0, 8.0])
    arguments = x_train, y_train, x_dev, y_dev, [2, 4, 1, 2], 0, 0.0
    got = unchanged(student.learning_curve, *arguments)
    train, dev = unpack(got, "train_errors", "dev_errors")
    want = np.array([1.0, 6.5, 0.0, 1.0])
    close(np.array(errors_of(train, 4, "train_errors")), want, what="train_errors")
    want = np.array([15.0, 7.0, 22.0, 15.0])
    close(np.array(errors_of(dev, 4, "dev_errors")), want, what="dev_errors")
    x_train, y_train = np.array([-1.0, 0.0, 1.0, 9.0]), np.array([1.0, 2.0, 3.0, 0.0])
    got = student.learning_curve(x_train, y_train, np.array([2.0, 4.0]), y_train[:2], [3], 1, 2.0)
    train, dev = unpack(got, "train_errors", "dev_errors")
    close(errors_of(train, 1, "train_errors")[0], 1 / 6, what="the training error of the line")
    close(errors_of(dev, 1, "dev_errors")[0], 4.0, what="the dev error of the line")
    x_train, y_train = np.array([0.0, 1.0, 5.0]), np.array([2.0, 10.0, 0.0])
    x_dev, y_dev = np.array([2.0, -1.0]), np.array([10.0, 4.0])
    got = student.learning_curve(x_train, y_train, x_dev, y_dev, [2], 2, 1.0)
    train, dev = unpack(got, "train_errors", "dev_errors")
    close(errors_of(train, 1, "train_errors")[0], 4.0, what="the training error of degree 2")
    close(errors_of(dev, 1, "dev_errors")[0], 18.0, what="the dev error of degree 2")


@check(
    "learning_curve",
    points=1,
    kind="training",
    public=True,
    hint="A line cannot follow the wave, however many examples; degree 14 can, with enough.",
)
def learning_curve_of_bias_and_variance(student: Student, ref: Reference) -> None:
    """waves: of degree 1 both errors stay above 0.1; of 14 the dev error falls below 0.08."""
    # The sets are the same for everybody: a right solution gets 0.195 and 0.204, 6.41 and 0.0417,
    # and 0.026, whether it solves, inverts or uses least squares (these agree to eight digits).
    sets = *waves(200, 1), *waves(400, 2)

    def errors(degree: int) -> list[list[float]]:
        got = student.learning_curve(*sets, [16, 50, 200], degree, 1e-6)
        pair = unpack(got, "train_errors", "dev_errors")
        return [errors_of(one, 3, "the errors") for one in pair]

    (_, _, train), (_, _, dev) = errors(1)
    law = "the last errors of degree 1 must both be above 0.1, and within 0.05 of each other"
    holds = min(train, dev) > 0.1 and abs(train - dev) < 0.05
    require(holds, law, got=f"{train:.3g} and {dev:.3g}", want="about 0.2 each")
    (train, _, _), (few, _, many) = errors(14)
    law = "the dev error of degree 14 must fall from above 0.3 to below 0.08"
    require(few > 0.3 and many < 0.08, law, got=f"from {few:.3g} to {many:.3g}")
    law = "on 16 examples the training error of degree 14 must be below 0.1, far from the dev error"
    require(train < 0.1, law, got=train, want="below 0.1")


def some_sizes(rng: Generator, _: draw.Sizes, fields: draw.Fields) -> list[int]:
    """Two to six sizes, in no order, one perhaps twice; all of the training set may be there."""
    most = fields["x_train"].size
    found = [int(s) for s in rng.integers(1, most, endpoint=True, size=int(rng.integers(2, 6)))]
    return found + found[:1] if rng.random() < 0.3 else found


@check(
    "learning_curve",
    points=2,
    kind="reference",
    hint="For each size: fit on the first s, then two means of squares; the dev set is whole.",
)
@given(fits(counts=some_sizes), lambd=draw.options(0.01, 0.3, 2.0), examples=20)
def learning_curve_of_the_first(
    student: Student,
    ref: Reference,
    x_train: Array,
    y_train: Array,
    x_dev: Array,
    y_dev: Array,
    degree: int,
    counts: list[int],
    lambd: float,
) -> None:
    """The errors of the fit to the first s examples: on these, and on the whole dev set."""
    arguments = x_train, y_train, x_dev, y_dev, counts, degree, lambd
    wanted = ref.learning_curve(*arguments)
    found = unpack(student.learning_curve(*arguments), "train_errors", "dev_errors")
    for got, want, what in zip(found, wanted, ("train_errors", "dev_errors"), strict=True):
        close(np.array(errors_of(got, len(counts), what)), np.array(want), what=what)


@check(
    "learning_curve",
    points=1,
    kind="purity",
    hint="The first s training examples, as they stand, make the fit, and none of those after "
    "them. What you were given is still somebody else's: leave it in its order.",
)
@given(fits(counts=some_sizes), examples=5)
def learning_curve_reads_no_further(
    student: Student,
    ref: Reference,
    x_train: Array,
    y_train: Array,
    x_dev: Array,
    y_dev: Array,
    degree: int,
    counts: list[int],
) -> None:
    """The arguments are unchanged; the errors are right, whatever follows the first s examples."""
    most = max(counts)
    arguments = x_dev, y_dev, counts, degree, 0.1
    wanted = ref.learning_curve(x_train, y_train, *arguments)
    other = x_train.copy(), y_train.copy()
    other[0][most:], other[1][most:] = 0.5, 30.0
    longer = np.append(other[0], [2.0, -2.0]), np.append(other[1], [50.0, 40.0])
    unchanged(student.learning_curve, x_train, y_train, *arguments)
    found = unpack(student.learning_curve(*longer, *arguments), "train_errors", "dev_errors")
    for got, want, what in zip(found, wanted, ("train_errors", "dev_errors"), strict=True):
        close(np.array(errors_of(got, len(counts), what)), np.array(want), what=what)


# read_learning_curve


def reading(got: Any, problem: str, data: bool) -> None:
    """The problem, and whether more data helps."""
    found = entries(got, "problem", "more_data_helps")
    equal(found[0], problem, "problem")
    close(scalar(found[1], "more_data_helps"), float(data), rtol=0, atol=0, what="more_data_helps")


@check(
    "read_learning_curve",
    points=1,
    kind="example",
    public=True,
    hint="At the right end: how far is train above the target, and how far is dev above train?",
)
def read_learning_curve_by_hand(student: Student, ref: Reference) -> None:
    """Target 0.05, tolerance 0.03: 0.20 and 0.21 at the end is bias; 0.04 and 0.12 variance."""
    for train, dev, problem, data in (
        ([0.01, 0.20], [0.60, 0.21], "bias", False),
        ([0.00, 0.04], [0.05, 0.12], "variance", True),
        ([0.00, 0.15], [0.90, 0.25], "both", True),
        ([0.30, 0.06], [0.32, 0.07], "none", False),
        ([0.07], [0.08], "none", False),
        ([0.30, 0.07], [0.90, 0.02], "none", False),
    ):
        reading(student.read_learning_curve(train, dev, 0.05, 0.03), problem, data)
    # These are exact in binary: both gaps are the tolerance itself.
    reading(student.read_learning_curve([0.5], [0.75], 0.25, 0.25), "none", False)


def two_curves(
    rng: Generator, sizes: draw.Sizes, _: draw.Fields
) -> tuple[list[float], list[float]]:
    """Errors for one to six sizes; the last ones are as far apart as those before, or not."""
    train = np.round(rng.uniform(0, 0.4, size=sizes["count"]), 3)
    gaps = np.round(rng.uniform(-0.05, 0.3, size=sizes["count"]) * rng.integers(2), 3)
    return train.tolist(), np.round(train + gaps, 3).tolist()


def reads_clearly(drawn: dict[str, Any]) -> bool:
    """No gap at the end is rounded to the tolerance."""
    (train, dev), target, tolerance = drawn["curves"], drawn["target"], drawn["tolerance"]
    gaps = np.array([train[-1] - target, dev[-1] - train[-1]])
    return bool(np.abs(gaps - tolerance).min() > TIE)


@check(
    "read_learning_curve",
    points=2,
    kind="reference",
    hint="Only the last two errors count; bias and variance are two questions, not either-or.",
)
@given(
    draw.drawn(
        sizes={"count": (1, 6)},
        curves=two_curves,
        target=draw.uniform(low=0.0, high=0.2),
        tolerance=lambda rng, _, __: float(rng.choice([0.01, 0.03, 0.08])),
    ).filter(reads_clearly),
    examples=40,
)
def read_learning_curve_at_its_end(
    student: Student,
    ref: Reference,
    curves: tuple[list[float], list[float]],
    target: float,
    tolerance: float,
) -> None:
    """Bias: train > target + tolerance; variance: dev − train > tolerance; only this needs data."""
    want = ref.read_learning_curve(*curves, target, tolerance)
    got = student.read_learning_curve(*curves, target, tolerance)
    reading(got, want["problem"], want["more_data_helps"])


# bias_variance_decomposition


@check(
    "bias_variance_decomposition",
    points=1,
    kind="example",
    public=True,
    hint="Of the two models the mean predictions are [2, 4, 2] and the variances [4, 0, 1], of the "
    "three [2, 3] and [8, 8/3]; one alone has no variance. Average over the points last.",
)
def bias_variance_decomposition_by_hand(student: Student, ref: Reference) -> None:
    """[[0, 4, 1], [4, 4, 3]] for targets 2, 1, 4: bias2 13/3, variance 5/3, mse 6; 1 and 3 models.

    The first of these models alone has variance 0. predictions and targets stay as they are.
    """
    predictions, targets = np.array([[0.0, 4.0, 1.0], [4.0, 4.0, 3.0]]), np.array([2.0, 1.0, 4.0])
    got = three(student.bias_variance_decomposition(predictions, targets))
    for name, want in (("bias2", 13 / 3), ("variance", 5 / 3), ("mse", 6.0)):
        close(got[name], want, what=name)
    alone = three(student.bias_variance_decomposition(predictions[:1], targets))
    close(alone["variance"], 0.0, what="the variance of one model")
    # Of three models: the means are 2 and 3, the variances 8 and 8/3.
    several = np.array([[0.0, 1.0], [0.0, 5.0], [6.0, 3.0]])
    got = three(student.bias_variance_decomposition(several, np.array([1.0, 3.0])))
    for name, want in (("bias2", 1 / 2), ("variance", 16 / 3), ("mse", 35 / 6)):
        close(got[name], want, what=f"{name} of three models")
    unchanged(student.bias_variance_decomposition, predictions, targets)


def some_models() -> Any:
    """What k models predict at m points."""
    return draw.drawn(
        sizes={"k": (1, 6), "m": (1, 8)},
        predictions=draw.normal("k", "m", scale=2),
        targets=draw.normal("m", scale=2),
        lift=draw.normal("m", scale=3),
    )


@check(
    "bias_variance_decomposition",
    points=2,
    kind="reference",
    hint="Over the models (axis 0) first: mean and mean squared distance; then over the points.",
)
@given(some_models(), examples=30)
def bias_variance_decomposition_adds_up(
    student: Student, ref: Reference, predictions: Array, targets: Array, lift: Array
) -> None:
    """The three means of squares; mse = bias2 + variance, and one model has no variance."""
    want = ref.bias_variance_decomposition(predictions, targets)
    found = three(student.bias_variance_decomposition(predictions, targets))
    for name in want:
        close(found[name], want[name], what=name)
    total = finite(found["bias2"], "bias2") + finite(found["variance"], "variance")
    close(found["mse"], total, rtol=1e-9, atol=1e-12, what="mse, which is bias2 + variance,")
    alone = three(student.bias_variance_decomposition(predictions[:1], targets))
    close(alone["variance"], 0.0, what="the variance of one model")
    close(alone["bias2"], float(np.mean((predictions[0] - targets) ** 2)), what="its bias2")


@check(
    "bias_variance_decomposition",
    points=1,
    kind="property",
    hint="Moving all models at a point together is bias; it must not look like variance.",
)
@given(some_models(), examples=15)
def bias_variance_decomposition_moved(
    student: Student, ref: Reference, predictions: Array, targets: Array, lift: Array
) -> None:
    """Adding the same to all models leaves the variance; to the targets as well, all three.

    predictions and targets stay as they are.
    """
    before = ref.bias_variance_decomposition(predictions, targets)
    moved = three(student.bias_variance_decomposition(predictions + lift, targets))
    close(moved["variance"], before["variance"], what="the variance of lifted predictions")
    bias2 = float(np.mean((predictions.mean(axis=0) + lift - targets) ** 2))
    close(moved["bias2"], bias2, what="bias2 of lifted predictions")
    both = three(student.bias_variance_decomposition(predictions + lift, targets + lift))
    for name, value in before.items():
        close(both[name], value, what=f"{name} with all lifted")
    unchanged(student.bias_variance_decomposition, predictions, targets)


# choose_lambda


def chosen(got: Any, lambdas: list[float], wanted: list[float], words: str = "") -> None:
    """The dev errors are these; the best λ is that of the least of them, and of equals the first.

    Of errors that rounding alone makes different any may be the least: those that came back tell.
    """
    best, errors = unpack(got, "best lambda", "errors")
    found = errors_of(errors, len(lambdas), "the errors")
    close(np.array(found), np.array(wanted), what=f"the errors{words}")
    want = lambdas[int(np.argmin(found))]
    close(best, want, rtol=1e-12, atol=0, what=f"the best λ{words}")


@check(
    "choose_lambda",
    points=1,
    kind="example",
    public=True,
    hint="Of degree 1 the slopes are 2/(2 + λ): which of the lines meets the dev set best? Of "
    "degree 0 all errors are equal, and the first λ counts. Errors come in the order of lambdas.",
)
def choose_lambda_by_hand(student: Student, ref: Reference) -> None:
    """Lines fitted to (−1, 1), (0, 2), (1, 3): λ = 2 is the best at (0, 2), (2, 3.2).

    At (0, 2) and (2, 4) it is 0; of degree 0, where all are equal, the first. All arguments stay
    as they are.
    """
    x_train, y_train = np.array([-1.0, 0.0, 1.0]), np.array([1.0, 2.0, 3.0])
    x_dev, y_dev = np.array([0.0, 2.0]), np.array([2.0, 3.2])
    lambdas = [6.0, 2.0, 0.0]
    got = student.choose_lambda(x_train, y_train, x_dev, y_dev, 1, lambdas)
    chosen(got, lambdas, [0.245, 0.02, 0.32])
    lambdas, y_dev = [6.0, 0.0, 2.0], np.array([2.0, 4.0])
    got = student.choose_lambda(x_train, y_train, x_dev, y_dev, 1, lambdas)
    chosen(got, lambdas, [1.125, 0.0, 0.5], " at (0, 2) and (2, 4)")
    lambdas = [2.0, 6.0, 0.0]
    got = unchanged(student.choose_lambda, x_train, y_train, x_dev, y_dev, 0, lambdas)
    chosen(got, lambdas, [2.0, 2.0, 2.0], " of degree 0")


@check(
    "choose_lambda",
    points=1,
    kind="training",
    public=True,
    hint="On the dev set the error falls with λ, then rises; on the training set it only rises.",
)
def choose_lambda_finds_the_valley(student: Student, ref: Reference) -> None:
    """waves, 20 examples, degree 14: λ = 0.001 beats 10⁻⁶ by far, and from 0.1 on errors rise."""
    # The sets are the same for everybody: a right solution gets 4.64, 0.0575, 0.0696, 0.387, 0.603.
    x, y = waves(200, 1)
    lambdas = [1e-6, 1e-3, 0.1, 10.0, 1000.0]
    got = student.choose_lambda(x[:20], y[:20], *waves(400, 2), 14, lambdas)
    best, errors = unpack(got, "best lambda", "errors")
    found = errors_of(errors, len(lambdas), "the errors")
    law = "the errors must fall from above 1 to below 0.08, and rise to above 0.3 again"
    valley = found[0] > 1 and found[1] < 0.08 and found[2] < 0.1 and min(found[3:]) > 0.3
    require(valley, law, got=[float(f"{one:.3g}") for one in found])
    close(best, lambdas[1], rtol=1e-12, atol=0, what="the best λ")


def some_lambdas(rng: Generator, _: draw.Sizes, __: draw.Fields) -> list[float]:
    """Two to six values from 0.01 to 100, in no order; one may be there twice."""
    found = [float(f"{10**e:.2g}") for e in rng.uniform(-2, 2, size=int(rng.integers(2, 6)))]
    return found + found[:1] if rng.random() < 0.3 else found


@check(
    "choose_lambda",
    points=2,
    kind="reference",
    hint="Fit on the training set, measure on the dev set, without penalty, in the order given; of "
    "equal errors the first counts.",
)
@given(fits(lambdas=some_lambdas), examples=25)
def choose_lambda_by_the_dev_error(
    student: Student,
    ref: Reference,
    x_train: Array,
    y_train: Array,
    x_dev: Array,
    y_dev: Array,
    degree: int,
    lambdas: list[float],
) -> None:
    """The dev errors, in the order of lambdas, and the first λ with the lowest of them.

    0 is a λ, and errors may be large.
    """
    arguments = x_train, y_train, x_dev, y_dev, degree, lambdas
    _, wanted = ref.choose_lambda(*arguments)
    chosen(student.choose_lambda(*arguments), lambdas, wanted)
    unchanged(student.choose_lambda, *arguments)
    # Without noise no penalty at all is the best; and a thousand times the targets, a million
    # times the errors.
    line, few = (1 + 2 * x_train, x_dev, 1 + 2 * x_dev), [5.0, 0.0, *lambdas]
    _, wanted_line = ref.choose_lambda(x_train, *line, 1, few)
    got = student.choose_lambda(x_train, *line, 1, few)
    chosen(got, few, wanted_line, " without noise")
    large = x_train, 1e3 * y_train, x_dev, 1e3 * y_dev, degree, lambdas
    thousands = [1e6 * one for one in wanted]
    chosen(student.choose_lambda(*large), lambdas, thousands, " of targets in thousands")
    # Of degree 0 no λ makes a difference: all are equal.
    flat_fit = student.choose_lambda(x_train, 0 * y_train + 2, x_dev, 0 * y_dev + 2, 0, lambdas)
    chosen(flat_fit, lambdas, [0.0] * len(lambdas), " where all targets are 2")
