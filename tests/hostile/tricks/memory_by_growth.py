# expect: out_of_memory
# ruff: noqa
def sigmoid(z):
    kept = []
    while True:
        kept.append(np.empty(1 << 20))
