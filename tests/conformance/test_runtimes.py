"""Every runtime answers every call in the same way."""

from __future__ import annotations

from struct import pack

import pytest
from runtime_scene import METADATA, NOBODY, POINTS_RULES, SPARSE, STAKE_RULES, Scene

from commonweal.actions import (
    Action,
    Call,
    Contribute,
    DeployUnderPoints,
    DeployUnderStake,
    Fund,
    Settle,
    UploadWeights,
    Validate,
    Withdraw,
)
from commonweal.commitment import START_HASH, contribution_key, next_running_hash
from commonweal.errors import (
    ActionFault,
    ContributionAlreadyOpen,
    CreditEmpty,
    DepositNotAccepted,
    DepositTooSmall,
    FundingEmpty,
    InsufficientFundsFault,
    NonceFault,
    SampleFeatureOutOfRange,
    SamplesEmpty,
    SettleTooEarly,
    ShapeOutOfRange,
    TrainerUnknown,
    UploadNotDeployer,
)
from commonweal.events import (
    Contributed,
    DisagreementFound,
    Funded,
    Locked,
    Settled,
    Transfer,
    UploadClosed,
    Validated,
    WeightsUploaded,
    Withdrawn,
)
from commonweal.fixed_point import pack_lanes
from commonweal.runtime.base import Weights
from commonweal.runtime.deposit import safe_deposit_wei
from commonweal.twin.badges import token_id
from commonweal.types import (
    ZERO_ADDRESS,
    Evaluation,
    Head,
    IncentiveKind,
    ModelKind,
    ModelShape,
    OpenStake,
    Points,
    Pool,
    WeightChange,
    text_to_bytes32,
)

ENOUGH_WEI = 10**10


def test_a_deployed_trainer_is_listed_with_all_that_is_said_of_it(scene: Scene) -> None:
    runtime = scene.runtime
    before = runtime.trainer_count()
    event = scene.deploy(
        DeployUnderPoints(ModelKind.SPARSE_PERCEPTRON, SPARSE, POINTS_RULES, METADATA)
    )
    info = runtime.trainer(event.trainer)
    assert info == runtime.trainers()[before] == runtime.trainer_at(before)
    assert (info.index, info.address, info.deployer) == (before, event.trainer, scene.ada)
    assert (info.model, info.incentive) == (ModelKind.SPARSE_PERCEPTRON, IncentiveKind.POINTS)
    assert (info.shape, info.rules, info.metadata) == (SPARSE, POINTS_RULES, METADATA)
    assert runtime.trainer_count() == before + 1


def test_an_unknown_trainer_is_named(scene: Scene) -> None:
    count = scene.runtime.trainer_count()
    with pytest.raises(TrainerUnknown) as rejected:
        scene.runtime.trainer_at(count)
    assert rejected.value == TrainerUnknown(count, count)
    for address in (NOBODY, scene.runtime.registry, scene.runtime.badges):
        with pytest.raises(ActionFault, match="list of models"):
            scene.runtime.head(address)


def test_what_a_contract_rejects_is_an_outcome_and_nothing_is_sent(scene: Scene) -> None:
    shape = ModelShape(0, 16, 0)
    outcome = scene.run(
        scene.ada,
        scene.runtime.registry,
        DeployUnderStake(ModelKind.SPARSE_PERCEPTRON, shape, STAKE_RULES, METADATA),
    )
    expected = ShapeOutOfRange(text_to_bytes32("featureCount"), 0, 1, 65_535)
    assert outcome.rejection == expected
    assert (outcome.events, outcome.transaction_hash, outcome.gas_used) == ((), None, 0)
    with pytest.raises(ShapeOutOfRange):
        outcome.accepted()


def test_only_the_deployer_uploads_weights(scene: Scene) -> None:
    trainer = scene.deploy(
        DeployUnderStake(ModelKind.SPARSE_PERCEPTRON, SPARSE, STAKE_RULES, METADATA)
    ).trainer
    words = pack_lanes([-3, *range(40)], 16)
    upload = UploadWeights(0, words, True)
    assert scene.run(scene.bob, trainer, upload).rejection == UploadNotDeployer(
        scene.ada, scene.bob
    )
    assert scene.runtime.head(trainer) == Head(START_HASH, 0, 0, True)
    outcome = scene.run(scene.ada, trainer, upload).accepted()
    assert [each.event for each in outcome.events] == [WeightsUploaded(0, words), UploadClosed()]
    assert [each.log_index for each in outcome.events] == [0, 1]
    assert scene.runtime.weights(trainer) == Weights(tuple(range(40)), -3)
    assert scene.runtime.weight_words(trainer, 1, 2) == words[1:3]
    assert scene.runtime.head(trainer) == Head(START_HASH, 0, 0, False)


def test_a_contribution_is_recorded_and_learned_from(scene: Scene) -> None:
    runtime, trainer = scene.runtime, scene.under_stake()
    samples = scene.samples(1, 0)
    before_wei = runtime.balance_wei(scene.bob)
    changes = runtime.preview(trainer, samples)
    outcome = scene.run(scene.bob, trainer, Contribute(samples, ENOUGH_WEI)).accepted()
    (recorded,) = outcome.events
    assert recorded.event == Contributed(0, scene.bob, ENOUGH_WEI, samples)
    assert recorded.emitter == trainer
    assert recorded.transaction_hash == outcome.transaction_hash
    assert (recorded.block_number, recorded.block_hash, recorded.timestamp_s) == (
        outcome.block.number,
        outcome.block.hash,
        outcome.block.timestamp_s,
    )
    assert before_wei - runtime.balance_wei(scene.bob) == ENOUGH_WEI + outcome.fee_wei
    assert runtime.balance_wei(trainer) == ENOUGH_WEI
    key = contribution_key(scene.bob, samples)
    assert runtime.head(trainer) == Head(next_running_hash(START_HASH, key), 1, 2, False)
    assert runtime.open_contribution(trainer, key) == OpenStake(
        ENOUGH_WEI, outcome.block.timestamp_s, 0
    )
    demand = runtime.demand(trainer)
    assert (demand.deposits_wei, demand.added_samples) == (ENOUGH_WEI, 2)
    weights = runtime.weights(trainer)
    assert changes
    for change in changes:
        bias = change.feature == SPARSE.feature_count
        now = weights.bias if bias else weights.features[change.feature]
        assert change.before == 0 != change.afterwards == now
    again = scene.run(scene.bob, trainer, Contribute(samples, ENOUGH_WEI))
    assert again.rejection == ContributionAlreadyOpen(key)


def test_free_reads_agree_with_each_other(scene: Scene) -> None:
    runtime = scene.runtime
    words = pack_lanes([1 << 16, -(1 << 16), 2 << 16, 5 << 15], 32)
    trainer = scene.under_stake(dense=True, words=words)
    rows = ((1, 0, 0), (0, 1, 1), (-3, 0, 1), (0, 9, 0))
    samples = [pack(">B3i", label, *(x << 16 for x in row)) for label, row in enumerate(rows[:2])]
    samples += [pack(">B3i", 0, *(x << 16 for x in row)) for row in rows[2:]]
    scores = [x - y + 2 * z + 2.5 for x, y, z in rows]
    predictions = runtime.predict_batch(trainer, b"".join(samples))
    assert [each.score for each in predictions] == [int(score * 2**32) for score in scores]
    assert [each.label for each in predictions] == [int(score > 0) for score in scores]
    assert [runtime.predict(trainer, each) for each in samples] == list(predictions)
    labels = (0, 1, 0, 0)
    correct = sum(label == each.label for label, each in zip(labels, predictions, strict=True))
    assert runtime.evaluate(trainer, b"".join(samples)) == Evaluation(correct, 4)
    assert runtime.preview(trainer, samples[0]) == (
        WeightChange(0, 1 << 16, 0),
        WeightChange(3, 5 << 15, 3 << 15),
    )


def test_free_reads_reject_bad_samples(scene: Scene) -> None:
    trainer = scene.under_stake()
    with pytest.raises(SamplesEmpty):
        scene.runtime.predict(trainer, b"")
    with pytest.raises(SampleFeatureOutOfRange) as rejected:
        scene.runtime.evaluate(trainer, pack(">BBHBBH", 0, 1, 3, 1, 1, 40))
    assert rejected.value == SampleFeatureOutOfRange(1, 40, 40)


def test_good_data_returns_its_deposit(scene: Scene) -> None:
    runtime, trainer = scene.runtime, scene.under_stake()
    samples = scene.samples(1)
    contributed = scene.run(scene.bob, trainer, Contribute(samples, ENOUGH_WEI)).accepted()
    settle = Settle(scene.bob, samples)
    early = scene.run(scene.bob, trainer, settle)
    from_s = contributed.block.timestamp_s + STAKE_RULES.refund_wait_s
    assert early.rejection == SettleTooEarly(early.block.timestamp_s, from_s)
    runtime.advance_time(STAKE_RULES.refund_wait_s)
    key = contribution_key(scene.bob, samples)
    (recorded,) = scene.run(scene.bob, trainer, settle).accepted().events
    assert recorded.event == Settled(key, scene.bob, scene.bob, 1, ENOUGH_WEI, 0, 0)
    assert runtime.open_contribution(trainer, key) is None
    assert runtime.credit_wei(trainer, scene.bob) == ENOUGH_WEI
    assert runtime.account_of(trainer, scene.bob).shares == 1
    (recorded,) = scene.run(scene.bob, trainer, Withdraw(scene.dee)).accepted().events
    assert recorded.event == Withdrawn(scene.bob, scene.dee, ENOUGH_WEI)
    assert runtime.balance_wei(trainer) == 0
    assert scene.run(scene.bob, trainer, Withdraw(scene.dee)).rejection == CreditEmpty(scene.bob)


def test_bad_data_pays_those_who_hold_shares(scene: Scene) -> None:
    runtime, trainer = scene.runtime, scene.under_stake()
    good, bad = scene.samples(1), scene.samples(0)
    scene.run(scene.bob, trainer, Contribute(good, ENOUGH_WEI)).accepted()
    scene.run(scene.bob, trainer, Fund(3)).accepted()
    runtime.advance_time(STAKE_RULES.refund_wait_s)
    scene.run(scene.bob, trainer, Settle(scene.bob, good)).accepted()
    scene.run(scene.cy, trainer, Contribute(bad, ENOUGH_WEI)).accepted()
    # Bob teaches the model to disagree again.
    teaching = scene.samples(1, 1)
    scene.run(scene.bob, trainer, Contribute(teaching, ENOUGH_WEI)).accepted()
    runtime.advance_time(STAKE_RULES.take_wait_s)
    settle = Settle(scene.cy, bad)
    key = contribution_key(scene.cy, bad)
    (recorded,) = scene.run(scene.dee, trainer, settle).accepted().events
    assert recorded.event == DisagreementFound(key, scene.cy, scene.dee, 1)
    record = runtime.open_contribution(trainer, key)
    assert record == OpenStake(ENOUGH_WEI, recorded.timestamp_s, 1)
    early = scene.run(scene.dee, trainer, settle)
    from_s = recorded.timestamp_s + STAKE_RULES.verdict_gap_s
    assert early.rejection == SettleTooEarly(early.block.timestamp_s, from_s)
    runtime.advance_time(STAKE_RULES.verdict_gap_s)
    (recorded,) = scene.run(scene.dee, trainer, settle).accepted().events
    share_wei = ENOUGH_WEI >> 4
    assert recorded.event == Settled(key, scene.cy, scene.dee, 0, 0, ENOUGH_WEI, share_wei)
    assert runtime.credit_wei(trainer, scene.dee) == share_wei
    # The forfeit, and the funding that waited for somebody to hold a share.
    assert runtime.credit_wei(trainer, scene.bob) == 2 * ENOUGH_WEI - share_wei + 3
    assert runtime.pool(trainer).carry_x32 == 0


def test_funding_waits_for_shares(scene: Scene) -> None:
    runtime, trainer = scene.runtime, scene.under_stake()
    assert scene.run(scene.dee, trainer, Fund(0)).rejection == FundingEmpty()
    (recorded,) = scene.run(scene.dee, trainer, Fund(7)).accepted().events
    assert recorded.event == Funded(scene.dee, 7)
    assert runtime.pool(trainer) == Pool(0, 7 << 32)


def test_others_validate_and_both_earn(scene: Scene) -> None:
    runtime, trainer = scene.runtime, scene.under_points()
    samples = scene.samples(*[1] * 12)
    paid = scene.run(scene.bob, trainer, Contribute(samples, 5))
    assert paid.rejection == DepositNotAccepted(5)
    contributed = scene.run(scene.bob, trainer, Contribute(samples)).accepted()
    key = contribution_key(scene.bob, samples)
    assert runtime.open_contribution(trainer, key) == OpenStake(0, contributed.block.timestamp_s, 0)
    runtime.advance_time(POINTS_RULES.validate_wait_s)
    outcome = scene.run(scene.cy, trainer, Validate(scene.bob, samples)).accepted()
    token = token_id(runtime.trainer(trainer).index, 0, scene.bob)
    assert [each.event for each in outcome.events] == [
        Validated(key, scene.bob, scene.cy, 12, 1),
        Transfer(ZERO_ADDRESS, scene.bob, token),
        Locked(token),
    ]
    assert [each.emitter for each in outcome.events] == [trainer, runtime.badges, runtime.badges]
    assert runtime.points_of(trainer, scene.bob) == Points(12, 0)
    assert runtime.points_of(trainer, scene.cy) == Points(0, 1)
    assert runtime.badge_levels(trainer, scene.bob) == (0,)
    assert runtime.badge_levels(trainer, scene.cy) == ()
    assert runtime.open_contribution(trainer, key) is None


def test_an_action_that_a_contract_does_not_have_is_a_fault(scene: Scene) -> None:
    stake, points = scene.under_stake(), scene.under_points()
    samples = scene.samples(1)
    deployment = DeployUnderPoints(ModelKind.SPARSE_PERCEPTRON, SPARSE, POINTS_RULES, METADATA)
    wrong: list[tuple[str, Action]] = [
        (points, Settle(scene.bob, samples)),
        (points, Fund(1)),
        (points, Withdraw(scene.bob)),
        (stake, Validate(scene.bob, samples)),
        (stake, deployment),
        (scene.runtime.registry, Contribute(samples, ENOUGH_WEI)),
        (NOBODY, Contribute(samples, ENOUGH_WEI)),
    ]
    for to, action in wrong:
        with pytest.raises(ActionFault):
            scene.run(scene.dee, to, action)


def test_a_view_that_a_contract_does_not_have_is_a_fault(scene: Scene) -> None:
    runtime, stake, points = scene.runtime, scene.under_stake(), scene.under_points()
    with pytest.raises(ActionFault, match="stakes"):
        runtime.points_of(stake, scene.bob)
    for read in (runtime.demand, runtime.pool):
        with pytest.raises(ActionFault, match="points"):
            read(points)
    with pytest.raises(ActionFault, match="points"):
        runtime.quote_wei(points, 1)
    with pytest.raises(ActionFault, match="points"):
        runtime.credit_wei(points, scene.bob)
    with pytest.raises(ActionFault, match="points"):
        runtime.account_of(points, scene.bob)
    with pytest.raises(ActionFault, match="without a deposit"):
        safe_deposit_wei(runtime, points, 1)


def test_who_cannot_pay_is_told_so(scene: Scene) -> None:
    runtime, trainer = scene.runtime, scene.under_stake()
    too_much_wei = runtime.balance_wei(scene.bob) + 1
    with pytest.raises(InsufficientFundsFault, match=scene.bob):
        scene.run(scene.bob, trainer, Fund(too_much_wei))
    with pytest.raises(InsufficientFundsFault, match=scene.bob):
        scene.run(scene.bob, trainer, Contribute(scene.samples(1), too_much_wei))
    assert runtime.balance_wei(trainer) == 0


@pytest.mark.parametrize("who", ["signing", "unlocked"])
def test_a_nonce_is_used_once(scene: Scene, who: str) -> None:
    runtime, trainer = scene.runtime, scene.under_stake()
    sender = scene.bob if who == "signing" else scene.dee
    call = Call(sender, trainer, Fund(11))
    nonce = runtime.next_nonce(sender)
    outcome = runtime.wait(runtime.submit(call, nonce=nonce)).accepted()
    assert runtime.next_nonce(sender) == nonce + 1
    with pytest.raises(NonceFault) as fault:
        runtime.submit(call, nonce=nonce)
    assert (fault.value.expected, fault.value.found) == (nonce + 1, nonce)
    with pytest.raises(NonceFault):
        runtime.submit(call, nonce=nonce + 2)
    assert runtime.balance_wei(trainer) == 11
    # What is rejected takes no nonce.
    assert runtime.run(Call(sender, trainer, Fund(0))).rejection == FundingEmpty()
    assert runtime.next_nonce(sender) == nonce + 1
    assert outcome.transaction_hash is not None


def test_a_ticket_may_be_asked_again(scene: Scene) -> None:
    runtime, trainer = scene.runtime, scene.under_stake()
    tickets = [runtime.submit(Call(scene.bob, trainer, Fund(value))) for value in (1, 2, 3)]
    outcomes = [runtime.wait(ticket) for ticket in reversed(tickets)]
    assert [runtime.wait(ticket) for ticket in reversed(tickets)] == outcomes
    assert runtime.balance_wei(trainer) == 6
    numbers = [outcome.block.number for outcome in outcomes]
    assert numbers == sorted(numbers, reverse=True)


def test_a_safe_deposit_outlasts_neighbours(scene: Scene) -> None:
    runtime, trainer = scene.runtime, scene.under_stake()
    deposit_wei = safe_deposit_wei(runtime, trainer, 2, moments=2)
    for _ in range(2):
        neighbours = scene.samples(*[1] * 128)
        scene.run(scene.cy, trainer, Contribute(neighbours, 10**12)).accepted()
        runtime.advance_time(1)
    floor_wei = 2 * STAKE_RULES.floor_price_wei
    poor = scene.run(scene.bob, trainer, Contribute(scene.samples(1, 1), floor_wei))
    assert isinstance(poor.rejection, DepositTooSmall)
    assert floor_wei < poor.rejection.least_wei <= deposit_wei < floor_wei * 5 // 4
    scene.run(scene.bob, trainer, Contribute(scene.samples(1, 1), deposit_wei)).accepted()


def test_time_is_the_next_blocks(scene: Scene) -> None:
    runtime, trainer = scene.runtime, scene.under_stake()
    before_s = runtime.now_s()
    runtime.advance_time(1_000)
    expected_s = runtime.now_s()
    assert 1_000 <= expected_s - before_s < 1_060
    outcome = scene.run(scene.bob, trainer, Fund(1)).accepted()
    assert expected_s <= outcome.block.timestamp_s < expected_s + 60
