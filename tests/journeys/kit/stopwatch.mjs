/**
 * Milliseconds as a person at the window has them: until two frames after what was asked for is there. Taken inside the
 * page, so the time of the driver's own messages is not in them.
 */

const whenItHolds = `
  const frames = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const whenItHolds = (holds) =>
    new Promise((done) => {
      const look = () => {
        if (!holds()) return;
        observer.disconnect();
        frames().then(() => done(performance.now()));
      };
      const observer = new MutationObserver(look);
      observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
      look();
    });
`;

/** From a press on the page; `shown` is a condition in the page's own language. */
export async function fromPressTo(page, shown, press) {
  await page.run(`
    ${whenItHolds}
    let pressed = null;
    addEventListener("pointerdown", () => (pressed = performance.now()), { capture: true, once: true });
    window.stopwatch = whenItHolds(() => pressed !== null && ${shown}).then((end) => end - pressed);
  `);
  await press();
  return Math.round(await page.ask("return await window.stopwatch"));
}

/** From a change of the address to a screen's heading, and to its whole content. */
export async function screenChange(page, path, title) {
  const { heading, content } = await page.ask(`
    ${whenItHolds}
    const began = performance.now();
    location.hash = ${JSON.stringify(path)};
    const heading = await whenItHolds(() => document.querySelector("h1")?.textContent === ${JSON.stringify(title)});
    const content = await whenItHolds(() => document.querySelector("main [aria-busy=true]") === null);
    return { heading: heading - began, content: content - began };
  `);
  return { heading: Math.round(heading), content: Math.round(content) };
}
