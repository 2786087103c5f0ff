"""An index: what it holds, what that is made of, and its divisor."""

from fractions import Fraction

from rounding import ONE, ZERO, shares

PROPORTIONAL = ("float_cap", "total_cap", "capped")


class Held:
    """What the index shares of a line are made of, and since when each holds."""

    def __init__(self, count, float_, count_since, float_since):
        self.count, self.float = count, float_
        self.count_since, self.float_since = count_since, float_since


class Index:
    """One index: its shares, its divisor, its three levels."""

    def __init__(self, rule):
        self.id, self.scheme = rule["id"], rule["scheme"]
        self.cap = Fraction(rule["cap_percent"]) / 100 if "cap_percent" in rule else None
        self.shares, self.caps = {}, {}
        self.divisor = None
        self.price = self.net = self.gross = None

    def value(self, closes):
        """The sum of price times index shares; a line that never had a price counts nothing."""
        return sum((closes.get(line, ZERO) * held for line, held in self.shares.items()), ZERO)

    def own(self, line, held):
        """The index shares that a line's count and float make, under the cap factor it has."""
        if self.scheme == "total_cap":
            return held.count
        own = shares(held.count * held.float)
        return own if self.cap is None else shares(own * self.caps.get(line, ONE))
