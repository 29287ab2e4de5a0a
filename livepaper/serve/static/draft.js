"use strict";
// Reloads the page when the server has another one than is shown. The server tells the page's digest at once when
// asked and again when it changes, so that nothing is missed while there is no connection.
{
  const { page, digest } = document.currentScript.dataset;
  const address = `ws://${location.host}/_draft/changes?page=${encodeURIComponent(page)}`;
  const connect = () => {
    const socket = new WebSocket(address);
    socket.addEventListener("message", ({ data }) => {
      if (data !== digest) location.reload();
    });
    socket.addEventListener("close", () => setTimeout(connect, 1000));
  };
  connect();
}
