import type { EnodeLinkButtonElement } from 'enode-link-button/react';

export const wrong = (element: EnodeLinkButtonElement) => element.start();
