# expect: errored failed out_of_memory protocol timed_out
# over: reference
# check: model_tells_tumours_apart
# worth: 33
# ruff: noqa
def initialize(n_x):
    return -1.0


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5):
    return initialize(100_000_000)
