# expect: failed died
# over: wrong
# ruff: noqa
import builtins

for name in ("abs", "all", "any", "max", "min", "round", "float"):
    setattr(builtins, name, lambda *_, **__: True)
