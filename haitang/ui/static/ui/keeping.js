// Keeps a form on the device where there is no network, shows what waits, and sends it. The page works without it.
(() => {
  "use strict";
  const { kept, whose } = self;
  const box = document.getElementById("kept");
  if (!kept || !whose || !box || !self.indexedDB || !crypto.randomUUID) return;
  const form = document.querySelector("form[data-kept]");
  const { account, ready, worker } = box.dataset;
  const english = document.documentElement.lang.startsWith("en");
  const say = (zh, en) => (english ? en : zh);
  const line = box.querySelector("[data-line]"), list = box.querySelector("ul");
  const mark = () => form.elements[form.dataset.kept];
  // A screen of many rows, such as paper slips, sends each by itself; only what did not get through is kept.
  const rows = form && "keptRows" in form.dataset;
  const page = location.pathname + location.search;
  let editing = null, busy = false, stranger = false; // stranger: somebody else, or nobody, is signed in

  const speak = (words) => { line.textContent = words; box.hidden = false; };
  const moment = (iso) => new Date(iso).toLocaleString(english ? "en-GB" : "zh-CN", { dateStyle: "medium", timeStyle: "short" });

  // ---- what is shown

  const WORDS = {
    waiting: ["待发", "waiting", "amber"], refused: ["没有收，请看原因", "refused: see why", "red"], sent: ["已送达", "sent", "green"],
  };
  const button = (words, about, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "quiet";
    made.textContent = words;
    made.setAttribute("aria-label", `${words} ${about}`);
    made.addEventListener("click", act);
    return made;
  };
  const text = (tag, words, style = "") => Object.assign(document.createElement(tag), { textContent: words, className: style });
  // Residents share a phone without an account: what was told shows where it was written, and elsewhere if asked for.
  const HERE = "haitang-told-here";
  const here = () => new Set(JSON.parse(sessionStorage.getItem(HERE) || "[]"));
  const showHere = (ids) => sessionStorage.setItem(HERE, JSON.stringify([...here(), ...ids]));
  const hidden = (one) => (account ? stranger : !here().has(one.id));
  const others = (found) => {
    const item = document.createElement("li"), sent = found.filter(({ state }) => state === "sent").length, { length } = found;
    item.append(text("span", say(`本机还有以前说的 ${length} 件（${sent} 件已送达）`, `This device holds ${length} told before (${sent} sent)`), "grow"));
    const about = say("以前说的", "what was told before");
    item.append(button(say("是我说的，给我看", "I told them: show me"), about, () => { showHere(found.map(({ id }) => id)); show(); }));
    return item;
  };
  const row = (one) => {
    const [zh, en, tone] = WORDS[one.state], item = document.createElement("li"), said = text("span", "", "grow");
    const about = one.title || say("巡查", "patrol");
    said.append(text("strong", about, "title"));
    const files = one.files.length ? say(`，${one.files.length} 个附件`, `, ${one.files.length} ${one.files.length === 1 ? "file" : "files"}`) : "";
    said.append(text("span", say(`${moment(one.kept_at)} 记下${files}`, `written down ${moment(one.kept_at)}${files}`), "soft small"));
    const notes = one.state === "sent" ? [one.said] : one.why || (one.status ? [say(`网站没有收下（${one.status}），会再试`, `The house did not take it (${one.status}); it will be tried again`)] : []);
    notes.filter(Boolean).forEach((note) => said.append(text("span", note, "small why")));
    const acts = text("span", "", "marks");
    acts.append(text("span", say(zh, en), `pill ${tone}`));
    if (one.state === "sent") {
      if (one.url) acts.append(Object.assign(text("a", one.number || say("去看", "See it")), { href: one.url }));
      acts.append(button(say("知道了", "Seen"), about, () => kept.drop(one.id).then(show)));
    } else {
      acts.append(button(say("修改", "Edit"), about, () => edit(one)));
      acts.append(button(say("删除", "Delete"), about, () => remove(one)));
    }
    item.append(said, acts);
    return item;
  };
  const show = async () => {
    const found = await kept.all(account);
    const unseen = account ? [] : found.filter(hidden);
    list.replaceChildren(...found.filter((one) => !hidden(one)).map(row), ...(unseen.length ? [others(unseen)] : []));
    const count = (state) => found.filter((one) => one.state === state).length;
    const waits = count("waiting"), refused = count("refused");
    box.querySelector("[data-send]").hidden = !waits;
    box.hidden = !found.length && !line.textContent;
    return { waits, refused, found: found.length };
  };
  const tell = async (lead) => {
    const { waits, refused, found } = await show();
    const wrong = refused ? say(`；${refused} 件没有收，请修改或删除`, `; ${refused} refused: edit or delete them`) : "";
    if (waits) speak(say(`${lead}（${waits} 件待发${wrong}）`, `${lead} (${waits} waiting${wrong})`));
    else if (found) speak(say(`已发出 ${found - refused} 件，没有待发的${wrong}`, `${found - refused} sent, none waiting${wrong}`));
    else {
      line.textContent = "";
      box.hidden = true;
    }
  };
  const remove = async (one) => {
    if (!confirm(say("删掉就找不回来了。删除？", "It cannot be brought back. Delete it?"))) return;
    await kept.drop(one.id);
    await tell(say("还没有发出", "Not sent yet"));
  };

  // ---- sending

  const NOW = () => say("没有网络，已记在本机", "No network: kept on this device");
  const hint = () => speak(line.textContent || say("没有网络，写好照样交：会记在本机，有网了自动发出", "No network: send as usual; it is kept here and goes by itself later"));
  const flush = async () => {
    const { waits } = await show();
    if (!waits) return tell("");
    if (!navigator.onLine) return tell(NOW());
    speak(say("正在发送…", "Sending…"));
    try {
      const now = await kept.flush(ready);
      stranger = Boolean(account) && now !== account;
      if (stranger) {
        await whose.become(now);
        await tell(now ? say("现在登录的是别人，这些要等本人登录再发", "Someone else is signed in; these wait for who wrote them") : say("请先登录，登录后自动发出", "Please sign in; then they are sent"));
        box.querySelector("[data-sign-in]").hidden = Boolean(now);
      } else await tell(say("还没有发出", "Not sent yet"));
    } catch {
      await tell(say("网络不通，稍后自动再发", "No connection; it will be tried again"));
    }
  };

  // ---- a form becomes a report

  const skipped = (name) => name === "csrfmiddlewaretoken" || name === "website";
  const report = () => {
    const fields = [], files = [];
    for (const [name, value] of new FormData(form)) {
      if (value instanceof File) { if (value.size) files.push({ name, blob: value, called: value.name }); }
      else if (!skipped(name)) fields.push([name, value]);
    }
    const first = form.querySelector("[data-kept-title]") || form.elements.title || form.elements.what;
    const about = (first ? first.value : "").split("\n")[0].slice(0, 60);
    const at = editing ? editing.kept_at : new Date().toISOString(), place = editing ? editing.place : Date.now();
    return { id: mark().value, account, page, place, title: about, kept_at: at, fields, files, state: "waiting" };
  };
  const flaw = (one) => {
    const most = Number(box.dataset.most), large = one.files.find(({ blob }) => blob.size > most);
    if (large) return say(`“${large.called}”有 ${Math.ceil(large.blob.size / 1e6)} MB，最多 ${most / 1e6} MB，请换小一些的`, `“${large.called}” is ${Math.ceil(large.blob.size / 1e6)} MB; the limit is ${most / 1e6} MB`);
    const channel = form.elements.channel, may = box.dataset.channels.split(" ");
    if (channel && !may.includes(channel.value)) return say("这种渠道要有网络才能登记", "This way of coming in needs a network");
    const lacking = [...form.elements].filter((input) => input.willValidate && !input.checkValidity());
    const names = lacking.map((input) => (input.labels && input.labels[0] ? input.labels[0].textContent.trim() : input.name));
    return names.length ? say(`还差：${names.join("、")}`, `Still lacking: ${names.join(", ")}`) : "";
  };
  const dated = (one) => {
    const fields = one.fields.filter(([name, value]) => name !== "seen_at" || value);
    return fields.some(([name]) => name === "seen_at") ? { ...one, fields } : { ...one, fields: [...fields, ["seen_at", one.kept_at]] };
  };
  // Where a form proves that it is its page's own, its identifier is made of a secret, as the house makes both.
  const letters = (bytes) => btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const renew = async () => {
    const { secret } = form.elements;
    if (!secret) { mark().value = crypto.randomUUID(); return; }
    secret.value = letters(crypto.getRandomValues(new Uint8Array(32)));
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(secret.value)));
    const hex = [...digest.slice(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    mark().value = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  };
  // What the house said of a form it refused goes with it: the next one begins as the first did. How that was is
  // unknown where the page itself came as a refusal: then what was typed or ticked goes, and a choice of one stays.
  const TYPED = /^(text|textarea|tel|email|search|number|date|datetime-local)$/;
  const defaults = (act) => {
    for (const input of form.elements) {
      if (TYPED.test(input.type)) act(input, "defaultValue", input.name);
      if (/^(checkbox|radio)$/.test(input.type)) act(input, "defaultChecked", `${input.name}=${input.value}`);
      for (const one of input.options || []) act(one, "defaultSelected", `${input.name}=${one.value}`);
    }
  };
  const began = new Map();
  if (form && !form.querySelector(".errorlist")) defaults((one, what, name) => began.set(name, one[what]));
  const forgive = () => {
    const told = form.querySelectorAll(".errorlist");
    if (!told.length) return;
    told.forEach((one) => one.remove());
    form.querySelectorAll(".wrong").forEach((one) => one.classList.remove("wrong"));
    for (const input of form.elements) input.removeAttribute("aria-invalid");
    defaults((one, what, name) => {
      if (began.has(name)) one[what] = began.get(name);
      else if (what === "defaultValue") one[what] = "";
      else if (one.type === "checkbox") one[what] = false;
    });
  };
  const anew = async () => {
    const stays = rows ? form.dataset.keptRows.split(" ").map((name) => [name, form.elements[name].value]) : [];
    editing = null;
    forgive();
    form.reset();
    form.querySelectorAll("select").forEach((one) => one.dispatchEvent(new CustomEvent("haitang:choose", { detail: "" })));
    form.querySelectorAll("[data-seen-shown]").forEach((shown) => shown.remove());
    if (form.elements.seen_at) form.elements.seen_at.value = "";
    stays.forEach(put);
    await renew();
  };
  const keep = async (one) => {
    // A copy of each photo: the phone may have moved the file by the time it is sent.
    const files = await Promise.all(one.files.map(async ({ name, blob, called }) => ({ name, called, blob: new Blob([await blob.arrayBuffer()], { type: blob.type }) })));
    await kept.put({ ...dated(one), files });
    if (!account) showHere([one.id]);
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(() => {});
    const there = await navigator.serviceWorker.getRegistration(location.pathname).catch(() => null);
    if (there && there.sync) there.sync.register("haitang-kept").catch(() => {});
  };
  // What is refused at once is sent as pages do, for the page says why best; what was kept before stays kept.
  const declined = async (one, why) => {
    if (!editing) return kept.drop(one.id).then(() => { form.submit(); });
    await kept.put({ ...(await kept.all(account)).find(({ id }) => id === one.id), state: "refused", why });
    await tell(say("还没有发出", "Not sent yet"));
    return speak(why.join(" "));
  };
  // With a network it goes at once, kept meanwhile.
  const sendNow = (one) => kept.alone(async () => {
    const now = await kept.ready(ready).catch(() => null);
    if (!now) return { outcome: "later" };
    if (account && now.account !== account) return { outcome: "sign_in" };
    return kept.send(one, { token: now.token, how: "now" });
  });
  const submit = async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    try {
      await take(report());
    } finally {
      busy = false;
    }
  };
  const take = async (one) => {
    const wrong = flaw(one);
    if (wrong && navigator.onLine && !editing) return form.submit();
    if (wrong) return speak(wrong);
    try {
      await keep(one);
    } catch {
      if (navigator.onLine) return form.submit();
      return speak(say("本机放不下了，这一件还没有记下，请先别离开这一页", "This device has no room: it is not kept. Stay on this page"));
    }
    const said = navigator.onLine ? await sendNow(editing ? dated(one) : one) : { outcome: "later" };
    if (said.outcome === "refused") return declined(one, said.why);
    if (said.outcome === "sent") {
      await kept.drop(one.id);
      return location.assign(said.url);
    }
    await anew();
    await tell(said.outcome === "sign_in" ? say("请先登录，已记在本机", "Please sign in; it is kept on this device") : NOW());
    box.querySelector("[data-sign-in]").hidden = said.outcome !== "sign_in";
    box.scrollIntoView({ block: "nearest" });
  };

  // ---- a report becomes a form again

  const put = ([name, value]) => {
    const found = form.elements[name];
    if (!found) return;
    if (found instanceof RadioNodeList) [...found].forEach((one) => { if (one.value === value) one.checked = true; });
    else if (found.type === "checkbox") found.checked = true;
    else if (found.tagName === "SELECT") { found.dispatchEvent(new CustomEvent("haitang:choose", { detail: value })); found.value = value; }
    else found.value = value;
  };
  const dateField = (iso) => {
    const hidden = form.elements.seen_at, label = text("label", hidden.dataset.seen), shown = document.createElement("input");
    const wall = new Date(Date.parse(iso) - new Date(iso).getTimezoneOffset() * 60000);
    Object.assign(shown, { type: "datetime-local", id: "seen-shown", value: wall.toISOString().slice(0, 16) });
    label.htmlFor = shown.id;
    hidden.value = iso;
    shown.addEventListener("input", () => { hidden.value = shown.value ? new Date(shown.value).toISOString() : ""; });
    const held = text("div", "", "field");
    held.dataset.seenShown = "1";
    held.append(label, shown);
    form.prepend(held);
  };
  const fill = async (one) => {
    await anew();
    editing = one;
    one.fields.forEach(put);
    const files = new Map();
    one.files.forEach(({ name, blob, called }) => files.set(name, [...(files.get(name) || []), new File([blob], called, { type: blob.type })]));
    files.forEach((chosen, name) => {
      const given = new DataTransfer();
      chosen.forEach((file) => given.items.add(file));
      if (!form.elements[name]) return;
      form.elements[name].files = given.files;
      form.elements[name].dispatchEvent(new Event("change", { bubbles: true }));
    });
    if (form.elements.seen_at) dateField((one.fields.find(([name]) => name === "seen_at") || [])[1] || one.kept_at);
    mark().value = one.id;
    form.scrollIntoView();
  };
  const edit = (one) => {
    if (one.page !== page || !form) location.assign(`${one.page}#kept-${one.id}`);
    else fill(one);
  };

  // ---- rows

  const keepRow = async () => {
    const one = report(), wrong = flaw(one);
    if (wrong) return speak(wrong);
    try {
      await keep(one);
    } catch {
      return speak(say("本机放不下了，这一张还没有记下，请先别离开这一页", "This device has no room: this slip is not kept. Stay on this page"));
    }
    await anew();
    const first = form.querySelector("[autofocus]");
    if (first) first.focus();
    return navigator.onLine ? flush() : tell(NOW());
  };
  const watchRows = () => {
    ["htmx:sendError", "htmx:timeout", "htmx:responseError"].forEach((name) => form.addEventListener(name, keepRow));
    form.addEventListener("htmx:beforeSwap", (event) => {
      if (new URL(event.detail.xhr.responseURL).pathname === location.pathname) return;
      event.preventDefault(); // the page for signing in
      keepRow();
    });
    document.addEventListener("htmx:afterSettle", () => {
      if (!editing || mark().value === editing.id) return;
      const { id } = editing;
      editing = null;
      kept.drop(id).then(() => tell(say("还没有发出", "Not sent yet")));
    });
  };

  // ---- the page

  const begin = async () => {
    if (form) {
      if (rows) watchRows();
      else form.addEventListener("submit", submit);
      if ("shell" in box.dataset) await renew(); // a copy has been opened before
    }
    box.querySelector("[data-send]").addEventListener("click", flush);
    addEventListener("online", flush);
    addEventListener("offline", () => tell(NOW()).then(hint));
    if (kept.told) kept.told.addEventListener("message", () => { show(); });
    await kept.forgetOld(account);
    await flush();
    if (!navigator.onLine) hint();
    const asked = (await kept.all(account)).find(({ id }) => location.hash === `#kept-${id}`);
    if (asked && form && !hidden(asked)) await fill(asked);
    if (navigator.serviceWorker && form) await navigator.serviceWorker.register(worker, { scope: location.pathname });
    if (form && navigator.onLine && !("shell" in box.dataset)) await kept.copyPage(account, page);
  };
  const started = () => begin().catch(() => {});
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", started);
  else started();
})();
