# exercise: choose_model


def choose_model(models, optimise, direction="max", constraints=()):
    def ok(model):
        for metric, sign, value in constraints:
            if sign == "<=" and not model[metric] <= value:
                return False
            if sign == ">=" and not model[metric] >= value:
                return False
        return True

    allowed = [mod for mod in models if ok(mod)]
    if not allowed:
        return None
    values = [mod[optimise] for mod in allowed]
    best = max(values) if direction == "max" else min(values)
    return values.index(best)  # WRONG: this is the place among the allowed models; the place in the list that was given is asked for.
