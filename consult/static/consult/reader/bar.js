// What stands above the pages: which page, how large; the same by keys and by two fingers.
const STEPS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4, 6];

const larger = (zoom) => STEPS.find((step) => step > zoom + 0.01) ?? zoom;
const smaller = (zoom) => STEPS.filter((step) => step < zoom - 0.01).pop() ?? zoom;

export function serveBar(bar, sheets) {
  const field = bar.querySelector("[data-page-field]");
  const size = bar.querySelector("[data-zoom]");
  const tell = () => {
    if (document.activeElement !== field) field.value = String(sheets.current);
    size.textContent = `${Math.round(sheets.zoom * 100)} %`;
  };
  field.max = String(sheets.list.length);
  bar.querySelector("[data-page-count]").textContent = String(sheets.list.length);
  const go = () => {
    if (field.value.trim()) sheets.show(Number(field.value));
    field.value = String(sheets.current);
  };
  field.addEventListener("change", go);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") go();
  });
  field.addEventListener("focus", () => field.select());
  const acts = {
    before: () => sheets.show(sheets.current - 1),
    after: () => sheets.show(sheets.current + 1),
    larger: () => sheets.setZoom(larger(sheets.zoom)),
    smaller: () => sheets.setZoom(smaller(sheets.zoom)),
    fit: () => sheets.setZoom(1),
  };
  for (const button of bar.querySelectorAll("[data-act]")) button.addEventListener("click", acts[button.dataset.act]);
  sheets.root.addEventListener("reader:moved", tell);
  sheets.root.addEventListener("keydown", (event) => {
    const act = { "+": "larger", "=": "larger", "-": "smaller", 0: "fit" }[event.key];
    if (!act || event.target !== sheets.root || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    acts[act]();
  });
  pinch(sheets);
  bar.hidden = false;
  tell();
}

function pinch(sheets) {
  const { root } = sheets;
  const apart = ([one, two]) => Math.hypot(one.clientX - two.clientX, one.clientY - two.clientY);
  root.addEventListener("touchstart", (start) => {
    if (start.touches.length !== 2) return;
    const from = { apart: apart(start.touches), zoom: sheets.zoom };
    const move = (event) => {
      if (event.touches.length !== 2) return;
      event.preventDefault();
      const { left, top } = root.getBoundingClientRect();
      const [one, two] = event.touches;
      const middle = [(one.clientX + two.clientX) / 2 - left, (one.clientY + two.clientY) / 2 - top];
      sheets.setZoom(from.zoom * (apart(event.touches) / from.apart), ...middle);
    };
    // A finger's events go to what it first touched, even where that has left the page because it was drawn anew.
    // eslint-disable-next-line compat/compat -- where there are no fingers there are no touches
    const touched = new Set([...start.touches].map((touch) => touch.target));
    const end = () => {
      for (const one of touched) {
        one.removeEventListener("touchmove", move);
        for (const name of ["touchend", "touchcancel"]) one.removeEventListener(name, end);
      }
    };
    for (const one of touched) {
      one.addEventListener("touchmove", move, { passive: false });
      for (const name of ["touchend", "touchcancel"]) one.addEventListener(name, end);
    }
  }, { passive: true });
}
