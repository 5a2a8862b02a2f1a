import 'enode-link-button/react';

export const wrong = <enode-link-button onenode-link-success={({ detail }) => detail.reason} />;
