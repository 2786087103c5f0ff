#!/usr/bin/env python3
"""Compares the session calendar with an independent one, the package exchange-calendars.

    python3 -m venv .venv
    .venv/bin/pip install exchange-calendars
    .venv/bin/python tools/check_calendar.py

Every session and every early close of the range must agree, except the few days on which the
package is known to be wrong: each is listed below with what either side says and the reason.
Prints a summary; exits with 1 and a list if anything else differs.
"""

import csv
import sys
from datetime import date, timedelta
from pathlib import Path

import exchange_calendars

TABLE = Path(__file__).parent.parent / "crates/russet-market/src/calendar/nyse.csv"
USUAL_CLOSE = "16:00"

# The package carries the early close of Christmas Eve back without limit. The record of the
# exchange's special closings, as pandas-market-calendars keeps it, has none from 1976 to 1989.
CHRISTMAS_EVES = [
    (f"{year}-12-24", "16:00", "14:00", "Christmas Eve was a full session until 1990")
    for year in (1979, 1980, 1981, 1984, 1985, 1986, 1987)
]

# The package has the early closes that were scheduled as holidays, and no others.
UNSCHEDULED = [
    (day, close, USUAL_CLOSE, f"unscheduled: {reason}")
    for day, close, reason in [
        ("1978-02-06", "14:00", "snowstorm"),
        ("1981-03-30", "15:17", "attempt on the life of President Reagan"),
        ("1981-09-09", "15:28", "power failure"),
        ("1987-10-23", "14:00", "shortened hours after the crash"),
        ("1987-10-26", "14:00", "shortened hours after the crash"),
        ("1987-10-27", "14:00", "shortened hours after the crash"),
        ("1987-10-28", "14:00", "shortened hours after the crash"),
        ("1987-10-29", "14:00", "shortened hours after the crash"),
        ("1987-10-30", "14:00", "shortened hours after the crash"),
        ("1987-11-02", "14:30", "shortened hours after the crash"),
        ("1987-11-03", "14:30", "shortened hours after the crash"),
        ("1987-11-04", "14:30", "shortened hours after the crash"),
        ("1987-11-05", "15:00", "shortened hours after the crash"),
        ("1987-11-06", "15:00", "shortened hours after the crash"),
        ("1987-11-09", "15:30", "shortened hours after the crash"),
        ("1987-11-10", "15:30", "shortened hours after the crash"),
        ("1987-11-11", "15:30", "shortened hours after the crash"),
        ("1994-02-11", "14:30", "snowstorm"),
        ("1996-01-08", "14:00", "snowstorm"),
        ("1997-10-27", "15:30", "circuit breaker"),
        ("2005-06-01", "15:56", "communications failure"),
    ]
]

PACKAGE_ERRORS = {day: entry for day, *entry in CHRISTMAS_EVES + UNSCHEDULED}


def our_closes() -> tuple[str, str, dict[str, str]]:
    """The range the table covers, and the closing time of each of its sessions."""
    with TABLE.open(newline="", encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    first, last = (
        next(row["date"] for row in rows if row["kind"] == kind) for kind in ("first", "last")
    )
    closed = {row["date"] for row in rows if row["kind"] == "closed"}
    early = {row["date"]: row["close"] for row in rows if row["kind"] == "early"}

    closes = {}
    day = date.fromisoformat(first)
    while day <= date.fromisoformat(last):
        if day.weekday() < 5 and day.isoformat() not in closed:
            closes[day.isoformat()] = early.get(day.isoformat(), USUAL_CLOSE)
        day += timedelta(days=1)
    return first, last, closes


def their_closes(first: str, last: str) -> dict[str, str]:
    """The closing time, in New York, of each session the package knows."""
    calendar = exchange_calendars.get_calendar("XNYS", start=first, end=last)
    closes = calendar.closes.dt.tz_convert("America/New_York")
    return {day.date().isoformat(): close.strftime("%H:%M") for day, close in closes.items()}


def main() -> int:
    first, last, ours = our_closes()
    theirs = their_closes(first, last)

    problems = []
    for day in sorted(ours.keys() | theirs.keys() | PACKAGE_ERRORS.keys()):
        pair = (ours.get(day, "closed"), theirs.get(day, "closed"))
        expected = tuple(PACKAGE_ERRORS[day][:2]) if day in PACKAGE_ERRORS else None
        if expected is None and pair[0] != pair[1]:
            problems.append(f"{day}: the table says {pair[0]}, the package {pair[1]}")
        elif expected is not None and pair != expected:
            problems.append(
                f"{day}: the table says {pair[0]}, the package {pair[1]}; "
                f"the list of package errors expects {expected[0]} and {expected[1]}"
            )

    for name, closes in (("the table", ours), ("exchange-calendars", theirs)):
        early = sum(close != USUAL_CLOSE for close in closes.values())
        print(f"{name}: {len(closes)} sessions, {early} early closes")
    print(
        f"{first} to {last}: {len(problems)} differences, "
        f"beside {len(PACKAGE_ERRORS)} known errors of the package "
        f"(exchange-calendars {exchange_calendars.__version__})"
    )
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
