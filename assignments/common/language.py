"""Language models: how checks draw their inputs, toy models, and corpora that are made.

Tokens are whole numbers (batch, L), logits (batch, L, V). A model is a function from tokens to
logits. The small model of attention has the parameters E, Pos, Wq, Wk, Wv, U and c.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from common.descent import Adam
from common.recurrent import parameters
from grader.authoring import Array, Student, draw, entries, numbers, scalar, unpack

Tokens = NDArray[np.int64]
Network = dict[str, Array]

# The label of a position that predicts nothing.
NOTHING = -100
# The parameters of the small model; L_max is at least L.
SMALL: dict[str, Any] = {
    "E": ("V", "d"),
    "Pos": ("L_max", "d"),
    "Wq": ("d", "k"),
    "Wk": ("d", "k"),
    "Wv": ("d", "d"),
    "U": ("d", "V"),
    "c": ("V",),
}
SIZES = {"V": (4, 7), "d": (1, 5), "L": (1, 5), "batch": (1, 4), "k": (1, 4), "more": (0, 2)}
# More questions than any right work asks; those after them are answered and not noted.
MOST_NOTED = 1000


def some_tokens(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Tokens:
    """Tokens (batch, L) below V."""
    return rng.integers(sizes["V"], size=(sizes["batch"], sizes["L"]))


def some_labels(share: float = 0.6) -> draw.Field:
    """Labels (batch, L) below V, and NOTHING at the others; at least one is a label."""

    def drawn(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Tokens:
        found = some_tokens(rng, sizes, fields)
        on = rng.random(found.shape) < share
        on.reshape(-1)[rng.integers(on.size)] = True
        return np.where(on, found, NOTHING)

    return drawn


def small_models(sizes: dict[str, tuple[int, int]] | None = None, **more: draw.Field) -> Any:
    """Tokens, and parameters of the small model for sequences of that length or more."""

    def network(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Network:
        found: Network = parameters(SMALL)(
            rng, {**sizes, "L_max": sizes["L"] + sizes["more"]}, fields
        )
        return {str(name): found[str(name)] for name in rng.permutation(list(found))}

    return draw.drawn(sizes=SIZES | (sizes or {}), tokens=some_tokens, parameters=network, **more)


@dataclass
class Known:
    """A model that is known: `scores` gives logits (L, V) for tokens (L,). It notes the tokens."""

    vocab: int
    scores: Callable[[Tokens], Array]
    asked: list[Tokens] = field(default_factory=list)

    def __call__(self, asked: Any) -> Array:
        """Logits (batch, L, V). Raises `TypeError` or `ValueError` for what are no tokens."""
        found = np.array(asked)
        if found.dtype.kind not in "iu":
            raise TypeError("a model takes whole numbers")
        if found.ndim != 2 or not found.size:
            raise ValueError(f"a model takes tokens (batch, L), not an array of {found.shape}")
        if found.min() < 0 or found.max() >= self.vocab:
            raise ValueError(f"the tokens of this model are 0 to {self.vocab - 1}")
        if len(self.asked) < MOST_NOTED:
            self.asked.append(found)
        return np.stack([self.scores(row) for row in found])


def begin(number: int, *, V: int, L: int, d: int = 8, k: int = 4) -> Network:
    """Parameters that the small model starts to learn from; another number, other ones."""
    # Handed out with public checks: a line of some solution must not be in it.
    chance = np.random.default_rng(number)
    wide = 1 / np.sqrt(d)
    return {
        "E": 0.5 * chance.normal(size=(V, d)),
        "Pos": 0.5 * chance.normal(size=(L, d)),
        "Wq": wide * chance.normal(size=(d, k)),
        "Wk": wide * chance.normal(size=(d, k)),
        "Wv": wide * chance.normal(size=(d, d)),
        "U": wide * chance.normal(size=(d, V)),
        "c": np.zeros(V),
    }


def adam(
    network: Network, slopes: Callable[[Network], Network], *, steps: int, rate: float
) -> Network:
    """What so many steps of Adam make of these parameters.

    `slopes` gives the derivatives at some parameters, under the names of these.
    """
    now, rule = dict(network), Adam(rate)
    for _ in range(steps):
        found = slopes(now)
        after = rule.step(found)
        now |= {name: after(name, now[name]) for name in found}
    return now


def echoes(V: int, L: int) -> Tokens:
    """All sequences x y x y … of two different tokens below V: V·(V − 1) rows of L."""
    two = np.array([(x, y) for x, y in product(range(V), repeat=2) if x != y])
    return two[:, np.arange(L) % 2]


def twins(V: int, pairs: int) -> tuple[Tokens, Tokens]:
    """Sequences a a b b … of tokens below V − 1: all of them, the first of one pair masked.

    (inputs, labels): what is masked is V − 1 in the inputs, and nothing else has a label. What
    stands to the left of it says nothing about it.
    """
    rows = np.array(list(product(range(V - 1), repeat=pairs))).repeat(2, axis=1)
    whole = np.concatenate([rows] * pairs)
    at = np.repeat(2 * np.arange(pairs), len(rows))
    masked = np.arange(2 * pairs) == at[:, np.newaxis]
    return np.where(masked, V - 1, whole), np.where(masked, whole, NOTHING)


def last_words(words: int, length: int) -> tuple[Tokens, Tokens]:
    """All sentences of so many words, behind a token `words` that begins each; classes (m,).

    The class of a sentence is its last word: 0 … words − 1.
    """
    sentences = np.array(list(product(range(words), repeat=length)))
    starts = np.full((len(sentences), 1), words)
    return np.hstack([starts, sentences]), sentences[:, -1]


def slopes_for(got: Any, network: Network) -> Network:
    """The derivatives in the parameters of a network, under the names of these."""
    found = entries(got, *[f"d{name}" for name in network])
    return {
        name: numbers(slope, value.shape, f"d{name}")
        for (name, value), slope in zip(network.items(), found, strict=True)
    }


def taught(
    student: Student,
    network: Network,
    tokens: Tokens,
    causal: bool,
    loss: Callable[[Any], Any],
    *,
    steps: int,
) -> tuple[Network, list[float]]:
    """What Adam makes of the network by the student's functions, and the loss before each step.

    `loss` gives (loss, dlogits) for logits.
    """
    losses = []

    def slopes(now: Network) -> Network:
        got = student.attention_lm_forward(tokens, now, causal)
        found, cache = unpack(got, "logits", "cache")
        logits = numbers(found, (*tokens.shape, now["U"].shape[1]), "logits")
        cost, slope = unpack(loss(logits), "loss", "dlogits")
        losses.append(scalar(cost, "the loss"))
        upstream = numbers(slope, logits.shape, "dlogits")
        return slopes_for(student.attention_lm_backward(upstream, cache), now)

    return adam(network, slopes, steps=steps, rate=0.1), losses


def tuned(
    student: Student,
    network: Network,
    tokens: Tokens,
    classes: NDArray[np.int64],
    *,
    steps: int,
    frozen: bool = False,
) -> list[tuple[float, float]]:
    """(cost, share of right classes) before each step of Adam and after the last.

    The network and a head, which begins at 0, learn by the student's functions; a frozen network
    leaves it to the head. The output layer of the network is taken off.
    """
    d, count = network["E"].shape[1], int(classes.max()) + 1
    bare = {"U": np.eye(d), "c": np.zeros(d)}
    inner = {name: value for name, value in network.items() if name not in bare}
    seen = []

    def slopes(now: Network) -> Network:
        body = {name: now[name] for name in inner}
        got = student.attention_lm_forward(tokens, body | bare, False)
        logits, cache = unpack(got, "logits", "cache")
        features = numbers(logits, (*tokens.shape, d), "logits")
        got = student.classifier_cost_and_grads(features, classes, now["W"], now["b"])
        cost, grads = unpack(got, "cost", "grads")
        chosen = (features[:, 0] @ now["W"] + now["b"]).argmax(axis=1)
        seen.append((scalar(cost, "the cost"), float(np.mean(chosen == classes))))
        found = slopes_for(grads, {name: now[name] for name in ("W", "b")})
        if frozen:
            return found
        (d_features,) = entries(grads, "d_features")
        upstream = numbers(d_features, features.shape, "d_features")
        return found | slopes_for(student.attention_lm_backward(upstream, cache), body)

    start = inner | {"W": np.zeros((d, count)), "b": np.zeros(count)}
    slopes(adam(start, slopes, steps=steps, rate=0.1))
    return seen
