/** Keeps chosen properties on the device; the same on every platform. */
export { type PrivacyOptions, privacy } from '@firefly/core/privacy'
