import { Button, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { call } from '../api/client';
import { may } from '../api/roles';
import { useSession } from '../api/session';
import type { SwitchOver, SwitchProgress } from '../api/types';
import { DeedDialog } from '../parts/DeedDialog';
import { actCommand } from '../say/command';
import { duration, utc } from '../say/time';
import { actsOf, needsName, needsReason, takesReason, WORDS, type Act } from './acts';

/** The buttons for what can be said now, for who may say it. */
export function Acts({ switchOver, progress }: { switchOver: SwitchOver; progress: SwitchProgress }) {
  const session = useSession();
  const [asked, setAsked] = useState<Act | null>(null);
  const groups = switchOver.spec.scope.drGroups ?? [];
  const allowed = (act: Act) => (groups.length === 0 ? [undefined] : groups).every((group) => may(session, act === 'approve' ? 'approve' : 'switch', group));
  // Who coordinates it need not take it over.
  const here = progress.switchOver.status?.generation.idc === session.idc;
  const acts = actsOf(switchOver).filter((act) => allowed(act) && (act !== 'take-over' || !here));
  return (
    <>
      {acts.length > 0 ? (
        <div className="row" style={{ marginTop: 14 }} role="group" aria-label="What can be said to it now">
          {acts.map((act) => (
            <Button key={act} {...look(act)} onClick={() => setAsked(act)}>
              {WORDS[act].label}…
            </Button>
          ))}
        </div>
      ) : null}
      {asked ? <ActDialog key={asked} act={asked} switchOver={switchOver} progress={progress} close={() => setAsked(null)} /> : null}
    </>
  );
}

function look(act: Act): { variant?: string; color?: string } {
  const { tone } = WORDS[act];
  if (tone === 'danger') return { color: 'red' };
  return tone === 'go' || tone === 'hold' ? { color: 'blue' } : { variant: 'default' };
}

type Extra = { accept: boolean; quarantine: string; span: string };

function ActDialog({ act, switchOver, progress, close }: { act: Act; switchOver: SwitchOver; progress: SwitchProgress; close: () => void }) {
  const session = useSession();
  const [extra, setExtra] = useState<Extra>({ accept: false, quarantine: '', span: '24h' });
  const name = switchOver.metadata.name;
  const words = WORDS[act];
  const goesOn = act === 'resume' || act === 'rollback';
  const said = (reason: string) => bodyOf(act, switchOver, session.idc, extra, reason);
  return (
    <DeedDialog
      close={close}
      ready={act !== 'extend' || duration(extra.span) !== null}
      deed={{
        title: `${words.label}: ${name}`,
        does: words.does,
        label: words.label,
        danger: words.tone === 'danger',
        word: needsName(act) ? name : '',
        reason: needsReason(act) ? 'must' : takesReason(act) ? 'may' : 'none',
        command: (reason) => actCommand(act, name, said(reason)),
        run: (reason, approval) =>
          call(`/v1/switchovers/${encodeURIComponent(name)}/${act}`, {
            method: 'POST',
            body: said(reason),
            ...(switchOver.metadata.revision ? { ifMatch: switchOver.metadata.revision } : {}),
            ...(approval ? { approval } : {}),
          }),
      }}
    >
      {act === 'approve' ? (
        <p style={{ margin: 0 }}>
          Plan <code>{switchOver.status?.plan?.hash}</code>, asked for by {switchOver.status?.author}.
        </p>
      ) : null}
      {act === 'extend' ? <TextInput label="For so long from now on" value={extra.span} onChange={(event) => setExtra({ ...extra, span: event.currentTarget.value.trim() })} error={duration(extra.span) === null ? 'expected: as in 24h' : null} /> : null}
      {goesOn ? <GoOnFields extra={extra} setExtra={setExtra} late={progress.progress.flatMap((each) => each.late.map((node) => `${each.idc}/${node}`))} /> : null}
    </DeedDialog>
  );
}

function GoOnFields({ extra, setExtra, late }: { extra: Extra; setExtra: (extra: Extra) => void; late: string[] }) {
  return (
    <>
      <Checkbox label="Accept what is not confirmed; my name stands beside it" checked={extra.accept} onChange={(event) => setExtra({ ...extra, accept: event.currentTarget.checked })} />
      <TextInput
        label="Quarantine: go on without these data planes"
        description={late.length > 0 ? `Behind now: ${late.join(', ')}. Or all-behind.` : 'Names as idc-b/gw-2, with commas; or all-behind. Empty: wait for all.'}
        value={extra.quarantine}
        onChange={(event) => setExtra({ ...extra, quarantine: event.currentTarget.value })}
      />
    </>
  );
}

/** Returns what is sent with the word; what was left empty is left out. */
function bodyOf(act: Act, switchOver: SwitchOver, idc: string, extra: Extra, reason: string) {
  const quarantine = extra.quarantine.split(',').map((node) => node.trim()).filter((node) => node !== '');
  const why = takesReason(act) && reason !== '' ? { reason } : {};
  switch (act) {
    case 'approve':
      return { plan: switchOver.status?.plan?.hash ?? '' };
    case 'extend':
      return { until: utc(Math.floor((Date.now() + (duration(extra.span) ?? 0)) / 1_000) * 1_000) };
    case 'take-over':
      return { ...why, idc };
    case 'resume':
    case 'rollback':
      return {
        ...why,
        ...(extra.accept ? { accept: true } : {}),
        ...(quarantine.includes('all-behind') ? { allBehind: true } : quarantine.length > 0 ? { quarantine } : {}),
      };
    default:
      return why;
  }
}
