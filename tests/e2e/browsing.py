"""A browser tab that keeps what a reader of a failed test needs, and fails on the page's errors."""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import (
    BrowserContext,
    CDPSession,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    expect,
)
from wallets import NAME, Wallet

from commonweal.runtime.compiler import project_root

FOLDER = project_root() / "build" / "e2e"
AXE = project_root() / "dapp" / "node_modules" / "axe-core" / "axe.min.js"
WIDE = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}

_SERIOUS = frozenset({"serious", "critical"})
_RUN_AXE = """async () => (await axe.run(document, { resultTypes: ["violations"] }))
  .violations.map(({ id, impact, help, nodes }) => ({
    id, impact, help, where: nodes.slice(0, 3).map(({ html, failureSummary }) =>
      `${html.slice(0, 200)} — ${failureSummary}`),
  }))"""


class Tab:
    """A tab with the page.

    Attributes
    ----------
    page : Page
        For everything that has no name of its own here.
    wallet : Wallet or None
        The browser's wallet.
    """

    def __init__(
        self, context: BrowserContext, url: str, name: str, wallet: Wallet | None = None
    ) -> None:
        self.url = url
        self.name = name
        self.wallet = wallet
        self._context = context
        self._console: list[str] = []
        self._errors: list[str] = []
        self._accepted: list[re.Pattern[str]] = []
        self._shots = 0
        for old in FOLDER.glob(f"failed-{name}.*"):
            old.unlink()
        self.page: Page = context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self._errors.append(f"uncaught: {error}"))

    def open(self, place: str = "#/") -> Tab:
        """Load the page at a place of it."""
        self.page.goto(f"{self.url}/{place}")
        self.heading().wait_for()
        return self

    def go(self, place: str) -> None:
        """Go to a place by the address, as a link does."""
        self.page.evaluate("(place) => { window.location.hash = place }", place)

    def heading(self, name: str | None = None) -> Locator:
        if name is None:
            return self.page.get_by_role("heading", level=1)
        return self.page.get_by_role("heading", level=1, name=name, exact=True)

    def part(self, name: str) -> Locator:
        """Give a region by its name."""
        return self.page.get_by_role("region", name=name, exact=True)

    def item(self, name: str) -> Locator:
        """Give an entry of a list by its name."""
        return self.page.get_by_role("listitem", name=name, exact=True)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def visit(self, name: str) -> None:
        """Follow a link of the main navigation."""
        self.page.get_by_role("navigation", name="Main").get_by_role(
            "link", name=name, exact=True
        ).click()
        expect(self.heading(name)).to_be_visible()

    def open_wallets(self) -> Locator:
        self.page.get_by_role("banner").get_by_role("button", name=re.compile("allet")).click()
        return self.page.get_by_role("dialog")

    def connect(self) -> None:
        """Connect the browser's wallet."""
        assert self.wallet is not None
        self.open_wallets().get_by_role("button", name=NAME).click()
        self.expect_account(self.wallet.address)

    def connect_account(self, number: int) -> None:
        """Connect one of the local chain's own accounts, counted from 1."""
        self.open_wallets().get_by_role("button", name=f"Account {number}", exact=True).click()
        expect(self.page.get_by_role("button", name=re.compile("^Wallet 0x"))).to_be_visible()

    def expect_account(self, address: str) -> None:
        name = re.compile(f"^Wallet {address}$", re.IGNORECASE)
        expect(self.page.get_by_role("button", name=name)).to_be_visible()

    def say(self, text: str) -> None:
        """Write a text for the model."""
        self.page.get_by_label("Text", exact=True).fill(text)

    def label(self, name: str) -> None:
        """Choose a label."""
        self.page.get_by_role("radio", name=name, exact=True).check()

    def contribute_button(self, samples: int = 1) -> Locator:
        plural = "sample" if samples == 1 else "samples"
        return self.button(f"Contribute {samples} {plural}")

    def move_time_on(self, step: str) -> None:
        """Move the local chain's time on by the page's own control."""
        self.page.get_by_label("Move time on by").select_option(step)
        self.button("Move time on").click()
        expect(self.button("Move time on")).to_be_enabled()

    def shot(self, what: str, *, whole: bool = True) -> None:
        """Keep a picture of a step."""
        self._shots += 1
        FOLDER.mkdir(parents=True, exist_ok=True)
        path = FOLDER / f"{self.name}-{self._shots:02d}-{what}.png"
        self.page.screenshot(path=path, full_page=whole, animations="disabled")

    def accept_error(self, pattern: str) -> None:
        """Expect errors on the console, of a test that breaks something."""
        self._accepted.append(re.compile(pattern))

    def assert_accessible(self) -> None:
        """Let axe look for serious violations."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate(_RUN_AXE)
        serious = [violation for violation in found if violation["impact"] in _SERIOUS]
        assert serious == [], json.dumps(serious, indent=2, ensure_ascii=False)

    def assert_fits(self) -> None:
        """Nothing is wider than the window."""
        wider = self.page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wider <= 0, f"The page is {wider} px wider than the window."

    def assert_no_errors(self) -> None:
        """The page reported no error but those that were expected."""
        unexpected = [
            error
            for error in self._errors
            if not any(pattern.search(error) for pattern in self._accepted)
        ]
        assert unexpected == [], "\n".join(unexpected)

    def keep_all(self) -> str:
        """Write down how the tab looks and what it said; tell where."""
        FOLDER.mkdir(parents=True, exist_ok=True)
        base = FOLDER / f"failed-{self.name}"
        picture, html, console = (base.with_suffix(end) for end in (".png", ".html", ".log"))
        try:
            self.page.screenshot(path=picture, full_page=True)
            html.write_text(self.page.content(), encoding="utf-8")
        except Error as error:
            self._console.append(f"the page could not be kept: {error}")
        console.write_text("\n".join(self._console + self._errors) + "\n", encoding="utf-8")
        said = "\n".join((self._console + self._errors)[-20:])
        return f"{self.page.url}\n{picture}\n{html}\n{console}\n{said}"

    def close(self) -> None:
        self._context.close()

    def _hear(self, message: ConsoleMessage) -> None:
        told = f"{message.type}: {message.text} ({message.location.get('url', '')})"
        self._console.append(told)
        if message.type == "error":
            self._errors.append(told)


OpenTab = Callable[..., Tab]
"""Opens a tab; see the fixture `open_tab`."""


class Film:
    """What a tab shows, frame by frame, as an animated picture that any browser plays.

    Parameters
    ----------
    page
        The tab's page.
    """

    _LEAST_S = 0.15
    _MOST_S = 2.0

    def __init__(self, page: Page) -> None:
        self._frames: list[tuple[float, bytes]] = []
        self._session: CDPSession = page.context.new_cdp_session(page)
        self._session.on("Page.screencastFrame", self._take)
        self._session.send(
            "Page.startScreencast",
            {"format": "jpeg", "quality": 70, "maxWidth": 960, "maxHeight": 960},
        )

    def save(self, path: Path) -> None:
        """Stop and write the film."""
        self._session.send("Page.stopScreencast")
        kept: list[tuple[float, bytes]] = []
        for at_s, data in self._frames:
            if kept and at_s - kept[-1][0] < self._LEAST_S:
                kept[-1] = (kept[-1][0], data)  # of what changes fast the last one is seen
            else:
                kept.append((at_s, data))
        ends = [at_s for at_s, _ in kept[1:]] + [kept[-1][0] + self._MOST_S]
        lengths_ms = [
            int(1000 * min(end - at_s, self._MOST_S))
            for (at_s, _), end in zip(kept, ends, strict=True)
        ]
        pictures = [Image.open(io.BytesIO(data)) for _, data in kept]
        size = pictures[0].size
        first, *rest = [p if p.size == size else p.resize(size) for p in pictures]
        first.save(
            path, save_all=True, append_images=rest, duration=lengths_ms, quality=60, method=0
        )

    def _take(self, frame: dict[str, Any]) -> None:
        self._frames.append((frame["metadata"]["timestamp"], base64.b64decode(frame["data"])))
        self._session.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})
