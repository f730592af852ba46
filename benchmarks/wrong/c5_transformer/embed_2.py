# exercise: embed_tokens
import numpy as np


def embed_tokens(tokens, E):
    m, L = tokens.shape
    d = E.shape[-1]
    pe = positional_encoding(L, d)
    out = np.zeros((m, L, d))
    for i in range(m):
        for p in range(L):
            row = E[tokens[i, p]]
            row *= np.sqrt(d)  # WRONG: row is a view of the table, so this changes E itself, and a token that comes again is multiplied again
            out[i, p] = row + pe[p]
    return out
