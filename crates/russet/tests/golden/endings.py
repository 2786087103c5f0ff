"""How securities end otherwise: losses, delistings, children that do not stay, and securities that stop
without a word."""

from fractions import Fraction


class Endings:
    """The part of a run that takes securities out."""

    def ends_priced(self, action, session):
        """Whether a loss is taken in this session: the first one of a bankruptcy, or of a delisting with
        a price, by whose close it is known."""
        losing = action.kind == "bankruptcy" or (action.kind == "delisting" and action.cash is not None)
        day = max(action.ex_date, action.known_at)
        return losing and session == day and self.is_held(action.security)

    def last_price(self, action):
        """What is left of a share: the price it has anywhere, else a nominal one."""
        return action.cash if action.cash is not None else Fraction(self.acts["nominal_price"])

    def leaves_after(self, action, session):
        """Whether a security leaves after this close: one that ended in a loss after the session of that
        loss, one delisted without a price after the session before."""
        if action.kind not in ("bankruptcy", "delisting") or not self.is_held(action.security):
            return False
        if self.ends_priced(action, session):
            return True
        if action.kind == "bankruptcy" or action.cash is not None or id(action) in self.done:
            return False
        following = self.book.after(session)
        return following is not None and following >= action.ex_date and session >= action.known_at

    def settle_untraded(self, session):
        """A child's first close ends its waiting; where children are not kept, it leaves then. One
        without a close for too many sessions, from the ex-date on, leaves at what it counts. So does a
        security that another one has become; it stays once it trades."""
        for security in sorted(self.untraded):
            self.untraded[security] += 1
            if security in self.book.closes[session]:
                del self.untraded[security]
                if security in self.children and self.family["spin_off"] == "dropped":
                    self.delete(security)
                elif security in self.children:
                    self.trade(lambda: self.drop_from_price_weighting(security))
            elif self.untraded[security] >= self.acts["spin_off_hold_sessions"]:
                self.delete(security)

    def drop_from_price_weighting(self, child):
        for fund in self.funds:
            if fund.scheme == "price":
                fund.shares.pop(child, None)

    def delete_absent(self, session):
        """Securities suspended for too long, and securities without a close for too long, leave at their
        last."""
        for security in sorted(self.suspended):
            self.suspended[security] += 1
            self.missed[security] = 0
            if self.suspended[security] >= self.acts["suspension_sessions"]:
                self.delete(security)
        for security in sorted(self.held):
            waits = security in self.untraded or security in self.suspended
            if not waits and self.missed.get(security, 0) >= self.rules["absent_sessions"]:
                self.delete(security)
