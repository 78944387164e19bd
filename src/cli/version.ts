import manifest from '../../package.json' with { type: 'json' };

/** Our own version, as published. */
export const VERSION: string = manifest.version;
