"use strict";
// Keeps one whole version of the book. With a network, pages always come from it, so no old number is shown; the
// kept version is read only without. Assets carry their hash in their name and never change.

const VERSION = $version;
const FILES = $files;
const ASSETS = $assets;

const scope = self.registration.scope;
const prefix = `book $${scope} `;
const name = prefix + VERSION;

self.addEventListener("install", (event) => {
  const keep = async () => {
    const cache = await caches.open(name);
    await cache.addAll(FILES.map((file) => new Request(scope + file, { cache: "no-cache" })));
    await self.skipWaiting();
  };
  event.waitUntil(keep());
});

self.addEventListener("activate", (event) => {
  const forget = async () => {
    const old = (await caches.keys()).filter((key) => key.startsWith(prefix) && key !== name);
    await Promise.all(old.map((key) => caches.delete(key)));
    await self.clients.claim();
  };
  event.waitUntil(forget());
});

const kept = async (url) => {
  const cache = await caches.open(name);
  const file = url.pathname.endsWith("/") ? `$${url.href.split(/[?#]/)[0]}index.html` : url.href;
  return cache.match(file, { ignoreSearch: true });
};

const asset = async (request, url) => {
  const found = await kept(url);
  if (found) return found;
  const response = await fetch(request);
  if (response.ok) await (await caches.open(name)).put(request, response.clone());
  return response;
};

const other = async (request, url) => {
  try {
    return await fetch(request);
  } catch (error) {
    const found = await kept(url);
    if (found) return found;
    throw error;
  }
};

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || !url.href.startsWith(scope)) return;
  const isAsset = url.href.startsWith(scope + ASSETS);
  event.respondWith(isAsset ? asset(event.request, url) : other(event.request, url));
});
