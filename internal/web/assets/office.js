// Small help for forms; every page works without it.
"use strict";
(function () {
  // A form is sent once: a second press would only be refused, and confuse.
  document.addEventListener("submit", function (e) {
    var form = e.target;
    if (form.hasAttribute("data-sent")) { e.preventDefault(); return; }
    form.setAttribute("data-sent", "");
    window.setTimeout(function () { form.removeAttribute("data-sent"); }, 8000);
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (f) { f.removeAttribute("data-sent"); });
  });
  // Another row of a table of fields: the last row, emptied and numbered on.
  document.addEventListener("click", function (e) {
    var button = e.target.closest("[data-add-row]");
    if (!button) return;
    e.preventDefault(); // without this script the button asks the server for more rows
    var rows = button.parentElement.querySelectorAll(":scope > .row-fields");
    var last = rows[rows.length - 1];
    var copy = last.cloneNode(true);
    var from = button.getAttribute("data-add-row") + "." + last.getAttribute("data-row") + ".";
    var next = Number(last.getAttribute("data-row")) + 1;
    var to = button.getAttribute("data-add-row") + "." + next + ".";
    copy.setAttribute("data-row", String(next));
    copy.querySelectorAll("[name],[id],[for],[aria-describedby]").forEach(function (el) {
      ["name", "id", "for", "aria-describedby"].forEach(function (a) {
        var v = el.getAttribute(a);
        if (v) el.setAttribute(a, v.replace(from, to));
      });
      if (el.matches("input[type=checkbox],input[type=radio]")) el.checked = false;
      else if ("value" in el && el.matches("input,textarea,select")) el.value = "";
    });
    copy.querySelectorAll(".fault").forEach(function (el) { el.remove(); });
    copy.querySelectorAll(".field-wrong").forEach(function (el) { el.classList.remove("field-wrong"); });
    last.after(copy);
    var first = copy.querySelector("input,textarea,select");
    if (first) first.focus();
  });
  document.addEventListener("click", function (e) {
    if (e.target.closest("[data-print]")) window.print();
  });
})();
