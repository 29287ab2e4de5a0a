"use strict";
// Keeps the book for reading without a network, once a reader has stayed for a while and does not save data.
if ("serviceWorker" in navigator && location.protocol.startsWith("http")) {
  const worker = new URL(`${document.documentElement.dataset.content_root}service-worker.js`, location.href);
  addEventListener("load", () => {
    setTimeout(() => {
      if (navigator.connection?.saveData) return;
      navigator.serviceWorker.register(worker).catch(() => {}); // the book reads on without it
    }, 5000);
  });
}
