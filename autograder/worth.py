"""The judge of an exercise that a class lets be worth other points than the bank does.

A module of its own: what `judging` holds is part of what every solved notebook is made from.
"""

from __future__ import annotations

from . import judging


def judge(exercise, function, *companions, points):
    """Judge a student's function as `judging.judge` does, for so many points."""
    report = judging.verdict(exercise, function, *companions)
    earned = round(report.share * points, 4)
    judging._message(report, earned, points).show({judging.VERDICT: judging.as_data(report, earned, float(points))})
    return earned
