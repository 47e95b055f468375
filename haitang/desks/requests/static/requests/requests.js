// Comforts of the residents' pages. Each page does its work without this file.
(() => {
  "use strict";

  // One long list of villages becomes two short ones: first the town, then its villages.
  const narrow = (villages) => {
    const groups = [...villages.querySelectorAll("optgroup")];
    if (groups.length < 2) return;
    const towns = document.createElement("select");
    towns.className = "towns";
    towns.setAttribute("aria-label", villages.dataset.towns);
    towns.add(new Option(villages.dataset.towns, ""));
    groups.forEach((group) => towns.add(new Option(group.label, group.label)));
    const blank = villages.options[0];
    groups.forEach((group) => { group.kept = [...group.querySelectorAll("option")]; });
    const chosen = villages.selectedOptions[0];
    const at = groups.find((group) => group.kept.includes(chosen));
    towns.value = at ? at.label : "";
    const choose = () => {
      const group = groups.find((one) => one.label === towns.value);
      villages.replaceChildren(blank, ...(group ? group.kept : []));
      villages.hidden = !group;
      villages.value = group && group.kept.includes(chosen) ? chosen.value : "";
      if (group && !villages.value) villages.value = group.kept[0].value;
    };
    villages.before(towns);
    choose();
    towns.addEventListener("change", choose);
    // What is filled in again by a script names its village; the town is found.
    villages.addEventListener("haitang:choose", ({ detail }) => {
      const group = groups.find(({ kept }) => kept.some((one) => one.value === detail));
      towns.value = group ? group.label : "";
      choose();
    });
  };

  // The two lines a resident must keep can be copied or printed.
  const keep = () => {
    document.querySelectorAll("[data-copy]").forEach((button) => {
      if (!navigator.clipboard) return;
      button.hidden = false;
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(button.dataset.copy);
        const said = document.getElementById("copied");
        said.classList.remove("hush");
        said.textContent = said.dataset.words;
      });
    });
    document.querySelectorAll("[data-print]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("select[data-towns]").forEach(narrow);
    keep();
  });
})();
