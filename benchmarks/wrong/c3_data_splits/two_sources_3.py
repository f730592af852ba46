# exercise: split_two_sources
import numpy as np


def split_two_sources(n_web, n_target, n_train_dev, n_dev, n_test, seed):
    sizes_ok = n_train_dev >= 0 and n_dev >= 0 and n_test >= 0
    pool_size = n_web + n_target - n_dev - n_test
    if not sizes_ok or n_dev + n_test > n_target or n_train_dev > pool_size:
        raise ValueError("these sets can't be had")

    rng = np.random.default_rng(seed)
    # dev and test from the target only
    target_perm = rng.permutation(n_target)  # WRONG: target examples have the places n_web ... n_web + n_target - 1; without + n_web dev and test get web examples.
    dev = target_perm[0:n_dev]
    test = target_perm[n_dev:n_dev + n_test]

    # everything else
    used = set(dev.tolist()) | set(test.tolist())
    pool = np.array([i for i in range(n_web + n_target) if i not in used], dtype=int)
    pool = rng.permutation(pool)
    return dict(train=pool[n_train_dev:], train_dev=pool[:n_train_dev], dev=dev, test=test)
