# exercise: split_two_sources
import numpy as np


def split_two_sources(n_web, n_target, n_train_dev, n_dev, n_test, seed):
    if min(n_train_dev, n_dev, n_test) < 0:
        raise ValueError
    total = n_web + n_target
    if n_dev + n_test >= n_target:  # WRONG: equality is no reason to refuse, dev and test may use up all target examples; it must be >.
        raise ValueError
    if n_train_dev > total - (n_dev + n_test):
        raise ValueError

    np.random.seed(seed)
    t = np.arange(n_web, total)
    np.random.shuffle(t)
    dev_part = t[:n_dev]
    test_part = t[n_dev:n_test]  # WRONG: the slice must end at n_dev + n_test; as it is, test is too small, or empty.
    pool = np.concatenate((np.arange(n_web), t[n_dev + n_test:]))
    np.random.shuffle(pool)
    result = {}
    result["dev"] = dev_part
    result["test"] = test_part
    result["train_dev"] = pool[:n_train_dev]
    result["train"] = pool[n_train_dev:]
    return result
