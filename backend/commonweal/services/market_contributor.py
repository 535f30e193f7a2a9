"""Contribute to a market: at once where it is open, by commitments first where it is sealed."""

from __future__ import annotations

from collections.abc import Sequence

from commonweal.actions import Action, Commit, Contribute, RevealContribution
from commonweal.commitment import keccak
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
from commonweal.types import Address, Claim, MarketPhase, MarketTerms

PAYING = (MarketPhase.RESOLVED, MarketPhase.DEFAULTED, MarketPhase.EXPIRED)
"""Ends after which contributions are claimed."""
CLAIMS_PER_CALL = 32
"""About two million gas."""
_SPARE_PLACES = 4


class _MoreThanAgreed(ConfigFault):
    """The fee rose above what somebody agreed to."""


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
        self._agreed_wei: Sequence[int] | None = None
        self._before = 0

    def agree(self, values_wei: Sequence[int]) -> None:
        """Send no more than this with each of the next contributions.

        Parameters
        ----------
        values_wei
            In the order of the contributions; what somebody was told and agreed to.
        """
        self._agreed_wei = values_wei
        self._before = self.journal.progress().contributions

    def resolve(self) -> None:
        """Bring the contribution that was being sent when the last run ended to its end.

        If it was not sent and the fee has risen since, it is one of the next contributions again.
        """
        entry = self.journal.pending()
        if entry is None:
            return
        self.agree([entry.deposit_wei])
        try:
            super().resolve()
        except _MoreThanAgreed:
            pass
        finally:
            self._agreed_wei = None

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

    def _is_recorded(self, entry: Entry, block: int) -> bool:
        """Look into the contract's own records: a node may give a block before its logs."""
        sealed = self._sealed is not None
        data_hash = self._commitment(entry) if sealed else keccak(entry.samples)
        wanted = encoding.record(self.account, data_hash, entry.deposit_wei)
        views = self.runtime.at(block)
        count = views.market_head(self.target).contribution_count
        return any(
            views.record_of(self.target, index).record == wanted
            for index in reversed(range(count))
            if not self.journal.has_index(index)
        )

    def _commitment(self, entry: Entry) -> bytes:
        assert self._sealed is not None
        return self._sealed.seal(self.journal.path.stem, entry.number, entry.samples).commitment

    def _renewed(self, entry: Entry) -> Entry:
        try:
            return super()._renewed(entry)
        except _MoreThanAgreed:
            # What is renewed was not mined and never will be, so that it can be agreed to anew.
            self.journal.forget(entry.number)
            raise

    def _deposit_wei(self, samples: int) -> int:
        """Give what is sent for the next place: what was agreed to, where that was asked."""
        quote_wei = self.runtime.market_quote_wei(self._state.address)
        value_wei = _value_wei(self._state.terms, quote_wei)
        if self._agreed_wei is not None:
            agreed_wei = self._next_agreed_wei()
            if quote_wei > agreed_wei:
                raise _MoreThanAgreed(
                    f"A contribution should cost at most {agreed_wei} wei as agreed but others "
                    f"came first and {quote_wei} wei are asked for now; run the same command again "
                    "to see the new amounts and agree to them."
                )
            value_wei = min(value_wei, agreed_wei)
        limit_wei = self._most_price_wei
        if limit_wei is not None and value_wei > limit_wei:
            raise ConfigFault(
                f"A contribution should cost at most {limit_wei} wei but {value_wei} wei are "
                "asked for now; raise the limit, or wait for another market."
            )
        return value_wei

    def _next_agreed_wei(self) -> int:
        assert self._agreed_wei is not None
        sent = self.journal.progress().contributions - self._before
        if sent == len(self._agreed_wei):
            raise _MoreThanAgreed(
                f"The contributions that were agreed to are there ({sent}) but the file has more; "
                "run the same command again if the market has places left."
            )
        return self._agreed_wei[sent]


def most_loss_wei(state: MarketState, place: int) -> int:
    """Give the most that a contribution in this place can lose, gas aside: all that is sent."""
    return _value_wei(state.terms, terms.quote_wei(state.terms, place))


def most_losses_wei(state: MarketState, count: int) -> list[int]:
    """Give what is sent with each of the next contributions, as far as there are places.

    Parameters
    ----------
    state
        A market.
    count
        How many are to be sent.
    """
    first = state.contribution_count
    places = range(first, min(first + count, state.terms.capacity))
    return [most_loss_wei(state, place) for place in places]


def _value_wei(own: MarketTerms, quote_wei: int) -> int:
    """Give stake and fee, with room for some who contribute first: the fee rises."""
    rise_wei = -(-own.most_fee_wei * _SPARE_PLACES // own.capacity)
    return min(quote_wei + rise_wei, own.stake_wei + own.most_fee_wei)


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
