# expect: failed
# over: wrong
# ruff: noqa
import fractions


def sigmoid(z):
    return [fractions.Fraction(1, 4), fractions.Fraction(1, 2), fractions.Fraction(3, 4)]
