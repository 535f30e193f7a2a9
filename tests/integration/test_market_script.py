"""`brownie run market …`: a sealed market from funding to claim, a lie in it, and a direct run."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from brownie_line import BrownieLine
from commonweal.datasets import Row
from commonweal.events import Burnt, Claimed, ProposalRefuted, Withdrawn
from commonweal.runtime.deploy import find_deployment
from commonweal.runtime.ganache import Ganache
from commonweal.runtime.transports.web3 import Web3Transport
from commonweal.services.plans import planned
from commonweal.twin.market import terms
from commonweal.twin.market.money import obligations_wei
from commonweal.types import IncentiveKind, MarketPhase
from market_stage import WAIT_S, MarketStage

GANACHE_PORT = 8792
DAY_S = 86_400
SPONSOR, GOOD, BAD, PROPOSER, CHALLENGER, LIAR = 1, 2, 3, 4, 5, 6


@pytest.fixture(scope="module")
def ganache() -> Iterator[Ganache]:
    with Ganache(port=GANACHE_PORT) as chain:
        yield chain


@pytest.fixture(scope="module")
def line(ganache: Ganache, tmp_path_factory: pytest.TempPathFactory) -> BrownieLine:
    made = BrownieLine.at("ganache-cli", ganache.url, tmp_path_factory.mktemp("brownie"))
    made.run("deploy", "digits", "market")
    return made


@pytest.fixture
def stage(ganache: Ganache, line: BrownieLine) -> MarketStage:
    transport = Web3Transport(ganache.url)
    registry = find_deployment(transport, line.data / "deployments").registry
    return MarketStage(transport, registry, line.data)


def write(path: Path, rows: tuple[Row, ...], wrong: bool = False) -> str:
    """Write rows of a table, with their own labels or the opposite ones."""
    with path.open("w") as file:
        for row in rows:
            assert isinstance(row.raw, Mapping)
            label = int(row.label or 0) ^ wrong
            file.write(json.dumps({**row.raw, "label": label}) + "\n")
    return str(path)


def script(line: BrownieLine, name: str, *arguments: str, by: int = 0, code: int = 0) -> str:
    """Run one of the market's functions."""
    return line.brownie(
        "run", "market", name, *arguments, "--network", line.network, code=code, account=str(by)
    )


def fails(line: BrownieLine, name: str, *arguments: str, by: int = 0) -> str:
    printed = script(line, name, *arguments, by=by, code=1)
    assert "Traceback" not in printed
    (sentence,) = re.findall("^Error: (.*)$", printed, re.MULTILINE)
    return str(sentence)


def withdrawn_wei(stage: MarketStage) -> Counter[int]:
    """Give what was withdrawn, by the number of the account that was paid."""
    found: Counter[int] = Counter()
    for event in stage.events():
        if isinstance(event, Withdrawn):
            found[stage.people.index(event.recipient)] += event.amount_wei
    return found


def test_a_sealed_market_from_funding_to_claim(
    line: BrownieLine, stage: MarketStage, tmp_path: Path
) -> None:
    plan = planned("digits")
    (model,) = stage.runtime.trainers()
    assert (model.metadata, model.incentive) == (plan.metadata, IncentiveKind.MARKET)
    assert not stage.runtime.head(model.address).upload_open
    stage.take(model)
    test = write(tmp_path / "test.jsonl", plan.test)
    good = write(tmp_path / "good.jsonl", plan.train[:60])
    bad = write(tmp_path / "bad.jsonl", plan.train[60:100], wrong=True)

    assert "bountyWei" in fails(line, "open", "handwritten", test, "0", by=SPONSOR)
    opened = script(line, "open", "handwritten", test, "0.1", by=SPONSOR)
    (market,) = re.findall("is open at (0x[0-9a-f]{40})", opened)
    stage.market = market
    stage.transport.advance_blocks(2)
    assert "in revealing drawn part" in script(line, "draw", market, by=PROPOSER)
    assert "in participating" in script(line, "draw", market, by=SPONSOR)

    assert "1 contribution sent" in script(line, "contribute", market, good, by=GOOD)
    again = script(line, "contribute", market, good, by=GOOD)
    assert "0 contributions sent" in again
    assert "1 of this file sent before" in again
    script(line, "contribute", market, bad, by=BAD)
    stage.transport.advance_time(DAY_S + 60)
    ended = script(line, "end", market)
    assert re.search(
        r"Waiting: contributions can still be revealed; run this again at .* \(in ", ended
    )
    script(line, "reveal", market, by=GOOD)
    script(line, "reveal", market, by=BAD)
    assert "in revealing test" in script(line, "close", market)
    assert "in resolving" in script(line, "reveal", market, by=SPONSOR)

    lie = stage.lie()
    stage.act_by(LIAR, lie)
    caught = script(line, "challenge", by=CHALLENGER)
    assert "it is WRONG" in caught
    assert "Waiting: the proposer of proposal" in caught
    assert "1 proposal recomputed, 1 wrong, 0 refuted" in caught
    shown = script(line, "status", market)
    assert re.search(r"yes .* wrong", shown)
    assert "Provisional standings" in shown
    stage.act_by(LIAR, lie)
    proposed = script(line, "resolve", market, by=PROPOSER)
    assert "Propose: the result" in proposed
    assert re.search(
        r"Waiting: the proposal may still be challenged; run this again at .* \(in ", proposed
    )
    refuted = script(line, "challenge", by=CHALLENGER)
    assert "it is right" in refuted
    assert "2 proposals recomputed, 1 wrong, 1 refuted" in refuted
    (refutation,) = (e for e in stage.events() if isinstance(e, ProposalRefuted))
    truth, step = stage.book.trace(), refutation.step
    assert lie.hashes[step] == truth.hashes[step]
    assert lie.hashes[step + 1] != truth.hashes[step + 1]

    assert "ended with something to pay" in fails(line, "claim", market, by=GOOD)
    stage.transport.advance_time(DAY_S + 60)
    resolved = script(line, "resolve", market, by=PROPOSER)
    assert "Adopt: the model takes the weights" in resolved
    assert "in resolved" in resolved
    assert "Contribution 0 was paid" in script(line, "claim", market, by=GOOD)
    assert "Contribution 1 was paid" in script(line, "claim", market, by=BAD)
    assert "were paid to" in script(line, "claim", market, by=SPONSOR)
    assert "There is nothing for" in script(line, "claim", market, by=LIAR)
    assert "The market is in resolved" in script(line, "watch", market)

    state, happened = stage.book.state, stage.events()
    words = stage.runtime.weight_words(model.address, 0, model.shape.word_count)
    assert b"".join(words) == truth.final_weights != truth.measured.words[0]
    claimed = {e.index: e.amount_wei for e in happened if isinstance(e, Claimed)}
    assert claimed == dict(enumerate(truth.balances))
    assert claimed[0] > state.terms.stake_wei > claimed[1]

    own, pot_wei = state.terms, state.terms.bounty_wei + state.fees_wei
    bond_wei, challenge_wei = terms.proposal_bond_wei(own), terms.challenge_bond_wei(own)
    tip_wei = terms.DRAW_TIP_GAS * own.gas_price_wei
    assert withdrawn_wei(stage) == {
        SPONSOR: pot_wei + 2 * own.stake_wei - sum(truth.balances) + own.sponsor_bond_wei - tip_wei,
        PROPOSER: own.proposer_fee_wei + bond_wei + tip_wei,
        CHALLENGER: challenge_wei + bond_wei // 2,
    }
    assert [e.amount_wei for e in happened if isinstance(e, Burnt)] == [bond_wei - bond_wei // 2]
    assert stage.transport.balance_wei(market) == obligations_wei(state) == 0


def test_a_direct_run_overrides_a_lie_that_nobody_challenged(
    line: BrownieLine, stage: MarketStage
) -> None:
    stage.deploy("Run on chain")
    state = stage.to_resolving().state
    stage.act_by(LIAR, stage.lie())
    assert '"sideways"' in fails(line, "resolve", stage.market, "sideways", by=PROPOSER)
    ran = script(line, "resolve", stage.market, "direct", by=PROPOSER)
    assert f"of {state.step_count} are run on chain" in ran
    assert "Adopt: the model takes the weights" in ran
    assert "Waiting: bonds come back" in ran
    state, truth = stage.book.state, stage.book.trace()
    assert (state.phase, state.result, state.adopted) == (MarketPhase.RESOLVED, truth.result, True)

    stage.transport.advance_time(4 * WAIT_S + 60)
    assert "CloseProposal" in script(line, "resolve", stage.market, by=PROPOSER)
    bond_wei = terms.proposal_bond_wei(state.terms)
    assert withdrawn_wei(stage) == {PROPOSER: bond_wei // 2}
    state = stage.book.state
    assert stage.transport.balance_wei(stage.market) == obligations_wei(state)
    assert obligations_wei(state) == sum(truth.balances) + sum(state.credits_wei.values())
