# exercise: recurrent_parameter_count
def recurrent_parameter_count(kind, n_x, n_a):
    kind = kind.lower()  # WRONG: other spellings such as "GRU" must raise ValueError; lower() lets them through.
    if kind == "rnn":
        how_many = 1
    elif kind == "gru":
        how_many = 2  # WRONG: a GRU has three matrices, for two gates and the candidate; only the gates are counted.
    elif kind == "lstm":
        how_many = 4
    else:
        raise ValueError("unknown kind: " + kind)
    one = n_a * (n_a + n_x) + n_a
    return how_many * one
