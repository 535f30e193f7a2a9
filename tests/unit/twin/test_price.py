"""The price, against a queue of samples in exact fractions that leaks second by second."""

from __future__ import annotations

from fractions import Fraction
from math import floor

from hypothesis import given
from hypothesis import strategies as st

from commonweal.twin.incentives import price
from commonweal.twin.incentives.stake import NO_DEMAND

STEPS = st.lists(st.tuples(st.integers(0, 400), st.integers(1, 128)), min_size=1, max_size=40)


class Queue:
    """Samples that wait to be forgotten, at one in `seconds_per_sample`; read once a second."""

    def __init__(self, seconds_per_sample: int) -> None:
        self.rate = Fraction(1, seconds_per_sample)
        self.waiting = Fraction(0)
        self.of_this_second = 0

    def tick(self, seconds: int) -> None:
        for _ in range(seconds):
            self.waiting += min(self.of_this_second, 128)
            self.of_this_second = 0
            self.waiting = min(max(Fraction(0), self.waiting - self.rate), Fraction(65_536))

    def price(self, floor_price_wei: int) -> int:
        return floor(floor_price_wei * (1 + self.waiting / 1_024))


@given(STEPS, st.integers(1, 100), st.integers(1, 10**18))
def test_the_price_is_that_of_a_leaking_queue(
    steps: list[tuple[int, int]], seconds_per_sample: int, floor_price_wei: int
) -> None:
    queue = Queue(seconds_per_sample)
    demand, now_s = NO_DEMAND, 1_000_000
    for wait_s, samples in steps:
        now_s += wait_s
        queue.tick(wait_s)
        backlog_s = price.backlog_at(demand, seconds_per_sample, now_s)
        found = price.price_wei(floor_price_wei, seconds_per_sample, backlog_s)
        assert found == queue.price(floor_price_wei)
        demand = price.add(demand, backlog_s, 0, samples, now_s)
        queue.of_this_second += samples


@given(STEPS, st.integers(1, 3_600), st.integers(1, 10**18))
def test_the_price_jumps_by_an_eighth_of_the_floor_at_most(
    steps: list[tuple[int, int]], seconds_per_sample: int, floor_price_wei: int
) -> None:
    demand, now_s = NO_DEMAND, 1_000_000
    last = floor_price_wei
    for wait_s, samples in steps:
        now_s += wait_s
        backlog_s = price.backlog_at(demand, seconds_per_sample, now_s)
        found = price.price_wei(floor_price_wei, seconds_per_sample, backlog_s)
        assert floor_price_wei <= found <= last + floor_price_wei // 8 + 1
        last = found
        demand = price.add(demand, backlog_s, 0, samples, now_s)


def test_neighbours_of_one_moment_pay_the_same() -> None:
    demand = NO_DEMAND
    for _ in range(50):
        backlog_s = price.backlog_at(demand, 10, 77)
        assert price.price_wei(1_000, 10, backlog_s) == 1_000
        demand = price.add(demand, backlog_s, 5, 128, 77)
    assert demand.added_samples == price.MAX_RISE_SAMPLES
    assert demand.deposits_wei == 250
    assert (
        price.price_wei(1_000, 10, price.backlog_at(demand, 10, 78)) == 1_000 + 1_000 * 127 // 1_024
    )


def test_the_price_is_at_most_65_times_the_floor_and_falls_back() -> None:
    demand, highest = NO_DEMAND, 0
    for now_s in range(1, 700):
        backlog_s = price.backlog_at(demand, 3_600, now_s)
        highest = price.price_wei(1_024, 3_600, backlog_s)
        demand = price.add(demand, backlog_s, 0, 128, now_s)
    assert highest == 65 * 1_024
    quiet_s = 700 + (price.MAX_BACKLOG_SAMPLES + price.MAX_RISE_SAMPLES) * 3_600
    assert price.price_wei(1_024, 3_600, price.backlog_at(demand, 3_600, quiet_s)) == 1_024


def test_a_backlog_of_1024_samples_doubles_the_price() -> None:
    assert price.price_wei(1_000, 7, 7 * price.DOUBLING_SAMPLES) == 2_000
    assert price.price_wei(1_000, 7, 7 * price.DOUBLING_SAMPLES - 1) == 1_999
