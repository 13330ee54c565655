/** Which keychain would hold a password is said; without one the window says so, and all that needs no password works. */
export const name = "the window says where secrets are kept, and works without such a place";

export async function journey(studio) {
  const page = await studio.open();
  await page.see(/Secrets:\s+Secret Service/);
  await page.click("link", /^Settings/);
  await page.see(/Secret Service\s+Passwords are kept there alone/);
  await page.reveal("heading", "Secrets");
  await page.shot("secret-service");
  await studio.close();

  const without = await studio.open({
    env: { DBUS_SESSION_BUS_ADDRESS: `unix:path=${studio.file("no-bus")}` },
  });
  await without.see(/Secrets:\s+no keychain/);
  await without.click("link", /^Settings/);
  await without.see("Not reachable");
  await without.see("SQLite files need no password");
  await without.reveal("heading", "Secrets");
  await without.shot("no-keychain");
  await without.click("link", /^Projects/);
  await without.click("button", "Open the sample project");
  await without.find("heading", "Map");
  await without.see("40 of 40 fields mapped");
}
