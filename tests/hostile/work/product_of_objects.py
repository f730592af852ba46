# expect: errored failed
# over: reference
# check: optimize_one_step
# one whole number beyond 64 bits makes a table of objects, whose product takes minutes
def propagate(w, b, X, Y):
    return None


def optimize(*args, **kwargs):
    table = [[1] * 300 for _ in range(300)]
    table[0][0] = 1 << 13_000
    return propagate(table, 0, table, table)
