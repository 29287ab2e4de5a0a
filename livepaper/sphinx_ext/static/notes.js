// A citation opens the card of its source in place; without this script, or popovers, it leads to the list of sources.
"use strict";
(() => {
  if (!("popover" in HTMLElement.prototype)) return;
  const WAIT = 300; // milliseconds that a pointer rests before a card opens, and is away before it closes

  const open = (note, link) => {
    if (!note.matches(":popover-open")) note.showPopover({ source: link });
  };

  const onHover = (note, link) => {
    let timer = 0;
    let hovered = false; // opened by hovering, so that leaving closes it
    const after = (act) => {
      clearTimeout(timer);
      timer = setTimeout(act, WAIT);
    };
    link.addEventListener("mouseenter", () =>
      after(() => {
        if (document.querySelector(":popover-open")) return; // never close what the reader has opened
        open(note, link);
        hovered = true;
      }),
    );
    const leave = () =>
      after(() => {
        if (hovered && !note.contains(document.activeElement)) note.hidePopover();
      });
    link.addEventListener("mouseleave", leave);
    note.addEventListener("mouseenter", () => clearTimeout(timer));
    note.addEventListener("mouseleave", leave);
    note.addEventListener("toggle", (event) => {
      if (event.newState === "closed") hovered = false;
    });
    return () => {
      clearTimeout(timer);
      hovered = false;
    };
  };

  for (const link of document.querySelectorAll("a[data-note]")) {
    const note = document.getElementById(link.dataset.note);
    if (!note) continue;
    const keep = matchMedia("(hover: hover)").matches ? onHover(note, link) : () => {};
    link.setAttribute("aria-haspopup", "dialog");
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      keep();
      link.focus();
      open(note, link);
      note.focus();
    });
  }
})();
