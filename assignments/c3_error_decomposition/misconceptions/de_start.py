from itertools import pairwise


def decompose_errors(errors):
    names = {
        "human": "avoidable_bias",
        "train": "variance",
        "train_dev": "data_mismatch",
        "dev": "dev_overfit",
        "test": "deployment_gap",
    }
    chain = [link for link in (*names, "production") if link in errors]
    return {names[start]: errors[end] - errors[start] for start, end in pairwise(chain)}
