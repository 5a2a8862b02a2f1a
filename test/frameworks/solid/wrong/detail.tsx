import 'enode-link-button/solid';

export const wrong = <enode-link-button on:enode-link-success={({ detail }) => detail.reason} />;
