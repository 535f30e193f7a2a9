"""What is open, when it is due, and what closing it would do: as the chain then does it."""

from __future__ import annotations

import pytest

from commonweal.actions import Call, Contribute
from commonweal.errors import ReorgFault
from commonweal.events import DisagreementFound, Settled, Validated
from commonweal.runtime.contract import ContractRuntime
from commonweal.runtime.transports.in_process import InProcessTransport
from commonweal.services.open_contributions import (
    OpenContribution,
    open_contributions,
    samples_of,
)
from commonweal.services.settler import Kind, forecast, judge
from commonweal.types import Address, IncentiveKind, ModelKind
from stage import POINTS_RULES, STAKE_RULES, Stage

ACCOUNTS = tuple("0x" + f"{number:02x}" * 20 for number in range(1, 7))
ALICE, BOB, CAROL = ACCOUNTS[1:4]


@pytest.fixture(params=list(ModelKind), ids=lambda kind: kind.name.lower())
def kind(request: pytest.FixtureRequest) -> ModelKind:
    found: ModelKind = request.param
    return found


@pytest.fixture
def stage() -> Stage:
    return Stage(InProcessTransport(dict.fromkeys(ACCOUNTS, 10**21)), ACCOUNTS)


def opened(runtime: ContractRuntime, *models: Address) -> list[OpenContribution]:
    return open_contributions(runtime, [runtime.trainer(model) for model in models])


def test_nothing_is_open_at_first(stage: Stage) -> None:
    assert opened(stage.runtime) == []
    assert opened(stage.runtime, stage.model()) == []


def test_what_is_open_is_as_the_chain_says(stage: Stage, kind: ModelKind) -> None:
    model = stage.model(kind)
    runtime = stage.runtime
    made = [stage.contribute(model, who, 3) for who in (ALICE, BOB, ALICE)]
    runtime.advance_time(STAKE_RULES.refund_wait_s)
    stage.settle(model, ALICE, made[0])
    watched: list[tuple[int, int]] = []
    info = runtime.trainer(model)
    items = open_contributions(runtime, [info], lambda *step: watched.append(step))
    assert [(item.index, item.contributor) for item in items] == [(1, BOB), (2, ALICE)]
    for item, samples in zip(items, made[1:], strict=True):
        assert item.record == runtime.open_contribution(model, item.key)
        assert samples_of(runtime, item) == samples
    assert watched[-1][0] == watched[-1][1]


def test_a_contribution_that_is_made_again_is_open_once(stage: Stage) -> None:
    model = stage.model()
    samples = stage.contribute(model, ALICE, 2)
    stage.runtime.advance_time(STAKE_RULES.refund_wait_s)
    stage.settle(model, ALICE, samples)
    stage.contribute(model, ALICE, 2, samples)
    (item,) = opened(stage.runtime, model)
    assert item.index == 1
    assert item.record == stage.runtime.open_contribution(model, item.key)


def test_due_times_are_the_contracts_own_to_the_second(stage: Stage) -> None:
    """A call is refused one second before and accepted at the time that was foretold."""
    model = stage.model()
    runtime = stage.runtime
    transport = runtime.transport
    points = stage.model(incentive=IncentiveKind.POINTS)
    stage.contribute(points, ALICE, 2)
    for _ in range(6):
        stage.contribute(model, BOB, 3)
    for caller in (BOB, CAROL, CAROL, BOB):
        for item in opened(runtime, model, points):
            due_s = item.due_s(caller)
            if due_s is None:
                assert caller == item.contributor
                continue
            if due_s > runtime.now_s():
                runtime.advance_time(due_s - 1 - runtime.now_s())
                assert not item.is_due(caller, runtime.now_s())
                call = item.call(caller, samples_of(runtime, item))
                assert runtime.run(call).rejection is not None
                runtime.advance_time(1)
            assert item.is_due(caller, runtime.now_s())
            runtime.run(item.call(caller, samples_of(runtime, item))).accepted()
            break
    assert transport.block().number > 0


def test_a_forecast_is_what_then_happens(stage: Stage, kind: ModelKind) -> None:
    model = stage.model(kind)
    points = stage.model(kind, IncentiveKind.POINTS)
    runtime = stage.runtime
    seen: set[type] = set()
    for _ in range(4):
        for who in (ALICE, BOB):
            stage.contribute(model, who, 5)
            stage.contribute(points, who, 5)
    for wait_s in (
        STAKE_RULES.refund_wait_s,
        STAKE_RULES.take_wait_s,
        STAKE_RULES.verdict_gap_s,
        POINTS_RULES.validate_wait_s,
    ):
        runtime.advance_time(wait_s)
        for caller in (ALICE, CAROL):
            for item in opened(runtime, model, points):
                if not item.is_due(caller, runtime.now_s()) or (len(seen) > 2 and item.index % 2):
                    continue
                samples = samples_of(runtime, item)
                foretold = forecast(runtime, item, samples, caller)
                (first, *_) = runtime.run(item.call(caller, samples)).accepted().events
                assert first.event == foretold.event
                seen.add(type(first.event))
                if isinstance(first.event, Settled):
                    assert foretold.kind is Kind.SETTLES
                    assert foretold.forfeited_wei == first.event.forfeited_wei
                else:
                    assert foretold.forfeited_wei == 0
    assert seen == {Settled, DisagreementFound, Validated}


def test_a_score_of_zero_agrees_with_neither_label(stage: Stage) -> None:
    model = stage.model()
    info = stage.runtime.trainer(model)
    samples = bytes((0, 1, 0, 7, 1, 1, 0, 7))
    assert judge(stage.runtime, info, samples) == (2, 0b11)


def test_samples_that_left_the_chain_are_not_made_up(stage: Stage) -> None:
    model = stage.model()
    transport = stage.runtime.transport
    assert isinstance(transport, InProcessTransport)
    snapshot = transport.snapshot()
    stage.contribute(model, ALICE, 2)
    (item,) = opened(stage.runtime, model)
    transport.revert(snapshot)
    other = stage.samples(model, 2)
    action = Contribute(other, 10**9)
    stage.runtime.run(Call(BOB, model, action)).accepted()
    with pytest.raises(ReorgFault, match="the chain has changed"):
        samples_of(stage.runtime, item)
