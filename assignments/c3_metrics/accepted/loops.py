# Plain loops over flat lists; nothing of NumPy's.


def flat(values):
    if hasattr(values, "tolist"):
        values = values.tolist()
    if not isinstance(values, (list, tuple)):
        return [values]
    found = []
    for one in values:
        found.extend(flat(one))
    return found


def confusion_counts(y_true, y_pred):
    counts = {"tp": 0, "fp": 0, "fn": 0, "tn": 0}
    y_true = flat(y_true)
    y_pred = flat(y_pred)
    for i in range(len(y_true)):
        if y_pred[i]:
            if y_true[i]:
                counts["tp"] += 1
            else:
                counts["fp"] += 1
        elif y_true[i]:
            counts["fn"] += 1
        else:
            counts["tn"] += 1
    return counts


def precision(tp, fp):
    if tp + fp == 0:
        return 0
    return tp / (tp + fp)


def recall(tp, fn):
    if tp == 0:
        return 0.0
    return tp / (tp + fn)


def f_beta(precision, recall, beta=1.0):
    if precision == 0 or recall == 0:
        return 0.0
    return (1 + beta * beta) * (precision * recall) / (beta * beta * precision + recall)


def macro_f1(y_true, y_pred, n_classes):
    y_true = flat(y_true)
    y_pred = flat(y_pred)
    scores = []
    for k in range(n_classes):
        tp = fp = fn = 0
        for i in range(len(y_true)):
            if y_true[i] == k and y_pred[i] == k:
                tp += 1
            elif y_pred[i] == k:
                fp += 1
            elif y_true[i] == k:
                fn += 1
        scores.append(f_beta(precision(tp, fp), recall(tp, fn)))
    return sum(scores) / len(scores)


def weighted_error(y_true, y_pred, weights):
    y_true = flat(y_true)
    y_pred = flat(y_pred)
    weights = flat(weights)
    wrong = 0.0
    total = 0.0
    for i in range(len(weights)):
        total += weights[i]
        if y_true[i] != y_pred[i]:
            wrong += weights[i]
    if total == 0:
        raise ValueError("no weight")
    return wrong / total


def best_threshold(scores, y, beta=1.0):
    scores = flat(scores)
    best_t = None
    best_f = -1
    for t in scores:
        y_pred = []
        for score in scores:
            y_pred.append(1 if score >= t else 0)
        counts = confusion_counts(y, y_pred)
        f = f_beta(precision(counts["tp"], counts["fp"]), recall(counts["tp"], counts["fn"]), beta)
        if f > best_f or (f == best_f and t > best_t):
            best_t = t
            best_f = f
    return best_t, best_f


def choose_model(models, optimise, direction="max", constraints=()):
    best = None
    for i in range(len(models)):
        allowed = True
        for metric, sign, value in constraints:
            if sign == "<=" and models[i][metric] > value:
                allowed = False
            if sign == ">=" and models[i][metric] < value:
                allowed = False
        if not allowed:
            continue
        if best is None:
            best = i
        change = models[i][optimise] - models[best][optimise]
        if direction == "min":
            change = -change
        if change > 0:
            best = i
    return best
