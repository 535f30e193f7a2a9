"""The two branches' root, and faults: network, configuration, wallet."""

from __future__ import annotations

from commonweal.types import Address


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


class DroppedFault(Fault):
    """A transaction that was sent will not be mined: it is lost, or another took its nonce."""


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
