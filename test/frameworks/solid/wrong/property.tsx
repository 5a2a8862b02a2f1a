import 'enode-link-button/solid';

export const wrong = <enode-link-button prop:sessionUri="/session" />;
