// A box that narrows a long list of units, and the focus where a fetched form is; no page needs this file.
(() => {
  "use strict";

  // People say 城管 and 住建局: the letters typed must stand in the name in their order, not side by side.
  const within = (words, name) => {
    let at = -1;
    return [...words].every((letter) => (at = name.indexOf(letter, at + 1)) >= 0);
  };

  const narrow = (units) => {
    if (units.dataset.narrowed || units.options.length < 30) return;
    units.dataset.narrowed = "1";
    const box = document.createElement("input");
    box.type = "search";
    box.className = "narrowing";
    box.placeholder = units.dataset.narrow;
    box.setAttribute("aria-label", units.dataset.narrow);
    const all = [...units.children].map((child) => child.cloneNode(true));
    // What a person chose stays while the list narrows; what stood alone for a moment does not.
    const selected = () => new Set([...units.selectedOptions].map((option) => option.value).filter(Boolean));
    let chosen = selected();
    units.addEventListener("change", () => { chosen = selected(); });
    box.addEventListener("input", () => {
      const words = box.value.replace(/\s/g, "");
      const fits = (option) => !words || !option.value || within(words, option.textContent) || chosen.has(option.value);
      units.replaceChildren(...all.map((child) => {
        const copy = child.cloneNode(true);
        copy.querySelectorAll("option").forEach((option) => { if (!fits(option)) option.remove(); });
        return copy;
      }).filter((child) => child.tagName === "OPTION" || child.children.length));
      [...units.options].forEach((option) => { option.selected = chosen.has(option.value); });
      // Only a name that stands alone chooses itself: of several, a person says which.
      if (!units.multiple && words && !units.value && units.options.length === 2) units.selectedIndex = 1;
    });
    // Enter goes on to what was found: it must not send the form before a person has seen the unit.
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      units.focus();
    });
    units.before(box);
  };

  const all = () => document.querySelectorAll("select[data-narrow]").forEach(narrow);
  document.addEventListener("DOMContentLoaded", all);
  // At the swap, not once it has settled: a quick typist is in another field by then, and would be pulled out of it.
  document.addEventListener("htmx:afterSwap", (event) => {
    all();
    // A form that was fetched into the page is where the keyboard goes on.
    const first = event.target.id === "panel" && event.target.querySelector("input:not([type=hidden]), select, textarea, button");
    if (first) first.focus();
  });
})();
