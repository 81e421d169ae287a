// Sends files in pieces, so that a broken line costs a piece and not the file; then the form names them and is sent itself.
// Without this script, or where the server refuses pieces, the form sends the files as forms do.
(() => {
  const PIECE = 4 * 1024 * 1024;
  const PAUSES = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000];

  // A dialog of files is not the only way: they are dragged onto the list.
  const many = () => document.querySelector("#bringing #file-many");
  const offer = () => {
    if (!window.matchMedia("(hover: hover)").matches) return;
    for (const line of document.querySelectorAll("[data-drop-said]")) line.hidden = false;
  };
  offer();
  document.addEventListener("htmx:load", offer);
  const over = (event) => event.target.closest?.("#bringing") && event.dataTransfer?.types.includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!over(event)) return;
    event.preventDefault();
    document.getElementById("bringing").classList.add("dragged-over");
  });
  for (const name of ["dragleave", "drop", "dragend"]) {
    document.addEventListener(name, () => document.getElementById("bringing")?.classList.remove("dragged-over"));
  }
  document.addEventListener("drop", (event) => {
    if (!over(event)) return;
    event.preventDefault();
    // Dropped onto one attachment they are meant for it, anywhere else for the whole list.
    const row = event.target.closest("[id^='item-']");
    const input = row?.querySelector("input[type=file][multiple]") ?? many();
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });

  const send = (file, place, show) => new Promise((resolve, reject) => {
    const upload = new window.tus.Upload(file, {
      endpoint: place.sending,
      chunkSize: PIECE,
      retryDelays: PAUSES,
      // Another person, or another dossier, never goes on with this one.
      fingerprint: async () => ["consult", document.body.dataset.person, place.dossier, file.name, file.size, file.lastModified].join(":"),
      removeFingerprintOnSuccess: true,
      metadata: { filename: file.name, dossier: place.dossier },
      headers: JSON.parse(document.body.getAttribute("hx-headers")),
      onProgress: (sent) => show(sent),
      onShouldRetry: (error) => {
        const status = error.originalResponse?.getStatus() ?? 0;
        if (!status) show(-1);
        return status === 0 || status >= 500 || status === 409 || status === 423;
      },
      onError: reject,
      onSuccess: () => resolve(upload.url),
    });
    upload.findPreviousUploads().then((before) => {
      if (before.length) upload.resumeFromPreviousUpload(before[0]);
      upload.start();
    }, () => upload.start());
  });

  const sendAll = async (form, input) => {
    const place = input.closest("[data-sending]").dataset;
    const bar = form.querySelector("progress");
    const line = form.querySelector(".upload-error");
    const files = [...input.files];
    const whole = files.reduce((sum, file) => sum + file.size, 0);
    let done = 0;
    bar.hidden = false;
    const keys = [];
    for (const file of files) {
      const show = (sent) => {
        line.textContent = sent < 0 ? place.again : "";
        if (sent >= 0) bar.value = (100 * (done + sent)) / whole;
      };
      // One after the other: several at once would share the same narrow line.
      const address = await send(file, place, show);
      keys.push(address.replace(/\/$/, "").split("/").pop());
      done += file.size;
    }
    for (const key of keys) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name: "uploaded", value: key });
      form.append(field);
    }
    // The files themselves have arrived.
    input.value = "";
  };

  document.addEventListener("consult:chosen", async (event) => {
    const form = event.target;
    const input = form.querySelector("input[type=file]");
    if (!window.tus?.isSupported || !input.closest("[data-sending]")) return;
    event.preventDefault();
    const bar = form.querySelector("progress");
    try {
      await sendAll(form, input);
    } catch (error) {
      bar.hidden = true;
      const said = error.originalResponse?.getBody();
      const line = form.querySelector(".upload-error");
      line.textContent = said && error.originalResponse.getStatus() < 500 ? said : line.dataset.lost;
      input.value = "";
      return;
    }
    form.requestSubmit();
  });
})();
