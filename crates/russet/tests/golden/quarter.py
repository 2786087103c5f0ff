"""What is due after a close: share updates, the committee's decisions, new weights."""

from fractions import Fraction

from funds import PROPORTIONAL, Held
from rounding import ONE, shares


class Quarter:
    """The part of a run that is done on third Fridays, and for the committee."""

    def update_shares(self, session):
        """A count that moved by more than its buffer is taken over, and so is a float; a fact older than
        the last action that changed the count or the float is no news."""
        changed = []
        for security, held in sorted(self.held.items()):
            found = self.book.count_on(security, session)
            if found and found[1] >= held.count_since:
                buffer = held.count * Fraction(self.rules["share_buffer_percent"]) / 100
                if abs(found[0] - held.count) > buffer:
                    held.count, held.count_since = found
                    changed.append(security)
            found = self.book.newest(self.book.floats, security, session)
            if found and found[0] >= held.float_since:
                low = held.float <= Fraction(self.rules["low_float_percent"]) / 100
                points = self.rules["low_float_points" if low else "float_points"]
                if abs(found[2] - held.float) > Fraction(points) / 100:
                    held.float, held.float_since = found[2], found[0]
                    changed.append(security)
        self.reshare(changed)

    def reshare(self, securities):
        """Index shares of securities again from count and float, where they follow from these."""

        def change():
            for fund in self.funds:
                for security in securities:
                    if security in fund.shares and fund.scheme in PROPORTIONAL:
                        fund.shares[security] = fund.own(security, self.held[security])

        self.trade(change)

    def decide(self, session):
        """Securities that the committee lets in or out after this close."""
        of_day = [row for row in self.book.decisions if row["effective"] == session.isoformat()]
        adds = [row["ticker"] for row in of_day if row["action"] == "add"]
        for row in of_day:
            if row["action"] == "drop":
                self.delete(row["ticker"])

        def change():
            for security in adds:
                if security not in self.held:
                    count, since = self.book.count_on(security, session)
                    float_since, _, float_ = self.book.newest(self.book.floats, security, session)
                    self.held[security] = Held(count, float_, since, float_since)
                for fund in self.funds:
                    if security in fund.shares or fund.scheme == "equal":
                        continue
                    one = fund.scheme == "price"
                    fund.shares[security] = ONE if one else fund.own(security, self.held[security])

        self.trade(change)
        self.entering = adds

    def rebalance(self, values):
        """New weights at today's closes. Equal: each security gets the same part of the index's value; on
        the base date, of the value of all shares in free float."""

        def change():
            for fund in self.funds:
                if fund.scheme == "equal":
                    securities = sorted(set(fund.shares) | set(self.entering))
                    value = values.get(fund.id)
                    if fund.part is None:
                        own = lambda security: shares(self.held[security].count * self.held[security].float)
                        value = sum(self.closes[security] * own(security) for security in securities)
                    part = value / len(securities)
                    fund.shares = {security: shares(part / self.closes[security]) for security in securities}
                elif fund.cap is not None:
                    fund.caps = self.capped(fund)
                    for security in fund.shares:
                        fund.shares[security] = fund.own(security, self.held[security])

        self.trade(change)

    def capped(self, fund):
        """Factors that bring every security heavier than the cap down to it. With k securities at the cap
        c, each may be worth c x rest / (1 - k x c), the rest being what the others are worth. Of that, a
        factor is the 12 decimals below, and less where the rounded shares would still weigh more."""
        fund.caps = {}
        own = {security: fund.own(security, self.held[security]) for security in fund.shares}
        value = {security: self.closes[security] * count for security, count in own.items()}
        heavy = set()
        while True:
            rest = sum(worth for security, worth in value.items() if security not in heavy)
            limit = fund.cap * rest / (1 - len(heavy) * fund.cap)
            more = {security for security, worth in value.items() if security not in heavy and worth > limit}
            if not more:
                break
            heavy |= more
        units = {security: limit * 10**12 // value[security] for security in heavy}
        worth = dict(value)
        over = heavy
        while over:
            for security in heavy:
                kept = shares(own[security] * Fraction(units[security], 10**12))
                worth[security] = kept * self.closes[security]
            most = fund.cap * sum(worth.values())
            over = {security for security in heavy if worth[security] > most}
            for security in over:
                units[security] -= 1
        return {security: Fraction(count, 10**12) for security, count in units.items()}
