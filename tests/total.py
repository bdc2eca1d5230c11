#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Adds up what GTest found in the build directories that are named, after “meson test”.

Shows each failed case with its output and ends with one line, “N passed, N failed”. A program that
crashed, timed out or failed outside its cases (a leak at its end) counts as a failure of its own.
"""

import json
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

SHOWN_LINES = 200


def read_runs(directory):
    """What meson noted of each program it ran, in the order of running."""
    for log in sorted(Path(directory, "meson-logs").glob("testlog-*.json")):
        for line in log.read_text(errors="replace").splitlines():
            yield json.loads(line)


def read_cases(directory, run):
    """The cases of one program as its GTest wrote them at its end; none if it did not come so far."""
    name = run["name"].split(" / ")[-1].split(":")[-1].strip()  # "decant:unit / unit"
    try:
        return list(ElementTree.parse(Path(directory, f"{name}.xml")).iter("testcase"))
    except (OSError, ElementTree.ParseError):
        return []


def cut(text):
    lines = text.splitlines()
    left_out = len(lines) - SHOWN_LINES
    if left_out > 0:
        lines = [f"… {left_out} lines left out"] + lines[-SHOWN_LINES:]
    return "\n".join(lines)


def output_of(run, name):
    """What a case wrote, between GTest's own lines about it."""
    _, _, rest = run.get("stdout", "").partition(f"[ RUN      ] {name}\n")
    text, _, _ = rest.partition(f"[  FAILED  ] {name}")
    return cut(text)


def heading(directory, run, what):
    return f"\n==== {directory}: {run['name']}: {what} ===="


def count(directory, run):
    """Passed, failed and skipped cases of one program, whose failures are printed."""
    cases = read_cases(directory, run)
    failed = [case for case in cases if case.find("failure") is not None]
    skipped = [case for case in cases if case.get("result") == "skipped"]

    for case in failed:
        name = f"{case.get('classname')}.{case.get('name')}"
        print(heading(directory, run, name), output_of(run, name), sep="\n")
    for case in skipped:
        words = " ".join(case.find("skipped").get("message", "").split("\n")[1:]).strip()
        print(f"Skipped: {run['name']}: {case.get('classname')}.{case.get('name')}: {words}")
    not_run = [case for case in cases if case.get("status") == "notrun"]
    passed = len(cases) - len(failed) - len(skipped) - len(not_run)

    if run["result"] not in ("OK", "SKIP") and not failed:
        print(heading(directory, run, f"{run['result']}, exit status {run['returncode']}"))
        print(cut(run.get("stdout", "")), cut(run.get("stderr", "")), sep="\n")
        return passed, 1, len(skipped)
    return passed, len(failed), len(skipped)


def main(directories):
    totals = [0, 0, 0]
    for directory in directories:
        runs = list(read_runs(directory))
        if not runs:
            print(f"\n==== {directory}: the tests could not be built or run ====")
            totals[1] += 1
        for run in runs:
            totals = [sum(pair) for pair in zip(totals, count(directory, run))]

    passed, failed, skipped = totals
    if passed + failed == 0:
        print("\nNo test has run.")
    print(f"\n{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
