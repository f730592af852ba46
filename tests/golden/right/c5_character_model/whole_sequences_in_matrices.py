"""Whole sequences in matrices; columns are picked, and the step of None is the first one."""

from collections import OrderedDict
from itertools import chain

import numpy as np

END = "\n"


def build_vocabulary(sequences):
    found = sorted({END}.union(chain.from_iterable(sequences)))
    return (
        OrderedDict(zip(found, range(len(found)))),
        OrderedDict(enumerate(found)),
    )


def encode_sequence(sequence, token_to_ix):
    unknown = set(sequence) - token_to_ix.keys()
    if unknown:
        raise ValueError(f"not in the vocabulary: {sorted(unknown)}")
    Y = [token_to_ix[token] for token in (*sequence, END)]
    return (None, *Y[:-1]), tuple(Y)


def one_hot(index, vocab_size):
    return (np.arange(vocab_size)[:, None] == (-1 if index is None else index)).astype(float)


def _log_softmax(Z):
    Z = Z - Z.max(axis=0, keepdims=True)
    return Z - np.log(np.einsum("vt->t", np.exp(Z)))


def sequence_forward(X, Y, a0, parameters):
    T = len(Y)
    drive = np.zeros((a0.shape[0], T))
    drive[:, 1:] = parameters["Wax"][:, list(X[1:])]
    drive += parameters["ba"]
    A = np.empty((a0.shape[0], T + 1))
    A[:, :1] = a0
    for t in range(T):
        A[:, t + 1] = np.tanh(parameters["Waa"].dot(A[:, t]) + drive[:, t])
    logs = _log_softmax(np.einsum("va,at->vt", parameters["Wya"], A[:, 1:]) + parameters["by"])
    loss = -logs[list(Y), np.arange(T)].sum(keepdims=True)
    return loss, (A, logs)


def sequence_backward(X, Y, parameters, cache):
    A, logs = cache
    T = len(Y)
    D = np.exp(logs)
    D[list(Y), range(T)] -= 1
    DA = np.einsum("va,vt->at", parameters["Wya"], D)
    slope = 1 - np.square(A[:, 1:])
    DZ = np.zeros_like(DA)
    DZ[:, -1] = DA[:, -1] * slope[:, -1]
    for t in range(T - 2, -1, -1):
        DZ[:, t] = slope[:, t] * (DA[:, t] + parameters["Waa"].T @ DZ[:, t + 1])
    dWax = np.zeros(parameters["Wax"].shape)
    np.add.at(dWax.T, list(X[1:]), DZ[:, 1:].T)
    return {
        "dby": np.einsum("vt->v", D)[:, None],
        "dba": np.einsum("at->a", DZ)[:, None],
        "dWya": np.einsum("vt,at->va", D, A[:, 1:]),
        "dWaa": np.einsum("at,bt->ab", DZ, A[:, :-1]),
        "dWax": dWax,
        "da0": parameters["Waa"].T @ DZ[:, :1],
    }, A[:, -1:]


def sgd_step(X, Y, a_prev, parameters, learning_rate=0.01, max_value=5.0):
    loss, cache = sequence_forward(X, Y, a_prev, parameters)
    raw, a_last = sequence_backward(X, Y, parameters, cache)
    bent = {k: np.minimum(np.maximum(g, -max_value), max_value) for k, g in raw.items()}
    new = {
        k: parameters[k] - learning_rate * bent["d" + k] for k in ("by", "ba", "Wya", "Waa", "Wax")
    }
    return [loss, bent, new, a_last]


def next_probabilities(index, a_prev, parameters, temperature=1.0):
    if not temperature > 0:
        raise ValueError(temperature)
    drive = parameters["ba"] if index is None else parameters["ba"] + parameters["Wax"][:, [index]]
    a = np.tanh(np.einsum("ab,bk->ak", parameters["Waa"], a_prev) + drive)
    scores = np.einsum("va,ak->v", parameters["Wya"], a) + parameters["by"].squeeze(-1)
    scores = (scores - scores.max()) / temperature
    p = np.exp(scores)
    return p / p.sum(), a


def sample(parameters, token_to_ix, seed, max_length=30, temperature=1.0):
    # All chances are drawn beforehand, one for each token that may come.
    u = np.random.default_rng(seed).random(max_length)
    end, index, a, out = token_to_ix[END], None, np.zeros(parameters["ba"].shape), []
    for chance in u:
        p, a = next_probabilities(index, a, parameters, temperature)
        bounds = np.cumsum(p)
        index = np.searchsorted(bounds, chance * bounds[-1], side="right")
        out.append(index)
        if index == end:
            return tuple(out)
    return (*out, end)


def decode(indices, ix_to_token):
    tokens = [ix_to_token[i] for i in indices]
    return tuple(tokens[: tokens.index(END)] if END in tokens else tokens)


def sequence_perplexity(sequence, parameters, token_to_ix):
    X, Y = encode_sequence(sequence, token_to_ix)
    loss, _ = sequence_forward(X, Y, np.zeros(parameters["ba"].shape), parameters)
    return np.exp(loss / len(Y))


def smooth_losses(losses, initial, beta=0.999):
    # s_i = beta^(i + 1) initial + sum_j (1 - beta) beta^(i - j) loss_j
    n = len(losses)
    i, j = np.arange(n)[:, None], np.arange(n)[None, :]
    powers = np.where(i >= j, (1 - beta) * float(beta) ** np.maximum(i - j, 0), 0.0)
    start = initial * float(beta) ** np.arange(1, n + 1)
    return list(start + powers @ np.array(losses, dtype=float))


def train_character_model(sequences, n_a, iterations, learning_rate, seed, max_value=5.0):
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(sequences))
    token_to_ix, _ = build_vocabulary(sequences)
    V = len(token_to_ix)
    numbers = rng.normal(0, 0.01, n_a * (2 * V + n_a))
    Wya, Wax, Waa = np.split(numbers, [n_a * V, 2 * n_a * V])
    parameters = {
        "by": np.zeros((V, 1)),
        "Wya": Wya.reshape(V, n_a),
        "ba": np.zeros((n_a, 1)),
        "Waa": Waa.reshape(n_a, n_a),
        "Wax": Wax.reshape(n_a, V),
    }
    pairs = [encode_sequence(sequences[i], token_to_ix) for i in order]
    losses = []
    for step in range(iterations):
        X, Y = pairs[step % len(pairs)]
        loss, _, parameters, _ = sgd_step(
            X, Y, np.zeros((n_a, 1)), parameters, learning_rate=learning_rate, max_value=max_value
        )
        losses.append(loss.item() / len(Y))
    return parameters, token_to_ix, losses
