# expect: timed_out
# at: A C
# ruff: noqa
def sigmoid(z):
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue
