// Shows what was pushed and, when it is pressed, opens the page it leads to. Keeps nothing.
"use strict";
self.addEventListener("push", (event) => {
  const told = event.data ? event.data.json() : {};
  event.waitUntil(self.registration.showNotification(told.title || "海棠", { body: told.body || "", data: { url: told.url || "/" }, tag: told.url || undefined }));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data.url));
});
