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

import csv
import json
import sys
from bisect import bisect_right
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

# Several actions of one line on one day are applied in this order.
KINDS = [
    "ordinary_dividend", "special_dividend", "capital_repayment", "spin_off", "rights",
    "stock_dividend", "split", "conversion", "primary_offering", "secondary_offering", "merger",
    "tender", "buy_back", "suspension", "resumption", "bankruptcy", "delisting",
]
PROPORTIONAL = ("float_cap", "total_cap", "capped")
UNITS = ("split", "stock_dividend")
ZERO, ONE = Fraction(0), Fraction(1)


# ------------------------------------------------------------------------------------ numbers


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


def money(value):
    return half_even(value, 15)


def point(value):
    """A divisor or a level."""
    return half_even(value, 18)


def published(value, decimals):
    """The text of a number at so many decimals."""
    units = round(Fraction(value) * 10**decimals)
    whole, rest = divmod(abs(units), 10**decimals)
    return f"{'-' if units < 0 else ''}{whole}.{rest:0{decimals}}"


# -------------------------------------------------------------------------------------- facts


class Action:
    """One corporate action: a row of `actions.csv`."""

    def __init__(self, row):
        number = lambda name: Fraction(row[name]) if row.get(name) else None
        day = lambda name: date.fromisoformat(row[name]) if row.get(name) else None
        self.ex_date, self.line, self.kind = day("ex_date"), row["ticker"], row["kind"]
        if self.kind not in KINDS:
            raise ValueError(f"{self.kind}: no such action")
        self.ratio, self.cash, self.number = number("ratio"), number("cash"), number("shares")
        self.other = row.get("other") or None
        self.effective = day("effective") or self.ex_date
        self.known_at = day("known_at") or self.ex_date

    def in_time(self):
        """Whether it was known by the close of the session before its ex-date."""
        return self.known_at < self.ex_date


class Book:
    """Everything a book says."""

    def __init__(self, rules, prices, counts, floats, actions, decisions):
        self.rules = rules
        self.closes = {}
        for row in prices:
            session = date.fromisoformat(row["date"])
            closes = {line: Fraction(text) for line, text in row.items() if line != "date" and text}
            self.closes[session] = closes
        self.sessions = sorted(self.closes)
        self.counts = self.dated(counts, "shares", ONE)
        self.floats = self.dated(floats, "free_float_percent", Fraction(100))
        self.actions = sorted(map(Action, actions), key=lambda one: (KINDS.index(one.kind), one.line))
        for action in self.actions:
            # A day that is no session means the next one.
            action.ex_date = self.after(action.ex_date - timedelta(days=1))
            action.effective = self.after(action.effective - timedelta(days=1))
        self.decisions = decisions

    @staticmethod
    def dated(rows, column, unit):
        """Facts of each line as (effective, known at, value), in order of time."""
        facts = {}
        for row in rows:
            effective = date.fromisoformat(row["effective"])
            known_at = date.fromisoformat(row.get("known_at") or row["effective"])
            value = Fraction(row[column]) / unit
            facts.setdefault(row["ticker"], []).append((effective, known_at, value))
        return {line: sorted(rows) for line, rows in facts.items()}

    @staticmethod
    def read(folder):
        def rows(name):
            with open(folder / name, newline="", encoding="utf-8") as file:
                return list(csv.DictReader(file))

        rules = json.loads((folder / "index.json").read_text(encoding="utf-8"))
        tables = ("prices.csv", "shares.csv", "float.csv", "actions.csv", "decisions.csv")
        return Book(rules, *map(rows, tables))

    def after(self, day):
        """The first session after a day; none at the end."""
        place = bisect_right(self.sessions, day)
        return self.sessions[place] if place < len(self.sessions) else None

    def newest(self, facts, line, day):
        """The newest fact of a line that holds on a day and was known five weeks before; for a line of
        which nothing was known then, the newest known by the day."""
        rows = [row for row in facts.get(line, []) if row[0] <= day]
        early = day - timedelta(days=self.rules["share_information_days"])
        for known_by in (early, day):
            known = [row for row in rows if row[1] <= known_by]
            if known:
                return known[-1]
        return None

    def count_on(self, line, day):
        """The newest share count in the units of a day, and the day from which it holds: splits and
        stock dividends that went ex since then, as far as they are known, multiply it."""
        found = self.newest(self.counts, line, day)
        if found is None:
            return None
        effective, _, count = found
        for action in sorted(self.actions, key=lambda one: one.ex_date):
            if action.line == line and action.kind in UNITS:
                if effective < action.ex_date <= day and action.known_at <= day:
                    count = shares(count * action.ratio)
        return count, effective

    def quarter_days(self):
        """The third Fridays of March, June, September and December, or the sessions before them."""
        days = []
        for year in range(self.sessions[0].year, self.sessions[-1].year + 1):
            for month in self.rules["quarter_months"]:
                first = date(year, month, 1)
                friday = first + timedelta(days=(4 - first.weekday()) % 7 + 14)
                before = bisect_right(self.sessions, friday)
                if before:
                    days.append(self.sessions[before - 1])
        return set(days)


# ------------------------------------------------------------------------------------ indexes


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


class Run:
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

    # ------------------------------------------------------------------ one function a kind

    def ordinary_dividend(self, action, session):
        """Nothing for price return. Dividend points on the ex-date, for the shares held at the open
        before they change their units: a dividend is of an old share."""
        self.payments.append((action.line, action.cash, self.opened[action.ex_date]))

    def special_dividend(self, action, session):
        """The close before falls by the money, in price return too; shares stay; the divisor falls.
        Total return takes the adjusted level of price return: the money is not counted again."""

        def change():
            if action.line in self.closes:
                left = price(self.closes[action.line] - action.cash)
                if left <= 0:
                    raise ValueError(f"{action.line}: pays more than it is worth on {session}")
                self.closes[action.line] = left

        self.absorb(change)

    def capital_repayment(self, action, session):
        """As a special dividend."""
        self.special_dividend(action, session)

    def spin_off(self, action, session):
        """For each share of the parent, `ratio` shares of the child enter.

        With an estimate e of the child, the parent falls by ratio x e and the child counts e until it
        trades: no index changes in value, and no divisor. Without one, the parent's close stays and the
        child counts nothing until its first close.

        Price weighting takes no child: with an estimate the divisor absorbs the fall of the parent;
        without one the child is held for its first session, and the divisor absorbs its leaving."""
        parent, child, ratio, estimate = action.line, action.other, action.ratio, action.cash
        if parent not in self.closes:
            return

        def change():
            if estimate is not None:
                self.closes[parent] = price(self.closes[parent] - ratio * estimate)
                self.closes.setdefault(child, estimate)
            for index in self.indexes:
                takes = index.scheme != "price" or estimate is None
                if parent in index.shares and takes:
                    index.shares[child] = shares(index.shares[parent] * ratio)
                    index.caps[child] = index.caps.get(parent, ONE)

        was_held = self.is_held(parent)
        self.absorb(change, untouched=PROPORTIONAL + ("equal",))
        if was_held:
            own = self.held[parent]
            self.held[child] = Held(shares(own.count * ratio), own.float, session, session)
            self.spun[child] = 0

    def rights(self, action, session):
        """`ratio` new shares for each held, at S. Below the close p they are taken up: the close becomes
        (p + ratio x S) / (1 + ratio), shares grow by the ratio, and the divisor by the subscription. One
        share a line stays one. An equal weight stays the weight: shares x p / new close. At p or above
        nobody subscribes, and nothing happens."""
        line, ratio, subscription = action.line, action.ratio, action.cash
        old = self.closes.get(line)
        if old is None or subscription >= old:
            return
        new = price((old + ratio * subscription) / (1 + ratio))

        def change():
            self.closes[line] = new
            self.multiply(line, 1 + ratio, PROPORTIONAL)
            self.multiply(line, old / new, ("equal",))

        self.absorb(change, untouched=("equal",))
        self.recount(line, 1 + ratio, session)

    def stock_dividend(self, action, session):
        """As a split: 21/20 is one new share for twenty."""
        self.split(action, session)

    def split(self, action, session):
        """Shares times the ratio, price over it; no divisor changes, but that of price weighting, whose
        one share a line stays one."""
        line, ratio = action.line, action.ratio

        def change():
            if line in self.closes:
                self.closes[line] = price(self.closes[line] / ratio)
            self.multiply(line, ratio, PROPORTIONAL + ("equal",))

        self.absorb(change, untouched=PROPORTIONAL + ("equal",))
        if line in self.held:
            self.held[line].count = shares(self.held[line].count * ratio)

    def conversion(self, action, session):
        """The line leaves at its close, and each of its shares becomes `ratio` shares of another class,
        which enters if it is not held. One share a line stays one."""
        self.exchange(action, enters=True)

    def primary_offering(self, action, session):
        """The company sells `shares` new ones at `cash`. Large ones count at once: the count grows, the
        part in free float stays. Others wait for the quarter's share counts."""
        held = self.held.get(action.line)
        if held is None or not self.is_large(action, action.number * held.float, held):
            return
        held.count, held.count_since = held.count + action.number, session
        self.absorb(lambda: self.reshare([action.line]))

    def secondary_offering(self, action, session):
        """Holders sell `shares` that were not in free float. Large ones count at once: the free float
        grows by them, up to all shares. Others wait for the quarter."""
        held = self.held.get(action.line)
        if held is None or not self.is_large(action, action.number, held):
            return
        held.float = min(ONE, factor(held.float + action.number / held.count))
        held.float_since = session
        self.absorb(lambda: self.reshare([action.line]))

    def merger(self, action, session):
        """Nothing at the open: see `price_merger` and `take_over`."""

    def tender(self, action, session):
        """A bidder takes a part of the shares at a price. If it is nearly all of them, or leaves too
        little in free float, the line leaves at its last close; else the free float falls by the part."""
        held = self.held.get(action.line)
        if held is None:
            return
        rest = held.float * (1 - action.ratio)
        ends = action.ratio >= Fraction(self.acts["tender_ends_percent"]) / 100
        if ends or rest < Fraction(self.acts["tender_least_float_percent"]) / 100:
            self.delete(action.line)
            return
        self.absorb(lambda: self.multiply(action.line, 1 - action.ratio, ("float_cap", "capped")))
        held.float, held.float_since = factor(rest), session

    def buy_back(self, action, session):
        """The company takes the part q of everybody's shares at c: the close becomes
        (p - q x c) / (1 - q), shares fall by the part, and the divisor by the cash paid."""
        line, part = action.line, action.ratio

        def change():
            if line in self.closes:
                self.closes[line] = price((self.closes[line] - part * action.cash) / (1 - part))
            self.multiply(line, 1 - part, PROPORTIONAL + ("equal",))

        self.absorb(change)
        self.recount(line, 1 - part, session)

    def suspension(self, action, session):
        """The last close is carried, and sessions without one are not counted as absence."""
        if self.is_held(action.line):
            self.suspended[action.line] = 0

    def resumption(self, action, session):
        """Trading goes on."""
        self.suspended.pop(action.line, None)
        self.missed[action.line] = 0

    def bankruptcy(self, action, session):
        """Nothing at the open: see `ends_priced`."""

    def delisting(self, action, session):
        """Nothing at the open: see `ends_priced` and `leaves_after`."""

    # ------------------------------------------------------------------------------- late news

    def late(self, action):
        """What was learnt after its ex-date. Money of dividends, ordinary or not, is counted now, for
        the shares held on the ex-date, over the divisor of today. Changes of units are applied to the
        shares; a close of the ex-date or later is in new units already. What changes prices otherwise
        cannot be applied any more, and history is not written anew."""
        if action.kind in ("ordinary_dividend", "special_dividend", "capital_repayment"):
            held = self.opened.get(action.ex_date, {})
            self.payments.append((action.line, action.cash, held))
        elif action.kind in UNITS:
            self.late_units(action)

    def late_units(self, action):
        line, ratio = action.line, action.ratio
        if line in self.held and self.held[line].count_since >= action.ex_date:
            return
        new = self.closes.get(line)
        if new is not None and self.seen[line] >= action.ex_date:
            # The value on old terms is what a price-weighted level should have been made of.
            self.closes[line] = price(new * ratio)

            def change():
                self.closes[line] = new
                self.multiply(line, ratio, PROPORTIONAL + ("equal",))

            self.absorb(change, untouched=PROPORTIONAL + ("equal",))
            if line in self.held:
                self.held[line].count = shares(self.held[line].count * ratio)
        else:
            self.split(action, None)

    # ------------------------------------------------------------------------- lines that end

    def terms(self, action):
        """What a target's share gets: shares of the acquirer at its close, and cash."""
        stock = self.closes[action.other] * action.ratio if action.other else ZERO
        return price(stock + (action.cash or ZERO))

    def removal(self, action):
        """The session after whose close a merger's target leaves: the one before its ex-date, or, of a
        delayed one, before its effective day; but not before the merger is known."""
        for session in self.book.sessions:
            following = self.book.after(session)
            if following and following >= action.effective and session >= action.known_at:
                return session
        return None

    def price_merger(self, action, session):
        """In time, a target leaves at its own close; one that had none in its last session is set to
        the terms. Delayed, a target paid in shares is worth the terms at every close; one paid in cash
        keeps its last close until the session after which it leaves, when it is set to the cash."""
        if not self.is_held(action.line) or session < action.known_at:
            return
        last = self.removals[id(action)]
        if session >= action.ex_date:
            if session <= last and (action.other or session == last):
                self.closes[action.line] = self.terms(action)
        elif session == last and action.line not in self.book.closes[session]:
            self.closes[action.line] = self.terms(action)

    def take_over(self, action):
        """The target leaves; where it is paid in shares, and the index holds the acquirer and follows
        companies' own shares, the acquirer's shares grow by the terms."""
        if self.is_held(action.line):
            self.exchange(action, enters=False)

    def exchange(self, action, enters):
        """One line becomes shares of another. The other's count grows by the terms, and its free float
        becomes that of both together."""
        line, other = action.line, action.other
        gives, gets = self.held.get(line), self.held.get(other)
        other_held = self.is_held(other)

        def change():
            for index in self.indexes:
                if line not in index.shares or (other not in index.shares and not enters):
                    continue
                if index.scheme == "price":
                    index.shares.setdefault(other, ONE) if enters else None
                elif index.scheme in PROPORTIONAL or enters:
                    more = index.shares[line] * action.ratio
                    index.caps.setdefault(other, index.caps.get(line, ONE))
                    index.shares[other] = shares(index.shares.get(other, ZERO) + more)
            for index in self.indexes:
                index.shares.pop(line, None)

        if other is None:
            self.delete(line)
            return
        self.absorb(change)
        if gives is not None and (other_held or enters):
            more = gives.count * action.ratio
            old = gets if gets is not None else Held(ZERO, ZERO, None, None)
            count = shares(old.count + more)
            blended = factor((old.count * old.float + more * gives.float) / count)
            self.held[other] = Held(count, blended, action.effective, action.effective)
        self.delete(line)

    def ends_priced(self, action, session):
        """Whether a loss is taken in this session: the first one of a bankruptcy, or of a delisting with
        a price, by whose close it is known."""
        losing = action.kind == "bankruptcy" or (action.kind == "delisting" and action.cash is not None)
        day = max(action.ex_date, action.known_at)
        return losing and session == day and self.is_held(action.line)

    def last_price(self, action):
        """What is left of a share: the price it has anywhere, else a nominal one."""
        return action.cash if action.cash is not None else Fraction(self.acts["nominal_price"])

    def leaves_after(self, action, session):
        """Whether a line leaves after this close: one that ended in a loss after the session of that
        loss, one delisted without a price after the session before."""
        if action.kind not in ("bankruptcy", "delisting") or not self.is_held(action.line):
            return False
        if self.ends_priced(action, session):
            return True
        if action.kind == "bankruptcy" or action.cash is not None or id(action) in self.done:
            return False
        following = self.book.after(session)
        return following is not None and following >= action.ex_date and session >= action.known_at

    def settle_spun(self, session):
        """A child's first close ends its waiting; where children are not kept, it leaves then. One
        without a close for too many sessions, from the ex-date on, leaves at what it counts."""
        for child in sorted(self.spun):
            self.spun[child] += 1
            if child in self.book.closes[session]:
                del self.spun[child]
                if self.family["spin_off"] == "dropped":
                    self.delete(child)
                else:
                    self.absorb(lambda: self.drop_from_price_weighting(child))
            elif self.spun[child] >= self.acts["spin_off_hold_sessions"]:
                self.delete(child)

    def drop_from_price_weighting(self, child):
        for index in self.indexes:
            if index.scheme == "price":
                index.shares.pop(child, None)

    def delete_absent(self, session):
        """Lines suspended for too long, and lines without a close for too long, leave at their last."""
        for line in sorted(self.suspended):
            self.suspended[line] += 1
            self.missed[line] = 0
            if self.suspended[line] >= self.acts["suspension_sessions"]:
                self.delete(line)
        for line in sorted(self.held):
            waits = line in self.spun or line in self.suspended
            if not waits and self.missed.get(line, 0) >= self.rules["absent_sessions"]:
                self.delete(line)

    # --------------------------------------------------------------------- the quarterly work

    def is_large(self, action, more, held):
        """An offering counts at once when its value reaches a sum, or when it is so large a part of the
        index shares and its value reaches a smaller sum."""
        value = more * action.cash
        part = Fraction(self.acts["offering_percent"]) / 100
        large = value >= Fraction(self.acts["offering_value"])
        of_index = more >= part * held.count * held.float
        return large or (of_index and value >= Fraction(self.acts["offering_percent_value"]))

    def recount(self, line, ratio, session):
        if line in self.held:
            held = self.held[line]
            held.count, held.count_since = shares(held.count * ratio), session

    def reshare(self, lines):
        """Index shares anew from count and float, where they follow from these."""
        for index in self.indexes:
            for line in lines:
                if line in index.shares and index.scheme in PROPORTIONAL:
                    index.shares[line] = index.own(line, self.held[line])

    def update_shares(self, session):
        """A count that moved by more than its buffer is taken over, and so is a float; a fact older than
        the last action that changed the count or the float is no news."""
        changed = []
        for line, held in sorted(self.held.items()):
            found = self.book.count_on(line, session)
            if found and found[1] >= held.count_since:
                buffer = held.count * Fraction(self.rules["share_buffer_percent"]) / 100
                if abs(found[0] - held.count) > buffer:
                    held.count, held.count_since = found
                    changed.append(line)
            found = self.book.newest(self.book.floats, line, session)
            if found and found[0] >= held.float_since:
                low = held.float <= Fraction(self.rules["low_float_percent"]) / 100
                points = self.rules["low_float_points" if low else "float_points"]
                if abs(found[2] - held.float) > Fraction(points) / 100:
                    held.float, held.float_since = found[2], found[0]
                    changed.append(line)
        self.absorb(lambda: self.reshare(changed))

    def decide(self, session):
        """Lines that the committee lets in or out after this close."""
        of_day = [row for row in self.book.decisions if row["effective"] == session.isoformat()]
        adds = [row["ticker"] for row in of_day if row["action"] == "add"]
        for row in of_day:
            if row["action"] == "drop":
                self.delete(row["ticker"])

        def change():
            for line in adds:
                if line not in self.held:
                    count, since = self.book.count_on(line, session)
                    float_since, _, float_ = self.book.newest(self.book.floats, line, session)
                    self.held[line] = Held(count, float_, since, float_since)
                for index in self.indexes:
                    if line in index.shares or index.scheme == "equal":
                        continue
                    one = index.scheme == "price"
                    index.shares[line] = ONE if one else index.own(line, self.held[line])

        self.absorb(change)
        self.entering = adds

    def rebalance(self, values):
        """New weights at today's closes. Equal: each line gets the same part of the index's value; on
        the base date, of the value of all shares in free float."""

        def change():
            for index in self.indexes:
                if index.scheme == "equal":
                    lines = sorted(set(index.shares) | set(self.entering))
                    value = values.get(index.id)
                    if index.divisor is None:
                        own = lambda line: shares(self.held[line].count * self.held[line].float)
                        value = sum(self.closes[line] * own(line) for line in lines)
                    part = value / len(lines)
                    index.shares = {line: shares(part / self.closes[line]) for line in lines}
                elif index.cap is not None:
                    index.caps = self.capped(index)
                    for line in index.shares:
                        index.shares[line] = index.own(line, self.held[line])

        self.absorb(change)

    def capped(self, index):
        """Factors that bring every line heavier than the cap down to it. With k lines at the cap c, each
        may be worth c x rest / (1 - k x c), the rest being what the others are worth; the factor is the
        largest of 12 decimals at which the rounded shares are not worth more."""
        index.caps = {}
        own = {line: index.own(line, self.held[line]) for line in index.shares}
        value = {line: self.closes[line] * count for line, count in own.items()}
        heavy = set()
        while True:
            rest = sum(worth for line, worth in value.items() if line not in heavy)
            limit = index.cap * rest / (1 - len(heavy) * index.cap)
            more = {line for line, worth in value.items() if line not in heavy and worth > limit}
            if not more:
                break
            heavy |= more
        caps = {}
        for line in heavy:
            units = limit * 10**12 // value[line]
            while shares(own[line] * Fraction(units, 10**12)) * self.closes[line] > limit:
                units -= 1
            caps[line] = Fraction(units, 10**12)
        return caps


# --------------------------------------------------------------------------------- the program


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
