/**
 * Entry: the test kit for hosts. It starts the emulator, makes things go wrong, and goes through Link UI in
 * Playwright's pages. For Node only; see docs/testing.md.
 */
export { startEmulator } from '../emulator/index.js';
export type {
  AddedDevice,
  AssetChange,
  Emulator,
  EmulatorOptions,
  NewDevice,
  VirtualAsset,
  VirtualAssetRequest,
} from '../emulator/index.js';
export {
  addDevice,
  changeDevice,
  delayLinks,
  endVisits,
  failSessions,
  failUsers,
  handlerOptions,
  heal,
  invalidate,
  isolateLinkUi,
  limitConnections,
  makeAsset,
  moveClock,
  refuseFrames,
  removeDevice,
  signInElsewhere,
  slowLinkUi,
  spoilLinks,
  troubleVendor,
} from './emulator.js';
export type { Failure } from './emulator.js';
export { closeWindow, exitEarly, goTo, linkWith } from './link-ui.js';
export type { Credentials, LinkUiStep } from './link-ui.js';
export type { LinkUiPage, LinkUiWindow } from './pages.js';
