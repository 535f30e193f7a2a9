"""Brings a market to its result: proposes it under a bond and defends it, or runs it on chain.

It may be stopped at any point: the chain's events tell how far it came, and the rest is computed
again.
"""

from __future__ import annotations

from collections.abc import Iterator

from commonweal.actions import Adopt, RunSteps
from commonweal.errors import ActionFault
from commonweal.services.market_book import MarketBook, ModelMarkets
from commonweal.services.market_moves import Move, Step, Truth, Wait, answer_steps, proposer_steps
from commonweal.services.market_responder import Responder
from commonweal.services.market_trace import Watch, unwatched
from commonweal.twin.market.direct_run import is_round
from commonweal.twin.market.state import MarketState
from commonweal.types import Address, MarketPhase, StepInput

MOST_CHUNK_BYTES = 48_000
"""What one transaction of a direct run carries of weights, samples, rows and balances."""
MOST_CHUNK_STEPS = 48
# Where each field stands, the state, and each text's length.
_HEAD_BYTES = 32 * (1 + 8 + 5 + 5)


class Proposer:
    """Brings one market to its result.

    Parameters
    ----------
    responder : Responder
        Sends.
    markets : ModelMarkets
        Books of the model.
    market : str
        Which market.
    direct : bool
        Whether the steps are run on chain instead of proposed.
    watch : callable
        Is told how many of how many contributions are computed.
    """

    def __init__(
        self,
        responder: Responder,
        markets: ModelMarkets,
        market: Address,
        *,
        direct: bool = False,
        watch: Watch = unwatched,
        watch_run: Watch = unwatched,
    ) -> None:
        self._responder = responder
        self._markets = markets
        self._market = market
        self._direct = direct
        self._watch = watch
        self._watch_run = watch_run

    def advance(self) -> list[Wait]:
        """Do what can be done now; give what is waited for, nothing if all is done.

        Raises
        ------
        ActionFault
            The market has no result to find.
        """
        return self._responder.pursue(self._markets, self._market, self._decide)

    def _decide(self, book: MarketBook, now_s: int) -> list[Step]:
        state = book.state
        if not book.is_computable:
            raise ActionFault(
                f"A result follows from the whole test set but market {state.address} is in "
                f"{state.phase.label}; "
                + ("nothing is left to do." if state.ended else "wait until the sponsor is done.")
            )
        truth = book.trace(self._watch)
        me = self._responder.account
        if self._direct and state.phase is MarketPhase.RESOLVING:
            self._watch_run(state.next_step, state.step_count)
            # A proposal of one's own may be challenged meanwhile.
            return [*answer_steps(state, truth, me, now_s), run_move(state, truth)]
        self._watch_run(state.step_count, state.step_count)
        latest = self._markets.latest
        adopting = adopt_steps(state, truth) if book is latest else []
        return [*adopting, *proposer_steps(state, truth, me, now_s)]


def adopt_steps(state: MarketState, truth: Truth) -> list[Step]:
    """Say whether the model is to be given the weights of the result."""
    result = state.result
    if result is None or state.adopted or result.weights_hash == state.weights_hash:
        return []
    if result.weights_hash != truth.result.weights_hash:
        return [
            Wait("the accepted weights are not those computed here; who has them may give them")
        ]
    return [Move(Adopt(truth.final_weights), "the model takes the weights of the result")]


def run_move(state: MarketState, truth: Truth) -> Move:
    """Give the next steps of a direct run, as many as fit into one transaction."""
    inputs: list[StepInput] = []
    size = 0
    for given in _run_inputs(state, truth):
        size += _size(given)
        if inputs and (size > MOST_CHUNK_BYTES or len(inputs) == MOST_CHUNK_STEPS):
            break
        inputs.append(given)
    action = RunSteps(tuple(inputs))
    return Move(action, f"steps from {state.next_step:,} of {state.step_count:,} are run on chain")


def _run_inputs(state: MarketState, truth: Truth) -> Iterator[StepInput]:
    """Give the inputs that a direct run takes next, without rounds that change nothing."""
    last = state.step_count - 1
    step = state.next_step
    while step <= last:
        given = truth.step_input(step)
        is_final = is_round(state, step) and truth.hashes[step] == truth.hashes[step + 1]
        if is_final and given.state.rounds_left == 0:
            step, given = last, truth.step_input(last)
            is_final = False
        yield given
        step = last if is_final else step + 1


def _size(given: StepInput) -> int:
    texts = (given.weights, given.data, given.balances, given.errors, given.weights_hashes)
    return _HEAD_BYTES + sum(-(-len(text) // 32) * 32 for text in texts)
