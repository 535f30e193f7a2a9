"""Settings: from arguments, else from the environment (`COMMONWEAL_*`), else the defaults.

They are read when asked for, never at import. None of them is a secret: the backend holds no keys.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from commonweal.errors import ConfigFault
from commonweal.runtime.compiler import ToolchainError, project_root
from commonweal.types import Address

PREFIX = "COMMONWEAL_"
_ADDRESS = re.compile("0x[0-9a-fA-F]{40}")


def _http_address(text: str) -> str:
    if not re.match(r"https?://[^\s/]+", text):
        raise ValueError("an address that begins with http:// or https://")
    return text


def _contract_address(text: str) -> Address:
    if not _ADDRESS.fullmatch(text):
        raise ValueError("an address of 0x and 40 hex digits")
    return text.lower()


def _root() -> Path:
    """Give the checkout, or the working folder where there is none."""
    try:
        return project_root()
    except ToolchainError:
        return Path.cwd()


HttpAddress = Annotated[str, AfterValidator(_http_address)]


class Settings(BaseModel):
    """What a backend needs to know.

    Attributes
    ----------
    rpc_url : str
        JSON-RPC address of the node that the backend reads from.
    page_rpc_url : str or None
        Address under which browsers reach the node; `rpc_url` if it is the same.
    chain_id : int or None
        Chain that the node must serve; None takes any.
    registry : str or None
        Registry to follow; None takes the one in the chain's deployments file.
    from_block : int or None
        First block to read; None takes the registry's own where it is known, else 0.
    data_folder : Path
        Where deployments, encoders' manifests and indexes are kept.
    page_folder : Path
        The built web page.
    host, port : str, int
        Where the API listens.
    allowed_origins : tuple of str
        Origins of other pages whose scripts may read the API.
    poll_s : float
        How often the chain is asked for new blocks.
    confirmations : int or None
        Blocks that must follow before what a block holds counts; None: none on a local chain,
        elsewhere two. 0 for a chain that makes no block without transactions.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rpc_url: HttpAddress = "http://127.0.0.1:8545"
    page_rpc_url: HttpAddress | None = None
    chain_id: Annotated[int, Field(ge=1)] | None = None
    registry: Annotated[Address, AfterValidator(_contract_address)] | None = None
    from_block: Annotated[int, Field(ge=0)] | None = None
    data_folder: Path = Field(default_factory=lambda: _root() / "build")
    page_folder: Path = Field(default_factory=lambda: _root() / "dapp" / "dist")
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65_535)] = 8000
    allowed_origins: tuple[HttpAddress, ...] = ()
    poll_s: Annotated[float, Field(gt=0, le=3600)] = 1.0
    confirmations: Annotated[int, Field(ge=0, le=1_000)] | None = None

    @classmethod
    def read(cls, environment: Mapping[str, str] | None = None, **arguments: Any) -> Self:
        """Read the settings.

        Parameters
        ----------
        environment
            Texts by name; the process's own by default. A list is separated by commas.
        arguments
            Settings by field; None stands for not given. They win over the environment.

        Raises
        ------
        ConfigFault
            A value is wrong; the sentence names it and says what was expected.
        """
        found = os.environ if environment is None else environment
        values: dict[str, Any] = {}
        for name in cls.model_fields:
            text = found.get(PREFIX + name.upper(), "").strip()
            if text:
                values[name] = _listed(text) if name == "allowed_origins" else text
        values.update({name: value for name, value in arguments.items() if value is not None})
        try:
            return cls(**values)
        except ValidationError as error:
            raise ConfigFault(_sentence(error)) from None

    @property
    def deployments_folder(self) -> Path:
        """Where it is written which registry a chain has."""
        return self.data_folder / "deployments"

    @property
    def encoders_folder(self) -> Path:
        """Where encoders' manifests are, each in a file named by its hash."""
        return self.data_folder / "encoders"

    @property
    def index_folder(self) -> Path:
        """Where indexes are, one file for each history of a chain."""
        return self.data_folder / "index"


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _sentence(error: ValidationError) -> str:
    problem = error.errors(include_url=False)[0]
    name = str(problem["loc"][0])
    if problem["type"] == "extra_forbidden":
        return f'There is no setting "{name}"; the settings are {", ".join(Settings.model_fields)}.'
    expected = problem["msg"].removeprefix("Value error, ")
    return (
        f'Setting {name}: expected {expected[:1].lower() + expected[1:]}, found "'
        f'{str(problem["input"])[:80]}"; correct the option or the variable '
        f"{PREFIX}{name.upper()}."
    )
