"""A market in this process with its secrets, and the books that its events make."""

from __future__ import annotations

from random import Random
from typing import Any

from ground import DEPLOYER, METADATA, PEOPLE

from commonweal.actions import (
    Action,
    Call,
    Commit,
    Contribute,
    DeployUnderMarket,
    Draw,
    EndParticipation,
    EndReveal,
    OpenMarket,
    RevealContribution,
    RevealPart,
    UploadWeights,
)
from commonweal.commitment import contract_address
from commonweal.events import Event
from commonweal.fixed_point import pack_lanes
from commonweal.runtime.base import Outcome
from commonweal.runtime.codec import creation_data
from commonweal.runtime.contract import ContractRuntime
from commonweal.runtime.transports.base import Message
from commonweal.twin import world
from commonweal.twin.market import encoding, ordered_tree, terms
from commonweal.twin.market.state import MarketState
from commonweal.twin.world import WorldState
from commonweal.types import Address, MarketPhase, MarketRules, ModelKind, ModelShape
from market_known import KnownMarket, make_test_set, samples, some_terms
from market_trace import NaiveTrace

HONEST, LIAR, FRIEND, THIRD = PEOPLE
SPONSOR = DEPLOYER
CONTRIBUTORS = (LIAR, FRIEND, THIRD)
SHAPES = {
    ModelKind.SPARSE_PERCEPTRON: ModelShape(12, 16, 0),
    ModelKind.DENSE_PERCEPTRON: ModelShape(3, 16, 8),
}


class Ground:
    """A market, opened and drawn, and all that people do to it.

    Parameters
    ----------
    runtime
        Its chain.
    random
        Source of terms, test set and samples.
    kind
        What learns.
    fixed
        Terms that are not left to chance.

    Attributes
    ----------
    world : WorldState
        What the twin makes of the events.
    events : list of Event
        Of the market.
    paid_in_wei, forced_wei : int
        ETH that came with calls; that came by force.
    """

    def __init__(
        self, runtime: ContractRuntime, random: Random, kind: ModelKind, **fixed: Any
    ) -> None:
        self.runtime, self.random, self.kind = runtime, random, kind
        self.world = WorldState.new(runtime.registry)
        self.events: list[Event] = []
        self.paid_in_wei = self.forced_wei = 0
        shape = SHAPES[kind]
        deploy = DeployUnderMarket(kind, shape, MarketRules(1), METADATA)
        self.run(SPONSOR, runtime.registry, deploy).accepted()
        (trainer,) = self.world.trainers
        lanes = [random.randint(-2, 2) for _ in range(shape.lane_count)]
        upload = UploadWeights(0, pack_lanes(lanes, shape.lane_bits), True)
        self.run(SPONSOR, trainer, upload).accepted()
        own = some_terms(random, runtime.now_s() + 600, **fixed)
        self.address = contract_address(trainer, 1)
        self.chain_id = runtime.transport.chain_id
        tests = make_test_set(random, kind, shape, own, self.address, self.chain_id)
        words = self.world.trainer(trainer).packed_weights
        self.known = KnownMarket(self.address, trainer, words, tests)
        opening = OpenMarket(0, own, tests.root, terms.opening_wei(own))
        self.run(SPONSOR, trainer, opening).accepted()
        runtime.advance_blocks(2)
        self.act(FRIEND, Draw())

    @property
    def market(self) -> MarketState:
        """What the twin makes of the market."""
        return self.world.markets[self.address]

    @property
    def truth(self) -> NaiveTrace:
        """How the result is found."""
        return self.known.trace(self.market)

    def run(self, sender: Address, to: Address, action: Action) -> Outcome:
        """Submit, and enter what happened into the books."""
        call = Call(sender, to, action)
        outcome = self.runtime.run(call)
        for recorded in outcome.events:
            world.evolve(self.world, recorded.emitted, recorded.timestamp_s, recorded.block_number)
            self.events.append(recorded.event)
        if outcome.rejection is None:
            self.paid_in_wei += call.value_wei
        return outcome

    def attempt(self, sender: Address, action: Action) -> bool:
        """Act on the market, which may refuse; what it says must have a name."""
        return self.run(sender, self.address, action).rejection is None

    def act(self, sender: Address, action: Action) -> None:
        """Act on the market, which must accept."""
        self.run(sender, self.address, action).accepted()

    def force(self, giver: Address, amount_wei: int) -> None:
        """Let somebody send ETH by force."""
        code = creation_data("ForceEther", self.address)
        self.runtime.transport.send(Message(giver, None, code, amount_wei))
        self.forced_wei += amount_wei

    def contribute(self, sender: Address, count: int, more_wei: int) -> bool:
        """Contribute, or commit."""
        packed = samples(self.random, self.kind, SHAPES[self.kind], count)
        index, own = self.market.contribution_count, self.market.terms
        value_wei = max(0, terms.quote_wei(own, index) + more_wei)
        if not own.is_sealed:
            return self.attempt(sender, Contribute(packed, value_wei))
        salt = self.random.randbytes(32)
        commitment = encoding.contribution_commitment(
            sender, self.chain_id, self.address, salt, packed
        )
        accepted = self.attempt(sender, Commit(commitment, value_wei))
        if accepted:
            self.known.sealed[index] = (salt, packed)
        return accepted

    def reveal(self, index: int) -> bool:
        """Reveal a sealed contribution."""
        own, (salt, packed) = self.market.contributions[index], self.known.sealed[index]
        action = RevealContribution(index, salt, own.value_wei, packed)
        return self.attempt(own.contributor, action)

    def show_part(self) -> bool:
        """Let the sponsor show a part that is due."""
        market, tests = self.market, self.known.test_set
        part = market.drawn_part
        if market.phase is MarketPhase.REVEALING_TEST:
            part = next(each for each in market.scored_parts if each not in market.parts)
        proof = ordered_tree.proof(tests.leaves, part)
        return self.attempt(SPONSOR, RevealPart(part, tests.salts[part], tests.parts[part], proof))

    def wait_until(self, at_s: int) -> None:
        """Let time pass, if it is not that late already."""
        self.runtime.advance_time(max(0, at_s - self.runtime.now_s()))

    def hurry(self) -> None:
        """Go on until the result can be found; now and then a contribution stays hidden."""
        self.show_part()
        own = self.market.terms
        for _ in range(self.random.randint(1, own.capacity)):
            self.contribute(self.random.choice(CONTRIBUTORS), self.random.randint(1, 5), 0)
        self.wait_until(own.latest_end_s)
        self.act(THIRD, EndParticipation())
        if own.is_sealed:
            for index in range(self.market.contribution_count):
                if index == 0 or self.random.random() < 0.7:
                    self.reveal(index)
            self.wait_until(self.market.deadline_s + 1)
            self.act(THIRD, EndReveal())
        while self.market.phase is MarketPhase.REVEALING_TEST:
            assert self.show_part()
