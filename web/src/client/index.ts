export * from './types';
export { LiveTallyClient, type ClientOptions, type VoteOptions } from './client';
