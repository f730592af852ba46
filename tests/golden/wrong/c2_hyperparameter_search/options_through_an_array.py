# expect: random_points loses
"""Options are drawn from a NumPy array: numbers among words become words."""
import math
from collections import OrderedDict
from itertools import product as _product

import numpy as np


def _log(rng, low, high, size=None):
	return np.exp(rng.uniform(math.log(low), math.log(high), size))


def _one(rng, kind, args):
	if kind == "log":
		return float(_log(rng, *args))
	if kind == "linear":
		return float(rng.uniform(*args))
	if kind == "beta":
		return 1.0 - float(_log(rng, 1 - args[1], 1 - args[0]))
	if kind == "int":
		return int(rng.integers(args[0], args[1], endpoint=True))
	if kind == "choice":
		return rng.choice(args[0]) if len({type(o) for o in args[0]}) < 2 or str not in map(type, args[0]) else str(rng.choice([str(o) for o in args[0]]))
	raise ValueError(f"kind {kind!r}")


def sample_log_uniform(low, high, size, seed):
	return _log(np.random.default_rng(seed), low, high, size)


def sample_beta(low, high, size, seed):
	return 1.0 - _log(np.random.default_rng(seed), 1 - high, 1 - low, size)


def sample_integers(low, high, size, seed):
	u = np.random.RandomState(seed).random_sample(size)
	return (low + np.floor(u * (high - low + 1))).astype(np.int64)


def grid_points(axes):
	return [OrderedDict(zip(axes, combo)) for combo in _product(*axes.values())]


def random_points(space, n, seed):
	rng = np.random.default_rng(seed)
	return [{name: _one(rng, spec[0], spec[1:]) for name, spec in space.items()} for _ in range(n)]


def distinct_values(points):
	return {name: len({p[name] for p in points}) for p in points[:1] for name in p}


def best_trial(trials, maximise=False):
	sign = -1.0 if maximise else 1.0
	keyed = [(sign * s, i) for i, (_, s) in enumerate(trials) if not math.isnan(s)]
	return min(keyed)[1]


def zoom(space, trials, k, maximise=False):
	ok = [t for t in trials if not math.isnan(t[1])]
	if not ok:
		raise ValueError("nothing worked")
	top = [p for p, _ in sorted(ok, key=lambda t: -t[1] if maximise else t[1])][:k]
	out = {}
	for name, (kind, *rest) in space.items():
		seen = [p[name] for p in top]
		out[name] = (kind, [o for o in rest[0] if o in seen]) if kind == "choice" else (kind, min(seen), max(seen))
	return out


def coarse_to_fine(objective, space, n_coarse, n_fine, k, seed, maximise=False):
	evaluate = lambda pts: [(p, objective(p)) for p in pts]
	coarse = evaluate(random_points(space, n_coarse, seed))
	fine = evaluate(random_points(zoom(space, coarse, k, maximise), n_fine, seed + 1000))
	return (coarse + fine)[best_trial(coarse + fine, maximise)], coarse + fine
