"""The price of a sample.

Each sample adds `seconds_per_sample` seconds to a backlog that falls by a second a second. The
price is floor x (1 + backlog / doubling). It is constant within one timestamp and rises from one
to the next by an eighth of the floor at most, so a neighbour's contribution rejects nobody's.
"""

from __future__ import annotations

from commonweal.types import Demand

DOUBLING_SAMPLES = 1_024
"""This many samples of backlog double the price."""
MAX_RISE_SAMPLES = 128
"""No more samples than these of one timestamp raise the price."""
MAX_BACKLOG_SAMPLES = 65_536
"""The price is at most 65 times the floor."""


def backlog_at(demand: Demand, seconds_per_sample: int, now_s: int) -> int:
    """Give the backlog that decides the price at `now_s`, in seconds."""
    if now_s == demand.price_time_s:
        return demand.backlog_s
    reached_s = demand.backlog_s + demand.added_samples * seconds_per_sample
    left_s = max(0, reached_s - (now_s - demand.price_time_s))
    return min(left_s, MAX_BACKLOG_SAMPLES * seconds_per_sample)


def price_wei(floor_price_wei: int, seconds_per_sample: int, backlog_s: int) -> int:
    """Give the price of one sample, rounded down."""
    return floor_price_wei + floor_price_wei * backlog_s // (seconds_per_sample * DOUBLING_SAMPLES)


def add(demand: Demand, backlog_s: int, deposit_wei: int, samples: int, now_s: int) -> Demand:
    """Give the demand after `samples` more under `deposit_wei`."""
    added = samples
    if now_s == demand.price_time_s:
        added += demand.added_samples
    return Demand(
        deposits_wei=demand.deposits_wei + deposit_wei,
        total_shares=demand.total_shares,
        price_time_s=now_s,
        backlog_s=backlog_s,
        added_samples=min(added, MAX_RISE_SAMPLES),
    )
