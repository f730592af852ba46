# exercise: run_with_oracle


def run_with_oracle(stages, x, oracle, k):
    v = x
    if k > 0 and oracle[k - 1]:  # WRONG: a true output may be 0, an empty text or None, and then x is taken in its place; only k > 0 must be asked.
        v = oracle[k - 1]
    for i in range(k + 1, len(stages)):  # WRONG: the first k stages have the indices 0 ... k - 1, so the run goes on with stage k; here one is left out.
        v = stages[i](v)
    return v
