"""What the API answers is what stands on the chain."""

from __future__ import annotations

import json

import pytest

from commonweal.api.deps import Encoders
from commonweal.commitment import keccak
from commonweal.encoders import ManifestStore
from commonweal.settings import Settings
from commonweal.store import ContributionFilter
from commonweal.types import ZERO_ADDRESS, Address
from conftest import ACCOUNTS, PAGE, TABLE, TEXT, VOCABULARY, Backend


def get(backend: Backend, path: str, status: int = 200, **query: object) -> dict:
    answer = backend.client.get(path, params=query)
    assert answer.status_code == status, answer.text
    return answer.json()


def problem(backend: Backend, path: str, status: int, **query: object) -> dict:
    found = get(backend, path, status, **query)
    assert set(found) == {"error"}
    assert {"name", "sentence"} <= set(found["error"])
    assert "Traceback" not in found["error"]["sentence"]
    return found["error"]


def test_the_page_learns_what_it_needs(backend: Backend) -> None:
    assert get(backend, "/api/config") == {
        "chainId": 31337,
        "rpcUrl": "https://rpc.example",
        "registry": backend.stage.runtime.registry,
        "encoders": "/api/encoders/",
    }


def test_health_says_how_far_the_index_is(backend: Backend) -> None:
    found = get(backend, "/api/health")
    transport = backend.stage.runtime.transport
    number = transport.block().number
    assert found == {
        "phase": "following",
        "chainReachable": True,
        "chainId": 31337,
        "registry": backend.stage.runtime.registry,
        "genesisHash": "0x" + transport.block(0).hash.hex(),
        "headBlock": number,
        "indexedBlock": number,
        "lagBlocks": 0,
        "lastEvent": len(backend.stage.runtime.history(0, number)),
        "reorganisations": 0,
        "unaudited": True,
        "problem": None,
    }


def test_models_are_listed_as_the_registry_has_them(backend: Backend) -> None:
    found = get(backend, "/api/models")
    trainers = backend.stage.runtime.trainers()
    assert [one["address"] for one in found] == [one.address for one in trainers]
    for one, trainer in zip(found, trainers, strict=True):
        head = backend.stage.runtime.head(trainer.address)
        assert one["name"] == trainer.metadata.name
        assert one["labelNames"] == list(trainer.metadata.label_names)
        assert one["encoderHash"] == "0x" + trainer.metadata.encoder_hash.hex()
        assert one["deployedAtBlock"] == trainer.deployed_at_block
        assert one["shape"]["featureCount"] == trainer.shape.feature_count
        assert one["contributionCount"] == head.contribution_count
        assert one["sampleCount"] == head.sample_count
        assert one["runningHash"] == "0x" + head.running_hash.hex()
        assert not one["uploadOpen"]
        assert (one["stake"] is None) == (one["incentive"] == "Points")
        assert (one["points"] is None) == (one["incentive"] == "Stake")
        assert get(backend, f"/api/models/{trainer.address}") == one


def test_a_model_under_stakes_has_its_books(backend: Backend) -> None:
    views = backend.stage.runtime
    found = get(backend, f"/api/models/{backend.text}")
    stake, demand, pool = found["stake"], views.demand(backend.text), views.pool(backend.text)
    assert stake["depositsWei"] == str(demand.deposits_wei)
    assert stake["totalShares"] == demand.total_shares
    assert stake["perShareX32"] == str(pool.per_share_x32)
    assert stake["carryX32"] == str(pool.carry_x32)
    assert stake["rules"]["depositCapWei"] == str(10**18)
    assert stake["rules"]["refundWaitS"] == 600
    assert found["recordedWei"] == str(views.balance_wei(backend.text))


def test_addresses_are_taken_in_any_case(backend: Backend) -> None:
    mixed = "0x" + backend.text[2:].upper()
    assert get(backend, f"/api/models/{mixed}") == get(backend, f"/api/models/{backend.text}")


def test_a_model_that_is_not_there_is_a_sentence(backend: Backend) -> None:
    for path in ("", "/credits", "/points", "/badges", "/contributions", "/contributions/0"):
        found = problem(backend, f"/api/models/{ZERO_ADDRESS}{path}", 404)
        assert found["name"] == "ActionFault"
        assert "use an address from the list of models" in found["sentence"]
    found = problem(backend, "/api/models/0x12", 422)
    assert found["name"] == "RequestInvalidFault"
    assert "expected" in found["sentence"]


def predict(backend: Backend, model: Address, body: object, status: int = 200) -> dict:
    answer = backend.client.post(
        f"/api/models/{model}/predict",
        content=json.dumps(body),
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code == status, answer.text
    return answer.json() if status == 200 else answer.json()["error"]


@pytest.mark.parametrize("text", ["A good, great film!", "the dull BAD film", "lovely"])
def test_a_text_is_predicted_by_the_contract(backend: Backend, text: str) -> None:
    found = predict(backend, backend.text, {"text": text})
    sample = TEXT.encode(text)
    packed = TEXT.sample_format.pack_one(sample)
    expected = backend.stage.runtime.predict(backend.text, packed)
    assert found["label"] == expected.label
    assert found["labelName"] == TEXT.labels[expected.label]
    assert found["score"] == str(expected.score)
    assert found["undecided"] == (expected.score == 0)
    assert found["sample"] == "0x" + packed.hex()
    assert [one["name"] for one in found["used"]] == [VOCABULARY[i] for i in sample.indices]


def test_a_row_is_predicted_by_the_contract(backend: Backend) -> None:
    row = {"width": 3.0, "height": "-1.25", "weight": 1e6}
    found = predict(backend, backend.table, {"columns": row})
    packed = TABLE.sample_format.pack_one(TABLE.encode(row))
    assert found["score"] == str(backend.stage.runtime.predict(backend.table, packed).score)
    assert [one["limited"] for one in found["used"]] == [False, False, True]
    assert found["notes"] == ["Values were cut to the encoder's range: weight."]
    assert predict(backend, backend.table, {"columns": [3, -1.25, 1e6]}) == found


def test_words_that_nobody_knows_are_told(backend: Backend) -> None:
    found = predict(backend, backend.text, {"text": "a splendid film"})
    assert found["unknown"] == ["splendid"]


@pytest.mark.parametrize(
    ("model", "body", "status", "name", "words"),
    [
        ("text", {"text": ""}, 400, "TextEmpty", "expected"),
        ("text", {"text": " \n "}, 400, "TextEmpty", "expected"),
        ("text", {"text": "xyzzy plugh"}, 400, "TextUnknownWords", "xyzzy"),
        ("text", {"text": "good " * 30_000}, 400, "TextTooLong", "100,000"),
        ("text", {"columns": [1, 2, 3]}, 400, "TextInvalid", "expected"),
        ("table", {"text": "good"}, 400, "ColumnsInvalid", "expected"),
        ("table", {"columns": [1, 2]}, 400, "ColumnCountWrong", "3"),
        ("table", {"columns": {"width": 1}}, 400, "ColumnMissing", "height"),
        ("table", {"columns": [1, 2, float("nan")]}, 400, "NumberNotFinite", "weight"),
        ("table", {"columns": [1, 2, float("inf")]}, 400, "NumberNotFinite", "weight"),
        ("table", {"columns": [1, 2, "x"]}, 400, "NumberInvalid", "weight"),
        ("text", {}, 422, "RequestInvalidFault", "either text or columns"),
        ("text", {"text": "a", "columns": [1]}, 422, "RequestInvalidFault", "both"),
        ("text", {"text": 5}, 422, "RequestInvalidFault", "text"),
        ("text", {"words": "a"}, 422, "RequestInvalidFault", "words"),
        ("text", [1], 422, "RequestInvalidFault", "expected"),
        ("text", {"text": "a" * 10_000_000}, 413, "BodyTooLargeFault", "2,000,000 bytes"),
    ],
)
def test_bad_input_is_one_sentence(
    backend: Backend, model: str, body: object, status: int, name: str, words: str
) -> None:
    found = predict(backend, getattr(backend, model), body, status)
    assert found["name"] == name
    assert words in found["sentence"]
    assert len(found["sentence"]) < 400


@pytest.mark.parametrize(
    ("path", "query", "sentence"),
    [
        (
            "/api/models/0x12",
            {},
            'Address part address: expected an address of 0x and 40 hex digits, found "0x12"; '
            "see /api/docs.",
        ),
        (
            "/api/contributions",
            {"limit": 0},
            'Parameter limit: expected 1 or more, found "0"; see /api/docs.',
        ),
        (
            "/api/contributions",
            {"limit": "many"},
            'Parameter limit: expected a whole number, found "many"; see /api/docs.',
        ),
        (
            "/api/contributions",
            {"state": "lost"},
            "Parameter state.0: expected 'open', 'disputed', 'settled' or 'validated', found "
            '"lost"; see /api/docs.',
        ),
    ],
)
def test_a_wrong_parameter_is_one_sentence(
    backend: Backend, path: str, query: dict, sentence: str
) -> None:
    assert problem(backend, path, 422, **query)["sentence"] == sentence


def test_a_body_that_is_no_json_is_one_sentence(backend: Backend) -> None:
    for body in (b"{", b"\xff\xfe", b""):
        answer = backend.client.post(
            f"/api/models/{backend.text}/predict",
            content=body,
            headers={"Content-Type": "application/json"},
        )
        assert answer.status_code == 422, answer.text
        assert answer.json()["error"]["name"] == "RequestInvalidFault"


def test_a_body_without_a_length_is_stopped_in_time(backend: Backend) -> None:
    parts = (b'{"text": "' if i == 0 else b"a" * 100_000 for i in range(100))
    answer = backend.client.post(f"/api/models/{backend.text}/predict", content=parts)
    assert answer.status_code == 413
    assert answer.json()["error"]["name"] == "BodyTooLargeFault"


def test_a_manifest_that_is_missing_is_a_sentence(backend: Backend, settings: Settings) -> None:
    path = settings.encoders_folder / f"{TEXT.manifest_hash.hex()}.json"
    kept = path.read_bytes()
    backend.client.app.state.encoders = Encoders(ManifestStore(settings.encoders_folder))
    try:
        path.unlink()
        found = predict(backend, backend.text, {"text": "good"}, 404)
        assert found["name"] == "ManifestMissing"
        path.write_bytes(kept + b" ")
        found = predict(backend, backend.text, {"text": "good"}, 400)
        assert found["name"] == "ManifestHashMismatch"
    finally:
        path.write_bytes(kept)


def test_contributions_come_in_pages(backend: Backend) -> None:
    everything = backend.follower.index.contributions(ContributionFilter(limit=1_000))
    found, cursor = [], None
    while True:
        query = {"limit": 7} | ({} if cursor is None else {"cursor": cursor})
        page = get(backend, "/api/contributions", **query)
        assert page["total"] == len(everything)
        found += page["items"]
        cursor = page["next"]
        if cursor is None:
            break
    assert [one["event"] for one in found] == [one.sequence for one in everything]
    assert {one["state"] for one in found} == {"disputed", "settled", "validated"}


def test_contributions_are_filtered(backend: Backend) -> None:
    page = get(backend, f"/api/models/{backend.text}/contributions", limit=200)
    assert {one["model"] for one in page["items"]} == {backend.text}
    assert page["total"] == len(page["items"])
    assert page["next"] is None
    for account in ACCOUNTS:
        query = {"contributor": account.upper().replace("0X", "0x"), "limit": 200}
        mine = get(backend, f"/api/models/{backend.text}/contributions", **query)
        assert mine["items"] == [one for one in page["items"] if one["contributor"] == account]
    query = {"state": ["open", "disputed"], "limit": 200}
    unsettled = get(backend, f"/api/models/{backend.text}/contributions", **query)
    assert unsettled["items"] == [one for one in page["items"] if one["closing"] is None]
    assert (
        problem(backend, "/api/contributions", 422, state="lost")["name"] == "RequestInvalidFault"
    )
    assert problem(backend, "/api/contributions", 422, limit=0)["name"] == "RequestInvalidFault"


def test_what_is_due_is_told(backend: Backend) -> None:
    page = get(backend, f"/api/models/{backend.text}/contributions", limit=200)
    for one in page["items"]:
        if one["closing"]:
            assert one["due"] is None
        elif one["verdict"]:
            assert one["due"] == {
                "contributorFromS": 0,
                "othersFromS": one["verdict"]["atS"] + 900,
            }
        else:
            assert one["due"] == {
                "contributorFromS": one["atS"] + 600,
                "othersFromS": one["atS"] + 1_800,
            }


def test_a_contribution_shows_its_samples(backend: Backend) -> None:
    for model, encoder in ((backend.text, TEXT), (backend.table, TABLE)):
        for number in range(backend.stage.runtime.head(model).contribution_count):
            found = get(backend, f"/api/models/{model}/contributions/{number}")
            assert found["index"] == number
            packed = bytes.fromhex(found["packed"][2:])
            samples = encoder.sample_format.unpack(packed)
            assert [one["label"] for one in found["samples"]] == [one.label for one in samples]
            for one, sample in zip(found["samples"], samples, strict=True):
                assert one["labelName"] == encoder.labels[sample.label]
                if encoder is TEXT:
                    assert one["features"] == list(sample.indices)
                    assert one["names"] == [VOCABULARY[index] for index in sample.indices]
                else:
                    assert one["features"] == list(sample.values)
                    assert one["names"] is None
    found = problem(backend, f"/api/models/{backend.text}/contributions/999", 404)
    assert "999 was asked for" in found["sentence"]


def test_credits_are_the_contracts_own(backend: Backend) -> None:
    page = get(backend, f"/api/models/{backend.text}/credits")
    assert page["total"] == len(page["items"]) > 1
    for one in page["items"]:
        stored = backend.stage.runtime.account_of(backend.text, one["account"])
        assert one["shares"] == stored.shares
        credit_wei = backend.stage.runtime.credit_wei(backend.text, one["account"])
        assert one["creditWei"] == str(credit_wei)
    first = get(backend, f"/api/models/{backend.text}/credits", limit=1)
    assert first["items"] == page["items"][:1]
    assert first["next"] == 1
    rest = get(backend, f"/api/models/{backend.text}/credits", limit=200, cursor=1)
    assert rest["items"] == page["items"][1:]
    assert problem(backend, f"/api/models/{backend.points}/credits", 404)["name"] == "ActionFault"


def test_points_and_badges_are_the_contracts_own(backend: Backend) -> None:
    views = backend.stage.runtime
    page = get(backend, f"/api/models/{backend.points}/points")
    assert {one["account"] for one in page["items"]} == set(ACCOUNTS[1:3])
    for one in page["items"]:
        points = views.points_of(backend.points, one["account"])
        assert one["asContributor"] == points.as_contributor
        assert one["asValidator"] == points.as_validator
        assert one["total"] == points.total
        badges = get(backend, f"/api/models/{backend.points}/badges", holder=one["account"])
        levels = views.badge_levels(backend.points, one["account"])
        assert tuple(badge["level"] for badge in badges["items"]) == levels
        for badge in badges["items"]:
            assert badge["model"] == backend.points
            assert badge["milestone"] == 10 ** (badge["level"] + 1)
            assert int(badge["tokenId"]) & (2**160 - 1) == int(one["account"], 16)
    everybodys = get(backend, f"/api/models/{backend.points}/badges")
    assert everybodys["total"] > 0
    assert get(backend, f"/api/models/{backend.text}/badges")["total"] == 0
    assert problem(backend, f"/api/models/{backend.text}/points", 404)["name"] == "ActionFault"


def test_an_account_has_all_it_has_everywhere(backend: Backend) -> None:
    views = backend.stage.runtime
    found = get(backend, f"/api/accounts/{ACCOUNTS[1]}")
    assert {one["model"] for one in found["credits"]} == {backend.text, backend.table}
    models = (backend.text, backend.table)
    assert found["creditWei"] == str(sum(views.credit_wei(model, ACCOUNTS[1]) for model in models))
    assert [one["model"] for one in found["points"]] == [backend.points]
    assert (
        found["contributionCount"]
        == get(backend, "/api/contributions", contributor=ACCOUNTS[1])["total"]
    )
    assert get(backend, f"/api/accounts/{ZERO_ADDRESS}") == {
        "address": ZERO_ADDRESS,
        "contributionCount": 0,
        "openContributionCount": 0,
        "creditWei": "0",
        "credits": [],
        "marketCredits": [],
        "points": [],
        "badges": [],
    }


def test_manifests_are_served_byte_for_byte(backend: Backend) -> None:
    for encoder in (TEXT, TABLE):
        answer = backend.client.get(f"/api/encoders/0x{encoder.manifest_hash.hex()}")
        assert answer.content == encoder.manifest_bytes
        assert keccak(answer.content) == encoder.manifest_hash
        assert answer.headers["content-type"] == "application/json"
        assert "immutable" in answer.headers["cache-control"]
    assert problem(backend, "/api/encoders/0x" + "00" * 32, 404)["name"] == "ManifestMissing"
    assert problem(backend, "/api/encoders/0x00", 422)["name"] == "RequestInvalidFault"


def test_amounts_are_texts(backend: Backend) -> None:
    def walk(name: str, value: object) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(key, inner)
        elif isinstance(value, list):
            for inner in value:
                walk(name, inner)
        elif name.endswith(("Wei", "X32", "tokenId", "disagreeing", "score")):
            assert isinstance(value, str), name
        elif isinstance(value, int):
            assert value < 2**53, name

    for path in (
        "/api/models",
        "/api/contributions",
        f"/api/models/{backend.text}/credits",
        f"/api/models/{backend.points}/badges",
        f"/api/accounts/{ACCOUNTS[1]}",
    ):
        walk("", get(backend, path))


@pytest.mark.parametrize("path", ["/", "/models/0x12", "/deeply/nested/place"])
def test_the_page_is_served_at_every_other_address(backend: Backend, path: str) -> None:
    answer = backend.client.get(path)
    assert answer.text == PAGE
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["cache-control"] == "no-cache"
    assert "default-src 'self'" in answer.headers["content-security-policy"]


def test_the_page_answers_head(backend: Backend) -> None:
    answer = backend.client.head("/")
    assert (answer.status_code, answer.text) == (200, "")


def test_the_usual_addresses_lead_to_the_documentation(backend: Backend) -> None:
    assert backend.client.get("/openapi.json").json() == get(backend, "/api/openapi.json")
    assert "Commonweal" in backend.client.get("/docs").text


def test_files_of_the_page_are_served(backend: Backend) -> None:
    answer = backend.client.get("/assets/index-1a2b.js")
    assert answer.text == "console.log(1)"
    assert "immutable" in answer.headers["cache-control"]
    assert problem(backend, "/assets/missing.js", 404)["name"] == "NotFoundFault"


@pytest.mark.parametrize(
    "path", ["/..%2f..%2fdata/encoders", "/%2e%2e/%2e%2e/etc/passwd", "/%00", "/" + "a" * 5_000]
)
def test_nothing_else_is_served(backend: Backend, path: str) -> None:
    answer = backend.client.get(path)
    assert answer.text == PAGE or answer.status_code == 404


def test_a_page_that_is_not_built_is_a_sentence(backend: Backend, settings: Settings) -> None:
    start = settings.page_folder / "index.html"
    start.unlink()
    try:
        found = problem(backend, "/", 503)
        assert found["name"] == "PageMissingFault"
        assert "run `make build`" in found["sentence"]
    finally:
        start.write_text(PAGE)


def test_an_unknown_address_or_method_is_a_sentence(backend: Backend) -> None:
    for path in ("/api", "/api/nothing", "/api/models/x/y/z"):
        assert problem(backend, path, 404)["name"] == "NotFoundFault"
    answer = backend.client.post("/api/models")
    assert answer.status_code == 405
    assert answer.json()["error"]["name"] == "MethodNotAllowed"


def test_other_pages_read_only_if_they_may(backend: Backend) -> None:
    friend = backend.client.get("/api/models", headers={"Origin": "https://friend.example"})
    assert friend.headers["access-control-allow-origin"] == "https://friend.example"
    stranger = backend.client.get("/api/models", headers={"Origin": "https://stranger.example"})
    assert "access-control-allow-origin" not in stranger.headers


def test_the_documentation_is_complete(backend: Backend) -> None:
    document = get(backend, "/api/openapi.json")
    tags = {tag["name"] for tag in document["tags"]}
    assert len(document["paths"]) >= 14
    for path, methods in document["paths"].items():
        for method in methods.values():
            assert method["summary"], path
            assert method["description"], path
            assert set(method["tags"]) <= tags, path
            for status, answer in method["responses"].items():
                assert answer["description"], (path, status)
                assert answer["content"], (path, status)
    for name, schema in document["components"]["schemas"].items():
        assert schema.get("description"), name
    assert "Commonweal" in backend.client.get("/api/docs").text
