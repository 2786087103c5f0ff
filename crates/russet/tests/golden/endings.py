"""How lines end: mergers, losses, delistings, and lines that stop without a word."""

from fractions import Fraction

from indexes import PROPORTIONAL, Held
from rounding import ONE, ZERO, factor, price, shares


class Endings:
    """The part of a run that takes lines out."""

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
