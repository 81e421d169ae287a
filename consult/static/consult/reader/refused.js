// Says in place of the pages why there are none: "failed", or "old" for a browser that is too old.
export function refuse(root, why) {
  const notice = root.parentElement.querySelector(`template[data-notice="${why}"]`).content.cloneNode(true);
  root.replaceChildren(notice);
  root.dataset.refused = why;
}
