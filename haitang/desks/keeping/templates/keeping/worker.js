// Gives the kept page of a form where there is no network, and sends what waits once there is one.
"use strict";
{% load static %}importScripts("{% static "ui/whose.js" %}", "{% static "ui/kept.js" %}");

const PATIENCE = 4000;
let cut = 0; // until when the network is taken for gone, so that a page's parts do not each wait for it

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const kept = (request, loosely) => self.whose.copy(request, { ignoreVary: true, ignoreSearch: loosely });

const before = async (request) => {
  if (Date.now() < cut) throw new Error("cut");
  const gone = new AbortController();
  const timer = setTimeout(() => gone.abort(), PATIENCE);
  try {
    return await fetch(request, { signal: gone.signal });
  } catch (trouble) {
    cut = Date.now() + 20000;
    throw trouble;
  } finally {
    clearTimeout(timer);
  }
};

const answer = async (request) => {
  const page = request.mode === "navigate";
  // Without a copy there is nothing to fall back on: the browser waits as long as it always does.
  const copy = (await kept(request)) || (page && (await kept(request, true)));
  if (!copy) return fetch(request);
  try {
    return await before(request);
  } catch {
    return copy;
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event, { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" || pathname.startsWith("{% static "" %}")) event.respondWith(answer(request));
});

self.addEventListener("sync", (event) => {
  if (event.tag === "haitang-kept") event.waitUntil(self.kept.flush("{% url "keeping:ready" %}"));
});
