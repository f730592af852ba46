# exercise: choose_model


def choose_model(models, optimise, direction="max", constraints=()):
    best = None
    for i, model in enumerate(models):
        ok = True
        for metric, sign, value in constraints:
            if sign == "<=":
                ok = model[metric] <= value  # WRONG: ok is overwritten by each constraint, so only the last one decides; all must hold (ok = ok and ...).
            else:
                ok = model[metric] >= value  # WRONG: the same here, an earlier constraint that failed is forgotten.
        if not ok:
            continue
        if best is None:
            best = i
        elif direction == "max" and model[optimise] >= models[best][optimise]:  # WRONG: of equally good models the first wins, so it must be >.
            best = i
        elif direction == "min" and model[optimise] < models[best][optimise]:
            best = i
    return best
