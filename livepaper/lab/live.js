// Keeps the numbers in the prose of a notebook up to date, and dresses its figures as the site does.
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
      const old = cells.filter((cell) => {
        const before = results(cell);
        return !before.length || before.some(({ expression, result }) => differs(result, now[expression]));
      });
      if (old.length) await NotebookActions.runCells(notebook, old, panel.sessionContext);
    });
  }

  /** Whether a result has changed; an error's traceback does not count, it names the place in memory. */
  function differs(one, other) {
    const told = (result) => JSON.stringify(result, (key, value) => (key === "traceback" ? undefined : value));
    return told(one) !== told(other);
  }

  async function plugin() {
    const notebooks = await load("@jupyterlab/notebook");
    return {
      id: "livepaper:live",
      description: "Keeps the numbers in the prose up to date.",
      autoStart: true,
      requires: [notebooks.INotebookTracker],
      activate: (_, tracker) => {
        dress();
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
