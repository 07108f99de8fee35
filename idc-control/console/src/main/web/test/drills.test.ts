import { describe, expect, it } from 'vitest';
import { currentOf, drillTone, groupOf, runsOf, scheduleLine, stateOf, type Drill, type Run } from '../src/drills/drill';
import { drillAbortCommand, drillStartCommand } from '../src/say/command';

function run(id: string, state: string): Run {
  return { id, state, asked: 'schedule', due: '2026-11-27T02:00:00Z' };
}

function drill(runs: Run[], spec: Record<string, unknown> = {}): Drill {
  return { apiVersion: 'spillway.io/v1', kind: 'Drill', metadata: { name: 'weekly' }, spec, status: { runs } };
}

describe('a drill', () => {
  it('stands as its newest run does', () => {
    const weekly = drill([run('1', 'FAIL'), run('2', 'PASS')]);
    expect(runsOf(weekly).map((each) => each.id)).toEqual(['2', '1']);
    expect(stateOf(weekly)).toBe('PASS');
    expect(stateOf(drill([]))).toBe('never run');
  });

  it('has a run that goes on while it waits for an agent and while one plays it', () => {
    expect(currentOf(drill([run('1', 'PASS'), run('2', 'RUNNING')]))?.id).toBe('2');
    expect(currentOf(drill([run('1', 'SCHEDULED')]))?.id).toBe('1');
    expect(currentOf(drill([run('1', 'MISSED')]))).toBeUndefined();
  });

  it('says each state in a tone of its own', () => {
    expect(['PASS', 'FAIL', 'ABORTED', 'VOID', 'MISSED', 'RUNNING', 'never run'].map(drillTone)).toEqual(['good', 'bad', 'bad', 'warn', 'warn', 'busy', 'unknown']);
  });

  it('says whose traffic it moves and when', () => {
    const weekly = drill([], { target: { scope: { drGroup: 'core' } }, schedule: { cron: '0 3 * * 1', zone: 'Europe/Berlin' } });
    expect(groupOf(weekly)).toBe('core');
    expect(scheduleLine(weekly)).toBe('0 3 * * 1 Europe/Berlin');
    expect(groupOf(drill([]))).toBeUndefined();
    expect(scheduleLine(drill([]))).toBe('');
  });
});

it('has the commands that do what its buttons do', () => {
  expect(drillStartCommand('weekly')).toBe('spillway drill start weekly');
  expect(drillAbortCommand('weekly', 'the office burns')).toBe("spillway drill abort weekly --reason 'the office burns'");
});
