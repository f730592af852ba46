# expect: sequence_perplexity loses
"""Divides by the number of tokens, without END."""
import numpy as np

END = "\n"


def softmax(z):
    e = np.exp(z - z.max())
    return e / e.sum()


def build_vocabulary(sequences):
    all_tokens = [END]
    for s in sequences:
        for tok in s:
            all_tokens.append(tok)
    all_tokens = sorted(list(set(all_tokens)))
    token_to_ix = {tok: i for i, tok in enumerate(all_tokens)}
    ix_to_token = {i: tok for i, tok in enumerate(all_tokens)}
    return token_to_ix, ix_to_token


def encode_sequence(sequence, token_to_ix):
    ids = []
    for tok in sequence:
        ids.append(token_to_ix[tok])
    X = [None] + ids
    Y = ids + [token_to_ix[END]]
    return X, Y


def one_hot(index, vocab_size):
    x = np.zeros((vocab_size, 1))
    if index is not None:
        x[index] = 1
    return x


def sequence_forward(X, Y, a0, parameters):
    Wax, Waa, Wya = parameters["Wax"], parameters["Waa"], parameters["Wya"]
    ba, by = parameters["ba"], parameters["by"]
    a = a0
    states = [a0]
    predictions = []
    loss = 0
    for t in range(len(X)):
        x = one_hot(X[t], Wax.shape[1])
        a = np.tanh(np.dot(Waa, a) + np.dot(Wax, x) + ba)
        z = np.dot(Wya, a) + by
        shifted = z - np.max(z)
        logp = shifted - np.log(np.sum(np.exp(shifted)))
        loss = loss - logp[Y[t], 0]
        states.append(a)
        predictions.append(np.exp(logp))
    return loss, (states, predictions)


def sequence_backward(X, Y, parameters, cache):
    states, predictions = cache
    Wax, Waa, Wya = parameters["Wax"], parameters["Waa"], parameters["Wya"]
    dWax, dWaa, dWya = np.zeros_like(Wax), np.zeros_like(Waa), np.zeros_like(Wya)
    dba, dby = np.zeros_like(parameters["ba"]), np.zeros_like(parameters["by"])
    da_prev = np.zeros_like(parameters["ba"])
    for t in range(len(X) - 1, -1, -1):
        a, a_before = states[t + 1], states[t]
        dy = predictions[t] - one_hot(Y[t], Wya.shape[0])
        dWya += np.dot(dy, a.T)
        dby += dy
        da = np.dot(Wya.T, dy) + da_prev
        dz = (1 - a**2) * da
        dWax += np.dot(dz, one_hot(X[t], Wax.shape[1]).T)
        dWaa += np.dot(dz, a_before.T)
        dba += dz
        da_prev = np.dot(Waa.T, dz)
    gradients = {"dWax": dWax, "dWaa": dWaa, "dWya": dWya, "dba": dba, "dby": dby}
    return gradients, states[-1]


def sgd_step(X, Y, a_prev, parameters, learning_rate=0.01, max_value=5.0):
    loss, cache = sequence_forward(X, Y, a_prev, parameters)
    gradients, a_last = sequence_backward(X, Y, parameters, cache)
    for key in gradients:
        gradients[key] = np.clip(gradients[key], -max_value, max_value)
    new_parameters = {}
    for key in parameters:
        new_parameters[key] = parameters[key] - learning_rate * gradients["d" + key]
    return loss, gradients, new_parameters, a_last


def next_probabilities(index, a_prev, parameters, temperature=1.0):
    if temperature <= 0:
        raise ValueError("temperature must be positive")
    x = one_hot(index, parameters["by"].shape[0])
    a = np.tanh(parameters["Waa"] @ a_prev + parameters["Wax"] @ x + parameters["ba"])
    z = parameters["Wya"] @ a + parameters["by"]
    p = softmax(z / temperature)
    return p.ravel(), a


def sample(parameters, token_to_ix, seed, max_length=30, temperature=1.0):
    rng = np.random.default_rng(seed)
    end = token_to_ix[END]
    a = np.zeros((parameters["Waa"].shape[0], 1))
    index = None
    result = []
    while index != end and len(result) < max_length:
        p, a = next_probabilities(index, a, parameters, temperature)
        index = rng.choice(len(p), p=p)
        result.append(int(index))
    if index != end:
        result.append(end)
    return result


def decode(indices, ix_to_token):
    result = []
    for i in indices:
        if ix_to_token[i] == END:
            break
        result.append(ix_to_token[i])
    return result


def sequence_perplexity(sequence, parameters, token_to_ix):
    X, Y = encode_sequence(sequence, token_to_ix)
    a0 = np.zeros((parameters["Waa"].shape[0], 1))
    loss, _ = sequence_forward(X, Y, a0, parameters)
    return np.exp(loss / max(len(sequence), 1))


def smooth_losses(losses, initial, beta=0.999):
    smoothed = []
    s = initial
    for loss in losses:
        s = beta * s + (1 - beta) * loss
        smoothed.append(s)
    return smoothed


def train_character_model(sequences, n_a, iterations, learning_rate, seed, max_value=5.0):
    rng = np.random.default_rng(seed)
    token_to_ix, ix_to_token = build_vocabulary(sequences)
    V = len(token_to_ix)
    parameters = {
        "Wax": rng.normal(size=(n_a, V)) * 0.01,
        "Waa": rng.normal(size=(n_a, n_a)) * 0.01,
        "Wya": rng.normal(size=(V, n_a)) * 0.01,
        "ba": np.zeros((n_a, 1)),
        "by": np.zeros((V, 1)),
    }
    order = rng.permutation(len(sequences))
    a0 = np.zeros((n_a, 1))
    losses = []
    for j in range(iterations):
        sequence = sequences[order[j % len(sequences)]]
        X, Y = encode_sequence(sequence, token_to_ix)
        loss, gradients, parameters, a_last = sgd_step(X, Y, a0, parameters, learning_rate, max_value)
        losses.append(loss / len(Y))
    return parameters, token_to_ix, losses
