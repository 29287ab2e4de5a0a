"""The site while it is written: rebuilt on save, on this machine alone, and never more than a draft.

* `memory`, `client`: what chapters gave when they ran, and how they run;
* `pages`: Sphinx kept running, page by page;
* `finishing`: the steps from Sphinx's pages to those that are shown;
* `problems`, `notice`: what is wrong, as pages and the terminal say it;
* `book`, `draft`: what to do next;
* `watching`, `server`, `desk`: noticing what is saved, serving, and both together.

A draft lies in `_build/serve`. Whatever cannot be built shows its errors in the place of its page, never old numbers
without saying so; only `livepaper build` publishes.
"""
