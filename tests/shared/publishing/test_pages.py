"""What every page promises: readable colours, nothing from elsewhere, no barrier, and an escaped word stays a word."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import jinja2
import pytest

from shared.publishing import pages
from shared.publishing.pages import CONTENT_SECURITY_POLICY, Pages
from shared.publishing.publication import JSON_FORM, Look, Publication, Publications
from tests.support.stored import FACE
from tests.support.webpage import barriers, colours, contrast, page_of

STYLE = (Path(pages.__file__).parent / "templates/style.css").read_text()
SCREEN = STYLE.split("@media print")[0]
LOOK = Look(FACE, 7, 1764000000123 << 16)
WICKED = "<script>alert('&')</script>"
PUBLICATION = Publication("/publications/x", "x", dict, (), "x.html", (JSON_FORM,))


def made(folder: Path, body: str) -> Pages:
    (folder / "x.html").write_text(
        '{% extends "base.html" %}{% block title %}{{ values.word }}{% endblock %}'
        "{% block content %}<h1>{{ self.title() }}</h1>" + body + "{% endblock %}"
    )
    return Pages(Publications(templates=folder))


def test_every_colour_of_words_is_readable_on_every_ground():
    words, grounds = colours(SCREEN, "color"), colours(SCREEN, "background")
    assert len(words) >= 4
    assert len(grounds) >= 3
    assert [(word, ground) for word in words for ground in grounds if contrast(word, ground) < 4.5] == []


def test_where_one_is_on_the_page_is_seen():
    (focus,) = colours(SCREEN, "outline")
    assert all(contrast(focus, ground) >= 3 for ground in colours(SCREEN, "background"))
    assert "outline: none" not in STYLE


def test_contrast_is_that_of_the_recommendation():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("lang", ["pl", "en"])
def test_what_somebody_wrote_stays_text(tmp_path: Path, lang: pages.Language):
    body = '<p title="{{ values.word }}">{{ values.word }}</p>'
    html = made(tmp_path, body).page(PUBLICATION, LOOK, {"word": WICKED}, path="/publications/x", lang=lang).decode()
    page = page_of(html)
    assert barriers(page) == []
    (written,) = next(page.all("main")).all("p")
    assert next(page.all("h1")).text == written.text == written.attributes["title"] == WICKED
    assert "<script" not in html


def test_a_page_asks_nobody_for_anything_and_its_policy_says_so(tmp_path: Path):
    html = made(tmp_path, "").page(PUBLICATION, LOOK, {"word": "x"}, path="/publications/x", lang="pl").decode()
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in CONTENT_SECURITY_POLICY
    assert CONTENT_SECURITY_POLICY.startswith("default-src 'none'")
    assert "url(" not in style
    assert "@import" not in style


def test_a_page_says_how_far_it_has_read_and_where_its_data_lie(tmp_path: Path):
    html = made(tmp_path, "").page(PUBLICATION, LOOK, {"word": "x"}, path="/publications/x", lang="pl").decode()
    footer = next(page_of(html).all("footer"))
    assert "zapis nr 7" in footer.text
    assert [link.attributes["href"] for link in footer.all("a")] == ["/publications/x.json"]


def test_a_misspelt_name_in_a_template_is_a_fault_and_no_gap(tmp_path: Path):
    with pytest.raises(jinja2.UndefinedError):
        made(tmp_path, "{{ values.wrod }}").page(PUBLICATION, LOOK, {"word": "x"}, path="/x", lang="pl")


def test_barriers_are_found():
    """The checks, shown to fail."""
    bad = (
        '<html><head><title></title></head><body><a href="#main"></a><main id="content"><h1>a</h1><h3>b</h3>'
        '<table><tr><td>1</td></tr><tr><th>x</th></tr></table><img alt=""><p onclick="x" id="i">'
        '<b id="i" aria-labelledby="j" tabindex="0"></b></p><a href="/1">here</a><a href="/2">here</a>'
        "</main></body></html>"
    )
    found = " ".join(barriers(page_of(bad)))
    for criterion in ("3.1.1", "2.4.2", "2.4.1", "1.4.10", "h3 follows h1", "no caption", "heads nothing", "no head"):
        assert criterion in found
    for criterion in ("<img>", "carries code", "an id stands twice", "is not there", "no name", "no words", "'here'"):
        assert criterion in found
