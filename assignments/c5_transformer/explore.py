"""What a student's transformer draws: hands that turn, who hears whom, and a block that learns."""

from typing import Any

import numpy as np

from common.transformers import (
    REVERSAL_HEADS,
    Adam,
    block,
    cost_and_slopes,
    leaves,
    moved,
    reversal,
    reversal_weights,
)
from grader.authoring import Array, Reference, Student, array, entries, numbers, unpack
from grader.authoring.pictures import Images, Lines, image, images, lines, picture

PLACES, FEATURES, MIDDLE = 32, 24, 16
SEQ, WIDTH, HEADS = 6, 8, 2
STEPS, RATE = 40, 0.05


@picture(
    "positional_encoding",
    try_next="Which features tell place 3 from place 4, and which tell 3 from 30? Draw the same "
    "with 100 in place of 10000.",
)
def hands_that_turn(student: Student, ref: Reference) -> list[Images | Lines]:
    """The encoding of 32 places: a row for each, and how like place 16 the others are."""
    shape = (PLACES, FEATURES)
    P = array(student.positional_encoding(*shape), shape, what="the encoding")
    shown = [image("rows are places, columns features", P, shape, low=-1.0, high=1.0)]
    says = "The first columns wave fast from row to row, and the last ones hardly change."
    like = P.astype(np.float64) @ P[MIDDLE] / (FEATURES / 2)
    return [
        images(shown, low=-1.0, high=1.0, says=says),
        lines(
            range(PLACES),
            {"product with place 16": like},
            x_label="place",
            y_label="product, over d/2",
        ),
    ]


def heard(run: Any, given: Array) -> Array:
    """How far each row of what comes out moves when a row of what goes in does (out, in)."""
    before = run(given)
    found = np.zeros((before.shape[1], given.shape[1]))
    for place in range(given.shape[1]):
        other = given.copy()
        other[:, place] = other[:, place, ::-1]
        found[:, place] = np.abs(run(other) - before).mean(axis=(0, 2))
    return found / max(float(found.max()), 1e-12)


@picture(
    "encoder_block",
    "decoder_block",
    try_next="What would the third image show if both masks held, causal and padding? Stack two "
    "blocks: can a row hear what the mask of each block hides from it?",
)
def who_hears_whom(student: Student, ref: Reference) -> Images:
    """How far each row of the output moves when a row of the input is changed.

    An encoder block without a mask, one whose last two rows are padding, and a decoder block:
    its target, and its memory.
    """
    rng = np.random.default_rng(4)
    P = block(rng, WIDTH, 5, attention={"attention": WIDTH})
    both = {"self_attention": WIDTH, "cross_attention": WIDTH}
    D = block(rng, WIDTH, 5, attention=both)
    x, memory = rng.normal(size=(3, SEQ, WIDTH)), rng.normal(size=(3, SEQ, WIDTH))
    padding = np.arange(SEQ) < np.full((3, 1, 1), SEQ - 2)

    def encode(mask: Any) -> Any:
        def run(x: Array) -> Array:
            got = unpack(student.encoder_block(x, P, HEADS, mask), "y", "cache")
            return numbers(got[0], x.shape, "y")

        return run

    def decode(x: Array, memory: Array) -> Array:
        return numbers(student.decoder_block(x, memory, D, HEADS), x.shape, "y")

    maps = {
        "encoder": heard(encode(None), x),
        "with padding": heard(encode(padding), x),
        "decoder: target": heard(lambda x: decode(x, memory), x),
        "decoder: memory": heard(lambda memory: decode(x, memory), memory),
    }
    return images(
        [image(name, one, (SEQ, SEQ), low=0.0, high=0.5) for name, one in maps.items()],
        low=0.0,
        high=0.5,
        says="Rows are rows of the output, columns the rows of the input that were changed. What "
        "cannot be heard is 0: columns of padding, but for their own rows, and what comes later "
        "in the decoder's target.",
    )


@picture(
    "encoder_block",
    "encoder_block_backward",
    try_next="Take the places out of x (its last three features). What does the cost fall to now, "
    "and what does the block tell of each sequence?",
)
def a_block_learns(student: Student, ref: Reference) -> list[Images | Lines]:
    """A block learns to tell three tokens in reverse: the cost, and who hears whom in the end."""
    x, classes = reversal()
    P, W = reversal_weights(seed=1)
    adam, costs = Adam(RATE), []
    for _ in range(STEPS):
        y, cache = unpack(student.encoder_block(x, P, REVERSAL_HEADS), "y", "cache")
        cost, dy, dW = cost_and_slopes(numbers(y, x.shape, "y"), W, classes)
        costs.append(cost)
        grads = unpack(student.encoder_block_backward(dy, cache), "dx", "grads")[1]
        slopes = {"W": dW}
        for name, value in leaves(P):
            *inner, last = name.split("/")
            part = entries(grads, *inner)[0] if inner else grads
            slopes[name] = numbers(entries(part, f"d{last}")[0], value.shape, f"d{last}")
        step = adam.step(slopes)
        P, W = moved(P, step), step("W", W)

    def run(x: Array) -> Array:
        got = unpack(student.encoder_block(x, P, REVERSAL_HEADS), "y", "cache")
        return np.asarray(numbers(got[0], x.shape, "y") @ W)

    before, found = run(x), np.zeros((3, 3))
    for place in range(3):
        other = x.copy()
        other[:, place, :3] = np.roll(other[:, place, :3], 1, axis=-1)
        found[:, place] = np.abs(run(other) - before).mean(axis=(0, 2))
    found /= max(float(found.max()), 1e-12)
    return [
        lines(range(STEPS), {"cost": costs}, x_label="step of Adam", y_label="cost"),
        images(
            [image("told place, by token", found, (3, 3), low=0.0, high=1.0)],
            low=0.0,
            high=1.0,
            says="Rows are the places that are told, columns the tokens that were changed. What "
            "is told first follows from the last token: the other diagonal is brightest.",
        ),
    ]
