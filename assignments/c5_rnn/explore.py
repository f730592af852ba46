"""What a student's recurrent network draws: gradients through time, and what it learns to keep."""

import numpy as np

from grader.authoring import Array, Reference, Student, array, entries, numbers, scalar, unpack
from grader.authoring.pictures import Lines, lines, picture

# Others than the checks'.
UNITS, EXAMPLES, STEPS, SEED = 8, 4, 40, 5
BITS, LEARNERS, ROUNDS = 8, 32, 100


def drawn_network(size: float, bias: float = 0.0) -> dict[str, Array]:
    """Parameters with a Waa that makes every vector `size` times as long."""
    rng = np.random.default_rng(SEED)
    return {
        "Waa": size * np.linalg.qr(rng.normal(size=(UNITS, UNITS)))[0],
        "Wax": 0.3 * rng.normal(size=(UNITS, 3)),
        "Wya": rng.normal(size=(2, UNITS)),
        "ba": np.full((UNITS, 1), bias),
        "by": np.zeros((2, 1)),
    }


def sequence_of(steps: int) -> tuple[Array, Array, Array]:
    """x, a0, and derivatives in the last state."""
    rng = np.random.default_rng(SEED + 1)
    x = 0.2 * rng.normal(size=(3, EXAMPLES, steps))
    return x, np.zeros((UNITS, EXAMPLES)), rng.normal(size=(UNITS, EXAMPLES))


@picture(
    "gradient_norms_through_time",
    try_next="Make the inputs ten times as large. Why does the gradient of the largest Waa no "
    "longer explode?",
)
def through_time(student: Student, ref: Reference) -> Lines:
    """How long the gradient of a cost of the last state is, at each state before it.

    For a Waa that makes vectors 0.6, 1 and 1.4 times as long.
    """
    x, a0, da_last = sequence_of(STEPS)
    series = {}
    for size in (0.6, 1.0, 1.4):
        got = student.gradient_norms_through_time(x, a0, drawn_network(size), da_last)
        series[f"Waa {size:g} times orthogonal"] = numbers(got, (STEPS + 1,), "the norms")
    return lines(
        range(STEPS + 1),
        series,
        x_label="step (0 is a0)",
        y_label="norm of the gradient",
        log_y=True,
    )


@picture(
    "rnn_forward",
    "rnn_backward",
    try_next="Give da at the last step only. How far back do you see it in dx?",
)
def from_one_step(student: Student, ref: Reference) -> Lines:
    """Which inputs the state of step 20 of 40 depends on: how long dx is at each step."""
    x, a0, da_last = sequence_of(STEPS)
    da = np.zeros((UNITS, EXAMPLES, STEPS))
    da[:, :, 19] = da_last
    series = {}
    for size in (0.6, 1.0):
        got = student.rnn_forward(x, a0, drawn_network(size))
        back = student.rnn_backward(da, unpack(got, "a", "y_pred", "caches")[2])
        dx = array(entries(back, "dx")[0], x.shape, what="dx").astype(np.float64)
        series[f"Waa {size:g} times orthogonal"] = np.sqrt(np.sum(dx**2, axis=(0, 1)))
    return lines(range(1, STEPS + 1), series, x_label="step", y_label="norm of dx")


def delayed(by: int) -> tuple[Array, Array]:
    """Bits as two classes, and as y the bits of so many steps before; 0 where there is none."""
    ones = np.random.default_rng(SEED).integers(0, 2, size=(LEARNERS, BITS))
    before = np.hstack([np.zeros((LEARNERS, by), dtype=int), ones[:, : BITS - by]])
    x, y = (np.stack([part == k for k in range(2)]).astype(np.float64) for part in (ones, before))
    return x, y


@picture(
    "rnn_train_step",
    try_next="Train three times as long, and with a delay of 4. What does the network say while it "
    "has not found out yet?",
)
def what_is_kept(student: Student, ref: Reference) -> Lines:
    """The cost while a network learns to repeat the bit of 1, 2 and 3 steps before.

    Who only guesses has a cost of ln 2 = 0.69 where there is something to repeat.
    """
    series = {}
    for delay in (1, 2, 3):
        x, y = delayed(delay)
        rng = np.random.default_rng(SEED)
        shapes = {"Wax": (UNITS, 2), "Waa": (UNITS, UNITS), "Wya": (2, UNITS)}
        parameters = {name: 0.3 * rng.normal(size=shape) for name, shape in shapes.items()}
        parameters |= {"ba": np.zeros((UNITS, 1)), "by": np.zeros((2, 1))}
        a0, costs = np.zeros((UNITS, LEARNERS)), []
        for _ in range(ROUNDS):
            got = student.rnn_train_step(x, y, a0, parameters, 1.0, 1.0)
            new, cost = unpack(got, "new_parameters", "cost")
            parameters = {
                name: numbers(value, parameters[name].shape, name)
                for name, value in zip(parameters, entries(new, *parameters), strict=True)
            }
            costs.append(scalar(cost, "the cost"))
        series["1 step" if delay == 1 else f"{delay} steps"] = costs
    return lines(range(ROUNDS), series, x_label="step of descent", y_label="cost")
