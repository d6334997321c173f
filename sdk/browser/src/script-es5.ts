/** `firefly-es5.js`: `firefly-h5.js` for old web views, in the syntax of ES5; needs Promise, Map, Set, URL and fetch (2016 and later). */
import '@firefly/core/es2019'
import './script-h5.ts'
