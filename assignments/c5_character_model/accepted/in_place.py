# Arrays that are made once and filled: states and probabilities of all steps in one table each.

import numpy as np

END = "\n"


def build_vocabulary(sequences):
    flat = [END]
    for sequence in sequences:
        flat += sequence
    token_to_ix, ix_to_token = {}, {}
    for token in sorted(set(flat)):
        ix_to_token[len(token_to_ix)] = token
        token_to_ix[token] = len(token_to_ix)
    return token_to_ix, ix_to_token


def encode_sequence(sequence, token_to_ix):
    Y = []
    for token in sequence:
        if token_to_ix.get(token) is None:
            raise KeyError(token)
        Y.append(token_to_ix[token])
    Y.append(token_to_ix[END])
    X = Y.copy()
    X.insert(0, None)
    X.pop()
    return X, Y


def one_hot(index, vocab_size):
    x = np.zeros((vocab_size, 1))
    if index is None:
        return x
    x[index] += 1
    return x


def sequence_forward(X, Y, a0, parameters):
    T, n_a, V = len(X), len(a0), len(parameters["by"])
    a, z = np.empty((n_a, T + 1)), np.empty((V, T))
    a[:, 0] = a0[:, 0]
    for t in range(T):
        inside = a[:, t + 1]
        np.matmul(parameters["Waa"], a[:, t], out=inside)
        inside += parameters["ba"][:, 0]
        if X[t] is not None:
            inside += parameters["Wax"][:, X[t]]
        np.tanh(inside, out=inside)
    np.matmul(parameters["Wya"], a[:, 1:], out=z)
    z += parameters["by"]
    z -= z.max(axis=0)
    z -= np.log(np.exp(z).sum(axis=0))
    loss = -z[Y, np.arange(T)].sum()
    np.exp(z, out=z)
    return loss, [a, z]


def sequence_backward(X, Y, parameters, cache):
    a, p = cache
    T = len(Y)
    dy = p.copy()
    for t in range(T):
        dy[Y[t], t] -= 1
    dz = parameters["Wya"].T @ dy
    for t in reversed(range(T)):
        if t + 1 < T:
            dz[:, t] += parameters["Waa"].T @ dz[:, t + 1]
        dz[:, t] *= 1 - a[:, t + 1] ** 2
    dWax = np.zeros(parameters["Wax"].shape)
    read = [t for t in range(T) if X[t] is not None]
    np.add.at(dWax.T, [X[t] for t in read], dz.T[read])
    return {
        "dWax": dWax,
        "dWaa": dz @ a[:, :-1].T,
        "dWya": dy @ a[:, 1:].T,
        "dba": dz.sum(axis=1, keepdims=True),
        "dby": dy.sum(axis=1, keepdims=True),
    }, a[:, -1:].copy()


def sgd_step(X, Y, a_prev, parameters, learning_rate=0.01, max_value=5.0):
    loss, cache = sequence_forward(X, Y, a_prev, parameters)
    gradients, a_last = sequence_backward(X, Y, parameters, cache)
    new = {name: value.copy() for name, value in parameters.items()}
    for name, g in gradients.items():
        np.clip(g, -max_value, max_value, out=g)
        new[name[1:]] -= learning_rate * g
    return loss, gradients, new, a_last


def next_probabilities(index, a_prev, parameters, temperature=1.0):
    if temperature <= 0:
        raise ValueError("no such temperature")
    a = parameters["Waa"] @ a_prev
    a += parameters["ba"]
    a += parameters["Wax"] @ one_hot(index, len(parameters["by"]))
    np.tanh(a, out=a)
    p = (parameters["Wya"] @ a + parameters["by"]).reshape(-1)
    p /= temperature
    p -= p.max()
    np.exp(p, out=p)
    p /= p.sum()
    return p, a


def sample(parameters, token_to_ix, seed, max_length=30, temperature=1.0):
    rng = np.random.default_rng(seed)
    numbers = rng.random(max_length)
    drawn = np.full(max_length + 1, token_to_ix[END])
    index, a = None, np.zeros((len(parameters["ba"]), 1))
    for t in range(max_length):
        p, a = next_probabilities(index, a, parameters, temperature)
        stairs = np.cumsum(p)
        index = int(np.searchsorted(stairs, numbers[t] * stairs[-1], side="right"))
        drawn[t] = index
        if index == token_to_ix[END]:
            return drawn[: t + 1].tolist()
    return drawn.tolist()


def decode(indices, ix_to_token):
    out = []
    for index in indices:
        out += [ix_to_token[index]]
        if out[-1] == END:
            del out[-1]
            break
    return out


def sequence_perplexity(sequence, parameters, token_to_ix):
    X, Y = encode_sequence(sequence, token_to_ix)
    loss = sequence_forward(X, Y, np.zeros((len(parameters["ba"]), 1)), parameters)[0]
    loss /= len(Y)
    return np.exp(loss)


def smooth_losses(losses, initial, beta=0.999):
    out = list(losses)
    for k in range(len(out)):
        out[k] *= 1 - beta
        out[k] += beta * (out[k - 1] if k > 0 else initial)
    return out


def train_character_model(sequences, n_a, iterations, learning_rate, seed, max_value=5.0):
    rng = np.random.default_rng(seed)
    order = np.arange(len(sequences))
    token_to_ix, _ = build_vocabulary(sequences)
    V = len(token_to_ix)
    p = {name: np.zeros((n_a, 1)) for name in ("ba",)}
    p["by"] = np.zeros((V, 1))
    for name, shape in (("Waa", (n_a, n_a)), ("Wax", (n_a, V)), ("Wya", (V, n_a))):
        p[name] = rng.normal(size=shape)
        p[name] *= 0.01
    losses = np.zeros(iterations)
    for k in range(iterations):
        if k % len(order) == 0:
            rng.shuffle(order)
        X, Y = encode_sequence(sequences[order[k % len(order)]], token_to_ix)
        loss, gradients, _, _ = sgd_step(X, Y, np.zeros((n_a, 1)), p, learning_rate, max_value)
        for name in p:
            p[name] -= learning_rate * gradients["d" + name]
        losses[k] = loss / len(Y)
    return p, token_to_ix, losses
