// Shows the notice for browsers that the pages do not work in. Every browser reads this, so it is written as in 2009.
(function () {
  // Safari knows the last of these since 15, Chrome since 88, Firefox since 89.
  var known = "noModule" in document.createElement("script") && window.CSS && window.CSS.supports && window.CSS.supports("aspect-ratio", "1");
  if (!known) document.getElementById("old-browser").removeAttribute("hidden");
})();
