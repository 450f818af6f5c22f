// The camera at the door. Frames are looked at here where the browser has a reader, else
// they are sent to the server, one at a time; the server signs in, and its answer is shown.
// The code that was read last is left alone for a while, for it is still before the camera.
"use strict";
(function () {
  var door = document.getElementById("door");
  if (!door) return;
  var video = document.getElementById("door-video"), box = document.getElementById("door-camera");
  var start = document.getElementById("door-start"), stop = document.getElementById("door-stop");
  var result = document.getElementById("door-result");
  var every = 300, rest = 1500, again = 6000, side = 640;
  var stream = null, timer = 0, last = "", lastAt = 0, reader = null;
  var canvas = document.createElement("canvas");

  if (!window.isSecureContext || !navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) {
    document.getElementById("door-off").hidden = false;
    return;
  }
  start.hidden = false;
  if ("BarcodeDetector" in window) {
    window.BarcodeDetector.getSupportedFormats().then(function (all) {
      if (all.indexOf("qr_code") >= 0) reader = new window.BarcodeDetector({ formats: ["qr_code"] });
    }, function () { /* the server reads */ });
  }

  function show(html) {
    result.innerHTML = html;
    var section = result.querySelector("[data-code]");
    if (!section) return;
    last = section.getAttribute("data-code");
    lastAt = Date.now();
    if (navigator.vibrate) navigator.vibrate(section.getAttribute("data-tone") === "good" ? 80 : [60, 60, 60]);
    result.scrollIntoView({ block: "nearest" });
  }

  function send(form) {
    form.append("part", "1");
    return fetch(door.getAttribute("data-post"), { method: "POST", body: form, headers: { Accept: "text/html" } }).then(function (r) {
      if (r.redirected) throw new Error("signed out");
      if (r.status === 204) return every; // no code in the frame
      if (!r.ok) throw new Error(r.status);
      return r.text().then(function (html) {
        show(html);
        return rest;
      });
    });
  }

  function frame() {
    var w = video.videoWidth, h = video.videoHeight;
    if (!w || !h) return Promise.resolve(every);
    var scale = Math.min(1, side / Math.max(w, h));
    canvas.width = Math.round(w * scale);
    canvas.height = Math.round(h * scale);
    canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
    if (Date.now() - lastAt < rest) return Promise.resolve(every);
    if (reader) {
      return reader.detect(canvas).then(function (found) {
        var text = found.length ? found[0].rawValue : "";
        if (!text || text === last && Date.now() - lastAt < again) return every;
        var form = new FormData();
        form.append("code", text);
        return send(form);
      });
    }
    return post();
  }

  function post() {
    return new Promise(function (done) { canvas.toBlob(done, "image/jpeg", 0.7); }).then(function (blob) {
      var form = new FormData();
      form.append("picture", blob, "frame.jpg");
      if (Date.now() - lastAt < again) form.append("last", last); // it is still before the camera
      return send(form);
    });
  }

  function turn() {
    if (!stream) return;
    frame().catch(function () { return 2000; }).then(function (wait) {
      if (stream) timer = window.setTimeout(turn, wait);
    });
  }

  start.addEventListener("click", function () {
    document.getElementById("door-denied").hidden = true;
    navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: "environment", width: { ideal: 1280 } } }).then(function (s) {
      stream = s;
      video.srcObject = s;
      box.hidden = false;
      start.hidden = true;
      stop.hidden = false;
      return video.play();
    }).then(turn, function () {
      document.getElementById("door-denied").hidden = false;
    });
  });
  stop.addEventListener("click", function () {
    window.clearTimeout(timer);
    stream.getTracks().forEach(function (t) { t.stop(); });
    stream = null;
    box.hidden = true;
    start.hidden = false;
    stop.hidden = true;
  });
})();
