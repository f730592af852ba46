"""What a student's character model draws: how it learns to spell, and the names that it invents."""

import numpy as np

from common.given.elements import NAMES
from grader.authoring import (
    Array,
    Reference,
    Student,
    array,
    entries,
    finite,
    numbers,
    require,
    sequence,
    unpack,
)
from grader.authoring.pictures import Images, Lines, image, images, lines, picture

# Short ones that end alike: there is something to learn in a few readings.
SHORT = [name for name in NAMES if name.endswith("ium") and len(name) == 6]
LETTERS = sorted({"\n", *"".join(SHORT)})
# Others than the checks'.
UNITS, ITERATIONS, RATE, SEED = 12, 5 * len(SHORT), 0.15, 11
LONGEST = 9


def learnt(student: Student, rate: float = RATE) -> tuple[dict[str, Array], list[float]]:
    """The student's model of the short names: parameters and losses."""
    V = len(LETTERS)
    got = student.train_character_model(SHORT, UNITS, ITERATIONS, rate, SEED)
    found, _, losses = unpack(got, "parameters", "token_to_ix", "losses")
    shapes = {"Wax": (UNITS, V), "Waa": (UNITS, UNITS), "Wya": (V, UNITS)}
    shapes |= {"ba": (UNITS, 1), "by": (V, 1)}
    values = zip(shapes, entries(found, *shapes), strict=True)
    parameters = {name: numbers(value, shapes[name], name) for name, value in values}
    return parameters, [finite(one, "a loss") for one in sequence(losses, ITERATIONS)]


def invented(
    student: Student, parameters: dict[str, Array], temperature: float, count: int
) -> list[list[int]]:
    """So many names, by the indices of their letters, without END."""
    token_to_ix = {letter: index for index, letter in enumerate(LETTERS)}
    found = []
    for seed in range(SEED, SEED + count):
        got = sequence(
            student.sample(parameters, token_to_ix, seed, LONGEST, temperature), what="a sample"
        )
        indices = array(got, what="a sample")
        known = np.isin(indices, range(len(LETTERS))).all()
        require(known and 0 < indices.size <= LONGEST + 1, "a sample must be a name", got=got)
        found.append([int(index) for index in indices if index != 0])
    return found


def spelt(name: list[int]) -> str:
    """The name, or a dash for one without letters."""
    return "".join(LETTERS[index] for index in name) or "–"


@picture(
    "train_character_model",
    "sample",
    "next_probabilities",
    try_next="Train a hundred times as long, and on all names. Which of those that come are then "
    "real ones, which the model knows by heart, and which did it invent?",
)
def names_by_temperature(student: Student, ref: Reference) -> list[Images]:
    """Names that your model invents after five readings of nine others, cold, warm and hot.

    These are all of six letters that end in "ium", and so few that it can nearly learn them by
    heart. Under each name is what your model thought of before each of its letters.
    """
    parameters, _ = learnt(student)
    panels = []
    for temperature in (0.4, 0.8, 1.4):
        names = invented(student, parameters, temperature, 5)
        shown = []
        for name in names:
            a: Array = np.zeros((UNITS, 1))
            columns = []
            for index in [None, *name]:
                got = student.next_probabilities(index, a, parameters, temperature)
                p, state = unpack(got, "p", "a")
                columns.append(numbers(p, (len(LETTERS),), "p"))
                a = numbers(state, (UNITS, 1), "a")
            pixels = np.stack(columns, axis=1)
            shown.append(image(spelt(name), pixels, pixels.shape, low=0, high=1))
        spelled = ", ".join(spelt(name) for name in names)
        panels.append(
            images(
                shown,
                low=0,
                high=1,
                heading=f"Temperature {temperature:g}: {spelled}",
                says=f"At a temperature of {temperature:g} your model invents {spelled}. A column "
                "for each letter and one for the end, from left to right; a row for each token, "
                "the end first and then the letters in their order; the darker, the likelier.",
            )
        )
    return panels


@picture(
    "train_character_model",
    "smooth_losses",
    try_next="Which beta shows you best that the loss still falls: 0.9, 0.99 or 0.999? And what "
    "does a rate of 0.5 do?",
)
def smoothed_losses(student: Student, ref: Reference) -> Lines:
    """The loss per letter while your model reads the names, smoothed with beta = 0.9.

    It begins at log 15 = 2.7, where all tokens are as likely.
    """
    at = list(range(0, ITERATIONS, 2))
    series = {}
    for rate in (0.02, RATE):
        _, losses = learnt(student, rate)
        got = array(student.smooth_losses(losses, float(np.log(len(LETTERS))), 0.9))
        smoothed = numbers(got, (ITERATIONS,), "the smoothed losses")
        series[f"rate {rate:g}"] = smoothed[at]
    return lines(at, series, x_label="iteration", y_label="smoothed loss")


@picture(
    "train_character_model",
    "next_probabilities",
    try_next="What comes after l, which is in one name only? And after m, the last letter of each?",
)
def after_three_letters(student: Student, ref: Reference) -> Lines:
    """What your model says next when a name has begun with "riu", and with "bar".

    Letter 0 is the end of the name, then come those that there are in their order: i is 7, m is 9.
    """
    parameters, _ = learnt(student)
    series = {}
    for read in ("riu", "bar"):
        a: Array = np.zeros((UNITS, 1))
        p: Array = np.zeros(len(LETTERS))
        for index in [None, *(LETTERS.index(letter) for letter in read)]:
            got = unpack(student.next_probabilities(index, a, parameters), "p", "a")
            p, a = numbers(got[0], p.shape, "p"), numbers(got[1], a.shape, "a")
        series[f"after {read}"] = p
    return lines(range(len(LETTERS)), series, x_label="letter", y_label="probability")
