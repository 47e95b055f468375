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

  // A bar of steps that is wider than the phone begins where the matter stands.
  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll(".steps .now").forEach((now) => {
    const bar = now.closest(".steps"), from = bar.getBoundingClientRect(), at = now.getBoundingClientRect();
    if (at.right > from.right) bar.scrollLeft += at.right - from.right + 16;
  }));

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

  // A browser words its own file button in its own language: ours stands before it, for eyes and thumbs alone.
  const call = (input) => {
    const kinds = (input.accept || "file").split(","), all = (what) => kinds.every((kind) => kind.trim().startsWith(what));
    if (all("audio/")) return english ? "Choose a recording" : "选一段录音";
    if (all("image/")) return english ? (input.multiple ? "Choose photos" : "Choose a photo") : "选照片";
    return english ? (input.multiple ? "Choose files" : "Choose a file") : "选文件";
  };
  const choosing = (root) => root.querySelectorAll("input[type=file]:not([data-called])").forEach((input) => {
    input.dataset.called = "1";
    const box = document.createElement("div"), button = document.createElement("span"), names = document.createElement("span");
    box.className = "chooser";
    box.setAttribute("aria-hidden", "true");
    button.className = "chooser-button";
    button.textContent = call(input);
    names.className = "soft small";
    const tell = () => {
      names.textContent = [...input.files].map((file) => file.name).join(english ? ", " : "、") || (english ? "none chosen yet" : "还没有选");
    };
    box.append(button, names);
    box.addEventListener("click", () => input.click());
    box.addEventListener("dragover", (event) => event.preventDefault());
    box.addEventListener("drop", (event) => {
      event.preventDefault();
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    input.addEventListener("change", tell);
    if (input.form) input.form.addEventListener("reset", () => setTimeout(tell));
    window.addEventListener("pageshow", tell);
    input.classList.add("hush");
    input.after(box);
    tell();
  });
  document.addEventListener("DOMContentLoaded", () => choosing(document));
  document.addEventListener("htmx:afterSettle", () => choosing(document));
  document.addEventListener("DOMContentLoaded", () => count(document));
  document.addEventListener("htmx:afterSettle", () => count(document));
})();
