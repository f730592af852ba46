# expect: best_threshold loses
"""A gain of less than a thousandth is taken for none."""

from collections import Counter, defaultdict
from itertools import accumulate
from math import fsum, inf


def entries(x):
    """All numbers of nested lists (or of an array), row by row."""
    if hasattr(x, "tolist"):
        x = x.tolist()
    if isinstance(x, (list, tuple)):
        for part in x:
            yield from entries(part)
    else:
        yield x


def confusion_counts(y_true, y_pred):
    seen = Counter((bool(p), bool(t)) for t, p in zip(entries(y_true), entries(y_pred), strict=True))
    return {
        "tp": seen[True, True],
        "fp": seen[True, False],
        "fn": seen[False, True],
        "tn": seen[False, False],
    }


def precision(tp, fp):
    return tp / (tp + fp) if tp else 0.0


def recall(tp, fn):
    return tp / (tp + fn) if tp else 0.0


def f_beta(precision, recall, beta=1.0):
    over = (1 + beta * beta) * precision * recall
    return over and over / (beta * beta * precision + recall)


def macro_f1(y_true, y_pred, n_classes):
    pairs = list(zip(entries(y_true), entries(y_pred)))

    def f1(kind):
        c = confusion_counts([t == kind for t, _ in pairs], [p == kind for _, p in pairs])
        return f_beta(precision(c["tp"], c["fp"]), recall(c["tp"], c["fn"]))

    return fsum(map(f1, range(n_classes))) / n_classes


def weighted_error(y_true, y_pred, weights):
    w = [float(one) for one in entries(weights)]
    try:
        return fsum(
            one for one, t, p in zip(w, entries(y_true), entries(y_pred)) if t != p
        ) / fsum(w)
    except ZeroDivisionError:
        raise ValueError("the weights add up to nothing") from None


def best_threshold(scores, y, beta=1.0):
    at = defaultdict(lambda: [0, 0])  # score -> sound and cracked boards there
    for score, label in zip(entries(scores), entries(y)):
        at[score][int(label)] += 1
    thresholds = sorted(at, reverse=True)
    fp = list(accumulate(at[t][0] for t in thresholds))
    tp = list(accumulate(at[t][1] for t in thresholds))
    best, found = -inf, None
    for t, right, wrong in zip(thresholds, tp, fp):
        f = f_beta(precision(right, wrong), recall(right, tp[-1] - right), beta)
        if f > best + 1e-3:
            best, found = f, t
    return found, best


def choose_model(models, optimise, direction="max", constraints=()):
    def good_enough(model):
        for metric, sign, value in constraints:
            low, high = (model[metric], value) if sign == "<=" else (value, model[metric])
            if not low <= high:
                return False
        return True

    allowed = [place for place in range(len(models)) if good_enough(models[place])]
    best = max if direction == "max" else min
    return best(allowed, key=lambda place: models[place][optimise], default=None)
