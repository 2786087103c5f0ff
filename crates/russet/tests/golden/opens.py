"""What the actions of an open have in common: units, trades, children without a price, and claims."""

from rounding import ONE, ZERO, shares

# A price on new terms is rounded at nine decimals: a fund's wealth may move by no more than that.
ROUNDING = 10**-6


class Opens:
    """The part of a run that opens a session."""

    def begin_open(self):
        """Nothing has changed yet: a share of the close before is a share."""
        self.unit, self.split_unit = {}, {}
        self.before = {fund.id: dict(fund.shares) for fund in self.funds}
        self.unpriced, self.succeeded = [], []

    def units(self, security):
        """Shares held for one of the close before: by splits, by rights, and by buy-backs."""
        return self.unit.get(security, ONE)

    def split_of(self, security):
        """The same, by splits and stock dividends alone."""
        return self.split_unit.get(security, ONE)

    def multiply_units(self, security, ratio, is_split=False):
        self.unit[security] = self.units(security) * ratio
        if is_split:
            self.split_unit[security] = self.split_of(security) * ratio

    def put_on_terms(self, security, close, terms, change=lambda fund: None, in_kind=()):
        """A security gets a close on new terms, and every holder what the terms give. Then each fund puts its
        index shares on the terms, and holds its part of them: in kind, or by a trade at the closes before.
        Whatever a fund is given must be worth what it had."""
        money = [fund.wealth(self.closes) for fund in self.funds]
        given = [fund.receive(security, terms) for fund in self.funds]
        old = self.closes.get(security)
        if close is not None:
            self.closes[security] = close
        self.follow_terms(security, terms, old, close)
        for fund, before, cash in zip(self.funds, money, given):
            after = fund.wealth(self.closes) + cash
            if abs(after - before) > ROUNDING:
                raise ValueError(f"{fund.id}: {security} makes {float(before)} {float(after)}")
            if security in fund.shares:
                change(fund)
            if fund.part is not None:
                fund.follow() if fund.scheme in in_kind else fund.buy(before, self.closes)

    def end_open(self, session):
        """Once the open is over, children without a price go to whoever holds the parent, and it is clear
        who has a claim to the dividends of the day."""
        for parent, child, ratio in self.unpriced:
            self.found_child(parent, child, ratio / self.units(parent), session)
            for fund in self.funds:
                if parent in fund.shares:
                    self.give_child(fund, parent, child, self.old_shares(fund, parent) * ratio)
                    fund.follow()
        self.claims[session] = {fund.id: self.claims_of(fund) for fund in self.funds}

    def old_shares(self, fund, security):
        """The index shares of a security now, in shares of the close before. Shares that went along with the
        units are those of before."""
        units, before = self.units(security), self.before[fund.id].get(security, ZERO)
        now = fund.shares[security]
        return before if now == shares(before * units) else shares(now / units)

    def claims_of(self, fund):
        """The index shares of a fund in shares of the close before, and its part of them. A security whose
        successor is valued by it keeps its claims: the successor's price is cum them."""
        if fund.part is None:
            return {}
        claims = {security: self.old_shares(fund, security) for security in fund.shares}
        for security, other, ratio in self.succeeded:
            if other in fund.shares:
                claims[security] = shares(fund.shares[other] / ratio)
        return {security: fund.part * count for security, count in claims.items()}

    def claim(self, fund, security, day):
        """The shares for which a fund gets a dividend of a day."""
        return self.claims.get(day, {}).get(fund.id, {}).get(security, ZERO)
