// Records a few words in the page and puts them into the file field beside the button. The field works without it.
(() => {
  "use strict";
  const LONGEST = 120;
  const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
  const begin = async (field, button, said) => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const type = TYPES.find((one) => MediaRecorder.isTypeSupported(one));
    const recorder = new MediaRecorder(stream, { ...(type && { mimeType: type }), audioBitsPerSecond: 24000 });
    const pieces = [];
    let seconds = 0;
    const clock = setInterval(() => {
      said.textContent = `${button.dataset.on} ${++seconds}s`;
      if (seconds >= LONGEST) recorder.stop();
    }, 1000);
    recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
    recorder.addEventListener("stop", () => {
      clearInterval(clock);
      stream.getTracks().forEach((track) => track.stop());
      const kind = (recorder.mimeType || "audio/webm").split(";")[0];
      const files = new DataTransfer();
      files.items.add(new File(pieces, `voice.${kind.split("/")[1]}`, { type: kind }));
      field.files = files.files;
      field.dispatchEvent(new Event("change", { bubbles: true }));
      button.textContent = button.dataset.again;
      said.textContent = `${button.dataset.done} ${seconds}s`;
      delete button.recorder;
    });
    recorder.start();
    button.recorder = recorder;
    button.textContent = button.dataset.stop;
  };
  const ready = (field) => {
    if (!window.MediaRecorder || !navigator.mediaDevices) return;
    const button = document.createElement("button");
    const said = document.createElement("span");
    button.type = "button";
    said.className = "small";
    said.setAttribute("role", "status");
    Object.assign(button.dataset, field.dataset);
    button.textContent = field.dataset.record;
    button.addEventListener("click", () => {
      if (button.recorder) button.recorder.stop();
      else begin(field, button, said).catch(() => { said.textContent = field.dataset.no; });
    });
    field.after(button, " ", said);
  };
  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("input[data-record]").forEach(ready));
})();
