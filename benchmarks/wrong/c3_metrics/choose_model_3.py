# exercise: choose_model


def choose_model(models, optimise, direction="max", constraints=()):
    best_idx = None
    best_val = 0 if direction == "max" else 1e9  # WRONG: values may be negative, 0 or of any size, and then no model beats this start; begin with minus or plus infinity, or with the first allowed model.
    for idx in range(len(models)):
        m = models[idx]
        if not all((m[c[0]] <= c[2]) if c[1] == "<=" else (m[c[0]] >= c[2]) for c in constraints):
            continue
        v = m[optimise]
        better = v > best_val if direction == "max" else v < best_val
        if better:
            best_idx = idx
            best_val = v
    return best_idx
