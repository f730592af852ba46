# expect: failed
# over: wrong
# ruff: noqa
import sys


class Passed:
    verdict, earned, message, points = "passed", 40, "", 40

    def __call__(self, *_, **__):
        return self

    def __getattr__(self, name):
        return self


for name in (
    "grader.results",
    "grader.authoring",
    "grader.authoring.checks",
    "grader.marking",
    "grader.marking.score",
):
    sys.modules[name] = Passed()
