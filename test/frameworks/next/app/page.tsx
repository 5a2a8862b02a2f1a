import { App } from './link';

/** Rendered for each request, as a page of a signed-in user is. */
export const dynamic = 'force-dynamic';

export default function Page() {
  return <App />;
}
