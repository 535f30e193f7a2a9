"""What other people do: validate for points, and find disagreements in two verdicts."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path

from browsing import OpenTab
from playwright.sync_api import expect
from surroundings import Chain, Models
from wallets import NewWallet

from commonweal.commitment import contribution_key
from commonweal.events import DisagreementFound, Settled
from commonweal.runtime import codec
from commonweal.runtime.transports.base import Message
from commonweal.twin.badges import MILESTONES, token_id
from commonweal.types import ZERO_ADDRESS, Address

SENTENCES = (
    "A wonderful film with a great cast.",
    "I love it.",
    "Excellent sound and a beautiful screen.",
    "The best dinner of the year, delicious.",
    "Great value, and it works perfectly.",
    "Friendly staff and a lovely terrace.",
    "An amazing, brilliant story.",
    "Happy with the quality.",
    "The battery is impressive.",
    "Comfortable, nice and cool.",
    "Highly recommended, superb.",
    "A good phone.",
)
POSITIVE, NEGATIVE = 1, 0
WRONG = "The food was great, excellent, wonderful, amazing and perfect"


def test_points_and_a_badge(
    open_tab: OpenTab, new_wallet: NewWallet, chain: Chain, models: Models, tmp_path: Path
) -> None:
    model = models.points
    assert len(SENTENCES) >= MILESTONES[0]
    file = tmp_path / "sentences.csv"
    lines = ["text,label", *(f'"{sentence}",positive' for sentence in SENTENCES)]
    file.write_text("\n".join(lines), encoding="utf-8")
    contributor, validator = new_wallet("contributor"), new_wallet("validator")
    count = len(SENTENCES)

    tab = open_tab(model.place, contributor, name="contributor")
    tab.connect()
    tab.button("Many samples").click()
    tab.page.get_by_label("Open a CSV file").set_input_files(file)
    contribute = tab.part("Contribute")
    expect(contribute).to_contain_text("nothing is staked")
    tab.shot("read")
    tab.contribute_button(count).click()
    expect(contribute).to_contain_text(f"Contribution 0 with {count} samples is recorded.")
    tab.visit("My contributions")
    mine = tab.item(f"Contribution 0 to {model.name}")
    expect(mine).to_contain_text(re.compile(r"Others can validate it\s*in (10|9) minutes"))
    tab.visit("Points and badges")
    points = tab.item(f"Points with {model.name}")
    expect(points).to_contain_text("No badge yet.")

    # Nobody validates what is their own, or before it is time.
    tab.visit("Due")
    expect(tab.part("Due")).to_contain_text("There are no open contributions of others.")
    stranger = open_tab("#/due", validator, name="validator")
    stranger.connect()
    due = stranger.part("Due")
    expect(due).to_contain_text("Nothing is due now. 1 more becomes due later")
    stranger.move_time_on("10 minutes")
    found = stranger.item(f"Contribution 0 to {model.name}")
    expect(found).to_contain_text(f"its contributor would earn {count} points, you 1 point")
    found.get_by_text("What is in it").click()
    expect(found).to_contain_text("wonderful")
    stranger.shot("to-validate")
    found.get_by_role("button", name="Validate").click()
    expect(found).to_contain_text(f"Validated: its contributor earned {count} points, you 1 point.")
    stranger.visit("Points and badges")
    expect(stranger.item(f"Points with {model.name}")).to_contain_text(
        re.compile(r"As validator\s*1\s*Next badge at\s*10 points")
    )
    stranger.shot("points")

    # The contributor's page shows points and badge by itself.
    tab.visit("Points and badges")
    expect(points).to_contain_text(re.compile(rf"As contributor\s*{count}"))
    badges = points.get_by_role("list", name="Badges").get_by_role("listitem")
    expect(badges).to_have_count(1)
    picture = badges.locator("img")
    expect(picture).to_have_attribute(
        "src", badge_image(chain, model.trainer.index, contributor.address)
    )
    assert picture.evaluate("(image) => image.complete && image.naturalWidth") > 0
    tab.shot("badge")

    runtime = chain.runtime
    assert runtime.points_of(model.address, contributor.address).as_contributor == count
    assert runtime.points_of(model.address, validator.address).as_validator == 1
    assert runtime.badge_levels(model.address, contributor.address) == (0,)
    assert runtime.badge_levels(model.address, validator.address) == ()
    chain.assert_twin_agrees(contributor.address, validator.address)


def badge_image(chain: Chain, trainer: int, holder: Address) -> str:
    """Give the picture of a holder's first badge, as the chain has it."""
    token = token_id(trainer, 0, holder)
    data = codec.function_data(codec.BADGES, "tokenURI", token)
    answer = chain.runtime.transport.call(Message(ZERO_ADDRESS, chain.runtime.badges, data))
    (uri,) = codec.function_result(codec.BADGES, "tokenURI", answer)
    image = json.loads(base64.b64decode(uri.partition("base64,")[2]))["image"]
    assert isinstance(image, str)
    return image


def test_two_verdicts_of_a_stranger(
    open_tab: OpenTab, new_wallet: NewWallet, chain: Chain, models: Models
) -> None:
    runtime, model = chain.runtime, models.sentiment
    careless, finder = new_wallet("careless"), new_wallet("finder")
    tab = open_tab(model.place, careless, name="careless")
    tab.connect()
    tab.say(WRONG)
    tab.label("negative")
    contribute = tab.part("Contribute")
    expect(contribute).to_contain_text(
        "It would still say positive, not what you say: "
        "settled like that, your deposit would be forfeited."
    )
    tab.shot("warned")
    tab.contribute_button().click()
    expect(contribute).to_contain_text("Contribution 0 with 1 sample is recorded.")
    samples = model.pack((WRONG, NEGATIVE))
    key = contribution_key(careless.address, samples)
    opened = runtime.open_contribution(model.address, key)
    assert opened is not None
    name = f"Contribution 0 to {model.name}"
    tab.visit("My contributions")
    mine = tab.item(name)
    expect(mine).to_contain_text("Waiting")

    stranger = open_tab("#/due", finder, name="finder")
    stranger.connect()
    expect(stranger.part("Due")).to_contain_text("Nothing is due now.")
    stranger.move_time_on("1 hour")
    found = stranger.item(name)
    expect(found).to_contain_text("To settle")
    expect(found).to_contain_text("This would be the first verdict, which moves no money")
    stranger.shot("first-verdict")
    found.get_by_role("button", name="Settle").click()
    expect(found).to_contain_text(
        "First verdict recorded: the model disagrees with 1 sample. "
        "A second verdict is possible in 10 minutes."
    )
    expect(mine).to_contain_text("Disagreement found")
    expect(mine).to_contain_text("you may settle yourself, at a moment that suits you")
    expect(mine.get_by_role("button", name="Settle")).to_be_enabled()
    tab.shot("disagreement-found")
    verdict = runtime.open_contribution(model.address, key)
    assert verdict is not None
    assert (verdict.deposit_wei, verdict.disagreeing) == (opened.deposit_wei, 1)

    stranger.move_time_on("10 minutes")
    stranger.visit("Models")
    stranger.visit("Due")
    expect(found).to_contain_text("The second verdict")
    stranger.shot("second-verdict")
    found.get_by_role("button", name="Settle").click()
    expect(found).to_contain_text("credited to you.")
    share_wei = opened.deposit_wei // 16
    expect(mine).to_contain_text("Settled, forfeited")
    tab.shot("forfeited")
    stranger.visit("My contributions")
    credit = stranger.item(f"Credit with {model.name}")
    expect(credit.get_by_title(f"{share_wei:,} wei")).to_be_visible()
    assert runtime.credit_wei(model.address, finder.address) == share_wei

    held_wei = runtime.balance_wei(finder.address)
    credit.get_by_role("button", name="Withdraw").click()
    expect(credit).to_contain_text("was paid to your account.")
    stranger.shot("withdrawn")
    fee_wei = chain.fee_wei(finder.sent[-1])
    assert runtime.balance_wei(finder.address) == held_wei + share_wei - fee_wei
    assert runtime.credit_wei(model.address, careless.address) == 0
    events = [type(one.event) for one in chain.history() if one.emitter == model.address]
    assert events.count(DisagreementFound) == 1
    assert events.count(Settled) == 1
    chain.assert_twin_agrees(careless.address, finder.address)
