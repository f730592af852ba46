# exercise: embed_tokens
import numpy as np


def embed_tokens(tokens, E):
    batch, seq = tokens.shape
    d = E.shape[1]
    x = E[tokens]
    x = x + positional_encoding(seq, d)
    return x * np.sqrt(d)  # WRONG: the factor belongs to the tokens alone, here it multiplies the encoding as well
