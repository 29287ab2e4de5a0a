// Filters for the numbers, and rows that open when a link leads to them. Without this script all is shown.
"use strict";
(() => {
  const form = document.getElementById("filters");
  const claims = [...document.querySelectorAll(".claim")];
  const texts = new Map();

  const text = (claim) => {
    if (!texts.has(claim)) texts.set(claim, claim.textContent.toLowerCase());
    return texts.get(claim);
  };

  const fits = (claim, wanted) =>
    ["chapter", "verdict", "grade", "check"].every(
      (name) => !wanted[name] || claim.dataset[name].split("|").includes(wanted[name]),
    ) && wanted.text.split(/\s+/).every((word) => text(claim).includes(word));

  const filter = () => {
    const wanted = Object.fromEntries(new FormData(form));
    wanted.text = wanted.text.trim().toLowerCase();
    let shown = 0;
    for (const claim of claims) {
      claim.hidden = !fits(claim, wanted);
      shown += !claim.hidden;
    }
    form.elements.shown.value = `${shown} of ${claims.length} numbers`;
  };

  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.hidden) {
      form.reset();
      filter();
    }
    for (let part = target; part; part = part.parentElement) {
      if (part instanceof HTMLDetailsElement) part.open = true;
    }
    target.scrollIntoView();
  };

  for (const table of document.querySelectorAll("details.rows")) table.open = false;
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  window.addEventListener("hashchange", reveal);
  filter();
  reveal();
})();
