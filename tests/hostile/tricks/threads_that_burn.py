# expect: timed_out
# at: A B
# ruff: noqa
import threading


def burn():
    while True:
        np.sort(np.random.rand(100_000))


def sigmoid(z):
    threading.stack_size(1 << 20)
    try:
        for _ in range(8):
            threading.Thread(target=burn, daemon=True).start()
    except RuntimeError:
        pass
    burn()
