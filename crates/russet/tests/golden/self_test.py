"""Published examples and their derivations, worked by the oracle on a book of three securities.

A has 1,000,000 shares of which 80% float, B 2,000,000, C 500,000 of which 60%. They are worth 110,000,000
on the first day, which is 1,000 points. The third day is a third Friday, so that floats may change after
its close.
"""

from fractions import Fraction

from oracle import Book, Run, published

DAYS = ["2021-03-17", "2021-03-18", "2021-03-19", "2021-03-22"]
CLOSES = {"A": ["50", "51", "52", "52"], "B": ["20", "19.5", "19.2", "19.2"],
          "C": ["100", "103", "104", "104"]}
COUNTS = {"A": ("1000000", "80"), "B": ("2000000", "100"), "C": ("500000", "60")}
DIVIDEND = {"ex_date": DAYS[2], "ticker": "B", "kind": "ordinary_dividend", "cash": "0.40",
            "known_at": DAYS[1]}
ACTIONS = {
    "nominal_price": "0.0001", "spin_off_hold_sessions": 20, "suspension_sessions": 80,
    "tender_ends_percent": "90", "tender_minimum_float_percent": "5", "offering_value": "1000000000",
    "offering_percent": "5", "offering_percent_value": "250000000",
}


def rules(*schemes, base_value="1000"):
    indexes = [{"id": scheme, "scheme": scheme} for scheme in schemes or ["float_cap"]]
    conventions = ["additive", "ex_dividend"]
    families = [{"name": one, "convention": one, "spin_off": "kept", "indexes": indexes}
                for one in conventions]
    return {
        "base_date": DAYS[0], "base_value": base_value, "withheld_percent": "30",
        "quarter_months": [3], "share_information_days": 35, "share_buffer_percent": "1",
        "float_points": "3", "low_float_percent": "15", "low_float_points": "1",
        "absent_sessions": 15, "actions": ACTIONS, "families": families,
    }


def action(ex_date, ticker, kind, **terms):
    return {"ex_date": ex_date, "ticker": ticker, "kind": kind, "known_at": DAYS[0], **terms}


def worked(actions=(), floats=(), drops=(), closes=CLOSES, counts=COUNTS, rules=rules()):
    """The levels of each convention and day: price return, net, gross, divisor; of each scheme, too, where
    there are several."""
    prices = [{"date": day, **{security: row[place] for security, row in closes.items()}}
              for place, day in enumerate(DAYS)]
    known = {"effective": DAYS[0], "known_at": "2021-01-04"}
    shares = [{"ticker": security, "shares": count, **known} for security, (count, _) in counts.items()]
    free = [{"ticker": security, "free_float_percent": part, **known}
            for security, (_, part) in counts.items()]
    adds = [{"effective": DAYS[0], "ticker": security, "action": "add"} for security in counts]
    book = Book(rules, prices, shares, free + list(floats), actions, adds + list(drops))
    found = {}
    for family in rules["families"]:
        for scheme, session, *levels in Run(book, family).levels():
            found[family["name"], session.isoformat()] = levels
            found[family["name"], session.isoformat(), scheme] = levels
    return found


def same(name, value, text):
    """Holds a value against a printed one, at the decimals printed."""
    decimals = len(text.split(".")[1]) if "." in text else 0
    shown = published(value, decimals)
    if shown != text:
        raise AssertionError(f"{name}: {shown} is not {text}")


def run():
    base = worked([DIVIDEND])
    add, ftse = ([base[name, day] for day in DAYS] for name in ("additive", "ex_dividend"))
    same("D1 divisor", add[0][3], "110000.000000000")
    same("D1 level", add[0][0], "1000.000000")
    same("D2", add[1][0], "1006.363636364")
    same("D3", add[2][0], "1010.909090909")
    same("D3 dividend points", Fraction(2_000_000 * 4, 10) / add[2][3], "7.272727273")
    same("D4 additive", add[2][2], "1018.181818182")
    same("D4 ex dividend", ftse[2][2], "1018.267846803")
    same("D4 net, additive", add[2][1], "1016.000000000")
    same("D4 net, ex dividend", ftse[2][1], "1016.048995493")

    def last(**changes):
        return worked(**changes)["additive", DAYS[3]]

    special = action(DAYS[3], "C", "special_dividend", cash="5.00")
    found = last(actions=[special], closes={**CLOSES, "C": ["100", "103", "104", "99"]})
    same("D5 divisor", found[3], "108516.187050360")
    same("D5 level", found[0], "1010.909090909")
    # It holds from after the base date on, and was known five weeks before the third Friday.
    free = {"ticker": "A", "effective": DAYS[2], "known_at": "2021-02-11", "free_float_percent": "85"}
    found = last(floats=[free])
    same("D6 divisor", found[3], "112571.942446043")
    same("D6 level", found[0], "1010.909090909")
    drop = {"effective": DAYS[2], "ticker": "B", "action": "drop"}
    found = last(drops=[drop])
    same("D7 divisor", found[3], "72014.388489209")
    same("D7 level", found[0], "1010.909090909")
    rights = action(DAYS[3], "A", "rights", ratio="1/4", cash="40")
    found = last(actions=[rights], closes={**CLOSES, "A": ["50", "51", "52", "49.60"]})
    same("D8 divisor", found[3], "117913.669064748")
    same("D8 level", found[0], "1010.909090909")
    worthless = action(DAYS[2], "B", "bankruptcy")
    gone = {**CLOSES, "B": ["20", "19.5", "", ""]}
    found = worked(actions=[worthless], closes=gone)
    same("D9 level", found["additive", DAYS[2]][0], "661.820000")
    same("D9 level kept", found["additive", DAYS[3]][0], "661.820000")
    same("D9 divisor", found["additive", DAYS[3]][3], "109999.697803028")

    # Thirty prices of which one splits: the others together are one security here, at the nine decimals
    # that a price has; the example's sum has ten.
    split = action(DAYS[3], "A", "split", ratio="3")
    closes = {"A": ["600", "600", "600", "200"], "B": ["6558.101775327"] * 4}
    two = {"A": ("1000000", "100"), "B": ("1000000", "100")}
    found = worked(actions=[split], closes=closes, counts=two, rules=rules("price", base_value="44000"))
    same("D11 divisor before", found["additive", DAYS[0]][3], "0.1626841312574")
    same("D11 divisor after", found["additive", DAYS[3]][3], "0.153593222167")
    same("D11 level", found["additive", DAYS[3]][0], "44000.000000")

    delayed()
    fair_days()
    print("D1 to D9, D11, G5 to G7, F1 to F8 hold")


def delayed():
    """G5 to G7: what a share of a target counts while its merger is delayed."""
    closes = {"A": ["11", "11.5", "12.00", "12.1"], "B": ["2.30", "", "", ""]}
    two = {"A": ("1000000", "100"), "B": ("1000000", "100")}

    def close(terms, day):
        merger = action(DAYS[1], "B", "merger", effective=DAYS[3], **terms)
        found = worked(actions=[merger], closes=closes, counts=two)
        level, _, _, divisor = found["additive", day]
        acquirer = Fraction(closes["A"][DAYS.index(day)])
        return level * divisor / 1_000_000 - acquirer

    same("G5", close({"ratio": "1/5", "other": "A"}, DAYS[2]), "2.400000")
    same("G6", close({"ratio": "1/5", "other": "A", "cash": "2"}, DAYS[2]), "4.400000")
    closes["B"][0] = "5.00"
    same("G7 before", close({"cash": "5.02"}, DAYS[1]), "5.000000")
    same("G7 at the removal", close({"cash": "5.02"}, DAYS[2]), "5.020000")


SCHEMES = ("float_cap", "total_cap", "price", "equal")


def fair_days():
    """F1 to F8: days on which nothing is won or lost, so that total return stays at 1,000 in every scheme."""

    def fair(name, closes, *actions, drops=(), told=()):
        counts = {security: ("100000000", "100") for security, row in closes.items() if row[0]}
        closes = {security: [text or "" for text in row] for security, row in closes.items()}
        actions = [action(day, *terms, **said) for day, terms, said in actions]
        found = worked(actions=actions, closes=closes, counts=counts, drops=drops, rules=rules(*SCHEMES))
        for scheme in SCHEMES:
            for day in DAYS:
                level = dict(told).get(day, "1000.000000")
                same(f"{name} {scheme} {day}", found["additive", day, scheme][2], level)
        return {scheme: [found["additive", day, scheme] for day in DAYS] for scheme in SCHEMES}

    # A split two for one on the day of a dividend of 2.00, of an old share: one new share of a price index
    # gets 1.00, which is 1.00 / 0.15.
    split = (DAYS[2], ("A", "split"), {"ratio": "2"})
    dividend = (DAYS[2], ("A", "ordinary_dividend"), {"cash": "2"})
    closes = {"A": ["100", "100", "49", "49"], "B": ["100"] * 4}
    found = fair("F1", closes, split, dividend)
    same("F1 divisor", found["price"][2][3], "0.150000000")
    same("F1 price return", found["price"][2][0], "993.333333")

    # A parent at 60 becomes 20, 25 and half of 30.
    two = [(DAYS[2], ("A", "spin_off"), {"ratio": "1", "other": "K"}),
           (DAYS[2], ("A", "spin_off"), {"ratio": "1/2", "other": "L", "sequence": "1"})]
    closes = {"A": ["60", "60", "20", "20"], "B": ["40"] * 4,
              "K": [None, None, "25", "25"], "L": [None, None, "30", "30"]}
    fair("F2", closes, *two)

    # Half a share of a child without an estimate, for a share of before a reverse split one for four: two for
    # one after it.
    off = (DAYS[2], ("A", "spin_off"), {"ratio": "1/2", "other": "K"})
    closes = {"A": ["60", "60", "220", "220"], "B": ["40"] * 4, "K": [None, None, "10", "10"]}
    fair("F3", closes, off, (DAYS[2], ("A", "split"), {"ratio": "1/4"}))

    # Two shares of a security that has no close yet for one that leaves; then with a dividend of 4 as well.
    closes = {"A": ["60", "60", None, None], "B": ["40"] * 4, "N": [None, None, None, "30"]}
    becomes = (DAYS[2], ("A", "conversion"), {"ratio": "2", "other": "N"})
    fair("F4", closes, becomes)
    dividend = (DAYS[2], ("A", "ordinary_dividend"), {"cash": "4"})
    closes["N"] = [None, None, "28", "28"]
    fair("F4 with a dividend", closes, becomes, dividend)

    # A takeover for a fifth of a share waits, and the acquirer splits two for one: now for two fifths.
    closes = {"A": ["12", "12", "6", "6"], "B": ["2.40", None, None, None]}
    waits = (DAYS[1], ("B", "merger"), {"ratio": "1/5", "other": "A", "effective": DAYS[3]})
    fair("F5", closes, waits, (DAYS[2], ("A", "split"), {"ratio": "2"}))

    # A dividend that is learned when its security has left: 10 over the divisor of its ex-date, 0.2.
    closes = {"A": ["100"] * 4, "B": ["100"] * 4}
    late = (DAYS[1], ("B", "ordinary_dividend"), {"cash": "10", "known_at": DAYS[2]})
    drop = [{"effective": DAYS[1], "ticker": "B", "action": "drop"}]
    fair("F6", closes, late, drops=drop, told=[(DAYS[3], "1050.000000")])

    # One right for four held at 20, and a dividend of 5, of a share of before: 1.25 shares at 80, and 5.
    rights = (DAYS[2], ("A", "rights"), {"ratio": "1/4", "cash": "20"})
    dividend = (DAYS[2], ("A", "ordinary_dividend"), {"cash": "5"})
    closes = {"A": ["100", "100", "80", "80"], "B": ["100"] * 4}
    fair("F7", closes, rights, dividend)

    # A dividend on the day of a buy-back of a fifth at 120: 0.8 shares at 90, 24 and 4.
    back = (DAYS[2], ("A", "buy_back"), {"ratio": "1/5", "cash": "120"})
    dividend = (DAYS[2], ("A", "ordinary_dividend"), {"cash": "4"})
    closes = {"A": ["100", "100", "90", "90"], "B": ["100"] * 4}
    fair("F8", closes, back, dividend)
