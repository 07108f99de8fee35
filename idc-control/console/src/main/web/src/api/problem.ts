import { Refused, Unreachable } from './client';

export type Explained = {
  title: string;
  /** What it means, in a sentence. */
  meaning: string;
  /** The server's own words. */
  detail: string;
  /** Figures, field errors, names. */
  facts: [string, string][];
  todo: string;
  /** What a second person has to approve. */
  approval?: { id: string; hash: string; expires: string };
  /** The winner, when it is something that has an address in the console. */
  object?: string;
};

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Explains why something was not done: what happened, who won or which guard refused with which figures, and what to do. */
export function explained(failed: unknown): Explained {
  if (failed instanceof Unreachable) {
    return {
      title: 'No answer',
      meaning: 'The control node did not answer. Whether a write was done is not known.',
      detail: failed.message,
      facts: [],
      todo: 'Look at what stands before you do it again.',
    };
  }
  if (!(failed instanceof Refused)) {
    return { title: 'It failed', meaning: 'The page itself failed.', detail: failed instanceof Error ? failed.message : String(failed), facts: [], todo: 'Load the page again.' };
  }
  const { problem, status } = failed;
  const facts: [string, string][] = Object.entries(problem.figures ?? {}).map(([name, value]) => [name, shown(value)]);
  const common = { detail: problem.detail ?? problem.title ?? '', facts, ...(problem.object ? { object: problem.object } : {}) };
  switch (status) {
    case 400:
      return {
        ...common,
        title: 'Not valid',
        meaning: 'The control plane does not understand what was sent, or a value cannot be.',
        facts: (problem.errors ?? []).map((error) => [error.pointer ?? '', error.message ?? `${error.value ?? ''} (expected: ${error.expected ?? ''})`]),
        todo: 'Correct these values.',
      };
    case 401:
      return { ...common, title: 'Not logged in', meaning: 'You are not logged in (any more), or what was shown is not good.', todo: 'Log in.' };
    case 403:
      return {
        ...common,
        title: 'Not allowed',
        meaning: problem.role ? `It needs the role ${problem.role}${problem.idc ? ` at ${problem.idc}` : ''}${problem.drGroup ? ` for ${problem.drGroup}` : ''}.` : 'Your roles do not allow it.',
        facts: problem.caller ? [['you are', problem.caller]] : [],
        todo: 'Ask somebody who has that role.',
      };
    case 404:
      return { ...common, title: 'Not there', meaning: 'It does not exist, or not any more.', todo: 'Look at the list.' };
    case 409:
      return {
        ...common,
        title: 'Somebody else holds it',
        meaning: problem.winner ? `The winner is ${problem.winner}. Yours was not done.` : 'Something else stands in the way. Yours was not done.',
        facts: [...(problem.winner ? ([['winner', problem.winner]] as [string, string][]) : []), ...(problem.currentRevision ? ([['current revision', String(problem.currentRevision)]] as [string, string][]) : [])],
        todo: 'Look at what stands now. Wait for it, or take it back first.',
      };
    case 412:
      return {
        ...common,
        title: 'It has changed meanwhile',
        meaning: 'Somebody else, or the machine itself, has changed it since it was shown. Nothing was done; what stands now is loaded again.',
        facts: problem.currentRevision ? [['current revision', String(problem.currentRevision)]] : [],
        todo: 'Look at it again. If you still want it, say it once more.',
      };
    case 422:
      return guarded(failed, common);
    case 428:
      return { ...common, title: 'Not said on what it was seen', meaning: 'A page must say which revision it has shown. Nothing was done.', todo: 'Load the page again.' };
    case 429:
      return { ...common, title: 'Too often', meaning: 'Too many tries in a short time.', todo: 'Wait a little.' };
    case 503:
      return {
        ...common,
        title: problem.outcomeUnknown ? 'Outcome unknown' : 'Not now',
        meaning: problem.outcomeUnknown
          ? 'The write was sent and may have happened or not.'
          : 'The control plane cannot write at the moment: it is not ready, or its registry is away.',
        facts: problem.since ? [['since', problem.since]] : [],
        todo: problem.outcomeUnknown ? 'Look before you repeat it.' : 'Gateways serve on with what they have. Try again, or use a node of another IDC.',
      };
    default:
      return { ...common, title: problem.title ?? `HTTP ${status}`, meaning: `The control plane answered ${status}.`, todo: '' };
  }
}

function guarded(failed: Refused, common: { detail: string; facts: [string, string][]; object?: string }): Explained {
  const { problem } = failed;
  const figures = problem.figures ?? {};
  if (problem.guard === 'two_persons' && typeof figures.approval === 'string') {
    return {
      ...common,
      facts: [['good until', shown(figures.expires ?? '')]],
      title: 'A second person must say yes',
      meaning: 'It is not done yet. Somebody else with the role approver looks at exactly this and approves it; then it is repeated here.',
      todo: 'Ask for the approval; it is good for 15 minutes.',
      approval: { id: figures.approval, hash: shown(figures.hash ?? ''), expires: shown(figures.expires ?? '') },
    };
  }
  return {
    ...common,
    title: `Refused by the guard ${problem.guard ?? ''}`.trim(),
    meaning: 'A rule that keeps traffic safe forbids it. Nothing was done.',
    todo: GUARDS[problem.guard ?? ''] ?? 'The figures say why. Mend what they name, or do less.',
  };
}

const GUARDS: Record<string, string> = {
  plan: 'The plan is too old, or what it was made from has changed: have the checks made again, look, then start.',
  checks: 'Mend what the failed checks name, then have them made again.',
};
