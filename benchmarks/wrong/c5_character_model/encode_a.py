# exercise: encode_sequence
END = "\n"


def encode_sequence(sequence, token_to_ix):
    X = [None]
    Y = []
    for tok in sequence:
        ix = token_to_ix.get(tok)  # WRONG: get gives None for a token that is not in the vocabulary, so no KeyError is raised.
        X.append(ix)
        Y.append(ix)
    Y.append(0)  # WRONG: END is not always number 0; its index has to be looked up in token_to_ix.
    return X, Y
