// Rows in an order: the buttons of a row move it at once, and its number can be dragged. Without this script the server does it.
(() => {
  "use strict";
  const form = document.querySelector("form[data-ordered]");
  if (!form) return;
  const list = form.querySelector("[data-rows]");
  const said = form.querySelector("[data-said]");
  const rows = () => [...list.querySelectorAll("[data-row]")];

  const number = () => {
    rows().forEach((row, place) => {
      row.querySelector("[data-number]").textContent = String(place + 1);
      row.querySelector("[data-order]").value = String(place);
      for (const button of row.querySelectorAll("[data-do]")) button.value = `${button.dataset.do}-${place}`;
    });
    // drafts.js keeps what is typed when it hears of it.
    form.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const say = (row) => {
    said.textContent = `${form.dataset.moved} ${rows().indexOf(row) + 1}`;
  };

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("[data-row]");
    const act = button.dataset.do;
    if (act === "remove") {
      const next = row.nextElementSibling || row.previousElementSibling;
      // The row stays in the form and is sent empty: an empty row is none.
      row.hidden = true;
      for (const field of row.querySelectorAll("input[type=text], input[data-kept], input[type=hidden], textarea")) {
        if (!("order" in field.dataset)) field.value = "";
      }
      row.querySelector("[data-order]").value = "-1";
      form.append(row);
      number();
      said.textContent = form.dataset.removed;
      if (next) next.querySelector("[data-do=remove]").focus();
      return;
    }
    const other = act === "up" ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (act === "up") list.insertBefore(row, other);
    else list.insertBefore(other, row);
    number();
    say(row);
    button.focus();
  });

  const middle = (row) => {
    const box = row.getBoundingClientRect();
    return box.top + box.height / 2;
  };

  // Pointers, not the browser's own dragging: fingers have it too. Its neighbours move past the held row, which itself is
  // never taken out of the page, or the pointer would be let go.
  const follow = (row, at) => {
    for (let above; (above = row.previousElementSibling) && at < middle(above); ) list.insertBefore(above, row.nextElementSibling);
    for (let below; (below = row.nextElementSibling) && at > middle(below); ) list.insertBefore(below, row);
  };

  for (const row of rows()) {
    const handle = row.querySelector("[data-handle]");
    handle.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      handle.setPointerCapture(event.pointerId);
      row.classList.add("dragged");
    });
    handle.addEventListener("pointermove", (event) => {
      if (handle.hasPointerCapture(event.pointerId)) follow(row, event.clientY);
    });
    handle.addEventListener("lostpointercapture", () => {
      row.classList.remove("dragged");
      number();
      say(row);
    });
  }
})();
