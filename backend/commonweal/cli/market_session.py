"""What a command about a market works with: its model's books, and the account's own files."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from commonweal.cli import progress as bars
from commonweal.cli.console import say
from commonweal.cli.session import Session
from commonweal.errors import ActionFault, ConfigFault
from commonweal.events import Recorded
from commonweal.runtime.base import TrainerInfo
from commonweal.services.market_book import MarketBook, ModelMarkets
from commonweal.services.market_responder import Responder
from commonweal.services.sealed import SealedStore, sealed_path
from commonweal.services.sponsor import OwnTestSet, own_test_set_path
from commonweal.types import Address, IncentiveKind

_ADDRESS = re.compile("0x[0-9a-fA-F]{40}")


@dataclass
class MarketSession:
    """A command's view of one market.

    Attributes
    ----------
    session : Session
        Node, registry, account.
    markets : ModelMarkets
        Books of the model.
    market : str
        The market's address.
    """

    session: Session
    markets: ModelMarkets
    market: Address

    @property
    def book(self) -> MarketBook:
        """What the chain tells of the market.

        Raises
        ------
        ReorgFault
            The chain no longer has it.
        """
        return self.markets.book(self.market)

    @cached_property
    def account(self) -> Address:
        """The account that sends."""
        return self.session.account

    @cached_property
    def responder(self) -> Responder:
        """Sends moves, and tells what was sent."""
        return Responder(self.session.runtime, self.account, say)

    @cached_property
    def genesis_hash(self) -> bytes:
        """Hash of the chain's first block."""
        return self.session.transport.block(0).hash

    def now_s(self) -> int:
        """Give the time on the chain."""
        return self.session.runtime.now_s()

    def next_block(self) -> int:
        """Give the number of the block that would hold a call."""
        return self.session.transport.block().number + 1

    def sync(self) -> MarketBook:
        """Read what happened since."""
        self.markets.sync()
        return self.book

    def test_set(self, given: Path | None = None) -> OwnTestSet:
        """Load the sponsor's test set, and make sure that it is this market's."""
        folder = self.session.settings.data_folder
        found = OwnTestSet.load(given or own_test_set_path(folder, self.genesis_hash, self.market))
        found.check(self.book.state, self.session.transport.chain_id, self.genesis_hash)
        return found

    def sealed(self, make: bool = False) -> SealedStore | None:
        """Open what the account sealed for this market; None if there is nothing."""
        path = sealed_path(
            self.session.settings.data_folder, self.genesis_hash, self.market, self.account
        )
        if not (make or path.exists()):
            return None
        return SealedStore(path, self.account, self.session.transport.chain_id, self.market)

    def again(self, command: str) -> str:
        """Give the command line of another command for this market and account."""
        return f"commonweal market {command} {self.market}{self.session.account_options}"

    def gas_fee_wei(self) -> int:
        """Sum up what the gas of all that was sent cost."""
        return sum(outcome.fee_wei for outcome in self.responder.outcomes)


def open_market(
    session: Session,
    wanted: str,
    listener: Callable[[Recorded], None] = lambda recorded: None,
) -> MarketSession:
    """Find a market by its address, or the latest one of a model.

    Raises
    ------
    ConfigFault
        There is none.
    """
    info, address = _model_of(session, wanted)
    markets = ModelMarkets(session.runtime, info, listener)
    with bars.count_bar("Reading the market", 1) as bar:
        markets.sync(bar.show)
    if address is None:
        latest = markets.latest
        if latest is None:
            raise ConfigFault(
                f"{info.metadata.name} has had no market yet; open one with "
                "`commonweal market open`."
            )
        address = latest.state.address
    return MarketSession(session, markets, address)


def market_model(session: Session, wanted: str) -> TrainerInfo:
    """Find a model that learns by markets.

    Raises
    ------
    ConfigFault
        It works with something else.
    """
    info = session.trainer(wanted)
    if info.incentive is not IncentiveKind.MARKET:
        raise ConfigFault(
            f"{info.metadata.name} works with {info.incentive.name.lower()} and not with markets; "
            "choose a model that was deployed with `--market`."
        )
    return info


def _model_of(session: Session, wanted: str) -> tuple[TrainerInfo, Address | None]:
    if not _ADDRESS.fullmatch(wanted):
        return market_model(session, wanted), None
    address = wanted.lower()
    try:
        model = session.runtime.market(address).trainer
    except ActionFault:
        return market_model(session, address), None
    return session.runtime.trainer(model), address
