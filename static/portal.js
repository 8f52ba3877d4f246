// Portal SAKIP: small behaviours shared by all pages. Nothing here computes a figure; the server does that.
(function () {
  "use strict";

  document.documentElement.classList.add("js");

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

  // Typed values are not lost by leaving: a guarded form asks first.
  document.addEventListener("input", function (event) {
    const form = event.target.closest("form[data-jaga]");
    if (form) form.dataset.berubah = "ya";
  });
  document.addEventListener("submit", function (event) {
    delete event.target.dataset.berubah;
  });
  window.addEventListener("beforeunload", function (event) {
    if (document.querySelector("form[data-jaga][data-berubah]")) event.preventDefault();
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
  document.addEventListener("htmx:afterRequest", function (event) {
    const form = event.detail.elt.closest("form[data-jaga]");
    if (form && event.detail.successful) delete form.dataset.berubah;
  });
  document.addEventListener("htmx:responseError", function (event) {
    const status = event.detail.xhr.status;
    if (status === 403) notify("Belum tersimpan: sesi Anda telah berakhir atau Anda tidak berwenang. Masuk kembali di tab lain, lalu ulangi di sini.");
    else if (status === 404) notify("Data ini tidak ditemukan atau bukan wewenang Anda. Muat ulang halaman.");
    else if (status === 429) notify("Terlalu banyak permintaan. Tunggu sebentar, lalu ulangi.");
    else notify("Belum tersimpan: server tidak dapat memproses permintaan (kode " + status + "). Isian Anda masih ada di layar; coba lagi.");
  });
  document.addEventListener("htmx:sendError", function () {
    notify("Belum tersimpan: sambungan terputus. Isian Anda masih ada di layar; coba lagi setelah tersambung.");
  });
  document.addEventListener("htmx:timeout", function () {
    notify("Belum tersimpan: server terlalu lama menjawab. Coba lagi.");
  });
})();
