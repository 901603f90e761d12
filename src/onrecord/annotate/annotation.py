"""A document to its layers: one pass of the encoder, and what its scores mean together."""

import itertools

import numpy as np

from onrecord.annotate import attribution, speech, syntax
from onrecord.annotate.encoding import best, encoded
from onrecord.annotate.events import Deeds, event_words, factuality
from onrecord.annotate.labels import TAGS
from onrecord.annotate.layout import laid_out
from onrecord.annotate.meaning import senses
from onrecord.annotate.names import names, with_given, with_known
from onrecord.annotate.nouns import nouns
from onrecord.annotate.onnx import OnnxModel
from onrecord.annotate.pieces import gaps, pieces
from onrecord.annotate.quotations import outermost, quotations
from onrecord.annotate.reported import reported, with_subjects
from onrecord.annotate.sentences import sentence_bounds, sentence_numbers
from onrecord.annotate.time import time_expressions
from onrecord.annotate.words import words
from onrecord.schema import Annotated, Document


def annotated(document: Document, model: OnnxModel) -> Annotated:
    """Reads all but the junk of a document."""
    starts, ends, forms, paragraph, breaks = [], [], [], [], []
    for number, segment in enumerate(document.segments):
        if segment.kind == "boilerplate":
            continue
        found = words(document.text, segment.start, segment.end)
        starts.append(found.start)
        ends.append(found.end)
        forms += found.form
        paragraph.append(np.full(len(found.form), number, np.int32))
        first = np.zeros(len(found.form), bool)
        first[:1] = True
        breaks.append(first)
    if not forms:
        return _nothing(document)
    start, end = np.concatenate(starts), np.concatenate(ends)
    opens = np.concatenate(breaks)
    gap = gaps(start, end, opens)
    marks = quotations(forms, (gap != 0).tolist(), opens.tolist())
    cut = pieces(model.lookup(forms), forms, gap, marks)
    scores = encoded(model, cut, gap)
    sentence = sentence_numbers(scores, opens)
    bounds = sentence_bounds(sentence).tolist()
    head = syntax.heads(model, scores, itertools.pairwise(bounds))
    relation = syntax.relations(model, scores, head)
    tag = best(scores.scores("tag"), TAGS)
    syntax.join_titles(head, relation, tag)
    named_forms = syntax.name_states(forms, tag, sentence)
    quotation = outermost(len(forms), marks)
    place = attribution.Place(forms, opens, quotation)
    dependents = syntax.Dependents(head)
    named = with_given(with_known(names(scores, forms, opens), forms, tag, gap), forms, marks)
    given = with_subjects(attribution.attributions(model, scores, place), forms, head, relation, dependents)
    given = reported(given, forms, head, relation, sentence, dependents)
    spoken = speech.settled(given, marks, forms, tag, place.paragraph)
    deeds = Deeds(model, scores, forms, tag, sentence, event_words(scores, forms, tag, named))
    return Annotated(
        document=document,
        start=start,
        end=end,
        forms=tuple(forms),
        sentence=sentence,
        paragraph=np.concatenate(paragraph),
        head=head,
        relation=tuple(relation),
        tag=tuple(tag),
        quotation=quotation,
        quotations=tuple(marks),
        names=tuple(named),
        nouns=tuple(nouns(model, scores, named_forms, head, relation, sentence, quotation)),
        attributions=tuple(laid_out(spoken, marks, forms, place.paragraph)),
        times=tuple(
            time_expressions(
                document.text,
                document.published,
                [(s.start, s.end) for s in document.segments if s.kind != "boilerplate"],
            )
        ),
        events=tuple(deeds.with_ends()),
        factuality=factuality(scores),
        meaning=senses()(forms),
        type_between=deeds.between,
    )


def _nothing(document: Document) -> Annotated:
    none = np.zeros(0, np.int32)
    return Annotated(
        document=document, start=none, end=none, forms=(), sentence=none, paragraph=none, head=none, relation=(), tag=(),
        quotation=none, quotations=(), names=(), nouns=(), attributions=(), times=(), events=(),
        factuality=np.zeros(0, np.float32),
    )  # fmt: skip
