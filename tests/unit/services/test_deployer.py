"""Deploying resumes by what the chain itself holds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from commonweal.actions import Call
from commonweal.encoders.manifest import ManifestStore
from commonweal.encoders.starting import StartingModel
from commonweal.encoders.text import TextEncoder
from commonweal.errors import StakeRuleOutOfRange
from commonweal.runtime.base import Outcome, Weights
from commonweal.runtime.contract import ContractRuntime
from commonweal.runtime.transports.in_process import InProcessTransport
from commonweal.services.deployer import WORDS_PER_UPLOAD, deploy
from commonweal.services.plans import ModelPlan
from stage import POINTS_RULES, STAKE_RULES, Stage

ACCOUNTS = tuple("0x" + f"{number:02x}" * 20 for number in range(1, 5))
WORDS = tuple(f"w{number}" for number in range(16 * (2 * WORDS_PER_UPLOAD + 3)))
LANES = tuple((number * 7) % 201 - 100 for number in range(len(WORDS) + 1))
PLAN = ModelPlan(
    "Words", "Counts words.", "CC0-1.0", StartingModel(TextEncoder(("no", "yes"), WORDS), LANES)
)


@pytest.fixture(scope="module")
def stage() -> Stage:
    return Stage(InProcessTransport(dict.fromkeys(ACCOUNTS, 10**21)), ACCOUNTS)


@pytest.fixture
def runtime(stage: Stage) -> ContractRuntime:
    return stage.runtime


def test_a_plan_is_deployed_whole(runtime: ContractRuntime, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    manifests = ManifestStore(tmp_path)
    done = deploy(
        runtime, ACCOUNTS[0], PLAN, STAKE_RULES, manifests, lambda *step: steps.append(step)
    )
    assert not done.resumed
    assert len(done.outcomes) == 4
    assert done.gas_used == sum(outcome.gas_used for outcome in done.outcomes) > 0
    total = len(PLAN.start.words)
    assert steps == [(0, total), (128, total), (256, total), (total, total)]
    assert runtime.weights(done.trainer.address) == Weights(LANES[1:], LANES[0])
    assert not runtime.head(done.trainer.address).upload_open
    assert done.trainer.metadata == PLAN.metadata
    assert manifests.get(PLAN.metadata.encoder_hash) == PLAN.start.encoder


@pytest.mark.parametrize("crash_after", [1, 2, 3])
def test_what_was_begun_is_finished(
    runtime: ContractRuntime, tmp_path: Path, crash_after: int
) -> None:
    plan = replace(PLAN, name=f"Words {crash_after}")
    crashing = CrashingRuntime(runtime, crash_after)
    manifests = ManifestStore(tmp_path)
    with pytest.raises(ConnectionResetError):
        deploy(crashing, ACCOUNTS[0], plan, STAKE_RULES, manifests)
    count = runtime.trainer_count()
    done = deploy(runtime, ACCOUNTS[0], plan, STAKE_RULES, manifests)
    assert done.resumed
    assert len(done.outcomes) == 4 - crash_after
    assert runtime.trainer_count() == count
    assert runtime.weights(done.trainer.address) == Weights(LANES[1:], LANES[0])
    assert not deploy(runtime, ACCOUNTS[0], plan, STAKE_RULES, manifests).resumed


def test_only_words_that_differ_are_uploaded(runtime: ContractRuntime, tmp_path: Path) -> None:
    plan = replace(PLAN, name="Words, zero", start=replace(PLAN.start, lanes=(0,) * len(LANES)))
    done = deploy(runtime, ACCOUNTS[0], plan, STAKE_RULES, ManifestStore(tmp_path))
    assert len(done.outcomes) == 2
    lanes = list(plan.start.lanes)
    lanes[16 * 130] = 5
    sparse = replace(plan, name="Words, one", start=replace(plan.start, lanes=tuple(lanes)))
    done = deploy(runtime, ACCOUNTS[0], sparse, STAKE_RULES, ManifestStore(tmp_path))
    (uploaded,) = [e.event for o in done.outcomes for e in o.events if hasattr(e.event, "words")]
    assert (uploaded.first_word, len(uploaded.words)) == (130, 1)
    assert runtime.weights(done.trainer.address).features[16 * 130 - 1] == 5


def test_another_account_or_other_rules_begin_anew(
    runtime: ContractRuntime, tmp_path: Path
) -> None:
    plan = replace(PLAN, name="Words, shared")
    runtime.run(Call(ACCOUNTS[0], runtime.registry, plan.deployment(STAKE_RULES))).accepted()
    manifests = ManifestStore(tmp_path)
    assert not deploy(runtime, ACCOUNTS[1], plan, STAKE_RULES, manifests).resumed
    assert not deploy(runtime, ACCOUNTS[0], plan, POINTS_RULES, manifests).resumed
    other = replace(STAKE_RULES, floor_price_wei=2_000)
    assert not deploy(runtime, ACCOUNTS[0], plan, other, manifests).resumed
    assert deploy(runtime, ACCOUNTS[0], plan, STAKE_RULES, manifests).resumed


def test_rules_that_are_refused_leave_nothing(runtime: ContractRuntime, tmp_path: Path) -> None:
    count = runtime.trainer_count()
    wrong = replace(STAKE_RULES, refund_wait_s=1)
    with pytest.raises(StakeRuleOutOfRange):
        deploy(runtime, ACCOUNTS[0], PLAN, wrong, ManifestStore(tmp_path))
    assert runtime.trainer_count() == count


class CrashingRuntime(ContractRuntime):
    """Does its work until it is cut off after so many calls."""

    def __init__(self, runtime: ContractRuntime, calls: int) -> None:
        super().__init__(runtime.transport, runtime.registry)
        self._calls = calls

    def run(self, call: Call) -> Outcome:
        if not self._calls:
            raise ConnectionResetError
        self._calls -= 1
        return super().run(call)
