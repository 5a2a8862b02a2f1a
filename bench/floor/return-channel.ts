/** The least that a return page can do if its window has no opener. */
export {};
const nonce = new URLSearchParams(location.search).get('enode_link') ?? '';
new BroadcastChannel(nonce).postMessage(nonce);
// If the window closed at once, the message could be lost with it.
setTimeout(close, 100);
