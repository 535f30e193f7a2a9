"""Settings come from arguments, then the environment, then the defaults."""

from __future__ import annotations

from pathlib import Path

import pytest

from commonweal.errors import ConfigFault
from commonweal.settings import Settings

REGISTRY = "0x" + "Ab" * 20


def test_the_defaults_are_a_local_chain(repository: Path) -> None:
    settings = Settings.read({})
    assert settings.rpc_url == "http://127.0.0.1:8545"
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.chain_id is settings.registry is settings.page_rpc_url is None
    assert settings.data_folder == repository / "build"
    assert settings.page_folder == repository / "dapp" / "dist"


def test_the_environment_is_read_when_asked() -> None:
    settings = Settings.read(
        {
            "COMMONWEAL_RPC_URL": "https://node.example/v1/key",
            "COMMONWEAL_CHAIN_ID": "5",
            "COMMONWEAL_REGISTRY": REGISTRY,
            "COMMONWEAL_DATA_FOLDER": "/data",
            "COMMONWEAL_ALLOWED_ORIGINS": "https://a.example, https://b.example",
            "COMMONWEAL_POLL_S": "0.5",
            "COMMONWEAL_PORT": "  ",
            "COMMONWEAL_KEY": "is not for the backend",
            "HOST": "is not ours",
        }
    )
    assert settings.rpc_url == "https://node.example/v1/key"
    assert settings.chain_id == 5
    assert settings.registry == REGISTRY.lower()
    assert settings.encoders_folder == Path("/data/encoders")
    assert settings.allowed_origins == ("https://a.example", "https://b.example")
    assert settings.poll_s == 0.5
    assert settings.port == 8000
    assert "backend" not in settings.model_dump_json()


def test_arguments_win_unless_they_are_none() -> None:
    environment = {"COMMONWEAL_PORT": "1", "COMMONWEAL_HOST": "::1"}
    settings = Settings.read(environment, port=2, host=None)
    assert (settings.port, settings.host) == (2, "::1")


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("RPC_URL", "localhost:8545", "begins with http:// or https://"),
        ("RPC_URL", "https://", "begins with http:// or https://"),
        ("CHAIN_ID", "mainnet", "valid integer"),
        ("CHAIN_ID", "0", "greater than or equal to 1"),
        ("REGISTRY", "0x12", "an address of 0x and 40 hex digits"),
        ("PORT", "70000", "less than or equal to 65535"),
        ("POLL_S", "0", "greater than 0"),
        ("ALLOWED_ORIGINS", "*", "begins with http:// or https://"),
    ],
)
def test_a_wrong_value_is_one_sentence(name: str, text: str, words: str) -> None:
    with pytest.raises(ConfigFault) as caught:
        Settings.read({f"COMMONWEAL_{name}": text})
    sentence = caught.value.sentence
    assert sentence.startswith(f"Setting {name.lower()}: expected ")
    assert words in sentence
    assert sentence.endswith(f"correct the option or the variable COMMONWEAL_{name}.")


def test_an_unknown_setting_is_one_sentence() -> None:
    with pytest.raises(ConfigFault, match='There is no setting "colour"; the settings are rpc_url'):
        Settings.read({}, colour="red")
