import 'enode-link-button/preact';

export const wrong = (
  <enode-link-button onenode-link-error={(event: MouseEvent) => event.clientX} />
);
