# exercise: sequence_perplexity
import numpy as np


def sequence_perplexity(sequence, parameters, token_to_ix):
    X, Y = encode_sequence(sequence, token_to_ix)
    a0 = np.zeros(parameters["ba"].shape)
    L, _ = sequence_forward(X, Y, a0, parameters)
    n = max(len(sequence), 1)  # WRONG: the number of predictions is n + 1, END's is one of them; this divides by the number of tokens.
    return float(2 ** (L / n))  # WRONG: the loss has natural logarithms, so the base must be e and not 2.
