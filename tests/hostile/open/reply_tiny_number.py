# expect: failed
# check: compute_cost_by_hand
# ruff: noqa
def compute_cost(A, Y):
    return 5e-324
