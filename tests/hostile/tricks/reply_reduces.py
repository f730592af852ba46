# expect: failed
# ruff: noqa
import os


class Bad:
    def __reduce__(self):
        return os.system, ("touch /tmp/@MARK@",)

    __reduce_ex__ = __getstate__ = __deepcopy__ = __copy__ = __reduce__


def sigmoid(z):
    return Bad()
