"""What players of markets know beside the chain: test sets, sealed samples, terms, traces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from random import Random
from struct import pack
from typing import Any

from commonweal.commitment import keccak
from commonweal.fixed_point import lane_limit
from commonweal.twin.market import ordered_tree, terms
from commonweal.twin.market.direct_run import is_round
from commonweal.twin.market.segments import segment_of, segment_root
from commonweal.twin.market.state import MarketState
from commonweal.twin.market.test_set import commitments, split_test_set
from commonweal.types import (
    Address,
    MarketResult,
    MarketTerms,
    ModelKind,
    ModelShape,
    Proposal,
    Segment,
)
from market_trace import NaiveTrace, naive_trace


@dataclass
class TestSet:
    """A committed test set.

    Attributes
    ----------
    salts, parts : list of bytes
        Of each part.
    leaves : tuple of bytes
        Commitments.
    """

    __test__ = False

    salts: list[bytes]
    parts: list[bytes]
    leaves: tuple[bytes, ...]

    @property
    def root(self) -> bytes:
        return ordered_tree.root(self.leaves)


@dataclass
class Proposed:
    """A proposal as its proposer knows it.

    Attributes
    ----------
    proposal : Proposal
        As the market knows it.
    hashes : list of bytes
        Before each step, and the last one.
    balances : list of int
        What the result's payouts are made of.
    """

    proposal: Proposal
    hashes: list[bytes]
    balances: list[int]

    def cuts(self, market: MarketState) -> tuple[bytes, ...]:
        return cuts(market, self.hashes)

    def segment(self, market: MarketState, index: int) -> Segment:
        return segment_of(market, self.proposal.result, self.cuts(market), index)

    def all_of(self, market: MarketState, segment: int) -> tuple[bytes, ...]:
        """All hashes of a segment, its ends included."""
        start = segment * market.segment_steps
        return tuple(self.hashes[start : start + market.steps_in(segment) + 1])

    def inner(self, market: MarketState, segment: int) -> tuple[bytes, ...]:
        return self.all_of(market, segment)[1:-1]


@dataclass
class KnownMarket:
    """A market with its secrets.

    Attributes
    ----------
    start_words : bytes
        Packed weights that it starts from.
    test_set : TestSet
        What the sponsor committed to.
    sealed : dict
        Salt and samples by the number of the contribution.
    proposed : dict
        Proposals by id.
    """

    address: Address
    trainer: Address
    start_words: bytes
    test_set: TestSet
    sealed: dict[int, tuple[bytes, bytes]] = field(default_factory=dict)
    proposed: dict[bytes, Proposed] = field(default_factory=dict)
    _trace: NaiveTrace | None = None

    def trace(self, market: MarketState) -> NaiveTrace:
        """The true trace, once the test set is known."""
        if self._trace is None:
            self._trace = naive_trace(market, self.start_words)
        return self._trace

    def propose(
        self,
        market: MarketState,
        proposer: Address,
        result: MarketResult,
        hashes: list[bytes],
        balances: list[int],
    ) -> Proposed:
        """Make a proposal of these hashes."""
        root = segment_root(market, result, cuts(market, hashes))
        return Proposed(Proposal(proposer, root, result), hashes, balances)


def direct_steps(market: MarketState, trace: NaiveTrace, first: int) -> list[int]:
    """Give the steps that a direct run takes: without rounds that change nothing."""
    hashes = trace.hashes
    last = market.step_count - 1
    steps: list[int] = []
    step = first
    while step <= last:
        plays = is_round(market, step)
        if plays and trace.inputs[step].state.rounds_left == 0:
            step = last
        steps.append(step)
        step = last if plays and hashes[step + 1] == hashes[step] and step < last else step + 1
    return steps


def cuts(market: MarketState, hashes: list[bytes]) -> tuple[bytes, ...]:
    """Give the hashes between segments."""
    return tuple(hashes[market.segment_steps : market.step_count : market.segment_steps])


def make_test_set(
    random: Random,
    kind: ModelKind,
    shape: ModelShape,
    own: MarketTerms,
    market: Address,
    chain_id: int,
) -> TestSet:
    """Make and commit to a test set of distinct rows."""
    wanted = own.part_count * own.rows_per_part
    rows: set[bytes] = set()
    while len(rows) < wanted:
        rows.add(sample(random, kind, shape))
    parts = list(split_test_set(list(rows), own.part_count, own.rows_per_part))
    salts = [random.randbytes(32) for _ in parts]
    return TestSet(salts, parts, commitments(chain_id, market, salts, parts))


def spoil_test_set(random: Random, test_set: TestSet, market: Address, chain_id: int) -> TestSet:
    """Commit to a test set that is none: rows that repeat, overlap, are missing, are no samples."""
    parts = list(test_set.parts)
    place = random.randrange(len(parts))
    chosen = random.randrange(5)
    if chosen == 0:
        parts[place] += parts[place]
    elif chosen == 1:
        parts[place] = parts[random.randrange(len(parts))]
    elif chosen == 2:
        parts.reverse()
    elif chosen == 3:
        parts[place] = random.choice((b"", random.randbytes(9), parts[place][:-1], bytes(48_001)))
    else:
        parts[place] += parts[(place + 1) % len(parts)]
    salts = test_set.salts
    return TestSet(salts, parts, commitments(chain_id, market, salts, parts))


def sample(random: Random, kind: ModelKind, shape: ModelShape) -> bytes:
    """Give one packed sample that teaches something learnable: the label is feature 0's sign."""
    label = random.randrange(2)
    noisy = random.random() < 0.1
    if kind is ModelKind.SPARSE_PERCEPTRON:
        rest = sorted(random.sample(range(2, shape.feature_count), random.randint(1, 4)))
        features = [label ^ noisy, *rest]
        return pack(f">BB{len(features)}H", label, len(features), *features)
    limit = min(lane_limit(shape.lane_bits), 1 << max(shape.fraction_bits, 4))
    values = [random.randint(-limit, limit) for _ in range(shape.feature_count)]
    values[0] = abs(values[0]) if label ^ noisy else -abs(values[0])
    letter = "h" if shape.lane_bits == 16 else "i"
    return pack(f">B{shape.feature_count}{letter}", label, *values)


def samples(random: Random, kind: ModelKind, shape: ModelShape, count: int) -> bytes:
    """Give packed samples."""
    return b"".join(sample(random, kind, shape) for _ in range(count))


def some_terms(random: Random, now_s: int, **fixed: Any) -> MarketTerms:
    """Give terms that are safe, of small markets, with amounts of any order of magnitude."""
    scale = random.choice((1, 10**6, 10**15))
    rounds = random.choice((1, 2, 7, 50, 1_000))
    part_count = random.randint(2, 4)
    rows_per_part = random.randint(1, 3)
    bounty_wei = random.randint(max(rounds, scale), 10 * max(rounds, scale))
    capacity = random.randint(1, 6)
    gas_price_wei = random.choice((1, 7, 10**9))
    sealed = random.random() < 0.5
    moment = random.choice((600, 3_600))
    earliest_s = now_s + 2 * moment + random.choice((60, 600, 3_600))
    own = MarketTerms(
        bounty_wei=bounty_wei,
        sponsor_bond_wei=0,
        proposer_fee_wei=random.randint(0, bounty_wei),
        stake_wei=0,
        most_fee_wei=random.choice((0, 1, scale)),
        gas_price_wei=gas_price_wei,
        rounds=rounds,
        capacity=capacity,
        least_contributions=random.randint(1, capacity),
        part_count=part_count,
        rows_per_part=rows_per_part,
        is_sealed=sealed,
        earliest_end_s=earliest_s,
        latest_end_s=earliest_s + random.choice((1_200, 7_200)),
        move_s=moment,
        reveal_s=600 if sealed else 0,
        test_reveal_s=moment,
        window_s=moment,
        resolve_s=4 * moment + random.choice((0, moment, 10 * moment)),
        claim_s=86_400,
    )
    own = replace(own, **fixed)
    own = replace(
        own,
        sponsor_bond_wei=terms.least_bond_wei(own) + random.choice((0, 1, scale)),
        stake_wei=max(terms.least_stake_wei(own), own.most_fee_wei)
        + random.choice((0, 0, 1, scale)),
    )
    return replace(own, **fixed)


def spoil_terms(random: Random, own: MarketTerms, now_s: int) -> MarketTerms:
    """Give terms of which one is perhaps out of its range."""
    year_s = 365 * 86_400
    choices: dict[str, tuple[int, ...]] = {
        "bounty_wei": (0, own.rounds - 1, 2**90 + 1),
        "sponsor_bond_wei": (terms.least_bond_wei(own) - 1, 2**90 + 1),
        "proposer_fee_wei": (own.bounty_wei + 1,),
        "stake_wei": (terms.least_stake_wei(own) - 1, 2**90 + 1, own.most_fee_wei),
        "most_fee_wei": (own.stake_wei + 1, own.stake_wei),
        "gas_price_wei": (0, 2**63, 2**63 + 1),
        "rounds": (0, 2**20 + 1, 2**20),
        "capacity": (0, 1_024, 1_025),
        "least_contributions": (0, own.capacity + 1),
        "part_count": (0, 1, 65),
        "rows_per_part": (0, 1_001, 10_000 // (own.part_count - 1) + 1),
        "earliest_end_s": (now_s + 2 * own.move_s - 1, now_s + year_s, now_s + year_s + 2),
        "latest_end_s": (own.earliest_end_s, own.earliest_end_s + year_s + 1),
        "move_s": (599, 30 * 86_400 + 1),
        "reveal_s": (0, 599, 600, 30 * 86_400 + 1),
        "test_reveal_s": (599, 30 * 86_400 + 1),
        "window_s": (599, 30 * 86_400 + 1),
        "resolve_s": (2 * own.window_s + 2 * own.move_s - 1, year_s + 1),
        "claim_s": (86_399, 3_650 * 86_400 + 1),
    }
    name = random.choice(list(choices))
    return replace(own, **{name: max(0, random.choice(choices[name]))})


def mutations(random: Random, value: Any) -> Iterator[Any]:
    """Give one value like this one but wrong."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield random.choice((0, value + 1, max(0, value - 1), 2**16, 2**128, 2**256 - 1))
    elif isinstance(value, bytes):
        if len(value) == 32:
            yield random.choice((keccak(value), bytes(32)))
        else:
            yield random.choice((b"", value[:-1], value + b"\0", value + random.randbytes(32)))
    elif isinstance(value, str):
        yield "0x" + random.randbytes(20).hex()
    elif isinstance(value, tuple):
        yield random.choice((value[:-1], (*value, *value[:1]), value[::-1]))


def mutated(random: Random, value: Any, depth: int = 0) -> Any:
    """Give a dataclass with one field, however deep, changed."""
    names = [name for name in value.__dataclass_fields__ if name != "value_wei" or depth]
    if not names:
        return value
    name = random.choice(names)
    inner = getattr(value, name)
    if hasattr(inner, "__dataclass_fields__"):
        return replace(value, **{name: mutated(random, inner, depth + 1)})
    if isinstance(inner, tuple) and inner and hasattr(inner[0], "__dataclass_fields__"):
        place = random.randrange(len(inner))
        changed = list(inner)
        changed[place] = mutated(random, inner[place], depth + 1)
        return replace(value, **{name: tuple(changed)})
    (changed_value,) = mutations(random, inner)
    return replace(value, **{name: changed_value})
