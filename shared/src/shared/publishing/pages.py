"""Values to a page: templates with every value escaped, styles inside, nothing from elsewhere."""

import base64
import hashlib
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from shared.kernel.hlc import instant_of
from shared.publishing.publication import Look, Publication, Publications
from shared.publishing.speech import Language, speech

_OURS = Path(__file__).parent / "templates"
_STYLE = (_OURS / "style.css").read_text(encoding="utf-8")

LANGUAGES: tuple[Language, ...] = ("pl", "en")
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    f"style-src 'sha256-{base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'"
)
"""The browser runs and fetches nothing, whatever gets into a page; only the one style sheet that we wrote counts."""


class Pages:
    """A service's pages. A name that a template misspells raises jinja2.UndefinedError instead of showing nothing."""

    def __init__(self, publications: Publications) -> None:
        folders = [_OURS, *([publications.templates] if publications.templates else [])]
        self._words = publications.words
        self._environment = Environment(
            loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def page(self, publication: Publication, look: Look, values: dict[str, Any], *, path: str, lang: Language) -> bytes:
        """The page of a publication that has one. `path`: its address."""
        assert publication.template is not None
        forms = [(path + form.ending, form.ending[1:].upper()) for form in publication.forms]
        return self._render(publication.template, look, lang, path=path, forms=forms, values=values)

    def problem(self, look: Look, *, path: str, lang: Language, status: int) -> bytes:
        """That there is nothing, or nothing now."""
        return self._render("problem.html", look, lang, path=path, forms=[], values={}, status=status)

    def _render(self, template: str, look: Look, lang: Language, *, path: str, **named: Any) -> bytes:
        other: Language = "en" if lang == "pl" else "pl"
        shown = self._environment.get_template(template).render(
            **speech(lang, self._words),
            **named,
            style=Markup(_STYLE),  # noqa: S704 - our own file, not a value
            face=look.face,
            position=look.position,
            recorded_at=instant_of(look.hlc) if look.position else None,
            query="?lang=en" if lang == "en" else "",
            other=other,
            other_address=path + ("?lang=en" if other == "en" else ""),
        )
        return shown.encode()
