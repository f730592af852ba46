"""What a student's LSTM draws: a symbol that it learns to remember, and how far gradients come."""

from typing import Any

import numpy as np
from numpy.random import Generator

from grader.authoring import Array, Reference, Student, array, entries, numbers, scalar, unpack
from grader.authoring.pictures import Lines, lines, picture

# Others than the check's.
EXAMPLES, STEPS, UNITS, TIMES, RATE = 15, 8, 4, 16, 0.15
FAR = 40


def signals(rng: Generator, y: Array) -> Array:
    """x (4, m, STEPS): a symbol in the first step, then ±1 in the fourth row."""
    m = y.shape[1]
    x = np.zeros((4, m, STEPS))
    x[:3, :, 0] = y
    x[3, :, 1:] = rng.choice([-1.0, 1.0], size=(m, STEPS - 1))
    return x


def train(student: Student, parameters: dict[str, Array]) -> tuple[list[float], dict[str, Array]]:
    """The costs, and the parameters after training by Adam."""
    rng = np.random.default_rng(11)
    y = np.eye(3)[:, rng.integers(3, size=EXAMPLES)]
    x, costs = signals(rng, y), []
    mean = {name: np.zeros(value.shape) for name, value in parameters.items()}
    square = dict(mean)
    for t in range(1, TIMES + 1):
        cost, grads = unpack(student.last_step_cost_and_grads(x, y, parameters), "cost", "grads")
        costs.append(scalar(cost, "the cost"))
        found = entries(grads, *[f"d{name}" for name in parameters])
        for (name, value), slope in zip(list(parameters.items()), found, strict=True):
            slope = numbers(slope, value.shape, f"d{name}")
            mean[name] = 0.9 * mean[name] + 0.1 * slope
            square[name] = 0.99 * square[name] + 0.01 * slope**2
            size = np.sqrt(square[name] / (1 - 0.99**t)) + 1e-8
            parameters = parameters | {name: value - RATE * mean[name] / (1 - 0.9**t) / size}
    return costs, parameters


@picture(
    "lstm_forward",
    "last_step_cost_and_grads",
    try_next="Start with bf = 5, or let twice as many steps of noise lie between the symbol and "
    "the end. What does the cost do then, and what do the cells?",
)
def learning_to_remember(student: Student, ref: Reference) -> list[Lines]:
    """The cost while your LSTM learns to tell at the end what it saw at the start.

    Below, what one of its cells holds after training, for each of the three symbols, and its
    forget gate.
    """
    costs = {}
    start = dict(ref.initialize_lstm(4, UNITS, 3, 2))
    for bias in (-2.0, 1.0):
        costs[f"bf = {bias:g}"], trained = train(student, start | {"bf": 0 * start["bf"] + bias})
    x = signals(np.random.default_rng(4), np.eye(3))
    a0 = np.zeros((UNITS, 3))
    a, _, c, _ = unpack(student.lstm_forward(x, a0, trained), "a", "y", "c", "caches")
    states = numbers(a, (UNITS, 3, STEPS), "a")
    cells = numbers(c, (UNITS, 3, STEPS), "c")
    # Of all cells that in which the symbols stay furthest apart.
    unit = int(np.argmax(np.ptp(cells[:, :, -1], axis=1)))
    before = np.concatenate([a0[:, :, np.newaxis], states[:, :, :-1]], axis=2)
    seen = np.concatenate([before, x])
    z = np.tensordot(trained["Wf"][unit], seen, axes=1) + trained["bf"][unit]
    gate = (1 + np.tanh(z / 2)) / 2
    return [
        lines(range(TIMES), costs, x_label="step of Adam", y_label="cost"),
        lines(
            range(STEPS),
            {f"symbol {k + 1}": cells[unit, k] for k in range(3)},
            x_label="step t (the symbol comes at 0)",
            y_label="cell",
            heading="What one cell holds",
        ),
        lines(
            range(STEPS),
            {f"symbol {k + 1}": gate[k] for k in range(3)},
            x_label="step t",
            y_label="f",
            heading="Its forget gate",
        ),
    ]


@picture(
    "lstm_forward",
    "lstm_backward",
    "cell_highway",
    try_next="Which forget gate leaves half of a cell after 40 steps? Which bias has that gate?",
)
def how_far_back(student: Student, ref: Reference) -> list[Lines]:
    """What is left at the end of something that happened t steps after the start: 40 steps.

    Above, the way through the cell alone. Below, the whole gradient at each input, with forget
    biases of 0 and 4, beside one that shrinks to 0.6 at each step, as in a plain network it may.
    """
    gates = np.array([0.6, 0.9, 0.99])
    path = student.cell_highway(np.broadcast_to(gates[:, None, None], (3, 1, FAR)).copy())
    left = array(path, (3, 1, FAR + 1), what="the highway").astype(np.float64)
    rng = np.random.default_rng(6)
    x, da = rng.normal(size=(3, 2, FAR)), np.zeros((5, 2, FAR))
    da[:, :, -1] = rng.normal(size=(5, 2))
    series: dict[str, Any] = {}
    for bias in (0.0, 4.0):
        p = dict(ref.initialize_lstm(3, 5, 2, 1))
        p["bf"] = np.full((5, 1), bias)
        caches = unpack(student.lstm_forward(x, np.zeros((5, 2)), p), "a", "y", "c", "caches")[3]
        (dx,) = entries(student.lstm_backward(da, caches), "dx")
        norms = np.sqrt(np.sum(numbers(dx, x.shape, "dx") ** 2, axis=(0, 1)))
        series[f"LSTM, bf = {bias:g}"] = norms
    return [
        lines(
            range(FAR + 1),
            {f"f = {gate:g}": left[k, 0] for k, gate in enumerate(gates)},
            x_label="t",
            y_label="d c_T / d c_t",
            log_y=True,
        ),
        lines(
            range(FAR),
            series,
            x_label="t",
            y_label="norm of dx",
            given={"0.6 for each step": 0.6 ** np.arange(FAR - 1, -1, -1.0)},
            log_y=True,
        ),
    ]
