# exercise: run_with_oracle


def run_with_oracle(stages, x, oracle, k):
    if k == 0:
        value = x
    else:
        value = oracle[k]  # WRONG: the true output of the k-th stage is oracle[k - 1].
    for stage in stages[k:]:
        value = stage(value)
    return value
