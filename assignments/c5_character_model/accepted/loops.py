# Plain Python numbers in lists; NumPy only where an array comes in or goes out, and to draw.

import math

import numpy as np

END = "\n"


def build_vocabulary(sequences):
    found = [END]
    for sequence in sequences:
        for token in sequence:
            if token not in found:
                found.append(token)
    found.sort()
    there, back = {}, {}
    for index in range(len(found)):
        there[found[index]] = index
        back[index] = found[index]
    return there, back


def encode_sequence(sequence, token_to_ix):
    X, Y = [None], []
    for token in sequence:
        if token not in token_to_ix:
            raise ValueError(f"unknown token {token!r}")
        X.append(token_to_ix[token])
        Y.append(token_to_ix[token])
    Y.append(token_to_ix[END])
    return X, Y


def one_hot(index, vocab_size):
    return np.array(
        [[1.0] if row == index and index is not None else [0.0] for row in range(vocab_size)]
    )


def lists(parameters):
    return {name: value.tolist() for name, value in parameters.items()}


def step(index, a, p):
    units = range(len(a))
    inside = [p["ba"][i][0] + sum(p["Waa"][i][j] * a[j] for j in units) for i in units]
    if index is not None:
        inside = [inside[i] + p["Wax"][i][index] for i in units]
    a = [math.tanh(z) for z in inside]
    return a, [
        row[0] + sum(w * v for w, v in zip(W, a, strict=True))
        for row, W in zip(p["by"], p["Wya"], strict=True)
    ]


def log_softmax(z):
    most = max(z)
    total = most + math.log(math.fsum(math.exp(v - most) for v in z))
    return [v - total for v in z]


def sequence_forward(X, Y, a0, parameters):
    p, a = lists(parameters), [float(v) for v in a0[:, 0]]
    states, predictions, loss = [a], [], 0.0
    for t in range(len(X)):
        a, z = step(X[t], a, p)
        logs = log_softmax(z)
        loss = loss - logs[Y[t]]
        states.append(a)
        predictions.append([math.exp(v) for v in logs])
    return loss, {"a": states, "p": predictions}


def sequence_backward(X, Y, parameters, cache):
    p, a = lists(parameters), cache["a"]
    units, tokens = range(len(a[0])), range(len(p["by"]))
    g = {name: np.zeros(value.shape).tolist() for name, value in parameters.items()}
    carried = [0.0 for _ in units]
    for t in range(len(Y) - 1, -1, -1):
        dy = [cache["p"][t][k] - (1 if k == Y[t] else 0) for k in tokens]
        dz = []
        for i in units:
            da = carried[i] + sum(p["Wya"][k][i] * dy[k] for k in tokens)
            dz.append(da * (1 - a[t + 1][i] * a[t + 1][i]))
        carried = [sum(p["Waa"][j][i] * dz[j] for j in units) for i in units]
        for k in tokens:
            g["by"][k][0] += dy[k]
            for i in units:
                g["Wya"][k][i] += dy[k] * a[t + 1][i]
        for i in units:
            g["ba"][i][0] += dz[i]
            if X[t] is not None:
                g["Wax"][i][X[t]] += dz[i]
            for j in units:
                g["Waa"][i][j] += dz[i] * a[t][j]
    return {f"d{name}": np.array(value) for name, value in g.items()}, np.array(
        [[v] for v in a[-1]]
    )


def sgd_step(X, Y, a_prev, parameters, learning_rate=0.01, max_value=5.0):
    loss, cache = sequence_forward(X, Y, a_prev, parameters)
    gradients, a_last = sequence_backward(X, Y, parameters, cache)
    new = {}
    for name in parameters:
        g = gradients["d" + name]
        for place in np.ndindex(g.shape):
            g[place] = max(-max_value, min(max_value, g[place]))
        new[name] = parameters[name] - learning_rate * g
    return loss, gradients, new, a_last


def next_probabilities(index, a_prev, parameters, temperature=1.0):
    if not temperature > 0:
        raise ValueError("the temperature must be positive")
    a, z = step(index, [float(v) for v in a_prev[:, 0]], lists(parameters))
    logs = log_softmax([v / temperature for v in z])
    return np.array([math.exp(v) for v in logs]), np.array([[v] for v in a])


def sample(parameters, token_to_ix, seed, max_length=30, temperature=1.0):
    rng = np.random.default_rng(seed)
    a = np.zeros((len(parameters["ba"]), 1))
    drawn, last = [], None
    while len(drawn) < max_length:
        p, a = next_probabilities(last, a, parameters, temperature)
        # Down a staircase of probabilities, until the number is used up.
        left = rng.random() * sum(p)
        last = 0
        while left >= p[last] and last < len(p) - 1:
            left -= p[last]
            last += 1
        drawn.append(last)
        if last == token_to_ix[END]:
            break
    if drawn[-1] != token_to_ix[END]:
        drawn.append(token_to_ix[END])
    return drawn


def decode(indices, ix_to_token):
    tokens, place = [], 0
    while place < len(indices) and ix_to_token[indices[place]] != END:
        tokens.append(ix_to_token[indices[place]])
        place += 1
    return tokens


def sequence_perplexity(sequence, parameters, token_to_ix):
    X, Y = encode_sequence(sequence, token_to_ix)
    loss, _ = sequence_forward(X, Y, np.zeros((len(parameters["ba"]), 1)), parameters)
    return math.exp(loss / len(X))


def smooth_losses(losses, initial, beta=0.999):
    smoothed = []
    for k in range(len(losses)):
        before = smoothed[k - 1] if k else initial
        smoothed.append(before + (1 - beta) * (losses[k] - before))
    return smoothed


def train_character_model(sequences, n_a, iterations, learning_rate, seed, max_value=5.0):
    rng = np.random.default_rng(seed)
    numbers, _ = build_vocabulary(sequences)
    order = list(range(len(sequences)))
    for k in range(len(order) - 1, 0, -1):
        other = int(rng.integers(k + 1))
        order[k], order[other] = order[other], order[k]
    parameters = {}
    for name, rows, columns in (
        ("Wya", len(numbers), n_a),
        ("Waa", n_a, n_a),
        ("Wax", n_a, len(numbers)),
    ):
        parameters[name] = np.array(
            [[0.01 * rng.standard_normal() for _ in range(columns)] for _ in range(rows)]
        )
    parameters["ba"] = np.zeros((n_a, 1))
    parameters["by"] = np.zeros((len(numbers), 1))
    losses = []
    for k in range(iterations):
        X, Y = encode_sequence(sequences[order[k % len(order)]], numbers)
        loss, _, parameters, _ = sgd_step(
            X, Y, np.zeros((n_a, 1)), parameters, learning_rate, max_value
        )
        losses.append(loss / len(X))
    return parameters, numbers, losses
