"""What the API says of markets is what the twin knows, and what anybody would recompute."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from market_backend import ALICE, BOB, CAROL, MarketBackend, hexed, model_of, sparse

from commonweal.actions import (
    Action,
    Adopt,
    Challenge,
    CloseChallenge,
    CloseSilent,
    Expire,
    Propose,
    Refute,
    Resolve,
    RevealSegment,
    Withdraw,
)
from commonweal.api.live import news
from commonweal.runtime import codec
from commonweal.services import market_results
from commonweal.services.market_moves import cuts_of, inner_hashes
from commonweal.services.market_results import MarketResults, MarketView, ResultPendingFault
from commonweal.services.market_trace import MarketTrace
from commonweal.twin.market import encoding, merkle, rounds, terms
from commonweal.twin.market.dispute import dispute_s
from commonweal.twin.market.segments import segment_of
from commonweal.types import ZERO_ADDRESS, MarketResult, Proposal
from conftest import wait_until

from market_scene import open_terms, sealed_terms  # isort: skip
from reference_trace import trace_of  # isort: skip

GOOD = sparse((1, [0, 4]), (1, [0, 5]), (0, [2]), features=8)
BAD = sparse((0, [0, 4]), (0, [0, 5]), (1, [0]), features=8)


@pytest.fixture
def backend(tmp_path: Path) -> Iterator[MarketBackend]:
    """An open market with three contributions whose result can be found."""
    with MarketBackend(tmp_path) as made:
        scene = made.scene
        scene.begin()
        scene.send(ALICE, GOOD)
        scene.send(BOB, BAD, more_wei=5)
        scene.send(ALICE)
        scene.end_participation()
        scene.reveal_test()
        yield made


def truth_of(backend: MarketBackend) -> MarketTrace:
    backend.catch_up()
    view = MarketView.of(backend.index, backend.scene.address)
    return backend.results.get(backend.index, view).trace


def propose(backend: MarketBackend, result: MarketResult, cuts: tuple[bytes, ...]) -> Proposal:
    scene = backend.scene
    return scene.propose(CAROL, result, cuts)


def test_a_model_that_learns_by_markets_says_so(backend: MarketBackend) -> None:
    model = backend.ask(f"/api/models/{model_of(backend)}")
    assert model["incentive"] == "Market"
    assert model["stake"] is None
    assert model["points"] is None
    assert model["market"] == {
        "rules": {"leastBountyWei": "1000"},
        "marketCount": 1,
        "latest": backend.scene.address,
    }


def test_a_market_stands_as_the_twin_has_it(backend: MarketBackend) -> None:
    found = backend.get("")
    state, own = backend.scene.market, backend.scene.market.terms
    assert found["model"] == model_of(backend)
    assert found["phase"] == "Resolving"
    assert found["deadlineS"] == state.deadline_s
    assert found["terms"]["bountyWei"] == str(own.bounty_wei)
    assert found["terms"]["isSealed"] is False
    assert found["contributionCount"] == found["revealedCount"] == 3
    assert found["revealedParts"] == [0, 1, 2]
    assert found["drawnPart"] == state.drawn_part
    assert found["feesWei"] == str(state.fees_wei)
    assert found["recordedWei"] == str(backend.scene.balance_wei())
    assert found["quoteWei"] is None
    assert found["bonds"]["proposalWei"] == str(terms.proposal_bond_wei(own))
    assert found["trace"]["stepCount"] == state.step_count
    assert found["trace"]["firstHash"] == hexed(state.first_hash)
    assert found["end"] is None
    listed = backend.ask(f"/api/models/{model_of(backend)}/markets")
    assert listed == {"items": [found], "total": 1, "next": None}


def test_what_there_is_not_is_a_sentence(backend: MarketBackend) -> None:
    backend.catch_up()
    paths = ("", "/contributions", "/result", "/proposals", f"/moves/{ALICE}", f"/proofs/{ALICE}")
    for path in paths:
        answer = backend.client.get(f"/api/markets/{ZERO_ADDRESS}{path}")
        assert answer.status_code == 404
        assert "use an address from a model's list of markets" in answer.json()["error"]["sentence"]
        assert backend.client.get(f"/api/markets/0x12{path}").status_code == 422
    assert backend.client.get(f"/api/models/{ZERO_ADDRESS}/markets").status_code == 404
    assert backend.client.get(f"/api/markets/{ZERO_ADDRESS}/proofs/0x1").status_code == 422


def test_contributions_come_in_their_order_and_by_pages(backend: MarketBackend) -> None:
    page = backend.get("/contributions", limit=2)
    assert (page["total"], page["next"]) == (3, 2)
    rest = backend.get("/contributions", limit=2, cursor=2)
    items = page["items"] + rest["items"]
    for index, (one, own) in enumerate(zip(items, backend.scene.market.contributions, strict=True)):
        assert one["index"] == index
        assert one["contributor"] == own.contributor
        assert one["valueWei"] == str(own.value_wei)
        assert one["record"] == hexed(own.record)
        assert own.samples is not None
        assert one["samples"] == hexed(own.samples)
    assert [one["sampleCount"] for one in items] == [3, 3, 1]
    assert items[1]["feeWei"] == str(1_001 // 5 + 5)
    mine = backend.get("/contributions", contributor="0x" + ALICE[2:].upper())
    assert [one["index"] for one in mine["items"]] == [0, 2]


def test_the_result_is_the_one_that_plain_steps_give(backend: MarketBackend) -> None:
    found = backend.get("/result")
    plain, state = trace_of(backend.scene), backend.scene.market
    assert truth_of(backend).hashes == plain.hashes
    assert found["isProvisional"] is True
    assert found["isAccepted"] is None
    assert found["payoutsRoot"] == hexed(plain.result.payouts_root)
    assert found["weightsHash"] == hexed(plain.result.weights_hash)
    assert found["paidWei"] == str(plain.result.paid_wei)
    assert found["weights"] == hexed(plain.words)
    assert found["stepCount"] == state.step_count == len(plain.hashes) - 1
    stakes = [state.terms.stake_wei] * 3
    played = rounds.play_out(
        stakes, found["errors"], state.unit_wei, found["scoredRows"], state.terms.rounds
    )
    assert found["balancesWei"] == [str(balance) for balance in played.balances]
    assert found["roundsPlayed"] == state.terms.rounds - played.rounds_left


def test_standings_say_who_gains_and_who_dropped_out(backend: MarketBackend) -> None:
    found = backend.get("/result")
    standings = found["standings"]
    for index, one in enumerate(standings):
        assert one["errors"] == found["errors"][index + 1]
        assert one["balanceWei"] == found["balancesWei"][index] == one["amountWei"]
        assert int(one["gainWei"]) == int(one["amountWei"]) - int(one["valueWei"])
        dropped = int(one["balanceWei"]) < backend.scene.market.unit_wei
        assert (one["outAfter"] is not None) == dropped
    together = {one["contributor"]: one for one in found["contributors"]}
    assert set(together) == {ALICE, BOB}
    assert together[ALICE]["contributionCount"] == 2
    gains = [int(one["gainWei"]) for one in found["contributors"]]
    assert gains == sorted(gains, reverse=True)
    assert sum(gains) == sum(int(one["gainWei"]) for one in standings)
    total = sum(map(int, found["balancesWei"])) + int(found["remainderWei"])
    assert total == 3 * backend.scene.market.terms.stake_wei + (
        backend.scene.market.terms.bounty_wei + backend.scene.market.fees_wei
    )


def test_before_the_test_set_is_known_there_is_no_result(tmp_path: Path) -> None:
    with MarketBackend(tmp_path) as made:
        said = made.sentence("/result", 409)
        assert "3 of 3 parts are hidden (drawing); ask again when they are revealed" in said
        assert made.get("")["drawnPart"] is None
        made.scene.begin()
        assert made.get("")["quoteWei"] == str(terms.quote_wei(open_terms(), 0))
        made.scene.send(ALICE)
        assert "2 of 3 parts are hidden" in made.sentence("/result", 409)
        assert "claim when it has ended" in made.sentence(f"/proofs/{ALICE}", 409)
        assert made.get("/proposals") == {"items": [], "total": 0, "next": None}


def test_what_is_sealed_stays_so_until_it_is_revealed(tmp_path: Path) -> None:
    with MarketBackend(tmp_path, sealed_terms()) as made:
        scene = made.scene
        scene.begin()
        scene.send(ALICE)
        scene.send(BOB)
        one, _ = made.get("/contributions")["items"]
        assert (one["isRevealed"], one["samples"], one["sampleCount"]) == (False, None, None)
        scene.end_participation()
        scene.reveal(0)
        scene.end_reveal()
        scene.reveal_test()
        one, other = made.get("/contributions")["items"]
        assert (one["isRevealed"], one["sampleCount"]) == (True, 1)
        assert other["samples"] is None
        found = made.get("/result")
        stake_wei = scene.market.terms.stake_wei
        kept, lost = found["standings"]
        assert int(kept["amountWei"]) == int(kept["balanceWei"]) + stake_wei
        assert (lost["amountWei"], lost["isRevealed"]) == ("0", False)


def test_a_right_proposal_is_told_right_and_its_payouts_are_claimed(
    backend: MarketBackend,
) -> None:
    scene, truth = backend.scene, truth_of(backend)
    made = propose(backend, truth.result, cuts_of(truth))
    (one,) = backend.get("/proposals")["items"]
    assert one["id"] == hexed(encoding.proposal_id(made))
    assert (one["proposer"], one["state"], one["isRight"]) == (CAROL, "standing", True)
    assert one["cutsRoot"] == hexed(made.cuts_root)
    assert one["standsUntilS"] == one["challengeUntilS"] == scene.now_s + 700
    assert (one["firstWrong"], one["refutation"], one["challenges"]) == (None, None, [])
    scene.wait(701)
    scene.do(BOB, Resolve(made))
    assert backend.get("/proposals")["items"][0]["state"] == "accepted"
    found = backend.get("/result")
    assert (found["isProvisional"], found["isAccepted"]) == (False, True)
    end = backend.get("")["end"]
    assert end["proposal"] == one["id"]
    assert end["owedWei"] == str(truth.result.paid_wei)
    proofs = backend.get(f"/proofs/{ALICE}")
    assert [claim["index"] for claim in proofs["claims"]] == [0, 2]
    for claim in proofs["claims"]:
        leaf = encoding.payout_leaf(claim["index"], int(claim["balanceWei"]))
        proof = [bytes.fromhex(node[2:]) for node in claim["proof"]]
        assert merkle.verify(proof, truth.result.payouts_root, leaf)
        assert claim["amountWei"] == found["standings"][claim["index"]]["amountWei"]
    scene.claim(0, truth.balances)
    proofs = backend.get(f"/proofs/{ALICE}")
    assert [claim["index"] for claim in proofs["claims"]] == [2]
    assert proofs["claimed"] == [0]
    assert backend.get(f"/proofs/{CAROL}")["claims"] == []
    owed = backend.ask(f"/api/accounts/{CAROL}")["marketCredits"]
    assert owed == [
        {
            "market": scene.address,
            "account": CAROL,
            "creditWei": str(scene.market.credit_wei(CAROL)),
        }
    ]


def lie_from(truth: MarketTrace, step: int) -> tuple[bytes, ...]:
    """Give hashes that leave the truth with a step and come back at the end."""
    return tuple(
        bytes(31) + b"\1" if step < number < len(truth.hashes) - 1 else true
        for number, true in enumerate(truth.hashes)
    )


@pytest.mark.parametrize("offset", [0, 1])
def test_a_dispute_is_told_step_by_step(backend: MarketBackend, offset: int) -> None:
    scene, truth = backend.scene, truth_of(backend)
    state = scene.market
    steps = truth.segment_steps
    wrong_step = steps + offset
    hashes = lie_from(truth, wrong_step)
    cuts = tuple(hashes[steps : len(hashes) - 1 : steps])
    made = propose(backend, truth.result, cuts)
    (one,) = backend.get("/proposals")["items"]
    assert (one["isRight"], one["firstWrong"]) == (False, {"segment": 1, "step": None})

    segment = segment_of(state, truth.result, cuts, 1)
    scene.do(ALICE, Challenge(made, segment, terms.challenge_bond_wei(state.terms)))
    challenged_s = scene.now_s
    (one,) = backend.get("/proposals")["items"]
    assert one["waiting"] == 1
    (challenge,) = one["challenges"]
    assert challenge == {
        "segment": 1,
        "challenger": ALICE,
        "challengedAtS": challenged_s,
        "revealUntilS": challenged_s + 600,
        "revealedAtS": None,
        "inner": [],
        "closedAtS": None,
        "state": "waiting",
    }

    scene.wait(60)
    shown = hashes[steps : 2 * steps + 1]
    scene.do(CAROL, RevealSegment(made, segment, shown[1:-1]))
    (one,) = backend.get("/proposals")["items"]
    assert one["firstWrong"] == {"segment": 1, "step": wrong_step}
    (challenge,) = one["challenges"]
    assert (challenge["state"], challenge["revealedAtS"]) == ("revealed", challenged_s + 60)
    assert challenge["inner"] == [hexed(one) for one in shown[1:-1]]

    scene.do(BOB, Refute(made, 1, shown, offset, truth.step_input(wrong_step)))
    (one,) = backend.get("/proposals")["items"]
    assert one["state"] == "refuted"
    assert (one["refutation"]["caller"], one["refutation"]["step"]) == (BOB, wrong_step)
    assert one["challenges"][0]["state"] == "returned"
    assert backend.get("/result")["isAccepted"] is None


def moves(backend: MarketBackend, account: str, in_s: int = 0) -> list[dict[str, Any]]:
    """Give what an account could send so many seconds from now, without the reasons."""
    at_s = backend.scene.now_s + in_s
    found = backend.get(f"/moves/{account}", atS=at_s)
    assert (found["market"], found["account"]) == (backend.scene.address, account)
    assert found["atS"] == at_s
    assert all(move.pop("why") for move in found["moves"])
    return list(found["moves"])


def move_of(action: Action, name: str, about: Proposal | None = None) -> dict[str, Any]:
    return {
        "function": name,
        "valueWei": str(getattr(action, "value_wei", 0)),
        "data": hexed(codec.action_data(action)),
        "proposal": None if about is None else hexed(encoding.proposal_id(about)),
    }


def test_moves_against_a_wrong_proposal_come_ready_to_be_signed(backend: MarketBackend) -> None:
    scene, truth = backend.scene, truth_of(backend)
    state, steps = scene.market, truth.segment_steps
    bond_wei = terms.proposal_bond_wei(state.terms)
    own = move_of(Propose(truth.result, cuts_of(truth), bond_wei), "propose")
    # A credit is collected before a bond is sent.
    assert moves(backend, ALICE) == [move_of(Withdraw(ALICE), "withdraw"), own]
    scene.do(ALICE, Withdraw(ALICE))
    assert moves(backend, ALICE) == [own]
    hashes = lie_from(truth, steps + 1)
    cuts = tuple(hashes[steps : len(hashes) - 1 : steps])
    made = propose(backend, truth.result, cuts)

    segment = segment_of(state, truth.result, cuts, 1)
    challenge = Challenge(made, segment, terms.challenge_bond_wei(state.terms))
    assert moves(backend, ALICE) == [move_of(challenge, "challenge", made), own]
    # The window has closed then.
    assert moves(backend, ALICE, in_s=state.terms.window_s + 1) == [own]
    scene.do(ALICE, challenge)
    assert moves(backend, BOB) == [own]
    found = backend.get(f"/moves/{BOB}")["waits"]
    assert found == [
        {
            "why": f"the proposer of proposal {hexed(encoding.proposal_id(made))[:10]} must reveal "
            "a segment",
            "untilS": scene.now_s + state.terms.move_s + 1,
        }
    ]

    shown = hashes[steps : 2 * steps + 1]
    scene.do(CAROL, RevealSegment(made, segment, shown[1:-1]))
    refute = Refute(made, 1, shown, 1, truth.step_input(steps + 1))
    assert moves(backend, BOB) == [move_of(refute, "refute", made), own]
    scene.do(BOB, refute)
    credit = move_of(Withdraw(BOB), "withdraw")
    assert moves(backend, BOB) == [credit, own]


def test_moves_answer_the_challenge_of_a_right_proposal(backend: MarketBackend) -> None:
    scene, truth = backend.scene, truth_of(backend)
    state = scene.market
    cuts = cuts_of(truth)
    right = propose(backend, truth.result, cuts)
    segment = segment_of(state, truth.result, cuts, 0)
    scene.do(BOB, Challenge(right, segment, terms.challenge_bond_wei(state.terms)))
    assert moves(backend, BOB) == []
    answer = RevealSegment(right, segment, inner_hashes(truth, 0))
    assert moves(backend, CAROL) == [move_of(answer, "revealSegment", right)]
    scene.do(CAROL, answer)
    assert moves(backend, CAROL) == []
    scene.wait(dispute_s(state) + 1)
    assert moves(backend, BOB) == [move_of(Resolve(right), "resolve", right)]


def test_silence_and_a_false_challenge_are_told_apart(backend: MarketBackend) -> None:
    scene, truth = backend.scene, truth_of(backend)
    state = scene.market
    bond_wei = terms.challenge_bond_wei(state.terms)
    cuts = cuts_of(truth)
    right = propose(backend, truth.result, cuts)
    segment = segment_of(state, truth.result, cuts, 0)
    scene.do(BOB, Challenge(right, segment, bond_wei))
    scene.do(CAROL, RevealSegment(right, segment, inner_hashes(truth, 0)))
    lying = replace(truth.result, paid_wei=truth.result.paid_wei - 1)
    wrong = propose(backend, lying, cuts)
    last = state.segment_count - 1
    scene.do(ALICE, Challenge(wrong, segment_of(state, lying, cuts, last), bond_wei))
    scene.wait(601)
    scene.do(BOB, CloseSilent(wrong, last))
    scene.wait(2_000)
    scene.do(ALICE, CloseChallenge(right, 0))
    told = {one["id"]: one for one in backend.get("/proposals")["items"]}
    silent = told[hexed(encoding.proposal_id(wrong))]
    assert (silent["state"], silent["isRight"]) == ("refuted", False)
    assert silent["refutation"]["step"] is None
    assert silent["firstWrong"] == {"segment": last, "step": None}
    assert silent["challenges"][0]["state"] == "returned"
    stands = told[hexed(encoding.proposal_id(right))]
    assert (stands["state"], stands["isRight"]) == ("standing", True)
    assert stands["challenges"][0]["state"] == "failed"


def test_the_next_market_starts_from_the_weights_that_this_one_left(
    backend: MarketBackend,
) -> None:
    scene, truth = backend.scene, truth_of(backend)
    made = propose(backend, truth.result, cuts_of(truth))
    scene.wait(701)
    scene.do(BOB, Resolve(made))
    assert truth.final_weights != bytes(len(truth.final_weights))
    scene.submit(BOB, scene.address, Adopt(truth.final_weights))
    assert backend.get("")["end"]["isAdopted"] is True
    first = scene.address
    scene.open(open_terms(scene.now_s))
    scene.to_resolving([BOB, ALICE])
    found = backend.get("/result")
    assert found["payoutsRoot"] == hexed(trace_of(scene).result.payouts_root)
    assert backend.get("")["weightsHash"] == hexed(truth.result.weights_hash)
    listed = backend.ask(f"/api/models/{model_of(backend)}/markets", limit=1)
    assert [one["number"] for one in listed["items"]] == [1]
    assert (listed["total"], listed["next"]) == (2, 1)
    earlier = backend.ask(f"/api/markets/{first}/result")
    assert earlier["payoutsRoot"] == hexed(truth.result.payouts_root)


def test_a_wrong_result_that_was_accepted_is_not_covered_up(backend: MarketBackend) -> None:
    scene, truth = backend.scene, truth_of(backend)
    lying = replace(truth.result, paid_wei=truth.result.paid_wei - 1)
    made = propose(backend, lying, cuts_of(truth))
    scene.wait(701)
    scene.do(CAROL, Resolve(made))
    assert backend.get("/result")["isAccepted"] is False
    assert "ask the proposer" in backend.sentence(f"/proofs/{ALICE}", 409)


def test_values_return_where_no_result_was_found(backend: MarketBackend) -> None:
    backend.scene.pass_deadline()
    backend.scene.do(BOB, Expire())
    proofs = backend.get(f"/proofs/{BOB}")
    (claim,) = proofs["claims"]
    assert (claim["balanceWei"], claim["proof"]) == ("0", [])
    value_wei = str(backend.scene.market.contributions[1].value_wei)
    assert claim["amountWei"] == claim["valueWei"] == value_wei
    found = backend.get("/result")
    assert (found["isProvisional"], found["isAccepted"]) == (False, None)
    assert all(one["gainWei"] == "0" for one in found["standings"])


def test_a_result_is_computed_once(backend: MarketBackend, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    real = market_results.play
    monkeypatch.setattr(market_results, "play", lambda *given: calls.append(1) or real(*given))
    first = backend.get("/result")
    truth = truth_of(backend)
    propose(backend, truth.result, cuts_of(truth))
    backend.get("/proposals")
    assert backend.get("/result") == first
    assert len(calls) == 1


def test_who_asks_too_early_is_told_to_ask_again(
    backend: MarketBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()
    real = market_results.play

    def slow(*given: Any) -> Any:
        assert go.wait(30)
        return real(*given)

    monkeypatch.setattr(market_results, "play", slow)
    backend.catch_up()
    results = MarketResults(wait_s=0.01)
    view = MarketView.of(backend.index, backend.scene.address)

    def is_there() -> bool:
        try:
            return bool(results.get(backend.index, view).trace)
        except ResultPendingFault:
            return False

    try:
        with pytest.raises(ResultPendingFault, match=r"0 of 3 contributions.*ask again"):
            results.get(backend.index, view)
        assert results.soon(backend.index, view) is None
        go.set()
        wait_until(is_there)
        assert results.soon(backend.index, view) is not None
    finally:
        go.set()
        results.stop()


def test_a_server_that_stops_lets_go_of_what_it_computes(
    backend: MarketBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = threading.Event()

    def endless(book: Any, watch: Any) -> Any:
        begun.set()
        while True:
            watch(0, 3)

    monkeypatch.setattr(market_results, "play", endless)
    backend.catch_up()
    results = MarketResults(wait_s=0.01)
    view = MarketView.of(backend.index, backend.scene.address)
    with pytest.raises(ResultPendingFault):
        results.get(backend.index, view)
    assert begun.wait(30)
    results.stop()
    with pytest.raises(ResultPendingFault, match="the server stops"):
        results.get(backend.index, view)


def test_events_of_markets_are_told_as_they_happen(backend: MarketBackend) -> None:
    backend.catch_up()
    messages, _ = news(backend.index, None, 0)
    told = [json.loads(message.raw_data or "null") for message in messages]
    names = [one["name"] for one in told]
    opened = told[names.index("MarketOpened")]
    assert opened["fields"]["terms"]["bountyWei"] == str(open_terms().bounty_wei)
    assert {"PartDrawn", "PartRevealed", "Contributed", "ResultOpened"} <= set(names)
    result = told[names.index("ResultOpened")]
    assert result["emitter"] == backend.scene.address
    assert result["fields"]["unitWei"] == str(backend.scene.market.unit_wei)
