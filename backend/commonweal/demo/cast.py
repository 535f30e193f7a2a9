"""Who takes part: roles, each played by one account of the local chain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from commonweal.errors import ConfigFault
from commonweal.types import Address


class Role(StrEnum):
    """What somebody does in the story; the order is that of the chain's accounts."""

    DEPLOYER = "Deployer"
    CAREFUL_A = "Careful A"
    CAREFUL_B = "Careful B"
    CAREFUL_C = "Careful C"
    CARELESS = "Careless"
    FINDER = "Finder"
    SPONSOR = "Sponsor"


CAREFUL: tuple[Role, ...] = (Role.CAREFUL_A, Role.CAREFUL_B, Role.CAREFUL_C)
"""Contribute samples with the labels that they have."""
CONTRIBUTORS: tuple[Role, ...] = (Role.CARELESS, *CAREFUL)
"""In the order in which they contribute."""

ABOUT: Mapping[Role, str] = {
    Role.DEPLOYER: "deploys the models",
    Role.CAREFUL_A: "contributes right labels",
    Role.CAREFUL_B: "contributes right labels",
    Role.CAREFUL_C: "contributes right labels",
    Role.CARELESS: "contributes wrong labels",
    Role.FINDER: "finds disagreements of others",
    Role.SPONSOR: "adds to what contributors share",
}


@dataclass(frozen=True, slots=True)
class Cast:
    """Roles and their accounts.

    Attributes
    ----------
    addresses : mapping
        Address by role.
    free : tuple of str
        Accounts that play no role and are the user's.
    """

    addresses: Mapping[Role, Address]
    free: tuple[Address, ...] = ()

    @classmethod
    def of(cls, accounts: Sequence[Address]) -> Cast:
        """Give the roles to the first accounts."""
        roles = tuple(Role)
        if len(accounts) < len(roles):
            raise ConfigFault(
                f"The demo needs {len(roles)} accounts, the chain has {len(accounts)}; "
                "start one with more accounts."
            )
        return cls(dict(zip(roles, accounts, strict=False)), tuple(accounts[len(roles) :]))

    def __getitem__(self, role: Role) -> Address:
        return self.addresses[role]

    def role_of(self, address: Address) -> Role | None:
        """Give the role that an account plays."""
        return next((role for role, found in self.addresses.items() if found == address), None)
