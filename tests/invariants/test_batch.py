"""A batch gives exactly the weights and predictions of its samples one by one."""

from __future__ import annotations

from struct import pack

from ground import DEPLOYER, METADATA, PEOPLE, fresh_runtime, run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal.actions import Contribute, DeployUnderPoints, UploadWeights
from commonweal.fixed_point import lane_limit, pack_lanes
from commonweal.runtime.contract import ContractRuntime
from commonweal.types import Address, Evaluation, ModelKind, ModelShape, PointsRules

CONTRIBUTOR = PEOPLE[0]


def sparse_samples(shape: ModelShape) -> st.SearchStrategy[bytes]:
    features = st.sets(st.integers(0, shape.feature_count - 1), min_size=1, max_size=12)
    return st.builds(
        lambda label, on: pack(f">BB{len(on)}H", label, len(on), *sorted(on)),
        st.integers(0, 1),
        features,
    )


def dense_samples(shape: ModelShape) -> st.SearchStrategy[bytes]:
    limit = lane_limit(shape.lane_bits)
    lane = st.one_of(st.integers(-3, 3), st.integers(-limit - 1, limit))
    letter = "h" if shape.lane_bits == 16 else "i"
    return st.builds(
        lambda label, lanes: pack(f">B{len(lanes)}{letter}", label, *lanes),
        st.integers(0, 1),
        st.lists(lane, min_size=shape.feature_count, max_size=shape.feature_count),
    )


@st.composite
def cases(
    draw: st.DrawFn,
) -> tuple[ModelKind, ModelShape, list[int], list[bytes]]:
    model = draw(st.sampled_from(list(ModelKind)))
    if model is ModelKind.SPARSE_PERCEPTRON:
        shape = ModelShape(draw(st.sampled_from((1, 15, 16, 40))), 16, 0)
        samples = sparse_samples(shape)
    else:
        lane_bits = draw(st.sampled_from((16, 32)))
        shape = ModelShape(draw(st.sampled_from((1, 7, 8, 17))), lane_bits, draw(st.integers(0, 9)))
        samples = dense_samples(shape)
    limit = lane_limit(shape.lane_bits)
    # Near the limits a batch that saturated once, at its end, would differ.
    lane = st.one_of(st.integers(-9, 9), st.sampled_from((limit, limit - 1, -limit, 1 - limit)))
    lanes = draw(st.lists(lane, min_size=shape.lane_count, max_size=shape.lane_count))
    return model, shape, lanes, draw(st.lists(samples, min_size=1, max_size=20, unique=True))


@given(case=cases())
@settings(max_examples=250, deadline=None, suppress_health_check=HealthCheck.all())
def test_a_batch_is_its_samples_one_by_one(
    case: tuple[ModelKind, ModelShape, list[int], list[bytes]],
) -> None:
    model, shape, lanes, samples = case
    with fresh_runtime() as runtime:
        together = open_trainer(runtime, model, shape, lanes)
        apart = open_trainer(runtime, model, shape, lanes)
        batch = b"".join(samples)
        predictions = runtime.predict_batch(together, batch)
        assert predictions == tuple(runtime.predict(apart, each) for each in samples)
        correct = sum(
            sample[0] == prediction.label
            for sample, prediction in zip(samples, predictions, strict=True)
        )
        assert runtime.evaluate(together, batch) == Evaluation(correct, len(samples))
        run(runtime, CONTRIBUTOR, together, Contribute(batch)).accepted()
        for each in samples:
            run(runtime, CONTRIBUTOR, apart, Contribute(each)).accepted()
        count = shape.word_count
        assert runtime.weight_words(together, 0, count) == runtime.weight_words(apart, 0, count)
        assert runtime.head(together).sample_count == runtime.head(apart).sample_count


def open_trainer(
    runtime: ContractRuntime, model: ModelKind, shape: ModelShape, lanes: list[int]
) -> Address:
    deployment = DeployUnderPoints(model, shape, PointsRules(600), METADATA)
    run(runtime, DEPLOYER, runtime.registry, deployment).accepted()
    trainer = runtime.trainer_at(runtime.trainer_count() - 1).address
    words = pack_lanes(lanes, shape.lane_bits)
    run(runtime, DEPLOYER, trainer, UploadWeights(0, words, True)).accepted()
    return trainer
