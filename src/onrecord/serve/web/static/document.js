// A document's page: pointing at words lights their card, pointing at a card lights its words.
(() => {
  "use strict";

  const text = document.getElementById("text");
  const cards = document.querySelector(".cards");
  if (!text || !cards) return;

  const marks = new Map(); // item -> its elements in the text
  const noted = (item, element) => marks.set(item, [...(marks.get(item) ?? []), element]);
  for (const e of text.querySelectorAll("[data-s]")) noted(e.dataset.s, e);
  for (const e of text.querySelectorAll("[data-turn]")) noted(e.dataset.turn, e);
  for (const e of text.querySelectorAll("[data-i]")) for (const item of e.dataset.i.split(" ")) noted(item, e);
  const cardOf = (item) => document.getElementById(`c-${item}`);

  let lit = [];
  const light = (items) => {
    for (const e of lit) e.classList.remove("lit");
    lit = items.flatMap((item) => [...(marks.get(item) ?? []), ...(cardOf(item) ? [cardOf(item)] : [])]);
    for (const e of lit) e.classList.add("lit");
  };

  const shownIn = (box, element) => {
    const [a, b] = [box.getBoundingClientRect(), element.getBoundingClientRect()];
    return b.top >= a.top && b.bottom <= a.bottom;
  };
  const scrolls = () => getComputedStyle(cards).overflowY === "auto";

  // of the kind that the cards show, the innermost thing at a place
  const itemsAt = (element) => {
    const kind = document.querySelector(".tabs input:checked")?.id.replace("show-", "");
    if (kind === "statements") {
      const cue = element.closest(".cue, .source");
      const said = element.closest("[data-s]:not(.whole)");
      const own = cue?.dataset.i.split(" ").filter((item) => cardOf(item)?.closest(".of-statements"));
      if (own?.length && (!said || said.contains(cue) === false || !own.includes(said.dataset.s))) return own.slice(-1);
      return [said?.dataset.s ?? element.closest("[data-turn]")?.dataset.turn].filter(Boolean);
    }
    const items = element.closest("[data-i]")?.dataset.i.split(" ") ?? [];
    return items.filter((item) => cardOf(item)?.closest(`.of-${kind}`));
  };

  text.addEventListener("pointerover", (event) => {
    const items = itemsAt(event.target);
    light(items);
    const card = items.length ? cardOf(items[0]) : null;
    if (card && scrolls() && !shownIn(cards, card)) card.scrollIntoView({ block: "nearest" });
  });
  text.addEventListener("pointerleave", () => light([]));

  const fromCard = (event) => {
    const card = event.target.closest("[data-card]");
    if (card) light([card.dataset.card]);
  };
  cards.addEventListener("pointerover", fromCard);
  cards.addEventListener("focusin", fromCard);
  cards.addEventListener("pointerleave", () => light([]));
  cards.addEventListener("focusout", () => light([]));

  const showInText = (item) => {
    const first = marks.get(item)?.[0];
    if (first) first.scrollIntoView({ block: "center", behavior: "smooth" });
  };
  cards.addEventListener("click", (event) => {
    const card = event.target.closest("[data-card]");
    if (card && !event.target.closest("a, button, input")) showInText(card.dataset.card);
  });
  cards.addEventListener("keydown", (event) => {
    if (!event.target.matches("[data-card]")) return;
    if (event.key === "Enter") showInText(event.target.dataset.card);
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...event.target.parentElement.querySelectorAll("[data-card]")];
    all[all.indexOf(event.target) + step]?.focus();
  });

  // an address that names a card or a statement shows its kind
  const open = () => {
    const card = document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest("[data-card]");
    const kind = card?.parentElement.className.replace("of-", "");
    if (kind) document.getElementById(`show-${kind}`).checked = true;
    if (card) card.scrollIntoView({ block: "nearest" });
  };
  addEventListener("hashchange", open);
  if (location.hash) open();
  document.querySelector(".text .found")?.scrollIntoView({ block: "center" });

  // what is selected, as an address
  const passage = text.querySelector(".passage");
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    const stretch = range && text.contains(range.commonAncestorContainer) ? window.onrecord.stretchOf(range) : null;
    passage.hidden = !stretch;
    if (!stretch) return;
    passage.querySelector("a").href = `?at=${stretch.join("-")}`;
    passage.querySelector(".add").href = `/review/add?document=${text.dataset.document}&content=${stretch.join("-")}`;
    passage.querySelector(".number").textContent = `characters ${stretch[0]} to ${stretch[1]}`;
  });
})();
