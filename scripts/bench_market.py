"""Markets at scale: one proposed and disputed on Ganache, and one at the full limits computed here.

`python scripts/bench_market.py full` measures the latter alone, in this process, and prints JSON.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

from commonweal.actions import Call, Contribute, DeployUnderMarket, Draw, OpenMarket, UploadWeights
from commonweal.commitment import contract_address, keccak
from commonweal.runtime.contract import ContractRuntime
from commonweal.runtime.deploy import deploy
from commonweal.runtime.ganache import Ganache
from commonweal.runtime.transports.web3 import Web3Transport
from commonweal.samples import SparseFormat, SparseSample, pack
from commonweal.services.challenger import Challenger
from commonweal.services.market_book import MarketBook, ModelMarkets
from commonweal.services.market_moves import Step, ending_steps, proposer_steps
from commonweal.services.market_responder import Decide, Responder
from commonweal.services.market_trace import MarketTrace, Measured, compute
from commonweal.services.sponsor import OwnTestSet, split_into_parts, sponsor_steps, with_amounts
from commonweal.simulation import ancestor_speed
from commonweal.twin.market import layout
from commonweal.twin.market import terms as rules
from commonweal.twin.market.settlement import unit_wei
from commonweal.twin.market.state import MarketContribution, MarketPart, MarketState
from commonweal.types import (
    MarketPhase,
    MarketRules,
    MarketTerms,
    Metadata,
    ModelKind,
    ModelShape,
)

FEATURES = 1_000
CONTRIBUTIONS = 200
SAMPLES = 16
PARTS = 6
ROWS_PER_PART = 400
FULL_FEATURES = 1_023
FULL_CONTRIBUTIONS = 1_024
FULL_SAMPLES = 128
FULL_PARTS = 11
FULL_ROWS_PER_PART = 1_000
WAIT_S = 600
ANCESTOR_DATA = Path(__file__).resolve().parents[2] / "shared" / "peer" / "market"
HOW = {
    "market_full_size_seconds": f"every hash and the result of a market of {FULL_CONTRIBUTIONS:,} "
    f"contributions of {FULL_SAMPLES} samples of 20 to 40 features and "
    f"{(FULL_PARTS - 1) * FULL_ROWS_PER_PART:,} scored rows, {FULL_FEATURES:,} weights, "
    "once, in a process of its own, whose peak of memory is market_full_size_peak_mb",
    "market_speedup_over_ancestor": "1,000 contributions of the ancestor's own data from packed "
    "bytes to payouts, against its seconds; processor time, the lower of per contribution and "
    "grouped; left out where the ancestor's data is not beside the repository",
    "market_on_ganache_seconds": f"a market of {CONTRIBUTIONS} contributions of {SAMPLES} samples "
    f"and {(PARTS - 1) * ROWS_PER_PART:,} scored rows from the registry's deployment to its "
    "result; dispute: a lie proposed, challenged, revealed and refuted",
}
Bar = Callable[[str, int], Callable[[], None]]


def full_size() -> dict[str, float]:
    """Measure a market at the full limits in a process of its own: seconds, and peak in MB."""
    done = subprocess.run([sys.executable, __file__, "full"], stdout=subprocess.PIPE, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def speedup() -> dict[str, float]:
    """Compare with the ancestor's simulator; nothing where its data is not at hand."""
    if not ANCESTOR_DATA.is_dir():
        return {}
    found = ancestor_speed.measure(ANCESTOR_DATA)
    return {
        "market_speedup_over_ancestor": round(found.market_speedup_over_ancestor, 1),
        "market_speedup_per_contribution": round(found.speedup, 1),
        "market_speedup_grouped": round(found.grouped_speedup, 1),
    }


def on_ganache(bar: Bar) -> dict[str, float]:
    """Open a market, fill it, propose a lie and have it refuted, resolve; give what it took."""
    with Ganache() as ganache, tempfile.TemporaryDirectory() as folder:
        return _on_ganache(ganache.url, Path(folder), bar)


def _on_ganache(url: str, folder: Path, bar: Bar) -> dict[str, float]:
    started_s = time.perf_counter()
    transport = Web3Transport(url)
    people = transport.accounts()
    runtime = ContractRuntime(transport, deploy(transport, people[0]).registry)
    learnt = _Learnt(FEATURES)
    model = _deploy(runtime, people[0])
    market = contract_address(model, 1)
    rows = learnt.rows(2 * PARTS * ROWS_PER_PART)
    split, count = split_into_parts(rows, PARTS, ROWS_PER_PART)
    tests = OwnTestSet.made(transport.chain_id, transport.block(0).hash, market, split)
    tests.save(folder / "test.json")
    terms = _terms(runtime.now_s(), PARTS, count, CONTRIBUTIONS)
    opening = OpenMarket(0, terms, tests.root, rules.opening_wei(terms))
    runtime.run(Call(people[1], model, opening)).accepted()
    runtime.advance_blocks(2)
    runtime.run(Call(people[0], market, Draw())).accepted()
    markets = ModelMarkets(runtime, runtime.trainer(model))

    def sponsor(book: MarketBook, now_s: int) -> list[Step]:
        return sponsor_steps(book.state, tests, now_s, transport.block().number + 1)

    def act(who: int, decide: Decide) -> Responder:
        responder = Responder(runtime, people[who])
        responder.pursue(markets, market, decide)
        markets.sync()
        return responder

    act(1, sponsor)
    step = bar("Market on Ganache: contributing", CONTRIBUTIONS)
    for number in range(CONTRIBUTIONS):
        samples = b"".join(learnt.rows(SAMPLES, wrong=number % 10 == 9))
        value_wei = runtime.market_quote_wei(market)
        call = Call(people[2 + number % 3], market, Contribute(samples, value_wei))
        runtime.run(call).accepted()
        step()
    act(0, lambda book, now_s: ending_steps(book.state, now_s))
    act(1, sponsor)
    book = markets.books[market]

    step = bar("Market on Ganache: disputing", 4)
    compute_s = time.perf_counter()
    true = book.trace()
    compute_s = time.perf_counter() - compute_s
    lie = _lie(book, true)
    dispute_s = time.perf_counter()

    def lying(book: MarketBook, now_s: int) -> list[Step]:
        return proposer_steps(book.state, lie, people[5], now_s)

    act(5, lying)
    step()
    challenger = Challenger(Responder(runtime, people[6]))
    challenger.look()
    act(5, lying)
    step()
    challenger.look()
    dispute_s = time.perf_counter() - dispute_s
    step()

    def honest(book: MarketBook, now_s: int) -> list[Step]:
        return proposer_steps(book.state, true, people[7], now_s)

    act(7, honest)
    runtime.advance_time(WAIT_S + 10)
    act(7, honest)
    step()
    state = markets.books[market].state
    refuted = [proposal.refuted for proposal in state.proposals.values()]
    if state.result != true.result or refuted != [True, False]:
        raise SystemExit("The lie should be refuted and the true result accepted; report it.")
    return {
        "market_on_ganache_contributions": state.contribution_count,
        "market_on_ganache_rows": state.plan.scored_rows,
        "market_on_ganache_steps": state.step_count,
        "market_on_ganache_compute_seconds": round(compute_s, 2),
        "market_on_ganache_dispute_seconds": round(dispute_s, 1),
        "market_on_ganache_seconds": round(time.perf_counter() - started_s, 1),
        "market_on_ganache_refute_gas": max(
            each.gas_used for each in challenger.responder.outcomes
        ),
    }


class _Learnt:
    """Rows of 20 to 40 features whose label follows from hidden weights."""

    def __init__(self, features: int, seed: int = 5) -> None:
        self._random = Random(seed)
        self._features = features
        self._form = SparseFormat(features)
        self._weights = [self._random.gauss(0, 1) for _ in range(features)]

    def rows(self, count: int, wrong: bool = False) -> list[bytes]:
        """Give packed rows."""
        return [self._row(wrong) for _ in range(count)]

    def _row(self, wrong: bool) -> bytes:
        indices = self._random.sample(range(self._features), self._random.randint(20, 40))
        label = int(sum(self._weights[index] for index in indices) > 0) ^ wrong
        return pack(self._form, [SparseSample(label, tuple(sorted(indices)))])


def _deploy(runtime: ContractRuntime, deployer: str) -> str:
    shape = ModelShape(FEATURES, 16, 0)
    metadata = Metadata("Bench", "Measures.", ("no", "yes"), "CC0-1.0", bytes(32))
    action = DeployUnderMarket(ModelKind.SPARSE_PERCEPTRON, shape, MarketRules(1), metadata)
    runtime.run(Call(deployer, runtime.registry, action)).accepted()
    model = runtime.trainer_at(0).address
    runtime.run(Call(deployer, model, UploadWeights(0, (), last=True))).accepted()
    return model


def _terms(now_s: int, parts: int, rows_per_part: int, capacity: int) -> MarketTerms:
    terms = MarketTerms(
        bounty_wei=10**18,
        sponsor_bond_wei=0,
        proposer_fee_wei=0,
        stake_wei=0,
        most_fee_wei=0,
        gas_price_wei=10**9,
        rounds=100,
        capacity=capacity,
        least_contributions=1,
        part_count=parts,
        rows_per_part=rows_per_part,
        is_sealed=False,
        earliest_end_s=now_s + 86_400,
        latest_end_s=now_s + 2 * 86_400,
        move_s=WAIT_S,
        reveal_s=0,
        test_reveal_s=6 * WAIT_S,
        window_s=WAIT_S,
        resolve_s=20 * WAIT_S,
        claim_s=86_400,
    )
    return with_amounts(terms)


def _lie(book: MarketBook, true: MarketTrace) -> MarketTrace:
    """Say of a contribution in the middle that it makes ten errors fewer."""
    said = list(true.measured.part_errors)
    middle = len(said) // 2
    first, *others = said[middle]
    said[middle] = (first - 10, *others)
    return MarketTrace(book.state, Measured(true.measured.words, tuple(said)))


def _full() -> None:
    """Compute a market at the full limits, and print seconds and peak memory."""
    learnt = _Learnt(FULL_FEATURES)
    shape = ModelShape(FULL_FEATURES, 16, 0)
    terms = _terms(0, FULL_PARTS, FULL_ROWS_PER_PART, FULL_CONTRIBUTIONS)
    start_words = bytes(32 * shape.word_count)
    state = MarketState(
        address="0x" + "aa" * 20,
        trainer="0x" + "bb" * 20,
        sponsor="0x" + "cc" * 20,
        number=0,
        kind=ModelKind.SPARSE_PERCEPTRON,
        shape=shape,
        terms=terms,
        test_root=bytes(32),
        weights_hash=keccak(start_words),
        opened_at_block=0,
        phase=MarketPhase.RESOLVING,
    )
    for part in range(FULL_PARTS):
        rows = b"".join(learnt.rows(FULL_ROWS_PER_PART))
        state.parts[part] = MarketPart(rows, keccak(rows), bytes(32), bytes(32))
    for number in range(FULL_CONTRIBUTIONS):
        samples = b"".join(learnt.rows(FULL_SAMPLES, wrong=number % 10 == 9))
        state.contributions.append(
            MarketContribution("0x" + "11" * 20, keccak(samples), terms.stake_wei, samples)
        )
    state.revealed_count = FULL_CONTRIBUTIONS
    state = replace(state, unit_wei=unit_wei(state))
    state = replace(state, step_count=layout.step_count(state.plan))
    started_s = time.perf_counter()
    trace = compute(state, start_words)
    seconds = time.perf_counter() - started_s
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
    found = {
        "market_full_size_seconds": round(seconds, 1),
        "market_full_size_peak_mb": round(peak_mb),
        "market_full_size_steps": len(trace.hashes) - 1,
    }
    print(json.dumps(found))


if __name__ == "__main__":
    _full()
