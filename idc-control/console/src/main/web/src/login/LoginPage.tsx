import { Button, PasswordInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type FormEvent } from 'react';
import { useLocation } from 'react-router';
import { issuerAddress, logIn } from '../api/session';
import type { LoginOffer } from '../api/types';
import { Panel } from '../parts/Page';
import { ProblemNote } from '../parts/ProblemNote';

/** Who is not logged in stays at the address that he wanted and sees this; afterwards he sees that page. */
export function LoginPage({ offer }: { offer: LoginOffer['login'] }) {
  const location = useLocation();
  const to = location.pathname === '/login' ? '/console/' : `/console${location.pathname}${location.search}`;
  useEffect(() => {
    document.title = 'Log in · Spillway';
  }, []);
  return (
    <main className="narrow">
      <Panel>
        <div className="stack">
          <h1 className="brand">
            <img src="/console/mark.svg" alt="" /> Log in to Spillway
          </h1>
          {offer.issuers.map((issuer) => (
            <Button key={issuer.id} component="a" href={issuerAddress(issuer.id, to)}>
              Log in with {issuer.name}
            </Button>
          ))}
          {offer.token ? <TokenForm /> : null}
          {!offer.token && offer.issuers.length === 0 ? <p>This control node offers no way to log in: see its key access.</p> : null}
        </div>
      </Panel>
    </main>
  );
}

function TokenForm() {
  const client = useQueryClient();
  const [token, setToken] = useState('');
  const [failed, setFailed] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailed(null);
    try {
      await logIn(token.trim());
      setToken('');
      await client.invalidateQueries({ queryKey: ['session'] });
    } catch (why) {
      setFailed(why);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="stack">
      <PasswordInput
        label="Token"
        description="One of the control plane, or of an issuer that it knows. The page does not keep it."
        name="token"
        autoComplete="off"
        value={token}
        onChange={(event) => setToken(event.currentTarget.value)}
        required
        withAsterisk={false}
      />
      <Button type="submit" loading={busy} disabled={token.trim() === ''}>
        Log in
      </Button>
      {failed ? <ProblemNote failed={failed} /> : null}
    </form>
  );
}
