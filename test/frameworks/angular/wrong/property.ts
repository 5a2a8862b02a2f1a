import { Component } from '@angular/core';
import { EnodeLinkButton } from '../src/app/enode-link-button';

@Component({
  selector: 'app-wrong',
  imports: [EnodeLinkButton],
  template: `<enode-link-button [sessionUri]="'/session'" />`,
})
export class Wrong {
  onMouse(event: MouseEvent) {
    return event.clientX;
  }
}
