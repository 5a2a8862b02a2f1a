import { Component } from '@angular/core';
import { EnodeLinkButton } from '../src/app/enode-link-button';

@Component({
  selector: 'app-wrong',
  imports: [EnodeLinkButton],
  template: `<enode-link-button [scopes]="[1]" />`,
})
export class Wrong {
  onMouse(event: MouseEvent) {
    return event.clientX;
  }
}
