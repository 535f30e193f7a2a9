"""The runtime that decides by the twin: pure Python, nothing is sent anywhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from commonweal.actions import Call, ClaimPayouts
from commonweal.commitment import keccak
from commonweal.errors import InsufficientFundsFault, NonceFault, Rejection
from commonweal.events import Burnt, Claimed, Emitted, Recorded, Withdrawn
from commonweal.runtime.base import WAIT_S, Block, Outcome, Ticket, TrainerInfo, Weights
from commonweal.runtime.targets import incentive_fault
from commonweal.runtime.twin_markets import TwinMarketViews
from commonweal.twin import badges, world
from commonweal.twin.incentives.market import MarketsState
from commonweal.twin.incentives.stake import StakeState
from commonweal.twin.trainer import TrainerState
from commonweal.twin.world import WorldState
from commonweal.types import (
    ZERO_ADDRESS,
    Account,
    Address,
    Demand,
    Evaluation,
    Head,
    IncentiveKind,
    OpenStake,
    Points,
    Pool,
    Prediction,
    Surroundings,
    WeightChange,
)

CHAIN_ID = 31_337
"""Of a twin that follows no other chain."""


class TwinViews(TwinMarketViews):
    """Free reads of a twin's state, such as one that was folded from a chain's history.

    Parameters
    ----------
    state
        The world to read; it is not changed.
    now_s
        Time by which the reads are made.
    """

    @property
    def registry(self) -> Address:
        """The registry that all this is about."""
        return self.state.registry.address

    @property
    def badges(self) -> Address:
        """The contract that holds everybody's badges."""
        return self.state.registry.badges

    def now_s(self) -> int:
        """Time by which the reads are made."""
        return self._now_s

    def balance_wei(self, account: Address) -> int:
        """ETH of a trainer or a market, as far as events tell; 0 of any other account."""
        found = self.state.trainers.get(account) or self.state.markets.get(account)
        return 0 if found is None else found.balance_wei

    def trainer_count(self) -> int:
        """Give the number of trainers."""
        return len(self.state.registry.deployments)

    def trainers(self) -> tuple[TrainerInfo, ...]:
        """Give all trainers in order, with their metadata."""
        return tuple(map(self.trainer_at, range(self.trainer_count())))

    def trainer_at(self, index: int) -> TrainerInfo:
        """Give the trainer of this number; rejected with `TrainerUnknown` if there is none."""
        _, block_number = self.state.registry.trainer_at(index)
        return TrainerInfo.of(self.state.registry.deployments[index], block_number)

    def trainer(self, address: Address) -> TrainerInfo:
        """Give the trainer at this address."""
        return self.trainer_at(self._trainer(address).registry_index)

    def head(self, trainer: Address) -> Head:
        """State of the record of contributions."""
        return self._trainer(trainer).head

    def predict(self, trainer: Address, sample: bytes) -> Prediction:
        """Predict exactly one packed sample; its own label is not used."""
        return self._trainer(trainer).predict(sample)

    def predict_batch(self, trainer: Address, samples: bytes) -> tuple[Prediction, ...]:
        """Predict packed samples, any number of them."""
        return self._trainer(trainer).predict_batch(samples)

    def evaluate(self, trainer: Address, samples: bytes) -> Evaluation:
        """Count the packed samples whose label the model predicts."""
        return self._trainer(trainer).evaluate(samples)

    def preview(self, trainer: Address, samples: bytes) -> tuple[WeightChange, ...]:
        """Give the weights that contributing these samples now would change, the bias last."""
        return self._trainer(trainer).preview(samples)

    def weight_words(self, trainer: Address, first_word: int, count: int) -> tuple[bytes, ...]:
        """Give words of packed weights."""
        return self._trainer(trainer).weight_words(first_word, count)

    def weights(self, trainer: Address) -> Weights:
        """Give all weights."""
        model = self._trainer(trainer).model
        return Weights(tuple(model.weights), model.bias)

    def open_contribution(self, trainer: Address, key: bytes) -> OpenStake | None:
        """Give an open contribution, None if there is none; under points its deposit is 0."""
        incentive = self._trainer(trainer).incentive
        if isinstance(incentive, MarketsState):
            raise incentive_fault(trainer, IncentiveKind.MARKET, IncentiveKind.STAKE)
        if isinstance(incentive, StakeState):
            return incentive.open_contributions.get(key)
        since_s = incentive.open_contributions.get(key)
        return None if since_s is None else OpenStake(0, since_s, 0)

    def quote_wei(self, trainer: Address, samples: int) -> int:
        """Give the least deposit for so many samples in a block at `now_s`."""
        return self._trainer(trainer).stake.quote_wei(samples, self._now_s)

    def demand(self, trainer: Address) -> Demand:
        """Give what decides the price, and totals."""
        return self._trainer(trainer).stake.demand

    def pool(self, trainer: Address) -> Pool:
        """Give what has been shared and what waits to be shared."""
        return self._trainer(trainer).stake.pool

    def account_of(self, trainer: Address, account: Address) -> Account:
        """Give an account under stake, as stored."""
        return self._trainer(trainer).stake.account_of(account)

    def credit_wei(self, trainer: Address, account: Address) -> int:
        """Give what a withdrawal would pay now."""
        return self._trainer(trainer).stake.credit_wei(account)

    def points_of(self, trainer: Address, account: Address) -> Points:
        """Give the points of an account."""
        return self._trainer(trainer).points.points_of(account)

    def badge_levels(self, trainer: Address, account: Address) -> tuple[int, ...]:
        """Give the levels of the badges that an account earned with a trainer, ascending."""
        index = self._trainer(trainer).registry_index
        owners = self.state.badges.owners
        return tuple(
            level
            for level in range(len(badges.MILESTONES))
            if badges.token_id(index, level, account) in owners
        )

    def _trainer(self, address: Address) -> TrainerState:
        return self.state.trainer(address)


class TwinRuntime(TwinViews):
    """Decides and evolves; each accepted call is a block of its own, at a time that is given.

    Parameters
    ----------
    registry
        Address of the registry, from which all others follow.
    now_s
        Time of the first block.
    balances_wei
        What accounts have at the start; all others have nothing. Gas costs nothing.
    chain_id
        Id of the chain, to which commitments are bound.
    hash_of
        Gives the hash of a block by its number, where another chain's blocks are followed.
    """

    def __init__(
        self,
        registry: Address,
        now_s: int,
        balances_wei: Mapping[Address, int] | None = None,
        *,
        chain_id: int = CHAIN_ID,
        hash_of: Callable[[int], bytes] | None = None,
    ) -> None:
        super().__init__(WorldState.new(registry), now_s)
        self._balances_wei = dict(balances_wei or {})
        self._nonces: dict[Address, int] = {}
        self._latest = Block(0, keccak(b"twin"), bytes(32), now_s)
        self._chain_id = chain_id
        self._hashes = {0: self._latest.hash}
        self._hash_of = hash_of or self._hashes.__getitem__

    @property
    def latest(self) -> Block:
        """The latest block."""
        return self._latest

    def set_time(self, now_s: int, block_number: int | None = None) -> None:
        """Set the time, and the number of the block that holds the next accepted call."""
        self._now_s = now_s
        if block_number is not None:
            latest = self._latest
            self._latest = Block(
                block_number - 1, latest.hash, latest.parent_hash, latest.timestamp_s
            )

    def advance_time(self, seconds: int) -> None:
        """Move time on."""
        self._now_s += seconds

    @property
    def chain_id(self) -> int:
        """Id of the chain."""
        return self._chain_id

    def advance_blocks(self, count: int) -> None:
        """Let so many blocks pass with nothing in them."""
        for _ in range(count):
            self._add_block(self._next_block())

    def balance_wei(self, account: Address) -> int:
        """ETH of an account, a trainer or a market."""
        if account in self.state.trainers or account in self.state.markets:
            return super().balance_wei(account)
        return self._balances_wei.get(account, 0)

    def next_nonce(self, sender: Address) -> int:
        """Give the nonce that the sender's next call takes."""
        return self._nonces.get(sender, 0)

    def submit(self, call: Call, *, nonce: int | None = None) -> Ticket:
        """Decide a call and make it so.

        Raises
        ------
        ActionFault
            There is no such contract, or it has no such function.
        InsufficientFundsFault
            The sender does not have the value.
        NonceFault
            The nonce is not the sender's next.
        """
        expected = self.next_nonce(call.sender)
        if nonce is not None and nonce != expected:
            raise NonceFault(call.sender, expected, nonce)
        try:
            emitted = world.decide(self.state, call, self._now_s, self._surroundings())
        except Rejection as rejection:
            self._check_funds(call)
            return Ticket(call, None, Outcome((), rejection, self._judging_block()))
        self._check_funds(call)
        block = self._next_block()
        transaction_hash = keccak(b"transaction" + block.hash)
        for each in emitted:
            world.evolve(self.state, each, block.timestamp_s, block.number)
        self._move_value(call, emitted)
        self._nonces[call.sender] = expected + 1
        self._add_block(block)
        events = tuple(
            Recorded(
                event=each.event,
                emitter=each.emitter,
                block_number=block.number,
                block_hash=block.hash,
                timestamp_s=block.timestamp_s,
                transaction_hash=transaction_hash,
                log_index=position,
            )
            for position, each in enumerate(emitted)
        )
        outcome = Outcome(events, None, block, transaction_hash=transaction_hash)
        return Ticket(call, transaction_hash, outcome)

    def wait(self, ticket: Ticket, timeout_s: float = WAIT_S) -> Outcome:
        """Give what became of a ticket; it is known at once."""
        if ticket.outcome is None:
            raise ValueError("A ticket of this runtime was expected; this one is another's.")
        return ticket.outcome

    def run(self, call: Call) -> Outcome:
        """Submit and wait."""
        return self.wait(self.submit(call))

    def _check_funds(self, call: Call) -> None:
        balance_wei = self._balances_wei.get(call.sender, 0)
        if balance_wei < call.value_wei:
            raise InsufficientFundsFault(
                f"{call.sender} needs {call.value_wei} wei but has {balance_wei}; "
                "send it ETH, or use another account."
            )

    def _move_value(self, call: Call, emitted: tuple[Emitted, ...]) -> None:
        self._add_wei(call.sender, -call.value_wei)
        for each in emitted:
            if isinstance(each.event, Withdrawn):
                self._add_wei(each.event.recipient, each.event.amount_wei)
            elif isinstance(each.event, Claimed) and isinstance(call.action, ClaimPayouts):
                self._add_wei(call.action.recipient, each.event.amount_wei)
            elif isinstance(each.event, Burnt):
                self._add_wei(ZERO_ADDRESS, each.event.amount_wei)

    def _add_wei(self, account: Address, amount_wei: int) -> None:
        self._balances_wei[account] = self._balances_wei.get(account, 0) + amount_wei

    def _surroundings(self) -> Surroundings:
        return Surroundings(self._chain_id, self._latest.number + 1, self._hash_of)

    def _add_block(self, block: Block) -> None:
        self._latest = block
        self._hashes[block.number] = block.hash

    def _next_block(self) -> Block:
        parent = self._latest
        number = parent.number + 1
        identity = parent.hash + number.to_bytes(32, "big") + self._now_s.to_bytes(32, "big")
        return Block(number, keccak(identity), parent.hash, self._now_s)

    def _judging_block(self) -> Block:
        latest = self._latest
        return Block(latest.number, latest.hash, latest.parent_hash, self._now_s)
