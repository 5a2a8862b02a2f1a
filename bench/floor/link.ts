/**
 * The shortest way from a click to an event, as tutorials show it: open a window, request a session,
 * go there, believe the answer. It fails if the window is blocked, isolated, closed or slow.
 */
export function link(element: HTMLElement, sessionUrl: string): void {
  const popup = window.open('about:blank', '_blank', 'popup,width=480,height=760');
  const nonce = crypto.randomUUID();
  const isCut = element.hasAttribute('cut-opener');
  const finish = (): boolean => element.dispatchEvent(new Event('bare-success'));
  if (popup && isCut) {
    // The window must not reach the page that opened it, so the answer comes over a channel.
    popup.opener = null;
    const channel = new BroadcastChannel(nonce);
    channel.onmessage = () => {
      channel.close();
      finish();
    };
  }
  addEventListener('message', function hear({ origin, data }: MessageEvent<unknown>) {
    if (origin !== location.origin || data !== nonce) return;
    removeEventListener('message', hear);
    finish();
  });
  const way = isCut ? 'channel' : 'bare';
  const redirectUri = new URL(`/return/${way}?enode_link=${nonce}`, location.href).href;
  void fetch(sessionUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ redirectUri }),
  })
    .then((response) => response.json() as Promise<{ linkUrl: string }>)
    .then(({ linkUrl }) => popup?.location.replace(linkUrl));
}
