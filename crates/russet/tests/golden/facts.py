"""What a book says: closes, share counts, free floats, actions, and a committee's decisions."""

import csv
import json
from bisect import bisect_right
from datetime import date, timedelta
from fractions import Fraction

from rounding import ONE, shares

# Several actions of one security on one day are applied in this order.
KINDS = [
    "ordinary_dividend", "special_dividend", "capital_repayment", "spin_off", "rights",
    "stock_dividend", "split", "conversion", "primary_offering", "secondary_offering", "merger",
    "tender", "buy_back", "suspension", "resumption", "bankruptcy", "delisting",
]
UNITS = ("split", "stock_dividend")


class Action:
    """One corporate action: a row of `actions.csv`."""

    def __init__(self, row):
        number = lambda name: Fraction(row[name]) if row.get(name) else None
        day = lambda name: date.fromisoformat(row[name]) if row.get(name) else None
        self.ex_date, self.security, self.kind = day("ex_date"), row["ticker"], row["kind"]
        if self.kind not in KINDS:
            raise ValueError(f"{self.kind}: no such action")
        self.ratio, self.cash, self.number = number("ratio"), number("cash"), number("shares")
        self.other = row.get("other") or None
        self.sequence = int(row.get("sequence") or 0)
        self.effective = day("effective") or self.ex_date
        self.known_at = day("known_at") or self.ex_date


class Book:
    """Everything a book says."""

    def __init__(self, rules, prices, counts, floats, actions, decisions):
        self.rules = rules
        self.closes = {}
        for row in prices:
            session = date.fromisoformat(row["date"])
            texts = {security: text for security, text in row.items() if security != "date" and text}
            self.closes[session] = {security: Fraction(text) for security, text in texts.items()}
        self.sessions = sorted(self.closes)
        self.counts = self.dated(counts, "shares", ONE)
        self.floats = self.dated(floats, "free_float_percent", Fraction(100))
        order = lambda one: (KINDS.index(one.kind), one.security, one.sequence)
        self.actions = sorted(map(Action, actions), key=order)
        for action in self.actions:
            # A day that is no session means the next one.
            action.ex_date = self.after(action.ex_date - timedelta(days=1))
            action.effective = self.after(action.effective - timedelta(days=1))
        self.decisions = decisions

    @staticmethod
    def dated(rows, column, unit):
        """Facts of each security as (effective, known at, value), in order of time."""
        facts = {}
        for row in rows:
            effective = date.fromisoformat(row["effective"])
            known_at = date.fromisoformat(row.get("known_at") or row["effective"])
            value = Fraction(row[column]) / unit
            facts.setdefault(row["ticker"], []).append((effective, known_at, value))
        return {security: sorted(rows) for security, rows in facts.items()}

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

    def newest(self, facts, security, day):
        """The newest fact of a security that holds on a day and was known five weeks before; for a
        security of which nothing was known then, the newest known by the day."""
        rows = [row for row in facts.get(security, []) if row[0] <= day]
        early = day - timedelta(days=self.rules["share_information_days"])
        for known_by in (early, day):
            known = [row for row in rows if row[1] <= known_by]
            if known:
                return known[-1]
        return None

    def count_on(self, security, day):
        """The newest share count in the units of a day, and the day from which it holds: splits and
        stock dividends that went ex since then, as far as they are known, multiply it."""
        found = self.newest(self.counts, security, day)
        if found is None:
            return None
        effective, _, count = found
        for action in sorted(self.actions, key=lambda one: one.ex_date):
            if action.security == security and action.kind in UNITS:
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
