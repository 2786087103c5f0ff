"""What is due after a close: share updates, the committee's decisions, new weights."""

from fractions import Fraction

from indexes import Held
from rounding import ONE, shares


class Quarter:
    """The part of a run that is done on third Fridays, and for the committee."""

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
        may be worth c x rest / (1 - k x c), the rest being what the others are worth. Of that, a factor
        is the 12 decimals below, and less where the rounded shares would still weigh more."""
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
        units = {line: limit * 10**12 // value[line] for line in heavy}
        worth = dict(value)
        over = heavy
        while over:
            for line in heavy:
                kept = shares(own[line] * Fraction(units[line], 10**12))
                worth[line] = kept * self.closes[line]
            most = index.cap * sum(worth.values())
            over = {line for line in heavy if worth[line] > most}
            for line in over:
                units[line] -= 1
        return {line: Fraction(count, 10**12) for line, count in units.items()}
