// Gives the rich-text editor the page's language: it has none of its own for Vietnamese.
(() => {
  const words = JSON.parse(document.getElementById("editor-words").textContent);
  window.gettext = (word) => words[word] ?? word;

  const NAMED = ["title", "aria-label"];
  const relabel = (element) => {
    for (const name of NAMED) {
      const word = element.getAttribute(name);
      if (word && words[word]) element.setAttribute(name, words[word]);
    }
    // An icon's text is the name of its picture; outside the editor's menu and dialogs, the same word is somebody's own.
    const isLabel = element.closest('[class*="prose-"]') && !element.classList.contains("material-icons");
    // What a choice stands for is its English word, as the editor's script compares it.
    if (isLabel && element instanceof HTMLOptionElement) element.value = element.value;
    if (isLabel && element.children.length === 0 && words[element.textContent]) element.textContent = words[element.textContent];
    if (element.matches('[role="textbox"]:not([aria-label])')) element.setAttribute("aria-label", words.field);
    if (element.classList.contains("prose-menubar__button") && !element.getAttribute("aria-label")) {
      element.setAttribute("aria-label", element.title);
    }
  };
  new MutationObserver((changes) => {
    for (const change of changes) {
      for (const node of change.addedNodes) {
        if (!(node instanceof HTMLElement) || node.closest('[role="textbox"] *')) continue;
        relabel(node);
        node.querySelectorAll("*").forEach((inner) => inner.closest('[role="textbox"] *') || relabel(inner));
      }
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
