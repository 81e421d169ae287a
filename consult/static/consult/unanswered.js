// What a script asked of the server and did not get is said above the page, which stays as it was: nobody takes an act that was
// not done for done, and no page of another kind – of signing in, of a proxy – becomes a part of this one.
(() => {
  const notice = document.querySelector("[data-unanswered]");
  const link = notice.querySelector("a");
  const SIGNED_OUT = 401;
  let shown = "";

  // ``status``: of the answer; 0 where none came.
  const tell = (status) => {
    shown = { 0: "lost", [SIGNED_OUT]: "signedOut" }[status] ?? "failed";
    notice.firstElementChild.textContent = notice.dataset[shown];
    link.hidden = shown !== "signedOut";
    link.search = new URLSearchParams({ next: location.pathname + location.search });
    notice.hidden = false;
  };
  const withdraw = () => {
    notice.hidden = true;
  };

  const renewsItself = (part) => part.getAttribute("hx-trigger")?.startsWith("every");
  // An upload says beside its file what became of it.
  const saysItself = (part, status) => part.closest("[data-upload]") && [0, 413].includes(status);
  const missed = ({ detail: { requestConfig: { elt }, xhr } }, status = xhr.status) => {
    const quiet = renewsItself(elt) && status !== SIGNED_OUT;
    if (!quiet && !saysItself(elt, status)) tell(status);
    elt.closest("[data-upload]")?.querySelector("progress").setAttribute("hidden", "");
  };
  document.addEventListener("htmx:responseError", (event) => missed(event));
  document.addEventListener("htmx:sendError", (event) => missed(event, 0));
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { detail } = event;
    if (!detail.shouldSwap || detail.requestConfig.elt.hasAttribute("hx-select") || !/^\s*<!doctype/i.test(detail.serverResponse)) return;
    detail.shouldSwap = false;
    missed(event);
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.successful && (shown === "signedOut" || !renewsItself(detail.requestConfig.elt))) withdraw();
  });
  document.addEventListener("consult:unanswered", (event) => tell(event.detail.status));
})();
