"""What an action does at the open of its ex-date: one function a kind, each with its rule.

All changes of an open are trades at the closes before, cum every claim, and all terms are in shares of the
close before. So a claim, to a dividend or to a child without a price, is of what a fund holds once the open
is over, in shares of the close before.
"""

from fractions import Fraction

from facts import UNITS
from funds import PROPORTIONAL, Held, Terms
from rounding import ONE, ZERO, factor, price, shares

IN_KIND = PROPORTIONAL + ("equal",)


class Actions:
    """The part of a run that applies actions."""

    def ordinary_dividend(self, action, session):
        """Nothing for price return. The fund gets the money on the ex-date, and passes it on."""
        self.dividends.append((action.security, action.cash, action.ex_date))

    def special_dividend(self, action, session):
        """The close before falls by the money, in price return too: the fund keeps the cash, and buys of
        everything. Index shares stay. Total return is not paid a second time."""
        if action.security in self.closes:
            cash = price(action.cash / self.units(action.security))
            left = self.closes[action.security] - cash
            if left <= 0:
                raise ValueError(f"{action.security}: pays more than it is worth on {session}")
            self.put_on_terms(action.security, left, Terms(cash=cash))

    def capital_repayment(self, action, session):
        """As a special dividend."""
        self.special_dividend(action, session)

    def spin_off(self, action, session):
        """For each share of the parent, `ratio` shares of the child enter.

        With an estimate e of the child, the parent falls by ratio x e and the child counts e until it
        trades, so that the shares are given in kind. Price weighting takes no child: it sells what it is
        given. A child that trades already counts its close.

        Without an estimate, the parent's close stays and the child counts nothing until its first close, so
        the child goes to whoever holds the parent once the open is over. Price weighting holds it for its
        first session."""
        parent, child = action.security, action.other
        estimate = self.closes.get(child, action.cash)
        if parent not in self.closes:
            return
        if estimate is None:
            self.unpriced.append((parent, child, action.ratio))
            return
        ratio = action.ratio / self.units(parent)
        self.closes.setdefault(child, estimate)
        self.found_child(parent, child, ratio, session)

        def change(fund):
            if fund.scheme != "price":
                self.give_child(fund, parent, child, fund.shares[parent] * ratio)

        left = price(self.closes[parent] - ratio * estimate)
        self.put_on_terms(parent, left, Terms(other=child, ratio=ratio), change, IN_KIND)

    def rights(self, action, session):
        """`ratio` new shares for each held, at S. Below the close p they are taken up: the close becomes
        (p + ratio x S) / (1 + ratio), shares grow by the ratio, and the fund pays the subscription by
        selling of everything. One share a security stays one. An equal weight stays the weight:
        shares x p / new close. At p or above nobody subscribes, and nothing happens."""
        security, split = action.security, self.split_of(action.security)
        ratio, subscription = action.ratio * split / self.units(security), price(action.cash / split)
        old = self.closes.get(security)
        if old is None or subscription >= old:
            return
        new = price((old + ratio * subscription) / (1 + ratio))
        self.multiply_units(security, 1 + ratio)
        self.recount(security, 1 + ratio, session)
        terms = Terms(units=1 + ratio, cash=-ratio * subscription)
        self.put_on_terms(security, new, terms, self.times(security, 1 + ratio, old / new), ("equal",))

    def stock_dividend(self, action, session):
        """As a split: 21/20 is one new share for twenty."""
        self.split(action, session)

    def split(self, action, session):
        """Shares times the ratio, price over it. Nobody trades, but for a fund of as many shares of every
        security, which sells what it has too many of, or buys what it lacks."""
        security, ratio = action.security, action.ratio
        self.multiply_units(security, ratio, is_split=True)
        self.recount(security, ratio)
        close = price(self.closes[security] / ratio) if security in self.closes else None
        self.put_on_terms(security, close, Terms(units=ratio), self.times(security, ratio, ratio), IN_KIND)

    def conversion(self, action, session):
        """The security leaves at its close, and each of its shares becomes `ratio` shares of another
        class, which enters if it is not held. One share a security stays one. A class that never traded
        is worth what the security was, over the ratio, until it does."""
        ratio = action.ratio / self.split_of(action.security)
        if action.security in self.closes and action.other not in self.closes:
            self.succeeded.append((action.security, action.other, action.ratio))
        self.become(action.security, action.other, ratio, session)

    def primary_offering(self, action, session):
        """The company sells `shares` new ones at `cash`. Large ones count at once: the count grows, the
        part in free float stays. Others wait for the quarter's share counts."""
        held, sold, cash = self.offered(action)
        if held is not None and self.is_large(sold * held.float, cash, held):
            held.count, held.count_since = held.count + sold, session
            self.reshare([action.security])

    def secondary_offering(self, action, session):
        """Holders sell `shares` that were not in free float. Large ones count at once: the free float
        grows by them, up to all shares. Others wait for the quarter."""
        held, sold, cash = self.offered(action)
        if held is not None and self.is_large(sold, cash, held):
            held.float = min(ONE, factor(held.float + sold / held.count))
            held.float_since = session
            self.reshare([action.security])

    def merger(self, action, session):
        """Nothing at the open: see `takeovers.py`."""

    def tender(self, action, session):
        """A bidder takes a part of the shares at a price. If it is nearly all of them, or leaves too
        little in free float, the security leaves at its last close; else the free float falls by the part."""
        held = self.held.get(action.security)
        if held is None:
            return
        rest = held.float * (1 - action.ratio)
        ends = action.ratio >= Fraction(self.acts["tender_ends_percent"]) / 100
        if ends or rest < Fraction(self.acts["tender_minimum_float_percent"]) / 100:
            self.delete(action.security)
            return
        held.float, held.float_since = factor(rest), session
        self.reshare([action.security])

    def buy_back(self, action, session):
        """The company takes the part q of everybody's shares at c: the close becomes
        (p - q x c) / (1 - q), shares fall by the part, and the fund buys of everything for the cash."""
        security, split = action.security, self.split_of(action.security)
        part, cash = action.ratio * split / self.units(security), price(action.cash / split)
        if security not in self.closes:
            return
        new = price((self.closes[security] - part * cash) / (1 - part))
        self.multiply_units(security, 1 - part)
        self.recount(security, 1 - part, session)
        terms = Terms(units=1 - part, cash=part * cash)
        self.put_on_terms(security, new, terms, self.times(security, 1 - part, 1 - part))

    def suspension(self, action, session):
        """The last close is carried, and sessions without one are not counted as absence."""
        if self.is_held(action.security):
            self.suspended[action.security] = 0

    def resumption(self, action, session):
        """Trading goes on."""
        self.suspended.pop(action.security, None)
        self.missed[action.security] = 0

    def bankruptcy(self, action, session):
        """Nothing at the open: see `ends_priced`."""

    def delisting(self, action, session):
        """Nothing at the open: see `ends_priced` and `leaves_after`."""

    def offered(self, action):
        split = self.split_of(action.security)
        return self.held.get(action.security), action.number * split, action.cash / split

    def is_large(self, more, cash, held):
        """An offering counts at once when its value reaches a sum, or when it is so large a part of the
        index shares and its value reaches a smaller sum."""
        part = Fraction(self.acts["offering_percent"]) / 100
        large = more * cash >= Fraction(self.acts["offering_value"])
        of_index = more >= part * held.count * held.float
        return large or (of_index and more * cash >= Fraction(self.acts["offering_percent_value"]))

    def times(self, security, ratio, equal):
        """Index shares of a security times a ratio, and equal weights times another one."""

        def change(fund):
            if fund.scheme != "price":
                by = equal if fund.scheme == "equal" else ratio
                fund.shares[security] = shares(fund.shares[security] * by)

        return change

    def recount(self, security, ratio, since=None):
        if security in self.held:
            held = self.held[security]
            held.count = shares(held.count * ratio)
            held.count_since = since or held.count_since

    def found_child(self, parent, child, ratio, session):
        """A child begins with the parent's free float, and its count times the ratio."""
        if self.is_held(parent):
            own = self.held[parent]
            self.held.setdefault(child, Held(shares(own.count * ratio), own.float, session, session))
            self.untraded[child] = 0
            self.children.add(child)

    def give_child(self, fund, parent, child, count):
        fund.shares[child] = fund.shares.get(child, ZERO) + shares(count)
        fund.caps.setdefault(child, fund.caps.get(parent, ONE))

    # late news

    def late(self, action):
        """What was learned after its ex-date. Money of dividends, ordinary or not, is passed on now, for
        what a fund held on the ex-date. Changes of units are applied to the shares; a close of the ex-date
        or later is in new units already. What changes prices otherwise cannot be applied any more, and
        history is not rewritten."""
        if action.kind in ("ordinary_dividend", "special_dividend", "capital_repayment"):
            self.dividends.append((action.security, action.cash, action.ex_date))
        elif action.kind in UNITS:
            self.late_units(action)

    def late_units(self, action):
        security, ratio = action.security, action.ratio
        if security in self.held and self.held[security].count_since >= action.ex_date:
            return
        if security not in self.closes or self.seen[security] < action.ex_date:
            self.split(action, None)
            return
        # The fund had the new shares all along, and counts them only now: what a price-weighted one has
        # too many of is sold.
        self.recount(security, ratio)
        for fund in self.funds:
            if security in fund.shares:
                fund.receive(security, Terms(units=ratio))
                wealth = fund.wealth(self.closes)
                self.times(security, ratio, ratio)(fund)
                fund.follow() if fund.scheme in IN_KIND else fund.buy(wealth, self.closes)
