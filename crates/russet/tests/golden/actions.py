"""What an action does at the open of its ex-date: one function a kind, each with its rule."""

from fractions import Fraction

from facts import UNITS
from indexes import PROPORTIONAL, Held
from rounding import ONE, factor, price, shares


class Actions:
    """The part of a run that applies actions."""

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
        if ends or rest < Fraction(self.acts["tender_minimum_float_percent"]) / 100:
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

    # late news

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
