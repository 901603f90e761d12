// Review by keyboard: a key presses the button, opens the form or follows the link that shows it.
(() => {
  "use strict";

  const text = document.getElementById("text");
  const help = document.getElementById("help");
  const typing = (element) => element.closest("input:not([type=hidden]), textarea, select, [contenteditable]");

  // the words in question, in the middle of their context
  if (text) {
    const first = text.querySelector(".said, .found");
    if (first) text.scrollTop += first.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 3;
  }

  // the stretch that was selected last: pressing a button may lose the selection
  let selected = null;
  const look = () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed || !text?.contains(selection.anchorNode)) return;
    selected = window.onrecord.stretchOf(selection.getRangeAt(0)) ?? selected;
  };
  document.addEventListener("selectionchange", look);

  const take = (number, more) => {
    look(); // a key may come before the change is told
    const field = document.querySelector(`textarea[data-number="${number}"]`);
    if (!field || !selected) return false;
    const place = `${selected[0]}-${selected[1]}`;
    field.value = more && /^[\d\s,-]+$/.test(field.value) ? `${field.value}, ${place}` : place;
    const details = field.closest("details");
    if (details) details.open = true;
    return true;
  };

  const open = (details) => {
    details.open = !details.open;
    if (details.open) details.querySelector("input:not([type=hidden]), textarea, select")?.focus();
    if (!details.open) return;
    details.querySelector("input:not([type=hidden])")?.select();
    details.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") {
      for (const details of document.querySelectorAll(".actions details[open]")) details.open = false;
      document.activeElement?.blur();
      return;
    }
    if (help?.open || typing(event.target)) return;
    if (event.key === "?" && help) {
      event.preventDefault();
      help.showModal();
      return;
    }
    const number = /^Digit([1-3])$/.exec(event.code)?.[1];
    if (number && take(number, event.shiftKey)) {
      event.preventDefault();
      return;
    }
    const element = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!element || element.disabled || event.repeat) return;
    event.preventDefault();
    if (element.tagName === "DETAILS") open(element);
    else element.click();
  });
})();
