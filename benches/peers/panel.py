"""The panel as its peers read it, what they compute, and how they are measured.

The level of an index is chained over sessions: V(close today, basket) / V(close before, basket), where
the basket is the quarter's members that are still alive today.
"""
import json, os, resource, statistics, sys, time
import numpy as np
import pyarrow.parquet as pq

FOLDER = os.environ["RUSSET_PANEL"]
LONG = f"{FOLDER}/long.parquet"
QUARTER = 63
SHARES = [f"shares{index}" for index in range(4)]

sessions = pq.read_table(f"{FOLDER}/sessions.parquet")
DATES = sessions["date"].cast("int32").to_numpy()
DAYS = len(DATES)
QUARTERS = -(-DAYS // QUARTER)
lines = pq.read_table(f"{FOLDER}/lines.parquet")
LAST = lines["last"].to_numpy()
LINES = len(LAST)


def session_of_day():
    """Sessions by day number."""
    table = np.full(DATES[-1] + 1, -1, np.int32)
    table[DATES] = np.arange(DAYS, dtype=np.int32)
    return table


def dense_baskets():
    """Shares by quarter, line and index."""
    baskets = pq.read_table(f"{FOLDER}/baskets.parquet")
    dense = np.zeros((QUARTERS, LINES, len(SHARES)))
    at = baskets["quarter"].to_numpy(), baskets["security"].to_numpy()
    for index, name in enumerate(SHARES):
        dense[at[0], at[1], index] = baskets[name].to_numpy()
    return dense


def chained(values, openings):
    """Levels from the value of each close and the value at the close before of the same basket."""
    levels = np.full(values.shape, 1000.0)
    levels[1:] = 1000.0 * np.cumprod(values[1:] / openings[1:], axis=0)
    return levels


def openings_of(values, turns, turned, leaving, left):
    """Openings from closes: at the turn of a quarter the new basket, else less who has left."""
    openings = np.empty_like(values)
    openings[0], openings[1:] = values[0], values[:-1]
    openings[np.asarray(turns) + 1] = turned
    np.subtract.at(openings, np.asarray(leaving) + 1, left)
    return openings


def report(name, compute, repeats=3):
    """Median seconds and peak memory of this process, after the levels were checked against ours."""
    ours = np.array([float(line) for line in open(f"{FOLDER}/final_levels.txt")])
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        levels = compute()
        seconds.append(time.perf_counter() - start)
        apart = np.abs(np.asarray(levels)[-1] / ours - 1).max()
        if apart > 1e-9:
            sys.exit(f"{name}: final levels {levels[-1]} are {apart:.1e} away from {ours}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"work": name, "seconds": statistics.median(seconds), "peak_bytes": peak}), flush=True)
