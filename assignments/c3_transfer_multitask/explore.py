"""What a student's functions make of shared features: gaps, few labels, and digits."""

import math

import numpy as np
from numpy.random import Generator

from common.folds import folds
from common.networks import Network, network_of
from grader.authoring import Array, Reference, Student, finite, numbers, sequence, unpack
from grader.authoring.pictures import Lines, lines, picture

WORLD, TASKS, WIDTH = 3, 8, 16
ITERATIONS, EVERY = 60, 5
LABELS = (5, 10, 20, 50, 100, 200)
DIGIT_LABELS = (10, 25, 60, 150)


def start(rng: Generator, n_inputs: int, n_outputs: int) -> Network:
    """One hidden layer with He's weights, and a head."""
    return {
        "W1": rng.normal(size=(WIDTH, n_inputs)) * math.sqrt(2 / n_inputs),
        "b1": np.zeros((WIDTH, 1)),
        "W2": rng.normal(size=(n_outputs, WIDTH)) / math.sqrt(WIDTH),
        "b2": np.zeros((n_outputs, 1)),
    }


def activations(X: Array, network: Network) -> tuple[Array, Array]:
    """The hidden layer's, and the head's."""
    A = np.maximum(0.0, network["W1"] @ X + network["b1"])
    return A, (1 + np.tanh((network["W2"] @ A + network["b2"]) / 2)) / 2


@picture(
    "multitask_gradient",
    "multitask_accuracy",
    try_next="Take away nine of ten labels in place of six. Then give each task a network of its "
    "own, with the same labels: how many of the answers are right then, in the mean?",
)
def gaps(student: Student, ref: Reference) -> Lines:
    """Eight tasks learn from 400 examples, and six of ten labels are missing."""
    rng = np.random.default_rng(WORLD)
    C = rng.normal(size=(TASKS, 3))
    X, full = folds(400, C, 1, WORLD)
    X_test, Y_test = folds(400, C, 2, WORLD)
    Y = np.where(rng.random(full.shape) < 0.6, np.nan, full)
    begin = start(rng, 20, TASKS)
    curves = {}
    for name, labels in (("gaps send nothing", Y), ("gaps are read as 0", np.nan_to_num(Y))):
        network, curve = begin, []
        for iteration in range(ITERATIONS):
            A, Yhat = activations(X, network)
            dZ = numbers(student.multitask_gradient(Yhat, labels), Y.shape, "the gradient")
            back = (network["W2"].T @ dZ) * (A > 0)
            slopes = {"W1": back @ X.T, "b1": back.sum(axis=1, keepdims=True)}
            slopes |= {"W2": dZ @ A.T, "b2": dZ.sum(axis=1, keepdims=True)}
            network = {key: value - 3.0 * slopes[key] for key, value in network.items()}
            if iteration % EVERY == EVERY - 1:
                got = student.multitask_accuracy(activations(X_test, network)[1], Y_test)
                shares = sequence(got, TASKS, "the accuracies")
                curve.append(float(np.mean([finite(one, "an accuracy") for one in shares])))
        curves[name] = curve
    return lines(
        range(EVERY, ITERATIONS + 1, EVERY),
        curves,
        x_label="iteration",
        y_label="accuracy on other examples, mean of the tasks",
        says="Whoever reads a gap as 0 learns to say no.",
    )


def shares_right(
    student: Student,
    ref: Reference,
    nets: dict[str, tuple[Network, list[int]]],
    sizes: tuple[int, ...],
    data: tuple[Array, Array, Array, Array],
    rate: float,
) -> dict[str, list[float]]:
    """How many test examples come out all right, after 80 steps on so many labelled ones."""
    X, Y, X_test, Y_test = data
    found: dict[str, list[float]] = {}
    for name, (network, trainable) in nets.items():
        dims = [X.shape[0], WIDTH, Y.shape[0]]
        for m in sizes:
            got = student.fine_tune(X[:, :m], Y[:, :m], network, trainable, rate, 80)
            tuned = network_of(unpack(got, "parameters", "costs")[0], dims)
            right = (ref.predict(X_test, tuned) == Y_test).all(axis=0)
            found.setdefault(name, []).append(float(np.mean(right)))
    return found


def three_ways(
    student: Student, source: Network, scratch: Network
) -> dict[str, tuple[Network, list[int]]]:
    """The student's new heads on a source and on random weights, and which layers move."""
    n_out = scratch["b2"].size
    dims = [source["W1"].shape[1], WIDTH, n_out]
    on_source, on_scratch = (
        network_of(student.replace_head(network, n_out, 4), dims) for network in (source, scratch)
    )
    return {
        "transfer, head only": (on_source, [2]),
        "transfer, all layers": (on_source, [1, 2]),
        "from scratch": (on_scratch, [1, 2]),
    }


HEADS = "With other random heads the curves run a little otherwise."


@picture(
    "replace_head",
    "fine_tune",
    try_next="Take the source from another world. Which of the curves fall, and onto which?",
)
def few_labels(student: Student, ref: Reference) -> Lines:
    """A ninth task of a world whose eight tasks have been learned, by the number of its labels."""
    rng = np.random.default_rng(WORLD)
    X, Y = folds(400, rng.normal(size=(TASKS, 3)), 1, WORLD)
    source, _ = ref.fine_tune(X, Y, start(rng, 20, TASKS), [1, 2], 1.0, 200)
    c = rng.normal(size=(1, 3))
    data = *folds(max(LABELS), c, 2, WORLD), *folds(600, c, 3, WORLD)
    nets = three_ways(student, source, start(rng, 20, 1))
    return lines(
        LABELS,
        shares_right(student, ref, nets, LABELS, data, 0.3),
        x_label="labels of the ninth task",
        y_label="accuracy on other examples",
        log_x=True,
        says=HEADS,
    )


@picture(
    "replace_head",
    "fine_tune",
    try_next="Let the source learn all ten digits, odd ones from even ones. Are its features worth "
    "more for 5 to 9, or less?",
)
def digits(student: Student, ref: Reference) -> Lines:
    """From the digits 0 to 4 to the digits 5 to 9: here transfer gains nothing."""
    stored = ref.data("digits")
    rng = np.random.default_rng(0)
    order = rng.permutation(stored["digit"].size)
    X, digit = stored["X"][:, order] / 16.0, stored["digit"][0, order]
    one_hot = (digit == np.arange(10)[:, np.newaxis]).astype(np.float64)
    low, high = np.flatnonzero(digit < 5), np.flatnonzero(digit >= 5)
    source, _ = ref.fine_tune(
        X[:, low[:300]], one_hot[:5, low[:300]], start(rng, 64, 5), [1, 2], 0.5, 120
    )
    most = max(DIGIT_LABELS)
    train, test = high[:most], high[most : most + 300]
    data = X[:, train], one_hot[5:, train], X[:, test], one_hot[5:, test]
    nets = three_ways(student, source, start(rng, 64, 5))
    return lines(
        DIGIT_LABELS,
        shares_right(student, ref, nets, DIGIT_LABELS, data, 0.5),
        x_label="labelled images of 5 to 9",
        y_label="images with all five answers right",
        log_x=True,
        says=HEADS,
    )
