# expect: failed
# over: wrong
# ruff: noqa
import sys

sys.modules["logistic_regression"].__dict__["__name__"] = "solution"
sys.modules["logistic_regression"] = sys.modules["numpy"]
