// What a phone keeps until there is a network: a queue of forms, and its sending. Used by pages and by the worker.
(() => {
  "use strict";
  const STORE = "reports", DAY = 86400000;
  const told = "BroadcastChannel" in self ? new BroadcastChannel("haitang-kept") : null;

  const open = () => new Promise((done, failed) => {
    const asked = indexedDB.open("haitang-kept", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "id" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });

  // One act on the store; what it gives is given once it is safely written.
  const act = async (mode, work) => {
    const house = await open();
    try {
      return await new Promise((done, failed) => {
        const turn = house.transaction(STORE, mode, mode === "readwrite" ? { durability: "strict" } : {});
        const asked = work(turn.objectStore(STORE));
        turn.oncomplete = () => done(asked.result);
        turn.onabort = turn.onerror = () => failed(turn.error || asked.error);
      });
    } finally {
      house.close();
    }
  };

  const changed = () => { if (told) told.postMessage("changed"); };
  const put = async (one) => { await act("readwrite", (store) => store.put(one)); changed(); };
  const drop = async (id) => { await act("readwrite", (store) => store.delete(id)); changed(); };
  const all = async (account) => {
    const found = (await act("readonly", (store) => store.getAll())).filter((one) => one.account === account);
    return found.sort((a, b) => a.place - b.place);
  };

  const ready = async (url) => {
    const answer = await fetch(url, { cache: "no-store", signal: AbortSignal.timeout(10000) });
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  };

  const body = (one) => {
    const form = new FormData();
    one.fields.forEach(([name, value]) => form.append(name, value));
    one.files.forEach(({ name, blob, called }) => form.append(name, blob, called));
    return form;
  };

  // What the house says to one report: sent, refused, sign_in, or later where nobody can say.
  const send = async (one, { token, how }) => {
    try {
      const headers = { "X-CSRFToken": token, "X-Haitang-Kept": how, "X-Haitang-Account": one.account };
      const signal = AbortSignal.timeout(120000);
      const answer = await fetch(one.page, { method: "POST", body: body(one), headers, redirect: "manual", signal });
      if (answer.type === "opaqueredirect") return { outcome: "sign_in" };
      if (answer.status === 413) return { outcome: "refused", why: ["照片太大，请换小一些的。 The photos are too large."] };
      const json = (answer.headers.get("content-type") || "").includes("json");
      return json ? await answer.json() : { outcome: "later", status: answer.status };
    } catch {
      return { outcome: "later" };
    }
  };

  // What became of it stays on the phone; what was typed and photographed goes as soon as it is taken.
  const settle = async (one, said) => {
    const there = (await all(one.account)).find(({ id }) => id === one.id);
    if (!there) return; // the person deleted it meanwhile
    if (said.outcome === "refused") await put({ ...there, state: "refused", why: said.why });
    if (said.outcome === "later") await put({ ...there, tries: (there.tries || 0) + 1, status: said.status || 0 });
    if (said.outcome !== "sent") return;
    const { id, account, page, place, title, kept_at } = there;
    const answer = { said: said.said, number: said.number, url: said.url, sent_at: new Date().toISOString() };
    await put({ id, account, page, place, title, kept_at, ...answer, state: "sent", fields: [], files: [] });
  };

  const sendAll = async (account, token) => {
    for (const { id, state } of await all(account)) {
      if (state !== "waiting") continue;
      const one = (await all(account)).find((other) => other.id === id);
      if (!one || one.state !== "waiting") continue;
      const said = await send(one, { token, how: "later" });
      await settle(one, said);
      // The house is there and turned this one away, a page that is gone, say: those behind it need not wait.
      const alone = said.status >= 400 && said.status < 500;
      if (said.outcome === "sign_in" || (said.outcome === "later" && !alone)) return said.outcome;
    }
    return "";
  };

  // One sender at a time, in pages and worker together: what is kept goes in its order.
  const alone = (work) => (navigator.locks ? navigator.locks.request("haitang-kept", work) : work());

  // Residents' reports go whoever is signed in; those of a post only by the account they were kept by.
  const flush = (url) => alone(async () => {
    const { account, token } = await ready(url);
    const halted = [await sendAll("", token)];
    if (account) halted.push(await sendAll(account, token));
    if (halted.includes("later")) throw new Error("later");
    return account;
  });

  const forgetOld = async (account) => {
    const old = ({ state, sent_at }) => state === "sent" && Date.now() - Date.parse(sent_at) > 30 * DAY;
    await Promise.all((await all(account)).filter(old).map(({ id }) => drop(id)));
  };

  // The copy of a page on this phone, with all its parts, so that it opens without a network.
  const copyPage = async (account, page) => {
    const answer = await fetch(page, { headers: { "X-Haitang-Shell": "1" }, redirect: "error", cache: "no-store" });
    if (!answer.ok) return;
    const text = await answer.clone().text();
    const [, owner = ""] = text.match(/id="kept"[^>]* data-account="(\d*)"/) || [];
    if (owner !== account) return; // somebody else signed in meanwhile
    const parts = [...text.matchAll(/(?:src|href)="(\/static\/[^"]+)"/g)].map((found) => found[1]);
    const copies = await caches.open(self.whose.named(account));
    await copies.addAll([...new Set(parts)].map((part) => new Request(part, { cache: "no-cache" })));
    await copies.put(page, answer);
  };

  self.kept = { put, drop, all, ready, send, flush, alone, forgetOld, copyPage, told };
})();
