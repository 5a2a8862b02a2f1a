/** Japanese in the polite form (です・ます). */
import type { Texts } from '../messages.js';

// For the return page. Separate constants, so that its script contains only those that it shows.
export const closeText = 'このウィンドウは閉じてかまいません。';
export const elsewhereText = 'この操作は、このブラウザで開始されたものではないようです。';
export const finishingText = '処理を完了しています…';

export const texts = (): Texts => ({
  link: 'デバイスを連携',
  relink: '再連携',
  relinkTo: '{vendor}と再連携',
  requesting: '開いています…',
  open: 'ウィンドウを表示',
  confirming: '確認しています…',
  linked: 'デバイス連携済み',
  linkedTo: '{vendor}と連携済み',
  another: '別のデバイスを連携',
  deviceConnected: '{device}を連携しました。',
  devicesConnected: '{device}を連携しました。',
  retry: '再試行',
  continue: '続ける',
  restart: '最初からやり直す',
  cancel: 'キャンセル',
  close: '閉じる',
  detached: '別ウィンドウでの操作は完了しましたか？',
  cancelled: 'デバイスは連携されませんでした。',
  ended: 'ログインページが閉じられました。',
  loading: '安全なログインページを開いています…',
  returned: closeText,
  frameTitle: '安全なログインページ',
  framed: 'ログインできない場合は、新しいウィンドウで開く',
  errorBlocked: 'このページのポップアップを許可して、再度お試しください。',
  errorOffline: 'インターネット接続を確認して、再度お試しください。',
  errorUnauthorized: 'ログインし直してから、再度お試しください。',
  errorBusy: 'しばらく待ってから、再度お試しください。',
  errorUnavailable: 'ログインページを開けませんでした。再度お試しください。',
  errorSetup: '現在、デバイスを連携できません。',
  errorAlreadyLinked: 'このデバイスはすでに連携されています。',
  errorConfirm: '結果を確認できませんでした。再度お試しください。',
});
