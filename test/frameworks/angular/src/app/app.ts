import { afterNextRender, Component, ElementRef, signal, viewChild } from '@angular/core';
import type { EnodeLinkButton as Link } from 'enode-link-button';
import { EnodeLinkButton } from './enode-link-button';
import { hear } from './heard';

@Component({
  selector: 'app-root',
  imports: [EnodeLinkButton],
  template: `
    @if (isThere()) {
      <enode-link-button
        #link
        id="link"
        class="wide"
        session-url="/session"
        user-url="/user"
        callback-url="/callback"
        [attr.vendor]="vendor()"
        [scopes]="scopes"
        [headers]="headers"
        [messages]="messages"
        (enode-link-start)="hear('start', $event.detail.request.vendor)"
        (enode-link-open)="hear('open', $event.detail.mode)"
        (enode-link-success)="hear('success', $event.detail.added, $event.detail.verified)"
        (enode-link-cancel)="hear('cancel', $event.detail.reason)"
        (enode-link-error)="hear('error', $event.detail.error.code)"
        (enode-link-statechange)="hear('state', $event.detail.state)"
      />
    }
    <button id="open" (click)="open()">Open</button>
    <button id="any" (click)="vendor.set(undefined)">Any vendor</button>
    <button id="remove" (click)="isThere.set(false)">Remove</button>
  `,
})
export class App {
  readonly scopes = ['vehicle:read:data', 'charger:read:data'];
  readonly messages = { link: 'Link a car' };
  readonly headers = () => ({ 'x-app': 'angular' });
  readonly hear = hear;

  readonly isThere = signal(true);
  readonly vendor = signal<string | undefined>('TESLA');
  readonly link = viewChild<unknown, ElementRef<Link>>('link', { read: ElementRef });

  constructor() {
    afterNextRender(() => hear('hydrated'));
  }

  async open() {
    hear('outcome', await this.link()?.nativeElement.open());
  }
}
