"""The story: models are deployed, people contribute, time moves on, things settle.

It knows no chain: any runtime will do. All figures come out of what happens.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from commonweal.actions import Call, Contribute, Fund, Settle, Validate, Withdraw
from commonweal.demo.books import Books
from commonweal.demo.cast import CAREFUL, CONTRIBUTORS, Cast, Role
from commonweal.demo.productions import Production
from commonweal.demo.stage import Opened, Stage
from commonweal.encoders.manifest import ManifestStore
from commonweal.events import DisagreementFound, Settled
from commonweal.runtime.base import Runtime
from commonweal.runtime.deposit import safe_deposit_wei
from commonweal.services.deployer import deploy
from commonweal.types import Evaluation, PointsRules, StakeRules

_SPARE_S = 5
"""Added to waits, for the seconds that pass by themselves."""


class Narrator(Protocol):
    """Told what happens, as it happens."""

    def act(self, title: str) -> None:
        """Begin an act."""

    def tell(self, text: str) -> None:
        """Tell something that happened."""


class Story:
    """Tells the story on a runtime.

    Parameters
    ----------
    runtime : Runtime
        Where it happens.
    cast : Cast
        Who takes part.
    manifests : ManifestStore
        Keeps the encoders' manifests.
    narrator : Narrator
        Told what happens.
    """

    def __init__(
        self, runtime: Runtime, cast: Cast, manifests: ManifestStore, narrator: Narrator
    ) -> None:
        self.runtime = runtime
        self.cast = cast
        self.books = Books(runtime)
        self.stages: list[Stage] = []
        self._manifests = manifests
        self._narrator = narrator
        for role in Role:
            self.books.open_account(cast[role])

    def tell(self, productions: Sequence[Production]) -> None:
        """Tell the story up to the point where everybody has been paid."""
        self._narrator.act("Models are deployed")
        for production in productions:
            self._deploy(production)
        self._narrator.act("People contribute")
        for stage in self.stages:
            self._contribute(stage)
        self._narrator.act("Time moves on and contributors settle")
        self._wait(lambda rules: rules.refund_wait_s, lambda rules: rules.validate_wait_s)
        for stage in self.stages:
            self._close_round(stage)
        self._narrator.act("A stranger finds disagreements, twice")
        self._wait(lambda rules: rules.take_wait_s - rules.refund_wait_s)
        self._find()
        self._wait(lambda rules: rules.verdict_gap_s)
        self._find()
        self._narrator.act("Everybody is paid")
        for stage in self.stages:
            self._withdraw(stage)
            stage.after = self._measured(stage)

    def leave_open(self) -> None:
        """Contribute some more and leave it open, due at different times."""
        for stage in self.stages:
            self._open(stage, Role.CARELESS)
            self._open(stage, Role.CAREFUL_A)
        self._wait(lambda rules: rules.take_wait_s, lambda rules: rules.validate_wait_s)
        for stage in self.stages:
            if stage.under_stake:
                careless = next(o for o in stage.opened if o.role is Role.CARELESS)
                self._settle(stage, careless, Role.FINDER)
            self._open(stage, Role.CAREFUL_B)
        self._wait(lambda rules: rules.refund_wait_s // 2, lambda rules: rules.validate_wait_s // 2)
        for stage in self.stages:
            self._open(stage, Role.CAREFUL_C)

    def _deploy(self, production: Production) -> None:
        deployer = self.cast[Role.DEPLOYER]
        plan = production.plan
        deployment = deploy(self.runtime, deployer, plan, production.rules, self._manifests)
        trainer = deployment.trainer
        for outcome in deployment.outcomes:
            self.books.book(deployer, trainer.address, outcome)
        held_out = plan.test_samples()
        evaluation = self.runtime.evaluate(trainer.address, held_out)
        self.stages.append(Stage(production, trainer, held_out, evaluation, evaluation))
        self._narrator.tell(
            f"{plan.name}: {trainer.shape.feature_count:,} weights, {deployment.gas_used:,} gas, "
            f"right on {_share(evaluation)} of {evaluation.total} held-out samples"
        )

    def _contribute(self, stage: Stage) -> None:
        production = stage.production
        for number in range(production.rounds):
            for role in CONTRIBUTORS:
                if role in CAREFUL or number < production.careless_rounds:
                    self._open(stage, role)
        counts = {
            role: sum(opened.role is role for opened in stage.opened) * production.batch_samples
            for role in CONTRIBUTORS
        }
        self._narrator.tell(
            f"{stage.trainer.metadata.name}: {len(CAREFUL)} careful people contribute "
            f"{counts[CAREFUL[0]]} samples each with right labels, a careless one "
            f"{counts[Role.CARELESS]} with wrong labels"
        )

    def _close_round(self, stage: Stage) -> None:
        """Let the careful settle what is theirs; under points, let others validate everything."""
        if not stage.under_stake:
            self._validate(stage)
            return
        returned = forfeited = 0
        for opened in [opened for opened in stage.opened if opened.role in CAREFUL]:
            event = self._settle(stage, opened, opened.role)
            if isinstance(event, Settled):
                returned += event.returned_wei
                forfeited += event.forfeited_wei
        self._narrator.tell(
            f"{stage.trainer.metadata.name}: the careful got back "
            f"{_percent(returned, returned + forfeited)} of their deposits"
        )
        if stage.production.funding_wei:
            self._fund(stage, stage.production.funding_wei)

    def _validate(self, stage: Stage) -> None:
        """Let the finder validate the careless, and the careful each other."""
        for position, opened in enumerate(list(stage.opened)):
            validator = Role.FINDER
            if opened.role in CAREFUL:
                others = [role for role in CAREFUL if role is not opened.role]
                validator = others[position % len(others)]
            contributor = self.cast[opened.role]
            action = Validate(contributor, opened.samples)
            self.books.run(Call(self.cast[validator], stage.trainer.address, action))
            stage.opened.remove(opened)
        self._narrator.tell(f"{stage.trainer.metadata.name}: others validated every contribution")

    def _find(self) -> None:
        """Let the finder try to close everything that is still open under stakes."""
        for stage in self.stages:
            if not stage.under_stake:
                continue
            events = [self._settle(stage, o, Role.FINDER) for o in list(stage.opened)]
            found = sum(isinstance(event, DisagreementFound) for event in events)
            taken = [event for event in events if isinstance(event, Settled)]
            if found:
                self._narrator.tell(
                    f"{stage.trainer.metadata.name}: first verdict on {_contributions(found)}"
                )
            if taken:
                forfeited = sum(event.forfeited_wei for event in taken)
                deposits = forfeited + sum(event.returned_wei for event in taken)
                self._narrator.tell(
                    f"{stage.trainer.metadata.name}: {_contributions(len(taken))} closed, "
                    f"{_percent(forfeited, deposits)} of the deposit forfeited"
                )

    def _fund(self, stage: Stage, amount_wei: int) -> None:
        call = Call(self.cast[Role.SPONSOR], stage.trainer.address, Fund(amount_wei))
        self.books.run(call)
        self._narrator.tell(f"{stage.trainer.metadata.name}: the sponsor adds to what is shared")

    def _withdraw(self, stage: Stage) -> None:
        if not stage.under_stake:
            return
        paid_wei = people = 0
        for role in Role:
            account = self.cast[role]
            amount_wei = self.runtime.credit_wei(stage.trainer.address, account)
            if amount_wei:
                self.books.run(Call(account, stage.trainer.address, Withdraw(account)))
                paid_wei += amount_wei
                people += 1
        self._narrator.tell(
            f"{stage.trainer.metadata.name}: {people} people withdraw "
            f"{paid_wei / 10**18:.4f} ETH together"
        )

    def _open(self, stage: Stage, role: Role) -> None:
        """Contribute the next samples."""
        samples = stage.take(wrong_labels=role is Role.CARELESS)
        deposit_wei = 0
        if stage.under_stake:
            deposit_wei = safe_deposit_wei(
                self.runtime, stage.trainer.address, stage.production.batch_samples
            )
        action = Contribute(samples, deposit_wei)
        self.books.run(Call(self.cast[role], stage.trainer.address, action))
        stage.opened.append(Opened(role, samples))

    def _settle(self, stage: Stage, opened: Opened, by: Role) -> Settled | DisagreementFound:
        action = Settle(self.cast[opened.role], opened.samples)
        outcome = self.books.run(Call(self.cast[by], stage.trainer.address, action))
        event = next(
            recorded.event
            for recorded in outcome.events
            if isinstance(recorded.event, Settled | DisagreementFound)
        )
        if isinstance(event, Settled):
            stage.opened.remove(opened)
        return event

    def _measured(self, stage: Stage) -> Evaluation:
        return self.runtime.evaluate(stage.trainer.address, stage.held_out)

    def _wait(
        self,
        stake_wait: Callable[[StakeRules], int],
        points_wait: Callable[[PointsRules], int] = lambda rules: 0,
    ) -> None:
        """Move time on by the longest of the models' waits."""
        waits = [_wait_of(stage.production.rules, stake_wait, points_wait) for stage in self.stages]
        self.runtime.advance_time(max(waits) + _SPARE_S)


def _wait_of(
    rules: StakeRules | PointsRules,
    stake_wait: Callable[[StakeRules], int],
    points_wait: Callable[[PointsRules], int],
) -> int:
    return stake_wait(rules) if isinstance(rules, StakeRules) else points_wait(rules)


def _share(evaluation: Evaluation) -> str:
    return _percent(evaluation.correct, evaluation.total)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "none"


def _contributions(count: int) -> str:
    return "1 contribution" if count == 1 else f"{count} contributions"
