# exercise: split_two_sources
import numpy as np


def split_two_sources(n_web, n_target, n_train_dev, n_dev, n_test, seed):
    if n_train_dev < 0 or n_dev < 0 or n_test < 0:
        raise ValueError("sizes must be >= 0")
    if n_dev + n_test > n_target:
        raise ValueError("not enough target examples")
    if n_train_dev > n_web + n_target - n_dev - n_test:
        raise ValueError("pool is too small")

    rng = np.random.default_rng(seed)
    web = rng.permutation(n_web)
    target = n_web + rng.permutation(n_target)

    dev = target[:n_dev]
    test = target[n_dev : n_dev + n_test]
    left = target[n_dev + n_test :]

    pool = np.concatenate([web, left])  # WRONG: the pool isn't shuffled after web and target are put together, so train_dev takes web examples first and holds target ones only when these run out; it must be drawn from the whole pool.
    train_dev = pool[:n_train_dev]
    train = pool[n_train_dev:]
    return {"train": train, "train_dev": train_dev, "dev": dev, "test": test}
