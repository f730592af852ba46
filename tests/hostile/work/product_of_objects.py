# expect: errored
# over: reference
# check: optimize_step_by_step
# one whole number beyond 64 bits makes a table of objects, whose product takes minutes
def propagate(w, b, X, Y):
    return None


def optimize(*args, **kwargs):
    table = [[1] * 100 for _ in range(100)]
    table[0][0] = 1 << 13_000
    return propagate(table, 0, table, table)
