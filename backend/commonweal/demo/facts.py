"""The figures of the story, as measured; nothing here is known beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from commonweal.demo.books import Result
from commonweal.demo.cast import ABOUT, CAREFUL, CONTRIBUTORS, Role
from commonweal.demo.check import Comparison
from commonweal.demo.stage import Stage
from commonweal.demo.story import Story
from commonweal.types import Address, Evaluation, Points


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What became of a model.

    Attributes
    ----------
    name, trainer, incentive : str
        Which one.
    feature_count, contribution_count, sample_count : int
        Its size, and what was contributed in the story.
    deployment_gas : int
        Of all transactions until its upload was closed.
    before, after : Evaluation
        Right answers for the held-out samples.
    """

    name: str
    trainer: Address
    incentive: str
    feature_count: int
    contribution_count: int
    sample_count: int
    deployment_gas: int
    before: Evaluation
    after: Evaluation


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What became of somebody.

    Attributes
    ----------
    role : Role
        Who.
    address : str
        The account.
    results : mapping
        Money by name of model under stakes.
    points, badges : mapping
        Points, and levels of badges, by name of model under points.
    fee_wei : int
        All gas, that of models under points included.
    """

    role: Role
    address: Address
    results: Mapping[str, Result]
    points: Mapping[str, Points]
    badges: Mapping[str, tuple[int, ...]]
    fee_wei: int

    @property
    def earned_wei(self) -> int:
        """Gain or loss before gas."""
        return sum(result.earned_wei for result in self.results.values())

    @property
    def net_wei(self) -> int:
        """Gain or loss after all gas."""
        return self.earned_wei - self.fee_wei


@dataclass(frozen=True, slots=True)
class Facts:
    """All figures of the story.

    Attributes
    ----------
    models, people : tuple
        In the order of the story.
    transactions, gas_used : int
        All of them.
    """

    models: tuple[ModelFacts, ...]
    people: tuple[PersonFacts, ...]
    transactions: int
    gas_used: int

    def person(self, role: Role) -> PersonFacts:
        """Give what became of a role."""
        return next(person for person in self.people if person.role is role)

    @property
    def careful_beat_careless(self) -> bool:
        """Whether each of the careful came out better than the careless, after gas."""
        careless = self.person(Role.CARELESS).net_wei
        return all(self.person(role).net_wei > careless for role in CAREFUL)

    @property
    def gas_above_earnings(self) -> tuple[Role, ...]:
        """The careful who paid more for gas than they earned."""
        return tuple(role for role in CAREFUL if self.person(role).net_wei < 0)


def gather(story: Story) -> Facts:
    """Read the figures off the books and the chain, now."""
    entries = story.books.entries
    return Facts(
        models=tuple(_model(story, stage) for stage in story.stages),
        people=tuple(_person(story, role) for role in Role),
        transactions=len(entries),
        gas_used=sum(entry.gas_used for entry in entries),
    )


def as_json(facts: Facts, comparisons: Iterable[Comparison], seconds: float) -> dict[str, Any]:
    """Give the figures as JSON values; amounts in wei are decimal texts."""
    compared = tuple(comparisons)
    return {
        "models": [_model_json(model) for model in facts.models],
        "people": [_person_json(person) for person in facts.people],
        "carefulBeatCareless": facts.careful_beat_careless,
        "carefulWhoPaidMoreGasThanTheyEarned": list(facts.gas_above_earnings),
        "transactions": facts.transactions,
        "gasUsed": facts.gas_used,
        "twin": {
            "compared": len(compared),
            "equal": sum(comparison.equal for comparison in compared),
        },
        "seconds": round(seconds, 1),
    }


def _model(story: Story, stage: Stage) -> ModelFacts:
    trainer = stage.trainer
    head = story.runtime.head(trainer.address)
    deployer = story.cast[Role.DEPLOYER]
    return ModelFacts(
        name=trainer.metadata.name,
        trainer=trainer.address,
        incentive=trainer.incentive.name.lower(),
        feature_count=trainer.shape.feature_count,
        contribution_count=head.contribution_count,
        sample_count=head.sample_count,
        deployment_gas=sum(
            entry.gas_used
            for entry in story.books.entries
            if entry.sender == deployer and entry.to == trainer.address
        ),
        before=stage.before,
        after=stage.after,
    )


def _person(story: Story, role: Role) -> PersonFacts:
    account = story.cast[role]
    staked = [stage for stage in story.stages if stage.under_stake]
    pointed = [stage for stage in story.stages if not stage.under_stake]
    runtime = story.runtime
    return PersonFacts(
        role=role,
        address=account,
        results={
            stage.trainer.metadata.name: story.books.result(account, stage.trainer.address)
            for stage in staked
        },
        points={
            stage.trainer.metadata.name: runtime.points_of(stage.trainer.address, account)
            for stage in pointed
        },
        badges={
            stage.trainer.metadata.name: runtime.badge_levels(stage.trainer.address, account)
            for stage in pointed
        },
        fee_wei=story.books.fee_wei(account),
    )


def _model_json(model: ModelFacts) -> dict[str, Any]:
    def accuracy(found: Evaluation) -> dict[str, Any]:
        share = round(found.correct / found.total, 4)
        return {"correct": found.correct, "total": found.total, "accuracy": share}

    return {
        "name": model.name,
        "trainer": model.trainer,
        "incentive": model.incentive,
        "features": model.feature_count,
        "contributions": model.contribution_count,
        "samples": model.sample_count,
        "deploymentGas": model.deployment_gas,
        "before": accuracy(model.before),
        "after": accuracy(model.after),
    }


def _person_json(person: PersonFacts) -> dict[str, Any]:
    return {
        "role": person.role,
        "about": ABOUT[person.role],
        "address": person.address,
        "contributes": person.role in CONTRIBUTORS,
        "money": {
            name: {_camel(field): str(value) for field, value in asdict(result).items()}
            | {"netWei": str(result.net_wei)}
            for name, result in person.results.items()
        },
        "points": {
            name: {"asContributor": points.as_contributor, "asValidator": points.as_validator}
            for name, points in person.points.items()
        },
        "badges": {name: list(levels) for name, levels in person.badges.items()},
        "gasFeeWei": str(person.fee_wei),
        "earnedWei": str(person.earned_wei),
        "netWei": str(person.net_wei),
    }


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)
