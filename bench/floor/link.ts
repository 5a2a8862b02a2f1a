/**
 * The shortest way from a click to an event: open, ask, go there, believe the answer. What every
 * tutorial shows. It fails wherever a window is blocked, isolated, closed or slow.
 */
export function link(element: HTMLElement, sessionUrl: string): void {
  const popup = window.open('about:blank', '_blank', 'popup,width=480,height=760');
  const nonce = crypto.randomUUID();
  const isCut = element.hasAttribute('cut-opener');
  const finish = (): boolean => element.dispatchEvent(new Event('bare-success'));
  if (popup && isCut) {
    // The same over a channel, as the window must not reach the page that opened it.
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
