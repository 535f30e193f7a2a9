"""What every runtime offers: reads, and actions that are submitted and then waited for.

`TwinRuntime` decides by the twin; `ContractRuntime` by the compiled contracts, through a transport.
Both yield the same events, rejections and values, compared with `==`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from commonweal.actions import Call
from commonweal.errors import Rejection
from commonweal.events import Emitted, MarketOpened, Recorded, TrainerDeployed
from commonweal.types import (
    Account,
    Address,
    ChallengeHead,
    ContributionRecord,
    Demand,
    DirectRun,
    Evaluation,
    Head,
    IncentiveKind,
    MarketBonds,
    MarketHead,
    MarketOutcome,
    MarketRoots,
    MarketRules,
    MarketTerms,
    Metadata,
    ModelKind,
    ModelShape,
    OpenStake,
    Points,
    PointsRules,
    Pool,
    Prediction,
    ProposalHead,
    StakeRules,
    Trace,
    WeightChange,
)

WAIT_S = 120.0
"""How long `wait` waits for a transaction to be mined, unless it is told otherwise."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block's place in history.

    Attributes
    ----------
    number : int
        From 0.
    hash, parent_hash : bytes
        32 bytes each.
    timestamp_s : int
        Its time.
    """

    number: int
    hash: bytes
    parent_hash: bytes
    timestamp_s: int


@dataclass(frozen=True, slots=True)
class TrainerInfo:
    """What never changes of a trainer.

    Attributes
    ----------
    index : int
        Its number in the registry.
    address, deployer : str
        Its own address; who deployed it.
    model, incentive : ModelKind, IncentiveKind
        What it is made of.
    shape : ModelShape
        Dimensions of the model.
    rules : StakeRules, PointsRules or MarketRules
        Rules of the incentive.
    metadata : Metadata
        What people should know of it.
    deployed_at_block : int
        Number of the block of its deployment.
    """

    index: int
    address: Address
    deployer: Address
    model: ModelKind
    incentive: IncentiveKind
    shape: ModelShape
    rules: StakeRules | PointsRules | MarketRules
    metadata: Metadata
    deployed_at_block: int

    @classmethod
    def of(cls, event: TrainerDeployed, deployed_at_block: int) -> TrainerInfo:
        """Read it from the event of its deployment."""
        rules: StakeRules | PointsRules | MarketRules
        match event.incentive:
            case IncentiveKind.STAKE:
                rules = StakeRules.unpack(event.rules)
            case IncentiveKind.POINTS:
                rules = PointsRules.unpack(event.rules)[1]
            case IncentiveKind.MARKET:
                rules = MarketRules.unpack(event.rules)[1]
        return cls(
            index=event.index,
            address=event.trainer,
            deployer=event.deployer,
            model=event.model,
            incentive=event.incentive,
            shape=event.shape,
            rules=rules,
            metadata=event.metadata,
            deployed_at_block=deployed_at_block,
        )


@dataclass(frozen=True, slots=True)
class MarketInfo:
    """What never changes of a market.

    Attributes
    ----------
    address, trainer, sponsor : str
        Its own address; its model; who opened it.
    number : int
        Its number among the model's, from 0.
    terms : MarketTerms
        What it was opened with.
    roots : MarketRoots
        Commitments to the test set, and the hash of the weights at the start.
    opened_at_block : int
        Number of the block of its opening.
    """

    address: Address
    trainer: Address
    sponsor: Address
    number: int
    terms: MarketTerms
    roots: MarketRoots
    opened_at_block: int

    @classmethod
    def of(cls, event: MarketOpened, trainer: Address, opened_at_block: int) -> MarketInfo:
        """Read it from the event of its opening, which the model emits."""
        return cls(
            address=event.market,
            trainer=trainer,
            sponsor=event.sponsor,
            number=event.number,
            terms=event.terms,
            roots=MarketRoots(event.test_root, event.weights_hash),
            opened_at_block=opened_at_block,
        )


@dataclass(frozen=True, slots=True)
class Weights:
    """A model's weights, in units of one learning step (sparse) or 2**-fraction_bits (dense)."""

    features: tuple[int, ...]
    bias: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a call.

    Attributes
    ----------
    events : tuple of Recorded
        What happened, in order; empty if the call was rejected.
    rejection : Rejection or None
        Why the contract said no.
    block : Block
        The block that holds the transaction; for a call that was rejected before it was sent, the
        block against whose state and time it was judged.
    gas_used : int
        As in the receipt; 0 where nothing was sent.
    fee_wei : int
        What the sender paid for the gas.
    transaction_hash : bytes or None
        None where nothing was sent.
    """

    events: tuple[Recorded, ...]
    rejection: Rejection | None
    block: Block
    gas_used: int = 0
    fee_wei: int = 0
    transaction_hash: bytes | None = None

    @property
    def emitted(self) -> tuple[Emitted, ...]:
        """The events without their place in history."""
        return tuple(recorded.emitted for recorded in self.events)

    def accepted(self) -> Outcome:
        """Give the outcome itself.

        Raises
        ------
        Rejection
            If the call was rejected.
        """
        if self.rejection is not None:
            raise self.rejection
        return self


@dataclass(frozen=True, slots=True)
class Ticket:
    """A submitted call, to be waited for.

    Attributes
    ----------
    call : Call
        What was submitted.
    transaction_hash : bytes or None
        By which it is found again, by another process too; None where nothing was sent.
    outcome : Outcome or None
        What is known already.
    """

    call: Call
    transaction_hash: bytes | None
    outcome: Outcome | None = None


class Views(Protocol):
    """Free reads. A trainer that is none, or has no such function, is an `ActionFault`."""

    @property
    def registry(self) -> Address:
        """The registry that all this is about."""
        ...

    @property
    def badges(self) -> Address:
        """The contract that holds everybody's badges."""
        ...

    def now_s(self) -> int:
        """Time by which the reads are made."""
        ...

    def balance_wei(self, account: Address) -> int:
        """ETH of an account or a contract."""
        ...

    def trainer_count(self) -> int:
        """Give the number of trainers."""
        ...

    def trainers(self) -> tuple[TrainerInfo, ...]:
        """Give all trainers in order, with their metadata."""
        ...

    def trainer_at(self, index: int) -> TrainerInfo:
        """Give the trainer of this number; rejected with `TrainerUnknown` if there is none."""
        ...

    def trainer(self, address: Address) -> TrainerInfo:
        """Give the trainer at this address."""
        ...

    def head(self, trainer: Address) -> Head:
        """State of the record of contributions."""
        ...

    def predict(self, trainer: Address, sample: bytes) -> Prediction:
        """Predict exactly one packed sample; its own label is not used."""
        ...

    def predict_batch(self, trainer: Address, samples: bytes) -> tuple[Prediction, ...]:
        """Predict packed samples, any number of them."""
        ...

    def evaluate(self, trainer: Address, samples: bytes) -> Evaluation:
        """Count the packed samples whose label the model predicts."""
        ...

    def preview(self, trainer: Address, samples: bytes) -> tuple[WeightChange, ...]:
        """Give the weights that contributing these samples now would change, the bias last."""
        ...

    def weight_words(self, trainer: Address, first_word: int, count: int) -> tuple[bytes, ...]:
        """Give words of packed weights."""
        ...

    def weights(self, trainer: Address) -> Weights:
        """Give all weights."""
        ...

    def open_contribution(self, trainer: Address, key: bytes) -> OpenStake | None:
        """Give an open contribution, None if there is none; under points its deposit is 0."""
        ...

    def quote_wei(self, trainer: Address, samples: int) -> int:
        """Give the least deposit for so many samples at the time of the latest block.

        The next block may ask for more: `deposit.safe_deposit_wei` suffices there, too.
        """
        ...

    def demand(self, trainer: Address) -> Demand:
        """Give what decides the price, and totals."""
        ...

    def pool(self, trainer: Address) -> Pool:
        """Give what has been shared and what waits to be shared."""
        ...

    def account_of(self, trainer: Address, account: Address) -> Account:
        """Give an account under stake, as stored."""
        ...

    def credit_wei(self, trainer: Address, account: Address) -> int:
        """Give what a withdrawal would pay now."""
        ...

    def points_of(self, trainer: Address, account: Address) -> Points:
        """Give the points of an account."""
        ...

    def badge_levels(self, trainer: Address, account: Address) -> tuple[int, ...]:
        """Give the levels of the badges that an account earned with a trainer, ascending."""
        ...


class MarketViews(Protocol):
    """Free reads of markets. A market that is none is an `ActionFault`."""

    def market_count(self, trainer: Address) -> int:
        """Give how many markets a model ever opened; 0 for one that does not learn by them."""
        ...

    def markets(self, trainer: Address) -> tuple[MarketInfo, ...]:
        """Give all markets of a model in order."""
        ...

    def market(self, address: Address) -> MarketInfo:
        """Give what never changes of a market."""
        ...

    def market_head(self, market: Address) -> MarketHead:
        """Give where a market stands."""
        ...

    def market_roots(self, market: Address) -> MarketRoots:
        """Give the commitments to the test set, and the hash of the weights at the start."""
        ...

    def record_of(self, market: Address, index: int) -> ContributionRecord:
        """Give what a market keeps of a contribution."""
        ...

    def rows_hash_of(self, market: Address, part: int) -> bytes:
        """Give keccak256 of a part's rows, 0 before it is revealed."""
        ...

    def trace(self, market: Address) -> Trace:
        """Give the row of steps: from `RESOLVING` on."""
        ...

    def direct(self, market: Address) -> DirectRun:
        """Give where the direct run is."""
        ...

    def proposal_of(self, market: Address, id_: bytes) -> ProposalHead:
        """Give where a proposal stands; all 0 if it is unknown or closed."""
        ...

    def challenge_of(self, market: Address, id_: bytes, segment: int) -> ChallengeHead:
        """Give where a challenge stands; all 0 if there is none or it is closed."""
        ...

    def outcome(self, market: Address) -> MarketOutcome:
        """Give how a market ended; all 0 before."""
        ...

    def market_quote_wei(self, market: Address) -> int:
        """Give the least value of a contribution in the market's next place."""
        ...

    def bonds_wei(self, market: Address) -> MarketBonds:
        """Give the bond of a proposal and that of a challenge."""
        ...

    def market_credit_wei(self, market: Address, account: Address) -> int:
        """Give what a withdrawal from a market would pay now."""
        ...

    def is_over(self, market: Address) -> bool:
        """Whether the model may open its next market."""
        ...


class Runtime(Views, MarketViews, Protocol):
    """Takes actions and yields events."""

    def submit(self, call: Call, *, nonce: int | None = None) -> Ticket:
        """Submit an action.

        A rejection that shows before anything is sent is the ticket's outcome already.

        Parameters
        ----------
        call
            Who asks what of whom.
        nonce
            The sender's nonce to use; the next one by default. Submitting the same call with the
            same nonce again never makes it happen twice.

        Raises
        ------
        Fault
            The call could not be submitted, and will not happen.
        """
        ...

    def wait(self, ticket: Ticket, timeout_s: float = WAIT_S) -> Outcome:
        """Wait for what became of a ticket.

        Raises
        ------
        TimeoutFault
            It was not mined in time; it may be mined yet, so wait again, do not submit again.
        """
        ...

    def run(self, call: Call) -> Outcome:
        """Submit and wait."""
        ...

    def next_nonce(self, sender: Address) -> int:
        """Give the nonce that the sender's next call takes."""
        ...

    def advance_time(self, seconds: int) -> None:
        """Move time on; only where time is ours to move."""
        ...

    def advance_blocks(self, count: int) -> None:
        """Let so many blocks pass with nothing in them; only where the chain is ours."""
        ...
