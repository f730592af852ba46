"""The reference of c2_bias_variance, against loops, closed forms and worked numbers.

Nothing here may call the checks: they are proved elsewhere, and what they take for granted is
tested here.
"""

import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from grader.course.modules import run_module

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "assignments" / "c2_bias_variance"


@pytest.fixture(scope="module")
def ref():
    return SimpleNamespace(**runpy.run_path(str(ROOT / "solutions" / "c2_bias_variance.py")))


@pytest.fixture(scope="module")
def waves():
    return runpy.run_path(str(FOLDER / "given" / "waves.py"))["waves"]


def cost(theta, Phi, y, lambd):
    """The sum that ridge_fit minimises, term by term."""
    total = 0.0
    for i in range(len(y)):
        total += (sum(theta[j] * Phi[j, i] for j in range(len(theta))) - y[i]) ** 2
    return total + lambd * sum(weight**2 for weight in theta[1:])


def error(theta, x, y):
    """The mean squared error of a polynomial, by Horner's rule."""
    total = 0.0
    for place, target in zip(x, y, strict=True):
        value = 0.0
        for weight in theta[::-1]:
            value = value * place + weight
        total += (value - target) ** 2
    return total / len(y)


@pytest.mark.parametrize(
    ("y", "y_hat", "want"),
    [
        ([[1, 0, 1, 1, 1]], [1, 1, 1, 0, 1], 2 / 5),
        (np.array([[3, 7, 9]]), np.array([[3], [2], [9]]), 1 / 3),
        (["cat", "dog"], [["cat"], ["cat"]], 1 / 2),
        (np.arange(10.0), np.arange(10), 0.0),
        (np.array([True, False]), np.array([[0.0, 1.0]]), 1.0),
    ],
)
def test_error_rate_counts_differences(ref, y, y_hat, want):
    assert ref.error_rate(y, y_hat) == pytest.approx(want)
    assert isinstance(ref.error_rate(y, y_hat), float)


@pytest.mark.parametrize(
    ("errors", "problems"),
    [
        ((0.15, 0.16), ["bias"]),
        ((0.01, 0.11), ["variance"]),
        ((0.15, 0.30), ["bias", "variance"]),
        ((0.005, 0.01), []),
        ((0.15, 0.16, 0.14), []),
        ((0.15, 0.10), ["bias"]),
        ((0.25, 0.50, 0.0, 0.25), []),
        ((0.15, 0.30, 0.20, 0.1), ["variance"]),
    ],
)
def test_diagnosis_of_two_gaps(ref, errors, problems):
    found = ref.diagnose(*errors)
    assert found["problems"] == problems
    bayes = errors[2] if len(errors) > 2 else 0.0
    assert found["avoidable_bias"] == pytest.approx(errors[0] - bayes)
    assert found["variance"] == pytest.approx(errors[1] - errors[0])


def test_remedies_are_sorted_and_once(ref):
    against_variance = ["dropout", "more_data", "regularization"]
    assert ref.recommend(["variance", "variance"]) == against_variance
    both = ref.recommend(["variance", "bias"])
    assert both == ref.recommend(["bias", "variance", "bias"]) == sorted(set(both))
    assert set(both) - set(against_variance) == {
        "bigger_network",
        "new_architecture",
        "train_longer",
    }
    assert ref.recommend([]) == []
    with pytest.raises(ValueError, match="noise"):
        ref.recommend(["bias", "noise"])


def test_features_are_powers(ref):
    x = np.array([-2, 0, 3])
    want = [[1, 1, 1], [-2, 0, 3], [4, 0, 9], [-8, 0, 27]]
    found = ref.polynomial_features(x, 3)
    assert found.dtype == np.float64
    assert found.tolist() == want
    assert np.array_equal(found, np.vander(x, 4, increasing=True).T)
    assert ref.polynomial_features(x, 0).tolist() == [[1, 1, 1]]


@pytest.mark.parametrize(("lambd", "slope"), [(0, 2.5), (0.5, 2), (3, 1)])
def test_fit_of_the_handout(ref, lambd, slope):
    Phi, y = np.array([[1.0, 1, 1], [-1, 0, 1]]), np.array([1.0, 2, 6])
    assert ref.ridge_fit(Phi, y, lambd) == pytest.approx([3, slope])


@pytest.mark.parametrize(("n", "m", "lambd"), [(1, 4, 2.0), (3, 9, 0.0), (4, 6, 0.7), (6, 3, 5.0)])
def test_fit_is_the_lowest_point(ref, n, m, lambd):
    rng = np.random.default_rng(n + m)
    Phi, y = rng.normal(size=(n, m)), rng.normal(size=m)
    theta = ref.ridge_fit(Phi, y, lambd)
    assert theta.shape == (n,)
    lowest = cost(theta, Phi, y, lambd)
    for direction in rng.normal(size=(20, n)):
        for step in (-1e-3, 1e-3):
            assert cost(theta + step * direction, Phi, y, lambd) > lowest


def test_fit_by_a_longer_system(ref):
    rng = np.random.default_rng(3)
    Phi, y, lambd = rng.normal(size=(5, 12)), rng.normal(size=12), 0.3
    rows = np.sqrt(lambd) * np.eye(5)[1:]
    want = np.linalg.lstsq(np.vstack([Phi.T, rows]), np.append(y, np.zeros(4)), rcond=None)[0]
    assert ref.ridge_fit(Phi, y, lambd) == pytest.approx(want, rel=1e-9)


def test_learning_curve_by_slow_loops(ref, waves):
    train, dev = waves(30, 5), waves(25, 6)
    sizes, degree, lambd = [25, 4, 30], 3, 0.2
    train_errors, dev_errors = ref.learning_curve(*train, *dev, sizes, degree, lambd)
    for place, s in enumerate(sizes):
        x, y = train[0][:s], train[1][:s]
        theta = ref.ridge_fit(np.array([x**j for j in range(degree + 1)]), y, lambd)
        assert train_errors[place] == pytest.approx(error(theta, x, y), rel=1e-9)
        assert dev_errors[place] == pytest.approx(error(theta, *dev), rel=1e-9)


def test_learning_curve_of_the_handout(ref):
    x = np.arange(4.0)
    found = ref.learning_curve(
        x, np.array([1.0, 3, 8, 4]), x[:3], np.array([2.0, 5, 8]), [2, 4], 0, 0
    )
    assert np.allclose(found, [[1, 6.5], [15, 7]])


def test_bias_stays_and_variance_goes(ref, waves):
    sets = *waves(200, 1), *waves(400, 2)
    train, dev = ref.learning_curve(*sets, [16, 50, 200], 1, 1e-6)
    assert (train[-1], dev[-1]) == pytest.approx((0.195, 0.204), abs=5e-4)
    train, dev = ref.learning_curve(*sets, [16, 50, 200], 14, 1e-6)
    assert (train[0], train[-1]) == pytest.approx((0.026, 0.030), abs=5e-4)
    assert (dev[0], dev[-1]) == pytest.approx((6.41, 0.0417), rel=2e-3)


def test_the_best_lambda_lies_in_a_valley(ref, waves):
    x, y = waves(200, 1)
    lambdas = [1e-6, 1e-3, 0.1, 10, 1000]
    best, errors = ref.choose_lambda(x[:20], y[:20], *waves(400, 2), 14, lambdas)
    assert best == 1e-3
    assert errors == pytest.approx([4.64, 0.0575, 0.0696, 0.387, 0.603], rel=2e-3)
    turned = ref.choose_lambda(x[:20], y[:20], *waves(400, 2), 14, lambdas[::-1])
    assert turned == (best, pytest.approx(errors[::-1]))


def test_the_best_lambda_of_the_handout(ref):
    line = np.array([-1.0, 0, 1]), np.array([1.0, 2, 3])
    dev = np.array([0.0, 2]), np.array([2, 3.2])
    best, errors = ref.choose_lambda(*line, *dev, 1, [6, 0, 2])
    assert best == 2
    assert errors == pytest.approx([0.49 / 2, 0.64 / 2, 0.04 / 2])
    assert ref.choose_lambda(line[0], 0 * line[1], dev[0], 0 * dev[1], 0, [5, 1, 9])[0] == 5


@pytest.mark.parametrize(
    ("train", "dev", "problem", "data"),
    [
        ([0.01, 0.20], [0.60, 0.21], "bias", False),
        ([0.00, 0.04], [0.50, 0.12], "variance", True),
        ([0.15], [0.25], "both", True),
        ([0.30, 0.06], [0.32, 0.07], "none", False),
        ([0.10], [0.01], "bias", False),
    ],
)
def test_reading_of_the_right_end(ref, train, dev, problem, data):
    want = {"problem": problem, "more_data_helps": data}
    assert ref.read_learning_curve(train, dev, 0.05, 0.03) == want
    longer = [0.9, *train], [0.0, *dev]
    assert ref.read_learning_curve(*longer, 0.05, 0.03) == want


@pytest.mark.parametrize(("k", "m"), [(1, 4), (3, 3), (5, 2), (2, 7)])
def test_decomposition_point_by_point(ref, k, m):
    rng = np.random.default_rng(10 * k + m)
    predictions, targets = rng.normal(size=(k, m)), rng.normal(size=m)
    want = {"bias2": 0.0, "variance": 0.0, "mse": 0.0}
    for i in range(m):
        mean = sum(predictions[:, i]) / k
        want["bias2"] += (mean - targets[i]) ** 2 / m
        want["variance"] += sum((p - mean) ** 2 for p in predictions[:, i]) / k / m
        want["mse"] += sum((p - targets[i]) ** 2 for p in predictions[:, i]) / k / m
    found = ref.bias_variance_decomposition(predictions, targets)
    assert found == pytest.approx(want)
    assert found["mse"] == pytest.approx(found["bias2"] + found["variance"])


def test_decomposition_of_the_handout(ref):
    found = ref.bias_variance_decomposition(np.array([[0.0, 4, 1], [4, 4, 3]]), np.full(3, 2.0))
    assert found == pytest.approx({"bias2": 4 / 3, "variance": 5 / 3, "mse": 3})


def test_waves_have_the_noise_that_they_say(waves):
    x, y = waves(20_000, 3)
    assert (x.min(), x.max()) == pytest.approx((-1, 1), abs=1e-3)
    assert np.var(y - np.sin(3 * x)) == pytest.approx(0.04, abs=0.002)
    assert np.array_equal(waves(50, 3), waves(50, 3))
    assert not np.isclose(waves(50, 3), waves(50, 4)).any()


def test_checks_and_students_have_the_same_waves(waves):
    datasets = run_module(ROOT / "assignments" / "common" / "datasets.py", "common")
    assert np.array_equal(datasets.waves(40, 9), waves(40, 9))
