// What the pages need beyond HTML and htmx.
(() => {
  const root = document.documentElement;
  const TWICE_MS = 10_000;

  document.addEventListener("click", (event) => {
    const toggle = event.target.closest("[data-theme-toggle]");
    if (toggle) {
      const theme = root.getAttribute("data-bs-theme") === "dark" ? "light" : "dark";
      root.setAttribute("data-bs-theme", theme);
      localStorage.setItem("theme", theme);
    }
    const confirmed = event.target.closest("[data-confirm]");
    if (confirmed && !window.confirm(confirmed.dataset.confirm)) event.preventDefault();
    const add = event.target.closest("[data-add-row]");
    if (add) {
      const form = add.closest("form");
      form.querySelector("[data-rows]").append(form.querySelector("[data-row-template]").content.cloneNode(true));
    }
    // What has been said of somebody stays: only the empty fields of the others are filled.
    const rest = event.target.closest("[data-rest-came]");
    for (const seat of rest ? rest.form.querySelectorAll("[data-seat]") : []) {
      const [presence, vote] = seat.querySelectorAll("select");
      if (!presence.value) presence.value = "room";
      if (!vote.value && presence.value !== "absent") vote.value = "for";
    }
    // A point of a draft leads to the review that it comes from.
    const source = event.target.closest('a[href^="#review-"]');
    const review = source && document.querySelector(source.getAttribute("href"));
    if (review) {
      event.preventDefault();
      review.open = true;
      review.scrollIntoView({ block: "center" });
    }
    const unfold = event.target.closest("[data-unfold]");
    if (unfold) {
      const open = document.getElementById(unfold.getAttribute("aria-controls")).classList.toggle("show");
      unfold.setAttribute("aria-expanded", String(open));
    }
    closeMenus(event.target);
    const remove = event.target.closest("[data-remove-row]");
    if (remove) {
      const rows = remove.closest("[data-rows]");
      remove.closest("[data-row]").remove();
      rows.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });

  // A menu closes when something else is pressed, or reached by the keyboard: it would lie over what comes next.
  const closeMenus = (reachedFor) => {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (!menu.contains(reachedFor)) menu.open = false;
    }
  };
  document.addEventListener("focusin", (event) => closeMenus(event.target));
  document.addEventListener("keydown", (event) => {
    // Some browsers leave the focus where it was when a menu is pressed open.
    const menu = event.key === "Escape" && document.querySelector("details[data-menu][open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  // What is too large, or of another kind, is said before it is sent; the rest of the form stays as it is.
  const notTaken = (input) => {
    const { fileLimit, fileLarge } = input.closest("[data-file-limit]").dataset;
    const faults = [...input.files].map((file) => [file, file.size > Number(fileLimit) ? fileLarge : otherKind(input, file)])
      .filter(([, fault]) => fault);
    const line = input.closest("[data-upload]")?.querySelector(".upload-error") ?? lineAfter(input);
    line.textContent = faults.map(([file, fault]) => (input.multiple ? `${file.name}: ${fault}` : fault)).join(" ");
    if (faults.length) input.value = "";
    return faults.length > 0;
  };
  // The ending tells enough to stop what cannot be taken; what a file really is, the server sees.
  const otherKind = (input, file) => {
    const taken = input.dataset.fileKinds && input.accept.split(",");
    const [ending] = file.name.toLowerCase().match(/\.[a-z0-9]{2,5}$/) ?? [];
    return taken && ending && !taken.includes(ending) ? input.dataset.fileKinds : "";
  };
  const lineAfter = (input) => {
    const there = input.parentElement.querySelector(".file-large");
    if (there) return there;
    const line = document.createElement("div");
    line.className = "file-large text-danger small mt-1";
    line.setAttribute("role", "alert");
    input.after(line);
    return line;
  };

  // A file is sent as soon as it is chosen.
  document.addEventListener("change", (event) => {
    if (event.target.matches("input[type=file][name]") && notTaken(event.target)) return;
    const form = event.target.closest("[data-upload]");
    if (!form || event.target.type !== "file" || !event.target.files.length) return;
    // Where files can be sent in pieces, that comes first (sending.js).
    if (form.dispatchEvent(new CustomEvent("consult:chosen", { bubbles: true, cancelable: true }))) form.requestSubmit();
  });

  document.addEventListener("htmx:xhr:progress", (event) => {
    const bar = event.target.querySelector?.("progress");
    if (!bar || !event.detail.lengthComputable) return;
    bar.hidden = false;
    bar.value = (100 * event.detail.loaded) / event.detail.total;
  });

  const uploadFailed = (event, reason) => {
    const form = event.target.closest?.("[data-upload]");
    if (!form) return;
    form.querySelector("progress").hidden = true;
    const line = form.querySelector(".upload-error");
    line.textContent = line.dataset[reason];
  };
  document.addEventListener("htmx:sendError", (event) => uploadFailed(event, "lost"));
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 413) uploadFailed(event, "large");
  });

  // While somebody types into a part that is renewed by itself, it waits.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const live = event.target.closest?.("[data-live]");
    const typing = document.activeElement?.matches("input[type=number], input[type=text], textarea");
    if (live === event.target && typing && live.contains(document.activeElement)) event.preventDefault();
  });

  // A refused upload answers 422 with the row and its sentence, what was asked too often 429: show it.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if ([422, 429].includes(event.detail.xhr.status)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });

  // What is swapped takes the focus with it. Its like in the new part gets it: the same field, the same button of the same
  // form, else where a file is chosen, else whatever now stands in its place.
  const reached = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const formKey = (form) => form && form.getAttribute("action") + [...form.elements]
    .filter((one) => one.type === "hidden" && one.name !== "csrfmiddlewaretoken").map((one) => one.value).join();
  const inside = (part) => [...part.querySelectorAll(reached)].filter((one) => !one.disabled && one.getClientRects().length);
  let lost = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    const part = event.detail.target;
    const last = document.activeElement;
    lost = event.detail.shouldSwap && part.id && last !== part && part.contains(last) && {
      part: part.id, id: last.id, form: formKey(last.form), name: last.name, value: last.value, place: inside(part).indexOf(last),
    };
  });
  document.addEventListener("htmx:afterSettle", () => {
    const left = lost;
    lost = null;
    const part = left && document.getElementById(left.part);
    // Whoever went on meanwhile is not called back.
    if (!part || (document.activeElement && document.activeElement !== document.body)) return;
    const fields = inside(part);
    const alike = fields.filter((one) => left.form && formKey(one.form) === left.form);
    const next = fields.find((one) => left.id && one.id === left.id)
      || alike.find((one) => one.name === left.name && one.value === left.value) || alike[0]
      || fields.find((one) => one.type === "file") || fields[Math.min(left.place, fields.length - 1)];
    next?.focus({ preventScroll: true });
  });

  // A form is sent once, however often its button is pressed; the pressed button's value goes with it.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented || form.hasAttribute("hx-post")) return;
    // Pressed twice by one hand; later, the first may have been stopped on its way, and the form takes effect once anyway.
    if (Date.now() - Number(form.dataset.sent ?? 0) < TWICE_MS) {
      event.preventDefault();
      return;
    }
    const unsent = form.dataset.signOut;
    if (unsent && window.drafts.any() && !window.confirm(unsent)) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = String(Date.now());
    if (unsent) window.drafts.clear();
    else if (form.dataset.autosave) form.dispatchEvent(new CustomEvent("consult:sent"));
    else window.drafts.keepSent(form);
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  window.drafts.settle();

  // Through a comparison from one change to the next, in the order of the page, and from the last to the first.
  const next = document.querySelector("[data-next-change]");
  const changes = next ? [...document.querySelectorAll(".prose.compared :is(ins, del)")] : [];
  if (changes.length) {
    let place = -1;
    next.hidden = false;
    next.addEventListener("click", () => {
      changes[place]?.classList.remove("change-now");
      place = (place + 1) % changes.length;
      changes[place].classList.add("change-now");
      changes[place].scrollIntoView({ block: "center" });
      document.querySelector("[data-change-place]").textContent = `${place + 1}/${changes.length}`;
    });
  }

  // A box that begins with a line or two grows with what is written in it.
  const grow = (box) => {
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
  };
  document.querySelectorAll("textarea[data-grows]").forEach(grow);
  document.addEventListener("input", (event) => {
    if (event.target.matches("textarea[data-grows]")) grow(event.target);
  });

  // The first error is brought into view.
  document.querySelector(".text-danger[role=alert]:not(:empty), .alert-danger")?.scrollIntoView({ block: "center" });
})();
