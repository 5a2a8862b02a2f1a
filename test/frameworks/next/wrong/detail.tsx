import { EnodeLinkButton } from 'enode-link-button/react';

export const wrong = <EnodeLinkButton onLinkSuccess={({ detail }) => detail.reason} />;
