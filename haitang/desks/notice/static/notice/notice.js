// Lets this browser take messages. The page does all else without this file.
(() => {
  "use strict";
  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/") + "=".repeat((4 - (text.length % 4)) % 4));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  };
  const ready = () => {
    const box = document.getElementById("push");
    if (!box || !("serviceWorker" in navigator) || !("PushManager" in window)) return;
    const button = box.querySelector("[data-push]");
    const said = box.querySelector("[data-said]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        if ((await Notification.requestPermission()) !== "granted") throw new Error("denied");
        const worker = await navigator.serviceWorker.register(box.dataset.worker);
        await worker.update();
        const taken = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(box.dataset.key) });
        const { endpoint, keys } = taken.toJSON();
        const form = new URLSearchParams({ endpoint, p256dh: keys.p256dh, auth: keys.auth });
        const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
        const answer = await fetch(box.dataset.url, { method: "POST", body: form, headers: { "X-CSRFToken": token } });
        said.textContent = (await answer.json()).said;
        if (answer.ok) button.hidden = true;
      } catch {
        said.textContent = said.dataset.no;
      }
    });
  };
  document.addEventListener("DOMContentLoaded", ready);
})();
