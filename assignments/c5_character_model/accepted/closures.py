# A step gives the way back as a function; the cache is a list of these, and the last state.
# What comes next is drawn with Gumbel's noise: the largest of log p + noise.

from functools import partial, reduce

import numpy as np

END = "\n"


def build_vocabulary(sequences):
    tokens = reduce(lambda found, sequence: found | set(sequence), sequences, {END})
    pairs = list(enumerate(sorted(tokens)))
    return {token: index for index, token in pairs}, dict(pairs)


def encode_sequence(sequence, token_to_ix):
    read = [None]
    read.extend(token_to_ix[token] for token in sequence)
    return read, [*read[1:], token_to_ix[END]]


def one_hot(index, vocab_size):
    return np.zeros((vocab_size, 1)) if index is None else np.eye(vocab_size)[:, [index]]


def log_softmax(z):
    return z - np.logaddexp.reduce(z, axis=0, keepdims=True)


def step(index, target, a, p):
    """The new state, the loss, and the way back."""
    x = one_hot(index, len(p["by"]))
    new = np.tanh(p["Waa"] @ a + p["Wax"] @ x + p["ba"])
    log_p = log_softmax(p["Wya"] @ new + p["by"])
    return new, -log_p[target, 0], partial(back, p, x, a, new, np.exp(log_p), target)


def back(p, x, a, new, prediction, target, later):
    """What is handed to the step before, and the slopes of this step."""
    dy = np.where(np.arange(len(prediction))[:, None] == target, prediction - 1, prediction)
    dz = (p["Wya"].T @ dy + later) * (1 - new * new)
    slopes = {"dWax": dz * x.T, "dWaa": dz * a.T, "dWya": dy * new.T, "dba": dz, "dby": dy}
    return p["Waa"].T @ dz, slopes


def sequence_forward(X, Y, a0, parameters):
    a, loss, ways = a0, 0, []
    for index, target in zip(X, Y, strict=True):
        a, more, way = step(index, target, a, parameters)
        loss, ways = loss + more, [*ways, way]
    return np.array([[loss]]), (ways, a)


def sequence_backward(X, Y, parameters, cache):
    ways, a = cache
    later, found = np.zeros(a.shape), []
    for way in ways[::-1]:
        later, slopes = way(later)
        found.append(slopes)
    return {name: sum(slopes[name] for slopes in found) for name in found[0]}, a


def sgd_step(X, Y, a_prev, parameters, learning_rate=0.01, max_value=5.0):
    loss, cache = sequence_forward(X, Y, a_prev, parameters)
    slopes, a = sequence_backward(X, Y, parameters, cache)
    slopes = {name: np.sign(g) * np.minimum(np.abs(g), max_value) for name, g in slopes.items()}
    moved = {
        name: value + -learning_rate * slopes["d" + name] for name, value in parameters.items()
    }
    return loss, slopes, moved, a


def next_probabilities(index, a_prev, parameters, temperature=1.0):
    if temperature <= 0.0:
        raise ValueError
    p = parameters
    a = np.tanh(p["Wax"] @ one_hot(index, len(p["by"])) + p["Waa"] @ a_prev + p["ba"])
    return np.exp(log_softmax(np.ravel(p["Wya"] @ a + p["by"]) / temperature)), a


def sample(parameters, token_to_ix, seed, max_length=30, temperature=1.0):
    rng, end = np.random.default_rng(seed), token_to_ix[END]

    def more(drawn, a, left):
        if drawn and drawn[-1] == end:
            return drawn
        if not left:
            return [*drawn, end]
        p, a = next_probabilities(drawn[-1] if drawn else None, a, parameters, temperature)
        with np.errstate(divide="ignore"):
            index = int(np.argmax(np.log(p) + rng.gumbel(size=p.size)))
        drawn.append(index)
        return drawn, a, left - 1

    got = more([], np.zeros(parameters["ba"].shape), max_length)
    while isinstance(got, tuple):
        got = more(*got)
    return got


def decode(indices, ix_to_token):
    tokens = [ix_to_token[index] for index in indices] + [END]
    return tokens[: tokens.index(END)]


def sequence_perplexity(sequence, parameters, token_to_ix):
    X, Y = encode_sequence(sequence, token_to_ix)
    a, losses = np.zeros(parameters["ba"].shape), []
    for index, target in zip(X, Y, strict=True):
        a, loss, _ = step(index, target, a, parameters)
        losses.append(loss)
    return np.exp(np.mean(losses))


def smooth_losses(losses, initial, beta=0.999):
    n = len(losses)
    return [
        beta ** (k + 1) * initial
        + (1 - beta) * sum(beta ** (k - j) * losses[j] for j in range(k + 1))
        for k in range(n)
    ]


def train_character_model(sequences, n_a, iterations, learning_rate, seed, max_value=5.0):
    rng = np.random.default_rng(seed)
    numbers, V = (found := build_vocabulary(sequences)[0]), len(found)
    drawn = 0.01 * rng.normal(size=n_a * (n_a + 2 * V))
    Waa, Wax, Wya = np.split(drawn, [n_a * n_a, n_a * n_a + n_a * V])
    p = {"Wax": Wax.reshape(n_a, V), "Waa": Waa.reshape(n_a, n_a), "Wya": Wya.reshape(V, n_a)}
    p |= {"ba": np.zeros((n_a, 1)), "by": np.zeros((V, 1))}
    rounds = -(-iterations // len(sequences))
    order = np.concatenate([rng.permutation(len(sequences)) for _ in range(rounds)])
    losses = []
    for which in order[:iterations]:
        X, Y = encode_sequence(sequences[which], numbers)
        loss, _, p, _ = sgd_step(X, Y, np.zeros((n_a, 1)), p, learning_rate, max_value)
        losses.append(loss[0, 0] / len(Y))
    return p, numbers, losses
