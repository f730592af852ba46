from itertools import pairwise


def decompose_errors(errors):
    chain = ("human", "train", "train_dev", "dev", "test", "production")
    names = {
        "train": "avoidable_bias",
        "train_dev": "variance",
        "dev": "data_mismatch" if "train_dev" in errors else "variance",
        "test": "dev_overfit",
        "production": "deployment_gap",
    }
    gaps = {}
    for start, end in pairwise([link for link in chain if link in errors]):
        gap = errors[end] - errors[start]
        gaps[names[end]] = gap / errors[start] if errors[start] else 0.0
    return gaps
