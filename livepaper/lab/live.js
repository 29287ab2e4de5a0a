// Keeps the numbers in the prose of a notebook up to date, completes their names, and dresses figures as the site does.
//
// jupyterlab-myst evaluates a Markdown cell only when that cell itself is run. Here, whenever code has been run, the
// expressions of all rendered Markdown cells are asked for in one go, and the cells in which one has changed are run
// again, so that no old number stays in a sentence.
// Written as a module-federation container by hand, so that the engine needs no JavaScript build.
(() => {
  "use strict";
  const STYLE = new URL("style.css", document.currentScript.src);
  STYLE.search = new URL(document.currentScript.src).search;
  const LIVE = /\{eval\}`/;
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

  /** What a cell's expressions were when it was last run. */
  function results(cell) {
    return cell.model.getMetadata(RESULTS) ?? [];
  }

  /** Whether a cell shows prose with live numbers; one that is being written is left alone. */
  function isLive(cell) {
    return cell.model.type === "markdown" && cell.rendered && LIVE.test(cell.model.sharedModel.getSource());
  }

  /** Ask the kernel once for what the expressions of some cells are now. */
  async function evaluate(cells, kernel) {
    const asked = cells.flatMap(results).map(({ expression }) => [expression, expression]);
    const future = kernel.requestExecute({
      code: "",
      store_history: false,
      user_expressions: Object.fromEntries(asked),
    });
    return (await future.done).content.user_expressions ?? {};
  }

  function keepLive(tracker, { NotebookActions }) {
    const ran = new WeakSet(); // notebooks in which code has been run since their prose was last looked at

    NotebookActions.executed.connect((_, { notebook, cell }) => {
      if (cell.model.type === "code") ran.add(notebook);
    });
    NotebookActions.selectionExecuted.connect(async (_, { notebook }) => {
      const panel = tracker.find((one) => one.content === notebook);
      const kernel = panel?.sessionContext.session?.kernel;
      if (!kernel || !ran.delete(notebook)) return;
      const cells = notebook.widgets.filter(isLive);
      const now = await evaluate(cells, kernel);
      const old = cells.filter((cell) =>
        results(cell).some(({ expression, result }) => differs(result, now[expression])),
      );
      if (old.length) await NotebookActions.runCells(notebook, old, panel.sessionContext);
    });
  }

  /** Whether a result has changed; an error's traceback does not count, it names the place in memory. */
  function differs(one, other) {
    const told = (result) => JSON.stringify(result, (key, value) => (key === "traceback" ? undefined : value));
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
