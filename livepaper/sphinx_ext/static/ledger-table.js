// Search, filters and sorting for tables that are marked as searchable. Without this script they are plain tables.
"use strict";
(() => {
  const FEW = 12; // a column with so many different texts, or fewer, gets a filter

  const parts = (cell) => {
    const lines = [...cell.querySelectorAll(".cell-line")];
    return (lines.length ? lines : [cell]).map((part) => part.textContent.trim()).filter(Boolean);
  };

  const key = (cell) => {
    const data = cell.querySelector("data[value]");
    return data ? Number(data.value) : cell.textContent.trim();
  };

  const compare = (one, other) => {
    if (one === "" || other === "") return (one === "") - (other === "");
    if (typeof one === "number" && typeof other === "number") return one - other;
    return String(one).localeCompare(String(other), "en", { numeric: true, sensitivity: "base" });
  };

  // Names of claims are long words; they may break after each underscore.
  const breakable = (code) => {
    const pieces = code.textContent.split(/(?<=_)/).flatMap((piece) => [piece, document.createElement("wbr")]);
    code.replaceChildren(...pieces.slice(0, -1));
  };

  const make = (name, attributes = {}, ...children) => {
    const element = Object.assign(document.createElement(name), attributes);
    element.append(...children);
    return element;
  };

  class LedgerTable {
    constructor(root) {
      this.root = root;
      this.body = root.querySelector("tbody");
      this.rows = [...this.body.rows];
      this.heads = [...root.querySelectorAll("thead th")];
      this.body.querySelectorAll("th code").forEach(breakable);
      this.texts = this.rows.map((row) => row.textContent.toLowerCase());
      this.filters = [];
      this.addTools();
      this.heads.forEach((head, column) => this.addSorting(head, column));
      this.show();
      window.addEventListener("hashchange", () => this.reveal());
      this.reveal();
    }

    addTools() {
      this.search = make("input", { type: "search", autocomplete: "off" });
      this.state = make("output");
      this.state.setAttribute("aria-live", "polite");
      const all = make("button", { type: "reset", textContent: "Show all" });
      this.tools = make("form", { className: "table-tools" }, make("label", {}, "Search", this.search));
      this.heads.forEach((head, column) => this.addFilter(head.textContent, column));
      this.tools.append(make("p", {}, this.state, all));
      this.tools.setAttribute("role", "search");
      this.tools.setAttribute("aria-label", this.root.querySelector("caption").textContent);
      this.tools.addEventListener("input", () => this.show());
      this.tools.addEventListener("submit", (event) => event.preventDefault());
      this.tools.addEventListener("reset", () => setTimeout(() => this.show()));
      this.root.prepend(this.tools);
    }

    addFilter(name, column) {
      if (this.heads[column].classList.contains("number")) return;
      const texts = this.rows.map((row) => parts(row.cells[column]));
      const different = [...new Set(texts.flat())];
      if (different.length < 2 || different.length > FEW) return;
      const options = different.map((text) => make("option", { textContent: text }));
      const select = make("select", {}, make("option", { value: "", textContent: "all" }), ...options);
      this.filters.push({ select, texts });
      this.tools.append(make("label", {}, name, select));
    }

    addSorting(head, column) {
      const button = make("button", { type: "button" }, ...head.childNodes);
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const before = head.getAttribute("aria-sort");
        this.heads.forEach((other) => other.removeAttribute("aria-sort"));
        if (before === "descending") return this.place(this.rows);
        head.setAttribute("aria-sort", before ? "descending" : "ascending");
        this.sort(column, before ? -1 : 1);
      });
    }

    sort(column, sign) {
      const keyed = this.rows.map((row) => [key(row.cells[column]), row]);
      keyed.sort(([one], [other]) => compare(one, other) * (one === "" || other === "" ? 1 : sign));
      this.place(keyed.map(([, row]) => row));
    }

    place(rows) {
      this.body.append(...rows);
    }

    show() {
      const words = this.search.value.toLowerCase().split(/\s+/);
      let shown = 0;
      this.rows.forEach((row, number) => {
        const fits =
          words.every((word) => this.texts[number].includes(word)) &&
          this.filters.every(({ select, texts }) => !select.value || texts[number].includes(select.value));
        row.hidden = !fits;
        shown += fits;
      });
      this.state.value = `${shown} of ${this.rows.length} rows`;
    }

    reveal() {
      const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (!row || !this.body.contains(row)) return;
      if (row.hidden) {
        this.tools.reset();
        this.show();
      }
      row.scrollIntoView({ block: "center" });
    }
  }

  for (const root of document.querySelectorAll(".livepaper-table[data-searchable]")) new LedgerTable(root);
})();
