import 'enode-link-button/solid';

export const wrong = (
  <enode-link-button on:enode-link-error={(event: MouseEvent) => event.clientX} />
);
