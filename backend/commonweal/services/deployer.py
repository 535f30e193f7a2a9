"""Deploy a planned model and upload its starting weights; the chain itself tells where it stopped.

Running it again after an interruption finds the model that the same account began, compares the
weights there with the planned ones and uploads only what differs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from commonweal.actions import Call, UploadWeights
from commonweal.encoders.manifest import ManifestStore
from commonweal.events import TrainerDeployed
from commonweal.runtime.base import Outcome, Runtime, TrainerInfo
from commonweal.services.plans import ModelPlan, Rules
from commonweal.types import Address

WORDS_PER_UPLOAD = 128
"""About three million gas, which every network takes in one transaction."""

OnWords = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Deployment:
    """A deployed model.

    Attributes
    ----------
    trainer : TrainerInfo
        The model.
    resumed : bool
        Whether it had been begun before.
    outcomes : tuple of Outcome
        Of the transactions sent now, in order.
    """

    trainer: TrainerInfo
    resumed: bool
    outcomes: tuple[Outcome, ...]

    @property
    def gas_used(self) -> int:
        """Gas of the transactions sent now."""
        return sum(outcome.gas_used for outcome in self.outcomes)

    @property
    def fee_wei(self) -> int:
        """What that gas cost."""
        return sum(outcome.fee_wei for outcome in self.outcomes)


def deploy(
    runtime: Runtime,
    sender: Address,
    plan: ModelPlan,
    rules: Rules,
    manifests: ManifestStore,
    on_words: OnWords = lambda done, total: None,
) -> Deployment:
    """Deploy a plan, or finish what the same account began, and close the upload.

    Parameters
    ----------
    runtime : Runtime
        Where to.
    sender : str
        The deployer.
    plan : ModelPlan
        What to deploy.
    rules : StakeRules, PointsRules or MarketRules
        Which incentive, and its rules.
    manifests : ManifestStore
        Keeps the encoder's manifest, before anything is sent.
    on_words : callable
        Told how many words of how many are there, now and after each upload.

    Raises
    ------
    Rejection
        The contracts refuse shape, rules or metadata.
    Fault
        Network or account; run it again to go on.
    """
    manifests.put(plan.start.encoder)
    outcomes: list[Outcome] = []
    trainer = unfinished(runtime, sender, plan, rules)
    resumed = trainer is not None
    if trainer is None:
        call = Call(sender, runtime.registry, plan.deployment(rules))
        outcomes.append(runtime.run(call).accepted())
        trainer = runtime.trainer(_deployed(outcomes[0]))
    words = plan.start.words
    present = runtime.weight_words(trainer.address, 0, len(words))
    uploads = _uploads(words, present)
    done = len(words) - sum(len(upload.words) for upload in uploads)
    on_words(done, len(words))
    for upload in uploads:
        outcomes.append(runtime.run(Call(sender, trainer.address, upload)).accepted())
        done += len(upload.words)
        on_words(done, len(words))
    return Deployment(trainer, resumed, tuple(outcomes))


def unfinished(
    runtime: Runtime, sender: Address, plan: ModelPlan, rules: Rules
) -> TrainerInfo | None:
    """Find a model that the account deployed by this plan and whose upload is still open."""
    encoder = plan.start.encoder
    for trainer in reversed(runtime.trainers()):
        if (
            trainer.deployer == sender
            and trainer.model is encoder.model_kind
            and trainer.shape == encoder.shape
            and trainer.rules == rules
            and trainer.metadata == plan.metadata
            and runtime.head(trainer.address).upload_open
        ):
            return trainer
    return None


def _uploads(words: tuple[bytes, ...], present: tuple[bytes, ...]) -> list[UploadWeights]:
    """Give the uploads that make `present` to `words`; the last one closes."""
    chunks: list[tuple[int, tuple[bytes, ...]]] = []
    for start in range(0, len(words), WORDS_PER_UPLOAD):
        stop = min(start + WORDS_PER_UPLOAD, len(words))
        differing = [index for index in range(start, stop) if words[index] != present[index]]
        if differing:
            first, last = differing[0], differing[-1]
            chunks.append((first, words[first : last + 1]))
    chunks = chunks or [(0, ())]
    return [
        UploadWeights(first, chunk, last=number == len(chunks))
        for number, (first, chunk) in enumerate(chunks, start=1)
    ]


def _deployed(outcome: Outcome) -> Address:
    deployed = [e.event for e in outcome.events if isinstance(e.event, TrainerDeployed)]
    return deployed[0].trainer
