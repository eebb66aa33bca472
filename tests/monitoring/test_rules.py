"""Alerts: each tells what to do and where, and has been seen to fire and to stay silent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from deploy.monitoring.dashboards.boards import BOARDS
from tests.support.prometheus import MONITORING, ROOT, RULES, promtool

HEADINGS = ["What it means", "Who is hurt", "What to look at", "What to do", "How to know that it is over"]


def _alerts() -> Iterator[dict[str, Any]]:
    for file in RULES:
        for group in yaml.safe_load(file.read_text())["groups"]:
            yield from (rule for rule in group["rules"] if "alert" in rule)


ALERTS = {alert["alert"]: alert for alert in _alerts()}


@pytest.mark.parametrize("name", ALERTS)
def test_an_alert_says_what_who_and_where_to_read_on(name: str):
    notes = ALERTS[name]["annotations"]
    assert notes["summary"]
    assert notes["description"]
    assert ALERTS[name]["labels"]["severity"] in {"page", "ticket"}
    assert notes["runbook_url"] == f"docs/runbooks/{name}.md"
    assert notes["dashboard"] in {f"/d/{board.uid}" for board in BOARDS}


@pytest.mark.parametrize("name", ALERTS)
def test_a_runbook_has_its_five_parts_none_of_them_empty(name: str):
    text = (ROOT / f"docs/runbooks/{name}.md").read_text()
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    assert parts[0].strip() == f"# {name}"
    assert parts[1::2] == HEADINGS
    assert all(part.strip() for part in parts[2::2])


def test_there_is_no_runbook_without_its_alert():
    assert {page.stem for page in (ROOT / "docs/runbooks").glob("*.md")} - {"README"} == set(ALERTS)


def test_the_list_of_runbooks_names_each_with_its_severity():
    listed = (ROOT / "docs/runbooks/README.md").read_text()
    for name, alert in ALERTS.items():
        assert f"| [{name}]({name}.md) | {alert['labels']['severity']} |" in listed


def test_what_touches_the_promise_pages_at_once():
    at_once = {"AccountBelowZero", "CommittedAboveLimit", "SuspenseNotZero", "ReconciliationDifference"}
    at_once |= {"HistoryVerificationFailed", "MessagesParked"}
    for name in at_once:
        assert ALERTS[name]["labels"]["severity"] == "page"
        assert "for" not in ALERTS[name]


def test_each_alert_is_tested_firing_and_silent():
    for file in RULES:
        tests = yaml.safe_load((file.parent / "tests" / file.name).read_text())["tests"]
        by_name = {test["name"]: test["promql_expr_test"] for test in tests if "promql_expr_test" in test}
        for group in yaml.safe_load(file.read_text())["groups"]:
            for name in (rule["alert"] for rule in group["rules"] if "alert" in rule):
                expected = [sample["value"] for test in by_name[name] for sample in test["exp_samples"]]
                assert expected == [0, 1], name


@pytest.mark.parametrize("rules", RULES, ids=lambda rules: rules.stem)
def test_promtool_finds_nothing_to_say_of_the_rules(rules: Any):
    done = promtool("check", "rules", "--lint=all", "--lint-fatal", rules)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("rules", RULES, ids=lambda rules: rules.stem)
def test_every_alert_fires_when_it_must_and_only_then(rules: Any):
    done = promtool("test", "rules", rules.parent / "tests" / rules.name)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("rules", RULES, ids=lambda rules: rules.stem)
def test_the_tests_notice_an_alert_that_never_fires(rules: Any, tmp_path: Any):
    """Each expression is replaced by one that finds nothing: a test that still passes would test nothing."""
    document = yaml.safe_load(rules.read_text())
    silenced = [rule for rule in document["groups"][0]["rules"] if "alert" in rule]
    for rule in silenced:
        rule["expr"] = "vector(1) > 2"
    (tmp_path / "tests").mkdir()
    (tmp_path / rules.name).write_text(yaml.safe_dump(document))
    (tmp_path / "tests" / rules.name).write_text((rules.parent / "tests" / rules.name).read_text())
    done = promtool("test", "rules", tmp_path / "tests" / rules.name)
    assert done.returncode == 1
    for rule in silenced:
        assert (
            f'expr: "ALERTS{{alertname=\\"{rule["alert"]}\\", alertstate=\\"firing\\"}}"' in done.stdout + done.stderr
        )


def test_the_configuration_is_one_that_prometheus_takes():
    done = promtool("check", "config", MONITORING / "prometheus.yaml")
    assert done.returncode == 0, done.stdout + done.stderr
