"""What a student's transformer draws: turning hands, who hears whom, and reading backwards."""

from typing import Any

import numpy as np

from common.transformers import (
    block,
)
from grader.authoring import Array, Reference, Student, array, numbers, unpack
from grader.authoring.pictures import Images, Lines, image, images, lines, picture

PLACES, FEATURES, MIDDLE = 32, 24, 16
SEQ, WIDTH, HEADS = 6, 8, 2
TOKENS, SHARP = 4, 20.0


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


def heard(run: Any, given: Array, change: Any) -> Array:
    """How far each row of what comes out moves when a row of what goes in does (out, in).

    `run` gets all of it in one batch: what is given, and then once for each place, changed there.
    """
    batch, L, _ = given.shape
    others = np.tile(given, (L + 1, 1, 1, 1))
    for place in range(L):
        others[place + 1, :, place] = change(given[:, place])
    out = run(others.reshape(-1, *given.shape[1:]))
    before, *after = out.reshape(L + 1, batch, *out.shape[1:])
    found = np.stack([np.abs(one - before).mean(axis=(0, 2)) for one in after], axis=1)
    return found / max(float(found.max()), 1e-12)


def turned_round(rows: Array) -> Array:
    """The features in the reverse order."""
    return rows[..., ::-1]


def again(given: Array, count: int) -> Array:
    """`given`, so often one after the other that there are `count` examples."""
    return np.tile(given, (count // len(given), 1, 1))


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
            masks = None if mask is None else again(mask, len(x))
            got = unpack(student.encoder_block(x, P, HEADS, masks), "y", "cache")
            return numbers(got[0], x.shape, "y")

        return run

    def decode(x: Array, memory: Array) -> Array:
        return numbers(student.decoder_block(x, memory, D, HEADS), x.shape, "y")

    def of_target(one: Array) -> Array:
        return decode(one, again(memory, len(one)))

    def of_memory(one: Array) -> Array:
        return decode(again(x, len(one)), one)

    maps = {
        "encoder": heard(encode(None), x, turned_round),
        "with padding": heard(encode(padding), x, turned_round),
        "decoder: target": heard(of_target, x, turned_round),
        "decoder: memory": heard(of_memory, memory, turned_round),
    }
    return images(
        [image(name, one, (SEQ, SEQ), low=0.0, high=0.5) for name, one in maps.items()],
        low=0.0,
        high=0.5,
        says="Rows are rows of the output, columns the rows of the input that were changed. What "
        "cannot be heard is 0: columns of padding, but for their own rows, and what comes later "
        "in the decoder's target.",
    )


def mirror(places: Array) -> tuple[Array, dict[str, Any]]:
    """Rows x (4, L, 20) of tokens and places, and a block by hand that looks at the mirrored place.

    The first four features say which token stands there, twelve say where, and the last four are
    0: there the block writes which token it has found.
    """
    L, d_p = places.shape
    found = np.eye(TOKENS)[(np.arange(4)[:, np.newaxis] + np.arange(L)) % TOKENS]
    where = np.broadcast_to(places, (4, L, d_p))
    x = np.concatenate([found, where, np.zeros((4, L, TOKENS))], axis=-1)
    d = x.shape[-1]
    Wq, Wk, Wv, Wo = np.zeros((4, d, d))
    for pair in range(d_p // 2):
        # What makes sine and cosine of L − 1 − p of those of p.
        angle = (L - 1) / 10000 ** (2 * pair / d_p)
        two = slice(TOKENS + 2 * pair, TOKENS + 2 * pair + 2)
        turn = [[-np.cos(angle), np.sin(angle)], [np.sin(angle), np.cos(angle)]]
        Wq[two, two], Wk[two, two] = SHARP * np.array(turn), np.eye(2)
    Wv[:TOKENS, :TOKENS] = Wo[:TOKENS, -TOKENS:] = 4 * np.eye(TOKENS)
    zeros, ones = np.zeros(d), np.ones(d)
    attention = {"Wq": Wq, "Wk": Wk, "Wv": Wv, "Wo": Wo}
    attention |= dict.fromkeys(("bq", "bk", "bv", "bo"), zeros)
    ffn = {"W1": np.zeros((d, 3)), "b1": np.zeros(3), "W2": np.zeros((3, d)), "b2": zeros}
    P = {"attention": attention, "ffn": ffn, "gamma1": ones, "gamma2": ones}
    return x, P | {"beta1": zeros, "beta2": zeros}


def other_token(rows: Array) -> Array:
    """The same places, and at each of them the token after this one."""
    tokens = np.roll(rows[..., :TOKENS], 1, axis=-1)
    return np.concatenate([tokens, rows[..., TOKENS:]], axis=-1)


@picture(
    "positional_encoding",
    "encoder_block",
    try_next="Change the queries, so that each place looks at the one before it. Why are "
    "neighbours harder to tell apart when the queries are short?",
)
def read_backwards(student: Student, ref: Reference) -> Images:
    """A block by hand reads a sentence backwards: your encoding turned tells the mirrored place.

    What each place finds in the end, as its queries grow longer.
    """
    L, d_p = 8, 12
    places = numbers(student.positional_encoding(L, d_p), (L, d_p), "the encoding")
    x, P = mirror(places)
    shown = []
    for factor in (0.05, 0.3, 2.0):
        attention = P["attention"] | {"Wq": factor * P["attention"]["Wq"]}
        network = P | {"attention": attention}

        def run(x: Array, network: dict[str, Any] = network) -> Array:
            got = unpack(student.encoder_block(x, network, 1), "y", "cache")
            return numbers(got[0], x.shape, "y")[..., -TOKENS:]

        found = heard(run, x, other_token)
        shown.append(image(f"queries times {factor:g}", found, (L, L), low=0.0, high=1.0))
    return images(
        shown,
        low=0.0,
        high=1.0,
        says="Rows are the places that look, columns the tokens that were changed. Short queries "
        "look everywhere; long ones at the mirrored place, along the other diagonal.",
    )
