# Each function in as few lines as it takes; columns are looked up in Wax, a cache is the states.

import numpy as np

END = "\n"
NAMES = ("Wax", "Waa", "Wya", "ba", "by")


def build_vocabulary(sequences):
    tokens = sorted({END}.union(*sequences))
    return dict(zip(tokens, range(len(tokens)), strict=True)), dict(enumerate(tokens))


def encode_sequence(sequence, token_to_ix):
    Y = [token_to_ix[token] for token in [*sequence, END]]
    return [None, *Y[:-1]], Y


def one_hot(index, vocab_size):
    return 1.0 * (np.arange(vocab_size)[:, None] == (-1 if index is None else index))


def state(index, a, p):
    column = 0 if index is None else p["Wax"][:, [index]]
    return np.tanh(p["Waa"] @ a + column + p["ba"])


def logs(a, p, temperature=1):
    z = (p["Wya"] @ a + p["by"]) / temperature
    return z - z.max() - np.log(np.exp(z - z.max()).sum())


def sequence_forward(X, Y, a0, parameters):
    states = [a0]
    for index in X:
        states.append(state(index, states[-1], parameters))
    log_p = np.hstack([logs(a, parameters) for a in states[1:]])
    return -log_p[Y, range(len(Y))].sum(), np.hstack(states)


def sequence_backward(X, Y, parameters, cache):
    W = parameters
    a = cache[:, 1:]
    z = W["Wya"] @ a + W["by"]
    e = np.exp(z - z.max(0))
    dy = e / e.sum(0)
    dy[Y, np.arange(len(Y))] -= 1
    outside, slopes, dz = W["Wya"].T @ dy, 1 - a * a, np.zeros(a.shape)
    carried = 0
    for t in range(len(Y) - 1, -1, -1):
        dz[:, t] = (outside[:, t] + carried) * slopes[:, t]
        carried = dz[:, t] @ W["Waa"]
    x = np.hstack([one_hot(index, len(z)) for index in X])
    grads = [dz @ x.T, dz @ cache[:, :-1].T, dy @ a.T, dz.sum(1)[:, None], dy.sum(1)[:, None]]
    return {f"d{name}": g for name, g in zip(NAMES, grads, strict=True)}, cache[:, -1:]


def sgd_step(X, Y, a_prev, parameters, learning_rate=0.01, max_value=5.0):
    loss, cache = sequence_forward(X, Y, a_prev, parameters)
    g, a = sequence_backward(X, Y, parameters, cache)
    g = {name: value.clip(-max_value, max_value) for name, value in g.items()}
    return loss, g, {name: parameters[name] - learning_rate * g["d" + name] for name in NAMES}, a


def next_probabilities(index, a_prev, parameters, temperature=1.0):
    if temperature <= 0:
        raise ValueError(f"a temperature of {temperature}")
    a = state(index, a_prev, parameters)
    return np.exp(logs(a, parameters, temperature)).ravel(), a


def sample(parameters, token_to_ix, seed, max_length=30, temperature=1.0):
    draw, drawn, a = np.random.default_rng(seed), [None], np.zeros_like(parameters["ba"])
    while len(drawn) <= max_length and drawn[-1] != token_to_ix[END]:
        p, a = next_probabilities(drawn[-1], a, parameters, temperature)
        drawn.append(draw.choice(p.size, p=p))
    return drawn[1:] + [token_to_ix[END]] * (drawn[-1] != token_to_ix[END])


def decode(indices, ix_to_token):
    tokens = [ix_to_token[index] for index in indices]
    return tokens[: tokens.index(END)] if END in tokens else tokens


def sequence_perplexity(sequence, parameters, token_to_ix):
    X, Y = encode_sequence(sequence, token_to_ix)
    return np.exp(sequence_forward(X, Y, 0 * parameters["ba"], parameters)[0] / len(X))


def smooth_losses(losses, initial, beta=0.999):
    return [initial := beta * initial + (1 - beta) * loss for loss in losses]


def train_character_model(sequences, n_a, iterations, learning_rate, seed, max_value=5.0):
    draw, (numbers, _) = np.random.default_rng(seed), build_vocabulary(sequences)
    V, losses = len(numbers), []
    p = {"ba": np.zeros((n_a, 1)), "by": np.zeros((V, 1))}
    p |= {"Wax": draw.normal(0, 0.01, (n_a, V)), "Waa": draw.normal(0, 0.01, (n_a, n_a))}
    p["Wya"] = draw.normal(0, 0.01, (V, n_a))
    order = draw.permutation(len(sequences))
    for k in range(iterations):
        X, Y = encode_sequence(sequences[order[k % len(order)]], numbers)
        loss, _, p, _ = sgd_step(X, Y, 0 * p["ba"], p, learning_rate, max_value)
        losses.append(loss / len(Y))
    return p, numbers, losses
