# expect: sgd_step loses
"""a_last comes from a second way forward, after the step."""

import numpy as np

END = "\n"


def build_vocabulary(sequences):
    tokens = []
    for sequence in sequences:
        for token in sequence:
            if token not in tokens:
                tokens.append(token)
    if END not in tokens:
        tokens.append(END)
    tokens.sort()
    token_to_ix = {}
    ix_to_token = {}
    for i in range(len(tokens)):
        token_to_ix[tokens[i]] = i
        ix_to_token[i] = tokens[i]
    return token_to_ix, ix_to_token


def encode_sequence(sequence, token_to_ix):
    X = [None]
    Y = []
    for token in sequence:
        number = token_to_ix[token]
        X.append(number)
        Y.append(number)
    Y.append(token_to_ix[END])
    return X, Y


def one_hot(index, vocab_size):
    x = np.zeros((vocab_size, 1))
    if index is not None:
        x[index, 0] = 1.0
    return x


def sequence_forward(X, Y, a0, parameters):
    vocab_size = parameters["by"].shape[0]
    states = [a0]
    predictions = []
    loss = 0.0
    for t in range(len(X)):
        x = one_hot(X[t], vocab_size)
        a = np.tanh(parameters["Waa"] @ states[-1] + parameters["Wax"] @ x + parameters["ba"])
        z = parameters["Wya"] @ a + parameters["by"]
        z = z - np.max(z)
        log_p = z - np.log(np.sum(np.exp(z)))
        loss -= log_p[Y[t], 0]
        states.append(a)
        predictions.append(np.exp(log_p))
    return loss, (states, predictions)


def sequence_backward(X, Y, parameters, cache):
    states, predictions = cache
    vocab_size = parameters["by"].shape[0]
    dWax = np.zeros_like(parameters["Wax"])
    dWaa = np.zeros_like(parameters["Waa"])
    dWya = np.zeros_like(parameters["Wya"])
    dba = np.zeros_like(parameters["ba"])
    dby = np.zeros_like(parameters["by"])
    da_prev = np.zeros_like(states[0])
    for t in reversed(range(len(X))):
        a = states[t + 1]
        dy = predictions[t] - one_hot(Y[t], vocab_size)
        dWya += dy @ a.T
        dby += dy
        da = parameters["Wya"].T @ dy + da_prev
        dz = da * (1 - a**2)
        dWax += dz @ one_hot(X[t], vocab_size).T
        dWaa += dz @ states[t].T
        dba += dz
        da_prev = parameters["Waa"].T @ dz
    gradients = {"dWax": dWax, "dWaa": dWaa, "dWya": dWya, "dba": dba, "dby": dby}
    return gradients, states[-1]


def sgd_step(X, Y, a_prev, parameters, learning_rate=0.01, max_value=5.0):
    loss, cache = sequence_forward(X, Y, a_prev, parameters)
    gradients, a_last = sequence_backward(X, Y, parameters, cache)
    for name in gradients:
        gradients[name] = np.clip(gradients[name], -max_value, max_value)
    new_parameters = {}
    for name in parameters:
        new_parameters[name] = parameters[name] - learning_rate * gradients["d" + name]
    a_last = sequence_forward(X, Y, a_prev, new_parameters)[1][0][-1]
    return loss, gradients, new_parameters, a_last


def next_probabilities(index, a_prev, parameters, temperature=1.0):
    if temperature <= 0:
        raise ValueError("the temperature must be above 0")
    x = one_hot(index, parameters["by"].shape[0])
    a = np.tanh(parameters["Waa"] @ a_prev + parameters["Wax"] @ x + parameters["ba"])
    z = (parameters["Wya"] @ a + parameters["by"]) / temperature
    e = np.exp(z - z.max())
    return (e / e.sum()).ravel(), a


def sample(parameters, token_to_ix, seed, max_length=30, temperature=1.0):
    rng = np.random.default_rng(seed)
    end = token_to_ix[END]
    a = np.zeros((parameters["Waa"].shape[0], 1))
    index = None
    indices = []
    while index != end and len(indices) < max_length:
        p, a = next_probabilities(index, a, parameters, temperature)
        index = int(rng.choice(len(p), p=p))
        indices.append(index)
    if index != end:
        indices.append(end)
    return indices


def decode(indices, ix_to_token):
    tokens = []
    for index in indices:
        if ix_to_token[index] == END:
            break
        tokens.append(ix_to_token[index])
    return tokens


def sequence_perplexity(sequence, parameters, token_to_ix):
    X, Y = encode_sequence(sequence, token_to_ix)
    a0 = np.zeros((parameters["Waa"].shape[0], 1))
    loss, _ = sequence_forward(X, Y, a0, parameters)
    return np.exp(loss / len(Y))


def smooth_losses(losses, initial, beta=0.999):
    smoothed = []
    s = initial
    for loss in losses:
        s = beta * s + (1 - beta) * loss
        smoothed.append(s)
    return smoothed


def train_character_model(sequences, n_a, iterations, learning_rate, seed, max_value=5.0):
    rng = np.random.default_rng(seed)
    token_to_ix, _ = build_vocabulary(sequences)
    V = len(token_to_ix)
    parameters = {
        "Wax": 0.01 * rng.standard_normal((n_a, V)),
        "Waa": 0.01 * rng.standard_normal((n_a, n_a)),
        "Wya": 0.01 * rng.standard_normal((V, n_a)),
        "ba": np.zeros((n_a, 1)),
        "by": np.zeros((V, 1)),
    }
    losses = []
    for i in range(iterations):
        if i % len(sequences) == 0:
            order = rng.permutation(len(sequences))
        X, Y = encode_sequence(sequences[order[i % len(sequences)]], token_to_ix)
        a0 = np.zeros((n_a, 1))
        loss, _, parameters, _ = sgd_step(X, Y, a0, parameters, learning_rate, max_value)
        losses.append(loss / len(Y))
    return parameters, token_to_ix, losses
