"""Which contributions are open, read from the chain's own events in constant memory for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from commonweal.actions import Call, Settle, Validate
from commonweal.commitment import contribution_key
from commonweal.errors import ReorgFault
from commonweal.events import Contributed, DisagreementFound, Recorded, Settled, Validated
from commonweal.runtime.base import TrainerInfo
from commonweal.runtime.codec import event_of, topic
from commonweal.runtime.contract import ContractRuntime
from commonweal.services.history import HistoryReader
from commonweal.twin.incentives import verdict
from commonweal.types import Address, IncentiveKind, OpenStake, PointsRules, StakeRules


@dataclass(frozen=True, slots=True)
class OpenContribution:
    """A contribution that has not been closed; its samples stay on the chain until asked for.

    Attributes
    ----------
    trainer : TrainerInfo
        To which model.
    index : int
        Its number within the trainer.
    key : bytes
        Under which it is kept.
    contributor : str
        Whose it is.
    record : OpenStake
        Deposit, time and first verdict; under points only the time counts.
    block_number : int
        Block whose event holds the samples.
    """

    trainer: TrainerInfo
    index: int
    key: bytes
    contributor: Address
    record: OpenStake
    block_number: int

    def due_s(self, caller: Address) -> int | None:
        """From when on the caller may close it, None if never."""
        rules = self.trainer.rules
        own = caller == self.contributor
        if isinstance(rules, StakeRules):
            return verdict.settle_from_s(self.record, own, rules)
        if isinstance(rules, PointsRules) and not own:
            return self.record.since_s + rules.validate_wait_s
        return None

    def is_due(self, caller: Address, now_s: int) -> bool:
        """Whether the caller may close it now."""
        due_s = self.due_s(caller)
        return due_s is not None and due_s <= now_s

    def call(self, caller: Address, samples: bytes) -> Call:
        """Give the call that closes it."""
        action: Settle | Validate
        if isinstance(self.trainer.rules, PointsRules):
            action = Validate(self.contributor, samples)
        else:
            action = Settle(self.contributor, samples)
        return Call(caller, self.trainer.address, action)


def open_contributions(
    runtime: ContractRuntime,
    trainers: Iterable[TrainerInfo],
    watch: Callable[[int, int], None] = lambda done, total: None,
) -> list[OpenContribution]:
    """Find what is open, in the order in which it was contributed.

    Parameters
    ----------
    runtime : ContractRuntime
        The chain.
    trainers : iterable of TrainerInfo
        Which models.
    watch : callable
        Told how many blocks of how many were read.

    Raises
    ------
    ReorgFault
        The chain changed meanwhile; try again.
    """
    # What is contributed to a market is paid by its result, not closed one by one.
    wanted = {
        trainer.address: trainer
        for trainer in trainers
        if trainer.incentive is not IncentiveKind.MARKET
    }
    if not wanted:
        return []
    first = min(trainer.deployed_at_block for trainer in wanted.values())
    last = runtime.transport.block().number
    found: dict[tuple[Address, bytes], OpenContribution] = {}
    reader = HistoryReader(runtime.transport)
    for recorded in reader.stream(
        first, last, frozenset(wanted), lambda number: watch(number - first + 1, last - first + 1)
    ):
        _apply(found, wanted[recorded.emitter], recorded)
    return list(found.values())


def samples_of(runtime: ContractRuntime, item: OpenContribution) -> bytes:
    """Read the packed samples of an open contribution from its event.

    Raises
    ------
    ReorgFault
        The block does not hold it any more.
    """
    at = item.block_number
    for log in runtime.transport.logs([item.trainer.address], at, at, [topic(Contributed)]):
        event = event_of(log.topics, log.data)
        if (
            isinstance(event, Contributed)
            and event.index == item.index
            and contribution_key(event.contributor, event.samples) == item.key
        ):
            return event.samples
    raise ReorgFault(
        f"Block {at} should hold contribution {item.index} of {item.trainer.metadata.name} but the "
        "chain has changed; run the command again."
    )


def _apply(
    found: dict[tuple[Address, bytes], OpenContribution], trainer: TrainerInfo, recorded: Recorded
) -> None:
    event = recorded.event
    if isinstance(event, Contributed):
        key = contribution_key(event.contributor, event.samples)
        found[trainer.address, key] = OpenContribution(
            trainer=trainer,
            index=event.index,
            key=key,
            contributor=event.contributor,
            record=OpenStake(event.deposit_wei, recorded.timestamp_s, 0),
            block_number=recorded.block_number,
        )
    elif isinstance(event, DisagreementFound):
        place = trainer.address, event.key
        record = found[place].record
        judged = OpenStake(record.deposit_wei, recorded.timestamp_s, event.disagreeing)
        found[place] = replace(found[place], record=judged)
    elif isinstance(event, Settled | Validated):
        del found[trainer.address, event.key]
