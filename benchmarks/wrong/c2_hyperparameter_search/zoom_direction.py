# exercise: zoom
import math


def zoom(space, trials, k, maximise=False):
    scored = [t for t in trials if not math.isnan(t[1])]
    if not scored:
        raise ValueError("all runs broke down")
    scored.sort(key=lambda t: t[1])
    winners = scored[-k - 1:] if maximise else scored[:k]  # WRONG: with maximise this takes k + 1 trials; the last k are scored[-k:].
    out = {}
    for name, rule in space.items():
        got = [t[0][name] for t in winners]
        if rule[0] == "choice":
            out[name] = (rule[0], [o for o in rule[1] if o in got])
        else:
            out[name] = (rule[0], min(got), max(got))
    return out
