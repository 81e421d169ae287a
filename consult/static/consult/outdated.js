// The document that is shown was made of the form as it stood then: once the form says something else, the card says so.
(() => {
  const card = document.querySelector("[data-preview-of]");
  const form = card && document.getElementById(card.dataset.previewOf);
  if (!form) return;
  const shown = card.querySelector("#preview");
  const [changed, otherDecision] = card.querySelectorAll("[data-outdated]");
  const ask = card.querySelector("[data-see]");
  // What a form carries beside what somebody says by it.
  const CARRIED = ["csrfmiddlewaretoken", "revision", "sent_mark", "once"];
  let asked = null;
  let made = null;
  // Until somebody does something in the form, what changes in it is an editor that writes the same text its own way.
  let touched = false;

  const said = (value) => (value instanceof File ? [value.name, value.size, value.lastModified] : value);
  const state = () => JSON.stringify([...new FormData(form)].filter(([name]) => !CARRIED.includes(name)).map(([name, value]) => [name, said(value)]));
  // Where a decision is a button, whoever has reached it has not pressed it yet.
  const reachedOther = () => {
    const reached = document.activeElement;
    return card.dataset.decision && reached?.form === form && reached.name === "decision" && reached.value !== card.dataset.decision;
  };
  const compare = () => {
    if (made === null) return;
    if (!touched) made = state();
    const isOther = Boolean(reachedOther());
    const isChanged = !isOther && state() !== made;
    // Told once: what is set again is read out again.
    if (changed.hidden === isChanged) changed.hidden = !isChanged;
    if (otherDecision.hidden === isOther) otherDecision.hidden = !isOther;
    shown.classList.toggle("preview-outdated", isOther || isChanged);
  };
  // An editor writes into its field after the event.
  const soon = () => setTimeout(compare);
  const touch = (event) => {
    touched ||= event.isTrusted;
    soon();
  };

  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.target === shown) asked = state();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== shown || asked === null) return;
    made = asked;
    compare();
  });
  for (const name of ["input", "change", "click", "keyup", "consult:written"]) form.addEventListener(name, touch);
  for (const name of ["focusin", "focusout"]) document.addEventListener(name, soon);
  changed.querySelector("button").addEventListener("click", () => ask.click());
})();
