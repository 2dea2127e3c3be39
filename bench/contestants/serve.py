"""The process of a contestant in Python: answers the questions of lib/contestant.mjs, as lib/host.mjs does.

A contestant gives `serve` a function per task. Each takes the request and returns (version, work, round): one call of
`round` does `work` units (tokens, bytes) and returns a dictionary of evidence, which may hold its own "seconds".
"""

import json
import resource
import sys
import time
import traceback

WARM_UPS = 3


def serve(tasks):
    state = {}

    def timed():
        before = time.perf_counter()
        evidence = dict(state["round"]() or {})
        seconds = evidence.pop("seconds", time.perf_counter() - before)
        state.setdefault("first", evidence)
        state["last"] = evidence
        return seconds

    def prepare(question):
        version, work, state["round"] = tasks[question["task"]](question)
        for _ in range(question.get("warmUps", WARM_UPS)):
            timed()
        return {"version": version, "work": work}

    def measure(question):
        seconds, started = [], time.perf_counter()
        while not seconds or time.perf_counter() - started < question["seconds"]:
            seconds.append(timed())
        return {
            "seconds": seconds,
            "evidence": {"first": state["first"], "last": state["last"]},
            "peakRssBytes": peak_rss(),
        }

    for line in sys.stdin:
        question = json.loads(line)
        try:
            answer = {"prepare": prepare, "measure": measure}[question["ask"]](question)
        except Exception:
            answer = {"error": traceback.format_exc(limit=3)}
        print("@bench " + json.dumps(answer), flush=True)


def peak_rss():
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024  # bytes on a Mac, KiB elsewhere
