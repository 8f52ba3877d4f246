// Portal SAKIP: small behaviours shared by all pages. Nothing here computes a figure; the server does that.
(function () {
  "use strict";

  document.documentElement.classList.add("js");
  const portal = (window.portal = { notify: notify });

  function toggle(button, open) {
    const target = document.getElementById(button.getAttribute("aria-controls"));
    if (!target) return;
    target.classList.toggle("terbuka", open);
    button.setAttribute("aria-expanded", String(open));
  }

  function closeAll(except) {
    document.querySelectorAll("[data-buka][aria-expanded=true]").forEach(function (button) {
      const target = document.getElementById(button.getAttribute("aria-controls"));
      if (!except || !(button.contains(except) || (target && target.contains(except)))) toggle(button, false);
    });
    document.querySelectorAll("details.akun[open]").forEach(function (menu) {
      if (!except || !menu.contains(except)) menu.open = false;
    });
  }

  document.addEventListener("click", function (event) {
    closeAll(event.target);
    const opener = event.target.closest("[data-buka]");
    if (opener) toggle(opener, opener.getAttribute("aria-expanded") !== "true");
    const closer = event.target.closest("[data-tutup]");
    if (closer) closer.closest("dialog, .pesan").matches("dialog") ? closer.closest("dialog").close() : closer.closest(".pesan").remove();
    if (event.target.closest("[data-cetak]")) window.print();
    if (event.target.matches("dialog.panel")) event.target.close();
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    const button = document.querySelector("[data-buka][aria-expanded=true]");
    closeAll(null);
    if (button) button.focus();
  });

  // The context bar and filters marked so are sent as soon as a choice is made.
  document.addEventListener("change", function (event) {
    const form = event.target.form;
    if (form && form.hasAttribute("data-kirim-otomatis")) form.requestSubmit();
  });

  // A page's form is sent once: a second click would take the place of the first, whose answer nobody sees then. Coming
  // back, Escape (which stops the browser's waiting) and time let it be sent again.
  const ANSWER = 60000; // milliseconds
  const BUSY = "form[aria-busy]";

  function isRepeated(form) {
    if (form.method !== "post") return false;
    if (form.matches(BUSY)) return true;
    form.setAttribute("aria-busy", "true");
    setTimeout(release, ANSWER);
    return false;
  }

  function release() {
    document.querySelectorAll(BUSY).forEach(function (form) { form.removeAttribute("aria-busy"); });
  }
  window.addEventListener("pageshow", release);
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") release(); });

  // Typed values are not lost by leaving: a guarded form asks first. The rows of the entry screen keep their own count.
  document.addEventListener("input", function (event) {
    const form = event.target.closest("form[data-jaga]:not([data-baris])");
    if (form) form.dataset.berubah = "ya";
  });
  window.addEventListener("submit", function (event) {
    if (!event.defaultPrevented && isRepeated(event.target)) event.preventDefault();
    if (!event.defaultPrevented) delete event.target.dataset.berubah;
  });
  window.addEventListener("beforeunload", function (event) {
    if (!document.querySelector("form[data-jaga][data-berubah]")) return;
    event.preventDefault();
    setTimeout(release, 0); // who stays may send again
  });

  function notify(text) {
    const place = document.getElementById("pemberitahuan");
    const model = document.getElementById("contoh-pemberitahuan");
    if (!place || !model) return;
    const message = model.content.cloneNode(true);
    message.querySelector("[data-teks]").textContent = text;
    place.replaceChildren(message);
  }

  // A partial that lands in the panel opens it.
  document.addEventListener("htmx:afterSwap", function (event) {
    const panel = event.detail.target.closest("dialog.panel");
    if (panel && !panel.open) panel.showModal();
    if (!event.detail.target.closest("#pemberitahuan")) {
      const place = document.getElementById("pemberitahuan");
      if (place) place.replaceChildren();
    }
  });

  // An answer to a part that is typed in is merged into it: what was typed meanwhile stays, and stays unsaved.
  document.addEventListener("htmx:beforeSwap", function (event) {
    const detail = event.detail;
    if (!detail.shouldSwap || !detail.target.matches("[data-lebur]") || !portal.merge) return;
    const sent = Object.fromEntries(detail.requestConfig.formData || []);
    if (portal.merge(detail.target, detail.serverResponse, sent)) detail.shouldSwap = false;
    const form = detail.target.querySelector("form[data-jaga]");
    if (form && detail.xhr.status === 200) {
      const edited = Array.from(form.querySelectorAll("textarea")).some(function (one) {
        return one.name in sent && one.value !== sent[one.name];
      });
      if (!edited) delete form.dataset.berubah;
    }
  });
  document.addEventListener("htmx:responseError", function (event) {
    const status = event.detail.xhr.status;
    const belum = event.detail.requestConfig.verb === "get" ? "Belum dapat dibuka" : "Belum tersimpan";
    if (portal.isSessionEnd(event.detail.xhr)) portal.wait(event.detail);
    else if (status === 403) notify(belum + ": Anda tidak berwenang untuk tindakan ini. Bila tugas Anda berubah, hubungi admin pemda.");
    else if (status === 404) notify("Data ini tidak ditemukan atau bukan wewenang Anda. Muat ulang halaman.");
    else if (status === 413) notify("Belum tersimpan: isian atau berkas melebihi batas. Kurangi, lalu kirim lagi.");
    else if (status === 429 || status === 503) notify("Server sedang sibuk. Tunggu sebentar, lalu ulangi.");
    else notify(belum + ": server tidak dapat memproses permintaan (kode " + status + "). Isian Anda masih ada di layar; coba lagi.");
  });
  document.addEventListener("htmx:sendError", function () {
    notify("Belum tersimpan: sambungan terputus. Isian Anda masih ada di layar; coba lagi setelah tersambung.");
  });
  document.addEventListener("htmx:timeout", function () {
    notify("Belum tersimpan: server terlalu lama menjawab. Coba lagi.");
  });
})();
