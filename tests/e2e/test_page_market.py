"""A sealed market in the browser: from the draw over commit, reveal and dispute to the claim."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from browsing import FOLDER, Film, OpenTab, Tab
from playwright.sync_api import Locator, expect
from surroundings import Backend, Chain, Models
from wallets import NewWallet

from commonweal.actions import Challenge
from commonweal.events import ProposalRefuted
from commonweal.services.market_book import MarketBook
from commonweal.services.market_contributor import reveal_steps
from commonweal.services.market_moves import Move, Step, proposal_of
from commonweal.services.sponsor import sponsor_steps
from commonweal.twin.market import terms
from commonweal.twin.market.segments import segment_of
from market_stage import MarketStage, write_rows

NAME = "Sizes"
COUNT = 24
SPONSOR, OTHER, CHALLENGER, LIAR = 1, 3, 5, 6


class Scene:
    """A market that others move on while somebody looks at it.

    Parameters
    ----------
    chain
        Where it is opened, by the node's own accounts.
    """

    def __init__(self, chain: Chain) -> None:
        self.stage = MarketStage(chain.runtime.transport, chain.runtime.registry, chain.data_folder)
        self.model = self.stage.deploy(NAME)
        self.stage.open()

    @property
    def place(self) -> str:
        return f"#/models/{self.model.index}"

    def let_sponsor_reveal(self) -> None:
        def decide(book: MarketBook, now_s: int) -> list[Step]:
            block = self.stage.transport.block().number + 1
            return sponsor_steps(book.state, self.stage.tests, now_s, block)

        self.stage.pursue(SPONSOR, decide)

    def let_other_reveal(self) -> None:
        me = self.stage.people[OTHER]
        with self.stage.sealed(OTHER) as store:
            self.stage.pursue(OTHER, lambda book, now_s: reveal_steps(book.state, me, store, now_s))

    def challenge_the_right_one(self) -> None:
        """Let somebody challenge the last proposal without reason."""
        state = self.stage.book.state
        proposal = list(state.proposals.values())[-1]
        segment = segment_of(state, proposal.result, proposal.cuts, 0)
        bond_wei = terms.challenge_bond_wei(state.terms)
        action = Challenge(proposal_of(state, proposal), segment, bond_wei)
        self.stage.send(CHALLENGER, Move(action, "to see what comes"))


@pytest.fixture
def scene(chain: Chain, models: Models) -> Scene:
    return Scene(chain)


def enabled(tab: Tab, name: str) -> Locator:
    """Give a button once what it does is due."""
    button = tab.button(name)
    expect(button).to_be_enabled()
    return button


def test_a_sealed_market_from_draw_to_claim(
    open_tab: OpenTab, new_wallet: NewWallet, scene: Scene, chain: Chain, tmp_path: Path
) -> None:
    stage, me = scene.stage, new_wallet("contributor")
    file = write_rows(tmp_path / "rows.csv", COUNT, seed=5)
    tab = open_tab(None, me)
    film = Film(tab.page)
    tab.open(scene.place)
    tab.connect()
    market, contribute = tab.part("Market"), tab.part("Contribute")
    phases = tab.part("Timeline").get_by_role("listitem")
    now = tab.part("Timeline").locator("[aria-current=step]")

    # Anybody draws the part; the sponsor shows it.
    expect(market).to_contain_text("Drawing a part")
    stage.runtime.advance_blocks(2)
    enabled(tab, "Draw the part").click()
    expect(now).to_contain_text("Revealing the drawn part")
    expect(market).to_contain_text("Your credit with this market")
    tab.shot("drawn")
    scene.let_sponsor_reveal()
    expect(now).to_contain_text("Taking contributions")
    expect(phases).to_have_count(7)
    stage.contribute(OTHER, wrong=True)
    expect(market).to_contain_text(re.compile(r"Contributions\s*1 of 16"))

    # What can be lost is told before anything is signed; what opens it is kept, and saved.
    tab.button("Many samples").click()
    tab.page.get_by_label("Open a CSV file").set_input_files(file)
    expect(contribute).to_contain_text("The most you can lose")
    expect(contribute).to_contain_text("Reveal it in time, or lose it.")
    tab.shot("before-signing")
    enabled(tab, f"Seal and commit {COUNT} samples").click()
    expect(contribute).to_contain_text("Contribution 1 is sealed.")
    # The form for the next one is empty again, so one button is left to save what opens this one.
    expect(tab.page.get_by_role("button", name=f"Seal and commit {COUNT} samples")).to_have_count(0)
    with tab.page.expect_download() as saving:
        contribute.get_by_role("button", name="Download the file that opens it").click()
    saved = tmp_path / saving.value.suggested_filename
    saving.value.save_as(saved)
    assert json.loads(saved.read_text())["market"].lower() == stage.market
    expect(tab.part("Contributions")).to_contain_text("sealed")
    tab.shot("sealed")

    # Participation ends; both reveal, the sponsor reveals the rest of its test set.
    tab.move_time_on("1 hour")
    enabled(tab, "End participation").click()
    expect(now).to_contain_text("Revealing contributions")
    tab.page.reload()
    tab.visit("My contributions")
    due = tab.item(f"Market 0 of {NAME}")
    expect(due).to_contain_text(re.compile(r"Reveal 1 until in (10|9) minutes.*, or forfeit"))
    due.get_by_role("link").click()
    enabled(tab, "Reveal").click()
    expect(market).to_contain_text("Contribution 1 is revealed.")
    scene.let_other_reveal()
    enabled(tab, "End the reveal").click()
    expect(now).to_contain_text("Revealing the test set")
    tab.shot("revealed")
    scene.let_sponsor_reveal()
    expect(now).to_contain_text("Finding the result")

    # Somebody lies; this machine finds another result, and the page refutes the lie with it.
    stage.act_by(LIAR, stage.lie())
    result, standings = tab.part("Result"), tab.part("Contributions")
    expect(result).to_contain_text("not verified here")
    tab.button("Verify on this machine").click()
    expect(standings).to_contain_text("Recomputed by the backend of this machine")
    expect(standings).to_contain_text("provisional standings")
    expect(result).to_contain_text("recomputed here: different")
    expect(standings.get_by_role("row").nth(2)).to_contain_text("+")
    tab.shot("a-lie")
    result.get_by_role("button", name=re.compile(r"Challenge segment \d+")).click()
    expect(result).to_contain_text(re.compile(r"Segment \d+ was challenged by you"))
    stage.act_by(LIAR, stage.lie())
    expect(result).to_contain_text("its proposer revealed the hashes within")
    tab.shot("a-step-to-name")
    result.get_by_role("button", name=re.compile(r"Name step \d+ as wrong")).click()
    expect(result).to_contain_text(re.compile(r"Refuted.*recomputed step \d+ and it is wrong"))
    (refutation,) = (each for each in stage.events() if isinstance(each, ProposalRefuted))
    lie, truth = stage.lie(), stage.book.trace()
    assert refutation.caller == me.address
    assert lie.hashes[refutation.step + 1] != truth.hashes[refutation.step + 1]
    assert lie.hashes[refutation.step] == truth.hashes[refutation.step]

    # The page proposes the right one, and answers who challenges it without reason.
    tab.shot("refuted")
    enabled(tab, "Propose the recomputed result").click()
    expect(result).to_contain_text("recomputed here: equal")
    scene.challenge_the_right_one()
    expect(result).to_contain_text("It is your turn.")
    tab.shot("proposed-and-challenged")
    enabled(tab, "Reveal segment 0").click()
    expect(result.get_by_text("its proposer revealed the hashes within")).to_have_count(2)
    tab.assert_accessible()
    tab.shot("answered")

    # The right result stands its time; the model adopts it, and everybody is paid.
    tab.move_time_on("1 hour")
    enabled(tab, "Accept this result").click()
    expect(market).to_contain_text("Resolved")
    expect(standings).to_contain_text("The result on the chain is equal to the one recomputed here")
    enabled(tab, "Let the model adopt the weights").click()
    expect(market).to_contain_text("The model has adopted the weights.")
    assert stage.book.state.adopted
    before_wei = stage.runtime.balance_wei(me.address)
    enabled(tab, "Claim 1 contribution").click()
    expect(market).to_contain_text(re.compile(r"Paid\s*0\.\d+ ETH"))
    expect(market).to_contain_text("was paid to your account.")
    balance_wei = stage.book.trace().balances[1]
    gained_wei = stage.runtime.balance_wei(me.address) - before_wei
    assert balance_wei - 10**16 < gained_wei <= balance_wei
    assert balance_wei > stage.book.state.terms.stake_wei
    enabled(tab, "Withdraw").click()
    expect(market).not_to_contain_text("Your credit with this market")
    tab.assert_accessible()
    tab.assert_fits()
    tab.shot("claimed")
    film.save(FOLDER / "market.webp")


def test_a_market_on_a_phone_and_without_the_backend(
    open_tab: OpenTab, new_wallet: NewWallet, scene: Scene, backend: Backend
) -> None:
    scene.stage.show_drawn()
    scene.stage.contribute(OTHER)
    scene.stage.reveal(OTHER)
    scene.let_sponsor_reveal()
    tab = open_tab(scene.place, new_wallet(), phone=True, dark=True)
    tab.connect()
    expect(tab.part("Market")).to_contain_text("Finding the result")
    expect(tab.part("Contributions").get_by_role("row")).to_have_count(2)
    # The backend is away for this page: the chain's part of it goes on.
    tab.page.route("**/api/markets/**", lambda route: route.abort())
    tab.accept_error("api/markets")
    tab.accept_error("ERR_FAILED")
    tab.button("Verify on this machine").click()
    expect(tab.part("Contributions")).to_contain_text("The backend of this machine does not answer")
    expect(tab.part("Result")).to_contain_text("Nobody has proposed a result.")
    tab.page.unroute("**/api/markets/**")
    tab.button("Verify on this machine").click()
    expect(tab.part("Contributions")).to_contain_text("Recomputed by the backend of this machine")
    tab.assert_accessible()
    tab.assert_fits()
    tab.shot("phone")
