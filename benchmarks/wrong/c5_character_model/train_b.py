# exercise: train_character_model
import numpy as np


def train_character_model(sequences, n_a, iterations, learning_rate, seed, max_value=5.0):
    rng = np.random.default_rng(seed)
    token_to_ix, _ = build_vocabulary(sequences)
    V = len(token_to_ix)
    params = {}
    for name, shape in (("Wax", (n_a, V)), ("Waa", (n_a, n_a)), ("Wya", (V, n_a))):
        params[name] = 0.01 * rng.normal(0, 1, shape)
    params["ba"] = np.zeros((n_a, 1))
    params["by"] = np.zeros((V, 1))
    # shuffle once
    order = np.arange(len(sequences))
    rng.shuffle(order)
    state = np.zeros((n_a, 1))
    losses = []
    for i in range(iterations):
        seq = sequences[order[i % len(order)]]
        X, Y = encode_sequence(seq, token_to_ix)
        loss, _, params, state = sgd_step(X, Y, state, params, learning_rate, max_value)  # WRONG: the last state of one sequence is carried into the next one; each iteration has to begin from a state of zeros.
        losses.append(loss)  # WRONG: the loss of the sequence has to be divided by its number of predictions, len(Y).
    return params, token_to_ix, losses
