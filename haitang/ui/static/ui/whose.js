// Whose copies of pages this phone may show: theirs who is signed in, and everyone's. Used by pages and by the worker.
(() => {
  "use strict";
  if (!self.caches) return;
  const MARK = "haitang-who", EVERYONE = "haitang-everyone", AT = "/haitang-who";
  const named = (account) => (account ? `haitang-${account}` : EVERYONE);

  // Who was seen signed in here last; nobody until a page has said so.
  const now = async () => {
    const told = await caches.match(AT, { cacheName: MARK });
    return told ? told.text() : "";
  };
  // From here on the copies are for *account*, or for nobody: what others had made goes.
  const become = async (account) => {
    await (await caches.open(MARK)).put(AT, new Response(account));
    const strange = (name) => /^haitang-\d+$/.test(name) && name !== named(account);
    await Promise.all((await caches.keys()).filter(strange).map((name) => caches.delete(name)));
  };
  const copy = async (request, how) => {
    const account = await now();
    const own = account && (await caches.match(request, { ...how, cacheName: named(account) }));
    return own || caches.match(request, { ...how, cacheName: EVERYONE });
  };

  self.whose = { now, become, copy, named };
})();
