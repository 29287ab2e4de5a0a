// A button that copies each citation; without this script the text can be selected.
"use strict";
(() => {
  if (!navigator.clipboard) return;
  for (const text of document.querySelectorAll(".citation-text")) {
    const name = document.getElementById(text.getAttribute("aria-labelledby")).textContent.replace(/^Plain/, "plain");
    const button = document.createElement("button");
    const status = document.createElement("span");
    button.type = "button";
    button.className = "copy-citation";
    button.textContent = `Copy as ${name}`;
    status.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text.textContent);
        status.textContent = "Copied";
      } catch {
        status.textContent = "Not copied: select the text instead";
      }
    });
    text.nextElementSibling.append(button, status);
  }
})();
