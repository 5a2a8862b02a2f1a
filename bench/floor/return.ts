/** The least that a return page can do. */
export {};
const nonce = new URLSearchParams(location.search).get('enode_link');
(opener as Window | null)?.postMessage(nonce, location.origin);
close();
