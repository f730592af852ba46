# Plain loops and lists; matrices by elimination, without NumPy's own algebra.


def plain(table):
    if hasattr(table, "tolist"):
        return table.tolist()
    return [list(row) for row in table]


def pipeline_accuracy(stage_accuracies):
    right = 1.0
    for share in stage_accuracies:
        right = right * share
    return right


def measure_ceilings(correct):
    accuracies = []
    for row in plain(correct):
        count = 0
        for entry in row:
            if entry:
                count += 1
        accuracies.append(count / len(row))
    return accuracies


def ceiling_analysis(names, accuracies):
    gains = {}
    best = None
    for j in range(1, len(accuracies)):
        gains[names[j - 1]] = accuracies[j] - accuracies[j - 1]
        if best is None or gains[names[j - 1]] > gains[best]:
            best = names[j - 1]
    return gains, best


def attribute_errors(names, correct):
    rows = plain(correct)
    counts = {"unresolved": 0}
    for name in names:
        counts[name] = 0
    for i in range(len(rows[0])):
        if rows[0][i]:
            continue
        culprit = "unresolved"
        for j in range(len(names), 0, -1):
            if rows[j][i]:
                culprit = names[j - 1]
        counts[culprit] += 1
    return counts


def run_with_oracle(stages, x, oracle, k):
    for j in range(len(stages)):
        x = oracle[j] if j < k else stages[j](x)
    return x


def crossover_size(sizes, err_pipeline, err_end_to_end):
    for i in range(len(sizes)):
        stays = True
        for j in range(i, len(sizes)):
            if err_end_to_end[j] > err_pipeline[j]:
                stays = False
        if stays:
            return sizes[i]
    return None


def choose_architecture(n_pairs, pairs_needed, stage_examples, stage_needed):
    if n_pairs < pairs_needed:
        for j in range(len(stage_needed)):
            if stage_examples[j] < stage_needed[j]:
                return "collect_data"
        return "pipeline"
    return "end_to_end"


def fit_linear(X, T, lambd=1e-3):
    X, T = plain(X), plain(T)
    d, k, m = len(X), len(T), len(X[0])
    # Rows of the system: those of the matrix in brackets, and the targets' products behind them.
    rows = []
    for i in range(d):
        row = [sum(X[i][c] * X[j][c] for c in range(m)) for j in range(d)]
        row[i] += lambd
        rows.append(row + [sum(X[i][c] * T[j][c] for c in range(m)) for j in range(k)])
    for i in range(d):
        pivot = max(range(i, d), key=lambda r, i=i: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [entry / rows[i][i] for entry in rows[i]]
        for r in range(d):
            if r != i:
                factor = rows[r][i]
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[i], strict=True)]
    return [[rows[i][d + j] for i in range(d)] for j in range(k)]


def times(M, column):
    return [sum(a * b for a, b in zip(row, column, strict=True)) for row in M]


def compare_designs(X1, U1, U2, T2, Xp, Tp, Xtest, Ttest, lambd=1e-3):
    A = plain(fit_linear(X1, U1, lambd))
    C = plain(fit_linear(U2, T2, lambd))
    E = plain(fit_linear(Xp, Tp, lambd))
    pipeline = end_to_end = 0.0
    count = 0
    for x, t in zip(plain(Xtest.T), plain(Ttest.T), strict=True):
        for one, other, true in zip(times(C, times(A, x)), times(E, x), t, strict=True):
            pipeline += (one - true) ** 2
            end_to_end += (other - true) ** 2
            count += 1
    return {"pipeline": pipeline / count, "end_to_end": end_to_end / count}
