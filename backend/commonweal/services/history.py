"""Reading a chain's history in consistent stretches, whatever the chain does meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from commonweal.errors import ReorgFault, RpcFault
from commonweal.events import MarketOpened, Recorded, TrainerDeployed
from commonweal.runtime.base import Block
from commonweal.runtime.codec import event_of, topic
from commonweal.runtime.transports.base import Log, Transport
from commonweal.types import Address

FIRST_SPAN = 256
MOST_SPAN = 8_192
WANTED_EVENTS = 2_000
WANTED_BYTES = 4_000_000
ATTEMPTS = 5


class ChainMoved(ReorgFault):
    """The chain changed while a stretch was read: look where it stands now and read again."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """All that happened in some blocks, read from one history of the chain.

    Attributes
    ----------
    first, last : Block
        Its first and its last block.
    blocks : tuple of Block
        Those with events.
    history : tuple of Recorded
        The events, in order.
    addresses : frozenset of str
        The contracts whose events these are, with those made in the stretch.
    """

    first: Block
    last: Block
    blocks: tuple[Block, ...]
    history: tuple[Recorded, ...]
    addresses: frozenset[Address]


class Pace:
    """How many blocks to read at a time: more where little happens, fewer where much does.

    Attributes
    ----------
    span : int
        Blocks of the next stretch.
    """

    def __init__(self, span: int = FIRST_SPAN) -> None:
        self.span = span

    def learn(self, stretch: Stretch, data_bytes: int) -> None:
        """Set the span by what a stretch held."""
        blocks = stretch.last.number - stretch.first.number + 1
        load = max(len(stretch.history) / WANTED_EVENTS, data_bytes / WANTED_BYTES)
        fitting = int(blocks / load) if load else MOST_SPAN
        self.span = max(1, min(2 * self.span, fitting, MOST_SPAN))

    def halve(self) -> None:
        """Ask for less: the node refused."""
        self.span = max(1, self.span // 2)


class HistoryReader:
    """Reads the events of some contracts.

    Attributes
    ----------
    transport : Transport
        The way to the chain.
    pace : Pace
        Adapts to the node and to what happens.
    """

    def __init__(self, transport: Transport) -> None:
        self.transport = transport
        self.pace = Pace()

    def read(self, first: int, last: int, addresses: frozenset[Address]) -> Stretch:
        """Read from block `first` on, up to `last` or as far as one answer reaches.

        Parameters
        ----------
        first, last
            Numbers of blocks that the chain has.
        addresses
            Contracts to read. A registry among them adds the trainers that it deploys, a trainer
            the markets that it opens.

        Raises
        ------
        ChainMoved
            The chain changed meanwhile.
        RpcFault
            The node does not answer, or refuses even a single block.
        """
        while True:
            end = min(last, first + self.pace.span - 1)
            try:
                return self._read(first, end, addresses)
            except RpcFault:
                # Nodes refuse answers that are too long, each in words of its own. One that still
                # gives a block is asked for less; one that does not is down.
                if end == first:
                    raise
                self.transport.block(end)
                self.pace.halve()

    def _read(self, first: int, end: int, addresses: frozenset[Address]) -> Stretch:
        first_block, end_block = self.transport.blocks([first, end])
        logs = list(self.transport.logs(sorted(addresses), first, end))
        known = addresses
        while new := _made(logs) - known:
            logs += self.transport.logs(sorted(new), first, end)
            known |= new
        logs.sort(key=lambda log: (log.block_number, log.log_index))
        numbers = sorted({log.block_number for log in logs} | {end})
        found = dict(zip(numbers, self.transport.blocks(numbers), strict=True))
        # An end that stayed keeps all before it in place.
        if found[end].hash != end_block.hash or any(
            log.block_hash != found[log.block_number].hash for log in logs
        ):
            raise ChainMoved(_moved(first, end))
        stretch = Stretch(
            first=first_block,
            last=end_block,
            blocks=tuple(
                found[number] for number in dict.fromkeys(log.block_number for log in logs)
            ),
            history=tuple(_recorded(log, found[log.block_number]) for log in logs),
            addresses=known,
        )
        self.pace.learn(stretch, sum(len(log.data) for log in logs))
        return stretch

    def stream(
        self,
        first: int,
        last: int,
        addresses: frozenset[Address],
        watch: Callable[[int], None] = lambda number: None,
    ) -> Iterator[Recorded]:
        """Read from block `first` to `last` in order, in constant memory.

        Parameters
        ----------
        first, last, addresses
            As for `read`.
        watch
            Is told the number of each block up to which everything was read.

        Raises
        ------
        ChainMoved
            Blocks that were read left the chain.
        """
        before: Block | None = None
        while first <= last:
            stretch = self.read(first, last, addresses)
            if before is not None and stretch.first.parent_hash != before.hash:
                raise ChainMoved(_moved(before.number, stretch.last.number))
            yield from stretch.history
            before, addresses = stretch.last, stretch.addresses
            first = before.number + 1
            watch(before.number)


def _made(logs: Sequence[Log]) -> frozenset[Address]:
    """Give the contracts that were made: trainers by the registry, markets by trainers."""
    wanted = (topic(TrainerDeployed), topic(MarketOpened))
    found = set()
    for log in logs:
        if log.topics[0] in wanted:
            event = event_of(log.topics, log.data)
            if isinstance(event, TrainerDeployed):
                found.add(event.trainer)
            elif isinstance(event, MarketOpened):
                found.add(event.market)
    return frozenset(found)


def _recorded(log: Log, block: Block) -> Recorded:
    return Recorded(
        event=event_of(log.topics, log.data),
        emitter=log.address,
        block_number=log.block_number,
        block_hash=log.block_hash,
        timestamp_s=block.timestamp_s,
        transaction_hash=log.transaction_hash,
        log_index=log.log_index,
    )


def _moved(first: int, last: int) -> str:
    return (
        f"Blocks {first} to {last} should stay as they are but the chain replaced some while they "
        "were read; try again in a moment."
    )
