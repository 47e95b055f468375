// Where the phone is, at a press and never by itself; without leave or a position one writes where it is.
(() => {
  "use strict";
  const offer = (box) => {
    if (!navigator.geolocation) return;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = box.dataset.locate;
    const ended = (text) => { button.textContent = text; button.disabled = false; };
    button.addEventListener("click", () => {
      button.disabled = true;
      button.textContent = box.dataset.busy;
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          box.value = `${coords.latitude.toFixed(6)}, ${coords.longitude.toFixed(6)}`;
          ended(box.dataset.locate);
        },
        () => ended(box.dataset.failed),
        { enableHighAccuracy: true, timeout: 10000, maximumAge: 30000 },
      );
    });
    box.after(button);
  };
  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-locate]").forEach(offer));
})();
