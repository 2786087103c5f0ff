"""Takeovers: what a target counts while it waits, what its terms become until then, and how it leaves.
And conversions, by which a security becomes another one as well."""

from funds import PROPORTIONAL, Held, Terms
from rounding import ONE, ZERO, factor, price, shares


class Takeover:
    """A merger, on the terms that hold now."""

    def __init__(self, action, book):
        self.security, self.other = action.security, action.other
        self.ratio, self.cash = action.ratio, action.cash or ZERO
        self.ex_date, self.known_at, self.effective = action.ex_date, action.known_at, action.effective
        self.leaves = self.last_session(book)

    def last_session(self, book):
        """The session after whose close the target leaves: the one before the ex-date, or, of a delayed
        one, before the effective day; but not before the merger is known."""
        for session in book.sessions:
            following = book.after(session)
            if following and following >= self.effective and session >= self.known_at:
                return session
        return None

    def waits(self, session):
        return self.ex_date <= session and self.leaves is not None and session <= self.leaves


class Takeovers:
    """The part of a run that lets one security become another."""

    def price_targets(self, session):
        """In time, a target leaves at its own close; one that had none in its last session is set to
        the terms. Delayed, a target paid in shares is worth the terms at every close; one paid in cash
        keeps its last close until the session after which it leaves, when it is set to the cash."""
        for one in self.takeovers:
            if not self.is_held(one.security) or session < one.known_at or one.leaves is None:
                continue
            is_last = session == one.leaves
            if session >= one.ex_date:
                counts = session <= one.leaves and (one.other or is_last)
            else:
                counts = is_last and one.security not in self.book.closes[session]
            if counts:
                stock = self.closes[one.other] * one.ratio if one.other else ZERO
                self.closes[one.security] = price(stock + one.cash)

    def take_over_targets(self, session):
        """Targets leave. A company that pays in shares grows in every index that holds it and follows
        companies' own shares. One that nobody holds gets nothing."""
        for one in self.takeovers:
            if one.leaves != session or not self.is_held(one.security):
                continue
            if one.other and self.is_held(one.other):
                self.trade(lambda: self.grow(one.security, one.other, one.ratio))
                self.held[one.other] = self.joined(one.security, one.other, one.ratio, one.effective)
            self.delete(one.security)

    def become(self, security, other, ratio, session):
        """A security becomes another one, which enters where the security was."""
        for one in self.takeovers:
            if one.waits(session) and one.other == security:
                one.other, one.ratio = other, one.ratio * ratio
        is_valued = other not in self.closes
        if is_valued:
            self.closes[other] = price(self.closes[security] / ratio)
            self.untraded[other] = 0
        if not self.is_held(security):
            return
        self.held[other] = self.joined(security, other, ratio, session)

        def change(fund):
            if fund.scheme == "price":
                fund.shares[other] = ONE
            elif other not in fund.shares or fund.scheme == "equal":
                more = shares(fund.shares[security] * ratio)
                fund.shares[other] = fund.shares.get(other, ZERO) + more
                fund.caps[other] = fund.caps.get(security, ONE)
            else:
                fund.shares[other] += self.gain(fund, security, other, ratio)
            del fund.shares[security]

        if is_valued:
            terms = Terms(units=ZERO, other=other, ratio=ratio)
            self.put_on_terms(security, None, terms, change, PROPORTIONAL + ("equal",))
        else:
            holders = [fund for fund in self.funds if security in fund.shares]
            self.trade(lambda: [change(fund) for fund in holders])
        self.delete(security)

    def grow(self, security, other, ratio):
        for fund in self.funds:
            if other in fund.shares and fund.scheme in PROPORTIONAL:
                fund.shares[other] += self.gain(fund, security, other, ratio)

    def gain(self, fund, security, other, ratio):
        """What a security's own shares make of index shares of another one."""
        gives = self.held[security]
        if fund.scheme == "total_cap":
            return shares(gives.count * ratio)
        more = shares(shares(gives.count * gives.float) * ratio)
        return more if fund.cap is None else shares(more * fund.caps.get(other, ONE))

    def joined(self, security, other, ratio, since):
        """The other's count grows by the terms, and its free float becomes that of both together."""
        gives, own = self.held[security], self.held.get(other)
        more = shares(gives.count * ratio)
        if own is None or not self.is_held(other):
            return Held(more, gives.float, since, since)
        count = own.count + more
        blended = factor((own.count * own.float + more * gives.float) / count)
        return Held(count, blended, since, since)

    def follow_terms(self, security, terms, old, new):
        """What happens to a security while a takeover waits: a split changes the units of its terms, and what
        takes from a share's worth without its holder losing anything is made up in shares."""
        is_split = terms.units != ONE and not terms.cash and not terms.other
        if new is None and not is_split:
            return
        becomes = terms.units if is_split else old / new
        for one in self.takeovers:
            if not one.waits(self.session):
                continue
            if one.other == security:
                one.ratio *= becomes
            elif one.security == security and is_split:
                one.cash = price(one.cash / becomes)
                one.ratio = one.ratio / becomes if one.ratio else None
