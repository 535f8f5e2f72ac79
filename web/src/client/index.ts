export * from './types';
export { LiveTallyClient, type ClientOptions } from './client';
export type { PendingVote, RecordedVote } from './store';
export type { VoteOptions } from './voting';
