# expect: skipgram_epoch loses
"""U learns from the centre after its step."""
from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from typing import Dict, List, Tuple, Union

import numpy as np

Ints = Union[List[int], np.ndarray]


@dataclass
class Pair:
    loss: float
    dv: np.ndarray
    du: np.ndarray
    dN: np.ndarray


def embedding_backward(d_vectors: np.ndarray, indices: Ints, vocab_size: int) -> np.ndarray:
    gradient: Dict[int, np.ndarray] = {}
    for word, row in zip(map(int, indices), d_vectors):
        if word in gradient:
            gradient[word] = gradient[word] + row
        else:
            gradient[word] = row.copy()
    table = np.zeros((vocab_size, d_vectors.shape[1]), dtype=np.float64)
    for word, row in gradient.items():
        table[word] = row
    return table


def skipgram_pairs(tokens: Ints, window: int = 2) -> np.ndarray:
    words = [int(t) for t in tokens]
    centres: List[int] = []
    contexts: List[int] = []
    for place, word in enumerate(words):
        around = words[max(place - window, 0):place] + words[place + 1:place + window + 1]
        centres.extend([word] * len(around))
        contexts.extend(around)
    return np.array([centres, contexts], dtype=np.int64).T.copy()


def noise_distribution(counts: Ints, power: float = 0.75) -> np.ndarray:
    weights = [math.exp(power * math.log(n)) if n > 0 else 0.0 for n in counts]
    return np.array(weights) / math.fsum(weights)


def _softplus(s: float) -> float:
    return s + math.log1p(math.exp(-s)) if s > 0 else math.log1p(math.exp(s))


def _sigma(s: float) -> float:
    return 1 / (1 + math.exp(-s)) if s > -700 else math.exp(s)


def _pair(v, u_pos, U_neg) -> Pair:
    s = float(np.inner(u_pos, v))
    result = Pair(_softplus(-s), (_sigma(s) - 1) * u_pos, (_sigma(s) - 1) * v, np.zeros(U_neg.shape))
    for j, u in enumerate(U_neg):
        s = float(np.inner(u, v))
        result.loss += _softplus(s)
        result.dv = result.dv + _sigma(s) * u
        result.dN[j] = _sigma(s) * v
    return result


def negative_sampling_loss(v, u_pos, U_neg) -> Tuple[float, np.ndarray, np.ndarray, np.ndarray]:
    p = _pair(v, u_pos, U_neg)
    return p.loss, p.dv, p.du, p.dN


def skipgram_epoch(pairs, E, U, noise, k, learning_rate, seed):
    if len(pairs) == 0:
        return E.copy(), U.copy(), 0.0
    generator = np.random.default_rng(seed)
    E, U = np.array(E, copy=True), np.array(U, copy=True)
    queue = deque(generator.choice(len(noise), size=k * len(pairs), p=noise).tolist())
    losses = np.zeros(len(pairs))
    for number, (centre, context) in enumerate(pairs):
        drawn = [queue.popleft() for _ in range(k)]
        p = _pair(E[centre].copy(), U[context].copy(), U[drawn])
        old = p
        losses[number] = p.loss
        E[centre] -= learning_rate * p.dv
        p = _pair(E[centre].copy(), U[context].copy(), U[drawn])
        U -= learning_rate * embedding_backward(
            np.concatenate([p.du[None], p.dN]), [context] + drawn, len(U))
    return E, U, losses.mean()


def cooccurrence_matrix(tokens: Ints, vocab_size: int, window: int = 2) -> np.ndarray:
    X = np.zeros((vocab_size, vocab_size))
    last: deque = deque(maxlen=window)
    for token in tokens:
        for D, other in enumerate(last, start=1):
            X[token, other] += 1.0 / D
            X[other, token] += 1.0 / D
        last.appendleft(token)
    return X


def glove_cost_and_grads(X, W, U, b, c, x_max=100.0, alpha=0.75):
    rows, columns = np.nonzero(X > 0)
    x = X[rows, columns]
    f = np.power(np.minimum(x / x_max, 1.0), alpha)
    e = np.sum(W[rows] * U[columns], axis=1) + b[rows] + c[columns] - np.log(x)
    slope = 2.0 * f * e
    V = len(X)
    return float(np.dot(f, e * e)), {
        "dW": embedding_backward(slope[:, None] * U[columns], rows, V),
        "dU": embedding_backward(slope[:, None] * W[rows], columns, V),
        "db": np.bincount(rows, weights=slope, minlength=V),
        "dc": np.bincount(columns, weights=slope, minlength=V),
    }
