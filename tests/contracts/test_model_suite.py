"""Behaviour of `IModel`, the same for every trainer."""

from __future__ import annotations

from random import Random

import pytest
from arena import (
    ALICE,
    BOB,
    CAROL,
    DENSE_SHAPE,
    DEPLOYER,
    PEOPLE,
    SPARSE,
    SPARSE_SHAPE,
    Arena,
    Trainer,
)
from suites import EVERY_TRAINER

from commonweal.errors import (
    ContributionTooLarge,
    SamplesTooMany,
    UploadAlreadyClosed,
    UploadNotDeployer,
)
from commonweal.fixed_point import pack_lanes
from commonweal.types import Evaluation, IncentiveKind, ModelKind, ModelShape, Prediction

pytestmark = EVERY_TRAINER

SEED = 7


def random_lanes(random: Random, trainer_shape: ModelShape, most: int) -> list[int]:
    return [random.randint(-most, most) for _ in range(trainer_shape.lane_count)]


def random_samples(random: Random, trainer: Trainer, count: int) -> list[bytes]:
    """Pack samples without order or sense, one by one."""
    features = trainer.shape.feature_count
    found = []
    for _ in range(count):
        if trainer.model is SPARSE:
            chosen = sorted(random.sample(range(features), random.randint(1, min(60, features))))
        else:
            chosen = [random.randint(-50, 50) for _ in range(features)]
        found.append(trainer.pack((random.randrange(2), chosen)))
    return found


def deployed(
    arena: Arena, model: ModelKind, incentive: IncentiveKind, random: Random, most: int = 20
) -> Trainer:
    """Deploy a trainer with random weights of several words."""
    features = 333 if model is SPARSE else 21
    shape = SPARSE_SHAPE if model is SPARSE else DENSE_SHAPE
    shape = ModelShape(features, shape.lane_bits, shape.fraction_bits)
    return arena.trainer(model, incentive, shape=shape, lanes=random_lanes(random, shape, most))


def test_weights_arrive_in_chunks(arena: Arena, model: ModelKind, incentive: IncentiveKind) -> None:
    shape = ModelShape(100, 16, 0)
    trainer = arena.trainer(model, incentive, shape=shape, lanes=(), close=False)
    lanes = random_lanes(Random(SEED), shape, 2**15 - 1)
    words = pack_lanes(lanes, 16)
    assert len(words) == trainer.read("wordCount") == 7
    # Out of order, one of them twice.
    for first, end in ((4, 7), (0, 3), (2, 4)):
        trainer.upload(first, words[first:end], last=False)
    assert arena.runtime.weight_words(trainer.address, 0, 7) == words
    trainer.upload(7, (), last=True)
    assert trainer.lanes()[: shape.lane_count] == lanes
    trainer.check()


def test_the_upload_closes_for_good_and_for_all(
    arena: Arena, model: ModelKind, incentive: IncentiveKind
) -> None:
    trainer = arena.trainer(model, incentive)
    for sender in PEOPLE:
        expected = UploadAlreadyClosed if sender == DEPLOYER else UploadNotDeployer
        with pytest.raises(expected):
            arena.transact(
                trainer.contract,
                trainer.address,
                "uploadWeights",
                0,
                (bytes(32),),
                True,
                sender=sender,
            )


def test_shape_and_kind_are_read_from_the_code(
    arena: Arena, model: ModelKind, incentive: IncentiveKind
) -> None:
    trainer = arena.trainer(model, incentive)
    shape = trainer.shape
    assert trainer.read("shape") == (shape.feature_count, shape.lane_bits, shape.fraction_bits)
    assert trainer.read("kind") == (model, incentive)
    assert trainer.read("deployer") == DEPLOYER
    assert trainer.read("registryIndex") == 0


def test_it_learns_from_what_it_disagrees_with_only(
    arena: Arena, model: ModelKind, incentive: IncentiveKind
) -> None:
    trainer = arena.trainer(model, incentive)
    before = trainer.lanes()
    trainer.contribute(ALICE, trainer.good(50))
    assert trainer.lanes() == before
    trainer.contribute(ALICE, trainer.sample(0, agreeing=False))
    if model is SPARSE:
        # Bias and feature 0, one step down.
        expected = [-1, before[1] - 1, *before[2:]]
    else:
        # Feature 0 by its value, the bias (behind the five features) by 1.0.
        expected = [before[0] - 1, *before[1:5], -4, *before[6:]]
    assert trainer.lanes() == expected
    trainer.check()


def test_a_model_without_weights_agrees_with_nobody(
    arena: Arena, model: ModelKind, incentive: IncentiveKind
) -> None:
    trainer = arena.trainer(model, incentive, lanes=())
    for label in (0, 1):
        sample = trainer.sample(label, agreeing=True)
        assert arena.runtime.predict(trainer.address, sample) == Prediction(0, 0)
        assert arena.runtime.preview(trainer.address, sample) != ()


def test_reads_are_the_twin_s(arena: Arena, model: ModelKind, incentive: IncentiveKind) -> None:
    random = Random(SEED)
    trainer = deployed(arena, model, incentive, random)
    # More samples than a contribution may have.
    ones = random_samples(random, trainer, 200)
    samples = b"".join(ones)
    found = arena.runtime.predict_batch(trainer.address, samples)
    assert found == trainer.twin.predict_batch(samples)
    assert found == tuple(arena.runtime.predict(trainer.address, one) for one in ones)
    assert {one.label for one in found} == {0, 1}
    evaluation = arena.runtime.evaluate(trainer.address, samples)
    assert evaluation == trainer.twin.evaluate(samples)
    correct = sum(one.label == sample[0] for one, sample in zip(found, ones, strict=True))
    assert evaluation == Evaluation(correct, 200)


def test_a_prediction_does_not_look_at_the_label(
    arena: Arena, model: ModelKind, incentive: IncentiveKind
) -> None:
    trainer = arena.trainer(model, incentive)
    sample = trainer.good()
    other = bytes([1 - sample[0]]) + sample[1:]
    address = trainer.address
    assert arena.runtime.predict(address, sample) == arena.runtime.predict(address, other)


def test_a_batch_learns_as_its_samples_one_by_one(
    arena: Arena, model: ModelKind, incentive: IncentiveKind
) -> None:
    random = Random(SEED)
    together = deployed(arena, model, incentive, random)
    apart = arena.trainer(
        model, incentive, shape=together.shape, lanes=together.lanes()[: together.shape.lane_count]
    )
    ones = random_samples(random, together, 100)
    before = together.lanes()
    together.contribute(ALICE, b"".join(ones))
    for position, one in enumerate(ones):
        # Contributors take turns, so that a sample that comes twice is not open already.
        apart.contribute((ALICE, BOB, CAROL)[position % 3], one)
    assert together.lanes() == apart.lanes() != before
    together.check()
    apart.check()


def test_a_preview_is_what_happens(
    arena: Arena, model: ModelKind, incentive: IncentiveKind
) -> None:
    random = Random(SEED)
    trainer = deployed(arena, model, incentive, random)
    samples = b"".join(random_samples(random, trainer, 30))
    changes = arena.runtime.preview(trainer.address, samples)
    assert changes == trainer.twin.preview(samples)
    before = arena.runtime.weights(trainer.address)
    trainer.contribute(ALICE, samples)
    after = arena.runtime.weights(trainer.address)
    pairs = zip((*before.features, before.bias), (*after.features, after.bias), strict=True)
    assert [(change.feature, change.before, change.afterwards) for change in changes] == [
        (feature, *pair) for feature, pair in enumerate(pairs) if pair[0] != pair[1]
    ]
    assert changes


def test_a_preview_has_the_limits_of_a_contribution(
    arena: Arena, model: ModelKind, incentive: IncentiveKind
) -> None:
    trainer = arena.trainer(model, incentive, close=False)
    assert arena.runtime.preview(trainer.address, trainer.good(128)) == ()
    with pytest.raises(SamplesTooMany):
        arena.runtime.preview(trainer.address, trainer.good(129))
    with pytest.raises(ContributionTooLarge):
        arena.runtime.preview(trainer.address, bytes(60_001))
