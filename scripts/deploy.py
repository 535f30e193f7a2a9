"""Deploy a model, and before it the registry where the chain has none; finish what was begun.

brownie run deploy [main <model> <stake|points|market>] --network ganache-cli
"""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

from scripts.chain import attached, connected, contract_of, create, plainly, send, senders

from commonweal.cli.session import Session
from commonweal.commitment import keccak
from commonweal.errors import ConfigFault, WrongHistoryFault
from commonweal.runtime.base import TrainerInfo
from commonweal.runtime.deploy import (
    IMPLEMENTATIONS,
    JUDGE,
    MARKET,
    Deployment,
    find_deployment,
)
from commonweal.services.deployer import WORDS_PER_UPLOAD
from commonweal.services.plans import ModelPlan, Rules, planned
from commonweal.twin.rule_ranges import MOST_MARKET_FEATURES
from commonweal.types import IncentiveKind, MarketRules, PointsRules, StakeRules

DAY_S = 86_400
RULES: dict[str, Rules] = {
    "stake": StakeRules(
        floor_price_wei=10**15,
        seconds_per_sample=10,
        refund_wait_s=DAY_S,
        take_wait_s=7 * DAY_S,
        verdict_gap_s=DAY_S,
        deposit_cap_wei=100 * 10**18,
    ),
    "points": PointsRules(validate_wait_s=DAY_S),
    "market": MarketRules(least_bounty_wei=10**15),
}


@plainly
def main(model: str = "sentiment", incentive: str = "stake") -> None:
    """Deploy one of the bundled models under stakes, points or markets."""
    if incentive not in RULES:
        raise ConfigFault(
            f'An incentive is stake, points or market, found "{incentive[:40]}"; choose one.'
        )
    rules = RULES[incentive]
    most_features = MOST_MARKET_FEATURES if isinstance(rules, MarketRules) else None
    plan = planned(model, most_features=most_features)
    session, sender = connected(), senders()[0]
    ensure_registry(session, sender)
    session.manifests.put(plan.start.encoder)
    trainer = find(session, plan, rules)
    if trainer is None:
        registry = attached("Registry", session.runtime.registry)
        action = plan.deployment(rules)
        under = getattr(registry, f"deployUnder{incentive.capitalize()}")
        receipt = send(
            under,
            int(action.model),
            astuple(action.shape),
            astuple(rules),
            astuple(action.metadata),
            sender=sender,
        )
        trainer = session.runtime.trainer(receipt.events["TrainerDeployed"]["trainer"].lower())
    elif not session.runtime.head(trainer.address).upload_open:
        print(f"{plan.name} is there already: model {trainer.index} at {trainer.address}.")
        return
    upload(session, trainer, plan.start.words, sender)
    print(
        f"{plan.name} is model {trainer.index} at {trainer.address}, under "
        f"{IncentiveKind(trainer.incentive).name.lower()}."
    )


def ensure_registry(session: Session, sender: Any) -> None:
    """Deploy implementations and registry, which makes its badges, if the chain has none."""
    if session.settings.registry is not None:
        return
    folder = session.settings.deployments_folder
    try:
        found = find_deployment(session.transport, folder)
        print(f"The registry is there already, at {found.registry}.")
        return
    except (ConfigFault, WrongHistoryFault):
        print("The chain has no registry yet; one is deployed.")
    implementations = [create(name, sender=sender).contract_address for name in IMPLEMENTATIONS]
    judge = create(JUDGE, sender=sender).contract_address
    market = create(MARKET, judge, sender=sender).contract_address
    receipt = create("Registry", implementations, market, sender=sender)
    address = receipt.contract_address.lower()
    deployment = Deployment(
        chain_id=session.transport.chain_id,
        genesis_hash=session.transport.block(0).hash,
        registry=address,
        code_hash=keccak(session.transport.code(address)),
        block_number=receipt.block_number,
    )
    print(f"The registry is at {address}, noted in {deployment.save(folder)}.")


def find(session: Session, plan: ModelPlan, rules: Rules) -> TrainerInfo | None:
    """Find a model that was deployed by this plan."""
    for trainer in reversed(session.runtime.trainers()):
        if trainer.metadata == plan.metadata and trainer.rules == rules:
            return trainer
    return None


def upload(session: Session, trainer: TrainerInfo, words: tuple[bytes, ...], sender: Any) -> None:
    """Upload those chunks of weights that differ from the ones there, and close the upload."""
    contract = contract_of(trainer)
    present = session.runtime.weight_words(trainer.address, 0, len(words))
    for start in range(0, len(words), WORDS_PER_UPLOAD):
        chunk = words[start : start + WORDS_PER_UPLOAD]
        last = start + len(chunk) == len(words)
        if last or chunk != present[start : start + len(chunk)]:
            send(contract.uploadWeights, start, chunk, last, sender=sender)
            print(f"{start + len(chunk)} of {len(words)} words of weights are there.")
