import 'enode-link-button/preact';

export const wrong = <enode-link-button onenode-link-success={({ detail }) => detail.reason} />;
