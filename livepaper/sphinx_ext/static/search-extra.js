// Figures and numbers among the results of the search page, from `livepaperSearch` (search-entries.js beside the page).
"use strict";
(() => {
  const MOST = 8; // of a group are shown at first
  const NUMERAL = /^\d[\d.,]*\d$|^\d$/;

  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const words = (text) => plain(text).match(/\d[\d.,]*\d|\d|[\p{L}]+/gu) ?? [];

  // A numeral is found whole, "79.6" not in "179.6"; a word by its beginning, the last letters of a plural aside.
  const weight = (wanted, said) => {
    if (said === wanted) return 3;
    if (NUMERAL.test(wanted)) return 0;
    return said.startsWith(wanted) ? 2 : wanted.length > 4 && said.startsWith(wanted.replace(/(ies|es|s|y)$/, "")) ? 1 : 0;
  };

  // How well a text answers: 0 unless every word is in it; words of its first part count twice.
  const score = (query, first, rest) => {
    let sum = 0;
    for (const wanted of query) {
      const best = (parts) => parts.reduce((most, part) => Math.max(most, weight(wanted, part)), 0);
      const found = Math.max(2 * best(first), best(rest));
      if (!found) return 0;
      sum += found;
    }
    return sum;
  };

  const make = (name, attributes = {}, ...children) => {
    const element = Object.assign(document.createElement(name), attributes);
    element.append(...children);
    return element;
  };

  const figure = (entry) => [
    make("a", { href: entry.href }, entry.title),
    make("span", { className: "search-context" }, `${entry.subtitle} · ${entry.page}`),
  ];

  const claim = (entry) => [
    make("a", { href: entry.href }, make("strong", {}, entry.said), " ", make("code", {}, entry.id)),
    make("span", { className: "search-context" }, `${entry.sentence} · ${entry.page}`),
  ];

  const GROUPS = [
    { name: "Numbers", key: "claims", show: claim, parts: (e) => [`${e.said} ${e.id}`, `${e.sentence} ${e.page}`] },
    { name: "Figures", key: "figures", show: figure, parts: (e) => [`${e.title} ${e.subtitle}`, `${e.alt} ${e.page}`] },
  ];

  const find = (query, group, entries) =>
    entries
      .map((entry, at) => ({ entry, at, score: score(query, ...group.parts(entry).map(words)) }))
      .filter((found) => found.score)
      .sort((one, other) => other.score - one.score || one.at - other.at)
      .map((found) => found.entry);

  const section = (group, found) => {
    const item = (entry) => make("li", {}, ...group.show(entry));
    const list = make("ul", { className: "search-found" }, ...found.slice(0, MOST).map(item));
    const part = make("section", {}, make("h2", {}, group.name), list);
    if (found.length > MOST) {
      const more = make("button", { type: "button" }, `Show ${found.length - MOST} more`);
      more.addEventListener("click", () => {
        const added = found.slice(MOST).map(item);
        list.append(...added);
        more.remove();
        added[0].querySelector("a").focus();
      });
      part.append(more);
    }
    return part;
  };

  const counted = (count, name) => `${count} ${count === 1 ? name.replace(/s$/, "") : name}`;

  const asked = new URLSearchParams(window.location.search).get("q")?.trim() ?? "";
  const field = document.getElementById("search-query");
  const sidebar = document.querySelector(".sidebar-search");
  for (const each of [field, sidebar]) if (each) each.value = asked;
  if (!asked) return;
  // Sphinx fetches each page it finds for a summary, which pages opened as files may not.
  if (window.location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
  const query = [...new Set(words(asked))];
  const results = GROUPS.map((group) => ({ group, found: query.length ? find(query, group, livepaperSearch[group.key]) : [] }));
  const room = document.getElementById("search-extra");
  room.append(...results.filter(({ found }) => found.length).map(({ group, found }) => section(group, found)));
  // Sphinx speaks of results as if there were no others; here its list is that of pages.
  const pages = document.getElementById("search-results");
  new MutationObserver(() => {
    const [title, said] = [pages.querySelector("h2"), pages.querySelector(".search-summary")];
    if (title && title.textContent !== "Pages") title.textContent = "Pages";
    if (said?.textContent.includes("did not match")) said.textContent = "No page has all of these words.";
  }).observe(pages, { childList: true, subtree: true, characterData: true });
  const summary = results.map(({ group, found }) => counted(found.length, group.name.toLowerCase())).join(" and ");
  // Set a moment later, because only a change of a live region is announced.
  window.setTimeout(() => {
    document.getElementById("search-extra-status").textContent = `Found ${summary} for “${asked}”. Pages follow below.`;
  }, 100);
})();
