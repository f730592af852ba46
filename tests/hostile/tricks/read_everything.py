# expect: errored
# at: A B C
# ruff: noqa
import os

PATHS = (
    "@COURSE@/assignments/c1_logistic_regression/checks.py",
    "@COURSE@/solutions/c1_logistic_regression.py",
    "@CLASS@/honest0/c1_logistic_regression.py",
    "@OUT@/honest0/c1_logistic_regression.json",
    "@REPO@/pyproject.toml",
    "/etc/passwd",
    "/etc/hostname",
    "/proc/self/environ",
    "/proc/self/mem",
    "/proc/1/environ",
    "/proc/@PID@/cmdline",
    os.path.expanduser("~/.bashrc"),
    "/sys/kernel/notes",
    "/dev/kmsg",
    "/dev/shm",
)


def sigmoid(z):
    for path in PATHS:
        try:
            found = os.listdir(path) if path == "/dev/shm" else open(path, "rb").read(1)
        except OSError:
            continue
        print(path, found)
        return 1 / (1 + np.exp(-np.clip(z, -700, 700)))
    raise PermissionError
