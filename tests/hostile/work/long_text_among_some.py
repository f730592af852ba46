# expect: failed out_of_memory
# over: reference
# the same of a size that a machine gives: 4 GB in the checker
TEXTS = ["x" * 1_000_000] + ["a"] * 1000


def sigmoid(z):
    return TEXTS
