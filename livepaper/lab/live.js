// Keeps the numbers in the prose of a notebook up to date, completes their names, and dresses figures as the site does.
//
// jupyterlab-myst evaluates a Markdown cell only when that cell itself is run, and then often what stood in it before
// it was edited. Here, whenever anything has been run, the kernel is asked once for the expressions of all prose that
// has been run, and where one has changed its results are replaced, so that no old number stays in a sentence.
// Written as a module-federation container by hand, so that the engine needs no JavaScript build.
(() => {
  "use strict";
  const STYLE = new URL("style.css", document.currentScript.src);
  STYLE.search = new URL(document.currentScript.src).search;
  const ROLE = /\{eval\}`([^`]+)`/g;
  const RESULTS = "user_expressions"; // the name under which jupyterlab-myst keeps them with a cell
  const EXPRESSION = /\{eval\}`([^`\n]*)$/;
  let shared;

  /** A module that JupyterLab shares with its extensions. */
  async function load(name) {
    const [version] = Object.values(shared[name]);
    return (await version.get())();
  }

  function dress() {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = STYLE.href;
    document.head.append(link);
  }

  /** The expressions in a cell's prose, in order. */
  function expressions(cell) {
    return [...cell.model.sharedModel.getSource().matchAll(ROLE)].map(([, expression]) => expression);
  }

  /** What the expressions of a cell are, as far as it is known to the page. */
  function results(cell) {
    return cell.model.getMetadata(RESULTS) ?? [];
  }

  /** Ask the kernel, once, for what expressions are now; undefined if it does not answer. */
  async function evaluate(asked, kernel) {
    const user_expressions = Object.fromEntries(asked.map((expression) => [expression, expression]));
    const future = kernel.requestExecute({ code: "", store_history: false, user_expressions });
    return (await future.done).content.user_expressions;
  }

  function keepLive(tracker, { NotebookActions }) {
    const run = new WeakSet(); // the prose that has been run; other prose shows the names of its numbers

    async function renew(notebook) {
      const kernel = tracker.find((panel) => panel.content === notebook)?.sessionContext.session?.kernel;
      const cells = notebook.widgets.filter((cell) => run.has(cell) && cell.rendered && expressions(cell).length);
      const now = kernel && cells.length && (await evaluate(cells.flatMap(expressions), kernel));
      if (!now) return;
      for (const cell of cells.filter((one) => !one.isDisposed)) {
        const current = expressions(cell).map((expression) => ({ expression, result: now[expression] }));
        if (current.every(({ result }) => result) && differs(results(cell), current)) {
          cell.model.trusted = true;
          cell.model.setMetadata(RESULTS, current);
        }
      }
    }

    function follow(notebook, cell) {
      if (run.has(cell)) return;
      run.add(cell);
      cell.model.metadataChanged.connect((_, { key }) => {
        const known = new Set(results(cell).map(({ expression }) => expression));
        if (key === RESULTS && cell.rendered && !expressions(cell).every((one) => known.has(one))) renew(notebook);
      });
    }

    NotebookActions.executed.connect((_, { notebook, cell }) => {
      if (cell.model.type === "markdown") follow(notebook, cell);
    });
    NotebookActions.selectionExecuted.connect((_, { notebook }) => renew(notebook));
  }

  /** Whether results have changed; an error's traceback does not count, it names the place in memory. */
  function differs(one, other) {
    const told = (each) => JSON.stringify(each, (key, value) => (key === "traceback" ? undefined : value));
    return told(one) !== told(other);
  }

  /** The expression that is being written at a place in prose; undefined if there is none. */
  function unfinished(text, offset) {
    return text.slice(0, offset).match(EXPRESSION)?.[1];
  }

  function isProse({ editor }) {
    return /markdown|gfm/.test(editor?.model.mimeType);
  }

  /** Completes what stands in {eval}`…` in prose. */
  const inProse = {
    identifier: "livepaper:prose",
    rank: 700,
    renderer: null,
    isApplicable: async (context) => Boolean(context.session?.kernel) && isProse(context),
    fetch: async ({ text, offset }, { session }) => {
      const expression = unfinished(text, offset);
      if (expression === undefined) return { start: offset, end: offset, items: [] };
      const { content } = await session.kernel.requestComplete({ code: expression, cursor_pos: expression.length });
      const begin = offset - expression.length;
      return {
        start: begin + content.cursor_start,
        end: begin + content.cursor_end,
        items: content.matches.map((label) => ({ label })),
      };
    },
  };

  /** JupyterLab itself completes in code cells only; the Tab key shall do so in prose too, where an expression is. */
  function completeProse({ commands, restored }, tracker, completions) {
    const command = "livepaper:complete";
    commands.addCommand(command, {
      label: "Complete the number's name",
      isEnabled: () => {
        const editor = tracker.activeCell?.model.type === "markdown" && tracker.activeCell.editor;
        if (!editor) return false;
        const { model } = editor;
        return unfinished(model.sharedModel.getSource(), editor.getOffsetAt(editor.getCursorPosition())) !== undefined;
      },
      execute: () => completions.invoke(tracker.currentWidget.id),
    });
    commands.addKeyBinding({
      command,
      keys: ["Tab"],
      selector: ".jp-Notebook.jp-mod-editMode .jp-MarkdownCell .jp-mod-completer-enabled:not(.jp-mod-at-line-beginning)",
    });
    completions.registerProvider(inProse);
    restored.then(() => {
      for (const other of completions.getProviders().values()) {
        if (other !== inProse) leaveProseAlone(other);
      }
    });
  }

  /** Keep a provider that is made for code from taking prose for code. */
  function leaveProseAlone(provider) {
    const applicable = provider.isApplicable.bind(provider);
    provider.isApplicable = async (context) => !isProse(context) && applicable(context);
  }

  async function plugin() {
    const [notebooks, completer] = await Promise.all(["@jupyterlab/notebook", "@jupyterlab/completer"].map(load));
    return {
      id: "livepaper:live",
      description: "Keeps the numbers in the prose up to date, and completes their names.",
      autoStart: true,
      requires: [notebooks.INotebookTracker, completer.ICompletionProviderManager],
      activate: (app, tracker, completions) => {
        dress();
        completeProse(app, tracker, completions);
        keepLive(tracker, notebooks);
      },
    };
  }

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB.livepaper = {
    init: (scope) => {
      shared = scope;
    },
    get: async () => {
      const made = { __esModule: true, default: await plugin() };
      return () => made;
    },
  };
})();
