"""One deployed model with its incentive: composes record, model and incentive."""

from __future__ import annotations

from dataclasses import dataclass, field

from commonweal.actions import (
    Action,
    Adopt,
    Contribute,
    Fund,
    OpenMarket,
    Settle,
    UploadWeights,
    Validate,
    Withdraw,
)
from commonweal.errors import (
    ActionFault,
    ContributionAlreadyOpen,
    ContributionUnknown,
    MarketTakesContributions,
    UploadAlreadyClosed,
    UploadNotDeployer,
    UploadStillOpen,
    UploadTooLong,
)
from commonweal.events import (
    Contributed,
    DisagreementFound,
    Event,
    Funded,
    MarketOpened,
    Settled,
    TrainerDeployed,
    UploadClosed,
    Validated,
    WeightsAdopted,
    WeightsUploaded,
    Withdrawn,
)
from commonweal.fixed_point import WORD_BYTES
from commonweal.twin import data_handler
from commonweal.twin.incentives import market, points, stake
from commonweal.twin.incentives.market import MarketsState
from commonweal.twin.incentives.points import PointsState
from commonweal.twin.incentives.stake import StakeState
from commonweal.twin.models import Model, new_model
from commonweal.types import (
    Address,
    Evaluation,
    Head,
    IncentiveKind,
    MarketRules,
    PointsRules,
    Prediction,
    StakeRules,
    WeightChange,
)


@dataclass(slots=True)
class TrainerState:
    """What a trainer keeps.

    Attributes
    ----------
    address, deployer : str
        Its own address; who deployed it and may upload its starting weights.
    registry_index : int
        Its number in the registry.
    model : Model
        Weights.
    incentive : StakeState, PointsState or MarketsState
        What the incentive keeps.
    head : Head
        State of the record.
    recorded_wei : int
        ETH that came and went with events.
    forced_wei : int
        ETH that came without one, as `selfdestruct` sends it: no event tells of it, so whoever
        watches the chain sets it. It is nobody's, and counts only towards the largest balance.
    """

    address: Address
    deployer: Address
    registry_index: int
    model: Model
    incentive: StakeState | PointsState | MarketsState
    head: Head = field(default=data_handler.START)
    recorded_wei: int = 0
    forced_wei: int = 0

    @classmethod
    def deployed(cls, event: TrainerDeployed) -> TrainerState:
        """Give the trainer as it was deployed, its weights zero."""
        incentive: StakeState | PointsState | MarketsState
        match event.incentive:
            case IncentiveKind.STAKE:
                incentive = StakeState(StakeRules.unpack(event.rules))
            case IncentiveKind.POINTS:
                incentive = PointsState(PointsRules.unpack(event.rules)[1])
            case IncentiveKind.MARKET:
                incentive = MarketsState(MarketRules.unpack(event.rules)[1])
        model = new_model(event.model, event.shape)
        return cls(event.trainer, event.deployer, event.index, model, incentive)

    def copy(self) -> TrainerState:
        """Give a state of its own."""
        return TrainerState(
            self.address,
            self.deployer,
            self.registry_index,
            self.model.copy(),
            self.incentive.copy(),
            self.head,
            self.recorded_wei,
            self.forced_wei,
        )

    @property
    def balance_wei(self) -> int:
        """ETH that the contract holds."""
        return self.recorded_wei + self.forced_wei

    @property
    def stake(self) -> StakeState:
        """The state of the incentive of a trainer under stakes."""
        if isinstance(self.incentive, StakeState):
            return self.incentive
        raise ActionFault(
            f"This needs a model under stakes but {self.address} works {self._with}; "
            "choose another model, or what this one offers."
        )

    @property
    def points(self) -> PointsState:
        """The state of the incentive of a trainer under points."""
        if isinstance(self.incentive, PointsState):
            return self.incentive
        raise ActionFault(
            f"This needs a model under points but {self.address} works {self._with}; "
            "choose another model, or what this one offers."
        )

    @property
    def markets(self) -> MarketsState:
        """The state of the incentive of a trainer under markets."""
        if isinstance(self.incentive, MarketsState):
            return self.incentive
        raise ActionFault(
            f"This needs a model under markets but {self.address} works {self._with}; "
            "choose another model, or what this one offers."
        )

    @property
    def packed_weights(self) -> bytes:
        """All packed words of the model, one after the other."""
        return b"".join(self.model.words(0, self.model.shape.word_count))

    @property
    def _with(self) -> str:
        if isinstance(self.incentive, StakeState):
            return "with stakes"
        return "with points" if isinstance(self.incentive, PointsState) else "by markets"

    def predict(self, sample: bytes) -> Prediction:
        """Predict exactly one packed sample; its own label is not used."""
        return self.model.predict(sample)

    def predict_batch(self, samples: bytes) -> tuple[Prediction, ...]:
        """Predict packed samples, any number of them."""
        return self.model.predict_batch(samples)

    def evaluate(self, samples: bytes) -> Evaluation:
        """Count the packed samples whose label the model predicts."""
        return self.model.evaluate(samples)

    def preview(self, samples: bytes) -> tuple[WeightChange, ...]:
        """Give the weights that contributing these samples now would change."""
        data_handler.check_size(samples)
        return self.model.preview(samples)

    def weight_words(self, first_word: int, count: int) -> tuple[bytes, ...]:
        """Packed weights."""
        return self.model.words(first_word, count)


def decide(
    state: TrainerState,
    sender: Address,
    action: Action,
    now_s: int,
    latest_is_over: bool = True,
) -> tuple[Event, ...]:
    """Decide an action: the trainer's own events, or a rejection.

    Parameters
    ----------
    state
        Not changed.
    sender, action
        Who asks for what.
    now_s
        Time of the block that holds the call.
    latest_is_over
        What the model's latest market, if there is one, says of itself.

    Raises
    ------
    Rejection
        What the contract would revert with.
    ActionFault
        The trainer has no such function.
    """
    match action:
        case Contribute():
            return (_decide_contribute(state, sender, action, now_s),)
        case Settle():
            return (_decide_settle(state, sender, action, now_s),)
        case Validate():
            return (_decide_validate(state, sender, action, now_s),)
        case UploadWeights():
            return _decide_upload(state, sender, action)
        case Fund():
            return (_decide_fund(state, sender, action),)
        case OpenMarket():
            return (_decide_open_market(state, sender, action, now_s, latest_is_over),)
        case Adopt():
            return (_decide_adopt(state, sender, action),)
        case Withdraw():
            return (stake.decide_withdraw(state.stake, sender, action.recipient),)
        case _:
            raise ActionFault(
                f"An action of models was expected but {type(action).__name__} was sent to model "
                f"{state.address}; send it to the registry or to a market."
            )


def evolve(state: TrainerState, event: Event, now_s: int) -> TrainerState:
    """Make so what happened; changes the state that is given and returns it.

    Parameters
    ----------
    state
        The caller's own.
    event
        One that this trainer emitted, next in order.
    now_s
        Time of the event's block.
    """
    match event:
        case Contributed():
            _evolve_contributed(state, event, now_s)
        case Settled():
            stake.evolve_settled(state.stake, event)
        case DisagreementFound():
            stake.evolve_disagreement(state.stake, event, now_s)
        case Validated():
            points.evolve_validated(state.points, event)
        case WeightsUploaded():
            state.model.upload(event.first_word, event.words)
        case UploadClosed():
            state.head = data_handler.close_upload(state.head)
        case Funded():
            stake.evolve_funded(state.stake, event)
            state.recorded_wei += event.amount_wei
        case MarketOpened():
            market.evolve_opened(state.markets, event)
        case WeightsAdopted():
            state.model.upload(0, event.words)
        case Withdrawn():
            stake.evolve_withdrawn(state.stake, event)
            state.recorded_wei -= event.amount_wei
        case _:
            raise ActionFault(
                f"Model {state.address} should have emitted an event of its own but "
                f"{type(event).__name__} is none; pass it to its own contract."
            )
    return state


def _decide_contribute(
    state: TrainerState, sender: Address, action: Contribute, now_s: int
) -> Contributed:
    if isinstance(state.incentive, MarketsState):
        raise MarketTakesContributions(state.incentive.latest)
    if state.head.upload_open:
        raise UploadStillOpen
    data_handler.check_size(action.samples)
    count = len(state.model.parse_contribution(action.samples))
    if isinstance(state.incentive, StakeState):
        stake.check_deposit(state.incentive, count, action.value_wei, state.balance_wei, now_s)
    else:
        points.check_deposit(action.value_wei)
    key = data_handler.contribution_key(sender, action.samples)
    if key in state.incentive.open_contributions:
        raise ContributionAlreadyOpen(key)
    return Contributed(state.head.contribution_count, sender, action.value_wei, action.samples)


def _evolve_contributed(state: TrainerState, event: Contributed, now_s: int) -> None:
    parsed = state.model.parse_contribution(event.samples)
    state.model.learn(parsed)
    key = data_handler.contribution_key(event.contributor, event.samples)
    state.head = data_handler.append(state.head, key, len(parsed))
    state.recorded_wei += event.deposit_wei
    if isinstance(state.incentive, StakeState):
        stake.evolve_contributed(state.incentive, key, len(parsed), event.deposit_wei, now_s)
    elif isinstance(state.incentive, PointsState):
        points.evolve_contributed(state.incentive, key, now_s)


def _decide_settle(
    state: TrainerState, sender: Address, action: Settle, now_s: int
) -> DisagreementFound | Settled:
    own = state.stake
    key = _open_key(state, action.contributor, action.samples)
    record = own.open_contributions[key]
    stake.check_time(own, record, action.contributor, sender, now_s)
    count, disagreeing = _judge(state, action.samples)
    return stake.decide_settle(own, key, action.contributor, sender, count, disagreeing)


def _decide_validate(
    state: TrainerState, sender: Address, action: Validate, now_s: int
) -> Validated:
    own = state.points
    key = _open_key(state, action.contributor, action.samples)
    points.check_validator(own, key, action.contributor, sender, now_s)
    count, disagreeing = _judge(state, action.samples)
    return points.decide_validate(key, action.contributor, sender, count, disagreeing)


def _decide_upload(
    state: TrainerState, sender: Address, action: UploadWeights
) -> tuple[Event, ...]:
    if sender != state.deployer:
        raise UploadNotDeployer(state.deployer, sender)
    if not state.head.upload_open:
        raise UploadAlreadyClosed
    state.model.check_upload(action.first_word, action.words)
    events: tuple[Event, ...] = ()
    if action.words:
        events += (WeightsUploaded(action.first_word, action.words),)
    if action.last:
        events += (UploadClosed(),)
    return events


def _decide_fund(state: TrainerState, sender: Address, action: Fund) -> Funded:
    own = state.stake
    # Until the upload closes nobody can earn shares, so the value could stay here for ever.
    if state.head.upload_open:
        raise UploadStillOpen
    return stake.decide_fund(own, sender, action.value_wei, state.balance_wei)


def _decide_open_market(
    state: TrainerState, sender: Address, action: OpenMarket, now_s: int, latest_is_over: bool
) -> MarketOpened:
    own = state.markets
    if state.head.upload_open:
        raise UploadStillOpen
    return market.decide_open(
        own, state.address, sender, action, state.packed_weights, now_s, latest_is_over
    )


def _decide_adopt(state: TrainerState, sender: Address, action: Adopt) -> WeightsAdopted:
    market.check_current(state.markets, sender)
    words = tuple(
        action.weights[start : start + WORD_BYTES]
        for start in range(0, len(action.weights), WORD_BYTES)
    )
    most = state.model.shape.word_count
    if len(action.weights) != most * WORD_BYTES:
        raise UploadTooLong(len(words), most)
    state.model.check_upload(0, words)
    return WeightsAdopted(sender, words)


def _open_key(state: TrainerState, contributor: Address, samples: bytes) -> bytes:
    data_handler.check_size(samples)
    key = data_handler.contribution_key(contributor, samples)
    if key not in state.incentive.open_contributions:
        raise ContributionUnknown(key)
    return key


def _judge(state: TrainerState, samples: bytes) -> tuple[int, int]:
    parsed = state.model.parse_contribution(samples)
    return len(parsed), state.model.disagreeing(parsed)
