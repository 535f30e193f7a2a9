"""Results of markets computed from an index, each once, one at a time, while others go on."""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass

from commonweal.commitment import keccak
from commonweal.errors import Fault, ReorgFault
from commonweal.events import MarketOpened, WeightsAdopted, WeightsUploaded
from commonweal.runtime.base import TrainerInfo
from commonweal.services.market_book import MarketBook
from commonweal.services.market_trace import MarketTrace, Watch
from commonweal.store import Index
from commonweal.twin.market import rounds, settlement
from commonweal.twin.market.state import MarketState
from commonweal.twin.models import new_model
from commonweal.types import Address

WAIT_S = 20.0
"""How long somebody who asks waits for a computation."""
_SOON_S = 1.0
MOST_KEPT = 4
MOST_WAITING = 16
MOST_SEATS = 8
"""How many who ask may wait at the same time; others are told to ask again at once."""
_WEIGHTS = ("WeightsUploaded", "WeightsAdopted", "MarketOpened")


class ResultUnknownFault(Fault):
    """The market has no result yet, or never will: its test set is not known."""


class ResultPendingFault(Fault):
    """The result is being computed; it is there in a moment."""


@dataclass(frozen=True, slots=True)
class MarketView:
    """A market at one moment, with its model.

    Attributes
    ----------
    info : TrainerInfo
        The model.
    state : MarketState
        A state of its own, which stands still.
    """

    info: TrainerInfo
    state: MarketState

    @classmethod
    def of(cls, index: Index, market: Address) -> MarketView:
        """Read a market; raises `ActionFault` where there is none."""
        with index.world() as world:
            state = world.market(market).copy()
            number = world.trainer(state.trainer).registry_index
            registry = world.registry
            info = TrainerInfo.of(registry.deployments[number], registry.deployed_at_block[number])
        return cls(info, state)


@dataclass(frozen=True, slots=True)
class Played:
    """How the rounds of a result went.

    Attributes
    ----------
    trace : MarketTrace
        Every step.
    rounds : int
        Rounds that were played.
    out_after : dict
        By contribution: rounds after which it dropped out.
    adopted : int or None
        The contribution whose weights the model adopts; None where it keeps its own.
    """

    trace: MarketTrace
    rounds: int
    out_after: dict[int, int]
    adopted: int | None

    def amount_wei(self, state: MarketState, index: int) -> int:
        """Give what a contribution is paid, or would be by this result; bonus included."""
        own = state.contributions[index]
        if not own.revealed:
            return 0
        if state.ended:
            left_wei = own.value_wei if state.result is None else self.trace.balances[index]
            return left_wei + state.bonus_wei
        return self.trace.balances[index] + settlement.bonus_and_dust_wei(state)[0]


class MarketResults:
    """Computes results in a thread of its own and keeps the last few.

    Parameters
    ----------
    wait_s : float
        How long somebody who asks waits before being told to ask again.
    """

    def __init__(self, wait_s: float = WAIT_S) -> None:
        self._wait_s = wait_s
        self._guard = threading.Lock()
        self._kept: OrderedDict[bytes, _Job] = OrderedDict()
        self._seats = threading.BoundedSemaphore(MOST_SEATS)
        self._stopping = threading.Event()
        self._worker = ThreadPoolExecutor(1, "commonweal-results")

    def stop(self) -> None:
        """Let go of what is being computed."""
        self._stopping.set()
        self._worker.shutdown(wait=True, cancel_futures=True)

    def get(self, index: Index, view: MarketView) -> Played:
        """Give a market's result, computed from all that stands in the index.

        Parameters
        ----------
        index
            Where the market's events are.
        view
            The market.

        Raises
        ------
        ResultUnknownFault
            The test set is not known, so nobody can say.
        ResultPendingFault
            It takes longer; ask again.
        ReorgFault
            The chain changed meanwhile, or the index does not lead to the market's own hash.
        """
        return self._wait(index, view, self._wait_s)

    def soon(self, index: Index, view: MarketView) -> Played | None:
        """Give a result as `get` does, but None where it is not at hand almost at once."""
        try:
            return self._wait(index, view, min(self._wait_s, _SOON_S))
        except ResultPendingFault:
            return None

    def _wait(self, index: Index, view: MarketView, wait_s: float) -> Played:
        _check_known(view.state)
        job = self._job(index, view)
        seated = self._seats.acquire(blocking=False)
        try:
            return job.future.result(wait_s if seated else 0)
        except TimeoutError:
            count = view.state.contribution_count
            raise ResultPendingFault(
                f"The result of market {view.state.address} should be here but is still being "
                f"computed ({job.done:,} of {count:,} contributions); ask again in a moment."
            ) from None
        except CancelledError:
            raise _stopped() from None
        finally:
            if seated:
                self._seats.release()

    def _job(self, index: Index, view: MarketView) -> _Job:
        name = _name(view.state)
        with self._guard:
            job = self._kept.get(name)
            if job is None or _failed(job.future):
                job = self._begin(index, view)
                self._kept[name] = job
            self._kept.move_to_end(name)
            done = [key for key, one in self._kept.items() if one.future.done()]
            for key in done[: max(0, len(self._kept) - MOST_KEPT)]:
                del self._kept[key]
        return job

    def _begin(self, index: Index, view: MarketView) -> _Job:
        if self._stopping.is_set():
            raise _stopped()
        waiting = sum(not one.future.done() for one in self._kept.values())
        if waiting >= MOST_WAITING:
            raise ResultPendingFault(
                f"The result of market {view.state.address} should be computed but {waiting} "
                "others come first; ask again in a moment, or use `commonweal market status "
                "--standings`."
            )
        words = start_words(index, view)
        book = MarketBook(view.info, view.state, words)
        job = _Job()

        def watch(done: int, _: int) -> None:
            if self._stopping.is_set():
                raise _stopped()
            job.done = done

        job.future = self._worker.submit(play, book, watch)
        return job


class _Job:
    """A computation and how far it is."""

    def __init__(self) -> None:
        self.done = 0
        self.future: Future[Played] = Future()


def start_words(index: Index, view: MarketView) -> bytes:
    """Give the packed weights that a market starts from.

    Raises
    ------
    ReorgFault
        The index does not lead to the weights that the market names.
    """
    shape = view.info.shape
    model = new_model(view.info.model, shape)
    for stored in index.events_of(view.info.address, _WEIGHTS):
        match stored.recorded.event:
            case WeightsUploaded() as event:
                model.upload(event.first_word, event.words)
            case WeightsAdopted() as event:
                model.upload(0, event.words)
            case MarketOpened() as event if event.market == view.state.address:
                break
            case _:
                pass
    words = b"".join(model.words(0, shape.word_count))
    if keccak(words) != view.state.weights_hash:
        raise ReorgFault(
            f"Market {view.state.address} should start from weights that hash to "
            f"0x{view.state.weights_hash.hex()} but the index leads to 0x{keccak(words).hex()}; "
            "try again in a moment."
        )
    return words


def _stopped() -> ResultPendingFault:
    return ResultPendingFault(
        "The result should be computed but the server stops; ask again when it is back."
    )


def _check_known(state: MarketState) -> None:
    if state.step_count:
        return
    missing = state.terms.part_count - len(state.parts)
    raise ResultUnknownFault(
        f"The result of market {state.address} follows from its whole test set but "
        f"{missing} of {state.terms.part_count} parts are hidden ({state.phase.label}); "
        + ("it ended without a result." if state.ended else "ask again when they are revealed.")
    )


def play(book: MarketBook, watch: Watch) -> Played:
    """Compute the result, and say of each contribution how it came to it."""
    trace, state = book.trace(watch), book.state
    terms = state.terms
    balances: list[int] = [terms.stake_wei if one.revealed else 0 for one in state.contributions]
    left, out_after = terms.rounds, dict[int, int]()
    rows = state.plan.scored_rows
    for _ in range(len(balances) + 1):
        after, after_left = rounds.play(balances, trace.errors, state.unit_wei, rows, left)
        if after_left == left:
            break
        for index, (before_wei, after_wei) in enumerate(zip(balances, after, strict=True)):
            if before_wei >= state.unit_wei > after_wei:
                out_after[index] = terms.rounds - after_left
        balances, left = after, after_left
    keeps = trace.result.weights_hash == state.weights_hash
    adopted = None if keeps else rounds.last_in(trace.balances, state.unit_wei)
    return Played(trace, terms.rounds - left, out_after, adopted)


def _failed(future: Future[Played]) -> bool:
    return future.done() and (future.cancelled() or future.exception() is not None)


def _name(state: MarketState) -> bytes:
    """Name all that a result follows from, so that a result outlives blocks that do not matter."""
    parts = b"".join(part.rows_hash for _, part in sorted(state.parts.items()))
    records = b"".join(
        bytes.fromhex(one.contributor[2:]) + one.data_hash + one.value_wei.to_bytes(32, "big")
        for one in state.contributions
    )
    place = state.address.encode() + state.first_hash + bytes([state.drawn_part])
    return keccak(place + parts + records)
