import {
  Component,
  ElementRef,
  inject,
  Input,
  type OnChanges,
  type SimpleChanges,
} from '@angular/core';
import type { EnodeLinkButton as Link } from 'enode-link-button';
import 'enode-link-button';

/** What Angular is to know of the tag: its properties. Its events are typed by the DOM. */
@Component({ selector: 'enode-link-button', template: '<ng-content />' })
export class EnodeLinkButton implements OnChanges {
  @Input() sessionUrl?: Link['sessionUrl'];
  @Input() userUrl?: Link['userUrl'];
  @Input() callbackUrl?: Link['callbackUrl'];
  @Input() mode?: Link['mode'];
  @Input() scopes?: Link['scopes'];
  @Input() headers?: Link['headers'];
  @Input() messages?: Link['messages'];

  readonly #element: Link = inject<ElementRef<Link>>(ElementRef).nativeElement;

  ngOnChanges(changes: SimpleChanges) {
    for (const [name, { currentValue }] of Object.entries(changes)) {
      Object.assign(this.#element, { [name]: currentValue });
    }
  }
}
