"""Exact numbers, and the places at which published rules round them: half to even."""

from fractions import Fraction

ZERO, ONE = Fraction(0), Fraction(1)


def half_even(value, decimals):
    """The nearest number of so many decimals; of two equally near, the even one."""
    scale = 10**decimals
    return Fraction(round(Fraction(value) * scale), scale)


def price(value):
    return half_even(value, 9)


def shares(value):
    return half_even(value, 6)


def factor(value):
    return half_even(value, 12)


def exact(value):
    """What no rule rounds, at so many decimals that nothing published can show it: fractions would grow with
    every trade."""
    return half_even(value, 50)


def published(value, decimals):
    """The text of a number at so many decimals."""
    units = round(Fraction(value) * 10**decimals)
    whole, rest = divmod(abs(units), 10**decimals)
    return f"{'-' if units < 0 else ''}{whole}.{rest:0{decimals}}"
