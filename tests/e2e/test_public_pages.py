"""The pages of a stack that `grosz up` started: nobody needs a token, and one service's page leads to the other's."""

from __future__ import annotations

import httpx
import pytest

from grosz.stack import Stack
from tests.support.webpage import barriers, page_of

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("service", "path"),
    [("programme", "/publications/programmes"), ("grants", "/publications/programmes/nowhere-2025/grants")],
)
def test_a_page_needs_no_token_and_leads_to_the_programmes(stack: Stack, service: str, path: str) -> None:
    page = page_of(httpx.get(f"{stack.urls[service]}{path}", trust_env=False).text)
    assert barriers(page) == []
    assert f"{stack.urls['programme']}/publications/programmes" in [link.attributes["href"] for link in page.all("a")]
