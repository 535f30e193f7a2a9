"""The page in Chromium, before a real Ganache and the real backend."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from browsing import PHONE, WIDE, OpenTab, Tab
from playwright.sync_api import Browser, expect, sync_playwright
from surroundings import ETHER, Backend, Chain, Models, free_port
from wallets import SCRIPT, NewWallet, Wallet

from commonweal.runtime.compiler import project_root
from commonweal.runtime.ganache import CHAIN_ID, Ganache
from commonweal.settings import Settings
from cut_line import CutLine

HERE = Path(__file__).parent
TABS = pytest.StashKey[list[Tab]]()
PATIENCE_MS = 20_000
CHROMIUM_OPTIONS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run these tests last: Playwright's event loop would be in the way of others'."""
    items.sort(key=lambda item: HERE in item.path.parents)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Fail on errors that a page reported while the test saw nothing wrong."""
    result = yield
    for tab in item.stash.get(TABS, []):
        tab.assert_no_errors()
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep how each tab looked when a test failed, and say where."""
    report = yield
    if report.failed and call.when == "call":
        report.sections += [("Browser tab", tab.keep_all()) for tab in item.stash.get(TABS, [])]
    return report


@pytest.fixture(scope="session")
def chromium() -> str:
    """Find Chromium as the whole run of tests does."""
    found = subprocess.run(
        [project_root() / "scripts" / "ensure_chromium.sh"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if found.returncode != 0:
        pytest.fail(found.stderr)
    return found.stdout.splitlines()[-1]


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    with Ganache(accounts=12) as ganache, CutLine(free_port(), ganache.port) as line:
        yield Chain(ganache, line, tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def models(chain: Chain) -> Models:
    return Models.deploy_to(chain)


@pytest.fixture(scope="session")
def backend(chain: Chain, models: Models) -> Iterator[Backend]:
    if not (Settings.read().page_folder / "index.html").is_file():
        pytest.fail("The page is not built; run `make build`.")
    backend = Backend(chain.data_folder, chain.ganache.url, chain.line.url)
    yield backend
    backend.close()


@pytest.fixture(autouse=True)
def _as_before(chain: Chain, models: Models, backend: Backend) -> Iterator[None]:
    """Give each test the chain as it was after the deployments, time included."""
    snapshot = chain.rpc.ask_once("evm_snapshot")
    yield
    chain.line.mend()
    assert chain.rpc.ask_once("evm_revert", snapshot)


@pytest.fixture
def new_wallet(chain: Chain, request: pytest.FixtureRequest) -> NewWallet:
    """Make wallets that the node does not know, with ETH."""

    def new(name: str = "a", wei: int = 2 * ETHER) -> Wallet:
        wallet = Wallet(chain.ganache.url, CHAIN_ID, f"{request.node.nodeid} {name}")
        if wei:
            chain.give(wallet.address, wei)
        return wallet

    return new


@pytest.fixture
def open_tab(
    browser: Browser, backend: Backend, request: pytest.FixtureRequest
) -> Iterator[OpenTab]:
    """Open tabs, each in a browser of its own that remembers nothing."""
    tabs: list[Tab] = []
    request.node.stash[TABS] = tabs
    test = re.sub(r"\W+|_", "-", request.node.name.removeprefix("test_")).strip("-")

    def open_tab(
        place: str | None = "#/",
        wallet: Wallet | None = None,
        *,
        url: str = backend.url,
        name: str = "",
        phone: bool = False,
        dark: bool = False,
    ) -> Tab:
        context = browser.new_context(
            viewport=PHONE if phone else WIDE,  # type: ignore[arg-type]
            is_mobile=phone,
            has_touch=phone,
            device_scale_factor=2 if phone else 1,
            color_scheme="dark" if dark else "light",
            locale="en-GB",
            timezone_id="UTC",
        )
        context.set_default_timeout(PATIENCE_MS)
        if wallet is not None:
            context.expose_binding("e2eWallet", wallet.answer)
            context.add_init_script(path=SCRIPT)
        tab = Tab(context, url, f"{test}-{name}" if name else test, wallet)
        tabs.append(tab)
        return tab if place is None else tab.open(place)

    yield open_tab
    for tab in tabs:
        tab.close()
