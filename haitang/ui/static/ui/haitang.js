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
})();
