import { EnodeLinkButton } from 'enode-link-button/react';

export const wrong = <EnodeLinkButton onLinkError={(event: MouseEvent) => event.clientX} />;
