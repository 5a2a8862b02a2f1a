import 'enode-link-button/solid';

export const wrong = <enode-link-button mode="window" />;
