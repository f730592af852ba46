# expect: dev_size_needed loses
"""The root of n is rounded up, and then squared."""

import numpy as np

rng_of = np.random.RandomState


def split_sizes(m, percentages):
    p = np.array(percentages, dtype=np.int64)
    if p.sum() != 100 or (p < 0).any():
        raise ValueError
    s = m * p // 100
    s[0] = m - s[1:].sum()
    return list(s)


def split_indices(m, sizes, seed):
    return np.split(rng_of(seed).permutation(m), np.cumsum(np.array(sizes, int))[:-1]) if len(sizes) else []


def stratified_split(y, dev_percent, seed):
    y, r = np.asarray(y), rng_of(seed)
    order = np.lexsort((r.rand(y.size), y))  # by class, at random within
    _, start, inv, n = np.unique(y[order], return_index=True, return_inverse=True, return_counts=True)
    dev = np.arange(y.size) - start[inv.ravel()] < (n * dev_percent // 100)[inv.ravel()]
    return order[~dev], order[dev]


def group_split(groups, dev_percent, seed):
    ids, inv, n = np.unique(np.asarray(groups), return_inverse=True, return_counts=True)
    order = rng_of(seed).permutation(ids.size)
    k = np.argmax(100 * np.cumsum(n[order]) >= dev_percent * inv.size) + 1
    dev = np.isin(inv.ravel(), order[:k])
    return np.flatnonzero(~dev), np.flatnonzero(dev)


def split_two_sources(n_web, n_target, n_train_dev, n_dev, n_test, seed):
    left = n_target - n_dev - n_test
    if min(n_train_dev, n_dev, n_test, left, n_web + left - n_train_dev) < 0:
        raise ValueError
    r = rng_of(seed)
    dev, test, rest = np.split(n_web + r.permutation(n_target), [n_dev, n_dev + n_test])
    train_dev, train = np.split(r.permutation(np.r_[np.arange(n_web), rest]), [n_train_dev])
    return dict(train=train, train_dev=train_dev, dev=dev, test=test)


def fit_scaler(X_train):
    return X_train.mean(1, keepdims=True), np.where(np.ptp(X_train, axis=1, keepdims=True) == 0, 1.0, X_train.std(1, keepdims=True))


def apply_scaler(X, mu, sigma):
    return (X - mu) / sigma


def find_leaks(X_train, X_test):
    both = np.concatenate([X_train, X_test], axis=1)
    _, kind = np.unique(both, axis=1, return_inverse=True)
    kind = kind.ravel()
    a, b = kind[: X_train.shape[1]], kind[X_train.shape[1] :]
    order = np.argsort(a, kind="stable")
    lo, hi = np.searchsorted(a[order], b), np.searchsorted(a[order], b, side="right")
    pairs = [(i, j) for j in np.flatnonzero(hi > lo) for i in order[lo[j] : hi[j]]]
    return np.array(pairs, dtype=int).reshape(-1, 2)


def distribution_gap(labels_a, labels_b, n_classes):
    a, b = (np.bincount(v, minlength=n_classes) / len(v) for v in (labels_a, labels_b))
    return np.maximum(a - b, 0).sum(keepdims=True)


def dev_size_needed(error, margin, z=1.96):
    return int(np.ceil(z * np.sqrt(error * (1 - error)) / margin)) ** 2
