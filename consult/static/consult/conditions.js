// What hangs on an answer is shown and hidden at once. Without this script the server does it when the form is sent.
(() => {
  "use strict";
  const parts = [...document.querySelectorAll("[data-hangs-on]")].map((part) => ({
    part,
    on: JSON.parse(document.getElementById(part.dataset.hangsOn).textContent),
  }));
  if (!parts.length) return;

  const answer = (name) => {
    const fields = [...document.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    const field = fields.find((one) => one.type !== "radio" || one.checked);
    // An answer that is not asked for counts nothing.
    return field && !field.closest("[data-hangs-on][hidden]") ? field.value : "";
  };
  const show = () => {
    // In their order: a part hangs on what stands above it.
    // One in which two devices wrote otherwise stays until that is settled.
    for (const { part, on } of parts) {
      part.hidden = !part.querySelector("[data-choose]") && !on.some((one) => answer(one.field) === one.answer);
    }
  };
  document.addEventListener("change", show);
  for (const event of ["consult:written", "consult:disputed"]) document.addEventListener(event, show, true);
  show();
})();
