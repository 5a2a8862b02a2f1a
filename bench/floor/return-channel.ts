/** The least that a return page can say where its window's opener was cut. */
export {};
const nonce = new URLSearchParams(location.search).get('enode_link') ?? '';
new BroadcastChannel(nonce).postMessage(nonce);
// Closed at once, the message may go with the window.
setTimeout(close, 100);
