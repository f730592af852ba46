# expect: failed timed_out
# over: reference
# check: propagate_gradients
# 190,000 numbers are a small reply, and seconds to read: a search reads hundreds of them
MANY = list(range(190_000))


def sigmoid(z):
    return MANY


def propagate(w, b, X, Y):
    return {"dw": MANY, "db": 0.0}, 1.0
