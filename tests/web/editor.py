"""Somebody at the form editor: what a browser would send when a button is pressed."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.test import Client
from django.urls import reverse


class Form(HTMLParser):
    """The values that the main form of a page holds, and its buttons by what they do."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.buttons: list[str] = []
        self._select = self._area = ""
        self._main = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = dict(attrs)
        self._main = self._main or tag == "main"
        if not self._main or "disabled" in a:
            return
        name = a.get("name") or ""
        if tag == "input" and (a.get("type") != "checkbox" or "checked" in a):
            self.values.setdefault(name, []).append(a.get("value") or "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in a:
            self.values[self._select] = [a.get("value") or ""]
        elif tag == "textarea":
            self._area = name
            self.values[name] = [""]
        elif tag == "button" and name == "do":
            self.buttons.append(a.get("value") or "")

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        if tag == "textarea":
            self._area = ""


@dataclass
class Editor:
    """The editor of one mechanism, opened in a browser of its own."""

    client: Client
    mechanism: str
    html: str = field(init=False)
    status: int = field(init=False)

    def __post_init__(self) -> None:
        self._show(self.client.get(reverse("edit", args=[self.mechanism])))

    def press(self, do: str, **values: str | list[str]) -> "Editor":
        """Fill in, by the names of the inputs, and press a button that is there."""
        form = Form(self.html)
        assert do in form.buttons, f"{do} is not among {form.buttons}"
        sent = form.values | {"do": [do]}
        for name, value in values.items():
            sent[name] = [value] if isinstance(value, str) else value
        self._show(self.client.post(reverse("edit", args=[self.mechanism]), sent, follow=True))
        return self

    def fill(self, do: str, values: dict[str, str | list[str]]) -> "Editor":
        """Fill in inputs that the page has, and press a button."""
        there = self.html
        assert all(f'name="{name}"' in there for name in values), [n for n in values if f'name="{n}"' not in there]
        return self.press(do, **values)

    def _show(self, answer) -> None:
        self.html, self.status = answer.content.decode(), answer.status_code
