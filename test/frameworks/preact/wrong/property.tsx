import 'enode-link-button/preact';

export const wrong = <enode-link-button sessionUri="/session" />;
