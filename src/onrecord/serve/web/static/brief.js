// The button that prints; hidden where there is no script to do it.
(() => {
  "use strict";

  const button = document.getElementById("print");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => print());
})();
