"""Blocks of a transformer: how checks draw them, and a small task that one block can learn.

x is (batch, seq, d). `parameters` of a block hold dicts for attention and for the
feed-forward network, and gamma1, beta1, … for its norms; masks are those of `common.attention`.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from common.attention import HEADS, Mask, masks
from common.recurrent import parameters
from grader.authoring import Array, draw

Block = dict[str, Any]

FFN: dict[str, Any] = {"W1": ("d", "d_ff"), "b1": ("d_ff",), "W2": ("d_ff", "d"), "b2": ("d",)}


def rows(*dims: draw.Dim) -> draw.Field:
    """An array whose rows have a mean of about 0 and a deviation of 1 to 2.

    Where a row hardly varies its norm bends so much that differences tell little.
    """

    def field(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Array:
        found: Array = draw.normal(*dims)(rng, sizes, fields)
        mean = found.mean(axis=-1, keepdims=True)
        deviation = found.std(axis=-1, keepdims=True)
        size = rng.uniform(1.0, 2.0, size=mean.shape)
        return (found - mean) / deviation * size + 0.5 * mean

    return field


def _shuffled(rng: Generator, found: Block) -> Block:
    """The same entries in another order: they are to be found by name."""
    return {str(name): found[str(name)] for name in rng.permutation(list(found))}


def block(
    rng: Generator, d: int, d_ff: int, *, attention: dict[str, int], shuffled: bool = True
) -> Block:
    """Parameters of a block, with attention of each name to rows of that width; no number is 0."""
    found: Block = {}
    for name, d_kv in attention.items():
        widths = {"d_q": d, "d_kv": d_kv, "d": d, "d_o": d}
        found[name] = parameters(HEADS)(rng, widths, {})
    found["ffn"] = parameters(FFN)(rng, {"d": d, "d_ff": d_ff}, {})
    for number in range(1, len(attention) + 2):
        found[f"gamma{number}"] = 1 + 0.4 * rng.normal(size=d)
        found[f"beta{number}"] = 0.5 * rng.normal(size=d)
    if not shuffled:
        return found
    inner = {name: _shuffled(rng, found[name]) for name in (*attention, "ffn")}
    return _shuffled(rng, found | inner)


def encoder(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Block:
    """Parameters of an encoder block."""
    d = sizes["d"]
    return block(rng, d, sizes["d_ff"], attention={"attention": d})


def decoder(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Block:
    """Parameters of a decoder block that looks at a memory of d_m features."""
    d = sizes["d"]
    attention = {"self_attention": d, "cross_attention": sizes["d_m"]}
    return block(rng, d, sizes["d_ff"], attention=attention)


def heads(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> int:
    """A number of heads that divides d, from 1 to d itself."""
    d = sizes["d"]
    return int(rng.choice([h for h in range(1, d + 1) if d % h == 0]))


def causal_and_padding(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Mask:
    """A mask (batch, seq, seq): what came before, and is not padding; one example may be empty."""
    seq = sizes["seq"]
    lengths = rng.integers(0, seq, size=sizes["batch"], endpoint=True)
    found: Mask = np.tril(np.ones((seq, seq), dtype=np.bool_)) & (
        np.arange(seq) < lengths[:, np.newaxis, np.newaxis]
    )
    return found


def self_masks(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Mask:
    """A mask of self-attention: of pairs, of keys, of each example, causal and padding at once.

    In most draws some row may attend to nothing.
    """
    if rng.random() < 0.3:
        return causal_and_padding(rng, sizes, fields)
    shapes = (("seq", "seq"), ("batch", 1, "seq"), ("batch", "seq", "seq"))
    found: Mask = masks(*shapes, empty=True)(rng, sizes, fields)
    return found


def some_mask(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Mask | None:
    """One of `self_masks`, or in every third draw none."""
    return None if rng.random() < 1 / 3 else self_masks(rng, sizes, fields)


# A task: the tokens of a short sequence in the reverse order. A position's row says which token it
# holds and where it stands; what is to be learnt is to look at the position that mirrors it.

TOKENS, LENGTH = 3, 3
WIDTH, HIDDEN, REVERSAL_HEADS = TOKENS + LENGTH, 4, 2


def reversal() -> tuple[Array, Array]:
    """All 27 sequences x (27, 3, 6), a token and a place in each row, and the classes (27, 3)."""
    tokens = np.stack(np.unravel_index(np.arange(TOKENS**LENGTH), (TOKENS,) * LENGTH), axis=-1)
    places = np.broadcast_to(np.eye(LENGTH), (len(tokens), LENGTH, LENGTH))
    x = np.concatenate([np.eye(TOKENS)[tokens], places], axis=-1)
    return x, tokens[:, ::-1].copy()


def reversal_weights(seed: int) -> tuple[Block, Array]:
    """Parameters of an encoder block for `reversal`, and a layer (6, 3) that tells classes."""
    rng = np.random.default_rng(seed)
    found = block(rng, WIDTH, HIDDEN, attention={"attention": WIDTH}, shuffled=False)
    ones, zeros = np.ones(WIDTH), np.zeros(WIDTH)
    found |= {"gamma1": ones, "beta1": zeros, "gamma2": ones.copy(), "beta2": zeros.copy()}
    return found, 0.5 * rng.normal(size=(WIDTH, TOKENS))


def cost_and_slopes(y: Array, W: Array, classes: Array) -> tuple[float, Array, Array]:
    """The mean cross-entropy of the classes that y·W tells, and its derivatives in y and W."""
    logits = y @ W
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    shares = e / e.sum(axis=-1, keepdims=True)
    wanted = np.eye(W.shape[1])[classes]
    cost = -float(np.mean(np.log(np.sum(shares * wanted, axis=-1) + 1e-300)))
    d_logits = (shares - wanted) / classes.size
    return cost, d_logits @ W.T, np.einsum("bsi,bso->io", y, d_logits)


def leaves(nested: Block, where: str = "") -> Iterator[tuple[str, Array]]:
    """The arrays of nested dicts, by names such as "ffn/W1"."""
    for name, value in nested.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{where}{name}/")
        else:
            yield where + name, value


def moved(nested: Block, step: Callable[[str, Array], Array], where: str = "") -> Block:
    """Nested dicts of the same names, each array replaced by what `step` makes of it."""
    return {
        name: moved(value, step, f"{where}{name}/")
        if isinstance(value, dict)
        else step(where + name, value)
        for name, value in nested.items()
    }
