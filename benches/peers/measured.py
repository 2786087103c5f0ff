"""Runs a command; prints its name, wall seconds and peak memory as a line of JSON."""
import json, resource, subprocess, sys, time

name, command = sys.argv[1], sys.argv[2:]
start = time.perf_counter()
done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
seconds = time.perf_counter() - start
if done.returncode:
    last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
    sys.exit(f"{name} failed: {last}")
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
print(json.dumps({"work": name, "seconds": seconds, "peak_bytes": peak}))
