import { EnodeLinkButton } from 'enode-link-button/react';

export const wrong = <EnodeLinkButton mode="window" />;
