"""The public checks of Diagnosing bias and variance; run them with `grade check`."""

from typing import Any
import numpy as np
from grader.authoring import Array, Reference, Student, check, close, double_precision, entries, equal, finite, refuses, require, scalar, sequence, unchanged, unpack


def waves(m: int, seed: int) -> tuple[Array, Array]:
    """m numbers x (m,) from −1 to 1, and y (m,), which is sin(3x) with noise of 0.2.

    As the given function of this name.
    """
    # Handed out with public checks: a line of some solution must not be in it.
    chance = np.random.default_rng(seed)
    x = chance.uniform(-1, 1, size=m)
    return x, np.sin(3 * x) + 0.2 * chance.normal(size=m)


def errors_of(got: Any, count: int, what: str) -> list[float]:
    """So many finite numbers."""
    return [finite(one, f"an entry of {what}") for one in sequence(got, count, what)]


def three(got: Any) -> dict[str, Any]:
    """The three numbers of a decomposition."""
    names = ("bias2", "variance", "mse")
    return dict(zip(names, entries(got, *names), strict=True))


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
