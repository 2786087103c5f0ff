"""An index as a fund that finances itself, and the accounts that hold the fund for its dividends.

There is no divisor. A fund starts with the base value in cash and buys the same part of every security's
index shares; where each security counts one share, it holds the same number of units of every security.
Whatever an index changes, the fund trades at the last closes: what it sells pays for what it buys. So its
wealth is the price return level, and only prices move it. The divisor that a run publishes is one over
the part."""

from fractions import Fraction

from rounding import ONE, ZERO, exact, shares

PROPORTIONAL = ("float_cap", "total_cap", "capped")
# A price on new terms is rounded at nine decimals; no more than that may a fund's wealth move by it.
WEALTH_DECIMALS = 6


class Held:
    """What the index shares of a security are made of, and since when each holds."""

    def __init__(self, count, float_, count_since, float_since):
        self.count, self.float = count, float_
        self.count_since, self.float_since = count_since, float_since


class Fund:
    """One index: the index shares that it tracks, what it holds, and what it is worth."""

    def __init__(self, rule, convention):
        self.id, self.scheme = rule["id"], rule["scheme"]
        self.cap = Fraction(rule["cap_percent"]) / 100 if "cap_percent" in rule else None
        self.shares, self.caps = {}, {}
        self.held, self.part = {}, None
        self.level = None
        self.net, self.gross = Account(convention), Account(convention)

    def own(self, security, held):
        """The index shares that a security's count and float make, under the cap factor it has."""
        if self.scheme == "total_cap":
            return held.count
        own = shares(held.count * held.float)
        return own if self.cap is None else shares(own * self.caps.get(security, ONE))

    def start(self, base, closes):
        """The base value in cash buys the first basket."""
        self.buy(base, closes)
        self.level = base
        self.net.start(base)
        self.gross.start(base)

    def wealth(self, closes):
        """What it holds at some closes; a security that never had one counts nothing."""
        return worth(self.held, closes)

    def buy(self, money, closes):
        """Buys the same part of the index shares of every security, for all of its money."""
        self.part = exact(money / worth(self.shares, closes))
        self.follow()

    def follow(self):
        """Holds its part of index shares that changed in kind, so that there is nothing to pay."""
        self.held = {security: self.part * count for security, count in self.shares.items()}

    def receive(self, security, terms):
        """What a security's holders get: its shares in other units, shares of another security, and cash,
        which is below zero where they pay. Gives the cash."""
        held = self.held.get(security, ZERO)
        if held:
            self.held[security] = held * terms.units
            if terms.other:
                self.held[terms.other] = self.held.get(terms.other, ZERO) + held * terms.ratio
        return held * terms.cash

    def divisor(self):
        """As a run publishes it."""
        return 1 / self.part


class Account:
    """Somebody who holds units of a fund, and buys more of them with every dividend that the fund passes
    on."""

    def __init__(self, convention):
        self.convention, self.units, self.level = convention, None, None

    def start(self, base):
        self.units, self.level = ONE, base

    def pass_session(self, before, dividend, now):
        """A session in which a unit of the fund goes from one value to another and passes a dividend on.

        additive:     reinvested at the close of the ex-date
        ex_dividend:  reinvested at the close before, which was worth less by the dividend"""
        buys = dividend / (now if self.convention == "additive" else before - dividend)
        self.units = exact(self.units * (1 + buys))
        self.level = self.units * now


class Terms:
    """What a share of a security becomes for its holder: shares of the security in new units, `ratio`
    shares of another one, and cash."""

    def __init__(self, units=ONE, other=None, ratio=ZERO, cash=ZERO):
        self.units, self.other, self.ratio, self.cash = units, other, ratio, cash


def worth(holdings, closes):
    return sum((closes.get(security, ZERO) * count for security, count in holdings.items()), ZERO)
