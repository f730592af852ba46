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

# Others than the checks'.
UNITS, ITERATIONS, RATE, SEED = 16, 354, 0.1, 11
LONGEST = 12


def learnt(
    student: Student, rate: float = RATE, iterations: int = ITERATIONS
) -> tuple[dict[str, Array], list[str], list[float]]:
    """The student's model of all names: parameters, its letters by index, and its losses."""
    letters = sorted({"\n", *"".join(NAMES)})
    V = len(letters)
    got = student.train_character_model(NAMES, UNITS, iterations, rate, SEED)
    found, _, losses = unpack(got, "parameters", "token_to_ix", "losses")
    shapes = {"Wax": (UNITS, V), "Waa": (UNITS, UNITS), "Wya": (V, UNITS)}
    shapes |= {"ba": (UNITS, 1), "by": (V, 1)}
    values = zip(shapes, entries(found, *shapes), strict=True)
    parameters = {name: numbers(value, shapes[name], name) for name, value in values}
    return parameters, letters, [finite(one, "a loss") for one in sequence(losses, iterations)]


def invented(
    student: Student,
    parameters: dict[str, Array],
    letters: list[str],
    temperature: float,
    count: int,
) -> list[list[int]]:
    """So many names, by the indices of their letters, without END."""
    token_to_ix = {letter: index for index, letter in enumerate(letters)}
    found = []
    for seed in range(SEED, SEED + count):
        got = sequence(
            student.sample(parameters, token_to_ix, seed, LONGEST, temperature), what="a sample"
        )
        indices = array(got, what="a sample")
        known = np.isin(indices, range(len(letters))).all()
        require(known and 0 < indices.size <= LONGEST + 1, "a sample must be a name", got=got)
        found.append([int(index) for index in indices if index != 0])
    return found


def spelt(name: list[int], letters: list[str]) -> str:
    """The name, or a dash for one without letters."""
    return "".join(letters[index] for index in name) or "–"


@picture(
    "train_character_model",
    "sample",
    "next_probabilities",
    try_next="Train twenty times as long. Which of the names are then real ones, which the model "
    "knows by heart, and which did it invent?",
)
def names_by_temperature(student: Student, ref: Reference) -> list[Images]:
    """Names that your model invents after three readings of the list, cold, warm and hot.

    Under each name is what your model thought of before each of its letters.
    """
    parameters, letters, _ = learnt(student)
    panels = []
    for temperature in (0.4, 0.8, 1.4):
        names = invented(student, parameters, letters, temperature, 5)
        shown = []
        for name in names:
            a: Array = np.zeros((UNITS, 1))
            columns = []
            for index in [None, *name]:
                got = student.next_probabilities(index, a, parameters, temperature)
                p, state = unpack(got, "p", "a")
                columns.append(numbers(p, (len(letters),), "p"))
                a = numbers(state, (UNITS, 1), "a")
            pixels = np.stack(columns, axis=1)
            shown.append(image(spelt(name, letters), pixels, pixels.shape, low=0, high=1))
        spelled = ", ".join(spelt(name, letters) for name in names)
        panels.append(
            images(
                shown,
                low=0,
                high=1,
                heading=f"Temperature {temperature:g}: {spelled}",
                says=f"At a temperature of {temperature:g} your model invents {spelled}. A column "
                "for each letter and one for the end, from left to right; a row for each token, "
                "the end first and then a to z without j and q; the darker, the likelier.",
            )
        )
    return panels


@picture(
    "train_character_model",
    "smooth_losses",
    try_next="Which beta shows you best that the loss still falls: 0.9, 0.99 or 0.999? And what "
    "does a rate of 0.3 do?",
)
def smoothed_losses(student: Student, ref: Reference) -> Lines:
    """The loss per letter while your model reads the names, smoothed with beta = 0.95.

    It begins near log 25 = 3.2, where all tokens are as likely.
    """
    at = list(range(0, 236, 5))
    series = {}
    for rate in (0.02, 0.1):
        _, letters, losses = learnt(student, rate, 236)
        got = student.smooth_losses(losses, float(np.log(len(letters))), 0.95)
        smoothed = numbers(array(got, what="the smoothed losses"), (236,), "the smoothed losses")
        series[f"rate {rate:g}"] = smoothed[at]
    return lines(at, series, x_label="iteration", y_label="smoothed loss")


@picture(
    "train_character_model",
    "next_probabilities",
    try_next="What comes after q, which is in no name? Where does that answer come from?",
)
def after_two_letters(student: Student, ref: Reference) -> Lines:
    """What your model says next when a name has begun with "tiu", and with "ber".

    Letter 0 is the end of the name, 1 is a, 2 is b, and so on without j and q: m is 12.
    """
    parameters, letters, _ = learnt(student)
    series = {}
    for read in ("tiu", "ber"):
        a: Array = np.zeros((UNITS, 1))
        p: Array = np.zeros(len(letters))
        for index in [None, *(letters.index(letter) for letter in read)]:
            got = unpack(student.next_probabilities(index, a, parameters), "p", "a")
            p, a = numbers(got[0], p.shape, "p"), numbers(got[1], a.shape, "a")
        series[f"after {read}"] = p
    return lines(range(len(letters)), series, x_label="letter", y_label="probability")
