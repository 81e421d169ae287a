// Compares a file with a document's fingerprints, here and nowhere else.
(() => {
  const drop = document.querySelector("[data-drop]");
  const result = document.querySelector("[data-result]");
  const known = [...document.querySelectorAll("[data-hash]")];

  const say = (css, text) => {
    result.className = `alert mt-3 mb-0 ${css}`;
    result.textContent = text;
  };

  const compare = async (file) => {
    if (!window.crypto?.subtle) return say("alert-warning", result.dataset.impossible);
    say("alert-info", result.dataset.working);
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    const hash = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const found = known.findIndex((row) => row.dataset.hash === hash);
    // A genuine file may be one of a document that is no longer valid, or that nobody has signed.
    const standing = result.dataset.standing ?? "";
    const told = (text) => `${text} ${standing}`.trim();
    if (found === 0) say(standing ? "alert-warning" : "alert-success", told(result.dataset.newest));
    else if (found > 0) say("alert-warning", told(`${result.dataset.older} ${known[found].dataset.name}.`));
    else say("alert-danger", result.dataset.different);
  };

  drop.querySelector("[data-file]").addEventListener("change", (event) => {
    if (event.target.files.length) compare(event.target.files[0]);
  });
  for (const name of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("drop-over", name === "dragover");
      if (name === "drop" && event.dataTransfer.files.length) compare(event.dataTransfer.files[0]);
    });
  }
})();
