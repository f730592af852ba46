# expect: fit_scaler loses
"""The root is forgotten."""

from collections import OrderedDict, defaultdict, deque
from dataclasses import dataclass, field
from math import ceil, fsum, sqrt

import numpy as np


@dataclass
class Deck:
    cards: deque = field(default_factory=deque)

    @classmethod
    def shuffled(cls, cards, rng):
        cards = list(cards)
        return cls(deque(cards[k] for k in rng.permutation(len(cards))))

    def deal(self, n):
        if n < 0 or n > len(self.cards):
            raise ValueError(f"{n} of {len(self.cards)} cards can't be dealt")
        return tuple(self.cards.popleft() for _ in range(n))

    def rest(self):
        return self.deal(len(self.cards))

    def __len__(self):
        return len(self.cards)


class Dealer:
    def __init__(self, seed):
        self.rng = np.random.Generator(np.random.Philox(seed))

    def deck(self, cards):
        return Deck.shuffled(cards, self.rng)


class Percentages:
    def __init__(self, values):
        self.values = tuple(values)
        if sum(self.values) != 100:
            raise ValueError("not 100 % in all")
        if any(v < 0 for v in self.values):
            raise ValueError("less than nothing")

    def of(self, m):
        others = [m * v // 100 for v in self.values[1:]]
        return [m - sum(others)] + others


class Members:
    """Which places belong to which id."""

    def __init__(self, ids):
        self.size = len(ids)
        self.places = defaultdict(list)
        for place, one in enumerate(ids):
            self.places[one].append(place)

    def __iter__(self):
        return iter(self.places.values())


def split_sizes(m, percentages):
    return Percentages(percentages).of(m)


def split_indices(m, sizes, seed):
    deck = Dealer(seed).deck(range(m))
    return tuple(deck.deal(size) for size in sizes)


def stratified_split(y, dev_percent, seed):
    dealer, train, dev = Dealer(seed), (), ()
    for places in Members(y):
        deck = dealer.deck(places)
        dev += deck.deal(len(deck) * dev_percent // 100)
        train += deck.rest()
    return [train, dev]


def group_split(groups, dev_percent, seed):
    members = Members(groups)
    deck = Dealer(seed).deck(members)
    dev = []
    while 100 * len(dev) < dev_percent * members.size:
        (group,) = deck.deal(1)
        dev += group
    train = [place for group in deck.rest() for place in group]
    return [train, dev]


def split_two_sources(n_web, n_target, n_train_dev, n_dev, n_test, seed):
    dealer = Dealer(seed)
    target = dealer.deck(range(n_web, n_web + n_target))
    sets = OrderedDict()
    sets["test"] = target.deal(n_test)
    sets["dev"] = target.deal(n_dev)
    pool = dealer.deck([*range(n_web), *target.rest()])
    sets["train_dev"] = pool.deal(n_train_dev)
    sets["train"] = pool.rest()
    return sets


@dataclass
class Scaler:
    mu: np.ndarray
    sigma: np.ndarray

    @classmethod
    def fit(cls, X):
        rows = [[float(v) for v in row] for row in X]
        mu = [fsum(row) / len(row) for row in rows]
        sigma = [
            1.0 if len(set(row)) == 1 else sqrt(fsum((v - c) ** 2 for v in row) / len(row))
            for row, c in zip(rows, mu)
        ]
        return cls(np.array(mu)[:, None], np.array(sigma)[:, None])

    def __call__(self, X):
        return np.divide(np.subtract(X, self.mu), self.sigma)


def fit_scaler(X_train):
    same = X_train.max(axis=1, keepdims=True) == X_train.min(axis=1, keepdims=True)
    return [X_train.mean(axis=1, keepdims=True), np.where(same, 1.0, X_train.var(axis=1, keepdims=True))]


def apply_scaler(X, mu, sigma):
    return Scaler(mu, sigma)(X)


def find_leaks(X_train, X_test):
    known = Members([tuple(column) for column in X_train.T.tolist()])
    return [
        (i, j)
        for j, column in enumerate(X_test.T.tolist())
        for i in known.places.get(tuple(column), ())
    ]


@dataclass
class Mixture:
    labels: object

    def share(self, k):
        return np.count_nonzero(np.asarray(self.labels) == k) / len(self.labels)

    def distance(self, other, n_classes):
        # what is in common, taken from 1
        return 1 - fsum(min(self.share(k), other.share(k)) for k in range(n_classes))


def distribution_gap(labels_a, labels_b, n_classes):
    return Mixture(labels_a).distance(Mixture(labels_b), n_classes)


def dev_size_needed(error, margin, z=1.96):
    return ceil((z * sqrt(error * (1 - error)) / margin) ** 2)
