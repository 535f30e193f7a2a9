"""JSON-RPC over HTTP that outlasts a node's short absence and says clearly when it cannot."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar
from urllib.parse import urlsplit

from requests import Session
from requests.exceptions import HTTPError, RequestException
from web3 import HTTPProvider
from web3.types import RPCEndpoint

from commonweal.errors import RpcFault

TIMEOUT_S = 30.0
"""For one answer."""
PATIENCE_S = 8.0
"""How long an absent node is waited for."""
BATCH_SIZE = 200

_FIRST_PAUSE_S = 0.1
_LONGEST_PAUSE_S = 2.0
_TOO_MANY_REQUESTS = 429
_ITS_OWN_FAULT = 500
_RATE_LIMITED = -32005
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
_HEX = re.compile("0x[0-9a-fA-F]*")
_T = TypeVar("_T")


class RpcError(Exception):
    """The node answered that it will not. Never leaves the runtime.

    Attributes
    ----------
    code : int
        As JSON-RPC and the node define it.
    message : str
        The node's own words.
    revert_data : bytes or None
        What the contract reverted with; None if no contract did.
    """

    def __init__(self, error: Any) -> None:
        found = error if isinstance(error, dict) else {"message": str(error)}
        self.code = int(found.get("code") or 0)
        self.message = str(found.get("message") or found)
        self.revert_data = _revert_data(found)
        super().__init__(self.message)

    @property
    def is_rate_limit(self) -> bool:
        """Whether the node only wants to be asked later."""
        return self.code == _RATE_LIMITED

    def says(self, *parts: str) -> bool:
        """Whether the node's words contain one of these."""
        words = self.message.lower()
        return any(part in words for part in parts)


class Unanswered(Exception):
    """A request may or may not have reached the node. Never leaves the runtime."""


class RpcClient:
    """Asks a node.

    Parameters
    ----------
    url
        Its address; only scheme, host and port of it are ever shown, the rest may be a secret.
    timeout_s
        For one answer.
    patience_s
        How long an absent node is waited for, with growing pauses.
    """

    def __init__(
        self, url: str, *, timeout_s: float = TIMEOUT_S, patience_s: float = PATIENCE_S
    ) -> None:
        parts = urlsplit(url)
        self._provider = HTTPProvider(
            url,
            request_kwargs={"timeout": timeout_s},
            session=_direct() if parts.hostname in _THIS_MACHINE else None,
            exception_retry_configuration=None,
        )
        self._patience_s = patience_s
        self.shown_url = f"{parts.scheme}://{parts.hostname}" + (
            f":{parts.port}" if parts.port else ""
        )

    def ask(self, method: str, *params: Any) -> Any:
        """Ask for something that may be asked again without harm.

        Raises
        ------
        RpcError
            The node will not.
        RpcFault
            It does not answer.
        """
        return self._patiently(lambda: self.ask_once(method, *params))

    def ask_once(self, method: str, *params: Any) -> Any:
        """Ask for something a single time.

        Raises
        ------
        RpcError
            The node will not.
        Unanswered
            It may or may not have heard.
        RpcFault
            It refuses to talk.
        """
        answer = self._heard(lambda: self._provider.make_request(RPCEndpoint(method), params))
        return _result(answer)

    def ask_many(self, method: str, many_params: Sequence[Sequence[Any]]) -> list[Any]:
        """Ask for many things of a kind in few requests; answers in order."""
        answers: list[Any] = []
        for start in range(0, len(many_params), BATCH_SIZE):
            answers += self._ask_batch(method, many_params[start : start + BATCH_SIZE])
        return answers

    def pauses(self) -> Iterator[float]:
        """Wait ever longer until patience, which begins now, ends; give how long each time."""
        return _pauses(time.monotonic() + self._patience_s)

    def absent(self) -> RpcFault:
        """Give the fault of a node that does not answer."""
        return RpcFault(
            f"The node at {self.shown_url} should answer but does not; start it or correct its "
            "address, then run the command again: what was done is not done twice."
        )

    def _ask_batch(self, method: str, many_params: Sequence[Sequence[Any]]) -> list[Any]:
        requests: list[tuple[RPCEndpoint, Any]] = [
            (RPCEndpoint(method), list(params)) for params in many_params
        ]
        if len(requests) == 1:
            return [self.ask(method, *requests[0][1])]

        def ask() -> list[Any] | None:
            answers = self._heard(lambda: self._provider.make_batch_request(requests))
            return [_result(answer) for answer in answers] if isinstance(answers, list) else None

        answers = self._patiently(ask)
        if answers is None:  # some nodes take no batches
            return [self.ask(method, *params) for params in many_params]
        return answers

    def _patiently(self, ask: Callable[[], _T]) -> _T:
        pauses = self.pauses()
        while True:
            try:
                return ask()
            except Unanswered:
                pass
            except RpcError as error:
                if not error.is_rate_limit:
                    raise
            if next(pauses, None) is None:
                raise self.absent()

    def _heard(self, ask: Callable[[], _T]) -> _T:
        try:
            return ask()
        except HTTPError as error:
            status = error.response.status_code
            if status == _TOO_MANY_REQUESTS or status >= _ITS_OWN_FAULT:
                raise Unanswered from None
            raise RpcFault(
                f"The node at {self.shown_url} should answer but refuses with HTTP status "
                f"{status}; check its address and the key in it."
            ) from None
        except RequestException:
            raise Unanswered from None
        except ValueError:
            raise RpcFault(
                f"A JSON-RPC node should be at {self.shown_url} but something else answers there; "
                "correct the address."
            ) from None


def _pauses(end_s: float) -> Iterator[float]:
    pause_s = _FIRST_PAUSE_S
    while time.monotonic() < end_s:
        time.sleep(pause_s)
        yield pause_s
        pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)


def _direct() -> Session:
    """Give a session that sends nothing to a proxy of the environment."""
    session = Session()
    session.trust_env = False
    return session


def _result(answer: Any) -> Any:
    if not isinstance(answer, dict):
        raise RpcError({"message": f"an answer of another form: {str(answer)[:80]}"})
    if answer.get("error") is not None:
        raise RpcError(answer["error"])
    return answer.get("result")


def _revert_data(error: dict[str, Any]) -> bytes | None:
    """Find revert data where the nodes put it: Ganache in two places, geth and anvil in one."""
    data = error.get("data")
    if isinstance(data, dict):
        data = data.get("result", data.get("data"))
    words = str(error.get("message", "")).lower()
    if isinstance(data, str) and _HEX.fullmatch(data) and len(data) % 2 == 0:
        return bytes.fromhex(data[2:]) if "revert" in words or len(data) > 2 else None
    return b"" if "revert" in words else None
