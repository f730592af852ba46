# expect: out_of_memory
# ruff: noqa
def sigmoid(z):
    raise MemoryError
