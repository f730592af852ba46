"""What a student's GRU draws: what it holds and for how long, and how far derivatives reach."""

from typing import Any

import numpy as np

from common.recurrent import Parameters
from grader.authoring import Array, Reference, Student, array, entries, unpack
from grader.authoring.pictures import Lines, lines, picture

# Others than the checks'.
STEPS, SEED = 40, 8
NAMES = ("a gate that looks", "1/2 always", "1/10 always")
UNITS, INPUTS = 6, 3
BIASES = (-4.0, -2.0, 0.0, 2.0)


def signal() -> Array:
    """x (2, 1, STEPS): a level that is noisy all the time, and a 1 at the steps that matter."""
    rng = np.random.default_rng(SEED)
    x = np.zeros((2, 1, STEPS))
    x[0, 0] = rng.normal(size=STEPS)
    x[1, 0, [4, 15, 29]] = 1.0
    x[0, 0, [4, 15, 29]] = 1.2, -1.0, 0.5
    return x


def memories() -> Parameters:
    """Three units with the candidate tanh(level): one whose gate looks at the 1, and two others."""
    Wu = np.zeros((3, 5))
    Wu[0, 4] = 12.0
    Wc = np.zeros((3, 5))
    Wc[:, 3] = 1.0
    return {
        "Wr": np.zeros((3, 5)),
        "br": np.zeros((3, 1)),
        "Wu": Wu,
        "bu": np.array([[-6.0], [0.0], [np.log(1 / 9)]]),
        "Wc": Wc,
        "bc": np.zeros((3, 1)),
    }


def states_of(got: Any, shape: tuple[int, ...]) -> tuple[Array, Any]:
    """The states as floats, and the caches."""
    c, caches = unpack(got, "c", "caches")
    return array(c, shape, what="c").astype(np.float64, copy=False), caches


@picture(
    "gru_forward",
    try_next="Make the first bias −3 in place of −6, and the weight 6 in place of 12. How long "
    "does the unit hold what it was told then?",
)
def what_is_held(student: Student, ref: Reference) -> list[Lines]:
    """A noisy level, of which three steps matter: what three units hold, and how much they write.

    One update gate opens at these steps alone; two are always open by 1/2 and by 1/10. What is
    written is told from the states: by which part of the way to the candidate a unit went.
    """
    x = signal()
    c0 = np.zeros((3, 1))
    c, _ = states_of(student.gru_forward(x, c0, memories()), (3, 1, STEPS))
    candidate = np.tanh(x[0, 0])
    before = np.concatenate([c0, c[:, 0, :-1]], axis=1)
    written = (c[:, 0] - before) / (candidate - before)
    held = lines(
        range(STEPS),
        {name: c[row, 0] for row, name in enumerate(NAMES)},
        x_label="step t",
        y_label="state",
        heading="What is held",
        given={"candidate": candidate},
    )
    gate = lines(
        range(STEPS),
        {name: written[row] for row, name in enumerate(NAMES)},
        x_label="step t",
        y_label="update gate u",
        heading="How much is written",
    )
    return [held, gate]


@picture(
    "gru_forward",
    "gru_backward",
    try_next="Make the weights three times as large. Does the derivative die out faster or more "
    "slowly, and for which bias?",
)
def how_far_back(student: Student, ref: Reference) -> Lines:
    """How much of a derivative in the last of 40 states reaches each input, for four biases bu.

    The lower the bias, the more is kept at each step, and the further back the way through 1 − u
    leads.
    """
    rng = np.random.default_rng(SEED)
    x, c0 = rng.normal(size=(INPUTS, 2, STEPS)), np.zeros((UNITS, 2))
    parameters = {name: 0.4 * rng.normal(size=(UNITS, UNITS + INPUTS)) for name in ("Wr", "Wu")}
    parameters["Wc"] = 0.4 * rng.normal(size=(UNITS, UNITS + INPUTS))
    for name in ("br", "bc"):
        parameters[name] = np.zeros((UNITS, 1))
    dc = np.zeros((UNITS, 2, STEPS))
    dc[:, :, -1] = 1.0
    series = {}
    for bias in BIASES:
        one = parameters | {"bu": np.full((UNITS, 1), bias)}
        _, caches = states_of(student.gru_forward(x, c0, one), dc.shape)
        (dx,) = entries(student.gru_backward(dc, caches), "dx")
        found = array(dx, x.shape, what="dx").astype(np.float64, copy=False)
        series[f"bu = {bias:g}"] = np.sqrt(np.sum(found**2, axis=(0, 1)))
    return lines(
        range(STEPS),
        series,
        x_label="step t",
        y_label="norm of dx[:, :, t]",
        log_y=True,
    )
