# expect: decode loses
"""Passes over END and goes on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
END = "\n"
KEYS = ("ba", "by", "Waa", "Wax", "Wya")


@dataclass(frozen=True)
class Seen:
    """One step, as its way back needs it."""

    index: int | None
    before: Array
    after: Array
    log_p: Array


def _columns(index: int | None, W: Array) -> Array:
    return np.zeros((len(W), 1)) if index is None else W[:, index : index + 1]


def _look(index: int | None, a: Array, p: Mapping[str, Array], temperature: float = 1.0) -> Seen:
    after = np.tanh(p["ba"] + _columns(index, p["Wax"]) + p["Waa"] @ a)
    z = (p["Wya"] @ after + p["by"]) / temperature
    z = z - z.max()
    return Seen(index, a.copy(), after, z - np.log(np.exp(z).sum()))


def build_vocabulary(sequences: Sequence[Sequence[str]]) -> tuple[dict[str, int], dict[int, str]]:
    ordered = sorted({END, *(token for sequence in sequences for token in sequence)})
    back = dict(enumerate(ordered))
    return {token: number for number, token in back.items()}, back


def encode_sequence(
    sequence: Sequence[str], token_to_ix: Mapping[str, int]
) -> tuple[list[int | None], list[int]]:
    unknown = [token for token in sequence if token not in token_to_ix]
    if unknown:
        raise ValueError(f"unknown tokens: {unknown}")
    numbers = [token_to_ix[token] for token in sequence]
    return [None, *numbers], [*numbers, token_to_ix[END]]


def one_hot(index: int | None, vocab_size: int) -> Array:
    rows = np.arange(vocab_size).reshape(-1, 1)
    return np.zeros((vocab_size, 1)) if index is None else (rows == index).astype(np.float64)


def sequence_forward(
    X: Sequence[int | None], Y: Sequence[int], a0: Array, parameters: Mapping[str, Array]
) -> tuple[float, tuple[Seen, ...]]:
    seen: list[Seen] = []
    for index in X:
        seen.append(_look(index, seen[-1].after if seen else a0, parameters))
    return float(-sum(one.log_p[target, 0] for one, target in zip(seen, Y))), tuple(seen)


def sequence_backward(
    X: Sequence[int | None], Y: Sequence[int], parameters: Mapping[str, Array], cache: tuple[Seen, ...]
) -> tuple[dict[str, Array], Array]:
    g = {f"d{key}": np.zeros(parameters[key].shape) for key in KEYS}
    behind = np.zeros(parameters["ba"].shape)
    for one, target in zip(cache[::-1], list(Y)[::-1]):
        dy = np.exp(one.log_p) - one_hot(target, len(one.log_p))
        dz = (parameters["Wya"].T @ dy + behind) * (1.0 - one.after**2)
        behind = parameters["Waa"].T @ dz
        g["dby"] += dy
        g["dWya"] += dy @ one.after.T
        g["dba"] += dz
        g["dWaa"] += dz @ one.before.T
        if one.index is not None:
            g["dWax"][:, one.index] += dz[:, 0]
    return g, cache[-1].after


def sgd_step(
    X: Sequence[int | None],
    Y: Sequence[int],
    a_prev: Array,
    parameters: Mapping[str, Array],
    learning_rate: float = 0.01,
    max_value: float = 5.0,
) -> tuple[float, dict[str, Array], dict[str, Array], Array]:
    loss, seen = sequence_forward(X, Y, a_prev, parameters)
    raw, a_last = sequence_backward(X, Y, parameters, seen)
    g = {key: value.clip(-max_value, max_value) for key, value in raw.items()}
    return loss, g, {key: parameters[key] - learning_rate * g[f"d{key}"] for key in KEYS}, a_last


def next_probabilities(
    index: int | None, a_prev: Array, parameters: Mapping[str, Array], temperature: float = 1.0
) -> tuple[Array, Array]:
    if temperature <= 0:
        raise ValueError(f"temperature {temperature} is not above 0")
    one = _look(index, a_prev, parameters, temperature)
    return np.exp(one.log_p[:, 0]), one.after


def _drawn(
    parameters: Mapping[str, Array], rng: np.random.Generator, temperature: float
) -> Iterator[int]:
    a, index = np.zeros(parameters["ba"].shape), None
    while True:
        p, a = next_probabilities(index, a, parameters, temperature)
        index = int(np.searchsorted(np.cumsum(p), rng.uniform() * p.sum(), side="right"))
        yield index


def sample(
    parameters: Mapping[str, Array],
    token_to_ix: Mapping[str, int],
    seed: int,
    max_length: int = 30,
    temperature: float = 1.0,
) -> list[int]:
    found: list[int] = []
    for index, _ in zip(
        _drawn(parameters, np.random.default_rng(seed), temperature), range(max_length)
    ):
        found.append(index)
        if index == token_to_ix[END]:
            return found
    return found + [token_to_ix[END]]


def decode(indices: Sequence[int], ix_to_token: Mapping[int, str]) -> list[str]:
    found: list[str] = []
    for token in map(ix_to_token.__getitem__, indices):
        if token == END:
            continue
        found.append(token)
    return found


def sequence_perplexity(
    sequence: Sequence[str], parameters: Mapping[str, Array], token_to_ix: Mapping[str, int]
) -> float:
    X, Y = encode_sequence(sequence, token_to_ix)
    loss, _ = sequence_forward(X, Y, np.zeros(parameters["ba"].shape), parameters)
    return float(np.exp(loss / len(Y)))


def smooth_losses(losses: Sequence[float], initial: float, beta: float = 0.999) -> list[float]:
    found, s = [], initial
    for loss in losses:
        s += (1 - beta) * (loss - s)
        found.append(s)
    return found


def _turns(count: int, rng: np.random.Generator) -> Iterator[int]:
    while True:
        yield from rng.permutation(count)


def train_character_model(
    sequences: Sequence[Sequence[str]],
    n_a: int,
    iterations: int,
    learning_rate: float,
    seed: int,
    max_value: float = 5.0,
) -> tuple[dict[str, Array], dict[str, int], list[float]]:
    rng = np.random.default_rng(seed)
    numbers, _ = build_vocabulary(sequences)
    V = len(numbers)
    shapes = {"Wax": (n_a, V), "Wya": (V, n_a), "Waa": (n_a, n_a)}
    p: dict[str, Array] = {name: rng.normal(scale=0.01, size=shape) for name, shape in shapes.items()}
    p |= {"ba": np.zeros((n_a, 1)), "by": np.zeros((V, 1))}
    losses: list[float] = []
    for _, turn in zip(range(iterations), _turns(len(sequences), rng)):
        X, Y = encode_sequence(sequences[turn], numbers)
        loss, _, p, _ = sgd_step(X, Y, np.zeros((n_a, 1)), p, learning_rate, max_value)
        losses.append(loss / len(Y))
    return p, numbers, losses
