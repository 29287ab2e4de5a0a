// What cards of numbers need beyond the platform: permalinks that open them, copying, and browsers without popovers.
"use strict";
(() => {
  const SAID = 2000; // how long a button says that it has copied, in milliseconds

  const linkInstead = (button) => {
    const row = document.querySelector(`[id="${button.getAttribute("popovertarget")}"] .card-row`);
    const link = document.createElement("a");
    link.className = button.className;
    link.id = button.id;
    link.href = row.href;
    link.append(...button.childNodes);
    button.replaceWith(link);
  };

  if (!("popover" in HTMLElement.prototype)) {
    document.querySelectorAll("button.claim").forEach(linkInstead);
    return;
  }

  const copier = (words, text) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text());
      button.textContent = "Copied";
      setTimeout(() => (button.textContent = words), SAID);
    });
    return button;
  };

  // Buttons that copy are made when a card is opened first; they are of no use without this script.
  const equip = (card) => {
    const links = card.querySelector(".card-links");
    if (links.querySelector("button") || !navigator.clipboard) return;
    const address = () => links.querySelector("a").href;
    const citation = () => `${card.querySelector("dd:last-of-type").textContent} ${address()}`;
    links.append(copier("Copy link", address), copier("Copy citation", citation));
  };

  document.addEventListener(
    "toggle",
    (event) => event.target.matches?.(".card") && event.newState === "open" && equip(event.target),
    true,
  );

  // Sphinx takes Escape for its search; while a card is open the key is the card's.
  window.addEventListener(
    "keydown",
    (event) => event.key === "Escape" && document.querySelector(".card:popover-open") && event.stopPropagation(),
    true,
  );

  // A permalink leads to the number; with this script it opens the card, beside that number.
  const reveal = () => {
    const button = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!button?.matches("button.claim")) return;
    document.querySelector(".card:popover-open")?.hidePopover();
    button.scrollIntoView({ block: "center", behavior: "instant" });
    button.focus({ preventScroll: true });
    button.click();
  };
  // The browser first scrolls to the number by itself, and takes the focus there.
  const settled = () => requestAnimationFrame(() => setTimeout(reveal));
  window.addEventListener("hashchange", settled);
  document.addEventListener("click", (event) => {
    const link = event.target.closest('.card a[href^="#claim-"]');
    if (link && link.hash === location.hash) settled(); // no change, hence no other event
  });
  if (document.readyState === "complete") settled();
  else window.addEventListener("load", settled);
})();
