import numpy as np


def choose_model(models, optimise, direction="max", constraints=()):
    if not models:
        return None
    names = list(models[0])
    rows = [[*model.values()] for model in models]
    left = [
        place
        for place, row in enumerate(rows)
        if all(
            row[names.index(metric)] <= value if sign == "<=" else row[names.index(metric)] >= value
            for metric, sign, value in constraints
        )
    ]
    turn = 1 if direction == "max" else -1
    worth = [turn * rows[place][names.index(optimise)] for place in left]
    return left[int(np.argmax(worth))] if left else None
