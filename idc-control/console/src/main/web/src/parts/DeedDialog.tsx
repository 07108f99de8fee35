import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { explained } from '../api/problem';
import { Refused } from '../api/client';
import { useReload } from '../api/queries';
import { withApproval } from '../say/command';
import { Command } from './Command';
import { ProblemNote } from './ProblemNote';

export type Deed = {
  title: string;
  /** What it does, in a sentence. */
  does: string;
  /** The button's word. */
  label: string;
  danger?: boolean;
  /** What has to be typed first; empty: nothing. */
  word?: string;
  reason?: 'none' | 'may' | 'must';
  command: (reason: string) => string;
  commandNote?: string;
  run: (reason: string, approval: string | undefined) => Promise<unknown>;
  /** After it was done. */
  done?: () => void;
};

/** Asks before something is done: what it does, typed confirmation, reason, the command, and why when it is refused. */
export function DeedDialog({ deed, close, children, ready = true }: { deed: Deed; close: () => void; children?: React.ReactNode; ready?: boolean }) {
  const reload = useReload();
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const [failed, setFailed] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const word = deed.word ?? '';
  const wanted = deed.reason ?? 'none';
  const approval = failed ? explained(failed).approval?.id : undefined;
  const [kept, setKept] = useState<string | undefined>(undefined);
  const withId = approval ?? kept;
  const allowed = ready && typed.trim() === word && (wanted !== 'must' || reason.trim() !== '');
  const run = async () => {
    setBusy(true);
    setKept(withId);
    try {
      await deed.run(reason.trim(), withId);
      await reload();
      deed.done?.();
      close();
    } catch (why) {
      setFailed(why);
      // What was shown is not what stands.
      if (why instanceof Refused && (why.status === 412 || why.status === 409)) await reload();
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal.Root opened onClose={close} size="lg" centered lockScroll={false}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body>
          {/* Not in Mantine's header: a second banner would stand on the page. */}
          <div className="row dialog-head">
            <Modal.Title>
              <strong>{deed.title}</strong>
            </Modal.Title>
            <span className="grow" />
            <Modal.CloseButton aria-label="Close" />
          </div>
          <form
            className="stack"
            onSubmit={(event) => {
              event.preventDefault();
              if (allowed && !busy) void run();
            }}
          >
            <p style={{ margin: 0 }}>{deed.does}</p>
            {children}
            {wanted === 'none' ? null : (
              <Textarea
                label={wanted === 'must' ? 'Reason' : 'Reason (may be left empty)'}
                description="It is kept with it and in the audit."
                value={reason}
                maxLength={1000}
                autosize
                minRows={1}
                onChange={(event) => setReason(event.currentTarget.value)}
              />
            )}
            {word === '' ? null : (
              <TextInput
                label={
                  <>
                    Type <code>{word}</code> to confirm
                  </>
                }
                name="confirmation"
                autoComplete="off"
                spellCheck={false}
                value={typed}
                onChange={(event) => setTyped(event.currentTarget.value)}
              />
            )}
            <Command command={withApproval(deed.command(reason.trim()), withId)} {...(deed.commandNote ? { note: deed.commandNote } : {})} />
            {failed ? <ProblemNote failed={failed} /> : null}
            {withId ? (
              <p style={{ margin: 0 }}>
                When <Link to={`/approvals/${withId}`}>approval {withId}</Link> is given, repeat it here.
              </p>
            ) : null}
            <div className="row">
              <Button type="submit" color={deed.danger ? 'red' : 'blue'} loading={busy} disabled={!allowed}>
                {withId ? `${deed.label} with approval ${withId}` : deed.label}
              </Button>
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
            </div>
          </form>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
