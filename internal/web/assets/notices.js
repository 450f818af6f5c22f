// A slider beside each number of points of a try; the number itself is what counts.
"use strict";
(function () {
  function slider(input) {
    var range = document.createElement("input");
    range.type = "range";
    range.className = "notice-slide";
    range.min = "0";
    range.max = input.getAttribute("data-slide");
    range.step = Number(range.max) > 20 ? "1" : "0.5";
    range.value = input.value || "0";
    range.setAttribute("aria-hidden", "true");
    range.tabIndex = -1;
    range.addEventListener("input", function () { input.value = range.value; });
    input.addEventListener("input", function () { range.value = input.value || "0"; });
    input.after(range);
  }
  document.querySelectorAll("[data-slides] input[data-slide]").forEach(slider);
})();
