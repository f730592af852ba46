from itertools import pairwise


def decompose_errors(errors):
    names = {
        "train": "avoidable_bias",
        "train_dev": "variance",
        "dev": "data_mismatch" if "train_dev" in errors else "variance",
        "test": "dev_overfit",
        "production": "deployment_gap",
    }
    pairs = pairwise(errors)
    return {names[end]: errors[end] - errors[start] for start, end in pairs if end in names}
