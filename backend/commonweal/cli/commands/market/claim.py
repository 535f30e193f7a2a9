"""`commonweal market claim|withdraw`: be paid."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from commonweal.actions import Call, ClaimPayouts, Withdraw
from commonweal.cli import options
from commonweal.cli import progress as bars
from commonweal.cli.amounts import show_eth
from commonweal.cli.console import RESULT, counted, emit_json, say
from commonweal.cli.market_session import open_market
from commonweal.cli.session import Session
from commonweal.errors import ConfigFault, MarketNotEnded
from commonweal.events import Claimed, Withdrawn
from commonweal.services.market_contributor import CLAIMS_PER_CALL, PAYING, claims_of
from commonweal.types import ZERO_ADDRESS

_ADDRESS = re.compile("0x[0-9a-fA-F]{40}")

_To = Annotated[
    str | None,
    typer.Option("--to", metavar="ADDRESS", help="Who is paid; by default the account itself."),
]


def claim(
    market: options.Market,
    to: _To = None,
    as_json: options.AsJson = False,
    rpc: options.Rpc = None,
    registry: options.Registry = None,
    chain_id: options.ChainId = None,
    account: options.AccountIndex = 0,
    key_file: options.KeyFile = None,
) -> None:
    """Claim what the account's contributions are paid; the proofs are computed here."""
    session = Session.open(
        rpc=rpc, registry=registry, chain_id=chain_id, account=account, key_file=key_file
    )
    own = open_market(session, market)
    book, me = own.book, own.account
    recipient = _recipient(to) if to else me
    if book.state.phase not in PAYING:
        raise MarketNotEnded(book.state.phase)
    truth = None
    if book.state.result is not None:
        with bars.count_bar("Computing the result", book.state.contribution_count) as bar:
            truth = book.trace(bar.show)
    claims = claims_of(book.state, me, truth)
    paid: list[Claimed] = []
    gas_fee_wei = 0
    for first in range(0, len(claims), CLAIMS_PER_CALL):
        action = ClaimPayouts(tuple(claims[first : first + CLAIMS_PER_CALL]), recipient)
        outcome = session.runtime.run(Call(me, own.market, action)).accepted()
        gas_fee_wei += outcome.fee_wei
        paid += [e.event for e in outcome.events if isinstance(e.event, Claimed)]
    values = {index: own.value_wei for index, own in enumerate(book.state.contributions)}
    amount_wei = sum(event.amount_wei for event in paid)
    value_wei = sum(values[event.index] for event in paid)
    if as_json:
        emit_json(
            {
                "market": own.market,
                "recipient": recipient,
                "claimed": [
                    {
                        "index": event.index,
                        "amountWei": str(event.amount_wei),
                        "valueWei": str(values[event.index]),
                    }
                    for event in paid
                ],
                "amountWei": str(amount_wei),
                "gasFeeWei": str(gas_fee_wei),
            }
        )
    elif paid:
        RESULT.print(
            f"{counted(len(paid), 'contribution')} paid {show_eth(amount_wei)} to {recipient}; "
            f"{show_eth(value_wei)} were sent with them, so that is "
            f"{show_eth(amount_wei - value_wei, sign=True)} (gas {show_eth(gas_fee_wei)})."
        )
    else:
        say(f"{me} has nothing to claim in market {own.market}.")


def withdraw(
    market: options.Market,
    to: _To = None,
    as_json: options.AsJson = False,
    rpc: options.Rpc = None,
    registry: options.Registry = None,
    chain_id: options.ChainId = None,
    account: options.AccountIndex = 0,
    key_file: options.KeyFile = None,
) -> None:
    """Withdraw the account's credit: tips, fees, bonds and rewards of disputes, remainders."""
    session = Session.open(
        rpc=rpc, registry=registry, chain_id=chain_id, account=account, key_file=key_file
    )
    own = open_market(session, market)
    recipient = _recipient(to) if to else own.account
    amount_wei = gas_fee_wei = 0
    if session.runtime.market_credit_wei(own.market, own.account):
        call = Call(own.account, own.market, Withdraw(recipient))
        outcome = session.runtime.run(call).accepted()
        gas_fee_wei = outcome.fee_wei
        amount_wei = sum(
            e.event.amount_wei for e in outcome.events if isinstance(e.event, Withdrawn)
        )
    if as_json:
        emit_json(
            {
                "market": own.market,
                "amountWei": str(amount_wei),
                "gasFeeWei": str(gas_fee_wei),
                "recipient": recipient,
            }
        )
    elif amount_wei:
        RESULT.print(f"{show_eth(amount_wei)} paid to {recipient} (gas {show_eth(gas_fee_wei)}).")
    else:
        say(f"{own.account} has no credit in market {own.market}.")


def _recipient(text: str) -> str:
    if not _ADDRESS.fullmatch(text) or text.lower() == ZERO_ADDRESS:
        raise ConfigFault(
            f'A recipient is an address of 0x and 40 hex digits, found "{text[:60]}"; correct it.'
        )
    return text.lower()
