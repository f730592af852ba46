# expect: failed out_of_memory
# over: reference
# NumPy makes a table of texts of it, each as long as the longest: 400 GB
TEXTS = ["x" * 2_000_000] + ["a"] * 50_000


def sigmoid(z):
    return TEXTS
