// Small comforts on top of pages that work without them. No page needs this file.
(() => {
  "use strict";

  // A form is sent once: the second press of an impatient thumb does nothing. (The server knows it too.)
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (form.method === "post" && !form.hasAttribute("hx-post") && !event.defaultPrevented) {
      form.dataset.sent = "1";
      setTimeout(() => delete form.dataset.sent, 4000);
    }
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((f) => delete f.dataset.sent));

  // Toasts leave by themselves; errors stay, and what must be kept.
  const fade = () => document.querySelectorAll(".toast:not(.error, .keep)").forEach((toast) => setTimeout(() => toast.remove(), 6000));
  document.addEventListener("DOMContentLoaded", fade);
  document.addEventListener("htmx:afterSettle", fade);

  // Pages kept on this phone for another account go once somebody else is signed in here, or nobody is.
  const { account } = document.body.dataset;
  if (account !== undefined && self.whose) self.whose.become(account).catch(() => {});

  // What was mistyped is marked as a whole, so that the next key replaces it.
  document.addEventListener("htmx:afterSettle", () => {
    const wrong = document.activeElement;
    if (wrong.matches("input[aria-invalid=true]")) wrong.select();
  });

  // What is pasted into a box is never cut off unsaid: the box takes it all, says how much is too much, and waits.
  const english = document.documentElement.lang.startsWith("en");
  const measure = (box) => {
    const limit = Number(box.dataset.limit), much = [...box.value].length, over = much > limit;
    const said = english ? `${much} of ${limit} characters` : `已写 ${much} 字，最多 ${limit} 字`;
    box.setCustomValidity(over ? said : "");
    box.nextElementSibling.textContent = much > limit * 0.8 ? said : "";
    box.nextElementSibling.classList.toggle("red", over);
  };
  const count = (root) => root.querySelectorAll("textarea[maxlength]").forEach((box) => {
    box.dataset.limit = box.getAttribute("maxlength");
    box.removeAttribute("maxlength");
    const line = document.createElement("span");
    line.className = "soft small";
    line.setAttribute("aria-live", "polite");
    box.after(line);
    box.addEventListener("input", () => measure(box));
    measure(box);
  });
  document.addEventListener("DOMContentLoaded", () => count(document));
  document.addEventListener("htmx:afterSettle", () => count(document));
})();
