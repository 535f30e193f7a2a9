"""What can go wrong, in two branches, each error with one clear sentence.

A `Rejection` is a contract's no: one class for each Solidity error, with its name and its fields
in order, so that twin and chain compare with `==`. A `Fault` is everything else: the network, the
configuration, the wallet. Nothing that a user sees is a stack trace: `sentence` says what was
expected, what was found, and what to do.
"""

from __future__ import annotations

from dataclasses import FrozenInstanceError, dataclass, fields
from datetime import UTC, datetime, timedelta

from commonweal.types import Address, bytes32_to_text

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WEI_PER_ETH = 10**18


class CommonwealError(Exception):
    """Anything that Commonweal reports to its user."""

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        raise NotImplementedError

    def __str__(self) -> str:
        return self.sentence


class Fault(CommonwealError):
    """Not a contract's decision: network, configuration, wallet."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self._sentence = sentence

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return self._sentence


class RpcFault(Fault):
    """The node does not answer, or answers nonsense."""


class TimeoutFault(RpcFault):
    """A transaction was not mined in time; it may be mined yet."""


class UnknownRevertFault(RpcFault):
    """A contract reverted with none of the known errors."""


class ReorgFault(Fault):
    """Blocks that were read before are no longer part of the chain."""


class WrongHistoryFault(Fault):
    """The chain has the expected id but another history, as after a restart of a local chain."""


class WrongChainFault(Fault):
    """The node serves another chain."""

    def __init__(self, expected_chain_id: int, found_chain_id: int) -> None:
        super().__init__(
            f"The network should be chain {expected_chain_id} but is chain {found_chain_id}; "
            "point the RPC address or the wallet to the right network."
        )
        self.expected_chain_id = expected_chain_id
        self.found_chain_id = found_chain_id

    def __reduce__(self) -> tuple[type[WrongChainFault], tuple[int, int]]:
        return type(self), (self.expected_chain_id, self.found_chain_id)


class ConfigFault(Fault):
    """A setting or a file is missing or wrong."""


class InsufficientFundsFault(Fault):
    """The account cannot pay for value and gas."""


class SignatureRejectedFault(Fault):
    """The owner of the account did not sign."""


class NonceFault(Fault):
    """The nonce is not the sender's next; if it is below, another transaction has it."""

    def __init__(self, sender: Address, expected: int, found: int) -> None:
        super().__init__(
            f"The next transaction of {sender} should have nonce {expected} but has {found}; "
            + (
                "one with this nonce was sent before, so look for it before sending again."
                if found < expected
                else "send the ones before it first."
            )
        )
        self.sender = sender
        self.expected = expected
        self.found = found

    def __reduce__(self) -> tuple[type[NonceFault], tuple[Address, int, int]]:
        return type(self), (self.sender, self.expected, self.found)


class ActionFault(Fault):
    """No contract of the registry stands at this address, or it does not know this action."""


@dataclass(unsafe_hash=True)
class Rejection(CommonwealError):
    """A contract said no. Immutable; equal iff kind and fields are."""

    def __post_init__(self) -> None:
        """Give `BaseException` what pickling reads."""
        self.args = tuple(getattr(self, field.name) for field in fields(self))

    def __setattr__(self, name: str, value: object) -> None:
        # `frozen=True` would also refuse `__traceback__`, which contextlib sets.
        if name in self.__dict__:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        super().__setattr__(name, value)

    def __reduce__(self) -> tuple[type[Rejection], tuple[object, ...]]:
        return type(self), self.args


def _eth(wei: int) -> str:
    """Give an amount in ETH, exactly, with the wei behind it."""
    whole, part = divmod(wei, _WEI_PER_ETH)
    digits = f"{part:018d}".rstrip("0")
    return f"{whole:,}{'.' + digits if digits else ''} ETH ({wei} wei)"


def _moment(at_s: int) -> str:
    """Give a time of the chain for people."""
    try:
        return f"{_EPOCH + timedelta(seconds=at_s):%Y-%m-%d %H:%M:%S} UTC"
    except OverflowError:
        return f"second {at_s}"


def _range(least: int, most: int) -> str:
    return f"{least:,}" if least == most else f"{least:,} to {most:,}"


@dataclass(unsafe_hash=True)
class UploadNotDeployer(Rejection):
    """Only the deployer may upload starting weights."""

    expected: Address
    found: Address

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"Only the deployer {self.expected} may upload starting weights, not {self.found}; "
            "send from the deployer's account."
        )


@dataclass(unsafe_hash=True)
class UploadAlreadyClosed(Rejection):
    """The starting weights are final."""

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            "The starting weights are final since the upload was closed; "
            "contribute samples to change the model, or deploy another."
        )


@dataclass(unsafe_hash=True)
class UploadStillOpen(Rejection):
    """Contributions and funds are taken once the upload has closed."""

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            "The model takes contributions and funds once its starting weights are final, and its "
            "upload is still open; its deployer has to close it first."
        )


@dataclass(unsafe_hash=True)
class UploadTooLong(Rejection):
    """The words reach past the model's last weight."""

    end_word: int
    word_count: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"The model has {self.word_count:,} words of weights but the upload reaches to word "
            f"{self.end_word:,}; check the shape and the first word."
        )


@dataclass(unsafe_hash=True)
class UploadWordInvalid(Rejection):
    """A word holds the lowest lane value, or a lane past the bias that is not zero."""

    word: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"Word {self.word} holds a lane below the symmetric range, or a lane past the bias "
            "that is not zero; pack the weights of exactly this model, saturated."
        )


@dataclass(unsafe_hash=True)
class SamplesEmpty(Rejection):
    """There is no sample in the data."""

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return "At least one sample was expected and there is none; give a sample."


@dataclass(unsafe_hash=True)
class SamplesTooMany(Rejection):
    """There are more samples than there may be."""

    most: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"There may be at most {self.most} sample{'' if self.most == 1 else 's'} here and more "
            "bytes follow; send the rest separately."
        )


@dataclass(unsafe_hash=True)
class SampleTruncated(Rejection):
    """The data ends within the sample."""

    position: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"Sample {self.position} (from 0) should be whole but the data ends within it; "
            "pack the samples again for this model's shape."
        )


@dataclass(unsafe_hash=True)
class SampleLabelOutOfRange(Rejection):
    """The label is not one of 0..label_count-1."""

    position: int
    label: int
    label_count: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"Sample {self.position} (from 0) should have a label of 0 to {self.label_count - 1} "
            f"but has {self.label}; use one of the model's label names."
        )


@dataclass(unsafe_hash=True)
class SampleWithoutFeatures(Rejection):
    """The sample has no feature."""

    position: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"Sample {self.position} (from 0) should have at least one feature and has none; "
            "use text with words that the model knows, or leave the sample out."
        )


@dataclass(unsafe_hash=True)
class SampleFeatureOutOfRange(Rejection):
    """The sample names a feature that the model does not have."""

    position: int
    feature: int
    feature_count: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"Sample {self.position} (from 0) names feature {self.feature:,} but the model has "
            f"features 0 to {self.feature_count - 1:,}; encode it with this model's own encoder."
        )


@dataclass(unsafe_hash=True)
class SampleFeaturesNotIncreasing(Rejection):
    """The sample's features are not strictly increasing: one is repeated or out of order."""

    position: int
    feature: int
    next: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"Sample {self.position} (from 0) should list strictly increasing features but has "
            f"{self.feature} before {self.next}; sort them and name each once."
        )


@dataclass(unsafe_hash=True)
class ContributionAlreadyOpen(Rejection):
    """The contributor has the same samples open already."""

    key: bytes

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"These samples of yours are open already as contribution 0x{self.key.hex()}; "
            "settle them first, or send others."
        )


@dataclass(unsafe_hash=True)
class ContributionUnknown(Rejection):
    """No open contribution of this contributor has these samples."""

    key: bytes

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"No open contribution of this contributor has these samples (key 0x{self.key.hex()}); "
            "it may be closed already, so check contributor and samples."
        )


@dataclass(unsafe_hash=True)
class ContributionTooLarge(Rejection):
    """The contribution has more bytes than one may have."""

    found_bytes: int
    most_bytes: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"A contribution has at most {self.most_bytes:,} bytes but this one has "
            f"{self.found_bytes:,}; split it."
        )


@dataclass(unsafe_hash=True)
class DepositNotAccepted(Rejection):
    """A trainer under points takes no money."""

    sent_wei: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"This model works with points and takes no money, but {_eth(self.sent_wei)} came along"
            "; contribute without a value."
        )


@dataclass(unsafe_hash=True)
class ValidateOwnContribution(Rejection):
    """Contributors do not validate their own data."""

    contributor: Address

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"Another account than its contributor {self.contributor} has to validate a "
            "contribution; use another account."
        )


@dataclass(unsafe_hash=True)
class ValidateTooEarly(Rejection):
    """Others may validate this contribution later."""

    now_s: int
    from_s: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"This contribution may be validated from {_moment(self.from_s)} on and it is "
            f"{_moment(self.now_s)}; try again then."
        )


@dataclass(unsafe_hash=True)
class PointsRuleOutOfRange(Rejection):
    """The rules are outside of what is safe; `rule` names the one."""

    rule: bytes
    found: int
    least: int
    most: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"The rule {bytes32_to_text(self.rule)} should be {_range(self.least, self.most)} but "
            f"is {self.found:,}; choose a value in between."
        )


@dataclass(unsafe_hash=True)
class DepositTooSmall(Rejection):
    """The value sent is less than price x samples."""

    sent_wei: int
    least_wei: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"These samples need a deposit of at least {_eth(self.least_wei)} now but "
            f"{_eth(self.sent_wei)} was sent; send more, it returns with good data."
        )


@dataclass(unsafe_hash=True)
class DepositCapExceeded(Rejection):
    """With this deposit the trainer would hold more than its cap."""

    would_hold_wei: int
    cap_wei: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"All open deposits together may be at most {_eth(self.cap_wei)} and would be "
            f"{_eth(self.would_hold_wei)}; send less, or wait until others settle."
        )


@dataclass(unsafe_hash=True)
class BalanceTooLarge(Rejection):
    """The trainer would hold more ETH than its arithmetic allows."""

    balance_wei: int
    most_wei: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"The model may hold at most {_eth(self.most_wei)} and would hold "
            f"{_eth(self.balance_wei)}; send less, or wait until credits are withdrawn."
        )


@dataclass(unsafe_hash=True)
class SettleTooEarly(Rejection):
    """The caller may settle this contribution later."""

    now_s: int
    from_s: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"You may settle this contribution from {_moment(self.from_s)} on and it is "
            f"{_moment(self.now_s)}; try again then."
        )


@dataclass(unsafe_hash=True)
class StakeRuleOutOfRange(Rejection):
    """The rules are outside of what is safe; `rule` names the one."""

    rule: bytes
    found: int
    least: int
    most: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"The rule {bytes32_to_text(self.rule)} should be {_range(self.least, self.most)} but "
            f"is {self.found:,}; choose a value in between."
        )


@dataclass(unsafe_hash=True)
class CreditEmpty(Rejection):
    """The account has no credit of a whole wei."""

    account: Address

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"{self.account} should have a credit to withdraw and has none here; "
            "settle contributions first, or use the account that contributed."
        )


@dataclass(unsafe_hash=True)
class FundingEmpty(Rejection):
    """Funding needs a value."""

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return "Funding should come with an amount above 0 and came with none; send a value."


@dataclass(unsafe_hash=True)
class ShapeOutOfRange(Rejection):
    """The shape is not one that the model can have; `dimension` names what is wrong."""

    dimension: bytes
    found: int
    least: int
    most: int

    def _allowed(self) -> str:
        # Of the lane widths only the two ends are allowed.
        if bytes32_to_text(self.dimension) == "laneBits" and self.least != self.most:
            return f"{self.least} or {self.most}"
        return _range(self.least, self.most)

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"The model's {bytes32_to_text(self.dimension)} should be {self._allowed()} but is "
            f"{self.found:,}; choose an allowed value."
        )


@dataclass(unsafe_hash=True)
class MetadataMissing(Rejection):
    """A name, a label name or the licence is empty; `field` names it."""

    field: bytes

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"The metadata should have a value for {bytes32_to_text(self.field)} but it is empty; "
            "fill it in."
        )


@dataclass(unsafe_hash=True)
class TrainerUnknown(Rejection):
    """No trainer has this index."""

    index: int
    trainer_count: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"There are {self.trainer_count} models, counted from 0, and none has the number "
            f"{self.index}; look at the list of models."
        )


@dataclass(unsafe_hash=True)
class TrainerNotDeployed(Rejection):
    """The trainer was called as an implementation, not as a clone with arguments."""

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            "A deployed model was expected but this is only the code that models share; "
            "use an address from the list of models."
        )


@dataclass(unsafe_hash=True)
class BadgesNotTrainer(Rejection):
    """Only a trainer of the registry awards badges."""

    caller: Address

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"Only a model of the registry awards badges, not {self.caller}; "
            "earn them by contributing and validating."
        )


@dataclass(unsafe_hash=True)
class BadgesSoulbound(Rejection):
    """Badges stay with those who earned them."""

    token_id: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"Badge {self.token_id} stays with who earned it and cannot be moved; "
            "leave it where it is."
        )


@dataclass(unsafe_hash=True)
class FailedCall(Rejection):
    """The recipient refused the payment (OpenZeppelin)."""

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            "The recipient should take the payment but refused it; "
            "withdraw to an account that accepts ETH."
        )


@dataclass(unsafe_hash=True)
class InsufficientBalance(Rejection):
    """The contract holds less than it has to send (OpenZeppelin)."""

    balance: int
    needed: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"The contract should hold {_eth(self.needed)} but holds {_eth(self.balance)}; "
            "please report this, it should be impossible."
        )


@dataclass(unsafe_hash=True)
class FailedDeployment(Rejection):
    """The clone could not be made (OpenZeppelin)."""

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            "The registry should have made a new contract but could not; try again with more gas."
        )


@dataclass(unsafe_hash=True)
class CloneArgumentsTooLong(Rejection):
    """The clone's arguments are too long (OpenZeppelin)."""

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            "The arguments of a model should fit its contract but do not; "
            "please report this, it should be impossible."
        )


@dataclass(unsafe_hash=True)
class ERC721IncorrectOwner(Rejection):
    """The badge is another's (OpenZeppelin)."""

    sender: Address
    token_id: int
    owner: Address

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"Badge {self.token_id} should be {self.sender}'s but is {self.owner}'s; "
            "badges cannot be moved."
        )


@dataclass(unsafe_hash=True)
class ERC721InsufficientApproval(Rejection):
    """The caller may not move the badge (OpenZeppelin)."""

    operator: Address
    token_id: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"{self.operator} should be approved for badge {self.token_id} but is not; "
            "badges cannot be moved."
        )


@dataclass(unsafe_hash=True)
class ERC721InvalidApprover(Rejection):
    """The caller may not approve for the badge (OpenZeppelin)."""

    approver: Address

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"The holder of the badge was expected but {self.approver} asked; "
            "badges cannot be moved."
        )


@dataclass(unsafe_hash=True)
class ERC721InvalidOperator(Rejection):
    """No such operator (OpenZeppelin)."""

    operator: Address

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"An operator's address was expected but {self.operator} was given; "
            "badges cannot be moved."
        )


@dataclass(unsafe_hash=True)
class ERC721InvalidOwner(Rejection):
    """No such owner (OpenZeppelin)."""

    owner: Address

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return f"A holder's address was expected but {self.owner} was given; give another."


@dataclass(unsafe_hash=True)
class ERC721InvalidReceiver(Rejection):
    """The receiver cannot have badges (OpenZeppelin)."""

    receiver: Address

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"A receiver that can hold badges was expected but {self.receiver} was given; "
            "badges cannot be moved."
        )


@dataclass(unsafe_hash=True)
class ERC721InvalidSender(Rejection):
    """No such sender (OpenZeppelin)."""

    sender: Address

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"A new badge was expected but it exists and came from {self.sender}; "
            "badges cannot be moved."
        )


@dataclass(unsafe_hash=True)
class ERC721NonexistentToken(Rejection):
    """Nobody has earned this badge (OpenZeppelin)."""

    token_id: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return f"Badge {self.token_id} should exist but nobody has earned it; check its number."


REJECTIONS: dict[str, type[Rejection]] = {cls.__name__: cls for cls in Rejection.__subclasses__()}
"""Rejections by the name of their Solidity error."""
