"""A market from funding to claim on the contracts: the API says what their own reads say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from commonweal.actions import Adopt, ClaimPayouts
from commonweal.api.app import create_app
from commonweal.runtime.contract import ContractViews
from commonweal.runtime.deploy import deploy
from commonweal.runtime.transports.in_process import InProcessTransport
from commonweal.services.follower import Connection, Follower
from commonweal.services.market_moves import challenger_steps
from commonweal.settings import Settings
from commonweal.types import Claim
from conftest import wait_until
from market_stage import WAIT_S, MarketStage

PEOPLE = tuple(f"0x{number:040x}" for number in range(0xA1, 0xA8))


class Peopled(InProcessTransport):
    """A chain that names those who have ETH, as nodes do."""

    def accounts(self) -> tuple[str, ...]:
        return PEOPLE


class Watched:
    """A market on a chain in this process, and the API over it."""

    def __init__(self, folder: Path) -> None:
        self.transport = Peopled(dict.fromkeys(PEOPLE, 10**20))
        registry = deploy(self.transport, PEOPLE[0]).registry
        self.stage = MarketStage(self.transport, registry, folder)  # type: ignore[arg-type]
        self.stage.deploy("Table")
        self.follower = Follower(
            lambda: Connection(
                self.transport, ContractViews(self.transport, registry), registry, 0
            ),
            folder / "index",
            0.02,
        )
        app = create_app(Settings(data_folder=folder), self.follower)
        self.client = TestClient(app, raise_server_exceptions=False)

    def get(self, path: str = "", status: int = 200) -> Any:
        number = self.transport.block().number
        wait_until(lambda: self._indexed() == number)
        answer = self.client.get(f"/api/markets/{self.stage.market}{path}")
        assert answer.status_code == status, answer.text
        return answer.json()

    def proposals(self) -> list[Any]:
        items: list[Any] = self.get("/proposals")["items"]
        return items

    def _indexed(self) -> int | None:
        progress = self.follower.status.progress
        return progress.block_number if progress else None


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    made = Watched(tmp_path)
    with made.client:
        yield made


def hexed(data: bytes) -> str:
    return "0x" + data.hex()


def check_against_the_contract(watched: Watched) -> None:
    stage, found = watched.stage, watched.get()
    head = stage.runtime.market_head(stage.market)
    assert found["phase"].lower() == head.phase.label.replace(" ", "")
    assert (found["deadlineS"] or 0) == head.deadline_s
    assert found["contributionCount"] == head.contribution_count
    assert found["revealedCount"] == head.revealed_count
    assert len(found["revealedParts"]) == head.parts_revealed
    assert found["standing"] == head.standing
    assert found["feesWei"] == str(head.fees_wei)
    assert found["recordedWei"] == str(watched.transport.balance_wei(stage.market))
    roots = stage.runtime.market_roots(stage.market)
    assert found["testRoot"] == hexed(roots.test_root)
    assert found["weightsHash"] == hexed(roots.start_weights_hash)
    for one in watched.get("/contributions")["items"]:
        record = stage.runtime.record_of(stage.market, one["index"])
        assert one["record"] == hexed(record.record)
        assert (one["isRevealed"], one["isClaimed"]) == (record.is_revealed, record.is_claimed)


def test_a_sealed_market_with_a_wrong_proposal_from_funding_to_claim(watched: Watched) -> None:
    stage = watched.stage
    stage.open()
    check_against_the_contract(watched)
    assert "3 of 3 parts are hidden" in watched.get("/result", 409)["error"]["sentence"]
    stage.show_drawn()
    stage.contribute(2)
    stage.contribute(3, wrong=True)
    check_against_the_contract(watched)
    assert watched.get()["quoteWei"] == str(stage.runtime.market_quote_wei(stage.market))
    stage.reveal(2, 3)
    stage.pursue(1, stage._sponsor)
    check_against_the_contract(watched)
    trace = stage.runtime.trace(stage.market)
    found = watched.get()["trace"]
    assert found["firstHash"] == hexed(trace.first_hash)
    assert found["segmentSteps"] == trace.segment_steps

    truth, lie = stage.book.trace(), stage.lie()
    stage.act_by(6, lie)
    stage.act_by(4, truth)
    wrong, right = watched.proposals()
    assert (wrong["proposer"], wrong["isRight"]) == (PEOPLE[6], False)
    assert (right["proposer"], right["isRight"]) == (PEOPLE[4], True)
    for one in (wrong, right):
        head = stage.runtime.proposal_of(stage.market, bytes.fromhex(one["id"][2:]))
        assert one["proposedAtS"] == head.proposed_at_s

    def challenge(book: Any, now_s: int) -> Any:
        return challenger_steps(book.state, truth, PEOPLE[5], now_s)

    stage.pursue(5, challenge)
    wrong, _ = watched.proposals()
    assert [one["state"] for one in wrong["challenges"]] == ["waiting"]
    stage.act_by(6, lie)
    wrong, _ = watched.proposals()
    assert [one["state"] for one in wrong["challenges"]] == ["revealed"]
    step = wrong["firstWrong"]["step"]
    stage.pursue(5, challenge)
    wrong, _ = watched.proposals()
    assert (wrong["state"], wrong["refutation"]["step"]) == ("refuted", step)
    assert wrong["challenges"][0]["state"] == "returned"
    check_against_the_contract(watched)

    watched.transport.advance_time(2 * WAIT_S + 1)
    stage.act_by(4, truth)
    check_against_the_contract(watched)
    outcome = stage.runtime.outcome(stage.market)
    result = watched.get("/result")
    assert (result["isProvisional"], result["isAccepted"]) == (False, True)
    assert result["payoutsRoot"] == hexed(outcome.result.payouts_root)
    assert watched.get()["end"]["owedWei"] == str(outcome.owed_wei)

    proofs = watched.get(f"/proofs/{PEOPLE[2]}")
    claims = tuple(
        Claim(
            one["index"],
            bytes.fromhex(one["dataHash"][2:]),
            int(one["valueWei"]),
            int(one["balanceWei"]),
            tuple(bytes.fromhex(node[2:]) for node in one["proof"]),
        )
        for one in proofs["claims"]
    )
    before_wei = watched.transport.balance_wei("0x" + "77" * 20)
    stage.run(2, stage.market, ClaimPayouts(claims, "0x" + "77" * 20))
    paid_wei = watched.transport.balance_wei("0x" + "77" * 20) - before_wei
    assert paid_wei == int(proofs["amountWei"]) > 0
    if not stage.runtime.outcome(stage.market).is_adopted:
        stage.run(0, stage.market, Adopt(bytes.fromhex(result["weights"][2:])))
    check_against_the_contract(watched)
    assert watched.get()["end"]["isAdopted"] is True
