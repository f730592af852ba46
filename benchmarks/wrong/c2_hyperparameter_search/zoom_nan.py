# exercise: zoom
import math


def zoom(space, trials, k, maximise=False):
    def key(trial):
        s = trial[1]
        if math.isnan(s):
            return -math.inf
        return -s if maximise else s

    ranked = sorted(trials, key=key)
    top = [t for t in ranked[:k] if not math.isnan(t[1])]  # WRONG: trials without a score must be dropped before the k best are taken; here they take the places of good ones.
    if all(math.isnan(t[1]) for t in trials):
        raise ValueError("no scores")
    box = {}
    for name, rule in space.items():
        values = [t[0][name] for t in top]
        if rule[0] == "choice":
            box[name] = ("choice", [o for o in rule[1] if o in values])
        else:
            box[name] = (rule[0], min(values), max(values))
    return box
