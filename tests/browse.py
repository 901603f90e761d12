"""A page as a test looks at it, and a browser that asks for it."""

from html.parser import HTMLParser

from fastapi.testclient import TestClient

from onrecord.keep.store import Store
from onrecord.schema import Merged
from onrecord.serve.web.app import application

HERE = "http://127.0.0.1:8080"


def kept(path, readings):
    """A record of readings, in which each of their actors is itself in all documents."""
    with Store(path) as store:
        store.write(readings)
        store.identify(Merged(identity={(r.document.id, a.id): a.id for r in readings for a in r.actors}, links=()))
    return path


def browser(record, **options):
    """A browser on this machine, on one of the workspace's own pages."""
    return TestClient(application(str(record), **options), base_url=HERE, headers={"Origin": HERE})


class Page(HTMLParser):
    """The elements of a page, its ids, what it reads, and the pieces of a document's text with what is around each.

    Fails where elements do not nest.
    """

    VOID = ("meta", "link", "input", "br", "hr", "img")

    def __init__(self, html):
        super().__init__()
        self.open, self.elements, self.pieces, self.ids, self._text = [], [], [], [], []
        self.feed(html)
        self.close()
        assert not self.open, self.open

    @property
    def text(self):
        """What a reader sees, its white space one blank each."""
        return " ".join("".join(self._text).split())

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.elements.append((tag, attributes))
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag not in self.VOID:
            self.open.append((tag, attributes))

    def handle_endtag(self, tag):
        assert self.open[-1][0] == tag, (self.open, tag)
        self.open.pop()

    def handle_data(self, data):
        self._text.append(data)
        if self.open and "data-at" in self.open[-1][1]:
            around = [a for _, a in self.open]
            last = around[-1]
            words = data if "data-length" not in last else chr(int(data.removeprefix("U+"), 16))
            said = [a["data-s"] for a in around if "data-s" in a]
            self.pieces.append((int(last["data-at"]), words, said, last.get("data-i", "").split()))

    def links(self):
        """Where its links lead."""
        return [a["href"] for tag, a in self.elements if tag == "a" and "href" in a]
