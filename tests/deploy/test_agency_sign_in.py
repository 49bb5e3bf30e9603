"""Where staff sign in with the agency's account, the web reaches the provider, and nothing else changes."""

from typing import Any

import yaml

from tests.deploy.files import ROOT, SERVICES, SETTINGS

BESIDE: dict[str, Any] = yaml.safe_load((ROOT / "deploy" / "agency-sign-in.yml").read_text(encoding="utf-8"))


def test_the_web_alone_gets_a_way_out_and_is_reached_by_nobody_there():
    [network] = BESIDE["services"]["web"]["networks"]

    assert set(BESIDE["services"]) == {"web"}
    assert BESIDE["networks"] == {network: {}}
    assert all(network not in service.get("networks", []) for service in SERVICES.values())
    assert not {"ports", "expose", "network_mode"} & set(BESIDE["services"]["web"])


def test_every_variable_is_one_that_the_settings_read_and_no_secret_stands_in_it():
    said = BESIDE["services"]["web"]["environment"]

    assert {name for name in said if name.removesuffix("_FILE") not in SETTINGS} == set()
    assert said["SEALPOST_OIDC_CLIENT_SECRET_FILE"] == "/run/secrets/oidc_client_secret"
    assert BESIDE["services"]["web"]["secrets"] == ["oidc_client_secret"]
    assert BESIDE["secrets"] == {"oidc_client_secret": {"file": "deploy/secrets/oidc_client_secret"}}


def test_the_manual_says_how_to_start_with_it():
    manual = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")

    assert "docker compose -f docker-compose.yml -f deploy/agency-sign-in.yml up" in manual
