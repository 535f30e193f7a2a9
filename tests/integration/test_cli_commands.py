"""All other commands on a real chain, from deploying to a withdrawn reward; and bad input."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import joblib
import pytest

from command_line import CommandLine
from commonweal.actions import Call, UploadWeights
from commonweal.runtime.contract import ContractRuntime
from commonweal.runtime.deploy import find_deployment
from commonweal.runtime.ganache import Ganache
from commonweal.runtime.transports.web3 import Web3Transport
from commonweal.services.plans import planned
from commonweal.types import StakeRules

GANACHE_PORT = 8763
SHORT = ("--refund-wait", "600", "--take-wait", "1200", "--verdict-gap", "600")
TEXTS = """text,label
a truly wonderful film,positive
what an awful mess,negative
great fun and a lovely cast,positive
boring and terrible acting,negative
"""


@pytest.fixture(scope="module")
def ganache() -> Iterator[Ganache]:
    with Ganache(port=GANACHE_PORT) as chain:
        yield chain


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def cli(ganache: Ganache, data: Path) -> CommandLine:
    """Give a chain with a model of texts under stakes and one of tables under points."""
    line = CommandLine(ganache.url, data)
    line.run("deploy", "sentiment", *SHORT, "--yes").ok()
    line.run("deploy", "wine", "--incentive", "points", "--validate-wait", "600", "--yes").ok()
    return line


@pytest.fixture(scope="module")
def runtime(cli: CommandLine, ganache: Ganache, data: Path) -> ContractRuntime:
    assert cli.environment["COMMONWEAL_RPC_URL"] == ganache.url
    transport = Web3Transport(ganache.url)
    registry = find_deployment(transport, data / "deployments").registry
    return ContractRuntime(transport, registry)


# Deploying


def test_models_are_listed(cli: CommandLine) -> None:
    text, table = cli.run("models", "--json").ok().json
    assert (text["name"], text["incentive"]) == ("Sentiment of reviews", "stake")
    assert (text["featureCount"], text["uploadOpen"]) == (2047, False)
    assert (table["incentive"], table["labels"]) == ("points", ["first grower", "second grower"])
    shown = cli.run("models").ok().out
    assert text["address"] in shown
    assert table["name"].split(",")[0] in shown


def test_deploying_again_makes_another_model_but_finishes_what_was_begun(
    cli: CommandLine, runtime: ContractRuntime
) -> None:
    plan = planned("sentiment")
    rules = runtime.trainers()[0].rules
    assert isinstance(rules, StakeRules)
    sender = people(runtime)[3]
    begun = runtime.run(Call(sender, runtime.registry, plan.deployment(rules))).accepted()
    unfinished = runtime.trainers()[-1]
    some = UploadWeights(40, plan.start.words[40:50], last=False)
    runtime.run(Call(sender, unfinished.address, some)).accepted()
    assert runtime.head(unfinished.address).upload_open
    assert begun.gas_used > 0
    command = ("deploy", "sentiment", *SHORT, "--account", "3", "--yes", "--json")
    found = cli.run(*command).ok().json
    assert (found["resumed"], found["address"]) == (True, unfinished.address)
    assert found["transactions"] == 1
    assert not runtime.head(unfinished.address).upload_open
    assert runtime.weight_words(unfinished.address, 0, 128) == plan.start.words
    another = cli.run(*command, "--name", "Another").ok().json
    assert (another["resumed"], another["index"]) == (False, found["index"] + 1)


def test_a_file_becomes_a_model(cli: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text(TEXTS + "no label here,\n")
    command = ("deploy", file, "--text-column", "text", *SHORT, "--yes", "--json")
    ran = cli.run(*command, "--learn").ok()
    assert "Row 5" in ran.err
    assert ran.json["name"] == "own"
    found = cli.run("predict", "own", "awful and boring", "--json").ok().json
    assert found["labelName"] == "negative"
    assert "Labels are two different names" in cli.run(*command, "--labels", "one").failed()
    three = tmp_path / "three.csv"
    three.write_text(TEXTS + "so so,neutral\n")
    sentence = cli.run("deploy", three, "--text-column", "text", "--yes").failed()
    assert "tells two labels apart" in sentence
    assert '"neutral"' in sentence


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nonsense"], "A model to deploy is one of sentiment, breast-cancer"),
        (["none.csv"], "none.csv cannot be read"),
        (["wine", "--incentive", "glory"], "An incentive is stake, points or market"),
        (["wine", "--floor-price", "much"], "An amount looks like"),
        (["wine", "--floor-price", "0"], "floorPriceWei"),
        (["wine", "--refund-wait", "1"], "refundWaitS"),
    ],
)
def test_what_cannot_be_deployed_is_refused(
    cli: CommandLine, arguments: list[str], words: str, runtime: ContractRuntime
) -> None:
    before = runtime.trainer_count()
    assert words in cli.run("deploy", *arguments, "--yes").failed()
    assert runtime.trainer_count() == before


# Predicting


def test_a_text_is_predicted_with_its_words(cli: CommandLine) -> None:
    found = cli.run("predict", "0", "a truly", "wonderful film", "--json").ok().json
    assert found["labelName"] == "positive"
    assert int(found["score"]) > 0
    assert "wonderful" in [use["name"] for use in found["used"]]
    shown = cli.run("predict", "0", "-", stdin=b"a truly wonderful film").ok().out
    assert shown.startswith(f"positive, score {int(found['score'])}")


def test_a_model_is_found_by_the_beginning_of_its_name_if_that_is_clear(cli: CommandLine) -> None:
    assert cli.run("predict", "WINE", "x").failed().startswith("This model reads columns")
    cli.run("deploy", "wine", "--name", "Wine again", *SHORT, "--yes").ok()
    assert "means several models" in cli.run("predict", "wine", "x").failed()
    exact = cli.run("predict", "wine again", "x").failed()
    assert exact.startswith("This model reads columns")


def test_columns_are_predicted(cli: CommandLine) -> None:
    row = planned("wine").test[0]
    assert not isinstance(row.raw, str)
    columns = [f"--column={name}={value}" for name, value in row.raw.items()]
    found = cli.run("predict", "1", *columns, "--json").ok().json
    assert found["label"] in (0, 1)
    assert len(found["used"]) == 13


def test_a_file_is_predicted_row_by_row(cli: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "texts.csv"
    file.write_text(TEXTS + ",positive\n")
    found = cli.run("predict", "0", "--file", file, "--label-column", "label", "--json").ok()
    assert [row["label"] for row in found.json["predictions"]] == [
        "positive", "negative", "positive", "negative",
    ]  # fmt: skip
    assert (found.json["accuracy"], found.json["badRows"]) == (1.0, 1)
    shown = cli.run("predict", "0", "--file", file, "--label-column", "label").ok()
    assert next(csv.reader(shown.out.splitlines())) == ["row", "label", "score"]
    assert "100.0 % of 4 labels were predicted." in shown.err


@pytest.mark.parametrize(
    ("arguments", "stdin", "words"),
    [
        (["0", ""], b"", "expected at least one word, found none"),
        (["0", "-"], b"", "expected at least one word, found none"),
        (["0", "qqqq zzzz"], b"", "words that the model knows, found only"),
        (["0", "-"], b"word " * 2_000_000, "expected at most 100,000 characters"),
        (["0", "-"], b"\xff\xfe\x00", "should be UTF-8"),
        (["0"], b"", "This model reads a text, found none"),
        (["0", "--column", "a=1"], b"", "This model reads a text, found columns"),
        (["1", "some text"], b"", "This model reads columns, found a text"),
        (["1", "-c", "alcohol=1"], b"", "expected a number in column"),
        (["1", "-c", "alcohol"], b"", "A column looks like NAME=VALUE"),
        (["none", "x"], b"", 'No model is called "none"'),
        (["99", "x"], b"", 'No model is called "99"'),
        (["0x" + "11" * 20, "x"], b"", "there is none; use an address"),
        (["0", "x", "--encoder", "/none"], b"", "cannot be read"),
    ],
)
def test_what_cannot_be_predicted_is_said_in_one_sentence(
    cli: CommandLine, arguments: list[str], stdin: bytes, words: str
) -> None:
    assert words in cli.run("predict", *arguments, stdin=stdin).failed()


@pytest.mark.parametrize("value", ["nan", "inf", "-Infinity", "1e999", "one"])
def test_a_value_that_is_no_finite_number_is_refused(cli: CommandLine, value: str) -> None:
    row = planned("wine").test[0]
    assert not isinstance(row.raw, str)
    columns = [f"--column={name}={found}" for name, found in row.raw.items()]
    sentence = cli.run("predict", "1", *columns, f"--column=alcohol={value}").failed()
    assert 'Column "alcohol": expected' in sentence
    assert "number" in sentence


def test_another_models_encoder_is_refused(cli: CommandLine, data: Path) -> None:
    text, table = cli.run("models", "--json").ok().json[:2]
    manifest = data / "encoders" / f"{table['encoderHash'][2:]}.json"
    sentence = cli.run("predict", "0", "x", "--encoder", manifest).failed()
    assert text["encoderHash"] in sentence
    moved = manifest.with_suffix(".away")
    manifest.rename(moved)
    try:
        missing = cli.run("predict", "1", "-c", "alcohol=1").failed()
        assert "copy it there from the model's deployer" in missing
        given = cli.run("predict", "1", "-c", "alcohol=1", "--encoder", moved).failed()
        assert "expected a number in column" in given
        assert manifest.exists()
    finally:
        moved.unlink()


# From contributions to rewards


def test_the_whole_way_under_stakes(
    cli: CommandLine, runtime: ContractRuntime, tmp_path: Path
) -> None:
    honest, liar = tmp_path / "honest.csv", tmp_path / "liar.csv"
    honest.write_text(TEXTS)
    wrong = {"positive": "negative", "negative": "positive"}
    with liar.open("w") as file:
        writer = csv.writer(file)
        writer.writerow(("text", "label"))
        for row in list(csv.reader(TEXTS.splitlines()))[1:]:
            writer.writerow((row[0], wrong[row[1]]))
    as_one, as_two, as_three = (("--account", str(number)) for number in (4, 5, 6))
    cli.run("contribute", "0", liar, *as_two, "--yes").ok()
    cli.run("contribute", "0", honest, *as_one, "--yes").ok()

    early = cli.run("settle", "0", *as_one, "--yes", "--json").ok().json
    assert (early["open"], early["due"], early["closed"]) == (1, [], [])
    assert "become due, the first in 0:" in cli.run("settle", "0", *as_one, "--yes").ok().err

    runtime.advance_time(601)
    planned_only = cli.run("settle", "0", *as_one, "--dry-run", "--json").ok().json
    assert planned_only["closed"] == []
    (plan,) = planned_only["due"]
    (done,) = cli.run("settle", "0", *as_one, "--yes", "--json").ok().json["closed"]
    for figure in ("sharesEarned", "returnedWei", "forfeitedWei", "callerWei"):
        assert done[figure] == plan[figure]
    assert done["sharesEarned"] > 0

    waiting = cli.run("settle", "0", "--whose", "others", *as_three, "--yes", "--json").ok().json
    assert (waiting["open"], waiting["due"]) == (1, [])
    runtime.advance_time(601)
    # Leaves alone what would forfeit; what is only a verdict moves no money.
    kept = cli.run("settle", "0", *as_two, "--whole-only", "--yes", "--json").ok().json
    assert (kept["open"], kept["closed"]) == (1, [])
    first = cli.run("settle", "0", "--whose", "others", *as_three, "--yes").ok()
    assert "1 first verdict given; run `commonweal settle` again" in first.err
    runtime.advance_time(601)
    second = cli.run("settle", "0", "--whose", "others", *as_three, "--yes", "--json").ok().json
    (taken,) = second["closed"]
    assert int(taken["forfeitedWei"]) > 0
    assert int(taken["callerWei"]) == int(taken["forfeitedWei"]) // 16

    cli.run("fund", "0", "0.01", *as_three, "--yes").ok()
    before = runtime.balance_wei(people(runtime)[4])
    (paid,) = cli.run("withdraw", *as_one, "--json").ok().json
    assert int(paid["amountWei"]) > int(done["returnedWei"])
    gained = int(paid["amountWei"]) - int(paid["gasFeeWei"])
    assert runtime.balance_wei(people(runtime)[4]) == before + gained
    assert "has no credit to withdraw" in cli.run("withdraw", *as_one).ok().err
    elsewhere = "0x" + "ab" * 20
    (other,) = cli.run("withdraw", *as_three, "--to", elsewhere, "--json").ok().json
    assert runtime.balance_wei(elsewhere) == int(other["amountWei"]) == int(taken["callerWei"])


def test_the_whole_way_under_points(
    cli: CommandLine, runtime: ContractRuntime, tmp_path: Path
) -> None:
    rows = planned("wine").train[:12]
    file = tmp_path / "wine.csv"
    with file.open("w") as out:
        writer = csv.writer(out)
        columns = list(rows[0].raw)
        writer.writerow((*columns, "label"))
        for row in rows:
            assert not isinstance(row.raw, str)
            writer.writerow((*row.raw.values(), row.label))
    cli.run("contribute", "1", file, "--account", "4", "--yes").ok()
    assert cli.run("validate", "--account", "5", "--yes", "--json").ok().json["closed"] == []
    runtime.advance_time(601)
    own = cli.run("validate", "--account", "4", "--yes", "--json").ok().json
    assert (own["open"], own["closed"]) == (0, [])
    (done,) = cli.run("validate", "--account", "5", "--yes", "--json").ok().json["closed"]
    assert (done["what"], done["validatorPoints"]) == ("Validated", 1)
    wine = runtime.trainers()[1].address
    found = runtime.points_of(wine, people(runtime)[4])
    assert found.as_contributor == done["contributorPoints"] > 6


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["fund", "0", "0", "--yes"], "an amount above 0"),
        (["fund", "1", "1", "--yes"], "needs a model under stakes"),
        (["fund", "0", "2000", "--yes"], "send it ETH, or use another account"),
        (["withdraw", "--to", "0x12"], "A recipient is an address"),
        (["withdraw", "--to", "0x" + "00" * 20], "A recipient is an address"),
        (["settle", "--account", "99"], "the node has 10 unlocked accounts"),
        (["settle", "none"], 'No model is called "none"'),
        (["models", "--registry", "0x" + "12" * 20], "no contract is there"),
        (["models", "--registry", "me"], "an address of 0x and 40 hex digits"),
        (["models", "--chain-id", "5"], "should be chain 5 but is chain 1337"),
    ],
)
def test_bad_input_is_one_sentence(cli: CommandLine, arguments: list[str], words: str) -> None:
    assert words in cli.run(*arguments).failed()


# Exporting and verifying


def test_an_export_is_verified_and_an_altered_one_is_found(
    cli: CommandLine, runtime: ContractRuntime, tmp_path: Path
) -> None:
    file = tmp_path / "data.csv"
    found = cli.run("export", "0", file, "--json").ok().json
    samples = runtime.head(runtime.trainers()[0].address).sample_count
    assert found["samples"] == samples
    assert len(file.read_text().splitlines()) == samples + 1
    assert cli.run("verify", "0", file, "--json").ok().json["ok"] is True
    assert "complete, in order and unaltered" in cli.run("verify", "0", file).ok().out
    altered = tmp_path / "altered.csv"
    lines = file.read_text().splitlines(keepends=True)
    altered.write_text("".join(lines[:2] + lines[3:]))
    ran = cli.run("verify", "0", altered, "--json")
    assert ran.code == 1
    assert (ran.json["ok"], ran.json["row"]) == (False, 2)
    assert cli.run("verify", "0", altered).code == 1
    sentence = cli.run("verify", "1", file).failed()
    assert "export of model" in sentence


def test_a_bunch_and_an_estimator_can_be_loaded(
    cli: CommandLine, runtime: ContractRuntime, tmp_path: Path
) -> None:
    bunch_file, weights_file = tmp_path / "bunch.joblib", tmp_path / "weights.joblib"
    cli.run("export", "0", bunch_file, "--format", "bunch").ok()
    cli.run("export", "0", weights_file, "--weights").ok()
    bunch, estimator = joblib.load(bunch_file), joblib.load(weights_file)
    address = runtime.trainers()[0].address
    assert bunch.data.shape == (runtime.head(address).sample_count, 2047)
    assert list(bunch.target_names) == ["negative", "positive"]
    assert tuple(estimator.coef_[0].astype(int)) == runtime.weights(address).features
    assert estimator.predict(bunch.data).shape == bunch.target.shape


def test_weights_and_balances_are_verified(cli: CommandLine, runtime: ContractRuntime) -> None:
    model = cli.run("verify", "0", "--json").ok().json
    assert model["ok"] is True
    assert {"running hash", "bias", "demand", "pool"} <= {c["name"] for c in model["checks"]}
    holder = people(runtime)[4]
    account = cli.run("verify", "0", "--holder", holder, "--json").ok().json
    assert account["ok"] is True
    assert "shares" in {check["name"] for check in account["checks"]}
    points = cli.run("verify", "1", "--holder", holder).ok().out
    assert "points as contributor" in points
    assert "A holder is an address" in cli.run("verify", "0", "--holder", "me").failed()


def people(runtime: ContractRuntime) -> tuple[str, ...]:
    transport = runtime.transport
    assert isinstance(transport, Web3Transport)
    return transport.accounts()
