// Runs before anything is drawn. A file of its own because the content policy allows no inline script.
(function () {
  // Theme and density stand on <html> at once, so that no window flashes in the wrong colours. The keys
  // are written by src/features/settings/appearance.ts.
  var html = document.documentElement;
  try {
    var theme = localStorage.getItem("drydock.theme") || "system";
    if (theme === "system") {
      theme = matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
    }
    html.dataset.theme = theme === "light" ? "light" : "dark";
    html.dataset.density = localStorage.getItem("drydock.density") || "comfortable";
  } catch {
    html.dataset.theme = "dark";
  }

  // Where the system names no language, WebKitGTK says "C". Intl refuses that, and libraries that hand it
  // on fail while they load.
  try {
    Intl.getCanonicalLocales(navigator.language);
  } catch {
    Object.defineProperty(navigator, "language", { value: "en-GB", configurable: true });
    Object.defineProperty(navigator, "languages", { value: ["en-GB"], configurable: true });
  }
})();
