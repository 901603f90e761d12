// Places on the page as offsets of the record, and back.
//
// The record counts code points, a script counts UTF-16 units. Each piece of a document's text is an element whose `data-at` is the
// code point at which it starts; a character that is shown by a mark has `data-length`, since its mark is longer than itself.
(() => {
  "use strict";

  const points = (text) => Array.from(text).length;

  // the code point at a place (a node, and an offset in it as the browser gives it); null outside a document's text
  const offsetOf = (node, offset) => {
    if (node.nodeType === Node.ELEMENT_NODE && !node.hasAttribute("data-at")) {
      // between elements: where the next piece starts, or where the last one ends
      const following = node.childNodes[offset];
      const pieces = [...(node.closest(".text") ?? node).querySelectorAll("[data-at]")];
      const after = following
        ? pieces.find((p) => following.contains(p) || following.compareDocumentPosition(p) & Node.DOCUMENT_POSITION_FOLLOWING)
        : pieces.find((p) => !node.contains(p) && node.compareDocumentPosition(p) & Node.DOCUMENT_POSITION_FOLLOWING);
      if (after) {
        const before = pieces[pieces.indexOf(after) - 1];
        return following || !before ? Number(after.dataset.at) : endOf(before);
      }
      return pieces.length ? endOf(pieces[pieces.length - 1]) : null;
    }
    const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-at]");
    if (!piece) return null;
    const at = Number(piece.dataset.at);
    if (piece.dataset.length) return offset > 0 ? at + Number(piece.dataset.length) : at;
    if (node.nodeType === Node.ELEMENT_NODE) return offset > 0 ? endOf(piece) : at;
    return at + points(node.data.slice(0, offset));
  };

  const endOf = (piece) => Number(piece.dataset.at) + (Number(piece.dataset.length) || points(piece.textContent));

  // the half-open stretch of code points that a Range covers; null where it covers nothing of a document's text
  const stretchOf = (range) => {
    const start = offsetOf(range.startContainer, range.startOffset);
    const end = offsetOf(range.endContainer, range.endOffset);
    return start === null || end === null || end <= start ? null : [start, end];
  };

  // the Range of a stretch of code points within an element that holds a document's text; null where it does not reach
  const rangeOf = (text, start, end) => {
    const range = document.createRange();
    let found = 0;
    for (const piece of text.querySelectorAll("[data-at]")) {
      const at = Number(piece.dataset.at);
      const last = endOf(piece);
      const place = (offset) => {
        if (piece.dataset.length) return [piece, offset > at ? piece.childNodes.length : 0];
        return [piece.firstChild, Array.from(piece.textContent).slice(0, offset - at).join("").length];
      };
      if (start >= at && start < last) (range.setStart(...place(start)), (found |= 1));
      if (end > at && end <= last) (range.setEnd(...place(end)), (found |= 2));
    }
    return found === 3 ? range : null;
  };

  window.onrecord = Object.assign(window.onrecord ?? {}, { offsetOf, stretchOf, rangeOf });
})();
