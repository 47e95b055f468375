// Comforts of the matter pages: a box that narrows a long list of units, the focus where the form is.
(() => {
  "use strict";

  const narrow = (units) => {
    if (units.dataset.narrowed || units.options.length < 30) return;
    units.dataset.narrowed = "1";
    const box = document.createElement("input");
    box.type = "search";
    box.className = "narrowing";
    box.placeholder = units.dataset.narrow;
    box.setAttribute("aria-label", units.dataset.narrow);
    const all = [...units.children].map((child) => child.cloneNode(true));
    box.addEventListener("input", () => {
      const words = box.value.trim();
      const chosen = new Set([...units.selectedOptions].map((option) => option.value));
      const fits = (option) => !words || option.textContent.includes(words) || chosen.has(option.value);
      units.replaceChildren(...all.map((child) => {
        const copy = child.cloneNode(true);
        copy.querySelectorAll("option").forEach((option) => { if (!fits(option)) option.remove(); });
        return copy;
      }).filter((child) => child.tagName === "OPTION" || child.children.length));
      [...units.options].forEach((option) => { option.selected = chosen.has(option.value); });
      if (!units.multiple && words && !units.value && units.options.length > 1) units.selectedIndex = 1;
    });
    units.before(box);
  };

  const all = () => document.querySelectorAll("select[data-narrow]").forEach(narrow);
  document.addEventListener("DOMContentLoaded", all);
  document.addEventListener("htmx:afterSettle", (event) => {
    all();
    // A form that was fetched into the page is where the keyboard goes on.
    const first = event.target.id === "panel" && event.target.querySelector("input:not([type=hidden]), select, textarea, button");
    if (first) first.focus();
  });
})();
