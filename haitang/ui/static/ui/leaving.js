// Before signing out: says what this phone still holds, and deletes it only if that is asked for. No page needs it.
(() => {
  "use strict";
  const { account } = document.body.dataset, { kept } = self;
  if (!account || !kept || !self.whose || !self.indexedDB) return;
  const box = document.getElementById("leaving"), form = box.closest("form");
  const waiting = async () => (await kept.all(account)).filter(({ state }) => state !== "sent");
  const ask = async () => {
    const { length } = await waiting(), said = box.querySelector("[data-words]");
    said.textContent = said.dataset.words.replace("{n}", length);
    box.hidden = !length;
  };
  // What was sent is dropped with its sentence; copies of pages go in any case: they were made for this account.
  const leave = async () => {
    const drop = box.querySelector("[data-drop]").checked;
    const gone = (await kept.all(account)).filter(({ state }) => drop || state === "sent");
    await Promise.all(gone.map(({ id }) => kept.drop(id)));
    await self.whose.become("");
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    leave().catch(() => {}).finally(() => form.submit());
  });
  ask().catch(() => {});
})();
