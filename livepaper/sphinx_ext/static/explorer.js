// The data explorer. All texts and numbers are those of explorer-data.js; nothing is computed here but places in the drawing.
"use strict";
(() => {
  const root = document.querySelector("[data-explorer]");
  const data = globalThis.explorerData;
  if (!root || !data) return;

  const CHOICES = ["survey", "wave", "question", "population"];
  const UNKNOWN = "not known";
  const PROSE = 60; // a column with a text of more letters is prose
  const form = root.querySelector("form");
  const state = root.querySelector("[role=status]");
  const result = root.querySelector(".explorer-result");
  const selects = Object.fromEntries(CHOICES.map((name) => [name, form.elements[name]]));

  const records = ({ columns, rows }) =>
    rows.map((row) => Object.fromEntries(columns.map((column, at) => [column, row[at]])));
  const tables = Object.fromEntries(Object.entries(data.tables).map(([name, table]) => [name, records(table)]));
  const index = (rows, key) => new Map(rows.map((row) => [row[key], row]));
  const waves = index(tables.waves, "wave");
  const questions = index(tables.questions, "question");
  const populations = index(tables.populations, "population");
  const unique = (values) => [...new Set(values)];

  // ---- What can be chosen -------------------------------------------------------------------------

  const inWave = (wave) => tables.toplines.filter((row) => row.wave === wave);
  const published = unique(tables.toplines.map((row) => row.wave));
  const short = (wave) =>
    wave.wave.startsWith(`${wave.survey}-`) ? wave.wave.slice(wave.survey.length + 1) : wave.wave;
  const wavesOf = (survey) => tables.waves.filter((wave) => wave.survey === survey);
  const hasToplines = (wave) => published.includes(wave.wave);

  // The wave whose year is nearest, of two the later one; without a year, the latest.
  const nearest = (candidates, year) => {
    const distance = (wave) => (year && wave.year ? Math.abs(Number(wave.year) - Number(year)) : Infinity);
    return [...candidates].reverse().reduce((best, wave) => (distance(wave) < distance(best) ? wave : best));
  };

  // The existing combination that is nearest to what is asked for.
  const settle = (asked) => {
    const first = tables.toplines[0];
    const surveys = unique(tables.waves.filter(hasToplines).map((wave) => wave.survey));
    const known = surveys.includes(asked.survey);
    const survey = known ? asked.survey : waves.get(first.wave).survey;
    const candidates = wavesOf(survey).filter(hasToplines);
    const named = candidates.find((wave) => [short(wave), wave.wave].includes(asked.wave));
    const wave = named ?? (known ? nearest(candidates, /^\d{4}/.exec(asked.wave ?? "")?.[0]) : waves.get(first.wave));
    const rows = inWave(wave.wave);
    const before = questions.get(asked.question);
    const alike = (column) => before && rows.find((row) => questions.get(row.question)[column] === before[column]);
    const row = rows.find((one) => one.question === asked.question) ?? alike("series") ?? alike("topic") ?? rows[0];
    const options = unique(rows.filter((one) => one.question === row.question).map((one) => one.population));
    const population = [asked.population, wave.population, options[0]].find((one) => options.includes(one));
    return { survey, wave: short(wave), question: row.question, population, key: wave.wave };
  };

  // ---- Making elements: data become text, never markup -----------------------------------------------

  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    element.append(...children);
    return element;
  };

  const draw = (name, attributes, text) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    if (text !== undefined) element.textContent = text;
    return element;
  };

  const linked = (address, text) => (/^https?:\/\//.test(address) ? make("a", { href: address }, text) : text);

  const source = (key) => {
    const work = data.works[key];
    return work ? linked(work.address, work.short) : key || UNKNOWN;
  };

  const sources = (keys) => {
    const told = unique(keys).filter((key) => data.works[key]);
    return make("ul", { class: "explorer-sources" }, ...told.map((key) => make("li", {}, linked(data.works[key].address, data.works[key].text))));
  };

  const grade = (name) => (data.grades[name] ? `${name}: ${data.grades[name]}` : name);

  const table = (caption, heads, rows, numeric = []) => {
    const text = (cell) => cell?.textContent ?? String(cell ?? "");
    const prose = heads.map((_, at) => rows.some((row) => text(row[at]).length > PROSE));
    const mark = (at) => (numeric.includes(at) ? { class: "number" } : prose[at] ? { class: "prose" } : {});
    const named = (at) => ({ ...mark(at), "data-label": heads[at] });
    const cells = (row) =>
      row.map((cell, at) => (at ? make("td", named(at), cell) : make("th", { scope: "row", ...mark(at) }, cell)));
    return make(
      "div",
      { class: "table-scroll", role: "region", tabindex: "0", "aria-label": caption },
      make(
        "table",
        { class: "wide" },
        make("caption", {}, caption),
        make("thead", {}, make("tr", {}, ...heads.map((head, at) => make("th", { scope: "col", ...mark(at) }, head)))),
        make("tbody", {}, ...rows.map((row) => make("tr", {}, ...cells(row)))),
      ),
    );
  };

  const list = (pairs) => {
    const terms = pairs.map(([term, ...told]) => make("div", {}, make("dt", {}, term), make("dd", {}, ...told)));
    return make("dl", { class: "explorer-facts" }, ...terms);
  };

  // ---- The drawing ----------------------------------------------------------------------------------

  const LINE = 20;
  const BAR = 18;
  const LETTER = 7.4; // about the width of a letter, to break lines by

  const lines = (text, width) => {
    const most = Math.max(12, Math.floor(width / LETTER));
    return text.split(" ").reduce(
      (found, word) => {
        const longer = `${found.at(-1)} ${word}`.trim();
        if (longer.length <= most) found[found.length - 1] = longer;
        else found.push(word);
        return found;
      },
      [""],
    );
  };

  const bar = (entry, y, scale) => {
    const at = scale(Number(entry.percent));
    const parts = [
      draw("rect", { class: "explorer-track", x: 0, y, width: scale(100), height: BAR }),
      draw("rect", { class: entry.rest ? "explorer-rest" : "explorer-bar", x: 0.5, y, width: Math.max(at, 1), height: BAR }),
    ];
    const margin = Number.parseFloat(entry.margin);
    if (margin) {
      const [low, high] = [-margin, margin].map((by) => scale(Math.min(100, Math.max(0, Number(entry.percent) + by))));
      const middle = y + BAR / 2;
      const path = `M${low} ${middle}H${high}M${low} ${middle - 4}v8M${high} ${middle - 4}v8`;
      parts.push(draw("path", { class: "explorer-halo", d: path }), draw("path", { class: "explorer-margin", d: path }));
    }
    parts.push(draw("text", { class: "explorer-value", x: scale(100) + 8, y: y + BAR - 4 }, `${entry.percent}%`));
    return parts;
  };

  const chart = (entries, label, width) => {
    const scale = (percent) => (percent / 100) * (width - 62);
    let y = 0;
    const parts = entries.flatMap((entry) => {
      const said = [...(entry.first ? lines(entry.label, width) : []), ...(entry.told ? lines(entry.told, width) : [])];
      const heads = said.map((line, at) => draw("text", { y: y + LINE * at + 15 }, line));
      y += LINE * said.length;
      const drawn = [...heads, ...bar(entry, y + 1, scale)];
      y += BAR + 10;
      return drawn;
    });
    const svg = draw("svg", { class: "explorer-chart", viewBox: `0 0 ${width} ${y}`, role: "img", "aria-label": label });
    svg.append(...parts);
    return svg;
  };

  // ---- One result -----------------------------------------------------------------------------------

  const entriesOf = (rows, place) => {
    const times = (response) => rows.filter((row) => row.response === response).length;
    const ordered = unique(rows.map((row) => row.response)).flatMap((one) => rows.filter((row) => row.response === one));
    const entries = ordered.map((row, at) => ({
      row,
      percent: row.percent,
      margin: data.margins[row.topline] ?? "",
      label: row.net === "yes" ? `${row.response} (adds up other answers)` : row.response,
      told: times(row.response) > 1 ? `as given by ${data.works[row.source]?.short ?? row.source}` : "",
      first: at === 0 || ordered[at - 1].response !== row.response,
    }));
    const rest = data.remainders[place];
    return rest ? [...entries, { percent: rest, margin: "", label: "not quoted", rest: true, first: true }] : entries;
  };

  const remarks = (entries, place, wave) => {
    const told = (data.conflicts[place] ?? []).map((response) => {
      const values = entries.filter((entry) => entry.row?.response === response).map((entry) => `${entry.percent}%`);
      return `Sources disagree on “${response}”: ${values.join(" and ")}. Both are shown; neither is averaged away.`;
    });
    if (entries.some((entry) => entry.rest)) {
      told.push("“Not quoted” is what the published answers leave of the whole: it was not seen in print.");
    }
    const margins = entries.some((entry) => entry.margin);
    const given = entries.some((entry) => entry.margin && entry.row.standard_error)
      ? ", by the standard error given with a value; where none is given,"
      : "";
    if (margins) told.push(`Lines across the ends of bars are 95% margins of error${given} as of a simple random sample.`);
    else if (wave.sample_kind === "opt-in") told.push("The sample is opt-in, so that no margin of error can be given.");
    else told.push("No margin of error is shown, because no exact base is known.");
    return told.map((text) => make("p", { class: "explorer-remark" }, text));
  };

  const values = (entries) => {
    const title = data.titles.toplines;
    const heads = [title.response, title.percent, "Margin", title.base, title.grade, title.source, title.locator, title.note];
    const rows = entries.map(({ row, percent, margin, label }) =>
      row
        ? [label, percent, margin ? `± ${margin}` : UNKNOWN, row.base || row.base_note || UNKNOWN, row.grade, source(row.source), row.locator, row.note]
        : [label, percent, "", "", "", "", "", "computed: what the answers above leave of a hundred"],
    );
    return table("Published values", heads, rows, [1, 2, 3]);
  };

  const facts = (name, row, hidden) =>
    list(
      data.tables[name].columns
        .filter((column) => !hidden.includes(column))
        .map((column) => [data.titles[name][column], told(column, row[column])]),
    );

  const told = (column, cell) => {
    if (!cell) return UNKNOWN;
    if (column === "population") return populations.get(cell)?.name ?? cell;
    if (column === "grade") return grade(cell);
    return column === "source" || column === "report" ? source(cell) : cell;
  };

  const disclosure = (wave) => {
    const items = index(tables.items, "item");
    const title = data.titles.disclosures;
    const rows = tables.disclosures
      .filter((row) => row.wave === wave.wave)
      .map((row) => [`${row.item}. ${items.get(row.item)?.title ?? ""}`, row.status, row.where, row.note, source(row.source)]);
    return rows.length ? [table("What is disclosed of the method", [title.item, title.status, title.where, title.note, title.source], rows)] : [];
  };

  const show = (choice, adjusted) => {
    const wave = waves.get(choice.key);
    const question = questions.get(choice.question);
    const population = populations.get(choice.population);
    const place = [choice.key, choice.question, choice.population].join("|");
    const rows = inWave(choice.key).filter((row) => row.question === choice.question && row.population === choice.population);
    const entries = entriesOf(rows, place);
    const spoken = entries.map((entry) => `${entry.label} ${entry.percent}%${entry.margin ? ` ± ${entry.margin}` : ""}`);
    const label = `Bar chart. ${question.paraphrase}: ${spoken.join("; ")}.`;
    const figure = make("div", { class: "explorer-drawing" });
    result.replaceChildren(
      make("h2", {}, question.paraphrase),
      make("p", { class: "explorer-where" }, `${wave.title} · ${population.name} · share of answers in percent`),
      figure,
      ...remarks(entries, place, wave),
      values(entries),
      make("h2", {}, "The question"),
      facts("questions", question, ["question", "paraphrase"]),
      make("h2", {}, "How the survey was done"),
      make("p", {}, wave.title),
      facts("waves", wave, ["wave", "survey", "title"]),
      ...disclosure(wave),
      make("h2", {}, "Sources of this page"),
      sources([
        ...rows.map((row) => row.source),
        question.source,
        wave.source,
        wave.report,
        ...tables.disclosures.filter((row) => row.wave === wave.wave).map((row) => row.source),
      ]),
    );
    redraw = () => figure.replaceChildren(chart(entries, label, Math.max(240, figure.clientWidth)));
    redraw();
    const count = `${rows.length} published ${rows.length === 1 ? "value" : "values"}`;
    const note = adjusted ? "This combination was not published; the nearest one is shown. " : "";
    state.textContent = `${note}${question.paraphrase}, ${population.name}: ${count}.`;
    document.title = `${question.paraphrase} - ${title}`;
  };

  const title = document.title;
  let redraw = () => {};
  new ResizeObserver(() => redraw()).observe(result);

  // ---- The form and the address ----------------------------------------------------------------------

  const option = (value, text, chosen, disabled = false) => {
    const made = make("option", { value }, text);
    made.selected = value === chosen;
    made.disabled = disabled;
    return made;
  };

  const fill = (choice) => {
    const rows = inWave(choice.key);
    const asked = unique(rows.map((row) => row.question));
    const here = rows.filter((row) => row.question === choice.question).map((row) => row.population);
    const topics = unique(asked.map((name) => questions.get(name).topic));
    selects.survey.replaceChildren(
      ...Object.entries(data.surveys).map(([key, name]) => option(key, name, choice.survey, !wavesOf(key).some(hasToplines))),
    );
    selects.wave.replaceChildren(
      ...wavesOf(choice.survey).map((wave) => {
        const text = hasToplines(wave) ? short(wave) : `${short(wave)} (no value found)`;
        return option(short(wave), text, choice.wave, !hasToplines(wave));
      }),
    );
    selects.question.replaceChildren(
      ...topics.map((topic) => {
        const within = asked.filter((name) => questions.get(name).topic === topic);
        return make("optgroup", { label: topic }, ...within.map((name) => option(name, questions.get(name).paraphrase, choice.question)));
      }),
    );
    selects.population.replaceChildren(
      ...unique(rows.map((row) => row.population)).map((key) =>
        option(key, populations.get(key).name, choice.population, !here.includes(key)),
      ),
    );
  };

  const address = (choice) => `?${new URLSearchParams(CHOICES.map((name) => [name, choice[name]]))}`;

  const open = (asked, remember) => {
    const choice = settle(asked);
    fill(choice);
    show(choice, CHOICES.some((name) => asked[name] && asked[name] !== choice[name] && asked[name] !== choice.key));
    if (remember) history[remember](null, "", address(choice));
  };

  const inAddress = () => Object.fromEntries(new URLSearchParams(location.search));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", (event) => {
    const chosen = Object.fromEntries(CHOICES.map((name) => [name, selects[name].value]));
    // What comes after the changed choice follows it where it has to, without a remark.
    const choice = settle(chosen);
    open({ ...choice, wave: choice.wave }, "pushState");
    event.target.focus();
  });
  addEventListener("popstate", () => open(inAddress()));
  open(inAddress(), "replaceState");
})();
