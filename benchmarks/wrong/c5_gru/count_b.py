# exercise: recurrent_parameter_count
def recurrent_parameter_count(kind, n_x, n_a):
    table = {"rnn": 1, "gru": 3, "lstm": 4}
    if kind not in table:
        raise ValueError(f"{kind} is no kind of cell")
    W = n_a * (n_a + n_x)
    b = n_a + n_x  # WRONG: a bias has one number per unit, n_a; the inputs have no bias.
    return table[kind] * (W + b)
