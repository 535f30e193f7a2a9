"""A model's recorded data set, read from the chain and proved complete, in order and unaltered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from commonweal.commitment import START_HASH, contribution_key, next_running_hash
from commonweal.errors import ReorgFault
from commonweal.events import Contributed, Recorded
from commonweal.runtime.base import Block, TrainerInfo
from commonweal.runtime.contract import ContractViews
from commonweal.runtime.transports.base import Transport
from commonweal.samples import DenseFormat, SparseFormat
from commonweal.services.history import HistoryReader
from commonweal.types import Address, Head, ModelKind

Watch = Callable[[int, int], None]
"""Is told how much of how much is done."""


def ignore(_done: int, _total: int) -> None:
    """Watch nothing."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """A recorded contribution.

    Attributes
    ----------
    index : int
        Number within the model, from 0.
    contributor : str
        Who contributed it.
    at_s, block_number : int
        When.
    deposit_wei : int
        Under which deposit.
    samples : bytes
        Packed samples.
    """

    index: int
    contributor: Address
    at_s: int
    block_number: int
    deposit_wei: int
    samples: bytes


class RecordedData:
    """All contributions to a model up to a block.

    Attributes
    ----------
    info : TrainerInfo
        The model.
    block : Block
        Up to and with this block.
    head : Head
        What the chain says of the record after this block.
    views : ContractViews
        Reads as they were after this block.
    """

    def __init__(self, transport: Transport, registry: Address, model: Address) -> None:
        """Look at a model as it is now.

        Raises
        ------
        ActionFault
            The registry has no such model.
        RpcFault
            The node does not answer.
        """
        self._transport = transport
        self.block: Block = transport.block()
        self.views = ContractViews(transport, registry, self.block.number)
        self.info: TrainerInfo = self.views.trainer(model)
        self.head: Head = self.views.head(model)

    @property
    def form(self) -> SparseFormat | DenseFormat:
        """Packs and unpacks the model's samples."""
        shape = self.info.shape
        if self.info.model is ModelKind.SPARSE_PERCEPTRON:
            return SparseFormat(shape.feature_count)
        return DenseFormat(shape.feature_count, shape.lane_bits)

    def history(self, watch: Watch = ignore) -> Iterator[Recorded]:
        """Give all events of the model in order, in constant memory.

        Parameters
        ----------
        watch
            Is told how many of how many blocks are read.

        Raises
        ------
        ReorgFault
            The chain changed meanwhile.
        """
        first, last = self.info.deployed_at_block, self.block.number

        def reached(number: int) -> None:
            watch(number - first + 1, last - first + 1)

        reader = HistoryReader(self._transport)
        # A model's markets come with it, and have events of their own.
        for recorded in reader.stream(first, last, frozenset((self.info.address,)), reached):
            if recorded.emitter == self.info.address:
                yield recorded
        self._check_block()

    def contributions(self, watch: Watch = ignore) -> Iterator[Contribution]:
        """Give all contributions in order, in constant memory, and prove them at the end.

        Parameters
        ----------
        watch
            Is told how many of how many contributions are read.

        Raises
        ------
        ReorgFault
            The chain changed meanwhile, or the node did not give all that the chain recorded.
        """
        running_hash, count = START_HASH, 0
        for recorded in self.history():
            event = recorded.event
            if not isinstance(event, Contributed):
                continue
            key = contribution_key(event.contributor, event.samples)
            running_hash = next_running_hash(running_hash, key)
            count += 1
            yield Contribution(
                index=event.index,
                contributor=event.contributor,
                at_s=recorded.timestamp_s,
                block_number=recorded.block_number,
                deposit_wei=event.deposit_wei,
                samples=event.samples,
            )
            watch(count, self.head.contribution_count)
        if running_hash != self.head.running_hash or count != self.head.contribution_count:
            raise ReorgFault(
                f"The contributions to model {self.info.address} should have the running hash "
                f"0x{self.head.running_hash.hex()} of the chain over {self.head.contribution_count}"
                f" but have 0x{running_hash.hex()} over {count}; the node does not give all logs, "
                "or the chain changed: try again, or use another node."
            )

    def _check_block(self) -> None:
        if self._transport.block(self.block.number).hash != self.block.hash:
            raise ReorgFault(
                f"Block {self.block.number} should stay as it is but the chain replaced it while "
                "its history was read; try again in a moment."
            )
