// The entry screen: keyboard, focus after a save, the count of filled rows. No figure is computed here.
(function () {
  "use strict";

  let next = null; // where the cursor goes once the row that is being saved has come back

  function cells() {
    return Array.from(document.querySelectorAll(".isian-sel > .bidang input, .isian-sel > .bidang select")).filter(
      function (cell) {
        return !cell.disabled && cell.offsetParent !== null;
      }
    );
  }

  function moveTo(cell) {
    if (!cell) return;
    cell.focus({ preventScroll: true });
    if (cell.select) cell.select();
    cell.scrollIntoView({ block: "nearest" });
  }

  function rowOf(element) {
    return element.closest("form[data-baris]");
  }

  document.addEventListener("keydown", function (event) {
    const cell = event.target;
    const row = cell.closest ? rowOf(cell) : null;
    if (!row || event.isComposing || !cell.matches("input, select, textarea")) return;

    if (event.key === "Enter" && cell.matches("textarea") && !(event.ctrlKey || event.metaKey)) return;
    if (event.key === "Enter") {
      event.preventDefault();
      const all = cells();
      const index = all.indexOf(cell);
      const after = index < 0 ? null : all[index + 1];
      // The second half of a fraction comes before the save.
      if (after && rowOf(after) === row && !after.value) {
        moveTo(after);
        return;
      }
      const following = all.find(function (other, position) {
        return position > index && rowOf(other) !== row && row.compareDocumentPosition(rowOf(other)) & Node.DOCUMENT_POSITION_FOLLOWING;
      });
      if (!row.dataset.berubah) {
        moveTo(following);
        return;
      }
      const button = row.querySelector("[data-simpan]:not([hidden])");
      if (button) {
        next = following ? rowOf(following).id : null;
        row.requestSubmit(button);
      }
      return;
    }

    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && cell.matches("input") && !event.altKey) {
      const all = cells();
      const index = all.indexOf(cell);
      if (index < 0) return;
      event.preventDefault();
      moveTo(all[index + (event.key === "ArrowDown" ? 1 : -1)]);
    }
  });

  // What is typed and not saved is said at once.
  document.addEventListener("input", function (event) {
    const row = event.target.closest ? rowOf(event.target) : null;
    const status = row && row.querySelector(".isian-status");
    if (status) {
      status.textContent = "belum disimpan";
      status.classList.add("isian-belum");
    }
  });

  function count(change) {
    const place = document.querySelector("[data-jumlah-terisi]");
    const bar = document.querySelector("[data-kemajuan]");
    if (!place || !change) return;
    const filled = Number(place.textContent) + change;
    place.textContent = String(filled);
    if (bar) bar.value = filled;
  }

  document.addEventListener("htmx:beforeSwap", function (event) {
    const row = event.detail.target;
    if (row && row.matches && row.matches("form[data-baris]")) row.dataset.lama = row.dataset.terisi;
  });

  // After settling, not after the swap: until then htmx lets the new row wear the attributes of the old one.
  document.addEventListener("htmx:afterSettle", function (event) {
    const old = event.detail.target;
    if (!old || !old.matches || !old.matches("form[data-baris]")) return;
    const row = document.getElementById(old.id);
    if (!row) return;
    count((row.dataset.terisi === "ya") - (old.dataset.lama === "ya"));
    const wrong = row.querySelector("[aria-invalid=true]");
    const decision = row.querySelector(".isian-konflik-aksi a");
    if (wrong || decision || row.classList.contains("isian-bermasalah")) {
      // What was typed is still unsaved: leaving the page asks first.
      row.dataset.berubah = "ya";
      next = null;
      moveTo(wrong || decision || row.querySelector(".isian-sel input"));
      return;
    }
    const saved = row.querySelector(".isian-tersimpan");
    const last = document.querySelector("[data-terakhir]");
    if (saved && last) last.textContent = "Terakhir " + saved.textContent.trim();
    const following = next && document.getElementById(next);
    next = null;
    if (following) moveTo(following.querySelector(".isian-sel > .bidang input, .isian-sel > .bidang select"));
    else moveTo(row.querySelector(".isian-sel > .bidang input, .isian-sel > .bidang select"));
  });

  // The panel says what it shows: the history of a value, else where a figure comes from.
  document.addEventListener("htmx:afterSwap", function (event) {
    const title = document.getElementById("panel-judul");
    if (!title || event.detail.target.id !== "panel-isi") return;
    title.dataset.awal = title.dataset.awal || title.textContent;
    const named = event.detail.target.querySelector("[data-panel-judul]");
    title.textContent = named ? named.dataset.panelJudul : title.dataset.awal;
  });

  // A save that did not arrive leaves the row unsaved.
  ["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      const row = event.detail.elt.closest("form[data-baris]");
      if (row) row.dataset.berubah = "ya";
      next = null;
    });
  });
})();
