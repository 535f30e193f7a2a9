"""The runtime that decides by the compiled contracts, through a transport."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from commonweal.actions import Call
from commonweal.errors import (
    ActionFault,
    ERC721NonexistentToken,
    Rejection,
    UnknownRevertFault,
)
from commonweal.events import Recorded, TrainerDeployed
from commonweal.fixed_point import unpack_lanes
from commonweal.runtime import codec
from commonweal.runtime.base import WAIT_S, Block, Outcome, Ticket, TrainerInfo, Weights
from commonweal.runtime.market_views import ContractMarketViews
from commonweal.runtime.targets import Target, check_target, incentive_fault
from commonweal.runtime.transports.base import Log, Message, Reverted, Transport
from commonweal.twin.badges import MILESTONES, token_id
from commonweal.types import (
    ZERO_ADDRESS,
    Account,
    Address,
    Demand,
    Evaluation,
    Head,
    IncentiveKind,
    ModelKind,
    OpenStake,
    Points,
    Pool,
    Prediction,
    WeightChange,
)


class ContractViews(ContractMarketViews):
    """Free reads of the contracts, as they are or as they were after some block.

    Parameters
    ----------
    transport
        Way to the chain.
    registry
        Address of the registry.
    block
        Number of the block after which to read; None reads what is latest.
    known
        Trainers that were read before, to be shared.
    known_markets
        Models by their markets that were read before, to be shared.
    """

    def __init__(
        self,
        transport: Transport,
        registry: Address,
        block: int | None = None,
        known: dict[Address, TrainerInfo] | None = None,
        known_markets: dict[Address, Address] | None = None,
    ) -> None:
        super().__init__(transport, block, {} if known_markets is None else known_markets)
        self._registry = registry
        self._known = {} if known is None else known
        self._badges: Address | None = None

    @property
    def registry(self) -> Address:
        """The registry that all this is about."""
        return self._registry

    @property
    def badges(self) -> Address:
        """The contract that holds everybody's badges."""
        if self._badges is None:
            (badges,) = self._read(codec.REGISTRY, self._registry, "badges")
            self._badges = badges
        return self._badges

    def now_s(self) -> int:
        """Time of the block after which to read, else what the next block would have."""
        if self._block is None:
            return self.transport.now_s()
        return self.transport.block(self._block).timestamp_s

    def balance_wei(self, account: Address) -> int:
        """ETH of an account or a contract."""
        return self.transport.balance_wei(account, self._block)

    def trainer_count(self) -> int:
        """Give the number of trainers."""
        (count,) = self._read(codec.REGISTRY, self._registry, "trainerCount")
        return int(count)

    def trainers(self) -> tuple[TrainerInfo, ...]:
        """Give all trainers in order, with their metadata."""
        return tuple(map(self.trainer_at, range(self.trainer_count())))

    def trainer_at(self, index: int) -> TrainerInfo:
        """Give the trainer of this number; rejected with `TrainerUnknown` if there is none."""
        address, block_number = self._read(codec.REGISTRY, self._registry, "trainerAt", index)
        found = self._known.get(address)
        if found is None or found.deployed_at_block != block_number:
            found = TrainerInfo.of(self._deployment(index, block_number), block_number)
            self._known[address] = found
        return found

    def trainer(self, address: Address) -> TrainerInfo:
        """Give the trainer at this address."""
        found = self._known.get(address) or self._find(address)
        if found is None:
            raise ActionFault(
                f"A model of registry {self._registry} was expected at {address} but there is "
                "none; use an address from the list of models."
            )
        return found

    def head(self, trainer: Address) -> Head:
        """State of the record of contributions."""
        return Head(*self._of_trainer(trainer, "head"))

    def predict(self, trainer: Address, sample: bytes) -> Prediction:
        """Predict exactly one packed sample; its own label is not used."""
        return Prediction(*self._of_trainer(trainer, "predict", sample))

    def predict_batch(self, trainer: Address, samples: bytes) -> tuple[Prediction, ...]:
        """Predict packed samples, any number of them."""
        labels, scores = self._of_trainer(trainer, "predictBatch", samples)
        return tuple(map(Prediction, labels, scores))

    def evaluate(self, trainer: Address, samples: bytes) -> Evaluation:
        """Count the packed samples whose label the model predicts."""
        return Evaluation(*self._of_trainer(trainer, "evaluate", samples))

    def preview(self, trainer: Address, samples: bytes) -> tuple[WeightChange, ...]:
        """Give the weights that contributing these samples now would change, the bias last."""
        (changes,) = self._of_trainer(trainer, "preview", samples)
        return tuple(WeightChange(*change) for change in changes)

    def weight_words(self, trainer: Address, first_word: int, count: int) -> tuple[bytes, ...]:
        """Give words of packed weights."""
        (words,) = self._of_trainer(trainer, "weightWords", first_word, count)
        return tuple(words)

    def weights(self, trainer: Address) -> Weights:
        """Give all weights."""
        info = self.trainer(trainer)
        words = self.weight_words(trainer, 0, info.shape.word_count)
        lanes = unpack_lanes(words, info.shape.lane_bits)[: info.shape.lane_count]
        if info.model is ModelKind.SPARSE_PERCEPTRON:
            return Weights(tuple(lanes[1:]), lanes[0])
        return Weights(tuple(lanes[:-1]), lanes[-1])

    def open_contribution(self, trainer: Address, key: bytes) -> OpenStake | None:
        """Give an open contribution, None if there is none; under points its deposit is 0."""
        incentive = self.trainer(trainer).incentive
        if incentive is IncentiveKind.MARKET:
            raise incentive_fault(trainer, incentive, IncentiveKind.STAKE)
        found = self._read(codec.INTERFACES[incentive], trainer, "openContribution", key)
        if incentive is IncentiveKind.POINTS:
            return OpenStake(0, found[0], 0) if found[0] else None
        return OpenStake(*found) if any(found) else None

    def quote_wei(self, trainer: Address, samples: int) -> int:
        """Give the least deposit for so many samples at the time of the latest block."""
        (quote,) = self._under_stake(trainer, "quoteWei", samples)
        return int(quote)

    def demand(self, trainer: Address) -> Demand:
        """Give what decides the price, and totals."""
        return Demand(*self._under_stake(trainer, "demand"))

    def pool(self, trainer: Address) -> Pool:
        """Give what has been shared and what waits to be shared."""
        return Pool(*self._under_stake(trainer, "pool"))

    def account_of(self, trainer: Address, account: Address) -> Account:
        """Give an account under stake, as stored."""
        return Account(*self._under_stake(trainer, "accountOf", account))

    def credit_wei(self, trainer: Address, account: Address) -> int:
        """Give what a withdrawal would pay now."""
        (credit,) = self._under_stake(trainer, "creditWei", account)
        return int(credit)

    def points_of(self, trainer: Address, account: Address) -> Points:
        """Give the points of an account."""
        return Points(*self._under_points(trainer, "pointsOf", account))

    def badge_levels(self, trainer: Address, account: Address) -> tuple[int, ...]:
        """Give the levels of the badges that an account earned with a trainer, ascending."""
        index = self.trainer(trainer).index
        return tuple(
            level
            for level in range(len(MILESTONES))
            if self._is_awarded(token_id(index, level, account))
        )

    def _find(self, address: Address) -> TrainerInfo | None:
        try:
            (index,) = self._read(codec.STAKE, address, "registryIndex")
            found = self.trainer_at(index)
        except (ActionFault, Rejection, UnknownRevertFault):
            return None
        return found if found.address == address else None

    def _is_awarded(self, token: int) -> bool:
        try:
            self._read(codec.BADGES, self.badges, "ownerOf", token)
        except ERC721NonexistentToken:
            return False
        return True

    def _deployment(self, index: int, block_number: int) -> TrainerDeployed:
        logs = self.transport.logs(
            [self._registry], block_number, block_number, [codec.topic(TrainerDeployed)]
        )
        for log in logs:
            event = codec.event_of(log.topics, log.data)
            if isinstance(event, TrainerDeployed) and event.index == index:
                return event
        raise ActionFault(
            f"Block {block_number} should hold the deployment of model {index} of registry "
            f"{self._registry} but does not; use a node that keeps all logs."
        )

    def _of_trainer(self, trainer: Address, name: str, *arguments: Any) -> tuple[Any, ...]:
        """Call what every trainer has."""
        self.trainer(trainer)
        return self._read(codec.STAKE, trainer, name, *arguments)

    def _under_stake(self, trainer: Address, name: str, *arguments: Any) -> tuple[Any, ...]:
        incentive = self.trainer(trainer).incentive
        if incentive is not IncentiveKind.STAKE:
            raise incentive_fault(trainer, incentive, IncentiveKind.STAKE)
        return self._read(codec.STAKE, trainer, name, *arguments)

    def _under_points(self, trainer: Address, name: str, *arguments: Any) -> tuple[Any, ...]:
        incentive = self.trainer(trainer).incentive
        if incentive is not IncentiveKind.POINTS:
            raise incentive_fault(trainer, incentive, IncentiveKind.POINTS)
        return self._read(codec.POINTS, trainer, name, *arguments)

    def _read(self, contract: str, to: Address, name: str, *arguments: Any) -> tuple[Any, ...]:
        data = codec.function_data(contract, name, *arguments)
        try:
            found = self.transport.call(Message(ZERO_ADDRESS, to, data), self._block)
        except Reverted as reverted:
            raise codec.rejection_of(reverted.data) from None
        return codec.function_result(contract, name, found)


class ContractRuntime(ContractViews):
    """Submits actions to the contracts of a registry.

    Parameters
    ----------
    transport
        Way to the chain.
    registry
        Address of the registry.
    """

    def __init__(self, transport: Transport, registry: Address) -> None:
        super().__init__(transport, registry)

    def at(self, block: int) -> ContractViews:
        """Give the reads as they were after a block."""
        return ContractViews(
            self.transport, self._registry, block, self._known, self._known_markets
        )

    def next_nonce(self, sender: Address) -> int:
        """Give the nonce that the sender's next call takes."""
        return self.transport.next_nonce(sender)

    def advance_time(self, seconds: int) -> None:
        """Move time on; only where time is ours to move."""
        self.transport.advance_time(seconds)

    def advance_blocks(self, count: int) -> None:
        """Let so many blocks pass with nothing in them; only where the chain is ours."""
        self.transport.advance_blocks(count)

    def submit(self, call: Call, *, nonce: int | None = None, worth_wei: int = 0) -> Ticket:
        """Submit an action.

        Parameters
        ----------
        call, nonce
            As in `Runtime`.
        worth_wei
            What a unit of its gas is worth to the sender, see `Message`.

        Raises
        ------
        ActionFault
            There is no such contract, or it has no such function.
        Fault
            The call could not be submitted, and will not happen.
        """
        self._check_target(call)
        data = codec.action_data(call.action)
        message = Message(call.sender, call.to, data, call.value_wei, worth_wei)
        try:
            transaction_hash = self.transport.send(message, nonce)
        except Reverted as reverted:
            rejection = codec.rejection_of(reverted.data)
            return Ticket(call, None, Outcome((), rejection, reverted.block))
        return Ticket(call, transaction_hash)

    def wait(self, ticket: Ticket, timeout_s: float = WAIT_S) -> Outcome:
        """Wait for what became of a ticket.

        Raises
        ------
        TimeoutFault
            It was not mined in time; it may be mined yet, so wait again, do not submit again.
        """
        if ticket.outcome is not None:
            return ticket.outcome
        if ticket.transaction_hash is None:
            raise ValueError("A ticket with an outcome or a transaction was expected.")
        receipt = self.transport.wait(ticket.transaction_hash, timeout_s)
        rejection = None
        events: tuple[Recorded, ...] = ()
        if receipt.reverted is None:
            logs = [log for log in receipt.logs if self._is_ours(log.address)]
            events = self._recorded(logs, {receipt.block.number: receipt.block})
        else:
            rejection = codec.rejection_of(receipt.reverted)
        return Outcome(
            events=events,
            rejection=rejection,
            block=receipt.block,
            gas_used=receipt.gas_used,
            fee_wei=receipt.fee_wei,
            transaction_hash=receipt.transaction_hash,
        )

    def run(self, call: Call) -> Outcome:
        """Submit and wait."""
        return self.wait(self.submit(call))

    def history(self, from_block: int, to_block: int) -> tuple[Recorded, ...]:
        """Give the events of registry, trainers, markets and badges in these blocks, in order."""
        addresses = [self._registry, self.badges]
        for info in self.trainers():
            addresses += [info.address, *self._market_addresses(info.address)]
        logs = self.transport.logs(addresses, from_block, to_block)
        numbers = sorted({log.block_number for log in logs})
        blocks = dict(zip(numbers, self.transport.blocks(numbers), strict=True))
        return self._recorded(logs, blocks)

    def _recorded(self, logs: Iterable[Log], blocks: dict[int, Block]) -> tuple[Recorded, ...]:
        return tuple(
            Recorded(
                event=codec.event_of(log.topics, log.data),
                emitter=log.address,
                block_number=log.block_number,
                block_hash=log.block_hash,
                timestamp_s=blocks[log.block_number].timestamp_s,
                transaction_hash=log.transaction_hash,
                log_index=log.log_index,
            )
            for log in logs
        )

    def _is_ours(self, emitter: Address) -> bool:
        """Whether a contract of this registry emitted it; a paid contract may emit anything."""
        if emitter in self._known or emitter in (self._registry, self.badges):
            return True
        return self._find(emitter) is not None or self._find_market(emitter) is not None

    def _check_target(self, call: Call) -> None:
        """Refuse what would revert without a reason, or be lost where no contract stands."""
        target: IncentiveKind | Target
        if call.to == self._registry:
            target = Target.REGISTRY
        elif (known := self._known.get(call.to) or self._find(call.to)) is not None:
            target = known.incentive
        elif self._find_market(call.to) is not None:
            target = Target.MARKET
        else:
            target = self.trainer(call.to).incentive
        check_target(call, target)
