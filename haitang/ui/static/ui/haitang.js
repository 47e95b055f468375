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

  // Selects and days marked so send their form when changed.
  document.addEventListener("change", (event) => {
    const field = event.target.closest("[data-send-on-change]");
    if (field) field.form.requestSubmit();
  });

  // A found row puts its value and name into the form it belongs to, and tells the reader.
  document.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-choose]");
    if (!choice) return;
    const target = document.getElementById(choice.dataset.choose);
    target.value = choice.dataset.value;
    const words = document.getElementById(choice.dataset.choose + "-words");
    if (words) words.textContent = choice.dataset.words;
    const found = choice.closest(".found");
    if (found) found.replaceChildren();
    const asked = document.getElementById(choice.dataset.choose + "-search");
    if (asked) { asked.value = choice.dataset.words; asked.focus(); }
  });

  // Toasts leave by themselves; errors stay.
  const fade = () => document.querySelectorAll(".toast:not(.error)").forEach((toast) => setTimeout(() => toast.remove(), 6000));
  document.addEventListener("DOMContentLoaded", fade);
  document.addEventListener("htmx:afterSettle", fade);
})();
