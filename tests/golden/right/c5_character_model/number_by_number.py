"""Number by number: NumPy only holds what comes back."""

import itertools
import math

import numpy as np

END = "\n"


def build_vocabulary(sequences):
    found = {END}
    for sequence in sequences:
        found.update(sequence)
    ordered = sorted(found)
    return {t: i for i, t in enumerate(ordered)}, {i: t for i, t in enumerate(ordered)}


def encode_sequence(sequence, token_to_ix):
    try:
        numbers = [token_to_ix[token] for token in sequence]
    except KeyError as unknown:
        raise ValueError("unknown token") from unknown
    return [None, *numbers], [*numbers, token_to_ix[END]]


def one_hot(index, vocab_size):
    column = np.zeros((vocab_size, 1))
    if index is not None:
        column.put(index, 1.0)
    return column


def _lists(parameters):
    return [parameters[k].tolist() for k in ("Wax", "Waa", "Wya", "ba", "by")]


def _move(index, a, lists):
    Wax, Waa, _, ba, _ = lists
    return [
        math.tanh(
            math.fsum(w * v for w, v in zip(Waa[i], a))
            + (0.0 if index is None else Wax[i][index])
            + ba[i][0]
        )
        for i in range(len(ba))
    ]


def _log_p(a, lists, temperature=1.0):
    _, _, Wya, _, by = lists
    z = [(sum(w * v for w, v in zip(row, a)) + b[0]) / temperature for row, b in zip(Wya, by)]
    top = max(z)
    log_sum = math.log(sum(math.exp(v - top) for v in z))
    return [v - top - log_sum for v in z]


def _column(numbers):
    return np.array(numbers, dtype=float).reshape(-1, 1)


def sequence_forward(X, Y, a0, parameters):
    lists = _lists(parameters)
    states, logs = [[row[0] for row in a0.tolist()]], []
    for index in X:
        states.append(_move(index, states[-1], lists))
        logs.append(_log_p(states[-1], lists))
    return -math.fsum(row[y] for row, y in zip(logs, Y)), [states, logs]


def sequence_backward(X, Y, parameters, cache):
    states, logs = cache
    _, Waa, Wya, _, _ = _lists(parameters)
    V, n_a = len(Wya), len(Waa)
    g = {"d" + k: np.zeros(v.shape) for k, v in parameters.items()}
    later = [0.0] * n_a
    for t in range(len(X) - 1, -1, -1):
        before, after = states[t], states[t + 1]
        dy = [math.exp(logs[t][v]) - (v == Y[t]) for v in range(V)]
        dz = []
        for i in range(n_a):
            da = sum(Wya[v][i] * dy[v] for v in range(V)) + later[i]
            dz.append(da * (1 - after[i] * after[i]))
        for v in range(V):
            g["dby"][v, 0] += dy[v]
            for i in range(n_a):
                g["dWya"][v, i] += dy[v] * after[i]
        for i in range(n_a):
            g["dba"][i, 0] += dz[i]
            if X[t] is not None:
                g["dWax"][i, X[t]] += dz[i]
            for j in range(n_a):
                g["dWaa"][i, j] += dz[i] * before[j]
        later = [sum(Waa[i][j] * dz[i] for i in range(n_a)) for j in range(n_a)]
    return g, _column(states[-1])


def sgd_step(X, Y, a_prev, parameters, learning_rate=0.01, max_value=5.0):
    loss, cache = sequence_forward(X, Y, a_prev, parameters)
    g, a_last = sequence_backward(X, Y, parameters, cache)
    for array in g.values():
        array[array > max_value] = max_value
        array[array < -max_value] = -max_value
    return loss, g, {k: v - learning_rate * g["d" + k] for k, v in parameters.items()}, a_last


def next_probabilities(index, a_prev, parameters, temperature=1.0):
    if temperature <= 0:
        raise ValueError("temperature")
    lists = _lists(parameters)
    a = _move(index, [row[0] for row in a_prev.tolist()], lists)
    p = [math.exp(v) for v in _log_p(a, lists, temperature)]
    return np.array(p), _column(a)


def sample(parameters, token_to_ix, seed, max_length=30, temperature=1.0):
    rng, end = np.random.default_rng(seed), token_to_ix[END]
    lists, a, index, out = _lists(parameters), [0.0] * len(parameters["ba"]), None, []
    while len(out) < max_length:
        a = _move(index, a, lists)
        bounds = list(itertools.accumulate(math.exp(v) for v in _log_p(a, lists, temperature)))
        chance = rng.uniform(0, bounds[-1])
        index = sum(bound <= chance for bound in bounds)
        out += [index]
        if index == end:
            return out
    return out + [end]


def decode(indices, ix_to_token):
    tokens = []
    for i in indices:
        token = ix_to_token[i]
        if token == END:
            return tokens
        tokens.append(token)
    return tokens


def sequence_perplexity(sequence, parameters, token_to_ix):
    X, Y = encode_sequence(sequence, token_to_ix)
    loss, _ = sequence_forward(X, Y, np.zeros_like(parameters["ba"]), parameters)
    return math.exp(loss / len(X))


def smooth_losses(losses, initial, beta=0.999):
    out = []
    for loss in losses:
        out.append(beta * (out[-1] if out else initial) + (1 - beta) * loss)
    return out


def train_character_model(sequences, n_a, iterations, learning_rate, seed, max_value=5.0):
    rng = np.random.default_rng(seed)
    there, _ = build_vocabulary(sequences)
    V = len(there)
    draw = lambda rows, columns: 0.01 * rng.normal(0.0, 1.0, (rows, columns))
    parameters = dict(
        by=np.zeros((V, 1)),
        ba=np.zeros((n_a, 1)),
        Waa=draw(n_a, n_a),
        Wax=draw(n_a, V),
        Wya=draw(V, n_a),
    )
    losses, waiting = [], []
    while len(losses) < iterations:
        if not waiting:
            waiting = list(range(len(sequences)))
        turn = waiting.pop(rng.integers(len(waiting)))
        X, Y = encode_sequence(sequences[turn], there)
        loss, _, parameters, _ = sgd_step(
            X, Y, np.zeros((n_a, 1)), parameters, learning_rate, max_value
        )
        losses.append(loss / len(Y))
    return parameters, there, losses
