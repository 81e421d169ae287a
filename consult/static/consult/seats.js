// The people to choose from stand once in the page; a seat's list takes them when it is used.
(() => {
  const people = document.getElementById("people-options");
  if (!people) return;
  // Few lists are filled at once, so that typing the first letters finds a name straight away.
  const AT_ONCE = 20000;
  const count = people.content.querySelectorAll("option").length;

  const fill = (list) => {
    if (list.dataset.filled) return;
    list.dataset.filled = "yes";
    const chosen = list.value;
    list.replaceChildren(list.options[0], people.content.cloneNode(true));
    list.value = chosen;
  };
  const rows = document.querySelector("[data-rows]");
  const fillFew = () => {
    const lists = rows.querySelectorAll("[data-people]");
    if (lists.length * count <= AT_ONCE) lists.forEach(fill);
  };
  fillFew();
  new MutationObserver(fillFew).observe(rows, { childList: true });
  // The reason under a name is of whoever was suggested: it goes with them.
  rows.addEventListener("change", (event) => {
    if (event.target.matches("[data-people]")) event.target.closest("[data-row]").querySelector("[data-reason]")?.remove();
  });
  for (const name of ["pointerdown", "focusin", "touchstart"]) {
    document.addEventListener(name, (event) => event.target.matches?.("[data-people]") && fill(event.target), { passive: true });
  }
})();
