# expect: failed
# at: A B C
# check: initialize_zeros
# ruff: noqa
import os


def initialize(n_x):
    for folder in (
        ".",
        "/",
        "/tmp",
        "/var/tmp",
        "/dev/shm",
        "/run",
        "~",
        "@CLASS@",
        "@OUT@",
        "@COURSE@",
    ):
        for path in (f"{folder}/@MARK@", f"{folder}/@MARK@.d"):
            try:
                if path.endswith(".d"):
                    os.mkdir(os.path.expanduser(path))
                else:
                    open(os.path.expanduser(path), "w").close()
            except OSError:
                pass
    for path in ("@CLASS@/honest0/c1_logistic_regression.py", "@OUT@/grades.csv"):
        for change in (
            os.unlink,
            lambda p: os.truncate(p, 0),
            lambda p: os.rename(p, p + "@MARK@"),
        ):
            try:
                change(path)
            except OSError:
                pass
    return np.zeros((n_x, 1)), 0.0
