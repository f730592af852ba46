# exercise: train_character_model
import numpy as np


def train_character_model(sequences, n_a, iterations, learning_rate, seed, max_value=5.0):
    rng = np.random.default_rng(seed)
    token_to_ix, ix_to_token = build_vocabulary(sequences)
    V = len(token_to_ix)
    parameters = {
        "Wax": rng.standard_normal((n_a, V)) * 0.01,
        "Waa": rng.standard_normal((n_a, n_a)) * 0.01,
        "Wya": rng.standard_normal((V, n_a)) * 0.01,
        "ba": np.zeros((n_a, 1)),
        "by": np.zeros((V, 1)),
    }
    losses = []
    for it in range(iterations):
        # pick one of the sequences
        which = int(rng.integers(len(sequences)))  # WRONG: a sequence is drawn anew each time, so some come twice in a round and others not at all; in each round every sequence has its turn once.
        X, Y = encode_sequence(sequences[which], token_to_ix)
        loss, grads, parameters, a = sgd_step(X, Y, np.zeros((n_a, 1)), parameters, learning_rate, max_value)
        losses.append(loss / len(Y))
    return parameters, token_to_ix, losses
