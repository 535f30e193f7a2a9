"""A market on a real chain, brought to the phase that a test is about, by the same services."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from commonweal.actions import Call, Commit, Draw, OpenMarket
from commonweal.commitment import contract_address
from commonweal.encoders.manifest import ManifestStore
from commonweal.encoders.starting import StartingModel
from commonweal.encoders.table import Column, TableEncoder
from commonweal.errors import Rejection
from commonweal.events import Event
from commonweal.runtime.base import Outcome, TrainerInfo
from commonweal.runtime.contract import ContractRuntime
from commonweal.runtime.transports.web3 import Web3Transport
from commonweal.samples import DenseFormat, DenseSample, pack_contribution
from commonweal.services.deployer import deploy
from commonweal.services.market_book import MarketBook, ModelMarkets
from commonweal.services.market_contributor import reveal_steps
from commonweal.services.market_moves import Move, Step, ending_steps, proposer_steps
from commonweal.services.market_responder import Responder
from commonweal.services.market_trace import MarketTrace, Measured
from commonweal.services.plans import ModelPlan
from commonweal.services.sealed import SealedStore, sealed_path
from commonweal.services.sponsor import (
    OwnTestSet,
    own_test_set_path,
    split_into_parts,
    sponsor_steps,
    with_amounts,
)
from commonweal.twin.market import terms
from commonweal.types import MarketRules, MarketTerms

WAIT_S = 600
ENCODER = TableEncoder(
    ("low", "high"),
    (Column("a", 50.0, 25.0), Column("b", 0.0, 1.0)),
    lane_bits=16,
    fraction_bits=8,
)
FORM = DenseFormat(2, 16)


def samples(count: int, seed: int, wrong: bool = False) -> list[DenseSample]:
    """Give samples whose label follows from the first value."""
    chance = random.Random(seed)
    found = []
    for _ in range(count):
        value = chance.choice((-1, 1)) * chance.randrange(40, 500)
        label = int(value > 0) ^ wrong
        found.append(DenseSample(label, (value, chance.randrange(-250, 250))))
    return found


def write_rows(path: Path, count: int, seed: int, wrong: bool = False) -> Path:
    """Write a table that encodes to rows of the same kind."""
    chance = random.Random(seed)
    with path.open("w") as file:
        file.write("a,b,label\n")
        for _ in range(count):
            a = chance.choice((-1, 1)) * chance.uniform(5, 48) + 50
            label = "high" if (a > 50) ^ wrong else "low"
            file.write(f"{a:.3f},{chance.gauss(0, 0.7):.4f},{label}\n")
    return path


class MarketStage:
    """A model under markets and its market.

    Accounts: 0 deploys, 1 is the sponsor, 2 and 3 contribute, 4 proposes, 5 challenges, 6 lies.
    """

    def __init__(self, transport: Web3Transport, registry: str, folder: Path) -> None:
        self.transport = transport
        self.runtime = ContractRuntime(transport, registry)
        self.folder = folder
        self.people = transport.accounts()
        self.chain_id = transport.chain_id
        self.genesis_hash = transport.block(0).hash
        self.model: TrainerInfo
        self.markets: ModelMarkets
        self.market: str

    def deploy(self, name: str) -> TrainerInfo:
        start = StartingModel(ENCODER, (0, 0, 0))
        plan = ModelPlan(name, "For tests.", "CC0-1.0", start)
        done = deploy(
            self.runtime,
            self.people[0],
            plan,
            MarketRules(1),
            ManifestStore(self.folder / "encoders"),
        )
        self.take(done.trainer)
        return self.model

    def take(self, model: TrainerInfo) -> None:
        """Go on with this model."""
        self.model = model
        self.markets = ModelMarkets(self.runtime, model)

    def open(self, parts: int = 3, rows: int = 20, seed: int = 1, **changes: Any) -> OwnTestSet:
        packed = [FORM.pack_one(sample) for sample in samples(2 * parts * rows, seed)]
        split, count = split_into_parts(packed, parts, rows)
        opened = self.runtime.market_count(self.model.address)
        self.market = contract_address(self.model.address, opened + 1)
        self.tests = OwnTestSet.made(self.chain_id, self.genesis_hash, self.market, split)
        self.tests.save(own_test_set_path(self.folder, self.genesis_hash, self.market))
        own = replace(self.terms(parts, count), **changes)
        action = OpenMarket(opened, own, self.tests.root, terms.opening_wei(own))
        self.run(1, self.model.address, action)
        return self.tests

    def terms(self, parts: int, rows: int) -> MarketTerms:
        now_s = self.runtime.now_s()
        return with_amounts(
            MarketTerms(
                bounty_wei=10**17,
                sponsor_bond_wei=0,
                proposer_fee_wei=0,
                stake_wei=0,
                most_fee_wei=0,
                gas_price_wei=10**9,
                rounds=20,
                capacity=16,
                least_contributions=1,
                part_count=parts,
                rows_per_part=rows,
                is_sealed=True,
                earliest_end_s=now_s + 3 * WAIT_S,
                latest_end_s=now_s + 20 * WAIT_S,
                move_s=WAIT_S,
                reveal_s=WAIT_S,
                test_reveal_s=WAIT_S,
                window_s=2 * WAIT_S,
                resolve_s=20 * WAIT_S,
                claim_s=86_400,
            )
        )

    def show_drawn(self) -> None:
        self.runtime.advance_blocks(2)
        self.run(0, self.market, Draw())
        self.pursue(1, self._sponsor)

    def contribute(self, who: int, number: int = 0, wrong: bool = False, count: int = 24) -> None:
        packed = pack_contribution(FORM, samples(count, 100 * who + number, wrong))
        with self.sealed(who) as store:
            commitment = store.seal("stage", number, packed).commitment
        value_wei = self.runtime.market_quote_wei(self.market)
        self.run(who, self.market, Commit(commitment, value_wei))

    def reveal(self, *who: int) -> None:
        """End participation and reveal contributions of these accounts."""
        self.runtime.advance_time(3 * WAIT_S + 10)
        self.pursue(0, lambda book, now_s: ending_steps(book.state, now_s)[:1])
        for each in who:
            with self.sealed(each) as store:
                me = self.people[each]
                self.pursue(
                    each, lambda book, now_s, s=store, m=me: reveal_steps(book.state, m, s, now_s)
                )
        self.pursue(0, lambda book, now_s: ending_steps(book.state, now_s))

    def to_resolving(self) -> MarketBook:
        """Run everything up to where a result can be found: a good and a bad contribution."""
        self.open()
        self.show_drawn()
        self.contribute(2)
        self.contribute(3, wrong=True)
        self.contribute(2, 1)
        self.reveal(2, 3)
        self.pursue(1, self._sponsor)
        return self.book

    @property
    def book(self) -> MarketBook:
        self.markets.sync()
        return self.markets.books[self.market]

    def events(self) -> list[Event]:
        """Give what happened in the market."""
        history = self.runtime.history(0, self.transport.block().number)
        return [recorded.event for recorded in history if recorded.emitter == self.market]

    def run(self, who: int, to: str, action: Any) -> Outcome:
        return self.runtime.run(Call(self.people[who], to, action)).accepted()

    def rejected(self, who: int, action: Any) -> Rejection:
        outcome = self.runtime.run(Call(self.people[who], self.market, action))
        assert outcome.rejection is not None
        return outcome.rejection

    def pursue(self, who: int, decide: Callable[[MarketBook, int], list[Step]]) -> Any:
        responder = Responder(self.runtime, self.people[who])
        return responder.pursue(self.markets, self.market, decide)

    def sealed(self, who: int) -> SealedStore:
        me = self.people[who]
        path = sealed_path(self.folder, self.genesis_hash, self.market, me)
        return SealedStore(path, me, self.chain_id, self.market)

    def lie(self, contribution: int = 1) -> MarketTrace:
        """Give the trace of who says that a contribution made no errors in the first part."""
        book = self.book
        measured = book.trace().measured
        said = list(measured.part_errors)
        first, *others = said[contribution + 1]
        said[contribution + 1] = (max(first - 7, 0) if first else 7, *others)
        return MarketTrace(book.state, Measured(measured.words, tuple(said)))

    def act_by(self, who: int, trace: MarketTrace) -> None:
        """Let somebody do what a proposer does by this trace."""
        me = self.people[who]
        self.pursue(who, lambda book, now_s: proposer_steps(book.state, trace, me, now_s))

    def send(self, who: int, step: Step) -> None:
        assert isinstance(step, Move)
        self.run(who, self.market, step.action)

    def _sponsor(self, book: MarketBook, now_s: int) -> list[Step]:
        return sponsor_steps(book.state, self.tests, now_s, self.transport.block().number + 1)
