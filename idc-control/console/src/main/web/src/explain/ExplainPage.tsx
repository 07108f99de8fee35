import './explain.css';
import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useSearchParams } from 'react-router';
import { call } from '../api/client';
import { useSession } from '../api/session';
import { useWatched } from '../api/watching';
import { useListing } from '../api/queries';
import { Command } from '../parts/Command';
import { Page, Panel } from '../parts/Page';
import { ProblemNote } from '../parts/ProblemNote';
import { explainCommand } from '../say/command';
import { questionOf, wrongLines } from './question';

type Answer = { steps: { step: string; decision: string; reason: string }[]; endpoint: string | null };

/** How a request would go, and why at each step: the gateway's own code answers. */
export function ExplainPage() {
  const session = useSession();
  const [params, setParams] = useSearchParams();
  const asked = questionOf(params, session.idc);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [failed, setFailed] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const overview = useWatched().overview;
  const idcs = useListing('idcs', false);
  const names = overview?.idcs.map((idc) => idc.name) ?? idcs.data?.items.map((idc) => idc.metadata.name) ?? [];
  const set = (name: string, value: string | null) =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        if (value) after.set(name, value);
        else after.delete(name);
        return after;
      },
      { replace: true },
    );
  const wrong = wrongLines(asked.headerLines);
  const ask = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailed(null);
    const { headerLines: _, ...body } = asked;
    try {
      setAnswer(await call<Answer>('/v1/explain', { method: 'POST', body }));
    } catch (why) {
      setAnswer(null);
      setFailed(why);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Page title="Explain">
      <Panel>
        <form className="form" onSubmit={(event) => void ask(event)}>
          <Select label="A gateway in" data={[...new Set([asked.idc, ...names])]} value={asked.idc} onChange={(idc) => set('idc', idc)} allowDeselect={false} />
          <Select label="is asked at its listener" data={['entrance', 'crossing', 'local']} value={asked.role ?? 'entrance'} onChange={(role) => set('role', role)} allowDeselect={false} />
          <Select label="Method" data={['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']} value={asked.method ?? 'GET'} onChange={(method) => set('method', method)} allowDeselect={false} />
          <TextInput label="Host" placeholder="orders.example" value={asked.host} onChange={(event) => set('host', event.currentTarget.value)} required withAsterisk={false} />
          <TextInput label="Path and query" value={asked.path ?? '/'} onChange={(event) => set('path', event.currentTarget.value)} />
          <Textarea
            className="whole"
            label="Headers, one on a line"
            placeholder="x-user: 42"
            value={asked.headerLines}
            onChange={(event) => set('headers', event.currentTarget.value)}
            autosize
            minRows={1}
            error={wrong.length > 0 ? `no header: ${wrong[0]} (expected: name: value)` : null}
          />
          <div className="whole stack">
            <div>
              <Button type="submit" loading={busy} disabled={asked.host === '' || wrong.length > 0}>
                Explain
              </Button>
            </div>
            <Command command={explainCommand(asked)} />
          </div>
        </form>
      </Panel>
      {failed ? <ProblemNote failed={failed} /> : null}
      {answer ? (
        <Panel title="The decision, step by step">
          <ol className="steps" aria-live="polite">
            {answer.steps.map((step, index) => (
              <li key={`${index} ${step.step}`}>
                <div className="step">
                  <span className="step-name">{step.step}</span>
                  <strong className="mono">{step.decision}</strong>
                </div>
                <div>{step.reason}</div>
              </li>
            ))}
            <li className="goes">
              <div className="step">
                <span className="step-name">goes to</span>
                <strong className="mono">{answer.endpoint ?? 'nowhere'}</strong>
              </div>
            </li>
          </ol>
        </Panel>
      ) : null}
    </Page>
  );
}
