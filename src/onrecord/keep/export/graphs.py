"""The network of actors as GraphML and GEXF, for networkx, Gephi, igraph, Cytoscape.

Written by hand rather than through networkx, which would hold the whole network in memory.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from onrecord.keep.export.links import Link, links
from onrecord.keep.export.source import Source, Who, everybody

_NODE = {"label": "string", "kind": "string", "aliases": "string", "iso3166": "string", "wikidata": "string"}
_TYPES = {"int": "int", "float": "double", "bool": "boolean"}
_EDGE = {"label": "string", "weight": "double"} | {
    f.name: _TYPES.get(str(f.type).removeprefix("<class '").removesuffix("'>"), "string")
    for f in fields(Link)
    if f.name not in ("id", "source", "target")
}
Values = Mapping[str, object]


def _node(who: Who) -> Values:
    return {
        "label": who.name,
        "kind": who.kind,
        "aliases": "; ".join(sorted({*who.names, *who.aliases} - {who.name})) or None,
        "iso3166": who.refs.get("iso3166"),
        "wikidata": who.refs.get("wikidata"),
    }


def _edge(link: Link) -> Values:
    return {"label": link.relation, "weight": 1.0} | {n: getattr(link, n) for n in _EDGE if n not in ("label", "weight")}


class _Writer:
    """Elements of XML, one a line; characters that XML cannot hold are left out."""

    def __init__(self, out: IO[str]) -> None:
        self._out = out
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n')

    def open(self, name: str, attributes: Mapping[str, object]) -> None:
        given = "".join(f" {k}={quoteattr(_held(v))}" for k, v in attributes.items())
        self._out.write(f"<{name}{given}>")

    def close(self, name: str) -> None:
        self._out.write(f"</{name}>\n")

    def element(self, name: str, attributes: Mapping[str, object], text: str = "") -> None:
        self.open(name, attributes)
        self._out.write(escape(_held(text)))
        self._out.write(f"</{name}>")


def _held(value: object) -> str:
    shown = str(value).lower() if isinstance(value, bool) else str(value)
    return "".join(c for c in shown if c in "\t\n\r" or "\x20" <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff")


def _given(values: Values) -> Iterator[tuple[str, object]]:
    return ((name, value) for name, value in values.items() if value is not None)


def write_graphml(source: Source, out: IO[str]) -> int:
    """Writes the network as GraphML; returns the number of its links."""
    xml = _Writer(out)
    xml.open("graphml", {"xmlns": "http://graphml.graphdrawing.org/xmlns"})
    for side, columns in (("node", _NODE), ("edge", _EDGE)):
        for name, kind in columns.items():
            xml.element("key", {"id": f"{side}_{name}", "for": side, "attr.name": name, "attr.type": kind})
    xml.open("graph", {"edgedefault": "directed"})
    out.write("\n")

    def data(side: str, values: Values) -> None:
        for name, value in _given(values):
            xml.element("data", {"key": f"{side}_{name}"}, str(value).lower() if isinstance(value, bool) else str(value))

    for identity, who in everybody(source).items():
        xml.open("node", {"id": identity})
        data("node", _node(who))
        xml.close("node")
    count = 0
    for link in links(source):
        xml.open("edge", {"id": link.id, "source": link.source, "target": link.target})
        data("edge", _edge(link))
        xml.close("edge")
        count += 1
    xml.close("graph")
    xml.close("graphml")
    return count


def write_gexf(source: Source, out: IO[str]) -> int:
    """Writes the network as GEXF 1.2, its links with their days; returns the number of links."""
    xml = _Writer(out)
    xml.open("gexf", {"xmlns": "http://www.gexf.net/1.2draft", "version": "1.2"})
    xml.open("graph", {"defaultedgetype": "directed", "mode": "static"})
    columns = {
        "node": {n: k for n, k in _NODE.items() if n != "label"},
        "edge": {n: k for n, k in _EDGE.items() if n not in ("label", "weight")},
    }
    for side, named in columns.items():
        xml.open("attributes", {"class": side, "mode": "static"})
        for name, kind in named.items():
            xml.element("attribute", {"id": f"{side}_{name}", "title": name, "type": kind if kind != "int" else "integer"})
        xml.close("attributes")

    def values(side: str, held: Iterable[tuple[str, object]]) -> None:
        xml.open("attvalues", {})
        for name, value in held:
            if name in columns[side]:
                xml.element("attvalue", {"for": f"{side}_{name}", "value": value})
        xml.close("attvalues")

    xml.open("nodes", {})
    for identity, who in everybody(source).items():
        xml.open("node", {"id": identity, "label": who.name})
        values("node", _given(_node(who)))
        xml.close("node")
    xml.close("nodes")
    xml.open("edges", {})
    count = 0
    for link in links(source):
        xml.open("edge", {"id": link.id, "source": link.source, "target": link.target, "label": link.relation, "weight": 1.0})
        values("edge", _given(_edge(link)))
        xml.close("edge")
        count += 1
    xml.close("edges")
    xml.close("graph")
    xml.close("gexf")
    return count
