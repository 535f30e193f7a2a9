"""What the registry, trainers, their badges and OpenZeppelin's parts reject."""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.errors.rejection import Rejection, amount_range, eth, moment
from commonweal.types import Address, bytes32_to_text


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
            f"This model works with points and takes no money, but {eth(self.sent_wei)} came along"
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
            f"This contribution may be validated from {moment(self.from_s)} on and it is "
            f"{moment(self.now_s)}; try again then."
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
            f"The rule {bytes32_to_text(self.rule)} should be "
            f"{amount_range(self.least, self.most)} but "
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
            f"These samples need a deposit of at least {eth(self.least_wei)} now but "
            f"{eth(self.sent_wei)} was sent; send more, it returns with good data."
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
            f"All open deposits together may be at most {eth(self.cap_wei)} and would be "
            f"{eth(self.would_hold_wei)}; send less, or wait until others settle."
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
            f"The model may hold at most {eth(self.most_wei)} and would hold "
            f"{eth(self.balance_wei)}; send less, or wait until credits are withdrawn."
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
            f"You may settle this contribution from {moment(self.from_s)} on and it is "
            f"{moment(self.now_s)}; try again then."
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
            f"The rule {bytes32_to_text(self.rule)} should be "
            f"{amount_range(self.least, self.most)} but "
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
        return amount_range(self.least, self.most)

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
            f"The contract should hold {eth(self.needed)} but holds {eth(self.balance)}; "
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
