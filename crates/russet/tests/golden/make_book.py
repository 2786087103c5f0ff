#!/usr/bin/env python3
"""Makes `book/prices.csv` from `book/actions.csv`: walks of a small random generator, on which every
close of an ex-date is on the new terms.

    python3 make_book.py

A security trades from its first day until the session before the action that ends it. A target trades a
little below its terms once they are known.
"""

import csv
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

BOOK = Path(__file__).resolve().parent / "book"
FIRST, LAST = date(2021, 1, 4), date(2023, 12, 29)
HOLIDAYS = """
    2021-01-18 2021-02-15 2021-04-02 2021-05-31 2021-07-05 2021-09-06 2021-11-25 2021-12-24
    2022-01-17 2022-02-21 2022-04-15 2022-05-30 2022-06-20 2022-07-04 2022-09-05 2022-11-24 2022-12-26
    2023-01-02 2023-01-16 2023-02-20 2023-04-07 2023-05-29 2023-06-19 2023-07-04 2023-09-04 2023-11-23
    2023-12-25
""".split()

# The first close of each security; securities that begin later have their first day too.
STARTS = {
    "ALFA": "100.00", "BRVO": "40.00", "CHAR": "52.00", "DELT": "30.00", "ECHO": "64.00",
    "FOXT": "45.00", "GLFA": "20.00", "GLFB": "18.00", "HOTA": "25.00", "HOTB": "26.00",
    "GACQ": "11.00", "OUTS": "70.00", "NOTM": "15.00", "NEWA": "74.00", "OLDD": "28.00",
    "MCSH": "33.00", "MSTK": "48.00", "MMIX": "20.00", "MOUT": "35.00", "XMIX": "22.00",
    "GDST": "2.30", "GDMX": "4.20", "GDCS": "4.90", "HALS": "6.80", "HALC": "9.20",
    "LATM": "13.50", "LATS": "10.50", "TEND": "27.00", "TFLT": "12.00", "DLNO": "6.00",
    "DLPR": "2.00", "BKPR": "1.20", "BKWL": "0.90", "SUSP": "19.00", "SUSL": "16.00", "ABSN": "10.00",
    "TWIN": "60.00", "REVS": "12.00", "CNVO": "36.00", "PNDT": "7.00", "PNDM": "5.00",
}
CHILDREN = {
    "ECHK": ("2021-05-11", "12.30"), "FOXK": ("2021-06-14", "9.40"), "ECHN": ("2021-08-06", "21.00"),
    "FOXN": ("2022-06-22", "3.60"), "CHRK": ("2022-08-16", "15.50"),
    "TWNA": ("2022-08-23", "25.00"), "TWNB": ("2022-08-25", "30.00"), "REVK": ("2022-10-13", "6.00"),
    "CNVN": ("2022-12-16", "24.00"), "TWNC": ("2023-05-09", "8.30"), "TWND": ("2023-05-11", "9.60"),
}
# The last session of securities that stop without an action that ends them.
STOPS = {"ABSN": "2022-07-29", "SUSL": "2021-09-27", "OLDD": "2022-06-30", "TFLT": "2022-06-30",
         "TEND": "2022-08-31", "FOXN": "2022-07-29"}
# Sessions without a close: suspensions, halts, and a feed that misses some.
EMPTY = {
    "SUSP": [("2021-09-13", "2021-10-01"), ("2023-08-08", "2023-08-14")],
    "HALS": [("2021-11-01", "2021-11-01")],
    "HALC": [("2021-11-05", "2021-11-08")],
    "ECHO": [("2022-11-01", "2022-11-01")],
    "ALFA": [("2022-10-20", "2022-10-21")],
    "DELT": [("2023-03-16", "2023-03-20")],
    "BRVO": [("2021-12-28", "2022-01-04")],
}
# Closes of published examples.
PINNED = {
    ("2021-10-13", "GACQ"): "12.00", ("2021-10-14", "GACQ"): "12.10", ("2021-10-11", "GDCS"): "5.00",
}
ENDS = ("merger", "conversion", "bankruptcy", "delisting")


class Generator:
    """A linear congruential generator of 32 bits."""

    def __init__(self, seed):
        self.state = seed

    def step(self):
        """A daily return between -1.6% and 1.6%."""
        self.state = (self.state * 1664525 + 1013904223) % 2**32
        return Fraction((self.state >> 16) - 32768, 2_048_000)


def sessions():
    day, found = FIRST, []
    while day <= LAST:
        if day.weekday() < 5 and day.isoformat() not in HOLIDAYS:
            found.append(day.isoformat())
        day += timedelta(days=1)
    return found


def on_new_terms(action, close, closes):
    """A close on the terms of an action."""
    number = lambda name: Fraction(action[name] or 0)
    ratio, cash, kind = number("ratio"), number("cash"), action["kind"]
    if kind.endswith("dividend") and kind != "stock_dividend" or kind == "capital_repayment":
        return close - cash
    if kind in ("split", "stock_dividend"):
        return close / ratio
    if kind == "rights" and cash < close:
        return (close + ratio * cash) / (1 + ratio)
    if kind == "spin_off":
        return close - ratio * Fraction(CHILDREN[action["other"]][1])
    if kind == "buy_back":
        return (close - ratio * cash) / (1 - ratio)
    return close


def main():
    with open(BOOK / "actions.csv", newline="", encoding="utf-8") as file:
        actions = list(csv.DictReader(file))
    days, generator = sessions(), Generator(2021)
    securities = list(STARTS) + list(CHILDREN)
    first = dict.fromkeys(STARTS, days[0]) | {child: CHILDREN[child][0] for child in CHILDREN}
    closes = {security: Fraction(text) for security, text in STARTS.items()}
    closes |= {security: Fraction(text) for security, (_, text) in CHILDREN.items()}
    ends = {action["ticker"]: action["ex_date"] for action in actions if action["kind"] in ENDS}
    mergers = {action["ticker"]: action for action in actions if action["kind"] == "merger"}
    rows = []
    for place, day in enumerate(days):
        row = {"date": day}
        for security in securities:
            before = days[place - 1]
            if day > first[security]:
                for action in actions:
                    if action["ticker"] == security and before < action["ex_date"] <= day:
                        closes[security] = on_new_terms(action, closes[security], closes)
                closes[security] *= 1 + generator.step()
            merger = mergers.get(security)
            if merger and merger["known_at"] <= day < merger["ex_date"]:
                stock = closes[merger["other"]] if merger["other"] else 0
                terms = stock * Fraction(merger["ratio"] or 0) + Fraction(merger["cash"] or 0)
                closes[security] = terms * Fraction(99, 100)
            closes[security] = Fraction(PINNED.get((day, security), round(closes[security], 2)))
            empty = any(start <= day <= end for start, end in EMPTY.get(security, []))
            alive = first[security] <= day < ends.get(security, "9999") and day <= STOPS.get(security, "9999")
            row[security] = f"{float(closes[security]):.2f}" if alive and not empty else ""
        rows.append(row)
    with open(BOOK / "prices.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["date"] + securities, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
