/** A voting code as the server reads it, so that each way of writing it is the same code: functions/Codes/VotingCode.cs. */
export const canonicalCode = (text: string): string =>
  text.replace(/[\p{White_Space}\p{Pd}]/gu, '').replace(/[a-z]/g, (letter) => letter.toUpperCase()).replaceAll('0', 'O').replaceAll('1', 'I').replaceAll('8', 'B');
