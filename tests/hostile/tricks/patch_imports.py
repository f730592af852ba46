# expect: failed
# over: wrong
# ruff: noqa
import builtins
import sys


class Finder:
    @staticmethod
    def find_spec(*_):
        raise SystemExit


sys.meta_path.insert(0, Finder)
sys.path_hooks.insert(0, lambda *_: None)
builtins.__import__ = lambda *_: sys
for name in ("json", "msgspec", "grader.authoring", "grader.marking", "hypothesis", "pytest"):
    sys.modules[name] = type(sys)("patched")
