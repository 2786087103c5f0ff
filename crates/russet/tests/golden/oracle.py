#!/usr/bin/env python3
"""A second, plain calculation of index levels, to hold Russet's against: an index is a fund that finances
itself.

    python3 oracle.py BOOK        levels of every index of a book, as CSV
    python3 oracle.py --self-test published examples, and days worked by hand

A book is a folder: `index.json` (the families, their indexes and numbers), `prices.csv` (one row a
session, one column a security, empty where a security had no close), `shares.csv`, `float.csv`, `actions.csv`
and `decisions.csv`. Everything is an exact fraction, and is rounded, half to even, only where a
published rule rounds: prices at 9 decimals, shares at 6, factors at 12. It needs Python 3.9 and nothing
else, and shares nothing with the Rust code, the idea of a divisor included: see `funds.py`.

The day: `open` puts securities on the terms of actions that are ex today; `take_closes` takes the closes;
`publish` makes the levels; `after_close` does what holds from the next session on.
"""

import sys
from datetime import date
from fractions import Fraction
from pathlib import Path

from actions import Actions
from endings import Endings
from facts import Book
from funds import Fund, worth
from opens import Opens
from quarter import Quarter
from rounding import ZERO, published
from takeovers import Takeover, Takeovers


class Run(Opens, Actions, Takeovers, Endings, Quarter):
    """A family of indexes on its way through a book."""

    def __init__(self, book, family):
        self.book, self.rules, self.family = book, book.rules, family
        self.acts = book.rules["actions"]
        self.kept_of_dividends = 1 - Fraction(book.rules["withheld_percent"]) / 100
        self.base = date.fromisoformat(book.rules["base_date"])
        self.quarters = book.quarter_days()
        self.funds = [Fund(rule, family["convention"]) for rule in family["indexes"]]
        self.closes, self.seen = {}, {}
        self.held = {}
        self.missed, self.suspended, self.untraded, self.children = {}, {}, {}, set()
        self.claims, self.dividends, self.done, self.entering = {}, [], set(), []
        mergers = [action for action in book.actions if action.kind == "merger"]
        self.takeovers = [Takeover(action, book) for action in mergers]

    def levels(self):
        """Every session's levels of every index, from the base date on, with the divisor behind them:
        (id, session, price return, net, gross, divisor)."""
        for session in self.book.sessions:
            self.dividends = []
            self.open(session)
            self.take_closes(session)
            if session == self.base:
                self.decide(session)
                self.start()
            elif session > self.base:
                self.publish()
            if session >= self.base:
                for fund in self.funds:
                    levels = fund.level, fund.net.level, fund.gross.level
                    yield (fund.id, session, *levels, fund.divisor())
                self.after_close(session)

    # -------------------------------------------------------------------------------- the day

    def open(self, session):
        """Puts every security on the terms of the actions that are ex today, in the order of their kinds;
        then does what is left to do of actions that were learned too late.

        An action known by the open of its ex-date is in time; a later one is taken up at the first open
        after the day on which it was known."""
        self.session = session
        self.begin_open()
        for action in self.book.actions:
            if action.ex_date == session and action.known_at <= session:
                getattr(self, action.kind)(action, session)
        for action in self.book.actions:
            if action.known_at > action.ex_date and self.book.after(action.known_at) == session:
                self.late(action)
        self.end_open(session)

    def take_closes(self, session):
        """Takes the session's closes; a security without one keeps its last. Then the prices that stand in
        for closes: of securities that are taken over, and of those that end in a loss."""
        today = self.book.closes[session]
        for security in set(self.closes) | set(today):
            self.missed[security] = 0 if security in today else self.missed.get(security, 0) + 1
        for security, close in today.items():
            self.closes[security], self.seen[security] = close, session
        self.price_targets(session)
        for action in self.book.actions:
            if self.ends_priced(action, session):
                self.closes[action.security] = self.last_price(action)

    def publish(self):
        """The fund's wealth is the price level. What it gets as dividends it passes on, to an account that
        keeps all of it and to one from which a part is withheld."""
        for fund in self.funds:
            before, fund.level = fund.level, fund.wealth(self.closes)
            passed = (self.claim(fund, security, day) * cash for security, cash, day in self.dividends)
            dividend = sum(passed, ZERO)
            fund.gross.pass_session(before, dividend, fund.level)
            fund.net.pass_session(before, dividend * self.kept_of_dividends, fund.level)

    def after_close(self, session):
        """Removals first, then the quarterly work, then the committee, then new weights."""
        self.take_over_targets(session)
        for action in self.book.actions:
            if self.leaves_after(action, session):
                self.delete(action.security)
                self.done.add(id(action))
        self.settle_untraded(session)
        self.delete_absent(session)
        values = {fund.id: worth(fund.shares, self.closes) for fund in self.funds}
        if session > self.base:
            if session in self.quarters:
                self.update_shares(session)
            self.decide(session)
            if session in self.quarters:
                self.rebalance(values)

    def start(self):
        """The first members weigh, and the funds buy them."""
        self.rebalance({})
        for fund in self.funds:
            fund.start(Fraction(self.rules["base_value"]), self.closes)

    # ----------------------------------------------------------------------------- one trade

    def trade(self, change):
        """Every fund sells what it holds, and buys its changed index shares for the money, at the last
        closes."""
        money = [fund.wealth(self.closes) for fund in self.funds]
        change()
        for fund, wealth in zip(self.funds, money):
            if fund.part is not None:
                fund.buy(wealth, self.closes)

    def delete(self, security):
        """A security leaves every index at its last close."""

        def change():
            for fund in self.funds:
                fund.shares.pop(security, None)
                fund.caps.pop(security, None)

        self.trade(change)
        self.held.pop(security, None)
        self.suspended.pop(security, None)
        self.untraded.pop(security, None)

    def is_held(self, security):
        return any(security in fund.shares for fund in self.funds)


def print_levels(book):
    print("index,date,price_return,net_return,total_return,divisor")
    for family in book.rules["families"]:
        for name, session, *levels, divisor in Run(book, family).levels():
            texts = [published(level, 6) for level in levels]
            print(f"{family['name']}/{name}", session, *texts, published(divisor, 9), sep=",")


def main(words):
    if words == ["--self-test"]:
        import self_test

        self_test.run()
    elif len(words) == 1:
        print_levels(Book.read(Path(words[0])))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
