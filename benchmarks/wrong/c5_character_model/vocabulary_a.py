# exercise: build_vocabulary
END = "\n"


def build_vocabulary(sequences):
    tokens = set()
    for seq in sequences:
        for tok in seq:
            tokens.add(tok)
    # END first, then everything else in order
    ordered = [END] + sorted(tokens)  # WRONG: END always gets the number 0, but tokens such as a tab or the empty string sort before it; END has to be sorted with the others.
    token_to_ix = {}
    ix_to_token = {}
    for i, tok in enumerate(ordered):
        token_to_ix[tok] = i
        ix_to_token[i] = tok
    return token_to_ix, ix_to_token
