// Before signing out: says what this device still holds, and asks what is to become of it. No page needs it.
(() => {
  "use strict";
  const { account } = document.body.dataset, { kept } = self;
  if (!account || !kept || !self.whose || !self.indexedDB) return;
  const box = document.getElementById("leaving"), form = box.closest("form"), said = box.querySelector("[data-words]");
  const { ready } = form.dataset;
  const choice = () => form.elements.waiting;
  const unsent = async () => (await kept.all(account)).filter(({ state }) => state !== "sent");
  // How many wait, and of how many the house said why it takes them not.
  const ask = async (lead = "") => {
    const found = await unsent(), refused = found.filter(({ state }) => state === "refused").length;
    const words = [lead, said.dataset.words.replace("{n}", found.length), refused ? said.dataset.refused.replace("{n}", refused) : ""];
    said.textContent = words.join(" ").trim();
    box.hidden = !found.length;
    return found.length;
  };
  const sendFirst = async () => {
    said.textContent = said.dataset.busy;
    await kept.flush(ready).catch(() => {});
    if (!(await ask(said.dataset.failed))) return true;
    choice().value = "keep";
    box.scrollIntoView({ block: "nearest" });
    return false;
  };
  // No message for who leaves comes up here afterwards; the house forgets this browser as well.
  const hush = async () => {
    const workers = navigator.serviceWorker ? await navigator.serviceWorker.getRegistrations() : [];
    const taken = await Promise.all(workers.map(({ pushManager }) => pushManager && pushManager.getSubscription()));
    await Promise.all(taken.map((one) => one && one.unsubscribe()));
  };
  // What was sent is dropped with its sentence; copies of pages go in any case: they were made for this account.
  const leave = async () => {
    const what = box.hidden ? "keep" : choice().value;
    if (what === "send" && !(await sendFirst())) return;
    const gone = (await kept.all(account)).filter(({ state }) => what === "drop" || state === "sent");
    await Promise.all(gone.map(({ id }) => kept.drop(id)));
    await self.whose.become("");
    await hush().catch(() => {});
    form.submit();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    leave().catch(() => form.submit());
  });
  if (!ready) choice()[0].disabled = true;
  ask().catch(() => {});
})();
