"""Calldata of markets' actions and values of their reads, against web3's own encoding."""

from __future__ import annotations

from dataclasses import astuple

import pytest
from eth_abi.abi import encode
from web3 import Web3

from commonweal.actions import (
    Action,
    Challenge,
    ClaimPayouts,
    Draw,
    OpenMarket,
    Propose,
    Refute,
    RevealPart,
    RunSteps,
)
from commonweal.runtime import codec
from commonweal.runtime.abi_values import made
from commonweal.runtime.artifacts import artifact
from commonweal.types import (
    Claim,
    MarketHead,
    MarketOutcome,
    MarketPhase,
    MarketResult,
    MarketTerms,
    Proposal,
    Segment,
    StepInput,
    StepState,
)

# web3 wants checksums; digits alone have none.
BOB = "0x" + "12" * 20
A, B = b"\x0a" * 32, b"\x0b" * 32
TERMS = MarketTerms(*range(1, 12), True, *range(13, 21))
RESULT = MarketResult(A, B, 3)
PROPOSAL = Proposal(BOB, A, RESULT)
SEGMENT = Segment(4, A, B, (A, B))
INPUT = StepInput(StepState(A, B, A, B, 5, 6), b"w", b"data", BOB, 7, b"", b"\0\1", b"")


@pytest.mark.parametrize(
    ("contract", "name", "action", "arguments"),
    [
        (codec.MARKET_TRAINER, "openMarket", OpenMarket(3, TERMS, A, 9), [3, TERMS, A]),
        (codec.MARKET, "draw", Draw(), []),
        (codec.MARKET, "revealPart", RevealPart(2, A, b"r", (B,)), [2, A, b"r", [B]]),
        (codec.MARKET, "runSteps", RunSteps((INPUT, INPUT)), [[INPUT, INPUT]]),
        (codec.MARKET, "propose", Propose(RESULT, (A, B), 9), [RESULT, [A, B]]),
        (codec.MARKET, "challenge", Challenge(PROPOSAL, SEGMENT, 9), [PROPOSAL, SEGMENT]),
        (
            codec.MARKET,
            "refute",
            Refute(PROPOSAL, 4, (A, B), 0, INPUT),
            [PROPOSAL, 4, [A, B], 0, INPUT],
        ),
        (
            codec.MARKET,
            "claim",
            ClaimPayouts((Claim(0, A, 1, 2, (B,)),), BOB),
            [[Claim(0, A, 1, 2, (B,))], BOB],
        ),
    ],
)
def test_actions_become_the_calldata_that_web3_makes(
    contract: str, name: str, action: Action, arguments: list[object]
) -> None:
    own = Web3().eth.contract(abi=artifact(contract).abi)
    expected = own.encode_abi(name, [web3_value(each) for each in arguments])
    assert codec.action_data(action).hex() == expected.removeprefix("0x")


def web3_value(value: object) -> object:
    if isinstance(value, list):
        return [web3_value(each) for each in value]
    return astuple(value) if hasattr(value, "__dataclass_fields__") else value  # type: ignore[call-overload]


def test_reads_become_values_of_ours() -> None:
    head = encode(["uint8"] + ["uint256"] * 8, [5, 1, 2, 3, 4, 5, 6, 7, 8])
    found = made(MarketHead, codec.function_result(codec.MARKET, "head", head))
    assert found == MarketHead(MarketPhase.RESOLVING, 1, 2, 3, 4, 5, 6, 7, 8)
    assert type(found.phase) is MarketPhase
    outcome = encode(
        ["(bytes32,bytes32,uint256)", "uint256", "uint256", "bool"], [(A, B, 3), 4, 5, True]
    )
    ended = made(MarketOutcome, codec.function_result(codec.MARKET, "outcome", outcome))
    assert ended == MarketOutcome(RESULT, 4, 5, True)
