"""Keeps an index at the head of its chain: a loop without rules of its own.

Blocks are compared by hash. Where the chain replaced some, the index goes back to the last block
that both have and reads on from there.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from commonweal.errors import ReorgFault, WrongChainFault, WrongHistoryFault
from commonweal.runtime.base import Block
from commonweal.runtime.transports.base import Transport
from commonweal.services.history import ATTEMPTS, ChainMoved, HistoryReader, Stretch
from commonweal.store import ChainIdentity, Index, Reorganisation
from commonweal.types import Address

_LOOKED_AT = 64


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an index is.

    Attributes
    ----------
    block_number : int or None
        The last block that was read; None before the first.
    head_number : int
        The chain's last block.
    sequence : int
        Number of the last event.
    """

    block_number: int | None
    head_number: int
    sequence: int


def identify(transport: Transport, registry: Address) -> ChainIdentity:
    """Tell which history the node serves."""
    return ChainIdentity(transport.chain_id, transport.block(0).hash, registry)


class Indexer:
    """Reads a chain into an index.

    Attributes
    ----------
    index : Index
        Where the events go.
    from_block : int
        First block to read.
    """

    def __init__(self, transport: Transport, index: Index, from_block: int = 0) -> None:
        self.index = index
        self.from_block = from_block
        self._transport = transport
        self._reader = HistoryReader(transport)

    def sync(
        self,
        watch: Callable[[Progress], None] = lambda progress: None,
        stop: threading.Event | None = None,
    ) -> Progress:
        """Read up to the chain's head as it is now.

        Parameters
        ----------
        watch
            Is told after each batch how far the index is.
        stop
            Ends the work after the batch in hand.

        Raises
        ------
        WrongChainFault, WrongHistoryFault
            The node serves something else; the index is as it was.
        ReorgFault
            The chain kept changing; what was read is in the index, so try again.
        RpcFault
            The node does not answer; what was read is in the index.
        """
        for _ in range(ATTEMPTS):
            try:
                return self._sync(watch, stop or threading.Event())
            except ChainMoved as moved:
                last = moved
        raise ReorgFault(
            f"The chain should stand still long enough to be read but changed {ATTEMPTS} times; "
            "wait until its blocks settle."
        ) from last

    def _sync(self, watch: Callable[[Progress], None], stop: threading.Event) -> Progress:
        head = self._check_history()
        self._go_back(head)
        tip = self.index.tip
        progress = Progress(
            None if tip is None else tip.number, head.number, self.index.last_sequence
        )
        watch(progress)
        first = self.from_block if tip is None else tip.number + 1
        if first > head.number:
            return progress
        with ThreadPoolExecutor(1, "commonweal-read") as reader:
            ahead = reader.submit(self._reader.read, first, head.number, self._addresses())
            while not stop.is_set():
                stretch = self._continue(ahead.result(), tip)
                last = stretch.last.number
                if last < head.number:
                    ahead = self._read_ahead(reader, last + 1, head.number, stretch)
                sequence = self.index.append(stretch.history, stretch.blocks, stretch.last)
                tip = stretch.last
                progress = Progress(last, head.number, sequence)
                watch(progress)
                if last == head.number:
                    break
        return progress

    def _read_ahead(
        self, reader: ThreadPoolExecutor, first: int, last: int, stretch: Stretch
    ) -> Future[Stretch]:
        """Let the node work on the next stretch while this one is written."""
        return reader.submit(self._reader.read, first, last, stretch.addresses)

    def _continue(self, stretch: Stretch, tip: Block | None) -> Stretch:
        if tip is not None and stretch.first.parent_hash != tip.hash:
            raise ChainMoved(
                f"Block {stretch.first.number} should follow the one that was read before it but "
                "follows another; try again in a moment."
            )
        return stretch

    def _check_history(self) -> Block:
        """Give the chain's head, if the chain is the index's own."""
        identity = self.index.identity
        genesis, head = self._transport.block(0), self._transport.block()
        if self._transport.chain_id != identity.chain_id:
            raise WrongChainFault(identity.chain_id, self._transport.chain_id)
        if genesis.hash != identity.genesis_hash:
            raise WrongHistoryFault(
                f"Chain {identity.chain_id} should begin with block 0x{identity.genesis_hash.hex()}"
                f" but begins with 0x{genesis.hash.hex()}: it was restarted with another history; "
                "deploy again, or start the chain with its old data."
            )
        return head

    def _go_back(self, head: Block) -> Reorganisation | None:
        """Rewind to the last block that index and chain both have."""
        below = head.number
        tip = self.index.tip
        if tip is None or (tip.number <= below and self._transport.block(tip.number) == tip):
            return None
        while known := self.index.blocks_down_from(below, _LOOKED_AT):
            found = self._transport.blocks([block.number for block in known])
            for block, there in zip(known, found, strict=True):
                if block == there:
                    return self.index.rewind(block)
            below = known[-1].number - 1
        return self.index.rewind(None)

    def _addresses(self) -> frozenset[Address]:
        with self.index.world() as world:
            own = (world.registry.address, world.registry.badges)
            return frozenset((*own, *world.trainers, *world.markets))
