# exercise: decode
END = "\n"


def decode(indices, ix_to_token):
    tokens = []
    for i in indices:
        tok = ix_to_token[i]
        if tok == END:
            continue  # WRONG: skips END and goes on; decoding has to stop at the first END.
        tokens.append(tok)
    return tokens
