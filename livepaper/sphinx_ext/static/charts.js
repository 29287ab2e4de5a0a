// Figures: interactive charts on demand, and copying a citation. Without this script figures lack nothing else.
"use strict";
(() => {
  const LINGER = 200; // milliseconds that a tooltip stays for a pointer that is on its way to it

  const make = (name, attributes = {}, ...children) => {
    const element = Object.assign(document.createElement(name), attributes);
    element.append(...children);
    return element;
  };

  // A drawing takes the page's ink: the specification has it as a colour of its own.
  const inked = (part, ink) => {
    if (part === ink) return "currentColor";
    if (Array.isArray(part)) return part.map((one) => inked(one, ink));
    if (part === null || typeof part !== "object") return part;
    return Object.fromEntries(Object.entries(part).map(([name, one]) => [name, inked(one, ink)]));
  };

  class Explorer {
    constructor(figure, button) {
      this.figure = figure;
      this.button = button;
      this.chart = figure.querySelector(".figure-chart");
      this.still = button.textContent;
      this.status = make("p", { className: "figure-status" });
      this.status.setAttribute("role", "status");
      this.chart.after(this.status);
      button.addEventListener("click", () => (this.stage ? this.close() : this.open()));
      new ResizeObserver(() => this.stage && this.narrow() !== this.wasNarrow && this.draw()).observe(figure);
    }

    // The style sheet decides by the figure's width, which drawing fits.
    narrow() {
      return getComputedStyle(this.chart).getPropertyValue("--drawing").trim() === "narrow";
    }

    async open() {
      this.status.textContent = "Loading the interactive chart";
      this.button.setAttribute("aria-busy", "true");
      try {
        await this.draw();
        this.status.textContent = "";
        this.marks[0]?.focus();
      } catch (error) {
        console.warn(error);
        this.close();
        this.status.textContent = "The interactive chart could not be loaded; the still one has the same numbers.";
      }
      this.button.removeAttribute("aria-busy");
    }

    // A figure may change its width while its chart is on its way; only the last one asked for is shown.
    async draw() {
      const asked = (this.asked = {});
      const isNarrow = (this.wasNarrow = this.narrow());
      const { engine, wide, narrow, ink } = this.button.dataset;
      const address = new URL(isNarrow ? narrow : wide, document.baseURI);
      const [{ embed }, response] = await Promise.all([import(new URL(engine, document.baseURI)), fetch(address)]);
      if (!response.ok) throw new Error(`${address}: ${response.status}`);
      const spec = inked(await response.json(), ink);
      spec.config.font = getComputedStyle(this.figure).fontFamily;
      const stage = make("div", { className: `figure-stage ${isNarrow ? "stage-narrow" : "stage-wide"}` });
      const options = { actions: false, ast: true, defaultStyle: false, renderer: "svg", tooltip: () => {} };
      const view = await embed(stage, spec, options);
      if (asked !== this.asked) return view.finalize();
      this.clear();
      Object.assign(this, { stage, view });
      this.prepare(stage.querySelector("svg"));
      this.chart.append(stage);
      this.figure.classList.add("figure-explored");
      this.button.textContent = "Still chart";
    }

    // Vega leaves with each element what it stands for; one of the marks is a stop of the Tab key, arrows lead on.
    prepare(svg) {
      const still = this.chart.querySelector("svg");
      for (const group of svg.querySelectorAll("[role]")) {
        group.removeAttribute("role"); // Vega's own words for groups name nothing
        group.removeAttribute("aria-roledescription");
      }
      svg.setAttribute("role", "group");
      svg.setAttribute("aria-label", `${still.getAttribute("aria-label")} Arrow keys go from value to value.`);
      svg.querySelectorAll("text").forEach((text) => text.setAttribute("aria-hidden", "true"));
      this.tip = make("div", { className: "figure-tip", hidden: true });
      this.tip.setAttribute("aria-hidden", "true"); // the mark's own name says the same
      this.stage.append(this.tip);
      this.tip.addEventListener("pointerenter", () => clearTimeout(this.leaving));
      this.tip.addEventListener("pointerleave", () => this.leave());
      this.marks = [...svg.querySelectorAll("path")].filter((element) => element.__data__?.tooltip);
      this.marks.forEach((mark, index) => {
        const { text, kind, margin, ...named } = mark.__data__.tooltip;
        const said = String(text ?? kind);
        const value = margin && !said.includes(margin) ? `${said} ${margin}` : said;
        const names = Object.values(named).map(String);
        mark.setAttribute("role", "img");
        mark.setAttribute("aria-label", `${[...names].reverse().join(", ")}: ${value}`);
        mark.setAttribute("tabindex", index ? "-1" : "0");
        mark.classList.add("figure-mark");
        mark.addEventListener("focus", () => this.tell(mark, value, names));
        mark.addEventListener("blur", () => this.leave());
        mark.addEventListener("pointerenter", () => this.tell(mark, value, names));
        mark.addEventListener("pointerleave", () => this.leave());
        mark.addEventListener("click", () => this.go(index));
      });
      this.stage.addEventListener("keydown", (event) => this.key(event));
    }

    key(event) {
      const at = this.marks.indexOf(document.activeElement);
      const last = this.marks.length - 1;
      const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: last };
      if (event.key === "Escape") {
        this.close();
        this.button.focus();
      } else if (event.key in to) {
        this.go(Math.min(Math.max(to[event.key], 0), last));
      } else return;
      event.preventDefault();
    }

    go(index) {
      this.marks.forEach((mark, other) => mark.setAttribute("tabindex", other === index ? "0" : "-1"));
      this.marks[index].focus();
    }

    tell(mark, value, names) {
      clearTimeout(this.leaving);
      const lines = names.map((name) => make("span", { textContent: name }));
      this.tip.replaceChildren(make("strong", { textContent: value }), ...lines);
      this.tip.hidden = false;
      const stage = this.stage.getBoundingClientRect();
      const box = mark.getBoundingClientRect();
      const [width, height] = [this.tip.offsetWidth, this.tip.offsetHeight];
      const left = Math.min(Math.max(box.left + box.width / 2 - stage.left - width / 2, 0), stage.width - width);
      this.tip.style.left = `${Math.max(left, 0)}px`;
      const above = box.top - height - 6;
      this.tip.style.top = `${(above > 0 ? above : box.bottom + 6) - stage.top}px`;
    }

    leave() {
      clearTimeout(this.leaving);
      this.leaving = setTimeout(() => (this.tip.hidden = true), LINGER);
    }

    clear() {
      this.view?.finalize();
      this.stage?.remove();
      this.stage = this.view = null;
    }

    close() {
      this.asked = null;
      this.clear();
      this.figure.classList.remove("figure-explored");
      this.button.textContent = this.still;
    }
  }

  const copyable = (figure) => {
    const button = figure.querySelector(".figure-copy");
    const said = button.textContent;
    button.addEventListener("click", async () => {
      const citation = figure.querySelector(".figure-citation").textContent;
      const link = figure.querySelector(".figure-link a").href;
      try {
        await navigator.clipboard.writeText(`${citation} ${link}`);
        button.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(figure.querySelector(".figure-citation"));
        button.textContent = "Selected: copy it with your keyboard";
      }
      setTimeout(() => (button.textContent = said), 4000);
    });
  };

  // Browsers load neither modules nor data for pages that are opened as files.
  const served = location.protocol !== "file:";
  document.documentElement.classList.add("scripted", ...(served ? ["served"] : []));
  for (const figure of document.querySelectorAll(".livepaper-figure")) {
    const button = figure.querySelector(".figure-explore");
    if (button && served) new Explorer(figure, button);
    if (figure.querySelector(".figure-copy")) copyable(figure);
  }
})();
