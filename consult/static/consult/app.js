// What the pages need beyond HTML and htmx.
(() => {
  const root = document.documentElement;

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
    // A point of a draft leads to the review that it comes from.
    const source = event.target.closest('a[href^="#review-"]');
    const review = source && document.querySelector(source.getAttribute("href"));
    if (review) {
      event.preventDefault();
      review.classList.add("show");
      review.scrollIntoView({ block: "center" });
    }
    const remove = event.target.closest("[data-remove-row]");
    if (remove) {
      const rows = remove.closest("[data-rows]");
      remove.closest("[data-row]").remove();
      rows.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });

  // A file is sent as soon as it is chosen.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("[data-upload]");
    if (form && event.target.type === "file" && event.target.files.length) form.requestSubmit();
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

  // A refused upload answers 422 with the row and its sentence: show it.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status === 422) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });

  // A form is sent once, however often its button is pressed; the pressed button's value goes with it.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    const unsent = form.dataset.signOut;
    if (unsent && window.drafts.any() && !window.confirm(unsent)) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    if (unsent) window.drafts.clear();
    else if (!form.dataset.autosave) window.drafts.keepSent(form);
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  window.drafts.settle();

  // The first error is brought into view.
  document.querySelector(".text-danger[role=alert]:not(:empty), .alert-danger")?.scrollIntoView({ block: "center" });
})();
