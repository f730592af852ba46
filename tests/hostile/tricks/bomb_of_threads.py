# expect: errored
# at: A B C
# ruff: noqa
import threading
import time


def sigmoid(z):
    threading.stack_size(1 << 16)
    for _ in range(500):
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    return 1 / (1 + np.exp(-np.clip(z, -700, 700)))
