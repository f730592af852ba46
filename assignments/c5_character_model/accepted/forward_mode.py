# Derivatives go forward with the states: how each state depends on all parameters, by einsum.
# Three matrices are one, [Waa, Wax, ba], which meets the state, the input and a 1.

import itertools

import numpy as np

END = "\n"


def build_vocabulary(sequences):
    tokens = sorted(set(itertools.chain([END], *sequences)))
    return {t: i for i, t in enumerate(tokens)}, dict(enumerate(tokens))


def encode_sequence(sequence, token_to_ix):
    pairs = list(
        itertools.pairwise([None] + [token_to_ix[token] for token in sequence] + [token_to_ix[END]])
    )
    return [read for read, _ in pairs], [said for _, said in pairs]


def one_hot(index, vocab_size):
    x = np.zeros((vocab_size, 1), dtype=np.float64)
    if isinstance(index, (int, np.integer)):
        x.flat[index] = 1.0
    return x


def joined(p):
    return np.hstack([p["Waa"], p["Wax"], p["ba"]]), np.hstack([p["Wya"], p["by"]])


def scores_of(index, a, W, U):
    V = len(U)
    met = np.concatenate([a[:, 0], one_hot(index, V)[:, 0], [1.0]])
    new = np.tanh(np.einsum("ij,j->i", W, met))
    return met, new, np.einsum("ki,i->k", U, np.append(new, 1.0))


def sequence_forward(X, Y, a0, parameters):
    W, U = joined(parameters)
    n_a = len(W)
    a, loss = a0[:, 0], 0.0
    da = np.zeros((n_a, *W.shape))
    dW, dU = np.zeros(W.shape), np.zeros(U.shape)
    for index, target in zip(X, Y, strict=True):
        met, a, z = scores_of(index, a[:, None], W, U)
        inside = np.einsum("ij,jkl->ikl", W[:, :n_a], da)
        inside += np.einsum("ik,l->ikl", np.eye(n_a), met)
        da = (1 - a**2)[:, None, None] * inside
        log_p = z - z.max() - np.log(np.exp(z - z.max()).sum())
        loss += -log_p[target]
        dy = np.exp(log_p)
        dy[target] -= 1.0
        dU += np.einsum("k,i->ki", dy, np.append(a, 1.0))
        dW += np.einsum("k,ki,ijl->jl", dy, U[:, :n_a], da)
    return float(loss), (dW, dU, a)


def sequence_backward(X, Y, parameters, cache):
    dW, dU, a = cache
    n_a = len(a)
    parts = {
        "dWaa": dW[:, :n_a],
        "dWax": dW[:, n_a:-1],
        "dba": dW[:, -1:],
        "dWya": dU[:, :-1],
        "dby": dU[:, -1:],
    }
    return {name: part.copy() for name, part in parts.items()}, a.reshape(-1, 1).copy()


def sgd_step(X, Y, a_prev, parameters, learning_rate=0.01, max_value=5.0):
    loss, cache = sequence_forward(X, Y, a_prev, parameters)
    gradients, a_last = sequence_backward(X, Y, parameters, cache)
    bounded = {
        name: np.minimum(max_value, np.maximum(-max_value, g)) for name, g in gradients.items()
    }
    return (
        loss,
        bounded,
        {n: parameters[n] - learning_rate * bounded[f"d{n}"] for n in parameters},
        a_last,
    )


def next_probabilities(index, a_prev, parameters, temperature=1.0):
    if temperature <= 0:
        raise ValueError("temperature")
    _, a, z = scores_of(index, a_prev, *joined(parameters))
    # One over the sum of how many times as likely the others are.
    with np.errstate(over="ignore"):
        p = 1 / np.exp((z[None, :] - z[:, None]) / temperature).sum(axis=1)
    return p / p.sum(), a[:, None]


def sample(parameters, token_to_ix, seed, max_length=30, temperature=1.0):
    rng = np.random.default_rng(seed)

    def drawn():
        index, a = None, np.zeros((len(parameters["ba"]), 1))
        for _ in range(max_length):
            p, a = next_probabilities(index, a, parameters, temperature)
            index = rng.choice(np.arange(len(p)), p=p)
            yield int(index)
        yield token_to_ix[END]

    found = []
    for index in drawn():
        found.append(index)
        if index == token_to_ix[END]:
            break
    return tuple(found)


def decode(indices, ix_to_token):
    return list(itertools.takewhile(lambda token: token != END, (ix_to_token[i] for i in indices)))


def sequence_perplexity(sequence, parameters, token_to_ix):
    X, Y = encode_sequence(sequence, token_to_ix)
    loss, _ = sequence_forward(X, Y, np.zeros(parameters["ba"].shape), parameters)
    return 2.0 ** (loss / np.log(2) / (len(sequence) + 1))


def smooth_losses(losses, initial, beta=0.999):
    return list(
        itertools.accumulate(losses, lambda s, loss: beta * s + (1 - beta) * loss, initial=initial)
    )[1:]


def train_character_model(sequences, n_a, iterations, learning_rate, seed, max_value=5.0):
    rng = np.random.default_rng(seed)
    token_to_ix, _ = build_vocabulary(sequences)
    V = len(token_to_ix)
    p = {
        "by": np.zeros((V, 1)),
        "ba": np.zeros((n_a, 1)),
        "Wya": 0.01 * rng.standard_normal((V, n_a)),
        "Waa": 0.01 * rng.standard_normal((n_a, n_a)),
        "Wax": 0.01 * rng.standard_normal((n_a, V)),
    }
    order = np.argsort(rng.random(len(sequences)))
    losses = []
    for which in itertools.islice(itertools.cycle(order), iterations):
        X, Y = encode_sequence(sequences[which], token_to_ix)
        loss, _, p, _ = sgd_step(X, Y, np.zeros((n_a, 1)), p, learning_rate, max_value)
        losses.append(loss / len(Y))
    return p, token_to_ix, losses
