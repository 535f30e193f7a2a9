"""Contribute to a market: at once where it is open, by commitments first where it is sealed."""

from __future__ import annotations

from commonweal.actions import Action, Commit, Contribute, RevealContribution
from commonweal.errors import ConfigFault
from commonweal.events import Committed, Event
from commonweal.runtime.contract import ContractRuntime
from commonweal.services.contributor import Contributor
from commonweal.services.journal import Entry, Journal
from commonweal.services.market_book import MarketBook
from commonweal.services.market_moves import Move, Step, Truth, Wait
from commonweal.services.sealed import SealedStore
from commonweal.twin.market import encoding, merkle, terms
from commonweal.twin.market.state import MarketContribution, MarketState
from commonweal.types import Address, Claim, MarketPhase

PAYING = (MarketPhase.RESOLVED, MarketPhase.DEFAULTED, MarketPhase.EXPIRED)
"""Ends after which contributions are claimed."""
CLAIMS_PER_CALL = 32
"""About two million gas."""
_SPARE_PLACES = 4


class MarketContributor(Contributor):
    """Contributes the batches of one file to a market for one account, each once.

    Parameters
    ----------
    runtime, account, journal, genesis_hash
        As for `Contributor`.
    book : MarketBook
        The market.
    sealed : SealedStore or None
        Where samples and salts are kept; needed for a sealed market.
    most_value_wei : int, optional
        Most to send with a contribution; None for any.
    """

    def __init__(
        self,
        runtime: ContractRuntime,
        book: MarketBook,
        account: Address,
        journal: Journal,
        genesis_hash: bytes,
        sealed: SealedStore | None,
        most_value_wei: int | None = None,
    ) -> None:
        super().__init__(runtime, book.info, account, journal, genesis_hash, most_value_wei)
        self._state = book.state
        self._sealed = sealed

    @property
    def target(self) -> Address:
        """The market."""
        return self._state.address

    def _action(self, entry: Entry) -> Action:
        if self._sealed is None:
            return Contribute(entry.samples, entry.deposit_wei)
        return Commit(self._commitment(entry), entry.deposit_wei)

    def _place(self, entry: Entry, event: Event) -> tuple[int, int] | None:
        if self._sealed is None:
            return super()._place(entry, event)
        if isinstance(event, Committed) and event.commitment == self._commitment(entry):
            return event.index, event.value_wei
        return None

    def _commitment(self, entry: Entry) -> bytes:
        assert self._sealed is not None
        return self._sealed.seal(self.journal.path.stem, entry.number, entry.samples).commitment

    def _deposit_wei(self, samples: int) -> int:
        """Give stake and fee, with room for some who contribute first: the fee rises."""
        state = self._state
        quote_wei = self.runtime.market_quote_wei(state.address)
        rise_wei = -(-state.terms.most_fee_wei * _SPARE_PLACES // state.terms.capacity)
        most_wei = state.terms.stake_wei + state.terms.most_fee_wei
        value_wei = min(quote_wei + rise_wei, max(quote_wei, most_wei))
        limit_wei = self._most_price_wei
        if limit_wei is not None and value_wei > limit_wei:
            raise ConfigFault(
                f"A contribution should cost at most {limit_wei} wei but {value_wei} wei are "
                "asked for now; raise the limit, or wait for another market."
            )
        return value_wei


def most_loss_wei(state: MarketState, place: int) -> int:
    """Give the most that a contribution in this place can lose, gas aside: all of its value."""
    return terms.quote_wei(state.terms, place)


def own_contributions(state: MarketState, me: Address) -> dict[int, MarketContribution]:
    """Give an account's contributions by their numbers."""
    return {
        index: contribution
        for index, contribution in enumerate(state.contributions)
        if contribution.contributor == me
    }


def reveal_steps(state: MarketState, me: Address, sealed: SealedStore, now_s: int) -> list[Step]:
    """Say which sealed contributions an account reveals now."""
    hidden = {
        index: contribution
        for index, contribution in own_contributions(state, me).items()
        if not contribution.revealed
    }
    if state.phase is not MarketPhase.REVEALING_CONTRIBUTIONS or not hidden:
        return []
    if now_s > state.deadline_s:
        return [Wait(f"it is too late to reveal {len(hidden)} contributions; they are forfeited")]
    steps: list[Step] = []
    for index, contribution in hidden.items():
        found = sealed.find(contribution.data_hash)
        if found is None:
            steps.append(
                Wait(
                    f"samples and salt of contribution {index} are not in {sealed.path}; reveal it "
                    "where it was committed"
                )
            )
            continue
        action = RevealContribution(index, found.salt, contribution.value_wei, found.samples)
        steps.append(Move(action, f"contribution {index} is revealed"))
    return steps


def claims_of(state: MarketState, me: Address, truth: Truth | None) -> list[Claim]:
    """Give what an account can claim: its revealed contributions that were not paid yet.

    Parameters
    ----------
    state
        A market.
    me
        The account.
    truth
        The trace of the result, where there is one.

    Raises
    ------
    ConfigFault
        The market accepted a result that is not the one computed here.
    """
    if state.phase not in PAYING:
        return []
    wanted = {
        index: own
        for index, own in own_contributions(state, me).items()
        if own.revealed and not own.claimed
    }
    if state.result is None or not wanted:
        return [_claim(index, own, 0, ()) for index, own in wanted.items()]
    assert truth is not None
    if truth.result != state.result:
        raise ConfigFault(
            f"Market {state.address} accepted a result that is not the one that follows from its "
            "data, so the proofs cannot be computed here; ask its proposer for them."
        )
    leaves = encoding.payout_leaves(truth.balances)
    return [
        _claim(index, own, truth.balances[index], tuple(merkle.proof(leaves, index)))
        for index, own in wanted.items()
    ]


def _claim(
    index: int, own: MarketContribution, balance_wei: int, proof: tuple[bytes, ...]
) -> Claim:
    return Claim(index, own.data_hash, own.value_wei, balance_wei, proof)
