// The colours that the reader has chosen, restored before the page is painted. Furo's own script changes them.
"use strict";
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem("theme");
  } catch {
    // Storage is forbidden: the system's colours are shown.
  }
  document.body.dataset.theme = chosen || "auto";
})();
