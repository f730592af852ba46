# exercise: choose_model


def choose_model(models, optimise, direction="max", constraints=()):
    survivors = []
    for i, mod in enumerate(models):
        bad = False
        for name, sign, limit in constraints:
            if sign == "<=" and mod[name] >= limit:  # WRONG: equality meets the constraint, so a model is struck out only if its number is > limit.
                bad = True
            if sign == ">=" and mod[name] < limit:
                bad = True
        if not bad:
            survivors.append(i)
    if len(survivors) == 0:
        return None
    ranked = sorted(survivors, key=lambda i: models[i][optimise])
    if direction == "max":
        return ranked[-1]  # WRONG: the sort is stable, so of equally good models the last one stands at the end; the first must win.
    return ranked[0]
