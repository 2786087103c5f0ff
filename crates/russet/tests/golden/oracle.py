#!/usr/bin/env python3
"""A second, plain calculation of index levels, to hold Russet's against.

    python3 oracle.py BOOK        levels of every index of a book, as CSV
    python3 oracle.py --self-test the derived examples D1 to D9 and D11, and G5 to G7

A book is a folder: `index.json` (the families, their indexes and numbers), `prices.csv` (one row a
session, one column a line, empty where a line had no close), `shares.csv`, `float.csv`, `actions.csv`
and `decisions.csv`. Everything is an exact fraction, and is rounded, half to even, only where a
published rule rounds: prices at 9 decimals, shares at 6, factors at 12, money at 15, divisors and
levels at 18. It needs Python 3.9 and nothing else, and shares nothing with the Rust code.

The day: `open` puts lines on the terms of actions that are ex today; `take_closes` takes the closes;
`publish` makes the levels; `after_close` does what holds from the next session on.
"""

import sys
from datetime import date
from fractions import Fraction
from pathlib import Path

from actions import Actions
from endings import Endings
from facts import Book
from indexes import Index
from quarter import Quarter
from rounding import ZERO, money, point, published, shares


class Run(Actions, Endings, Quarter):
    """A family of indexes on its way through a book."""

    def __init__(self, book, family):
        self.book, self.rules, self.family = book, book.rules, family
        self.acts = book.rules["actions"]
        self.withheld = Fraction(book.rules["withheld_percent"]) / 100
        self.base = date.fromisoformat(book.rules["base_date"])
        self.quarters = book.quarter_days()
        self.indexes = [Index(rule) for rule in family["indexes"]]
        self.closes, self.seen = {}, {}
        self.held = {}
        self.missed, self.suspended, self.spun = {}, {}, {}
        self.opened, self.payments, self.done, self.entering = {}, [], set(), []
        mergers = [action for action in book.actions if action.kind == "merger"]
        self.removals = {id(action): self.removal(action) for action in mergers}

    def levels(self):
        """Every session's levels of every index, from the base date on, with the divisor behind them:
        (id, session, price return, net, gross, divisor)."""
        for session in self.book.sessions:
            self.payments = []
            self.open(session)
            self.take_closes(session)
            if session == self.base:
                self.decide(session)
                self.start()
            elif session > self.base:
                self.publish()
            if session >= self.base:
                for index in self.indexes:
                    yield index.id, session, index.price, index.net, index.gross, index.divisor
                self.after_close(session)

    # -------------------------------------------------------------------------------- the day

    def open(self, session):
        """Puts every line on the terms of the actions that are ex today, in the order of their kinds;
        then does what is left to do of actions that were learnt too late.

        An action known by the open of its ex-date is in time; a later one is taken up at the first open
        after the day on which it was known."""
        self.opened[session] = {index.id: dict(index.shares) for index in self.indexes}
        for action in self.book.actions:
            if action.ex_date == session and action.known_at <= session:
                getattr(self, action.kind)(action, session)
        for action in self.book.actions:
            if action.known_at > action.ex_date and self.book.after(action.known_at) == session:
                self.late(action)

    def take_closes(self, session):
        """Takes the session's closes; a line without one keeps its last. Then the prices that stand in
        for closes: of lines that are taken over, and of those that end in a loss."""
        today = self.book.closes[session]
        for line in set(self.closes) | set(today):
            self.missed[line] = 0 if line in today else self.missed.get(line, 0) + 1
        for line, close in today.items():
            self.closes[line], self.seen[line] = close, session
        for action in self.book.actions:
            if action.kind == "merger":
                self.price_merger(action, session)
            elif self.ends_priced(action, session):
                self.closes[action.line] = self.last_price(action)

    def publish(self):
        """The level is the value over the divisor. Dividend points are the money of today's dividends
        over the divisor; net of what is withheld, dividend by dividend.

        additive:     TR = TR before x (I + ID) / I before
        ex_dividend:  TR = TR before x I / (I before - XD)"""
        for index in self.indexes:
            before, index.price = index.price, point(index.value(self.closes) / index.divisor)
            paid = [cash * held.get(index.id, {}).get(line, ZERO) for line, cash, held in self.payments]
            gross = sum(paid, ZERO)
            net = sum((money(amount * (1 - self.withheld)) for amount in paid), ZERO)
            index.gross = self.reinvested(index.gross, index.price, before, gross / index.divisor)
            index.net = self.reinvested(index.net, index.price, before, net / index.divisor)

    def reinvested(self, level, now, before, points):
        points = point(points)
        if self.family["convention"] == "additive":
            return point(level * (now + points) / before)
        return point(level * now / (before - points))

    def after_close(self, session):
        """Removals first, then the quarterly work, then the committee, then new weights."""
        for action in self.book.actions:
            if self.removals.get(id(action)) == session:
                self.take_over(action)
            elif self.leaves_after(action, session):
                self.delete(action.line)
                self.done.add(id(action))
        self.settle_spun(session)
        self.delete_absent(session)
        start = {index.id: index.value(self.closes) for index in self.indexes}
        if session > self.base:
            if session in self.quarters:
                self.update_shares(session)
            self.decide(session)
            if session in self.quarters:
                self.rebalance(start)

    def start(self):
        """The first members weigh, and are together worth the base value."""
        base = Fraction(self.rules["base_value"])
        self.rebalance({})
        for index in self.indexes:
            index.divisor = point(index.value(self.closes) / base)
            index.price = index.net = index.gross = base

    # ------------------------------------------------------------------------------- the law

    def absorb(self, change, untouched=()):
        """A change of basket or of terms never moves the level: the divisor becomes
        D x value after / value before. It stays as it is in `untouched` schemes, in which shares and
        prices change in the same proportion, whatever the rounding of either."""
        before = [index.value(self.closes) for index in self.indexes]
        change()
        for index, old in zip(self.indexes, before):
            new = index.value(self.closes)
            if index.divisor is not None and new != old and index.scheme not in untouched:
                index.divisor = point(index.divisor * new / old)

    def multiply(self, line, ratio, schemes):
        """Index shares of a line times a ratio."""
        for index in self.indexes:
            if line in index.shares and index.scheme in schemes:
                index.shares[line] = shares(index.shares[line] * ratio)

    def is_held(self, line):
        return any(line in index.shares for index in self.indexes)

    def delete(self, line):
        """A line leaves every index at its last close."""

        def change():
            for index in self.indexes:
                index.shares.pop(line, None)
                index.caps.pop(line, None)

        self.absorb(change)
        self.held.pop(line, None)
        self.suspended.pop(line, None)
        self.spun.pop(line, None)


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
