"""My way: each kind is a pair of functions, to a scale where it is uniform and back again."""

from dataclasses import dataclass, field
from functools import reduce

import numpy as np

# kind -> (to the scale, back from it)
SCALES = {
    "log": (np.log2, np.exp2),
    "linear": (lambda v: v, lambda v: v),
    # the logarithm of the window 1/(1 - beta) is minus that of 1 - beta
    "beta": (lambda b: -np.log1p(-b), lambda w: -np.expm1(-w)),
}


def stretch(kind, low, high, u):
    there, back = SCALES[kind]
    u = np.array(u, dtype=np.float64)
    u *= there(high) - there(low)
    u += there(low)
    return back(u)


def sample_log_uniform(low, high, size, seed):
    return stretch("log", low, high, np.random.default_rng([seed, 11]).random(size))


def sample_beta(low, high, size, seed):
    return stretch("beta", low, high, np.random.default_rng([seed, 12]).random(size))


def sample_integers(low, high, size, seed):
    return np.random.RandomState(seed).randint(low, high + 1, size)


def grid_points(axes):
    names, points = list(axes), []
    total = reduce(lambda a, b: a * b, (len(axes[name]) for name in names), 1)
    for number in range(total):
        point = {}
        for name in reversed(names):
            number, place = divmod(number, len(axes[name]))
            point[name] = axes[name][place]
        points.append(point)
    return points


def unknown(kind):
    raise ValueError(f"unknown kind: {kind}")


def random_points(space, n, seed):
    rng = np.random.default_rng(seed)
    points = [{} for _ in range(n)]
    for name, rule in space.items():
        kind = rule[0]
        if kind in SCALES:
            values = stretch(kind, *rule[1:], rng.random(n))
        elif kind == "int":
            values = rng.integers(rule[1], rule[2] + 1, size=n)
        elif kind == "choice":
            values = (rule[1][place] for place in rng.integers(0, len(rule[1]), size=n))
        else:
            unknown(kind)
        for point, value in zip(points, values):
            point[name] = value  # NumPy's numbers, but plain ones
    return points


def distinct_values(points):
    names = dict.fromkeys(name for point in points for name in point)
    for name in names:
        names[name] = len(dict.fromkeys(point[name] for point in points))
    return names


def best_trial(trials, maximise=False):
    sign = -1 if maximise else 1
    ranked = sorted((sign * s, place) for place, (_, s) in enumerate(trials) if s == s)
    if ranked:
        return ranked[0][1]
    raise ValueError("no scores")


@dataclass
class Box:
    """Grows around the values that it is shown."""

    kind: str
    options: list | None = None
    seen: list = field(default_factory=list)

    def rule(self):
        if self.kind == "choice":
            mask = [any(value == option for value in self.seen) for option in self.options]
            first = [self.options.index(option) == i for i, option in enumerate(self.options)]
            return [self.kind, [o for o, m, f in zip(self.options, mask, first) if m and f]]
        return [self.kind, min(self.seen), max(self.seen)]


def zoom(space, trials, k, maximise=False):
    rest = {place: score for place, (_, score) in enumerate(trials) if score == score}
    if not rest:
        raise ValueError("no scores")
    boxes = {name: Box(rule[0], rule[1] if rule[0] == "choice" else None) for name, rule in space.items()}
    for _ in range(min(k, len(rest))):
        place = (max if maximise else min)(rest, key=rest.get)
        del rest[place]
        for name, value in trials[place][0].items():
            boxes[name].seen.append(value)
    return {name: box.rule() for name, box in boxes.items()}


class Search:
    def __init__(self, objective):
        self.objective, self.trials = objective, []

    def __call__(self, points):
        for point in points:
            self.trials.append([point, self.objective(point)])
        return self


def coarse_to_fine(objective, space, n_coarse, n_fine, k, seed, maximise=False):
    search = Search(objective)
    first, second = np.random.SeedSequence(seed).generate_state(2)
    search(random_points(space, n_coarse, first))
    search(random_points(zoom(space, search.trials, k, maximise), n_fine, second))
    return list(search.trials[best_trial(search.trials, maximise)]), search.trials
